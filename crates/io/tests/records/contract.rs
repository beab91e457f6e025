//! What a record says, held against the report and against figures made by hand.

use redbead::{Baseline, Chart, Direction, Plan, Series, Shift};
use redbead_io::{Header, RecordFormat, WriteOptions, write_records};
use redbead_io::{
    NotJudgedReason, PhaseReasonWord, RecordOptions, SeriesRecord, Source, VariationWord, Written,
};

use crate::cases;

fn named(name: &str) -> SeriesRecord {
    let found = cases::all().into_iter().find(|case| case.name == name);
    found.unwrap().record(RecordOptions::new().points(true))
}

/// Center 10 and sigma 1 are given; eight points above, the last of them far above.
fn by_hand() -> SeriesRecord {
    let plan = Plan::builder(Chart::individuals())
        .rule(redbead::Beyond::default())
        .warning(Shift::default())
        .baseline(Baseline::Given {
            center: 10.0,
            sigma: Some(1.0),
        })
        .direction(Direction::Decrease)
        .target(6.5)
        .build()
        .unwrap();
    let waits = [9.5, 10.5, 11.0, 10.5, 11.0, 10.5, 11.0, 10.5, 13.5];
    let report = plan.scan(&waits).unwrap();
    let (names, keys) = (["ward".to_owned()], ["A&E".to_owned()]);
    let source = Source::new(&names, &keys, Series::values(&waits), &cases::label);
    SeriesRecord::of(&source, &plan, &report, RecordOptions::new()).unwrap()
}

#[test]
fn the_text_of_a_record_made_by_hand() {
    let mut record = by_hand();
    let plan = record.plan.to_string();
    let beyond = record.signals.remove(0);
    assert_eq!(beyond.rule, "beyond sigma=3 side=either");
    assert_eq!(beyond.members, [8]);
    // The order of the contract, then what it does not name.
    assert_eq!(
        serde_json::to_string(&record).unwrap(),
        [
            r#"{"version":1,"series":{"ward":"A&E"},"chart":"individuals","phases":[{"first":0,"last":8,"#,
            r#""baseline":null,"center":10.0,"sigma":1.0,"reason":"series_start","evidence":null,"text":null,"#,
            r#""first_label":"2020-01","last_label":"2020-09","law":{"constant":{"sigma":1.0}},"#,
            r#""not_judged":null,"sufficiency":null,"tests":null}],"#,
            r#""signals":[{"rule":"shift points=8 on_center=skip","side":"above","first":1,"last":8,"#,
            r#""completed":8,"members":[1,2,3,4,5,6,7,8],"current":true,"tentative":false,"text":"#,
            &serde_json::to_string(&record.signals[0].text).unwrap(),
            r#","short":"8 points above expected level, since 2020-02 (warning)","meaning":"concern","warning":true,"#,
            r#""phase":0,"known":8,"running":true,"first_label":"2020-02","last_label":"2020-09","#,
            r#""known_label":"2020-09"}],"tests":null,"reading":{"variation":"concern","#,
            r#""assurance":"consistently_fails","direction":"decrease","side":"above","#,
            r#""rule":"beyond sigma=3 side=either","tentative":false},"counts":{"points":9,"#,
            r#""useful":9,"provisional":0,"excluded":0,"missing":0,"invalid":0},"sufficiency":null,"#,
            r#""latest":{"index":8,"label":"2020-09","value":13.5,"center":10.0,"lower":7.0,"upper":13.0},"#,
            r#""target":6.5,"provisional_limits":false,"plan":""#,
            &plan,
            r#"","rules":{"rules":[{"beyond":{"sigma":3.0,"side":"either"}}],"#,
            r#""warnings":[{"shift":{"points":8,"on_center":"skip"}}],"#,
            r#""edge":"strict","gap":"skip"},"suppressed":null,"days":{},"error":null}"#,
        ]
        .concat()
    );
}

#[test]
fn points_stand_in_a_record_only_when_asked_for() {
    let case = &cases::charts()[1];
    assert_eq!(case.record(RecordOptions::new()).points, None);
    let points = case.record(RecordOptions::new().points(true)).points;
    assert_eq!(points.unwrap().len(), 24);
}

