//! Which part of the theory is slipping, whose is it, and do the drivers still move the aim?
//!
//! Reads a small driver diagram, which is illustrative and no published one, and the monthly figures
//! of several hundred accident and emergency departments. Charts the share of long waits at each
//! trust and in all England, and prints the early warnings for two audiences, what the figures say of
//! each link, and the diagram with its verdicts for Mermaid and Graphviz.
//!
//! ```text
//! cargo run --release --example driver_diagram [-- mermaid | dot]
//! cargo run --release --example driver_diagram -- dot | dot -Tpng -o diagram.png
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use redbead::{Chart, Direction, Measurement, Observation, Plan, Preset, Rebase};
use redbead_examples::{Department, Month, data_file, print_page, read_departments, sample_file};
use redbead_qms::{
    Answers, Audience, BuildOptions, Date, DiagramId, Drawing, Entry, JudgeOptions, MeasureId,
    MixedRules, NodeIndex, NodeMark, SeriesContext, SeriesKey, SiteDraft, SiteId, Status, Statuses,
    System, Verdict, WarningOptions, from_json,
};

const DIAGRAM: &str = "ae-waits";
const NATION: &str = "ENG";

/// Fewest months of a series.
const MONTHS: usize = 24;

/// Most entries of a list.
const MOST: usize = 4;

const USAGE: &str = "usage: driver_diagram [mermaid | dot]   only the diagram, for another program";

fn main() -> ExitCode {
    print_page(|page| {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let waits = waits(&read_departments(&sample_file())?);
        let system = system(&waits)?;
        let statuses = statuses(&system, &waits)?;
        let statuses = Statuses::new(
            &system,
            statuses,
            &JudgeOptions::default(),
            MixedRules::Refuse,
        )?;
        let answers = Answers::new(&system, &statuses)?;
        let diagram = DiagramId::new(DIAGRAM)?;
        let mark = |node| mark(&system, &statuses, node);
        let drawing = Drawing::new(&system, &diagram, mark).ok_or("the diagram is missing")?;
        match arguments[..] {
            ["mermaid"] => page.write_all(drawing.mermaid().as_bytes())?,
            ["dot"] => page.write_all(drawing.dot().as_bytes())?,
            [] => {
                writeln!(page, "{}\n", system.diagrams()[0].title)?;
                for audience in [Audience::SeniorLeaders, Audience::OperationalManagers] {
                    warnings(page, &system, &answers, audience)?;
                }
                theory(page, &system, &answers, &diagram)?;
                writeln!(page, "Mermaid\n\n{}", drawing.mermaid())?;
                writeln!(page, "Graphviz\n\n{}", drawing.dot())?;
            }
            _ => return Err(USAGE.into()),
        }
        Ok(())
    })
}

