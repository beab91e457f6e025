//! Scenarios 2 and 3: what ties do to an early warning, and who sees which.

use redbead::Preset;
use redbead_qms::{
    Answers, Audience, AudienceLevels, JudgeOptions, MixedRules, SiteLevel, StatusSetError,
    Statuses, Strength, TentativeWarnings, Verdict, WarningOptions,
};

use crate::world::{
    MORE, STEADY, World, first_eight, judged, key, names, node, observed, scottish, site, status,
    status_of, statuses,
};

/// Baseline median 2; seven points then, one of them on it.
const ON_MEDIAN: [f64; 15] = [
    3.0, 2.0, 1.0, 2.0, 3.0, 1.0, 2.0, 2.0, // median 2
    3.0, 4.0, 2.0, 3.0, 3.0, 5.0, 4.0,
];

#[test]
fn a_point_on_the_median_decides_by_the_option_that_is_named() {
    let system = World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .site("ward-1", "ward", None)
        .site("ward-2", "ward", None)
        .build();
    let status = |preset, site| {
        let points = observed(&ON_MEDIAN);
        status_of(&first_eight(preset), key("falls", site), &points)
    };

    // Ties are passed over: six useful points above the median.
    let skipping = status(Preset::ScottishRunChart, "ward-1");
    assert!(
        skipping
            .rules
            .to_string()
            .contains("points on the center skip")
    );
    let set = statuses(&system, [skipping.clone()]);
    let answers = Answers::new(&system, &set).unwrap();
    assert_eq!(set.entries()[0].judgement.verdict, Verdict::Worsening);
    let warnings = answers.early_warnings(&WarningOptions::default());
    assert_eq!(warnings.warnings.total, 1);
    let evidence = answers.evidence(&set.entries()[0]);
    assert_eq!((evidence.len(), evidence[0].points()), (1, 7));
    assert!(evidence[0].rule.starts_with("shift"));

    // Ties break: no shift.
    let strict = status(Preset::PhsStrictTies, "ward-1");
    assert!(
        strict
            .rules
            .to_string()
            .contains("points on the center break")
    );
    let set = statuses(&system, [strict]);
    assert_eq!(set.entries()[0].judgement.verdict, Verdict::NoSignal);
    let answers = Answers::new(&system, &set).unwrap();
    let warnings = answers.early_warnings(&WarningOptions::default());
    assert_eq!(warnings.warnings.total, 0);
    assert_eq!(warnings.series.tested(), 1);

    // Both in one set are refused, unless that is asked for.
    let both = || [skipping.clone(), status(Preset::PhsStrictTies, "ward-2")];
    let refused = judged(&system, both(), &JudgeOptions::default()).unwrap_err();
    assert!(matches!(
        refused.as_slice(),
        [StatusSetError::MixedRules { sets }] if sets.len() == 2
    ));
    let allowed = Statuses::new(&system, both(), &JudgeOptions::default(), MixedRules::Allow);
    assert_eq!(allowed.unwrap().entries().len(), 2);
}

/// A board with a hospital of 24 wards; falls are of wards, waits of the board.
fn wards() -> World {
    let mut world = World::new()
        .node("rounds", "primary", &[])
        .owned_by("frontline teams")
        .node("flow", "primary", &[])
        .owned_by("senior leaders")
        .link("rounds", "aim")
        .link("flow", "aim")
        .measure("falls", "decrease", "rounds", "process")
        .measure("waits", "decrease", "flow", "process")
        .site("fife", "board", None)
        .site("victoria", "hospital", Some("fife"));
    for at in 1..=24 {
        world = world.site(&format!("ward-{at:02}"), "ward", Some("victoria"));
    }
    world
}

