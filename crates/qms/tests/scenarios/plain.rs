//! Question 10: plain lines for those who use the services.

use redbead_qms::{Answers, Basis, Plain};

use crate::world::{FEWER, MORE, STEADY, World, on, status, statuses};

#[test]
fn four_plain_answers() {
    let mut world = World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .measure("beds", "not judged", "aim", "structure")
        .site("ward-1", "ward", None)
        .site("ward-2", "ward", None);
    world.0.measures[0].name = "Falls".into();
    world.0.measures[1].name = "Beds".into();
    world.0.sites[0].name = "Ward 1".into();
    world.0.sites[1].name = "Ward 2".into();
    let mut system = world.build();
    let all = || {
        [
            status("falls", "ward-1", &FEWER),
            status("falls", "ward-2", &MORE),
            on(status("falls", "ward-2", &STEADY), Basis::Residence),
            on(status("falls", "ward-2", &STEADY[..5]), Basis::Treatment),
            status("beds", "ward-1", &MORE),
        ]
    };
    let set = statuses(&system, all());
    let answers = Answers::new(&system, &set).unwrap();
    let lines = answers.plain_lines();
    let words: Vec<String> = lines.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "Beds at Ward 1: no clear change",
            "Falls at Ward 1: better, since September 2024",
            "Falls at Ward 2: worse, since December 2024",
            "Falls, people living in Ward 2: no clear change",
            "Falls, people treated in Ward 2: not enough data",
        ]
    );
    assert_eq!(lines[1].plain, Plain::Better);

    world.0.measures[0].frequency = Some("weekly".into());
    system = world.build();
    let set = statuses(&system, all());
    let answers = Answers::new(&system, &set).unwrap();
    assert_eq!(
        answers.plain_lines()[1].to_string(),
        "Falls at Ward 1: better, since 1 September 2024"
    );
}
