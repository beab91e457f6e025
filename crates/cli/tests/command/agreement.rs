//! Table, page and picture show the same number of a point, whatever the chart and the notation.

use base64::Engine;
use serde_json::Value;

use crate::run::{Folder, redbead};

/// Every chart with the columns it reads.
const CHARTS: [(&str, &str); 18] = [
    ("run", "value"),
    ("individuals", "value"),
    ("moving_range", "value"),
    ("xbar", "deviations"),
    ("s", "deviations"),
    ("r", "ranges"),
    ("p", "ratio"),
    ("np:400", "count"),
    ("c", "count"),
    ("u:per=100", "ratio"),
    ("p_prime", "ratio"),
    ("u_prime:per=100", "ratio"),
    ("c_prime", "count"),
    ("i_prime", "ratio"),
    ("g", "count"),
    ("t", "value"),
    ("ewma", "value"),
    ("cusum", "value"),
];

/// Columns by their name above.
fn columns(which: &str) -> &'static [&'static str] {
    match which {
        "ratio" => &["--count", "count", "--exposure", "exposure"],
        "count" => &["--value", "count"],
        "deviations" => &[
            "--mean",
            "mean",
            "--deviation",
            "deviation",
            "--size",
            "size",
        ],
        "ranges" => &["--mean", "mean", "--range", "range", "--size", "size"],
        _ => &["--value", "value"],
    }
}

fn data() -> String {
    let mut text = String::from("month,value,count,exposure,mean,deviation,range,size\n");
    for number in 0..24u32 {
        let wave = number * 7 % 11;
        text.push_str(&format!(
            "{}-{:02},{}.{},{},{},{}.25,{}.125,{}.5,5\n",
            2023 + number / 12,
            number % 12 + 1,
            20 + wave,
            wave % 7 + 1,
            50 + wave,
            350 + number * 13 % 17,
            30 + wave % 5,
            2 + wave % 3,
            5 + wave % 4,
        ));
    }
    text
}

/// A number as it is shown, without its decoration, and how many digits stand behind its point.
fn number(shown: &str) -> (f64, usize) {
    let plain: String = shown
        .replace('\u{2212}', "-")
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        .collect();
    let digits = plain.split_once('.').map_or(0, |(_, digits)| digits.len());
    (
        plain.parse().unwrap_or_else(|_| panic!("{shown:?}")),
        digits,
    )
}

/// The cell below a heading that is written to the right.
fn cell(table: &str, head: &str) -> String {
    let mut lines = table.lines().skip_while(|line| !line.contains(head));
    let heading = lines.next().unwrap();
    let end = heading[..heading.find(head).unwrap() + head.len()]
        .chars()
        .count();
    let row: String = lines.next().unwrap().chars().take(end).collect();
    row.rsplit("  ").next().unwrap().trim().to_owned()
}

