//! Scenario 11: the layout of the delayed-discharge files of Public Health Scotland.
//!
//! Reading such files belongs to another crate; the few lines here read a small synthetic one, to show
//! that codes join, bases stay apart, totals stay out, and what is kept back is counted.

use std::collections::{BTreeMap, BTreeSet};

use redbead::Observation;
use redbead_qms::{
    Answers, Basis, Date, SeriesContext, SeriesKey, SiteId, SiteIndex, Status, System, Verdict,
};

use crate::world::{World, key, measure, scottish, statuses};

/// Synthetic, not NHS data. Scotland and the totals carry `d`; Fife changes its code in 2019; `:` is
/// missing, `c` is kept back.
const FILE: &str = "\
MonthOfDelay,HBT,HBTQF,AgeGroup,AgeGroupQF,ReasonForDelay,ReasonForDelayQF,NumberOfDelayedBedDays
201811,S92000003,d,18plus,d,All Delay Reasons,d,900
201811,S08000018,,18plus,d,All Delay Reasons,d,410
201811,S08000018,,18-74,,All Delay Reasons,d,150
201811,S08000018,,75plus,,All Delay Reasons,d,260
201811,S08000018,,18plus,d,Health and Social Care Reasons,,300
201811,S08000025,,18plus,d,All Delay Reasons,d,c
201812,S92000003,d,18plus,d,All Delay Reasons,d,880
201812,S08000018,,18plus,d,All Delay Reasons,d,:
201812,S08000025,,18plus,d,All Delay Reasons,d,7
201901,S92000003,d,18plus,d,All Delay Reasons,d,910
201901,S08000029,,18plus,d,All Delay Reasons,d,430
201901,S08000025,,18plus,d,All Delay Reasons,d,c
";

/// What to read: the caller chooses, since totals stand beside their parts.
struct Choice {
    age: &'static str,
    reason: &'static str,
    basis: Basis,
}

/// For each series its months, with the number of those that are kept back.
type Read = BTreeMap<SeriesKey, (Vec<(Date, Observation)>, usize)>;

fn read(system: &System, file: &str, choice: &Choice) -> Read {
    let mut read = Read::new();
    for line in file.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [month, board, board_qualifier, age, _, reason, _, days] = cells[..] else {
            panic!("eight columns: {line}")
        };
        let is_chosen = age == choice.age && reason == choice.reason;
        if board_qualifier == "d" || !is_chosen {
            continue;
        }
        let site = system.site_of_code(&SiteId::new(board).unwrap()).unwrap();
        let key = SeriesKey::new(
            system.measures()[0].id.clone(),
            system.site(site).id.clone(),
        );
        let series = read.entry(key.on(choice.basis)).or_default();
        let day = format!("{}-{}-01", &month[..4], &month[4..]);
        let point = match days {
            ":" => Observation::missing(),
            "c" => {
                series.1 += 1;
                Observation::missing()
            }
            days => Observation::value(days.parse().unwrap()),
        };
        series.0.push((day.parse().unwrap(), point));
    }
    read
}

fn status((key, (points, suppressed)): (SeriesKey, (Vec<(Date, Observation)>, usize))) -> Status {
    let (days, points): (Vec<Date>, Vec<Observation>) = points.into_iter().unzip();
    let plan = scottish();
    let report = plan.scan(&points).unwrap();
    let context = SeriesContext::new(key)
        .periods(&days)
        .suppressed(suppressed);
    Status::of(&report, &plan, &context).unwrap()
}

#[test]
fn codes_join_bases_stay_apart_and_totals_stay_out() {
    let mut world = World::new()
        .measure("bed-days", "decrease", "aim", "outcome")
        .site("S92000003", "nation", None)
        .site("S08000029", "board", Some("S92000003"))
        .site("S08000025", "board", Some("S92000003"));
    world.0.sites[1].name = "NHS Fife".into();
    world.0.sites[1].codes = vec!["S08000018".into()];
    world.0.sites[2].name = "NHS Orkney".into();
    let system = world.build();
    let choice = |basis| Choice {
        age: "18plus",
        reason: "All Delay Reasons",
        basis,
    };
    let treated = read(&system, FILE, &choice(Basis::Treatment));
    let living = read(&system, FILE, &choice(Basis::Residence));

    // Scotland is no further board, and each month is read once.
    let sites: BTreeSet<&str> = treated.keys().map(|key| key.site.as_str()).collect();
    assert_eq!(sites, BTreeSet::from(["S08000025", "S08000029"]));
    let fife = key("bed-days", "S08000029").on(Basis::Treatment);
    // Two codes, one series, under the code of 2019.
    let months: Vec<String> = treated[&fife]
        .0
        .iter()
        .map(|(day, _)| day.to_string())
        .collect();
    assert_eq!(months, ["2018-11-01", "2018-12-01", "2019-01-01"]);

    let set = statuses(&system, treated.into_iter().chain(living).map(status));
    assert_eq!(
        set.entries().len(),
        4,
        "residence and treatment are two series each"
    );
    let of_fife = set.get(&fife).unwrap();
    let points = of_fife.status.points;
    assert_eq!(
        (points.useful, points.missing, points.suppressed),
        (2, 1, 0)
    );
    let orkney = set
        .get(&key("bed-days", "S08000025").on(Basis::Residence))
        .unwrap();
    let points = orkney.status.points;
    assert_eq!(
        (points.useful, points.missing, points.suppressed),
        (1, 0, 2)
    );

    let answers = Answers::new(&system, &set).unwrap();
    let rollup = answers.site_rollup(measure(&system, "bed-days"), 10);
    let bases: Vec<Basis> = rollup.groups.iter().map(|group| group.basis).collect();
    assert_eq!(bases, [Basis::Residence, Basis::Treatment]);
    for group in &rollup.groups {
        assert_eq!(group.series.counts().get(Verdict::InsufficientData), 2);
    }
    let scotland: SiteIndex = system
        .site_of_code(&SiteId::new("S92000003").unwrap())
        .unwrap();
    assert_eq!(answers.within(scotland).plain_lines().len(), 4);
}

#[test]
fn a_part_is_read_only_when_it_is_chosen() {
    let mut world = World::new()
        .measure("bed-days", "decrease", "aim", "outcome")
        .site("S08000029", "board", None)
        .site("S08000025", "board", None);
    world.0.sites[0].codes = vec!["S08000018".into()];
    let system = world.build();
    let part = Choice {
        age: "75plus",
        reason: "All Delay Reasons",
        basis: Basis::Treatment,
    };
    let read = read(&system, FILE, &part);
    let [(_, (points, _))] = &read.into_iter().collect::<Vec<_>>()[..] else {
        panic!("one series")
    };
    assert_eq!(points.len(), 1);
}
