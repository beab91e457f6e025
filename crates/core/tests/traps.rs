//! Traps that a chart may fall into, one test each.
//!
//! One more stands elsewhere: the certified digits of pi hold one that is not pi's, see
//! `tests/conformance/nist_strd.rs`, whose `the_certified_digits_of_pi_hold_one_that_is_not_its_own`
//! asserts position 957 (index 956), 3 in the file and 8 in pi.

use redbead::{
    Baseline, Beyond, Chart, Clip, Count, Edge, Law, LimitMethod, Limits, Observation, Plan, Point,
    Preset, Report, Side, Spread, Variation,
};

/// NIST/SEMATECH e-Handbook, section 6.3.3.1: defects on 25 wafers, 400 in all.
const WAFERS: [f64; 25] = [
    16.0, 14.0, 28.0, 16.0, 12.0, 20.0, 10.0, 12.0, 10.0, 17.0, 19.0, 17.0, 14.0, 16.0, 15.0, 13.0,
    14.0, 16.0, 11.0, 20.0, 11.0, 19.0, 16.0, 31.0, 13.0,
];

fn plan(chart: Chart) -> Plan {
    let builder = Plan::builder(chart);
    let nelson = builder.clone().preset(Preset::Nelson).build();
    nelson.or_else(|_| builder.build()).expect("its own rule")
}

fn report(plan: &Plan, series: &[Observation]) -> Report {
    plan.scan(series).expect("a series that suits the chart")
}

fn points(plan: &Plan, series: &[Observation]) -> Vec<Point> {
    let report = report(plan, series);
    let points = report.points(plan, series).expect("its own series");
    points.collect()
}

fn values(values: &[f64]) -> Vec<Observation> {
    values.iter().copied().map(Observation::value).collect()
}

/// Rule, side, first and last point of each signal.
fn signals(plan: &Plan, series: &[Observation]) -> Vec<(String, Option<Side>, usize, usize)> {
    let signals = report(plan, series).signals;
    let say = |signal: &redbead::Signal| {
        let rule = signal.rule.to_string();
        (rule, signal.side, signal.first, signal.last)
    };
    signals.iter().map(say).collect()
}

fn beyond(side: Side, index: usize) -> (String, Option<Side>, usize, usize) {
    (Beyond::default().to_string(), Some(side), index, index)
}

#[test]
fn a_count_that_equals_the_upper_limit_is_no_signal() {
    // 400/25 = 16, and 16 ± 3 √16 = 4 and 28: whole numbers, nothing is rounded.
    let series = values(&WAFERS);
    let shewhart = Plan::builder(Chart::c()).build().expect("its own rule");
    for point in points(&shewhart, &series) {
        let limits = point.limits.expect("a fitted chart");
        assert_eq!(
            (limits.lower, limits.center, limits.upper),
            (Some(4.0), 16.0, Some(28.0))
        );
    }
    assert_eq!(WAFERS[2], 28.0);
    assert_eq!(signals(&shewhart, &series), [beyond(Side::Above, 23)]);
    let inclusive = Plan::builder(Chart::c()).edge(Edge::Inclusive).build();
    let inclusive = inclusive.expect("its own rule");
    let expected = [beyond(Side::Above, 2), beyond(Side::Above, 23)];
    assert_eq!(signals(&inclusive, &series), expected);
}

/// Ratios out of 100 that vary less than their counts explain: 49 and 51 by turns.
fn too_even(count: usize) -> Vec<Observation> {
    let point = |index: usize| Observation::ratio(49.0 + 2.0 * (index % 2) as f64, 100.0);
    (0..count).map(point).collect()
}

/// Half the distance between the limits of the first point.
fn reach(chart: Chart, series: &[Observation]) -> f64 {
    let plan = Plan::builder(chart)
        .clip(Clip::Off)
        .build()
        .expect("its own rule");
    let limits = points(&plan, series)[0].limits.expect("a fitted chart");
    (limits.upper.expect("a limit") - limits.lower.expect("a limit")) / 2.0
}

#[test]
fn laney_charts_narrow_the_limits_of_counts_that_vary_too_little() {
    // By hand: the center is 0.5, and neighbors are 0.02 apart. On the p chart sigma is 0.05, so
    // every range of z is 0.4 and sigma_z = 0.4/d2(2) = 0.2 √π. On the u chart sigma is √0.005,
    // and sigma_z follows in the same way: sigma_i sigma_z = 0.02/d2(2) = 0.01 √π on both.
    let series = too_even(20);
    let expected = 3.0 * 0.01 * std::f64::consts::PI.sqrt();
    for (primed, plain, of_plain) in [
        (Chart::p_prime(), Chart::p(), 3.0 * 0.05),
        (Chart::u_prime(), Chart::u(), 3.0 * 0.005_f64.sqrt()),
    ] {
        let (narrow, wide) = (reach(primed, &series), reach(plain, &series));
        assert!((narrow - expected).abs() <= 1e-15, "{primed}: {narrow}");
        assert!((wide - of_plain).abs() <= 1e-15, "{plain}: {wide}");
        assert!(narrow < wide);
        let law = report(&plan(primed), &series).phases[0]
            .parameters()
            .map(|known| known.law);
        let Some(Law::Dispersed { sigma_z, .. }) = law else {
            panic!("{law:?}");
        };
        assert!(sigma_z < 1.0);
    }
    // Counts of equal areas likewise: 49 and 51, sigma 7, every range 2.
    let counts: Vec<f64> = (0..20)
        .map(|index| 49.0 + 2.0 * f64::from(index % 2))
        .collect();
    let narrow = reach(Chart::c_prime(), &values(&counts));
    assert!((narrow - 100.0 * expected).abs() <= 1e-13, "{narrow}");
}