pub(crate) fn unpacked(html: &str, id: &str) -> Value {
    let start = format!("<script type=\"text/plain\" id=\"{id}\">");
    let (_, rest) = html.split_once(&start).unwrap();
    let (base64, _) = rest.split_once("</script>").unwrap();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(base64)
        .unwrap();
    let text = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// What the titles of a picture say of the last month.
fn titles(svg: &str) -> Vec<String> {
    let titles = svg.split("<title>2024-12: ").skip(1);
    titles
        .map(|rest| {
            let (title, _) = rest.split_once("</title>").unwrap();
            title.split(", ").next().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn table_page_and_picture_show_the_same_number() {
    let folder = Folder::new();
    let file = folder.with("data.csv", data());
    let (page, picture) = (folder.file("x.html"), folder.file("x.svg"));
    for (chart, which) in CHARTS {
        for notation in [&[][..], &["--percent"], &["--notation", "per 1000"]] {
            for decimals in [&[][..], &["--decimals", "0"], &["--decimals", "3"]] {
                let mut flags = vec![file.as_str(), "--series", "", "--chart", chart, "-q"];
                flags.extend(columns(which).iter().chain(notation).chain(decimals));
                let run = |command: &str, more: &[&str]| {
                    let mut args = vec![command];
                    args.extend(&flags);
                    args.extend(more);
                    redbead(&args).expect(0).out
                };
                let told = format!("{chart} {notation:?} {decimals:?}");
                let table = number(&cell(&run("scan", &["--color", "never"]), "latest"));
                run("report", &["-o", &page]);
                let html = std::fs::read_to_string(&page).unwrap();
                let shown = unpacked(&html, "index")[0]["latest"]
                    .as_str()
                    .unwrap()
                    .to_owned();
                let shown = number(&shown);
                run("chart", &["-o", &picture]);
                let svg = std::fs::read_to_string(&picture).unwrap();
                let drawn: Vec<(f64, usize)> = titles(&svg).iter().map(|it| number(it)).collect();
                // Sums that run downward are drawn without their sign.
                let is_near = |one: (f64, usize), other: (f64, usize)| {
                    let digits = one.1.min(other.1) as i32;
                    let apart = (one.0.abs() - other.0.abs()).abs();
                    apart <= 0.500_001 * 10f64.powi(-digits)
                };
                assert!(is_near(table, shown), "{told}: {table:?} and {shown:?}");
                assert!(
                    drawn.iter().any(|drawn| is_near(*drawn, shown)),
                    "{told}: {drawn:?} and {shown:?}"
                );
                if let [_, digits] = decimals {
                    let digits: usize = digits.parse().unwrap();
                    assert_eq!((table.1, shown.1), (digits, digits), "{told}");
                    assert!(
                        (table.0 - shown.0).abs() < 1e-9,
                        "{told}: {table:?} and {shown:?}"
                    );
                    assert!(drawn.iter().any(|it| it.1 == digits), "{told}: {drawn:?}");
                }
            }
        }
    }
}

#[test]
fn digits_that_are_asked_for_move_no_point_and_no_line() {
    let folder = Folder::new();
    let file = folder.with("data.csv", data());
    let page = folder.file("x.html");
    let columns = [
        "--series",
        "",
        "--count",
        "count",
        "--exposure",
        "exposure",
        "--chart",
        "u",
        "-q",
    ];
    let mut args = vec!["report", &file, "-o", &page, "--decimals", "0"];
    args.extend(columns);
    redbead(&args).expect(0);
    let long = &unpacked(&std::fs::read_to_string(&page).unwrap(), "block-0")[0];
    assert_eq!(long["digits"], serde_json::json!([0, 0]));
    let first: f64 = long["values"]
        .as_str()
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(first, 50.0 / 350.0);
    let upper = long["phases"][0]["upper"].as_str().unwrap();
    assert!(
        upper.split(',').all(|limit| limit.starts_with("0.2")),
        "{upper}"
    );
}

#[test]
fn a_target_is_drawn_only_where_it_is_of_the_kind_of_what_is_plotted() {
    let folder = Folder::new();
    let file = folder.with("data.csv", data());
    let (page, picture) = (folder.file("x.html"), folder.file("x.svg"));
    for (chart, which) in CHARTS {
        let target = if which == "ratio" { "0.15" } else { "22" };
        let mut flags = vec![
            file.as_str(),
            "--series",
            "",
            "--chart",
            chart,
            "-q",
            "--target",
            target,
        ];
        flags.extend(columns(which));
        redbead(&[&["report"], flags.as_slice(), &["-o", &page]].concat()).expect(0);
        redbead(&[&["chart"], flags.as_slice(), &["-o", &picture]].concat()).expect(0);
        let long = &unpacked(&std::fs::read_to_string(&page).unwrap(), "block-0")[0];
        let expected = !matches!(chart, "cusum" | "moving_range" | "s" | "r");
        assert_eq!(long["target"].is_string(), expected, "{chart}");
        let svg = std::fs::read_to_string(&picture).unwrap();
        assert_eq!(svg.contains(">Target"), expected, "{chart}");
    }
}
