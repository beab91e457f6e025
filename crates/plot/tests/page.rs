//! The page as bytes: what is in it, that nothing hostile leaves its place, and that its numbers
//! are those of the series.

#![allow(clippy::unwrap_used)]

mod common;

use base64::Engine;
use common::{kinds, many, months, plain_plan, plain_values, texts};
use proptest::prelude::*;
use redbead::{Chart, Invalid, Plan, Preset};
use redbead_plot::{Page, PageError, PageRow};
use serde_json::Value;

fn written(page: Page) -> String {
    let mut bytes = Vec::new();
    page.write_to(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The JSON of a data element.
fn unpacked(html: &str, id: &str) -> Value {
    let start = format!("<script type=\"text/plain\" id=\"{id}\">");
    let (_, rest) = html.split_once(&start).unwrap();
    let (base64, _) = rest.split_once("</script>").unwrap();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(base64)
        .unwrap();
    let text = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// All long entries in the order of the rows.
fn long_entries(html: &str) -> Vec<Value> {
    let blocks = html.matches("id=\"block-").count();
    (0..blocks)
        .flat_map(|number| match unpacked(html, &format!("block-{number}")) {
            Value::Array(entries) => entries,
            other => panic!("no array: {other}"),
        })
        .collect()
}

fn numbers(column: &Value) -> Vec<Option<f64>> {
    let text = column.as_str().unwrap();
    text.split(',').map(|number| number.parse().ok()).collect()
}

/// The page without its script and style, which are the same in each.
fn without_code(html: &str) -> String {
    let (head, rest) = html.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (body, _) = rest.split_once("<script>").unwrap();
    head.to_owned() + body
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert_eq!(written(kinds()), written(kinds()));
}

#[test]
fn values_and_limits_come_back_from_the_page() {
    let html = written(many(300, 60));
    let (index, long) = (unpacked(&html, "index"), long_entries(&html));
    assert_eq!(index.as_array().unwrap().len(), 300);
    assert_eq!(long.len(), 300);
    let plan = plain_plan();
    for (number, entry) in long.iter().enumerate() {
        let values = plain_values(number, 60);
        let expected: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        assert_eq!(numbers(&entry["values"]), expected);
        let report = plan.scan(&values).unwrap();
        let limits = report.latest.unwrap().limits;
        let digits = entry["digits"][1].as_u64().unwrap() as usize;
        let phase = &entry["phases"][0];
        for (name, line) in [
            ("center", limits.center),
            ("lower", limits.lower.unwrap()),
            ("upper", limits.upper.unwrap()),
        ] {
            let shown: f64 = format!("{line:.digits$}").parse().unwrap();
            assert_eq!(numbers(&phase[name]), [Some(shown)]);
        }
        let signals = entry["signals"].as_array().unwrap();
        assert_eq!(signals.len(), report.signals.len());
        for (shown, signal) in signals.iter().zip(&report.signals) {
            assert_eq!(shown["first"], signal.first);
            assert_eq!(shown["last"], signal.last);
            assert_eq!(shown["current"] == true, signal.current);
            assert!(shown["text"].as_str().unwrap().len() > 20);
        }
        let current = index[number]["current"].as_u64().unwrap_or(0);
        assert_eq!(current as usize, report.current().count());
        assert_eq!(entry["target"], "45");
    }
}

#[test]
fn a_row_of_the_table_says_what_the_report_says() {
    let plan = plain_plan();
    let mut values = [40.0, 44.0, 42.0, 38.0, 41.0, 43.0].repeat(5);
    values.extend([48.0, 49.0]);
    let labels = months(values.len());
    let report = plan.scan(&values).unwrap();
    let keys = texts(&["Ward 4", "falls"]);
    let mut page = Page::new("t", ["ward", "measure"]);
    page.push(&PageRow::new(&keys, &labels, &plan, &values, &report))
        .unwrap();
    page.refuse(&texts(&["Ward 5", "falls"]), "no figures")
        .unwrap();
    assert_eq!(page.rows(), 2);
    let html = written(page);
    let head = &unpacked(&html, "head")[0];
    let index = unpacked(&html, "index");
    let row = &index[0];
    assert_eq!(row["keys"], serde_json::json!(["Ward 4", "falls"]));
    assert_eq!(row["variation"], "concern");
    assert_eq!(row["side"], "above");
    assert_eq!(row["assurance"], "misses");
    assert_eq!(row["latest"], "49");
    assert_eq!(row["rule"], "2 of 3 above 2 sigma");
    assert_eq!(
        head["labels"][row["since"].as_u64().unwrap() as usize],
        "2021-07"
    );
    assert_eq!(
        head["labels"][row["at"].as_u64().unwrap() as usize],
        "2021-08"
    );
    assert_eq!(row["ago"], 1);
    assert_eq!(
        index[1],
        serde_json::json!({"keys": ["Ward 5", "falls"], "variation": "refused", "why": "no figures"})
    );
    assert_eq!(head["order"], serde_json::json!([0, 1]));
    assert_eq!(head["counts"]["concern"], 1);
    assert_eq!(head["counts"]["refused"], 1);
}

#[test]
fn the_worst_come_first() {
    let html = written(many(200, 60));
    let order = &unpacked(&html, "head")[0]["order"];
    let index = unpacked(&html, "index");
    let rank = |place: &Value| {
        let row = &index[place.as_u64().unwrap() as usize];
        let variation = [
            "concern",
            "neutral",
            "common",
            "improvement",
            "unjudged",
            "refused",
        ]
        .iter()
        .position(|name| row["variation"] == *name)
        .map(|place| if row["concern"].is_string() { 0 } else { place });
        let assurance = ["fails", "misses", "meets"]
            .iter()
            .position(|name| row["assurance"] == *name);
        (variation, assurance)
    };
    let ranks: Vec<_> = order.as_array().unwrap().iter().map(rank).collect();
    assert!(ranks.is_sorted());
    assert!(ranks[0].0 == Some(0) && ranks[199].0 == Some(3));
}

#[test]
fn a_concern_beside_another_reading_is_told_counted_and_first() {
    let plan = Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(redbead::Baseline::First { points: 24 })
        .direction(redbead::Direction::Increase)
        .warning(redbead::Beyond {
            sigma: 2.0,
            ..redbead::Beyond::default()
        })
        .build()
        .unwrap();
    let usual = [50.0, 52.0, 48.0, 51.0, 49.0];
    let calm: Vec<f64> = (0..31).map(|at| usual[at % 5]).collect();
    let mut mixed = calm.clone();
    mixed.splice(24.., [95.0, 92.0, 88.0, 84.0, 80.0, 76.0, 72.0]);
    let labels = months(31);
    let mut page = Page::new("t", ["ward"]);
    for (name, values) in [("calm", &calm), ("mixed", &mixed)] {
        let report = plan.scan(values).unwrap();
        let keys = texts(&[name]);
        let row = PageRow::new(&keys, &labels, &plan, values, &report);
        page.push(&row).unwrap();
    }
    let report = plan.scan(&mixed).unwrap();
    let row = texts(&["old"]);
    let row = PageRow::new(&row, &labels, &plan, &mixed, &report);
    page.push(&row.ended(true)).unwrap();
    let html = written(page);
    let (head, index) = (&unpacked(&html, "head")[0], unpacked(&html, "index"));
    assert_eq!(head["order"], serde_json::json!([1, 2, 0]));
    assert_eq!(head["counts"]["concern"], 2);
    assert_eq!(head["counts"]["improvement"], 0);
    assert_eq!(index[1]["variation"], "improvement");
    assert_eq!(index[1]["concern"], "7 in a row falling");
    assert_eq!(
        head["labels"][index[1]["concerned"].as_u64().unwrap() as usize],
        "2021-01"
    );
    assert!(index[0]["concern"].is_null() && index[1]["ended"].is_null());
    assert_eq!(
        head["labels"][index[2]["ended"].as_u64().unwrap() as usize],
        "2021-07"
    );
    // The least rank gives a point its color: beyond before trend, warnings last.
    let long = &long_entries(&html)[1];
    let signals = long["signals"].as_array().unwrap();
    let rank = |rule: &str| {
        let signal = signals
            .iter()
            .find(|signal| signal["rule"].as_str().unwrap().contains(rule));
        signal.unwrap()["rank"].as_u64().unwrap()
    };
    assert!(rank("3 sigma") < rank("falling"));
    assert_eq!(
        signals.iter().find(|it| it["warning"] == true).unwrap()["rank"],
        100
    );
}

#[test]
fn hostile_texts_stay_texts() {
    let html = written(common::hostile());
    let page = without_code(&html);
    assert!(!page.contains("<img"));
    assert!(!page.contains("<script>"));
    assert!(page.contains("&lt;img src=x onerror="));
    // One opening tag a data element, and one for the code.
    let elements = 2 + html.matches("id=\"block-").count() + 1;
    assert_eq!(html.matches("<script").count(), elements);
    assert_eq!(html.matches("</script").count(), elements);
    assert!(!html.contains('\0'));
    // The names themselves are whole.
    let index = unpacked(&html, "index");
    for (number, name) in common::hostile_names().iter().enumerate() {
        assert_eq!(index[2 * number]["keys"][0], **name);
        assert_eq!(index[2 * number + 1]["why"], **name);
    }
}

#[test]
fn the_policy_allows_the_code_of_the_page_and_nothing_else() {
    use sha2::{Digest, Sha256};

    let html = written(many(1, 1));
    let hash = |open: &str, close: &str| {
        let (_, rest) = html.split_once(open).unwrap();
        let (code, _) = rest.split_once(close).unwrap();
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(code))
    };
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        hash("<script>", "</script>"),
        hash("<style>", "</style>")
    );
    assert!(html.contains(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
    )));
    // Nothing is fetched: the only addresses are names of things.
    for address in html
        .match_indices("http")
        .map(|(at, _)| &html[at..(at + 26).min(html.len())])
    {
        assert!(
            address.starts_with("http://www.w3.org/2000/svg") || address.starts_with("http-equiv"),
            "{address}"
        );
    }
}

