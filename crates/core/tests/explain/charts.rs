//! Units, percentages and rates, and what each chart calls its center.

use super::{BASELINE, check, falls, last, month};
use redbead::{
    Baseline, Beyond, Center, Chart, Direction, Individuals, Notation, Observation, Plan, Rate,
    Rule, Series, Shift, Spread, Tie, Trend, Wording,
};

/// 400 patients a month, 32 of them harmed: 8 %, sigma 1.356 percentage points.
fn harmed(extra: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    let months = [(32.0, 400.0); 12];
    months.iter().chain(extra).copied().unzip()
}

#[test]
fn shares_are_percentages() {
    let plan = |rule: Rule| {
        Plan::builder(Chart::p())
            .rule(rule)
            .baseline(Baseline::First { points: 12 })
            .build()
            .unwrap()
    };
    let wording = Wording::new()
        .unit("patient", "patients")
        .period("month", "months")
        .label(&month);
    let told = |rule: Rule, extra: &[(f64, f64)]| {
        let (above, below) = harmed(extra);
        last(
            &plan(rule),
            Series::ratios(&above, &below).unwrap(),
            &wording,
        )
    };
    check(
        &told(Beyond::default().into(), &[(50.0, 400.0)]),
        "The figure for March 2024, 12.5 % of patients, is above the upper limit of 12.1 %: chance \
         alone would rarely go that far",
        "March 2024 above upper limit",
    );
    // Limits vary with the number of patients.
    check(
        &told(
            Beyond::default().into(),
            &[(50.0, 400.0), (60.0, 300.0), (30.0, 400.0)],
        ),
        "Two months in a row above their upper limits, the higher at 20 % of patients, from March to April \
         2024: chance alone would rarely go that far",
        "2 months above upper limit, March to April 2024",
    );
    let rising = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(|n| (28.0 + n, 400.0));
    check(
        &told(Trend::default().into(), &rising),
        "Six months in a row going up (7.25 to 8.5 % of patients), since March 2024: a trend that \
         chance would rarely make",
        "6 months going up, since March 2024",
    );
}

#[test]
fn rates_are_per_so_much_exposure() {
    let rate = Rate {
        per: 1000.0,
        ..Rate::default()
    };
    let plan = Plan::builder(Chart::Rate(rate))
        .baseline(Baseline::First { points: 12 })
        .build()
        .unwrap();
    let mut cases = vec![15.0; 12];
    cases.push(31.0);
    let series = Series::ratios(&cases, &[3000.0; 13]).unwrap();
    let wording = falls().exposure("bed day", "bed days");
    // 5 per 1,000, limits 5 ± 3 √(5/3) = 5 ± 3.87.
    check(
        &last(&plan, series, &wording),
        "The figure for March 2024, 10.3 falls per 1,000 bed days, is above the upper limit of \
         8.9: chance alone would rarely go that far",
        "March 2024 above upper limit",
    );
    let per_day = last(&plan, series, &wording.notation(Notation::Per(1.0)));
    assert!(
        per_day
            .sentence
            .contains("0.0103 falls per bed day, is above")
    );
    let bare = last(&plan, series, &Wording::new());
    assert!(
        bare.sentence
            .contains("for point 13, 10.3 per 1,000, is above")
    );
    // A wording may show a ratio on another chart the same way.
    let individuals = Plan::builder(Chart::individuals())
        .rule(Shift {
            points: 2,
            on_center: Tie::Skip,
        })
        .baseline(Baseline::First { points: 4 })
        .build()
        .unwrap();
    let series = Series::from(&[0.004, 0.006, 0.006, 0.004, 0.007, 0.0071]);
    let told = last(
        &individuals,
        series,
        &wording.notation(Notation::Per(1000.0)),
    );
    assert!(
        told.sentence
            .starts_with("Two months in a row above the average of 5 falls per 1,000 bed days, ")
    );
    let told = last(&individuals, series, &wording.notation(Notation::Percent));
    assert!(told.sentence.contains("the average of 0.5 % of falls, "));
}

