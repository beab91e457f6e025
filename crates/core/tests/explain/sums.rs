//! Cumulative sums: which figures a sum speaks of.

use super::{check, falls, last};
use redbead::{AfterSignal, Baseline, Chart, Cusum, Direction, Notation, Plan, Series};

#[test]
fn a_single_figure_is_named() {
    let plan = Plan::builder(Chart::cusum())
        .direction(Direction::Decrease)
        .baseline(Baseline::First { points: 12 })
        .build()
        .unwrap();
    // Average 6 %, sigma 2 / 1.128 = 1.77 percentage points; (18 - 6) / 1.77 - 0.5 is above 5.
    let mut shares = [0.07, 0.05].repeat(6);
    shares.push(0.18);
    check(
        &last(
            &plan,
            Series::from(&shares),
            &falls()
                .unit("patient", "patients")
                .notation(Notation::Percent),
        ),
        "The figure for March 2024, 18 % of patients, lies further above the average of 6 % than \
         chance would usually allow: a change for the worse that chance would rarely make",
        "March 2024 far above average",
    );
    let mut shares = [0.05, 0.07].repeat(6);
    shares.push(-0.06);
    check(
        &last(&plan, Series::from(&shares), &falls()),
        "The figure for March 2024, -0.06 falls, lies further below the average of 0.06 than chance \
         would usually allow: a change for the better that chance would rarely make",
        "March 2024 far below average",
    );
}

/// Level 41 and sigma 2, so a figure of 45 adds 1.5 and one of 41 takes 0.5 off.
#[test]
fn a_sum_that_runs_down_ends_with_the_figure_that_made_it_largest() {
    let chart = Cusum {
        after_signal: AfterSignal::Continue,
        ..Cusum::default()
    };
    let given = Baseline::Given {
        center: 41.0,
        sigma: Some(2.0),
    };
    let plan = Plan::builder(Chart::Cusum(chart))
        .baseline(given)
        .build()
        .unwrap();
    let told = |figures: &[f64]| last(&plan, Series::from(figures), &falls());
    let out = |figure: f64, calm: usize| {
        let mut figures = vec![41.0; 2];
        figures.extend([figure; 8]);
        figures.extend(vec![41.0; calm]);
        figures
    };
    let than = "falls than chance would usually allow";
    check(
        &told(&out(45.0, 0)),
        &format!(
            "Eight months together lie further above the expected level of 41 {than}, since May \
             2023: a change that chance would rarely make"
        ),
        "8 months together above expected level, since May 2023",
    );
    // 12 after eight months, and still 10 after four calm ones.
    for calm in [1, 4] {
        check(
            &told(&out(45.0, calm)),
            &format!(
                "Eight months together lie further above the expected level of 41 {than}, from May \
                 to December 2023: a change that chance would rarely make"
            ),
            "8 months together above expected level, May to December 2023",
        );
    }
    check(
        &told(&out(37.0, 3)),
        &format!(
            "Eight months together lie further below the expected level of 41 {than}, from May to \
             December 2023: a change that chance would rarely make"
        ),
        "8 months together below expected level, May to December 2023",
    );
    check(
        &told(&[41.0, 61.0, 41.0, 41.0]),
        "The figure for April 2023, 61 falls, lies further above the expected level of 41 than \
         chance would usually allow: a change that chance would rarely make",
        "April 2023 far above expected level",
    );
}
