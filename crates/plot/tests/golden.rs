//! A few pictures to the last byte. With `REDBEAD_BLESS` set, they are written anew.

mod pictures;

use pictures::{check, months, scan};
use redbead::{Chart, Direction, Invalid, Plan, Preset, Series, Status, Wording};
use redbead_plot::{Multiples, Picture, Scene};

const FALLS: [f64; 24] = [
    41.0,
    38.0,
    44.0,
    40.0,
    37.0,
    43.0,
    39.0,
    42.0,
    40.0,
    38.0,
    41.0,
    43.0,
    36.0,
    35.0,
    38.0,
    34.0,
    36.0,
    37.0,
    35.0,
    52.0,
    f64::NAN,
    35.0,
    36.0,
    34.0,
];

fn hold(name: &str, scene: &Scene) {
    check(scene);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let svg = scene.svg();
    if std::env::var_os("REDBEAD_BLESS").is_some() {
        std::fs::write(&path, &svg).expect("a directory to write to");
    }
    let known = std::fs::read_to_string(&path).expect("a golden picture");
    assert!(
        svg == known,
        "{name} differs; look at it with REDBEAD_BLESS=1 and git diff"
    );
}

fn falls() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .direction(Direction::Decrease)
        .invalid(Invalid::NanIsMissing)
        .target(36.5)
        .phases_at([12])
        .build()
        .expect("a plan")
}

#[test]
fn individuals() {
    let plan = falls();
    let mut status = [Status::Confirmed; 24];
    status[5] = Status::Excluded;
    status[23] = Status::Provisional;
    let series = Series::values(&FALLS).with_status(&status).unwrap();
    let report = scan(&plan, series);
    let labels = months(24);
    let notes = [(12, "Falls team <starts> & stays".to_owned())];
    let picture = Picture::new(&plan, series, &report)
        .title("Falls in ward 4")
        .labels(&labels)
        .notes(&notes)
        .wording(
            Wording::new()
                .unit("fall", "falls")
                .period("month", "months"),
        );
    hold("individuals.svg", &picture.scene().unwrap());
    hold(
        "individuals-dark.svg",
        &picture.dark_mode(true).id_prefix("one-").scene().unwrap(),
    );
}

#[test]
fn warnings_are_hollow_and_have_their_own_words() {
    let builder = Plan::builder(Chart::individuals())
        .rule(redbead::Beyond::default())
        .warning(redbead::Shift {
            points: 6,
            ..redbead::Shift::default()
        })
        .baseline(redbead::Baseline::First { points: 12 });
    let both = FALLS[..12]
        .iter()
        .chain(&[60.0])
        .chain(&FALLS[12..])
        .map(|fall| if fall.is_nan() { 37.0 } else { *fall });
    let both: Vec<f64> = both.collect();
    for (name, direction, words) in [
        (
            "warnings.svg",
            Direction::Decrease,
            ["Warning: improvement", "Special cause: concern"],
        ),
        (
            "warnings-neutral.svg",
            Direction::NotJudged,
            ["Warning", "Special cause"],
        ),
    ] {
        let plan = builder.clone().direction(direction).build().unwrap();
        let report = scan(&plan, &both);
        let scene = Picture::new(&plan, &both, &report).title("Falls").scene();
        let scene = scene.unwrap();
        for word in words {
            assert!(
                scene.texts.iter().any(|text| text.text == word),
                "no {word}"
            );
        }
        hold(name, &scene);
    }
}

#[test]
fn given_centers_and_other_limits_are_told() {
    let subtitle = |builder: redbead::PlanBuilder| {
        let plan = builder.build().unwrap();
        let report = scan(&plan, &FALLS[..20]);
        let picture = Picture::new(&plan, &FALLS[..20], &report);
        let scene = picture.title("Falls").scene().unwrap();
        let texts: Vec<&str> = scene.texts.iter().map(|text| text.text.as_str()).collect();
        texts.join("; ")
    };
    let run = subtitle(Plan::builder(Chart::run()).center(40.0));
    assert!(
        run.contains("Run chart · expected level as given;"),
        "{run}"
    );
    assert!(run.contains("Expected level 40"), "{run}");
    let narrow = Plan::builder(Chart::individuals()).limit_sigma(2.0);
    let told = subtitle(narrow.clone());
    let expected = "average and limits at 2 sigma from 20 points";
    assert!(told.contains(expected), "{told}");
    let told = subtitle(narrow.center(40.0));
    let expected = "expected level as given, limits at 2 sigma from 20 points";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn proportions() {
    let plan = Plan::builder(Chart::p())
        .preset(Preset::Shewhart)
        .build()
        .unwrap();
    let counts = [12.0, 9.0, 15.0, 11.0, 8.0, 40.0];
    let sizes = [100.0, 90.0, 130.0, 100.0, 80.0, 110.0];
    let series = Series::ratios(&counts, &sizes).unwrap();
    let report = scan(&plan, series);
    let picture = Picture::new(&plan, series, &report).title("Breaches");
    let wording = Wording::new().unit("patient", "patients");
    hold(
        "proportions.svg",
        &picture.wording(wording).scene().unwrap(),
    );
}

#[test]
fn multiples() {
    let plan = falls();
    let report = scan(&plan, &FALLS);
    let picture = Picture::new(&plan, &FALLS, &report);
    let mut multiples = Multiples::new("Falls").share_values(true);
    multiples.extend([picture.title("Ward 4"), picture.title("Ward 5")]);
    hold("multiples.svg", &multiples.scene().unwrap());
}

#[cfg(feature = "png")]
#[test]
fn png_has_its_size_and_its_texts() {
    let plan = falls();
    let report = scan(&plan, &FALLS);
    let picture = Picture::new(&plan, &FALLS, &report)
        .title("Falls")
        .size(400.0, 300.0);
    let mut scene = picture.scene().unwrap();
    let png = scene.png(2.0).unwrap();
    let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((number(16), number(20)), (800, scene.height as u32 * 2));
    assert_eq!(png, scene.png(2.0).unwrap());
    // One text after the other: each leaves its ink, in both weights.
    for number in (0..scene.texts.len()).rev() {
        let with = scene.png(1.0).unwrap();
        let removed = scene.texts.remove(number);
        assert_ne!(
            with,
            scene.png(1.0).unwrap(),
            "{:?} is not drawn",
            removed.text
        );
    }
    for scale in [0.0, -1.0, f64::NAN, 1e9] {
        assert!(scene.png(scale).is_err());
    }
    assert_eq!(scene.not_in_png(), []);
    let foreign = Picture::new(&plan, &FALLS, &report).title("病房 A: 病房, Zürich");
    assert_eq!(foreign.scene().unwrap().not_in_png(), ['房', '病']);
}