#[test]
fn every_chart_names_its_center() {
    let told = |chart: Chart, rule: Rule| {
        let plan = Plan::builder(chart)
            .rule(rule)
            .direction(Direction::Decrease)
            .baseline(Baseline::First { points: 12 });
        let mut figures = BASELINE.to_vec();
        figures.extend([44.0, 45.0, 44.0, 45.0, 44.0, 80.0]);
        last(&plan.build().unwrap(), Series::from(&figures), &falls())
    };
    let shift = Rule::from(Shift {
        points: 6,
        on_center: Tie::Skip,
    });
    let median = Individuals {
        center: Center::Median,
        ..Individuals::default()
    };
    for chart in [Chart::run(), Chart::Individuals(median)] {
        let sentence = told(chart, shift).sentence;
        assert!(sentence.starts_with("Six months in a row above the median of 41 falls, "));
    }
    // Steps of the baseline are 4, so the limit is 3.2665 times that; a step is no better or worse.
    check(
        &told(Chart::moving_range(), Beyond::default().into()),
        "The step to the figure for August 2024, 36 falls, is above the upper limit of 13.1: chance \
         alone would rarely go that far",
        "August 2024 above upper limit",
    );
}

#[test]
fn sums_are_told_as_points_that_together_lie_far_out() {
    let plan = Plan::builder(Chart::cusum())
        .direction(Direction::Decrease)
        .baseline(Baseline::Given {
            center: 41.0,
            sigma: Some(2.0),
        })
        .build()
        .unwrap();
    // Steps of (43 - 41)/2 - 0.5 = 0.5 make 5 after ten points, and more than 5 with the eleventh.
    let mut figures = vec![41.0; 12];
    figures.extend([43.0; 11]);
    check(
        &last(&plan, Series::from(&figures), &falls()),
        "Eleven months together lie further above the expected level of 41 falls than chance would \
         usually allow, since March 2024: a change for the worse that chance would rarely make",
        "11 months together above expected level, since March 2024",
    );
}

#[test]
fn smoothed_figures_spreads_and_times_have_names_of_their_own() {
    let told = |chart: Chart, baseline: Baseline, series: &[Observation], wording: &Wording<'_>| {
        let plan = Plan::builder(chart).baseline(baseline);
        let plan = plan.direction(Direction::Decrease).build().unwrap();
        last(&plan, Series::from(series), wording).sentence
    };
    let given = |center, sigma| Baseline::Given { center, sigma };
    let values = |values: &[f64]| -> Vec<Observation> {
        values
            .iter()
            .map(|value| Observation::value(*value))
            .collect()
    };
    // 41 + 0.2 x 10 = 43 against 41 + 2.962 x 2 x 0.2 = 42.18.
    let smoothed = values(&[51.0]);
    assert_eq!(
        told(Chart::ewma(), given(41.0, Some(2.0)), &smoothed, &falls()),
        "The smoothed figure for March 2023, 43 falls, is above the upper limit of 42.2: worse than \
         usual, and chance alone would rarely go that far"
    );
    // D4 of five is 2.1145.
    let spread = [Observation::subgroup(10.0, Spread::Range(4.5), 5)];
    assert_eq!(
        told(Chart::r(), given(2.0, None), &spread, &Wording::new()),
        "The range at point 1, 4.5, is above the upper limit of 4.2: chance alone would rarely go \
         that far"
    );
    // (10^(1/3.6) + 3 x 0.4)^3.6 = 58.4.
    let days = Wording::new().unit("day", "days").period("event", "events");
    let times = values(&[70.0]);
    let sentence = told(Chart::t(), given(10.0, Some(0.4)), &times, &days);
    assert_eq!(
        sentence,
        "The gap at event 1, 70 days, is above the upper limit of 58: worse than usual, and \
         chance alone would rarely go that far"
    );
}

