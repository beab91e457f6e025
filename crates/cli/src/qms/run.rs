//! The subcommands: from flags to output.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use redbead_qms::{
    Answers, BuildOptions, Diagram, DiagramId, Drawing, JudgeOptions, MarkClass, Minimum,
    MixedRules, NodeIndex, NodeKind, NodeMark, Provisional, SiteIndex, SiteLevel, System,
    statuses_to_json,
};

use super::check::{Check, faults_in_words};
use super::load::{LoadError, Loaded, load, name_of};
use super::mapping::{Mapping, MappingError, Names, Where};
use super::page::Page;
use super::question::Question;
use super::view::{Asked, Document};
use super::words::{self, Markup};
use super::world::{NewSites, ResultsFile, World, WorldOptions, world};
use crate::args::{
    AnswersArgs, AnswersFormat, CheckArgs, CheckFormat, ColorChoice, DiagramArgs, MatchArgs,
    QmsArgs, QmsCommand, RenderArgs, RenderFormat,
};
use crate::files::Output;
use crate::nearest::did_you_mean;
use crate::problem::Problem;
use crate::terminal::{self, remark};

pub(crate) fn run(args: &QmsArgs, color: ColorChoice) -> Result<ExitCode, Problem> {
    match &args.command {
        QmsCommand::Check(args) => check(args, color),
        QmsCommand::Render(args) => render(args),
        QmsCommand::Answers(args) => answers(args),
    }
}

fn load_diagram(args: &DiagramArgs) -> Result<Loaded, LoadError> {
    let options = if args.adjacent_only {
        BuildOptions::adjacent_only()
    } else {
        BuildOptions::default()
    };
    load(
        &args.diagram,
        args.from.map(Into::into),
        args.lenient,
        &options,
    )
}

/// The system of a diagram that is only a means; what was left out is told on standard error.
fn loaded(args: &DiagramArgs, quiet: bool) -> Result<System, Problem> {
    let loaded = load_diagram(args).map_err(|error| Problem::work(faults_in_words(error)))?;
    for left_out in &loaded.left_out {
        remark(&format!("left out: {left_out}"));
    }
    if !quiet {
        for note in &loaded.notes {
            remark(&format!("note: {note}"));
        }
    }
    Ok(loaded.system)
}

fn check(args: &CheckArgs, color: ColorChoice) -> Result<ExitCode, Problem> {
    let loaded = match load_diagram(&args.diagram) {
        Ok(loaded) => Ok(loaded),
        Err(LoadError::Faults(faults)) => Err(faults),
        Err(LoadError::Unreadable(message)) => return Err(Problem::work(message)),
    };
    let check = Check::of(name_of(&args.diagram.diagram), loaded);
    let text = match args.format {
        CheckFormat::Text => check.text(),
        CheckFormat::Json => as_json(&check)?,
    };
    terminal::print(&text, color)?;
    let is_bad = !check.holds_together || args.deny_lints && !check.lints.is_empty();
    Ok(ExitCode::from(u8::from(is_bad)))
}

fn as_json(value: &impl serde::Serialize) -> Result<String, Problem> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| Problem::work(error.to_string()))?;
    Ok(text + "\n")
}

/// A problem of many lines.
fn all(faults: Vec<String>) -> Problem {
    Problem::work(faults.join("\n"))
}

fn place(column: Option<&String>, always: Option<&String>) -> Result<Where, MappingError> {
    Ok(match (column, always) {
        (Some(column), _) => Where::column(column)?,
        (None, Some(always)) => Where::Always(always.clone()),
        (None, None) => Where::Guess,
    })
}

fn options_of(args: &MatchArgs) -> Result<WorldOptions, Problem> {
    let usage = |error: MappingError| Problem::usage(error.to_string());
    let minimum = match args.minimum.as_str() {
        "advised" => Minimum::Advised,
        "judged" => Minimum::Judged,
        text => Minimum::Points(text.parse().map_err(|_| {
            Problem::usage(format!(
                "--minimum {text:?} is neither advised, judged nor a number of points"
            ))
        })?),
    };
    let mut judge = JudgeOptions::default().with_minimum(minimum);
    if args.without_provisional {
        judge = judge.with_provisional(Provisional::LeftOut);
    }
    let new_sites = args
        .new_sites
        .as_ref()
        .map(|text| -> Result<NewSites, Problem> {
            let (level, parent) = text.split_once(':').unwrap_or((text, ""));
            let level: SiteLevel = level.parse().map_err(|error: redbead_qms::UnknownChoice| {
                Problem::usage(format!("--new-sites: {error}"))
            })?;
            Ok(NewSites {
                level: level.name().to_owned(),
                parent: Some(parent.trim().to_owned()).filter(|parent| !parent.is_empty()),
            })
        });
    Ok(WorldOptions {
        mapping: Mapping {
            measure: place(args.measure.as_ref(), args.the_measure.as_ref()).map_err(usage)?,
            site: place(args.site.as_ref(), args.the_site.as_ref()).map_err(usage)?,
            basis: args.basis.clone(),
        },
        new_sites: new_sites.transpose()?,
        as_of: args.as_of,
        judge,
        mixed: if args.allow_mixed_rules {
            MixedRules::Allow
        } else {
            MixedRules::Refuse
        },
    })
}