#[test]
fn five_thousand_series_stay_under_a_megabyte() {
    let html = written(many(5_000, 60));
    assert!(html.len() < 1_000_000, "{} bytes", html.len());
}

#[test]
fn without_scripts_a_bounded_number_is_listed() {
    let html = written(many(5_000, 60));
    let (_, rest) = html.split_once("<noscript>").unwrap();
    let (plain, _) = rest.split_once("</noscript>").unwrap();
    assert_eq!(plain.matches("<tr>").count(), 201);
    assert!(plain.contains("5000 series: "));
    assert!(plain.contains(" more.</p>"));
}

#[test]
fn what_does_not_fit_is_refused_with_the_reason() {
    let plan = plain_plan();
    let values = plain_values(1, 30);
    let report = plan.scan(&values).unwrap();
    let (keys, labels) = (texts(&["a", "b"]), months(30));
    let mut page = Page::new("t", ["x", "y"]);
    let mut error = |row: &PageRow<'_>| page.push(row).unwrap_err().to_string();
    let one_key = texts(&["a"]);
    assert_eq!(
        error(&PageRow::new(&one_key, &labels, &plan, &values, &report)),
        "1 keys for the 2 key names of the page, expected one for each"
    );
    assert_eq!(
        error(&PageRow::new(&keys, &labels[1..], &plan, &values, &report)),
        "29 labels for a series of 30 points, expected one for each"
    );
    let remarks = [(30, "late".to_owned())];
    assert_eq!(
        error(&PageRow::new(&keys, &labels, &plan, &values, &report).remarks(&remarks)),
        "remark on point 30 of a series of 30 points, expected an index below that"
    );
    let other = Plan::builder(Chart::individuals()).build().unwrap();
    let row = PageRow::new(&keys, &labels, &other, &values, &report);
    assert!(matches!(page.push(&row), Err(PageError::Series(_))));
    assert_eq!(page.rows(), 0);
    assert_eq!(unpacked(&written(page), "index"), serde_json::json!([]));
}