/// Patients who waited over four hours and all who came, by measure, trust and month.
type Waits = BTreeMap<(&'static str, String), BTreeMap<Month, (f64, f64)>>;

/// The figures of each trust with a major department, and of England as their sum.
fn waits(departments: &[Department]) -> Waits {
    let newest = departments.iter().map(Department::last).max();
    let is_major = |department: &&Department| {
        department.kind == "1"
            && department.breaches.len() >= MONTHS
            && Some(department.last()) == newest
    };
    let majors = departments.iter().filter(is_major);
    let trusts: Vec<&str> = majors.map(|major| major.provider.as_str()).collect();
    let mut waits = Waits::new();
    for department in departments {
        if !trusts.contains(&department.provider.as_str()) {
            continue;
        }
        let of_kind = match department.kind.as_str() {
            "1" => "over-4h-major",
            "2" => "over-4h-single",
            _ => "over-4h-minor",
        };
        for (index, month) in department.breaches.iter().enumerate() {
            let Some((over, came)) = figures(month) else {
                continue;
            };
            for measure in [of_kind, "over-4h-all"] {
                for site in [department.provider.as_str(), NATION] {
                    let months = waits.entry((measure, site.to_owned())).or_default();
                    let sum = months.entry(department.month(index)).or_default();
                    *sum = (sum.0 + over, sum.1 + came);
                }
            }
        }
    }
    waits.retain(|_, months| months.len() >= MONTHS && months.keys().max() == newest.as_ref());
    waits
}

fn figures(month: &Observation) -> Option<(f64, f64)> {
    match month.measurement {
        Measurement::Ratio {
            numerator,
            denominator,
        } => Some((numerator, denominator)),
        _ => None,
    }
}

/// The diagram of the file, with the trusts as sites of England.
fn system(waits: &Waits) -> Result<System, Box<dyn Error>> {
    let file = data_file("ae_waits_diagram.json");
    let text = std::fs::read_to_string(&file)?;
    let mut draft = from_json(&text, &file.to_string_lossy())?;
    let mut trusts: Vec<&str> = waits.keys().map(|(_, site)| site.as_str()).collect();
    trusts.sort_unstable();
    trusts.dedup();
    trusts.retain(|site| *site != NATION);
    draft
        .sites
        .extend(trusts.into_iter().map(|trust| SiteDraft {
            id: trust.to_owned(),
            name: format!("trust {trust}"),
            level: Some("hospital".to_owned()),
            parent: Some(NATION.to_owned()),
            ..SiteDraft::default()
        }));
    Ok(draft.build(&BuildOptions::default())?)
}

/// Charts every series: a p' chart that re-phases by itself.
fn statuses(system: &System, waits: &Waits) -> Result<Vec<Status>, Box<dyn Error>> {
    let plan = Plan::builder(Chart::p_prime())
        .preset(Preset::MakingDataCount)
        .rebase(Rebase::Scottish)
        .direction(Direction::Decrease)
        .build()?;
    let mut statuses = Vec::new();
    for ((measure, site), months) in waits {
        let mut monitor = plan.monitor();
        let mut periods: Vec<Date> = Vec::new();
        for (month, (over, came)) in months {
            monitor.push(Observation::ratio(*over, *came))?;
            periods.push(format!("{month}-01").parse()?);
        }
        let measure = MeasureId::new(measure)?;
        let known = system
            .measure_index(&measure)
            .ok_or("a measure is missing")?;
        let key = SeriesKey::new(measure, SiteId::new(site)?);
        let context = SeriesContext::new(key)
            .measured_by(system.measure(known))
            .periods(&periods);
        statuses.push(Status::of(&monitor.report(), &plan, &context)?);
    }
    Ok(statuses)
}

fn warnings(
    page: &mut impl Write,
    system: &System,
    answers: &Answers<'_>,
    audience: Audience,
) -> Result<(), Box<dyn Error>> {
    let found = answers.early_warnings(&WarningOptions::of(audience).with_most(MOST, 2));
    writeln!(page, "Early warnings for {}", audience.title())?;
    writeln!(page, "  looked at: {}", found.series)?;
    for warning in &found.warnings.listed {
        let entry = warning.entry;
        writeln!(
            page,
            "  ! {}, {}: {}{}",
            system.site(entry.site).name,
            system.measure(entry.measure).name,
            in_words(entry),
            since(entry.judgement.since.and_then(|moment| moment.date)),
        )?;
        for node in &warning.nodes {
            let Some(route) = found.route(*node) else {
                continue;
            };
            let owner = route.owner.map_or("nobody", Audience::title);
            for path in &route.paths.listed {
                let path: Vec<&str> = path
                    .iter()
                    .map(|node| system.node(*node).text.as_str())
                    .collect();
                writeln!(page, "      {} ({owner})", path.join(" > "))?;
            }
        }
    }
    let left_off = found.warnings.left_off();
    if left_off > 0 {
        writeln!(page, "  and {left_off} more")?;
    }
    for count in &found.smaller {
        let (warnings, all) = (count.warnings, count.series.total());
        let name = &system.measure(count.measure).name;
        writeln!(
            page,
            "  {name}: worse at {warnings} of {all} {}s",
            count.level
        )?;
    }
    writeln!(page)?;
    Ok(())
}

fn in_words(entry: &Entry) -> String {
    let tentative = if entry.judgement.is_tentative {
        " (tentative)"
    } else {
        ""
    };
    format!("{}{tentative}", entry.judgement.verdict.title())
}

fn since(day: Option<Date>) -> String {
    let month = day.map(|day| day.to_string());
    // Months are named by their first day.
    let month = month.as_deref().and_then(|day| day.get(..7));
    month.map_or_else(String::new, |month| format!(" since {month}"))
}

fn theory(
    page: &mut impl Write,
    system: &System,
    answers: &Answers<'_>,
    diagram: &DiagramId,
) -> Result<(), Box<dyn Error>> {
    let check = answers
        .theory_check(diagram, MOST)
        .ok_or("the diagram is missing")?;
    writeln!(
        page,
        "Do driver and parent move together? Trusts by what they say"
    )?;
    for link in &check.links {
        writeln!(
            page,
            "  {} > {} ({} link, belief {})",
            system.node(link.driver).text,
            system.node(link.parent).text,
            link.link.strength,
            link.link.belief,
        )?;
        let counts: Vec<String> = link
            .counts
            .iter()
            .map(|(reading, sites)| format!("{sites} {}", reading.title()))
            .collect();
        if counts.is_empty() {
            let (driver, parent) = (link.driver_verdict, link.parent_verdict);
            writeln!(
                page,
                "      cannot be told: driver {driver}, parent {parent}"
            )?;
        } else {
            writeln!(page, "      {}", counts.join(", "))?;
            if link.stood_in > 0 {
                let (stood_in, total) = (link.stood_in, link.counts.total());
                writeln!(
                    page,
                    "      (at {stood_in} of {total} the figures of a larger place stand in for one end)"
                )?;
            }
        }
    }
    for node in &check.unexplained {
        let places = node.movements.total;
        let text = &system.node(node.node).text;
        let (drivers, tested) = (node.drivers, node.drivers_tested);
        writeln!(
            page,
            "  Unexplained at {places} places: {text} (drivers below it with enough data: {tested} of \
             {drivers})"
        )?;
    }
    writeln!(page)?;
    Ok(())
}

/// What England as a whole says at a node, and at how many trusts it gets worse.
fn mark(system: &System, statuses: &Statuses, node: NodeIndex) -> Option<NodeMark> {
    let is_driver = system.node(node).kind != redbead_qms::NodeKind::ChangeIdea;
    let Some(binding) = system.bindings_at(node).first() else {
        return is_driver.then(NodeMark::unmeasured);
    };
    let entries = statuses.of_measure(system.measure_index(&binding.measure)?);
    let is_nation = |entry: &&Entry| entry.status.key.site.as_str() == NATION;
    let nation = entries.iter().find(is_nation)?;
    let trusts = entries.iter().filter(|entry| !is_nation(entry));
    let worse = trusts
        .clone()
        .filter(|trust| trust.judgement.verdict == Verdict::Worsening);
    let words = format!(
        "{}\nworse at {} of {} trusts",
        in_words(nation),
        worse.count(),
        trusts.count()
    );
    Some(NodeMark::saying(nation.judgement.verdict, words))
}
