//! Redbead QMS: what the signals of many charts mean, together.
//!
//! The core judges series. This crate knows what the series are for: the components of a quality
//! management system, driver diagrams, the measures bound to their nodes, and the sites where these
//! are measured. It never computes a limit or a signal, and never changes one.
//!
//! A [`Draft`] is what files say; every importer makes one. [`Draft::build`] checks it and gives the
//! [`System`], or every fault in one pass, each with the place it came from. A [`Status`] is what a
//! report of the core says of one series; [`Status::judge`] puts it into a [`Verdict`] by the
//! direction of good.
//!
//! # From a file to an answer
//!
//! ```
//! use redbead::{Observation, Plan, Preset, Rebase};
//! use redbead_qms::{
//!     Answers, BuildOptions, Drawing, JudgeOptions, MeasureId, MixedRules, NodeMark, SeriesContext,
//!     SeriesKey, SiteId, Status, Statuses, from_json,
//! };
//!
//! let text = r#"{
//!   "format": "redbead-qms",
//!   "version": 1,
//!   "sites": [{"id": "ward-7", "name": "Ward 7", "level": "ward"}],
//!   "measures": [{"id": "falls", "name": "Falls", "direction": "decrease", "frequency": "monthly"}],
//!   "diagrams": [{"id": "safer", "title": "Fewer falls"}],
//!   "nodes": [
//!     {"diagram": "safer", "id": "aim", "kind": "aim", "text": "Halve falls by December"},
//!     {"diagram": "safer", "id": "rounds", "kind": "primary", "text": "Regular rounds"}
//!   ],
//!   "links": [{"diagram": "safer", "from": "rounds", "to": "aim"}],
//!   "bindings": [{"diagram": "safer", "node": "aim", "measure": "falls", "role": "outcome"}]
//! }"#;
//! let system = from_json(text, "falls.json")?.build(&BuildOptions::default())?;
//!
//! // The core charts the figures; one status for each measure at each site.
//! let plan = Plan::of(Preset::ScottishRunChart).rebase(Rebase::Scottish).build()?;
//! let falls = [5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, 4.0, 5.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0];
//! let report = plan.scan(&falls.map(Observation::value))?;
//! let key = SeriesKey::new(MeasureId::new("falls")?, SiteId::new("ward-7")?);
//! let status = Status::of(&report, &plan, &SeriesContext::new(key))?;
//!
//! let judge = JudgeOptions::default();
//! let statuses = Statuses::new(&system, [status], &judge, MixedRules::Refuse)?;
//! let answers = Answers::new(&system, &statuses)?;
//! assert_eq!(answers.plain_lines()[0].to_string(), "Falls at Ward 7: better");
//!
//! let diagram = &system.diagrams()[0].id;
//! let mark = |node| Some(NodeMark::from(&answers.node_verdict(node)));
//! let drawing = Drawing::new(&system, diagram, mark).ok_or("no such diagram")?;
//! assert!(drawing.markdown().contains("Halve falls by December (✓ improving)"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! All questions are methods of [`Answers`], but for what changed between two days, which is
//! [`Statuses::changes_since`].
//!
//! # Promises
//!
//! - Context only: results of the core are shown, counted and put in order, never averaged, weighed
//!   or scored.
//! - Too few points, no signal and no measure are three different answers.
//! - The order of the input does not matter: equal records give equal systems.
//! - Nothing is dropped in silence: a fault is an error that says where it is and how to mend it, or,
//!   in a lenient build, an entry in the list of what was left out.
//!
//! # Files
//!
//! | format | in | out | for |
//! |---|---|---|---|
//! | JSON | [`from_json`] | [`to_json`] | the file of record |
//! | JSON of statuses | [`statuses_from_json`] | [`statuses_to_json`] | results that were kept |
//! | CSV bundle | [`from_csv`] | [`to_csv`] | spreadsheets |
//! | FreeSPC CSV | [`from_free_spc`] | [`to_free_spc`] | the FreeSPC driver diagram tool |
//! | nested JSON | [`from_nested_json`] | | driver diagrams kept as a tree |
//! | Mermaid, Graphviz DOT, Markdown | | [`Drawing`] | documents and board papers |
//!
//! Importers are strict: whatever they cannot keep is an error, and all errors come at once. Their
//! lenient twins leave that out and list it. Exports of equal systems are equal to the byte. All turn
//! texts into texts, and none opens a file.
//!
//! # Names
//!
//! Frameworks carry the exact public names of their publications, with the source of each
//! ([`Framework::source`]). Figure 1 of the ihub page About Quality Management System ("working draft
//! 4") and the text of the 'Creating the Conditions' documents are not reproduced: they are not part
//! of any public text.

