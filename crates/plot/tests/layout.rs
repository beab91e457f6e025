//! Whatever is drawn, no text overlaps another or leaves the canvas, and the SVG is well-formed.

mod pictures;

use pictures::{check, plan, scan};
use proptest::prelude::*;
use redbead::{Chart, Direction, Invalid, Plan, Preset, Status};
use redbead_plot::{Multiples, Picture, PlotError, Role};

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -100.0..100.0,
        2 => (-300_i32..300, -9.99..9.99).prop_map(|(power, digits)| digits * 10_f64.powi(power)),
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => Just(f64::MAX),
        1 => Just(5e-324),
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        6 => Just(Status::Confirmed),
        1 => Just(Status::Provisional),
        1 => Just(Status::Excluded),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,40}", "[a-zA-Z ]{0,300}", ".{0,60}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(160) })]

    #[test]
    fn texts_never_overlap(
        (values, statuses) in prop::collection::vec((value(), status()), 0..70).prop_map(|points| points.into_iter().unzip::<_, _, Vec<_>, Vec<_>>()),
        label in text(),
        title in text(),
        notes in prop::collection::vec((0_usize..70, text()), 0..30),
        phases in prop::collection::btree_set(1_usize..70, 0..5),
        phase_name in text(),
        target in prop::option::of(-200.0..200.0),
        (width, height) in (1.0..1500.0, 1.0..900.0),
        run in any::<bool>(),
    ) {
        let chart = if run { Chart::run() } else { Chart::individuals() };
        let mut builder = Plan::builder(chart)
            .preset(if run { Preset::ScottishRunChart } else { Preset::MakingDataCount })
            .direction(Direction::Increase)
            .invalid(Invalid::Missing)
            .phases_at(phases);
        if let Some(target) = target {
            builder = builder.target(target);
        }
        let plan = builder.build().unwrap();
        let series = redbead::Series::values(&values).with_status(&statuses).unwrap();
        let Ok(report) = plan.scan(series) else {
            return Ok(());
        };
        let labels: Vec<String> = (0..values.len()).map(|index| format!("{index}{label}")).collect();
        let notes: Vec<(usize, String)> = notes.into_iter().filter(|(index, _)| *index < values.len()).collect();
        let names = vec![String::new(), phase_name];
        let picture = Picture::new(&plan, series, &report)
            .title(&title)
            .labels(&labels)
            .notes(&notes)
            .phase_names(&names)
            .size(width, height);
        let scene = picture.scene().unwrap();
        check(&scene);
        prop_assert_eq!(scene.svg(), picture.scene().unwrap().svg());
        let mut multiples = Multiples::new(&title).cell(width / 4.0 + 1.0, height / 4.0 + 1.0);
        multiples.extend([picture, picture, picture]);
        check(&multiples.scene().unwrap());
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let plan = plan(Chart::individuals());
    let series = [1.0, 2.0, 3.0];
    let report = scan(&plan, &series);
    let labels = ["a".to_owned()];
    let picture = Picture::new(&plan, &series, &report);
    let error = picture.labels(&labels).scene().unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 labels for 3 points, expected one for each point"
    );
    let notes = [(3, "after the end".to_owned())];
    let error = picture.notes(&notes).scene().unwrap_err();
    assert_eq!(
        error,
        PlotError::Note {
            index: 3,
            points: 3
        }
    );
    for size in [(0.0, 10.0), (f64::NAN, 10.0), (10.0, f64::INFINITY)] {
        let error = picture.size(size.0, size.1).scene().unwrap_err();
        assert!(matches!(error, PlotError::Size { .. }), "{error}");
    }
    let other = Plan::builder(Chart::run()).build().unwrap();
    let error = Picture::new(&other, &series, &report).scene().unwrap_err();
    assert!(matches!(error, PlotError::Series(_)), "{error}");
}

#[test]
fn lines_end_with_their_values() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(redbead::Baseline::Given {
            center: 10.0,
            sigma: Some(1.0),
        })
        .direction(Direction::Decrease)
        .target(6.0)
        .build()
        .unwrap();
    let series = [10.0, 11.0, 9.0, 10.0];
    let report = scan(&plan, &series);
    let scene = Picture::new(&plan, &series, &report).scene().unwrap();
    let said: Vec<&str> = scene
        .texts
        .iter()
        .filter(|text| text.role == Role::LineValue)
        .map(|text| text.text.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "Upper limit 13.00",
            "Expected level 10.00",
            "Lower limit 7.00",
            "Target 6.00"
        ]
    );
    let frame = scene.panels[0].frame;
    assert!(frame.low <= 6.0 && frame.high >= 13.0, "{frame:?}");
    assert_eq!(
        scene.description,
        "Individuals chart (XmR) · expected level and limits as given. Latest, point 4: 10.0. \
         Common cause variation; consistently fails the target."
    );
}

#[test]
fn a_shared_time_axis_has_every_label_at_one_place() {
    let plan = plan(Chart::individuals());
    let labels: Vec<String> = (1..=9).map(|month| format!("2024-{month:02}")).collect();
    let values = [10.0, 12.0, 9.0, 11.0, 10.0, 13.0, 9.0];
    let (early, late) = (&values[..7], &values[..4]);
    let reports = [scan(&plan, early), scan(&plan, late)];
    let pictures = [
        Picture::new(&plan, early, &reports[0]).labels(&labels[..7]),
        Picture::new(&plan, late, &reports[1]).labels(&labels[5..]),
    ];
    let mut grid = Multiples::new("Falls").columns(1).share_time(&labels);
    grid.extend(pictures);
    let scene = grid.scene().unwrap();
    check(&scene);
    let [above, below] = [0, 1].map(|number| scene.panels[number].frame);
    assert_eq!((above.points, above.first), (9.0, 0.0));
    assert_eq!((below.points, below.first), (9.0, 5.0));
    // June: the sixth point of one, the first of the other.
    assert_eq!(above.x(5.0), below.x(0.0));
    assert!((below.x(3.5) - below.left - below.width).abs() < 1e-9);

    // One begins before the axis, the other misses a label within.
    let short = [&labels[1..3], &labels[5..6], &labels[7..]].concat();
    for (picture, astray) in pictures.into_iter().zip(["2024-01", "2024-07"]) {
        let mut grid = Multiples::new("Falls").share_time(&short);
        grid.push(picture.title("Ward 4"));
        assert_eq!(
            grid.scene().unwrap_err(),
            PlotError::TimeAxis {
                title: "Ward 4".to_owned(),
                label: astray.to_owned()
            }
        );
    }
}
