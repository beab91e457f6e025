//! Pictures of every kind. With `REDBEAD_GALLERY` set to a directory, they are written there as PNG
//! and SVG, to be looked at.

#![allow(clippy::unwrap_used)]

mod pictures;

use pictures::{charts, check, months, observations, plan, scan, statuses, values};
use redbead::{Chart, Direction, Invalid, Notation, Plan, Preset, Rebase, Series, Wording};
use redbead_plot::{Multiples, Picture, Scene};

fn keep(name: &str, scene: &Scene) {
    check(scene);
    let Ok(directory) = std::env::var("REDBEAD_GALLERY") else {
        return;
    };
    let path = std::path::Path::new(&directory);
    std::fs::write(path.join(format!("{name}.svg")), scene.svg()).expect("a directory to write to");
    #[cfg(feature = "png")]
    let png = scene.png(1.0).expect("a picture");
    #[cfg(feature = "png")]
    std::fs::write(path.join(format!("{name}.png")), png).expect("a directory to write to");
}

#[test]
fn every_chart() {
    for (number, chart) in charts().into_iter().enumerate() {
        let plan = plan(chart);
        let series = observations(&chart, 60, 7);
        let report = scan(&plan, &series);
        let labels = months(60);
        let picture = Picture::new(&plan, &series, &report)
            .title("Attendances waiting longer than four hours, all sites")
            .labels(&labels)
            .wording(Wording::new().period("month", "months"));
        keep(
            &format!("a{number:02}-{}", chart.name()),
            &picture.scene().unwrap(),
        );
    }
}

#[test]
fn every_length() {
    for count in [0, 1, 2, 3, 12, 24, 400] {
        let plan = plan(Chart::individuals());
        let series = values(count, 240.0, 12.0, 3);
        let report = scan(&plan, &series);
        let labels = months(count);
        let picture = Picture::new(&plan, &series, &report)
            .title("Median wait")
            .labels(&labels);
        let picture = picture.wording(
            Wording::new()
                .unit("minute", "minutes")
                .period("month", "months"),
        );
        keep(&format!("b{count:03}-points"), &picture.scene().unwrap());
    }
}

#[test]
fn every_size_of_number() {
    let kinds: [(&str, Vec<f64>); 8] = [
        ("constant", vec![7.0; 30]),
        ("zero", vec![0.0; 30]),
        ("negative", values(30, -40.0, 9.0, 4)),
        ("around-zero", values(30, 0.0, 9.0, 5)),
        ("huge", values(30, 3e12, 4e11, 6)),
        ("tiny", values(30, 3e-9, 4e-10, 7)),
        ("millions", values(30, 2.4e6, 1.5e5, 8)),
        ("flat-high", values(30, 99_000.0, 20.0, 9)),
    ];
    for (name, series) in kinds {
        let plan = plan(Chart::individuals());
        let report = scan(&plan, &series);
        let labels = months(30);
        let picture = Picture::new(&plan, &series, &report)
            .title(name)
            .labels(&labels);
        keep(&format!("c-{name}"), &picture.scene().unwrap());
    }
}

fn busy_plan() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .direction(Direction::Decrease)
        .invalid(Invalid::NanIsMissing)
        .target(38.0)
        .phases_at([24])
        .build()
        .expect("a plan")
}

#[test]
fn all_at_once() {
    let plan = busy_plan();
    let mut values = values(60, 50.0, 4.0, 21);
    for value in &mut values[24..] {
        *value -= 6.0;
    }
    for missing in [15, 16, 33] {
        values[missing] = f64::NAN;
    }
    values[30] = 62.0;
    let statuses = statuses(60);
    let series = Series::values(&values).with_status(&statuses).unwrap();
    let report = scan(&plan, series);
    let ranges = Plan::builder(Chart::moving_range())
        .preset(Preset::Shewhart)
        .invalid(Invalid::NanIsMissing)
        .phases_at([24])
        .build()
        .unwrap();
    let ranges_report = scan(&ranges, series);
    let labels = months(60);
    let notes = [
        (12, "New triage nurse at the front door".to_owned()),
        (13, "Winter plan".to_owned()),
        (30, "Flood: ward 4 closed for two weeks, patients were moved to two other sites of the board".to_owned()),
    ];
    let picture = Picture::new(&plan, series, &report)
        .title("Average wait in the emergency department of the Royal Infirmary")
        .labels(&labels)
        .notes(&notes)
        .below(&ranges, &ranges_report)
        .wording(
            Wording::new()
                .unit("minute", "minutes")
                .period("month", "months"),
        )
        .size(900.0, 620.0);
    keep("d-all", &picture.scene().unwrap());
    keep("d-small", &picture.size(420.0, 360.0).scene().unwrap());
    keep("d-tiny", &picture.size(100.0, 80.0).scene().unwrap());
    let long =
        "A very long title that says where, what, for whom and since when, and then goes on "
            .repeat(9);
    keep("d-long", &picture.title(&long).scene().unwrap());
    let hostile = "</script><img src=x onerror=alert(1)> & \"quotes\" 'single' \u{0}\u{202e}\u{ffff} \u{2028} مرحبا 漢字 🏥";
    keep(
        "d-hostile",
        &picture
            .title(hostile)
            .id_prefix("a\"b")
            .dark_mode(true)
            .scene()
            .unwrap(),
    );
}

#[test]
fn phases_and_percent() {
    let plan = Plan::builder(Chart::run())
        .preset(Preset::ScottishRunChart)
        .direction(Direction::Decrease)
        .rebase(Rebase::Scottish)
        .target(0.08)
        .build()
        .unwrap();
    let values: Vec<f64> = values(48, 0.2, 0.02, 31)
        .iter()
        .map(|value| value.clamp(0.0, 1.0))
        .collect();
    let report = scan(&plan, &values);
    let labels = months(48);
    let picture = Picture::new(&plan, &values, &report)
        .title("Late discharges")
        .labels(&labels)
        .wording(
            Wording::new()
                .unit("discharge", "discharges")
                .notation(Notation::Percent)
                .period("month", "months"),
        );
    keep("e-rebase", &picture.scene().unwrap());
    keep(
        "e-plain",
        &picture
            .icons(false)
            .line_values(false)
            .subtitle("")
            .scene()
            .unwrap(),
    );
}

#[test]
fn multiples() {
    for count in [0, 1, 4, 12, 30] {
        for shares in [false, true] {
            let plans: Vec<Plan> = (0..count)
                .map(|number| {
                    Plan::builder(Chart::individuals())
                        .preset(Preset::MakingDataCount)
                        .direction(if number % 2 == 0 {
                            Direction::Decrease
                        } else {
                            Direction::Increase
                        })
                        .target(45.0)
                        .build()
                        .unwrap()
                })
                .collect();
            let series: Vec<Vec<f64>> = (0..count)
                .map(|number| values(36, 50.0 + number as f64, 5.0, number as u64 + 40))
                .collect();
            let reports: Vec<_> = plans
                .iter()
                .zip(&series)
                .map(|(plan, series)| scan(plan, series))
                .collect();
            let titles: Vec<String> = (0..count)
                .map(|number| format!("Board {number}, emergency departments"))
                .collect();
            let labels = months(36);
            let mut multiples = Multiples::new("Waits by board")
                .subtitle("Individuals charts")
                .share_values(shares);
            for number in 0..count {
                multiples.push(
                    Picture::new(&plans[number], &series[number], &reports[number])
                        .title(&titles[number])
                        .labels(&labels),
                );
            }
            keep(
                &format!("f-{count:02}-{shares}"),
                &multiples.scene().unwrap(),
            );
        }
    }
}
