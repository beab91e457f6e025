//! What no sentence may hold, over random series.

use super::{falls, month};
use redbead::{
    AfterSignal, Alternating, Baseline, Beyond, Chart, Cusum, Direction, Explanation, Hugging,
    KOfM, Mixture, Notation, Observation, Plan, Preset, RangeOf, Rate, Rebase, Report, Rule,
    Series, Shift, Sides, Signal, Spread, Tie, Wording,
};

/// A small generator with a fixed seed (multiplier and increment of Knuth's MMIX).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Points with changes of level, outliers, ties, gaps, excluded and provisional points.
    fn series(&mut self, chart: Chart, length: usize) -> Vec<Observation> {
        let mut level = 0.0;
        (0..length)
            .map(|_| {
                if self.uniform() < 0.12 {
                    level = 3.0 * self.normal();
                }
                let outlier = if self.uniform() < 0.05 { 6.0 } else { 0.0 };
                let z = level + self.normal() + outlier;
                let point = match chart {
                    Chart::Proportion(_) => {
                        let n = (300.0 + 40.0 * self.normal()).round();
                        let share = (0.1 + 0.012 * z).clamp(0.0, 1.0);
                        Observation::ratio((n * share).round(), n)
                    }
                    Chart::Rate(_) => {
                        let n = 3000.0 + 200.0 * self.normal();
                        Observation::ratio((n * (0.005 + 0.0008 * z).max(0.0)).round(), n)
                    }
                    Chart::Deviations(_) => {
                        Observation::subgroup(41.0, Spread::Deviation((4.0 + z).abs()), 5)
                    }
                    Chart::Ranges(_) => {
                        Observation::subgroup(41.0, Spread::Range((9.0 + 2.0 * z).abs()), 5)
                    }
                    Chart::UnitsBetween(_) => Observation::value((9.0 + 6.0 * z).round().max(0.0)),
                    Chart::TimeBetween(_) => {
                        Observation::value((9.0 + 6.0 * z).max(0.0) * self.uniform() + 0.001)
                    }
                    _ => Observation::value((41.0 + 4.0 * z).round()),
                };
                match (self.uniform() * 40.0) as u32 {
                    0 => Observation::missing(),
                    1 => point.excluded(),
                    2 => point.provisional(),
                    _ => point,
                }
            })
            .collect()
    }
}

fn is_from_one_to_itself(text: &str) -> bool {
    text.match_indices(" to ").any(|(at, to)| {
        let (before, after) = (&text[..at], &text[at + to.len()..]);
        let after = after
            .split([',', ':', '(', ')'])
            .next()
            .unwrap_or(after)
            .trim();
        let month = after.split(' ').next().unwrap_or(after);
        let before = before.rsplit(", ").next().unwrap_or(before);
        let before = before.strip_prefix("from ").unwrap_or(before);
        before == after || before == month
    })
}

/// What no reader should meet in a sentence or its short form.
fn flaw(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(' ').collect();
    let article = |(article, vowels): (&str, bool)| {
        words.windows(2).any(|pair| {
            pair[0].eq_ignore_ascii_case(article)
                && pair[1].starts_with(['a', 'e', 'i', 'o', 'u']) != vowels
        })
    };
    let is_numeral = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    if text.contains("NaN") || text.contains("inf ") || text.ends_with("inf") {
        Some("a number that is none")
    } else if words.iter().any(|word| word.is_empty()) {
        Some("a space too many")
    } else if [("a", false), ("an", true)].into_iter().any(article) {
        Some("an article that does not fit")
    } else if [",,", ", ,", " ,", "::", ": :", ";;", "..", " :", "()", ",:"]
        .iter()
        .any(|marks| text.contains(marks))
        || text.ends_with(['.', ',', ':', ';', ' '])
    {
        Some("doubled or trailing punctuation")
    } else if text.matches('(').count() != text.matches(')').count() {
        Some("an open parenthesis")
    } else if words
        .windows(2)
        .any(|pair| pair[0] == pair[1] && !is_numeral(pair[0]))
    {
        Some("a word twice")
    } else if is_from_one_to_itself(text) {
        Some("a span from a point to itself")
    } else if text.contains("sigma") || text.contains("-0 ") {
        Some("jargon")
    } else if words
        .windows(2)
        .any(|pair| pair == ["1", "months"] || pair == ["one", "months"])
    {
        Some("a wrong plural")
    } else {
        None
    }
}

