//! Statuses that are kept in a file.

use redbead::{Direction, Plan, Preset, Rebase};
use redbead_qms::{
    FormatProblem, MeasureId, SeriesContext, SeriesKey, SiteId, Status, statuses_from_json,
    statuses_to_json,
};

fn status(site: &str, as_of: &str) -> Status {
    let plan = Plan::of(Preset::ScottishRunChart).rebase(Rebase::Scottish);
    let plan = plan.direction(Direction::Decrease).build().unwrap();
    let falls = [
        5.0, 7.0, 6.0, 6.1, 8.0, 7.0, 5.0, 6.0, 4.0, 5.0, 3.0, 5.3, 4.0, 4.0, 3.0, 5.0, 4.0, 0.1,
    ];
    let report = plan.scan(&falls).unwrap();
    let site = SiteId::new(site).unwrap();
    let key = SeriesKey::new(MeasureId::new("falls").unwrap(), site);
    let context = SeriesContext::new(key).as_of(as_of.parse().unwrap());
    Status::of(&report, &plan, &context).unwrap()
}

#[test]
fn statuses_come_back_in_order() {
    let statuses = [
        status("b", "2026-02-01"),
        status("b", "2026-01-01"),
        status("a", "2026-03-01"),
    ];
    let text = statuses_to_json(&statuses).unwrap();
    crate::files::assert_golden("statuses.json", &text);
    let read = statuses_from_json(&text, "s.json").unwrap();
    let [first, second, third] = statuses;
    assert_eq!(read, [third, second, first]);
    assert_eq!(statuses_to_json(&read).unwrap(), text);
    let none = statuses_to_json([]).unwrap();
    assert_eq!(statuses_from_json(&none, "s.json"), Ok(Vec::new()));
}

#[test]
fn what_is_no_file_of_statuses_is_refused() {
    let refused = |text: &str| statuses_from_json(text, "s.json").unwrap_err().to_string();
    assert_eq!(
        refused("{\"format\": \"redbead-qms\", \"version\": 1}"),
        "s.json at \"/format\": the format is \"redbead-qms\", expected \"redbead-qms-statuses\"; read \
         it with the importer of its format"
    );
    assert_eq!(
        refused("{\"format\": \"redbead-qms-statuses\", \"version\": 7, \"new\": 0}"),
        "s.json at \"/version\": the version is 7, expected 1; read it with the release that wrote it"
    );
    let one = statuses_to_json(&[status("a", "2026-03-01")]).unwrap();
    let message = refused(&one.replace("\"as_of\"", "\"as_off\""));
    assert!(
        message.starts_with("s.json at \"\": line 5, column "),
        "{message}"
    );
    assert!(message.contains("unknown field `as_off`"), "{message}");
    assert!(refused(&one[..one.len() / 2]).contains("EOF"));
}

#[test]
fn what_json_cannot_hold_is_refused() {
    let mut bad = status("a", "2026-03-01");
    if let Some(phase) = &mut bad.phase {
        phase.center = Some(f64::NAN);
    }
    let problem = statuses_to_json(&[bad]).unwrap_err().problem;
    assert!(matches!(problem, FormatProblem::NotFinite { .. }));
}
