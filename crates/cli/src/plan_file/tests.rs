use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use redbead::{
    Baseline, Chart, Clip, Constants, Cusum, Direction, Edge, Ewma, Exclusion, Gap, Invalid, KOfM,
    Notation, Preset, Rate, Rebase, Rule, Shift, Sides, Tie, Window,
};

use super::*;

fn toml(text: &str) -> Result<PlanFile, String> {
    PlanFile::parse(text, FileFormat::Toml, "plan.toml").map_err(|error| error.to_string())
}

fn json(text: &str) -> Result<PlanFile, String> {
    PlanFile::parse(text, FileFormat::Json, "plan.json").map_err(|error| error.to_string())
}

#[test]
fn a_file_by_hand_says_all() {
    let file = toml(
        r#"
version = 1
title = "Waits"

[columns]
series = ["org_code", "type"]
time = "period"
count = "breaches"
exposure = "attendances"

[wording]
unit = "patient, patients"
notation = "percent"

[plan]
chart = "u:1000"
rules = ["making_data_count", "shift:8,on_center=skip", { beyond = { sigma = 2 } }]
baseline = 24
phases = ["2018-04", 30, { at = "2018-09", baseline = "all", reason = "new ward" }]
direction = "decrease"
target = 0.05

[[series]]
match = { org_code = "RXN", type = ["1", "2"] }
exclude = [{ at = "2018-02", reason = "flood" }, "2018-05..2018-06", 3]
"#,
    );
    let file = file.unwrap();
    let rate = Rate {
        per: 1000.0,
        ..Rate::default()
    };
    assert_eq!(file.plan.chart, Some(ChartChoice(rate.into())));
    assert_eq!(
        file.plan.rules.as_deref().map(|rules| &rules[1..2]),
        Some(
            &[RuleChoice::Rule(
                Shift {
                    points: 8,
                    on_center: Tie::Skip
                }
                .into()
            )][..]
        )
    );
    assert_eq!(
        file.plan.baseline,
        Some(Baseline::First { points: 24 }.into())
    );
    let phases = file.plan.phases.unwrap();
    assert_eq!(
        phases[0],
        PhaseChoice::at(Place::Period("2018-04".to_owned()))
    );
    assert_eq!(phases[1], PhaseChoice::at(Place::Index(30)));
    assert_eq!(phases[2].reason.as_deref(), Some("new ward"));
    let exclude = file.overrides[0].exclude.clone().unwrap();
    assert_eq!(exclude[0].reason.as_deref(), Some("flood"));
    assert_eq!(exclude[1].at.to_string(), "2018-05..2018-06");
    assert_eq!(exclude[2].at.first, Some(Place::Index(3)));
}

#[test]
fn the_plan_of_the_engine_stands_under_plan_as_it_is() {
    let plan = redbead::Plan::of(Preset::Westgard)
        .baseline(Baseline::Range { first: 1, last: 9 })
        .phase(12, Baseline::All)
        .target(4.5)
        .build()
        .unwrap();
    let engine = serde_json::to_string(&plan).unwrap();
    let file = json(&format!("{{\"version\": 1, \"plan\": {engine}}}")).unwrap();
    let rules = file.plan.rules.as_deref().unwrap();
    assert_eq!(rules[0], RuleChoice::Rule(plan.rules()[0]));
    assert_eq!(rules.len(), 5);
    assert_eq!(file.plan.warnings.as_ref().map(Vec::len), Some(1));
    assert_eq!(file.plan.target, Some(4.5));
    assert_eq!(
        file.plan.phases.unwrap()[0],
        PhaseChoice {
            at: Place::Index(12),
            baseline: Some(Baseline::All.into()),
            reason: None,
        }
    );
}