#[test]
fn points_and_members_are_those_of_the_report() {
    let options = RecordOptions::new().points(true);
    for case in cases::all().iter().filter(|case| case.status.is_none()) {
        let series = case.figures.series();
        let Ok(report) = case.plan.scan(series) else {
            continue;
        };
        let record = case.record(options);
        assert_eq!(record.signals.len(), report.signals.len(), "{}", case.name);
        for (signal, own) in record.signals.iter().zip(&report.signals) {
            let members = report.members(&case.plan, series, own).unwrap();
            assert_eq!(signal.members, members, "{}", case.name);
            assert_eq!(signal.rule, own.rule.to_string());
            let words = redbead::Wording::new().label(&cases::label);
            let told = report.explain(&case.plan, series, own, &words).unwrap();
            assert_eq!(signal.text.as_deref(), Some(&*told.sentence));
        }
        let points = report.points(&case.plan, series).unwrap();
        for (point, own) in record.points.unwrap().iter().zip(points) {
            assert_eq!((point.index, point.value), (own.index, own.value));
            assert_eq!(point.center, own.limits.map(|limits| limits.center));
            assert_eq!(point.signals, own.signals);
        }
    }
}

#[test]
fn missing_excluded_and_provisional_points_say_so() {
    let record = named("holes and status");
    let points = record.points.unwrap();
    let missing: Vec<usize> = points
        .iter()
        .filter(|p| p.missing)
        .map(|p| p.index)
        .collect();
    assert_eq!(missing, [2, 3, 9, 20]);
    assert_eq!(points[2].why_missing, None);
    assert_eq!(points[3].why_missing.as_deref(), Some("suppressed"));
    assert_eq!((points[2].value, points[2].center), (None, None));
    let excluded: Vec<usize> = points
        .iter()
        .filter(|p| p.excluded)
        .map(|p| p.index)
        .collect();
    assert_eq!(excluded, [5, 6, 19]);
    assert!(points[5].value.is_some() && points[5].signals.is_empty());
    assert!(points[23].provisional && !points[21].provisional);
    let counts = record.counts.unwrap();
    assert_eq!((counts.points, counts.useful, counts.missing), (24, 17, 4));
    assert!(record.signals.iter().any(|signal| signal.tentative));
    assert!(record.reading.unwrap().tentative);
}

#[test]
fn a_phase_without_parameters_says_why() {
    let why = |name: &str| {
        let record = named(name);
        let phase = record.phases.last().unwrap().clone();
        assert_eq!((phase.center, phase.sigma, phase.law), (None, None, None));
        let why = phase.not_judged.unwrap();
        (why.reason, why.have, why.need)
    };
    assert_eq!(
        why("learning"),
        (NotJudgedReason::Learning, Some(24), Some(30))
    );
    assert_eq!(why("too few"), (NotJudgedReason::TooFew, Some(1), Some(2)));
    assert_eq!(
        why("no neighbors"),
        (NotJudgedReason::TooFewNeighbors, Some(1), Some(2))
    );
    assert_eq!(
        why("all missing"),
        (NotJudgedReason::TooFew, Some(0), Some(2))
    );
    let reading = named("learning").reading.unwrap();
    assert_eq!(reading.variation, VariationWord::NotJudged);
}

#[test]
fn a_phase_that_began_by_itself_tells_of_the_shift() {
    let record = named("rebased");
    let phase = &record.phases[1];
    assert_eq!(phase.reason, PhaseReasonWord::Shift);
    assert_eq!(phase.evidence.unwrap().first, phase.first);
    assert!(
        phase
            .text
            .as_deref()
            .unwrap()
            .starts_with("A new level of ")
    );
    assert_eq!(record.phases[0].text, None);
    let planned = named("planned phases");
    let reasons: Vec<_> = planned.phases.iter().map(|phase| phase.reason).collect();
    use PhaseReasonWord::{Planned, SeriesStart};
    assert_eq!(reasons, [SeriesStart, Planned, Planned]);
    assert_eq!(planned.phases[2].first_label, "2021-05");
}

#[test]
fn tests_of_the_last_phase_stand_at_the_top() {
    let record = named("whole phase");
    let of_phases: Vec<_> = record
        .phases
        .iter()
        .map(|phase| phase.tests.clone())
        .collect();
    assert_eq!(of_phases.len(), 2);
    assert_eq!(record.tests, of_phases[1]);
    for (number, tests) in of_phases.iter().enumerate() {
        let tests = tests.as_ref().unwrap();
        assert!(!tests.signals.is_empty());
        for position in &tests.signals {
            assert_eq!(record.signals[*position].phase, number);
        }
    }
    let tested: usize = of_phases
        .iter()
        .flatten()
        .map(|tests| tests.signals.len())
        .sum();
    assert_eq!(tested, record.signals.len());
}