fn bring_together(system: System, results: &[PathBuf], args: &MatchArgs) -> Result<World, Problem> {
    let options = options_of(args)?;
    let files: Vec<ResultsFile> = results.iter().map(|path| ResultsFile::of(path)).collect();
    let world = world(system, &files, &options).map_err(all)?;
    let matching = &world.matching;
    if matching.series > 0 && matching.matched == 0 {
        let first = matching.unmatched.iter().chain(&matching.refused).next();
        let first = first.map_or_else(String::new, |line| {
            format!("; the first, {}: {}", line.series, line.reason)
        });
        return Err(Problem::work(format!(
            "none of {} series counts{first}; say where measure and site stand with --measure and --site, and add sites \
             that the diagram does not know with --new-sites",
            matching.series
        )));
    }
    if !args.quiet {
        for note in &matching.notes {
            remark(&format!("note: {note}"));
        }
        let lost = [
            (matching.unmatched.len(), "not known to the diagram"),
            (matching.refused.len(), "without a result"),
        ];
        for (count, what) in lost.iter().filter(|(count, _)| *count > 0) {
            remark(&format!(
                "note: {count} of {} series {what}",
                matching.series
            ));
        }
    }
    Ok(world)
}

/// The diagrams of these ids; all of them where none is named.
fn chosen<'a>(system: &'a System, ids: &[String]) -> Result<Vec<&'a Diagram>, Problem> {
    let known = || system.diagrams().iter().map(|diagram| diagram.id.as_str());
    if ids.is_empty() {
        return Ok(system.diagrams().iter().collect());
    }
    let find = |id: &String| {
        let found = DiagramId::new(id).ok().and_then(|id| system.diagram(&id));
        found.ok_or_else(|| {
            let (hint, all) = (
                did_you_mean(id, known()),
                known().collect::<Vec<_>>().join(", "),
            );
            Problem::work(format!(
                "no diagram is called {id:?}{hint}; there are {all}"
            ))
        })
    };
    ids.iter().map(find).collect()
}

/// The ending of a file in lower case.
fn ending(path: Option<&Path>) -> String {
    let ending = path
        .and_then(|path| path.extension())
        .and_then(|ending| ending.to_str());
    ending.unwrap_or_default().to_lowercase()
}