#[test]
fn mistakes_have_a_line_a_column_and_a_hint() {
    let cases = [
        (
            "version = 1\n[plan]\nbasline = 24\n",
            "plan.toml: line 3, column 1: unknown field `basline`",
        ),
        (
            "version = 1\n[plan]\nbasline = 24\n",
            "did you mean `baseline`?",
        ),
        (
            "version = 1\n[plan]\nchart = 'q'\n",
            "line 3, column 9: chart \"q\" is not known",
        ),
        (
            "version = 1\n[plan]\nrules = ['nelsen']\n",
            "line 3, column 10: no rule or preset is called \"nelsen\"; did you mean `nelson`?",
        ),
        (
            "version = 1\n[plan]\nrules = [{ shift = { point = 8 } }]\n",
            "line 3, column 22: unknown field `point`, expected `points` or `on_center`; did you mean `points`?",
        ),
        (
            "version = 1\n[plan]\nbaseline = -3\n",
            "line 3, column 12: invalid type: number `-3`, expected a baseline",
        ),
        (
            "version = 1\n[plan]\ntarget = '5'\n",
            "line 3, column 10: invalid type: string \"5\", expected a number",
        ),
        ("version = 1\n[plan\n", "line 2, column 6"),
        (
            "version = 1\nversion = 1\n",
            "line 2, column 1: duplicate key",
        ),
        ("version = 1\nchart = 'p'\n", "put the plan under [plan]"),
        (
            "[plan]\nchart = 'p'\n",
            "the version is missing; write version = 1 at the top",
        ),
        (
            "version = 9\n",
            "version 9, this program reads up to version 1",
        ),
        ("version = 1\n[plan]\nversion = 7\n", "plan.version is 7"),
        (
            "version = 1\n[[series]]\ntarget = 3.0\n",
            "[[series]] number 1 has no `match`",
        ),
        (
            "version = 1\n[plan]\ndirection = 'down'\n",
            "unknown choice `down`, expected one of `not_judged`",
        ),
        (
            "version = 1\n[plan]\nphases = [true]\n",
            "invalid type: boolean `true`, expected the start of a phase",
        ),
        (
            "version = 1\n[plan]\nexclude = [{ reason = 'x' }]\n",
            "missing field `at`",
        ),
    ];
    for (text, expected) in cases {
        let message = toml(text).unwrap_err();
        assert!(message.contains(expected), "{text}\n{message}\n{expected}");
    }
    let message = json("{\"version\": 1,\n \"plan\": {\"basline\": 3}}").unwrap_err();
    assert!(
        message.starts_with("plan.json: line 2, column 19: unknown field `basline`"),
        "{message}"
    );
}

#[test]
fn flags_speak_before_the_file() {
    let file = toml(
        "version = 1\n[columns]\nvalue = 'v'\ntime = 't'\n[plan]\nchart = 'p'\ntarget = 1.0\n",
    );
    let mut flags = PlanFile::default();
    flags.plan.target = Some(2.0);
    flags.columns.count = Some("c".to_owned());
    let both = flags.or(file.unwrap());
    assert_eq!(both.plan.target, Some(2.0));
    assert_eq!(both.plan.chart, Some(ChartChoice(Chart::p())));
    // Other figures put the file's figures aside, and leave its time.
    assert_eq!(
        (both.columns.value, both.columns.time.as_deref()),
        (None, Some("t"))
    );
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-z_ \"'\\\\é😀.0-9-]{0,10}[a-z]"
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i32>().prop_map(f64::from),
        -1e9..1e9,
        Just(0.1),
        Just(1e-300)
    ]
}

fn place() -> BoxedStrategy<Place> {
    prop_oneof![
        (0usize..5000).prop_map(Place::Index),
        "20[0-9]{2}-[01][0-9]".prop_map(Place::Period),
        word().prop_map(Place::Period),
    ]
    .boxed()
}

/// As `Span::of_text` tells them apart.
fn span() -> BoxedStrategy<Span> {
    let end = || {
        prop_oneof![
            (0usize..1000).prop_map(Place::Index),
            "20[0-9]{2}-[01][0-9]".prop_map(Place::Period)
        ]
    };
    prop_oneof![
        end().prop_map(|at| Span {
            first: Some(at.clone()),
            last: Some(at)
        }),
        (end(), end()).prop_map(|(first, last)| Span {
            first: Some(first),
            last: Some(last)
        }),
        end().prop_map(|first| Span {
            first: Some(first),
            last: None
        }),
        end().prop_map(|last| Span {
            first: None,
            last: Some(last)
        }),
    ]
    .boxed()
}

