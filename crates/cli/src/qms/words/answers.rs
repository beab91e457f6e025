//! Each answer in words.

use redbead_qms::{Audience, Strength, TheoryReading, Verdict};

use super::page::Page;
use super::phrases::{Phrases, finding, kind, places, point, verdict};
use crate::plural::counted;
use crate::qms::question::Question;
use crate::qms::view::{
    AlarmView, ChangesView, CoverageView, DriversView, EarlyView, HandOverView, ListView,
    MovementView, PlainView, SitesView, TestsView, TheoryView, WarningView,
};

/// Adds the answer to a question, if it was asked.
pub(super) fn answer(page: &mut Page, say: &Phrases<'_>, question: Question) {
    let document = say.document;
    let title = question.title();
    match question {
        Question::EarlyWarnings => for_each(document.early_warnings.as_deref(), |view| {
            early(page, say, view);
        }),
        Question::Drivers => told(page, title, document.drivers.as_ref(), |page, views| {
            drivers(page, say, views);
        }),
        Question::Theory => told(page, title, document.theory.as_ref(), |page, views| {
            theory(page, say, views);
        }),
        Question::Balancing => told(page, title, document.balancing.as_ref(), |page, view| {
            balancing(page, say, view);
        }),
        Question::HandOver => told(page, title, document.hand_over.as_ref(), |page, views| {
            hand_over(page, say, views);
        }),
        Question::TestsNear => told(page, title, document.tests_near.as_ref(), |page, view| {
            tests(page, say, view);
        }),
        Question::Sites => told(page, title, document.sites.as_ref(), |page, views| {
            sites(page, say, views);
        }),
        Question::Coverage => told(page, title, document.coverage.as_ref(), |page, views| {
            coverage(page, say, views);
        }),
        Question::Changes => told(page, title, document.changes.as_ref(), |page, view| {
            changes(page, say, view);
        }),
        Question::Plain => told(page, title, document.plain.as_ref(), |page, views| {
            plain(page, say, views);
        }),
    }
}

fn for_each<T>(views: Option<&[T]>, tell: impl FnMut(&T)) {
    views.into_iter().flatten().for_each(tell);
}

fn told<T>(page: &mut Page, title: &str, view: Option<&T>, tell: impl FnOnce(&mut Page, &T)) {
    if let Some(view) = view {
        page.heading(2, title);
        tell(page, view);
    }
}

fn more<T>(page: &mut Page, depth: usize, list: &ListView<T>) {
    if list.left_off() > 0 {
        page.item(depth, &format!("and {} more", list.left_off()));
    }
}

fn early(page: &mut Page, say: &Phrases<'_>, view: &EarlyView) {
    let whom = view.audience.map_or("everyone", Audience::title);
    page.heading(2, &format!("Early warnings for {whom}"));
    let counts = &view.looked_at;
    let tested = match counts.tested {
        0 => String::new(),
        tested => format!(" Of {tested} tested, a few signal by chance."),
    };
    page.paragraph(&format!("Looked at {}.{tested}", counts.words));
    if view.warnings.total == 0 {
        page.paragraph("Nothing gets worse there.");
    }
    for warning in &view.warnings.listed {
        one_warning(page, say, view, warning);
    }
    more(page, 0, &view.warnings);
    for warning in &view.mixed.listed {
        one_warning(page, say, view, warning);
    }
    more(page, 0, &view.mixed);
    for count in &view.smaller {
        let name = say.quoted(&count.measure_name);
        let all = places(count.level, count.counts.total);
        page.item(0, &format!("{name}: worse at {} of {all}", count.warnings));
    }
    if view.elsewhere > 0 {
        page.item(
            0,
            &format!("{} more at levels that are not theirs", view.elsewhere),
        );
    }
}

fn one_warning(page: &mut Page, say: &Phrases<'_>, view: &EarlyView, warning: &WarningView) {
    page.item(0, &say.saying(warning.series));
    let routes = view
        .routes
        .iter()
        .filter(|route| warning.nodes.contains(&route.node));
    for route in routes {
        let owner = route.owner.map_or("no owner", Audience::title);
        for path in &route.listed {
            page.item(1, &format!("{} ({owner})", say.path(path)));
        }
        let left = route.paths.saturating_sub(route.listed.len() as u64);
        if left > 0 {
            page.item(1, &format!("and {left} more paths"));
        }
        if route.paths == 0 {
            page.item(
                1,
                &format!("{} ({owner}): leads to no aim", say.node(route.node)),
            );
        }
    }
    if warning.strength == Strength::Weak {
        page.item(1, "by weak links only");
    }
}