#[test]
fn an_unwritable_file_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert_eq!(
        many(1, 10).write_to(Full).unwrap_err().to_string(),
        "cannot write the page: the disk is full"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the figures and names are, the page is made, and what it shows is each figure
    /// itself, rounded to the digits it says.
    #[test]
    fn any_figures_and_names_make_a_page(
        values in prop::collection::vec(any::<f64>(), 0..30),
        key in any::<String>(),
        label in any::<String>(),
    ) {
        let plan = Plan::builder(Chart::individuals())
            .preset(Preset::Nelson)
            .invalid(Invalid::Missing)
            .build()
            .unwrap();
        let report = plan.scan(&values).unwrap();
        let keys = [key];
        let labels = vec![label; values.len()];
        let mut page = Page::new("any", ["name"]);
        page.push(&PageRow::new(&keys, &labels, &plan, &values, &report)).unwrap();
        let html = written(page);
        let entry = &long_entries(&html)[0];
        let digits = entry["digits"][0].as_u64();
        let points = report.points(&plan, &values).unwrap();
        if !values.is_empty() {
            for (point, shown) in points.zip(numbers(&entry["values"])) {
                let expected = point.value.map(|value| match digits {
                    Some(digits) => format!("{value:.*}", digits as usize).parse().unwrap(),
                    None => value,
                });
                prop_assert_eq!(shown, expected);
            }
        }
        prop_assert_eq!(&unpacked(&html, "index")[0]["keys"][0], &keys[0]);
    }
}
