//! Small multiples on one time axis.

use crate::run::{Folder, redbead};

/// Ward A to June, ward B from August on.
fn apart() -> String {
    let mut text = "month,ward,falls\n".to_owned();
    for (month, ward) in (1..=6)
        .map(|month| (month, "A"))
        .chain((8..=12).map(|month| (month, "B")))
    {
        text += &format!("2024-{month:02},{ward},{}\n", 10 + month % 3);
    }
    text
}

#[test]
fn every_chart_has_the_axis_of_all() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", apart());
    let drawn = |flags: &[&str]| {
        let mut args = vec!["chart", &data, "-o", "-", "-q"];
        args.extend(flags);
        redbead(&args).expect(0).out
    };
    let starts = |svg: &str| svg.matches(">2024-01<").count();
    assert_eq!(starts(&drawn(&[])), 1);
    let shared = drawn(&["--shared-time"]);
    assert_eq!(starts(&shared), 2);
    // No ward has a figure for July, and yet it has its place.
    let wide = drawn(&["--shared-time", "--pixels", "1600x300"]);
    assert_eq!(wide.matches(">2024-07<").count(), 2);
}

#[test]
fn series_that_only_come_in_order_have_no_common_time() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", "ward,row,falls\nA,a,1\nA,b,2\nB,c,3\nB,d,4\n");
    let args = [
        "chart",
        &data,
        "--row-order",
        "--time",
        "row",
        "--series",
        "ward",
        "-o",
        "-",
        "-q",
        "--shared-time",
    ];
    let ran = redbead(&args).expect(1);
    assert!(ran.err.contains("leave --shared-time out"), "{}", ran.err);
}