/// Each signal with its words, which are the same by itself and among all.
fn explained_each<'a>(
    report: &Report,
    plan: &Plan,
    series: impl Into<Series<'a>>,
    wording: &Wording<'_>,
) -> Vec<(Signal, Explanation)> {
    let series = series.into();
    let all = report.explain_all(plan, series, wording).unwrap();
    for (signal, explanation) in report.signals.iter().zip(&all) {
        let alone = report.explain(plan, series, signal, wording);
        assert_eq!(alone.as_ref(), Ok(explanation));
    }
    assert_eq!(all.len(), report.signals.len());
    report.signals.iter().copied().zip(all).collect()
}

#[test]
fn no_sentence_has_a_flaw() {
    let rate = Rate {
        per: 1000.0,
        ..Rate::default()
    };
    let charts = [
        Chart::individuals(),
        Chart::run(),
        Chart::p(),
        Chart::Rate(rate),
        Chart::moving_range(),
    ];
    let mut rules: Vec<Rule> = vec![
        Rule::BestBox,
        Rule::CutBox,
        Shift {
            points: 4,
            on_center: Tie::Skip,
        }
        .into(),
        Mixture {
            points: 5,
            sigma: 0.7,
            both_sides: true,
        }
        .into(),
        Alternating { points: 8 }.into(),
        Hugging {
            points: 9,
            sigma: 1.0,
        }
        .into(),
        RangeOf { sigma: 1.0 }.into(),
        KOfM {
            k: 1,
            m: 2,
            sigma: 1.0,
            ..KOfM::default()
        }
        .into(),
    ];
    rules.extend(Preset::ALL.iter().flat_map(|preset| preset.rules()));
    let mut random = Random(7);
    let mut explained = std::collections::HashMap::new();
    for round in 0..3000 {
        let chart = charts[round % charts.len()];
        let rule = rules[round / charts.len() % rules.len()];
        let direction = [
            Direction::Decrease,
            Direction::NotJudged,
            Direction::Increase,
        ][round % 3];
        let baseline = [Baseline::All, Baseline::First { points: 12 }][round % 2];
        let builder = Plan::builder(chart)
            .direction(direction)
            .baseline(baseline)
            .phases_at([20]);
        let builder = if round % 7 == 0 {
            builder.warning(rule)
        } else {
            builder.rule(rule)
        };
        // Some rules do not suit some charts.
        let Ok(plan) = builder.build() else { continue };
        let points = random.series(chart, 20 + round % 29);
        let Ok(report) = plan.scan(&points) else {
            continue;
        };
        for (signal, told) in explained_each(&report, &plan, &points, &falls()) {
            let (sentence, short) = (&told.sentence, &told.short);
            assert_eq!(flaw(sentence), None, "{rule}: {sentence}");
            assert_eq!(flaw(short), None, "{rule}: {short}");
            assert!(sentence.starts_with(|letter: char| letter.is_ascii_uppercase()));
            let names = month(signal.first).len() + month(signal.last).len();
            assert!(short.len() <= 64 + names, "{short}");
            // A gallery to read, with `--nocapture`.
            println!("{rule} on {chart}\n    {sentence}\n    {short}");
            *explained.entry(format!("{rule}")).or_insert(0) += 1;
        }
    }
    for rule in rules {
        assert!(
            explained.contains_key(&rule.to_string()),
            "{rule} is silent"
        );
    }
}

