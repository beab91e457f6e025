//! Question 8: one measure at many sites.

use redbead_qms::{Answers, Basis, SiteLevel, Verdict};

use crate::world::{FEWER, MORE, STEADY, World, key, measure, on, site, status, statuses};

#[test]
fn sites_of_a_board_by_verdict_with_the_number_tested() {
    let mut world = World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .site("fife", "board", None)
        .site("tayside", "board", None)
        .site("ward-99", "ward", Some("tayside"));
    for at in 1..=6 {
        world = world.site(&format!("ward-{at}"), "ward", Some("fife"));
    }
    let system = world.build();
    let set = statuses(
        &system,
        [
            status("falls", "ward-1", &MORE),
            status("falls", "ward-2", &STEADY),
            status("falls", "ward-3", &STEADY),
            status("falls", "ward-4", &FEWER),
            status("falls", "ward-5", &FEWER[..5]),
            status("falls", "ward-99", &MORE),
            on(status("falls", "fife", &MORE), Basis::Residence),
            on(status("falls", "fife", &STEADY), Basis::Treatment),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let falls = measure(&system, "falls");
    let fife = answers.within(site(&system, "fife"));
    let rollup = fife.site_rollup(falls, 1);
    let words: Vec<String> = rollup.groups.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "board by residence: 1 tested (of 1 sites): 1 worsening",
            "board by treatment: 1 tested (of 1 sites): 1 no signal",
            "ward: 4 tested (of 6 sites): 1 improving, 1 worsening, 2 no signal, 1 not enough data",
        ]
    );
    let wards = &rollup.groups[2];
    assert_eq!((wards.level, wards.tested()), (SiteLevel::Ward, 4));
    let quiet = wards.series.listed(Verdict::NoSignal);
    assert_eq!(
        (quiet.len(), &quiet[0].status.key),
        (1, &key("falls", "ward-2"))
    );

    let all = answers.site_rollup(falls, 10);
    let wards = all.groups.last().unwrap();
    assert_eq!(wards.series.listed(Verdict::Worsening).len(), 2);
    assert_eq!((wards.sites, wards.series.counts().total()), (7, 6));
}