fn baseline() -> BoxedStrategy<BaselineChoice> {
    prop_oneof![
        Just(Baseline::All.into()),
        (0usize..400).prop_map(|points| Baseline::First { points }.into()),
        (0usize..400).prop_map(|points| Baseline::FirstUseful { points }.into()),
        (0usize..9, 0usize..99).prop_map(|(first, last)| Baseline::Range { first, last }.into()),
        (number(), of(number()))
            .prop_map(|(center, sigma)| Baseline::Given { center, sigma }.into()),
        span()
            .prop_filter("a small number alone counts points", |span| span.first
                != span.last
                || matches!(span.first, Some(Place::Period(_))))
            .prop_map(BaselineChoice::Periods),
    ]
    .boxed()
}

fn rule() -> BoxedStrategy<RuleChoice> {
    prop_oneof![
        proptest::sample::select(Preset::ALL.as_slice()).prop_map(RuleChoice::Preset),
        (2u32..20, any::<bool>()).prop_map(|(points, skip)| {
            let on_center = if skip { Tie::Skip } else { Tie::Break };
            RuleChoice::Rule(Shift { points, on_center }.into())
        }),
        (1u32..4, 0.1f64..4.0, of(1.0f64..9.0), any::<bool>()).prop_map(
            |(k, sigma, not_beyond, full)| {
                let window = if full { Window::Full } else { Window::Partial };
                RuleChoice::Rule(
                    KOfM {
                        k,
                        sigma,
                        not_beyond,
                        window,
                        ..KOfM::default()
                    }
                    .into(),
                )
            }
        ),
        Just(RuleChoice::Rule(Rule::RunCount)),
    ]
    .boxed()
}

fn chart() -> BoxedStrategy<ChartChoice> {
    prop_oneof![
        Just(Chart::run()),
        Just(Chart::p()),
        (1u32..99).prop_map(Chart::np),
        (0.1f64..1e6).prop_map(|per| Rate {
            per,
            ..Rate::default()
        }
        .into()),
        (0.01f64..1.0, 0.5f64..5.0).prop_map(|(lambda, width)| Ewma {
            lambda,
            width,
            ..Ewma::default()
        }
        .into()),
        (0.01f64..1.0).prop_map(|allowance| Cusum {
            allowance,
            sides: Sides::Above,
            ..Cusum::default()
        }
        .into()),
    ]
    .prop_map(ChartChoice)
    .boxed()
}

fn rebase() -> BoxedStrategy<RebaseChoice> {
    prop_oneof![
        Just(Rebase::None),
        Just(Rebase::Scottish),
        (2u32..30, 2u32..12).prop_map(|(baseline, run)| Rebase::Runs {
            baseline,
            run,
            side: Sides::Below
        }),
        (8u32..30, 2u32..8).prop_map(|(period, run)| Rebase::StableShift { period, run }),
    ]
    .prop_map(RebaseChoice)
    .boxed()
}

fn phase() -> BoxedStrategy<PhaseChoice> {
    (place(), of(baseline()), of(word()))
        .prop_map(|(at, baseline, reason)| PhaseChoice {
            at,
            baseline,
            reason,
        })
        .boxed()
}

fn exclude() -> BoxedStrategy<Exclude> {
    (span(), of(word()))
        .prop_map(|(at, reason)| Exclude { at, reason })
        .boxed()
}

fn wording() -> BoxedStrategy<WordingChoice> {
    let pair = || (word(), word()).prop_map(|(one, many)| OneMany { one, many });
    let notation = prop_oneof![
        Just(Notation::Chart),
        Just(Notation::Plain),
        Just(Notation::Percent),
        (0.1f64..1e6).prop_map(Notation::Per),
    ];
    (
        of(pair()),
        of(pair()),
        of(notation.prop_map(NotationChoice)),
        of(0usize..9),
    )
        .prop_map(|(unit, exposure, notation, decimals)| WordingChoice {
            unit,
            exposure,
            notation,
            decimals,
        })
        .boxed()
}