#[test]
fn no_sentence_of_other_charts_has_a_flaw() {
    let on = Cusum {
        after_signal: AfterSignal::Continue,
        ..Cusum::default()
    };
    let charts = [
        Chart::ewma(),
        Chart::cusum(),
        Chart::Cusum(on),
        Chart::s(),
        Chart::r(),
        Chart::g(),
        Chart::t(),
    ];
    let rules: [Rule; 4] = [
        Beyond::default().into(),
        Shift::default().into(),
        KOfM::default().into(),
        Rule::BestBox,
    ];
    let mut random = Random(11);
    let mut told = [0; 7];
    for round in 0..1400 {
        let chart = charts[round % charts.len()];
        let direction = [Direction::Decrease, Direction::NotJudged][round % 2];
        let mut builder = Plan::builder(chart)
            .direction(direction)
            .baseline(Baseline::First { points: 12 });
        if !matches!(chart, Chart::Cusum(_)) {
            builder = builder.rule(rules[round / charts.len() % rules.len()]);
        }
        // Some rules do not suit some charts.
        let Ok(plan) = builder.build() else { continue };
        let points = random.series(chart, 20 + round % 29);
        let Ok(report) = plan.scan(&points) else {
            continue;
        };
        for (signal, words) in explained_each(&report, &plan, &points, &falls()) {
            for text in [&words.sentence, &words.short] {
                assert_eq!(flaw(text), None, "{text}");
            }
            let names = month(signal.first).len() + month(signal.last).len();
            assert!(words.short.len() <= 64 + names, "{}", words.short);
            println!("{chart}\n    {}\n    {}", words.sentence, words.short);
            told[round % charts.len()] += 1;
        }
    }
    assert!(told.iter().all(|told| *told > 20), "{told:?}");
}

#[test]
fn no_sentence_of_a_new_level_has_a_flaw() {
    let charts = [Chart::individuals(), Chart::run(), Chart::p(), Chart::g()];
    let either = Sides::Either;
    let kinds = [
        Rebase::Scottish,
        Rebase::Runs {
            baseline: 9,
            run: 4,
            side: either,
        },
        Rebase::StableShift { period: 9, run: 6 },
    ];
    let mut random = Random(13);
    let mut told = 0;
    for round in 0..600 {
        let chart = charts[round % charts.len()];
        let plan = Plan::builder(chart)
            .rebase(kinds[round / charts.len() % kinds.len()])
            .direction(Direction::Decrease);
        // Stable shifts need limits.
        let Ok(plan) = plan.build() else { continue };
        let points = random.series(chart, 60);
        let Ok(report) = plan.scan(&points) else {
            continue;
        };
        for number in 1..report.phases.len() {
            let words = report.explain_phase(&plan, &points, number, &falls());
            let words = words.unwrap().expect("a shift");
            for text in [&words.sentence, &words.short] {
                assert_eq!(flaw(text), None, "{text}");
                assert!(text.contains("ew level of "), "{text}");
            }
            println!("{chart}\n    {}\n    {}", words.sentence, words.short);
            told += 1;
        }
    }
    assert!(told > 200, "{told}");
}

#[test]
fn numbers_at_the_ends_of_the_range_are_told_or_left_out() {
    let ends = [
        0.0,
        -0.0,
        f64::from_bits(1),
        -f64::MIN_POSITIVE,
        1e-9,
        1.0,
        -1e17,
        4e307,
        -4e307,
    ];
    let mut random = Random(3);
    let mut told = 0;
    for round in 0..400 {
        let pick = |at: f64| ends[(at * ends.len() as f64) as usize];
        let series: Vec<f64> = (0..24).map(|_| pick(random.uniform())).collect();
        let preset = [Preset::Nelson, Preset::Westgard, Preset::Anhoej][round % 3];
        let plan = Plan::of(preset)
            .baseline(Baseline::First { points: 12 })
            .build()
            .unwrap();
        let report = plan.scan(&series).unwrap();
        let notation = [Notation::Plain, Notation::Percent, Notation::Per(1e300)][round / 3 % 3];
        let wording = falls().notation(notation).decimals(round % 40);
        for (_, explanation) in explained_each(&report, &plan, &series, &wording) {
            let sentence = &explanation.sentence;
            assert_eq!(flaw(sentence), None, "{sentence}");
            assert!(sentence.len() < 500, "{sentence}");
            told += 1;
        }
    }
    assert!(told > 100);
}
