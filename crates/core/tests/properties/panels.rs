//! Panels of many series, on any number of threads, against one series at a time.

use redbead::{Chart, Panel, Plan, Preset, Rebase, Rule, Series, Status};

/// Plans that series are judged side by side under, and plans and series that go other roads.
fn plans() -> Vec<Plan> {
    let individuals = || Plan::builder(Chart::individuals()).preset(Preset::WesternElectric);
    let builders = [
        individuals(),
        individuals().current_points(3),
        individuals().phases_at([20]),
        Plan::builder(Chart::run()).preset(Preset::ScottishRunChart),
        Plan::builder(Chart::run())
            .rule(Rule::LongestRun)
            .rebase(Rebase::Scottish),
        Plan::builder(Chart::moving_range()),
    ];
    builders
        .map(|plan| plan.build().expect("rules that suit the chart"))
        .into()
}

/// Series of many lengths, of which every third can be revised, and one cannot be read.
fn columns(count: usize) -> Vec<(Vec<f64>, Vec<Status>)> {
    let column = |row: usize| {
        let points = (row * 37) % 150;
        let value = |i: usize| ((i * 7919 + row * 31) % 17) as f64 + (row + i / 40) as f64;
        let mut values: Vec<f64> = (0..points).map(value).collect();
        if row == 13 {
            values.push(f64::NAN);
        }
        let status = |i: usize| match (row % 3, i) {
            (0, 3) => Status::Provisional,
            (0, 9) => Status::Excluded,
            _ => Status::Confirmed,
        };
        let status = (0..values.len()).map(status).collect();
        (values, status)
    };
    (0..count).map(column).collect()
}

fn series((values, status): &(Vec<f64>, Vec<Status>)) -> Series<'_> {
    let series = Series::values(values);
    series.with_status(status).expect("a status for each value")
}

/// Panels on all threads, and on 1, 2, 3 and 8.
fn panels(plan: &Plan) -> Vec<Panel> {
    #[cfg(feature = "rayon")]
    let with_threads = [1, 2, 3, 8].into_iter().map(|threads| {
        let threads = std::num::NonZeroUsize::new(threads).expect("a thread at least");
        Panel::with_threads(plan.clone(), threads).expect("threads can be had")
    });
    #[cfg(not(feature = "rayon"))]
    let with_threads = std::iter::empty();
    std::iter::once(Panel::new(plan.clone()))
        .chain(with_threads)
        .collect()
}

#[test]
fn any_number_of_series_and_threads_gives_the_same() {
    for plan in plans() {
        for count in [0, 1, 2, 7, 8, 9, 17, 20, 37, 100] {
            let columns = columns(count);
            let all: Vec<Series<'_>> = columns.iter().map(series).collect();
            let alone = |series: &Series<'_>| (plan.scan(*series), plan.summarize(*series));
            let alone: Vec<String> = all
                .iter()
                .map(alone)
                .map(|told| format!("{told:?}"))
                .collect();
            for panel in panels(&plan) {
                let told = panel.scan(&all).into_iter().zip(panel.summarize(&all));
                let together: Vec<String> = told.map(|told| format!("{told:?}")).collect();
                assert_eq!(together, alone, "{plan} {count} {panel:?}");
            }
        }
    }
}