/// A constant series as each chart with sigma reads it, and the same point with another value.
fn constant(value: f64) -> Vec<(Chart, Observation, Observation)> {
    let (single, other) = (Observation::value(value), Observation::value(value * 1.001));
    let ratio = |value: f64| Observation::ratio(value * 8.0, 8.0);
    let group = |value: f64, spread: Spread| Observation::subgroup(value, spread, 4);
    let (none, some) = (Spread::Deviation(0.0), Spread::Deviation(value.abs()));
    let range = Spread::Range(value.abs());
    vec![
        (Chart::individuals(), single, other),
        (Chart::ewma(), single, other),
        (Chart::cusum(), single, other),
        (Chart::i_prime(), ratio(value), ratio(value * 1.001)),
        (
            Chart::xbar(),
            group(value, none),
            group(value * 1.001, none),
        ),
        (Chart::s(), group(value, none), group(value, some)),
        (
            Chart::r(),
            group(value, Spread::Range(0.0)),
            group(value, range),
        ),
        (
            Chart::t(),
            Observation::value(value.abs()),
            Observation::value(value.abs() * 1.001),
        ),
        (
            Chart::p(),
            Observation::ratio(0.0, 50.0),
            Observation::ratio(1.0, 50.0),
        ),
        (
            Chart::np(50),
            Observation::value(50.0),
            Observation::value(49.0),
        ),
        (Chart::c(), Observation::value(0.0), Observation::value(1.0)),
        (
            Chart::u(),
            Observation::ratio(0.0, 0.25),
            Observation::ratio(1.0, 0.25),
        ),
        (Chart::g(), Observation::value(0.0), Observation::value(1.0)),
        (
            Chart::p_prime(),
            Observation::ratio(7.0, 50.0),
            Observation::ratio(8.0, 50.0),
        ),
        (
            Chart::u_prime(),
            Observation::ratio(7.0, 0.25),
            Observation::ratio(8.0, 0.25),
        ),
        (
            Chart::c_prime(),
            Observation::value(7.0),
            Observation::value(8.0),
        ),
    ]
}

#[test]
fn a_constant_baseline_has_sigma_zero_and_any_other_point_is_beyond() {
    for value in [0.1, 1e9 + 0.3, -7.7e-300, 40.0] {
        for (chart, same, other) in constant(value) {
            let builder = Plan::builder(chart).baseline(Baseline::First { points: 13 });
            let builder = match builder.clone().preset(Preset::Nelson).build() {
                Ok(_) => builder.preset(Preset::Nelson),
                Err(_) => builder,
            };
            let plan = builder.build().expect("its own rule");
            let mut series = vec![same; 40];
            assert_eq!(signals(&plan, &series), [], "{chart} at {value}");
            let latest = report(&plan, &series).latest.expect("judged");
            let is_one_line = |limits: Limits| {
                limits.lower == Some(limits.center) && limits.upper == Some(limits.center)
            };
            // The sums of a cusum chart have their own lines; the center of times is powered
            // forth and back.
            match chart {
                Chart::Cusum(_) => assert_eq!(latest.value, 0.0),
                Chart::TimeBetween(_) => {
                    // Of the exponent's 1.1e-16, the logarithm of a time down to 1e-300 makes 690
                    // times as much.
                    assert!((latest.limits.center / value.abs() - 1.0).abs() <= 1e-13);
                }
                _ => {
                    assert!(is_one_line(latest.limits), "{chart} at {value}: {latest:?}");
                    assert_eq!(latest.limits.center, latest.value, "{chart} at {value}");
                }
            }
            series[20] = other;
            let found = signals(&plan, &series);
            let is_beyond = |(rule, _, first, _): &(String, Option<Side>, usize, usize)| {
                rule.starts_with("beyond") && *first == 20
            };
            assert!(found.iter().any(is_beyond), "{chart} at {value}: {found:?}");
            // An average remembers, and so may a sum; of all others only this point is beyond.
            if !matches!(chart, Chart::Ewma(_) | Chart::Cusum(_)) {
                assert_eq!(found.len(), 1, "{chart} at {value}: {found:?}");
                assert_eq!(found[0].3, 20);
                let latest = report(&plan, &series).reading.variation;
                assert_eq!(latest, Variation::CommonCause, "{chart} at {value}");
            }
        }
    }
}