fn drivers(page: &mut Page, say: &Phrases<'_>, views: &[DriversView]) {
    for view in views {
        page.heading(3, &say.node(view.aim));
        if let Some(aim) = say.document.nodes.get(view.aim) {
            let own = if aim.measured {
                aim.own.words.as_str()
            } else {
                "unmeasured"
            };
            let mut line = format!("The aim itself: {own}. Below it: {}", aim.below.words);
            if aim.weak.total > 0 {
                line.push_str(&format!("; by weak links: {}", aim.weak.words));
            }
            if aim.balancing.total > 0 {
                line.push_str(&format!("; balancing: {}", aim.balancing.words));
            }
            page.paragraph(&format!("{line}. Each series counts once."));
        }
        if view.drivers.is_empty() {
            page.paragraph("No driver has special cause.");
        }
        for driver in &view.drivers {
            let weak = if driver.strength == Strength::Weak {
                ", weak"
            } else {
                ""
            };
            page.item(
                0,
                &format!(
                    "{} (for {}{weak}): {}",
                    say.node(driver.driver),
                    say.node(driver.parent),
                    driver.counts.words
                ),
            );
            for series in &driver.series {
                page.item(1, &say.saying(*series));
            }
        }
    }
}

fn movement(say: &Phrases<'_>, moving: &MovementView) -> String {
    let site = say.quoted(&moving.site_name);
    let says = verdict(moving.verdict, moving.tentative);
    match &moving.since {
        Some(since) => format!(
            "{says} at {site} since {}, {}",
            point(since),
            counted(moving.points, "point")
        ),
        None => format!("{says} at {site}, {}", counted(moving.points, "point")),
    }
}

fn theory(page: &mut Page, say: &Phrases<'_>, views: &[TheoryView]) {
    for view in views {
        if views.len() > 1 {
            page.heading(3, &say.quoted(&view.diagram));
        }
        for link in &view.links {
            let (driver, parent) = (say.node(link.driver), say.node(link.parent));
            page.item(
                0,
                &format!(
                    "{driver} → {parent} ({} link, belief {})",
                    link.strength, link.belief
                ),
            );
            let readings: Vec<String> = link
                .readings
                .iter()
                .map(|(reading, sites)| format!("{} at {sites}", reading.title()))
                .collect();
            if readings.is_empty() {
                let (driver, parent) = (&link.driver_says, &link.parent_says);
                page.item(
                    1,
                    &format!("cannot be told: driver {driver}; parent {parent}"),
                );
            } else {
                page.item(1, &format!("{} (places)", readings.join(", ")));
            }
            if link.stood_in > 0 {
                let stood_in = link.stood_in;
                page.item(
                    1,
                    &format!("at {stood_in} of them a larger place stands in for one end"),
                );
            }
            for one in &link.telling.listed {
                let first = match one.parent_moved_first {
                    Some(true) if one.reading == TheoryReading::Consistent => {
                        "; the parent moved first"
                    }
                    _ => "",
                };
                page.item(
                    1,
                    &format!(
                        "{}: driver {}; parent {}{first}",
                        one.reading.title(),
                        movement(say, &one.driver),
                        movement(say, &one.parent)
                    ),
                );
            }
            more(page, 1, &link.telling);
        }
        for one in &view.unexplained {
            page.item(
                0,
                &format!(
                    "unexplained: {} moves at {} places and no driver below it does ({} of {} drivers have enough data)",
                    say.node(one.node),
                    one.movements.total,
                    one.drivers_tested,
                    one.drivers
                ),
            );
            for moving in &one.movements.listed {
                page.item(1, &movement(say, moving));
            }
            more(page, 1, &one.movements);
        }
        if view.links.is_empty() {
            page.paragraph("The diagram has no links.");
        }
    }
}

fn balancing(page: &mut Page, say: &Phrases<'_>, view: &AlarmView) {
    if view.alarms.is_empty() && view.without_gain.is_empty() {
        page.paragraph("No balancing measure gets worse.");
    }
    for alarm in &view.alarms {
        page.item(0, &say.saying(alarm.series));
        for gain in &alarm.gains {
            page.item(1, &format!("while {} improves:", say.node(gain.node)));
            for moving in &gain.movements.listed {
                page.item(2, &movement(say, moving));
            }
            more(page, 2, &gain.movements);
        }
    }
    for alarm in &view.without_gain {
        page.item(
            0,
            &format!("{}; nothing it balances improves", say.saying(alarm.series)),
        );
    }
}

fn hand_over(page: &mut Page, say: &Phrases<'_>, views: &[HandOverView]) {
    if views.is_empty() {
        page.paragraph("No sustained improvement; only a plan that re-phases finds any.");
    }
    for view in views {
        let holds = if view.holds {
            "holds"
        } else {
            "slips, and is not ready"
        };
        let tentative = if view.tentative { " (tentative)" } else { "" };
        page.item(
            0,
            &format!(
                "{}: new level since {}, {}{tentative}; {holds}",
                say.series(view.series),
                point(&view.since),
                counted(view.points, "point")
            ),
        );
        for node in &view.nodes {
            let to = match (&node.to, node.is_there) {
                (Some(to), false) => format!("to {}", say.quoted(to)),
                (Some(to), true) => format!("in {} already", say.quoted(to)),
                (None, _) => "its framework names nothing to hand over to".to_owned(),
            };
            page.item(1, &format!("{}: {to}", say.node(node.node)));
        }
    }
}