#[test]
fn each_audience_sees_its_own_levels_and_a_count_of_smaller_places() {
    let system = wards().build();
    let wards = (1..=24).map(|at| {
        let values = if at == 7 { MORE } else { STEADY };
        status("falls", &format!("ward-{at:02}"), &values)
    });
    let set = statuses(&system, wards.chain([status("waits", "fife", &MORE)]));
    let answers = Answers::new(&system, &set).unwrap();
    let path_of = |node: &str| vec![vec![self::node(&system, node), self::node(&system, "aim")]];

    // The frontline team of that ward sees the first only.
    let ward = answers.within(site(&system, "ward-07"));
    let seen = ward.early_warnings(&WarningOptions::of(Audience::FrontlineTeams));
    let [warning] = &seen.warnings.listed[..] else {
        panic!("one warning: {seen:?}")
    };
    assert_eq!(warning.entry.status.key, key("falls", "ward-07"));
    assert_eq!(warning.level, SiteLevel::Ward);
    assert_eq!(names(&system, &warning.nodes), ["rounds"]);
    let route = seen.route(warning.nodes[0]).unwrap();
    assert_eq!(route.owner, Some(Audience::FrontlineTeams));
    assert_eq!(
        (route.paths.total, &route.paths.listed),
        (1, &path_of("rounds"))
    );
    assert_eq!((seen.smaller.len(), seen.elsewhere), (0, 0));
    let other = answers.within(site(&system, "ward-08"));
    let other = other.early_warnings(&WarningOptions::of(Audience::FrontlineTeams));
    assert_eq!((other.warnings.total, other.series.tested()), (0, 1));

    // Senior leaders see the second, and one of 24 wards for the first.
    let seen = answers.early_warnings(&WarningOptions::of(Audience::SeniorLeaders));
    let [warning] = &seen.warnings.listed[..] else {
        panic!("one warning: {seen:?}")
    };
    assert_eq!(warning.entry.status.key, key("waits", "fife"));
    let route = seen.route(warning.nodes[0]).unwrap();
    assert_eq!(route.owner, Some(Audience::SeniorLeaders));
    assert_eq!(route.paths.listed, path_of("flow"));
    let [count] = &seen.smaller[..] else {
        panic!("one count: {seen:?}")
    };
    assert_eq!((count.warnings, count.series.total()), (1, 24));
    assert_eq!(count.level, SiteLevel::Ward);
    assert_eq!(
        seen.route(count.nodes[0]).unwrap().paths.listed,
        path_of("rounds")
    );
    assert_eq!(seen.elsewhere, 0);

    // Operational managers are told that the board has one too, and no more.
    let seen = answers.early_warnings(&WarningOptions::of(Audience::OperationalManagers));
    assert_eq!(
        (seen.warnings.total, seen.smaller.len(), seen.elsewhere),
        (0, 1, 1)
    );

    // Levels are a setting; without an audience everything is listed, the largest place first.
    let levels = AudienceLevels::default().with(Audience::SeniorLeaders, [SiteLevel::Ward]);
    let own = WarningOptions::of(Audience::SeniorLeaders).with_levels(levels);
    assert_eq!(answers.early_warnings(&own).warnings.total, 1);
    let all = answers.early_warnings(&WarningOptions::default().with_most(1, 8));
    assert_eq!((all.warnings.total, all.warnings.listed.len()), (2, 1));
    assert_eq!(all.warnings.left_off(), 1);
    assert_eq!(all.warnings.listed[0].level, SiteLevel::Board);
    assert_eq!(all.series.tested(), 25);
}

#[test]
fn weak_links_come_last_and_tentative_warnings_can_be_left_out() {
    let system = World::new()
        .node("p", "primary", &[])
        .node("q", "primary", &[])
        .weak("p", "aim")
        .link("q", "aim")
        .measure("a", "decrease", "p", "process")
        .measure("b", "decrease", "q", "process")
        .site("ward-1", "ward", None)
        .build();
    let mut last = observed(&MORE);
    last[16] = last[16].provisional();
    // Without its last point the shift has five points, and is none.
    let tentative = status_of(&scottish(), key("b", "ward-1"), &last);
    let set = statuses(&system, [status("a", "ward-1", &MORE), tentative]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.early_warnings(&WarningOptions::default());
    let strengths: Vec<Strength> = found
        .warnings
        .listed
        .iter()
        .map(|warning| warning.strength)
        .collect();
    assert_eq!(strengths, [Strength::Strong, Strength::Weak]);
    assert!(found.warnings.listed[0].entry.judgement.is_tentative);

    let firm = WarningOptions::default().with_tentative(TentativeWarnings::LeftOut);
    let found = answers.early_warnings(&firm);
    assert_eq!((found.warnings.total, found.tentative_left_out), (1, 1));
    assert_eq!(node(&system, "p"), found.warnings.listed[0].nodes[0]);
}

#[test]
fn what_gets_worse_without_provisional_points_is_never_left_out() {
    let system = World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .site("ward-1", "ward", None)
        .build();
    // Six above the median of 6, and five falling, the last of which is provisional.
    let mut values = STEADY[..8].to_vec();
    values.extend([9.0, 10.0, 9.0, 12.0, 11.0, 10.0, 9.0, 8.0]);
    let mut points = observed(&values);
    points[15] = points[15].provisional();
    let plan = first_eight(Preset::ScottishRunChart);
    let set = statuses(&system, [status_of(&plan, key("falls", "ward-1"), &points)]);
    let judgement = set.entries()[0].judgement;
    assert_eq!(judgement.verdict, Verdict::Mixed);
    assert!(judgement.is_tentative);
    let answers = Answers::new(&system, &set).unwrap();
    let firm = WarningOptions::default().with_tentative(TentativeWarnings::LeftOut);
    let found = answers.early_warnings(&firm);
    assert_eq!((found.mixed.total, found.tentative_left_out), (1, 0));

    // With two more months provisional nothing worse is firm.
    for point in &mut points[13..15] {
        *point = point.provisional();
    }
    let set = statuses(&system, [status_of(&plan, key("falls", "ward-1"), &points)]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.early_warnings(&firm);
    assert_eq!((found.mixed.total, found.tentative_left_out), (0, 1));
}