mod activity;
mod answers;
mod audience;
mod build;
mod change_test;
mod choice;
mod date;
mod diagram;
mod draft;
mod fault;
mod format;
mod framework;
mod id;
mod link;
mod lint;
mod measure;
mod node;
mod origin;
mod series_key;
mod site;
mod status;
mod statuses;
mod system;
mod template;

pub use activity::{Activity, Provenance, ProvenanceKind};
pub use answers::{
    Answers, BalancingAlarm, BalancingAlarms, Change, ChangeKind, Changes, Comparison,
    ComponentCoverage, Coverage, DriverSignal, DriverSignals, EarlyWarning, EarlyWarnings, Finding,
    Gain, HandOver, HandOverTo, LevelCount, LinkCheck, Listed, Movement, NodeCoverage, NodeRollup,
    NodeVerdict, Onset, OtherSystem, Plain, PlainLine, Route, SeriesChange, SiteGroup, SiteRollup,
    TentativeWarnings, TestNear, TestsNear, TheoryCheck, TheoryCounts, TheoryReading, Unexplained,
    VerdictCounts, VerdictLists, WarningOptions,
};
pub use audience::{Audience, AudienceLevels};
pub use build::{BuildOptions, Lenient, Levels};
pub use change_test::{Decision, Test};
pub use choice::UnknownChoice;
pub use date::{BadDate, Date};
pub use diagram::Diagram;
pub use draft::{
    ActivityDraft, BindingDraft, CascadeDraft, ComponentDraft, DiagramDraft, Draft, EvidenceDraft,
    FrameworkDraft, LinkDraft, MeasureDraft, NodeDraft, RelationDraft, SiteDraft, TestDraft,
};
pub use fault::{BuildError, BuildErrors, Cause, Dropped, Fault, Record, RecordKind};
pub use format::{
    CsvBundle, CsvTable, Drawing, FormatError, FormatErrors, FormatNote, FormatProblem,
    FormatRemark, FreeSpcFile, FreeSpcLoss, Imported, JSON_FORMAT, JSON_VERSION, MarkClass,
    NodeMark, STATUSES_FORMAT, STATUSES_VERSION, from_csv, from_csv_leniently, from_free_spc,
    from_free_spc_leniently, from_json, from_json_leniently, from_nested_json,
    from_nested_json_leniently, statuses_from_json, statuses_to_json, to_csv, to_free_spc, to_json,
};
pub use framework::{Component, ComponentKind, Framework, FrameworkId, Relation, RelationKind};
pub use id::{
    BadId, ComponentId, CustomFrameworkId, DiagramId, MAX_ID_CHARACTERS, MeasureId, NodeId, SiteId,
    TestId,
};
pub use link::{Belief, Cascade, Evidence, EvidenceKind, Link, Strength};
pub use lint::{Lint, LintHead, LintKind, LintOptions, Place};
pub use measure::{Binding, Frequency, Measure, Purpose, Role};
pub use node::{AimDetails, Node, NodeKind, NodeRef};
pub use origin::Origin;
pub use series_key::{Basis, SeriesKey};
pub use site::{Site, SiteLevel};
pub use status::{
    Baseline, Ground, JudgeOptions, Judgement, Minimum, Moment, PhaseFit, PhaseReason, PhaseStatus,
    Points, Provisional, RulesUsed, SeriesContext, SeriesSignal, SignalSide, Status, StatusError,
    Sufficiency, Sustained, TieOptions, Verdict,
};
pub use statuses::{Entry, MixedRules, RuleSetUse, StatusSetError, StatusSetErrors, Statuses};
pub use system::{Edge, MeasureIndex, NodeIndex, Paths, Reached, SiteIndex, System};
pub use template::creating_the_conditions;