fn write(path: Option<&Path>, text: &str) -> Result<ExitCode, Problem> {
    let mut out = Output::open(path)?;
    let name = path.map_or_else(|| "standard output".to_owned(), name_of);
    let written = out.write_all(text.as_bytes());
    written.map_err(|error| Problem::writing(&name, &error))?;
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn render(args: &RenderArgs) -> Result<ExitCode, Problem> {
    let format = args
        .format
        .unwrap_or_else(|| match ending(args.output.as_deref()).as_str() {
            "html" | "htm" => RenderFormat::Html,
            "dot" | "gv" => RenderFormat::Dot,
            "mmd" | "mermaid" => RenderFormat::Mermaid,
            _ => RenderFormat::Markdown,
        });
    let system = loaded(&args.diagram, args.matching.quiet)?;
    let (system, world) = if args.results.is_empty() {
        (Some(system), None)
    } else {
        (
            None,
            Some(bring_together(system, &args.results, &args.matching)?),
        )
    };
    let Some(system) = world
        .as_ref()
        .map(|world| &world.system)
        .or(system.as_ref())
    else {
        return Err(Problem::work("the diagram is missing"));
    };
    let answers = world
        .as_ref()
        .map(|world| Answers::new(&world.system, &world.statuses));
    let answers = answers
        .transpose()
        .map_err(|error| Problem::work(error.to_string()))?;
    let diagrams = chosen(system, &args.only)?;
    if diagrams.is_empty() {
        let name = name_of(&args.diagram.diagram);
        return Err(Problem::work(format!("{name}: holds no diagram; add one")));
    }
    if format == RenderFormat::Html {
        let page = Page {
            system,
            diagrams,
            answers,
            matching: world.as_ref().map(|world| &world.matching),
            most: args.most,
        };
        return write(args.output.as_deref(), &page.html());
    }
    if diagrams.len() > 1 && format != RenderFormat::Markdown {
        let ids: Vec<&str> = diagrams.iter().map(|diagram| diagram.id.as_str()).collect();
        return Err(Problem::usage(format!(
            "a mermaid or dot file holds one diagram; choose one of {} with --diagram",
            ids.join(", ")
        )));
    }
    let drawings = diagrams.iter().filter_map(|diagram| {
        let mark = |node| mark(system, answers.as_ref(), node);
        let drawing = Drawing::new(system, &diagram.id, mark)?;
        Some(match format {
            RenderFormat::Mermaid => drawing.mermaid(),
            RenderFormat::Dot => drawing.dot(),
            RenderFormat::Markdown | RenderFormat::Html => drawing.markdown(),
        })
    });
    let drawings: Vec<String> = drawings.collect();
    write(args.output.as_deref(), &drawings.join("\n"))
}

/// What a drawing says of a node; nothing of a change idea without a measure, which needs none.
fn mark(system: &System, answers: Option<&Answers<'_>>, node: NodeIndex) -> Option<NodeMark> {
    let mark = NodeMark::from(&answers?.node_verdict(node));
    let is_idea = system.node(node).kind == NodeKind::ChangeIdea;
    Some(mark).filter(|mark| !is_idea || mark.class != MarkClass::Unmeasured)
}

fn answers(args: &AnswersArgs) -> Result<ExitCode, Problem> {
    let format = args
        .format
        .unwrap_or_else(|| match ending(args.output.as_deref()).as_str() {
            "json" => AnswersFormat::Json,
            "md" | "markdown" => AnswersFormat::Markdown,
            _ => AnswersFormat::Text,
        });
    let mut questions: Vec<Question> = args.ask.iter().map(|one| Question::from(*one)).collect();
    questions.sort_unstable();
    questions.dedup();
    if questions.contains(&Question::Changes) && args.earlier.is_empty() {
        return Err(Problem::usage(
            "what changed is told against earlier results; name them with --earlier FILE",
        ));
    }
    if questions.is_empty() {
        questions = Question::ALL.to_vec();
    }
    let system = loaded(&args.diagram, args.matching.quiet)?;
    let earlier = if args.earlier.is_empty() {
        None
    } else {
        Some(bring_together(
            system.clone(),
            &args.earlier,
            &args.matching,
        )?)
    };
    let world = bring_together(system, &args.results, &args.matching)?;
    let output = args.output.as_deref();
    if format == AnswersFormat::Statuses {
        let statuses = world.statuses.entries().iter().map(|entry| &entry.status);
        let text = statuses_to_json(statuses).map_err(|error| Problem::work(error.to_string()))?;
        return write(output, &text);
    }
    let answers = Answers::new(&world.system, &world.statuses);
    let mut answers = answers.map_err(|error| Problem::work(error.to_string()))?;
    let within = args
        .within
        .as_ref()
        .map(|text| site(&world.system, text))
        .transpose()?;
    if let Some(within) = within {
        answers = answers.within(within);
    }
    let diagrams = chosen(&world.system, &args.only)?;
    let asked = Asked {
        questions: questions.clone(),
        audiences: args.audience.clone(),
        diagrams: diagrams.iter().map(|diagram| diagram.id.clone()).collect(),
        within,
        most: args.most,
        periods: args.periods,
        earlier: earlier.as_ref().map(|world| &world.statuses),
    };
    let document = Document::of(&world, &answers, &asked);
    let text = match format {
        AnswersFormat::Json => as_json(&document)?,
        AnswersFormat::Markdown => words::text(&document, &questions, Markup::Markdown),
        AnswersFormat::Text | AnswersFormat::Statuses => {
            words::text(&document, &questions, Markup::Plain)
        }
    };
    write(output, &text)
}

fn site(system: &System, text: &str) -> Result<SiteIndex, Problem> {
    let names = Names::of(system);
    let found = names.site(text).and_then(|id| system.site_index(id));
    found.ok_or_else(|| {
        let known = system.sites().iter().map(|site| site.id.as_str());
        Problem::work(format!(
            "no site is called {text:?}{}",
            did_you_mean(text, known)
        ))
    })
}