#[test]
fn sigma_stands_where_all_points_share_it() {
    for case in cases::charts() {
        let record = case.record(RecordOptions::new());
        let shared = [
            "individuals",
            "moving_range",
            "np",
            "c",
            "c_prime",
            "g",
            "cusum",
        ];
        let phase = &record.phases[0];
        let has = phase.sigma.is_some();
        assert_eq!(
            has,
            shared.contains(&&*case.name),
            "{}: {phase:?}",
            case.name
        );
        // By the definition of limits, where they are not clipped.
        if let Some(latest) = &record.latest
            && let Some(sigma) = phase.sigma
            && let Some(upper) = latest.upper
            && ["individuals", "np", "c", "c_prime"].contains(&&*case.name)
        {
            let expected = latest.center + 3.0 * sigma;
            assert!(
                (upper - expected).abs() <= 1e-12 * expected,
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn a_refused_series_says_why_and_nothing_else() {
    let record = named("refused");
    assert!(record.is_refused());
    assert_eq!(
        record.error.as_deref(),
        Some(
            "point 1: value is NaN, expected a finite number; correct it or mark the point missing"
        )
    );
    assert_eq!(
        (record.reading, record.counts, record.points),
        (None, None, None)
    );
    assert_eq!(record.series.get("service"), Some("refused"));
}

#[test]
fn the_signal_that_speaks_is_that_of_the_reading() {
    let record = by_hand();
    assert_eq!(record.signals.len(), 2);
    assert!(record.signals.iter().any(|signal| signal.warning));
    assert_eq!(record.speaking().unwrap().first, 8);
    assert_eq!(named("no rules").speaking(), None);
    for record in cases::records() {
        let rule = record
            .reading
            .as_ref()
            .and_then(|reading| reading.rule.clone());
        assert_eq!(record.speaking().map(|signal| signal.rule.clone()), rule);
    }
}

#[test]
fn series_without_signals_are_left_out_on_request_and_counted() {
    let records = cases::records();
    let names = cases::key_names();
    let with = records
        .iter()
        .filter(|record| !record.signals.is_empty())
        .count() as u64;
    let without = records.len() as u64 - with;
    let options = WriteOptions::new().signals_only(true);
    let header = Header::new(&names);
    let mut out = Vec::new();
    let written: Written =
        write_records(&mut out, RecordFormat::Ndjson, &header, options, records).unwrap();
    // The refused series stays: nothing is known of it.
    assert_eq!(
        (written.series, written.left_out, written.refused),
        (with + 1, without - 1, 1)
    );
    assert_eq!(
        out.iter().filter(|byte| **byte == b'\n').count() as u64,
        with + 1
    );
}

#[test]
fn a_record_says_by_which_rules_how_many_are_kept_back_and_on_which_days() {
    let plan = Plan::builder(Chart::individuals())
        .rule(redbead::Beyond::default())
        .edge(redbead::Edge::Inclusive)
        .gap(redbead::Gap::Break)
        .invalid(redbead::Invalid::NanIsMissing)
        .baseline(Baseline::First { points: 4 })
        .build()
        .unwrap();
    let waits = [1.0, 2.0, f64::NAN, 1.0, 2.0, 90.0, f64::NAN];
    let report = plan.scan(&waits).unwrap();
    let (names, keys) = (["ward".to_owned()], ["A".to_owned()]);
    let why = |index: usize| match index {
        2 => Some("suppressed"),
        6 => Some("missing"),
        _ => None,
    };
    let day = |index: usize| Some(format!("2024-0{}-01", index + 1));
    let source = Source::new(&names, &keys, Series::values(&waits), &cases::label)
        .why_missing(&why)
        .first_day(&day);
    let record = SeriesRecord::of(&source, &plan, &report, RecordOptions::new()).unwrap();
    assert_eq!(record.rules.rules, [redbead::Beyond::default().into()]);
    assert_eq!(record.rules.edge, redbead::Edge::Inclusive);
    assert_eq!(record.rules.gap, redbead::Gap::Break);
    assert_eq!(record.suppressed, Some(1));
    // The phase from first to last, its baseline of the first four points, and the signal.
    let days: Vec<_> = record
        .days
        .iter()
        .map(|(at, day)| (*at, day.as_str()))
        .collect();
    assert_eq!(
        days,
        [
            (0, "2024-01-01"),
            (3, "2024-04-01"),
            (5, "2024-06-01"),
            (6, "2024-07-01")
        ]
    );
}