#[test]
fn several_points_are_counted_as_what_the_chart_plots() {
    let told = |chart: Chart, baseline: Baseline, series: &[Observation]| {
        let plan = Plan::builder(chart).baseline(baseline).build().unwrap();
        last(&plan, Series::from(series), &falls().unit("mm", "mm"))
    };
    let given = |center, sigma| Baseline::Given { center, sigma };
    let rarely = "chance alone would rarely go that far";
    // 41 + 0.2 x 10 = 43, then 43 + 0.2 x 8 = 44.6, against 42.18 and 42.52.
    let figures = [51.0, 51.0].map(Observation::value);
    check(
        &told(Chart::ewma(), given(41.0, Some(2.0)), &figures),
        &format!(
            "Two smoothed figures in a row above their upper limits, the higher at 44.6 mm, since \
             March 2023: {rarely}"
        ),
        "2 smoothed figures above upper limit, since March 2023",
    );
    check(
        &told(Chart::ewma(), given(41.0, Some(2.0)), &figures[..1]),
        &format!(
            "The smoothed figure for March 2023, 43 mm, is above the upper limit of 42.2: {rarely}"
        ),
        "Smoothed figure for March 2023 above upper limit",
    );
    let ranges = [4.5, 5.0].map(|range| Observation::subgroup(10.0, Spread::Range(range), 5));
    check(
        &told(Chart::r(), given(2.0, None), &ranges),
        &format!(
            "Two ranges in a row above the upper limit of 4.2 mm, the higher at 5, since March \
             2023: {rarely}"
        ),
        "2 ranges above upper limit, since March 2023",
    );
    // B4 of five is 2.089.
    let spreads = [4.5, 5.0].map(|sd| Observation::subgroup(10.0, Spread::Deviation(sd), 5));
    check(
        &told(Chart::s(), given(2.0, None), &spreads),
        &format!(
            "Two spreads in a row above the upper limit of 4.2 mm, the higher at 5, since March \
             2023: {rarely}"
        ),
        "2 spreads above upper limit, since March 2023",
    );
    check(
        &told(Chart::s(), given(2.0, None), &spreads[..1]),
        &format!("The spread at March 2023, 4.5 mm, is above the upper limit of 4.2: {rarely}"),
        "Spread at March 2023 above upper limit",
    );
}

#[test]
fn gaps_between_events_are_called_gaps() {
    let wording = Wording::new().unit("day", "days").period("fall", "falls");
    let plan = Plan::builder(Chart::g())
        .rule(Shift::default())
        .direction(Direction::Increase)
        .baseline(Baseline::First { points: 8 })
        .build()
        .unwrap();
    let mut days = [6.0, 7.0].repeat(4);
    days.extend([5.0, 6.0, 2.0, 3.0, 6.0, 1.0, 4.0, 2.0, 6.0]);
    // The last of the baseline is 7, above the median of 6.5.
    check(
        &last(&plan, Series::from(&days), &wording),
        "Nine gaps in a row below the median of 6.5 days, since fall 9: a change for the worse that \
         chance would rarely make",
        "9 gaps below median, since fall 9",
    );
    let plan = Plan::builder(Chart::g())
        .baseline(Baseline::First { points: 8 })
        .build()
        .unwrap();
    days.truncate(8);
    days.push(90.0);
    let told = last(&plan, Series::from(&days), &wording);
    assert!(
        told.sentence
            .starts_with("The gap at fall 9, 90 days, is above the upper limit of ")
    );
    assert_eq!(told.short, "Gap at fall 9 above upper limit");
}

#[test]
fn a_baseline_without_variation_has_limits_on_its_center() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points: 3 })
        .build()
        .unwrap();
    check(
        &last(&plan, Series::from(&[7.0, 7.0, 7.0, 7.5]), &Wording::new()),
        "The figure for point 4, 7.5, is above the upper limit of 7: chance alone would rarely go \
         that far",
        "point 4 above upper limit",
    );
}