fn choices() -> BoxedStrategy<Choices> {
    let first = (
        of(chart()),
        of(vec(rule(), 0..4)),
        of(vec(rule(), 0..3)),
        of(baseline()),
        of(vec(phase(), 0..4)),
    );
    let second = (
        of(rebase()),
        of(vec(exclude(), 0..4)),
        of(number()),
        of(number()),
        of(number()),
        of(1usize..99),
    );
    let third = (of(0u8..3), any::<bool>());
    (first, second, third)
        .prop_map(|(first, second, (of_three, some))| {
            let (chart, rules, warnings, baseline, phases) = first;
            let (rebase, exclude, limit_sigma, center, target, current_points) = second;
            Choices {
                version: some.then_some(1),
                chart,
                rules,
                warnings,
                baseline,
                phases,
                rebase,
                exclude,
                limit_sigma,
                center,
                constants: of_three.map(|n| {
                    [
                        Constants::Exact,
                        Constants::Printed,
                        Constants::PrintedFactors,
                    ][usize::from(n)]
                }),
                clip: some.then_some(Clip::Off),
                edge: some.then_some(Edge::Inclusive),
                gap: of_three.map(|n| [Gap::Skip, Gap::Break, Gap::Join][usize::from(n)]),
                exclusion: some.then_some(Exclusion::Break),
                invalid: of_three.map(|n| {
                    [Invalid::Refuse, Invalid::NanIsMissing, Invalid::Missing][usize::from(n)]
                }),
                direction: of_three.map(|n| {
                    [
                        Direction::NotJudged,
                        Direction::Increase,
                        Direction::Decrease,
                    ][usize::from(n)]
                }),
                target,
                current_points,
            }
        })
        .boxed()
}

fn overrides() -> BoxedStrategy<Override> {
    let keys = btree_map(word(), vec(word(), 1..3).prop_map(Texts), 1..3);
    (keys, choices(), of(wording()))
        .prop_map(
            |(keys, choices, wording): (BTreeMap<_, _>, _, _)| Override {
                keys,
                chart: choices.chart,
                rules: choices.rules,
                baseline: choices.baseline,
                phases: choices.phases,
                rebase: choices.rebase,
                exclude: choices.exclude,
                center: choices.center,
                direction: choices.direction,
                target: choices.target,
                wording,
            },
        )
        .boxed()
}

fn file() -> impl Strategy<Value = PlanFile> {
    let columns = (of(vec(word(), 1..3)), of(word()), of(word()), of(word()));
    let columns = columns.prop_map(|(series, time, value, exposure)| ColumnsChoice {
        series,
        time,
        value,
        exposure,
        ..ColumnsChoice::default()
    });
    (
        of(word()),
        columns,
        wording(),
        choices(),
        vec(overrides(), 0..3),
        reading(),
    )
        .prop_map(
            |(title, columns, wording, plan, overrides, reading)| PlanFile {
                version: PLAN_FILE_VERSION,
                title,
                columns,
                reading,
                wording,
                plan,
                overrides,
            },
        )
}

fn reading() -> BoxedStrategy<ReadingChoice> {
    let only = btree_map(word(), vec(word(), 1..3).prop_map(Texts), 1..3);
    (of(word()), of(1u8..=12), of(only), any::<bool>())
        .prop_map(|(delimiter, year_starts, only, some)| ReadingChoice {
            format: some.then_some(FormatChoice::Ndjson),
            delimiter,
            skip_lines: some.then_some(2),
            year_starts,
            only,
            date_order: some.then_some(DateOrderChoice::DayFirst),
            holes: some.then_some(HolesChoice::Leave),
            decimal_comma: some.then_some(true),
            ..ReadingChoice::default()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_file_reads_back_as_the_same_plan(file in file()) {
        for format in [FileFormat::Toml, FileFormat::Json] {
            let text = file.to_text(format).unwrap();
            let back = PlanFile::parse(&text, format, "plan");
            prop_assert_eq!(back.as_ref(), Ok(&file), "{}", text);
            prop_assert_eq!(back.unwrap().to_text(format).unwrap(), text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = PlanFile::parse(&text, FileFormat::Toml, "plan");
        let _ = PlanFile::parse(&text, FileFormat::Json, "plan");
    }
}