fn tests(page: &mut Page, say: &Phrases<'_>, view: &TestsView) {
    if view.onsets.is_empty() {
        page.paragraph(&format!(
            "No signal begins within {} of a test of change.",
            counted(view.periods as usize, "period")
        ));
    }
    for onset in &view.onsets {
        let found = &onset.finding;
        page.item(
            0,
            &format!(
                "{}: {} {}, from {}",
                say.series(onset.series),
                found.side,
                finding(found),
                point(&found.first)
            ),
        );
        for near in &onset.tests {
            let when = match near.periods {
                0 => "in the same period, or still running".to_owned(),
                1 => "1 period before".to_owned(),
                many => format!("{many} periods before"),
            };
            let plan = near
                .plan
                .as_ref()
                .map_or_else(String::new, |plan| format!(" ({})", say.quoted(plan)));
            let part = if near.everywhere {
                ""
            } else {
                ", in a part of the place"
            };
            page.item(1, &format!("test {}{plan}: {when}{part}", near.id));
        }
    }
    if view.without_test + view.not_placed > 0 {
        page.paragraph(&format!(
            "{} other signals have no test before them; {} cannot be placed for want of dates or a regular frequency. \
             That one went before the other is all that is said.",
            view.without_test, view.not_placed
        ));
    }
}

fn sites(page: &mut Page, say: &Phrases<'_>, views: &[SitesView]) {
    if views.is_empty() {
        page.paragraph("There is no series.");
    }
    for view in views {
        page.heading(3, &say.quoted(&view.measure_name));
        for group in &view.groups {
            page.item(0, &group.words);
            for (verdict, series) in &group.listed {
                if *verdict == Verdict::InsufficientData {
                    continue;
                }
                let names: Vec<String> = series
                    .iter()
                    .filter_map(|at| say.document.series.get(*at))
                    .map(|series| say.quoted(&series.site_name))
                    .collect();
                let all = match verdict {
                    Verdict::Improving => group.counts.improving,
                    Verdict::Worsening => group.counts.worsening,
                    Verdict::Mixed => group.counts.mixed,
                    _ => group.counts.special_cause_not_judged,
                };
                let left = all.saturating_sub(names.len());
                let more = if left > 0 {
                    format!(", and {left} more")
                } else {
                    String::new()
                };
                page.item(
                    1,
                    &format!("{}: {}{more}", verdict.title(), names.join(", ")),
                );
            }
        }
    }
}

fn coverage(page: &mut Page, say: &Phrases<'_>, views: &[CoverageView]) {
    use crate::qms::view::Covered::{Measured, NoSeries, TooFewData, Unmeasured};

    for view in views {
        if views.len() > 1 {
            page.heading(3, &say.quoted(&view.diagram));
        }
        let heads = [
            (Unmeasured, "Without a measure"),
            (NoSeries, "Measured, and without any series"),
            (TooFewData, "Measured, with too little data"),
            (Measured, "Measured"),
        ];
        for (covered, head) in heads {
            let components: Vec<String> = view
                .components
                .iter()
                .filter(|component| component.covered == covered)
                .map(|component| say.quoted(&component.name))
                .collect();
            let nodes = view.nodes.iter().filter(|node| node.covered == covered);
            let nodes: Vec<_> = nodes.collect();
            if components.is_empty() && nodes.is_empty() {
                continue;
            }
            page.item(0, &format!("{head}:"));
            if !components.is_empty() {
                page.item(1, &format!("components: {}", components.join(", ")));
            }
            for node in nodes {
                let level = say
                    .document
                    .nodes
                    .get(node.node)
                    .map_or("", |node| kind(node.kind));
                let mut line = format!("{level}: {}", say.node(node.node));
                if node.counts.total > 0 {
                    line.push_str(&format!(" ({})", node.counts.words));
                }
                page.item(1, &line);
            }
        }
    }
}

fn changes(page: &mut Page, say: &Phrases<'_>, view: &ChangesView) {
    let counts: Vec<String> = view
        .counts
        .iter()
        .map(|(kind, count)| format!("{count} {}", kind.title()))
        .collect();
    let signals = if counts.is_empty() {
        "No signal on either day".to_owned()
    } else {
        format!("Signals: {}", counts.join(", "))
    };
    page.paragraph(&format!(
        "{signals}. {} series are new, {} are there no more.",
        view.new.len(),
        view.gone.len()
    ));
    for series in &view.series {
        let name = say.quoted(&series.words);
        let (before, after) = (series.before.title(), series.after.title());
        if before == after {
            page.item(0, &format!("{name}: {after}, as before"));
        } else {
            page.item(0, &format!("{name}: {after}, was {before}"));
        }
        for change in &series.changes {
            let found = change.finding.as_ref().map_or_else(String::new, |found| {
                format!(
                    "{} {}, from {}: ",
                    found.side,
                    finding(found),
                    point(&found.first)
                )
            });
            page.item(1, &format!("{found}{}", change.kind.title()));
        }
    }
}

fn plain(page: &mut Page, say: &Phrases<'_>, views: &ListView<PlainView>) {
    if views.total == 0 {
        page.paragraph("There is no series.");
    }
    for view in &views.listed {
        page.item(0, &say.quoted(&view.line));
    }
    more(page, 0, views);
}