/// A series in quarters with a shift, a trend and an outlier, so that scaling by a power of two and
/// shifting by 1e9 are exact.
fn eventful() -> Vec<f64> {
    let quarters = [
        2, -3, 1, 0, -2, 3, -1, 2, -2, 1, 0, -1, 3, -3, 1, 2, -2, 0, 1, -1, 30, 5, 6, 4, 7, 5, 6,
        5, 4, 6, 5, 0, -1, -2, -4, -6, -7, -9, -11, -12, 1, -1, 2, -2,
    ];
    quarters.map(|x| f64::from(x) / 4.0).into()
}

#[test]
fn scaling_a_series_scales_its_limits_and_leaves_its_signals() {
    let series = values(&eventful());
    let plan = plan(Chart::individuals());
    let expected = signals(&plan, &series);
    assert!(expected.len() >= 4, "{expected:?}");
    let lines = points(&plan, &series);
    for factor in [1e-15, 1e-9, 1e-3, 3.7, 1e6, 1e12] {
        let scaled: Vec<f64> = eventful().iter().map(|value| value * factor).collect();
        let scaled = values(&scaled);
        assert_eq!(signals(&plan, &scaled), expected, "by {factor:e}");
        for (found, line) in points(&plan, &scaled).iter().zip(&lines) {
            let (found, line) = (found.limits.expect("fitted"), line.limits.expect("fitted"));
            let upper = found.upper.expect("a limit") / line.upper.expect("a limit");
            assert!((upper / factor - 1.0).abs() <= 1e-14, "by {factor:e}");
        }
    }
}

#[test]
fn shifting_a_series_by_a_thousand_million_shifts_its_limits_and_leaves_its_signals() {
    for chart in [Chart::individuals(), Chart::ewma(), Chart::cusum()] {
        let plan = plan(chart);
        let series = values(&eventful());
        let expected = signals(&plan, &series);
        assert!(!expected.is_empty(), "{chart}");
        let lines = points(&plan, &series);
        for shift in [1e9, -1e9] {
            let shifted: Vec<f64> = eventful().iter().map(|value| value + shift).collect();
            let shifted = values(&shifted);
            assert_eq!(signals(&plan, &shifted), expected, "{chart} by {shift}");
            let by = if matches!(chart, Chart::Cusum(_)) {
                0.0
            } else {
                shift
            };
            for (found, line) in points(&plan, &shifted).iter().zip(&lines) {
                let (found, line) = (found.limits.expect("fitted"), line.limits.expect("fitted"));
                let upper = found.upper.expect("a limit") - by - line.upper.expect("a limit");
                // Doubles near 1e9 are 1.2e-7 apart.
                assert!(upper.abs() <= 2.4e-7, "{chart} by {shift}: {upper:e}");
            }
        }
    }
}

#[test]
fn a_third_of_the_distance_to_a_limit_is_not_sigma_and_zones_follow_sigma() {
    // 3 times 0.1 rounds up, and so a third of it is the next double above 0.1.
    let (center, sigma) = (0.0, 0.1);
    let upper: f64 = center + 3.0 * sigma;
    let third = (upper - center) / 3.0;
    assert_eq!(third, sigma.next_up());
    let rule = Beyond {
        sigma: 1.0,
        ..Beyond::default()
    };
    let baseline = Baseline::Given {
        center,
        sigma: Some(sigma),
    };
    let plan = Plan::builder(Chart::individuals()).baseline(baseline);
    let plan = plan.rule(rule).build().expect("one rule");
    // Beyond one sigma, and not beyond a third of the way to the limit.
    let series = values(&[third]);
    let limits = points(&plan, &series)[0].limits.expect("given");
    assert_eq!(limits.upper, Some(upper));
    assert_eq!(signals(&plan, &series).len(), 1);
    assert_eq!(signals(&plan, &values(&[sigma])), []);
    assert_eq!(signals(&plan, &values(&[-sigma])), []);
    assert_eq!(signals(&plan, &values(&[-third])).len(), 1);
}

#[test]
fn a_count_that_equals_a_probability_limit_is_no_signal() {
    // Poisson of mean 16, its terms summed with Python's math.exp and math.lgamma: 0.00113 lies
    // above 29 and 0.00219 above 28, 0.00040 below 5 and 0.00138 below 6. The tail is 0.00135.
    let limits = LimitMethod::Probability;
    let plan = Plan::builder(Count { limits }.into()).build();
    let plan = plan.expect("its own rule");
    let mut series = WAFERS;
    // The mean stays 16.
    (series[0], series[23]) = (18.0, 29.0);
    let series = values(&series);
    let found = points(&plan, &series)[0].limits.expect("fitted");
    assert_eq!(
        (found.lower, found.center, found.upper),
        (Some(5.0), 16.0, Some(29.0))
    );
    assert_eq!(signals(&plan, &series), []);
}

#[test]
fn a_constant_rate_of_fractional_exposures_is_common_cause() {
    for chart in [Chart::u(), Chart::u_prime()] {
        let rule = Beyond::default();
        let shift = redbead::Shift::default();
        let plan = Plan::builder(chart).rule(rule).rule(shift).build();
        let plan = plan.expect("two rules");
        let series = vec![Observation::ratio(7.0, 0.3); 400];
        assert_eq!(signals(&plan, &series), [], "{chart}");
    }
}
