//! Synthetic figures of emergency departments in the layout of Public Health Scotland, with their
//! truth. **No NHS data**: the codes of boards are real, every number is drawn.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// The truth about the synthetic file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// That it is synthetic.
    pub about: String,
    /// Where the random numbers start.
    pub seed: u64,
    /// Rows without the header.
    pub rows: u64,
    /// Series, once codes that were replaced are joined.
    pub series: u64,
    /// Rows whose count over four hours was withheld: 1 to 4.
    pub suppressed: u64,
    /// Rows marked as missing.
    pub missing: u64,
    /// Rows of departments that did not exist yet.
    pub not_applicable: u64,
    /// Rows that are provisional.
    pub provisional: u64,
    /// Rows that were revised.
    pub revised: u64,
    /// Rows that are totals of others.
    pub totals: u64,
    /// Rows under a code that was replaced.
    pub old_codes: u64,
    /// Periods without a row.
    pub holes: u64,
    /// A share that changes from one month to the next.
    pub shift: Change,
    /// A share that changes little by little.
    pub drift: Change,
    /// What the next release says of the last, provisional month.
    pub next_release: Vec<Revision>,
}

/// A change that was put in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Board, by its present code, and department type.
    pub series: Vec<String>,
    /// The first month of it.
    pub from: String,
    /// Share over four hours before.
    pub before: f64,
    /// Share over four hours at the end.
    pub after: f64,
}

/// A row of the next release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// Board and department type.
    pub series: Vec<String>,
    /// The month.
    pub month: String,
    /// Attendances over four hours.
    pub over_4_hours: u64,
    /// All attendances.
    pub attendances: u64,
}

impl Truth {
    /// The truth as JSON.
    ///
    /// # Errors
    ///
    /// None: it holds nothing that JSON does not.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }
}

const SEED: u64 = 20_240_531;
const MONTHS: u64 = 60;
const FIRST_YEAR: u64 = 2019;
/// The last month of codes that were replaced: March 2019.
const OLD_UNTIL: u64 = 2;

/// Boards: code, code before, attendances a month at departments of type 1.
const BOARDS: [(&str, Option<&str>, f64); 14] = [
    ("S08000015", None, 5600.0),
    ("S08000016", None, 2100.0),
    ("S08000017", None, 2600.0),
    ("S08000019", None, 4700.0),
    ("S08000020", None, 7400.0),
    ("S08000022", None, 4300.0),
    ("S08000024", None, 14_100.0),
    ("S08000025", None, 420.0),
    ("S08000026", None, 510.0),
    ("S08000028", None, 480.0),
    ("S08000029", Some("S08000018"), 5200.0),
    ("S08000030", Some("S08000027"), 6300.0),
    ("S08000031", Some("S08000021"), 21_000.0),
    ("S08000032", Some("S08000023"), 11_800.0),
];
const LOTHIAN: usize = 6;
const GRAMPIAN: usize = 4;
const SHETLAND: usize = 8;
const SHIFT_FROM: u64 = 38;
const DRIFT_FROM: u64 = 24;

/// Random numbers (splitmix64) with nothing but sums and products, so that they are the same
/// everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal: twelve uniform numbers less their mean.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// About Poisson, with a little more spread.
    fn count(&mut self, mean: f64) -> u64 {
        (mean + mean.sqrt() * 1.2 * self.normal()).round().max(0.0) as u64
    }

    /// Binomial for small numbers, about so for large ones.
    fn part(&mut self, of: u64, share: f64) -> u64 {
        if of < 2000 {
            return (0..of).filter(|_| self.uniform() < share).count() as u64;
        }
        let (mean, spread) = (
            of as f64 * share,
            (of as f64 * share * (1.0 - share)).sqrt(),
        );
        (mean + spread * self.normal())
            .round()
            .clamp(0.0, of as f64) as u64
    }

    fn chance(&mut self, of: f64) -> bool {
        self.uniform() < of
    }
}

/// One row before it is written.
struct Row<'a> {
    month: u64,
    board: &'a str,
    kind: &'a str,
    attendances: u64,
    over: u64,
    qualifier: &'a str,
    board_total: bool,
    kind_total: bool,
}

fn month_text(month: u64) -> String {
    format!("{}{:02}", FIRST_YEAR + month / 12, month % 12 + 1)
}

/// The share over four hours of a board and type in a month.
fn share(board: usize, kind: usize, month: u64) -> f64 {
    let base = if kind == 0 { 0.10 } else { 0.01 };
    if (board, kind) == (LOTHIAN, 0) && month >= SHIFT_FROM {
        return 0.16;
    }
    if (board, kind) == (GRAMPIAN, 0) && month >= DRIFT_FROM {
        return 0.10 + 0.05 * (month - DRIFT_FROM) as f64 / (MONTHS - 1 - DRIFT_FROM) as f64;
    }
    base
}

/// Attendances relative to an ordinary month: winters are busier, and from April 2020 on there was
/// a year of few.
fn busy(month: u64) -> f64 {
    let season = match month % 12 {
        11 | 0 | 1 => 1.06,
        5..=7 => 0.96,
        _ => 1.0,
    };
    season * if (15..27).contains(&month) { 0.62 } else { 1.0 }
}

/// The table as CSV, and the truth about it.
#[must_use]
pub fn emergency() -> (String, Truth) {
    let mut random = Random(SEED);
    let mut truth = Truth {
        about: "synthetic figures, not NHS data".to_owned(),
        seed: SEED,
        rows: 0,
        series: 0,
        suppressed: 0,
        missing: 0,
        not_applicable: 0,
        provisional: 0,
        revised: 0,
        totals: 0,
        old_codes: 0,
        holes: 0,
        shift: Change {
            series: vec![BOARDS[LOTHIAN].0.to_owned(), "Type 1".to_owned()],
            from: month_text(SHIFT_FROM),
            before: 0.10,
            after: 0.16,
        },
        drift: Change {
            series: vec![BOARDS[GRAMPIAN].0.to_owned(), "Type 1".to_owned()],
            from: month_text(DRIFT_FROM),
            before: 0.10,
            after: 0.15,
        },
        next_release: Vec::new(),
    };
    let mut table = "Month,HBT,HBTQF,DepartmentType,DepartmentTypeQF,NumberOfAttendancesAll,\
                     NumberOfAttendancesAllQF,NumberOver4HoursAll,NumberOver4HoursAllQF\n"
        .to_owned();
    let kinds = ["Type 1", "Type 3"];
    truth.series = (BOARDS.len() as u64 + 1) * 3;
    for month in 0..MONTHS {
        let mut scotland = [(0, 0); 2];
        for (number, (code, before, size)) in BOARDS.iter().enumerate() {
            let board = before.filter(|_| month <= OLD_UNTIL).unwrap_or(code);
            let mut all = (0, 0);
            for (at, kind) in kinds.iter().enumerate() {
                let mean = size * busy(month) * if at == 0 { 1.0 } else { 0.35 };
                let attendances = random.count(mean);
                let over = random.part(attendances, share(number, at, month));
                let mut row = Row {
                    month,
                    board,
                    kind,
                    attendances,
                    over,
                    qualifier: "",
                    board_total: false,
                    kind_total: false,
                };
                let dropped = random.chance(0.01) && (1..MONTHS - 1).contains(&month);
                let fate = random.uniform();
                if (number, at) == (SHETLAND, 1) && month < 12 {
                    row.qualifier = "z";
                    (row.attendances, row.over) = (0, 0);
                    truth.not_applicable += 1;
                } else if dropped {
                    truth.holes += 1;
                } else if (1..=4).contains(&over) {
                    row.qualifier = "c";
                    truth.suppressed += 1;
                } else if month == MONTHS - 1 {
                    row.qualifier = "p";
                    truth.provisional += 1;
                    let later = (attendances as f64 * (1.0 + 0.03 * random.uniform())).round();
                    truth.next_release.push(Revision {
                        series: vec![(*code).to_owned(), (*kind).to_owned()],
                        month: month_text(month),
                        over_4_hours: over,
                        attendances: later as u64,
                    });
                } else if fate < 0.02 {
                    row.qualifier = ":";
                    truth.missing += 1;
                } else if fate < 0.03 {
                    row.qualifier = "r";
                    truth.revised += 1;
                }
                all.0 += row.attendances;
                all.1 += row.over;
                scotland[at].0 += row.attendances;
                scotland[at].1 += row.over;
                if !dropped || row.qualifier == "z" {
                    put(&mut table, &mut truth, &row, before.is_some());
                }
            }
            let row = Row {
                month,
                board,
                kind: "All",
                attendances: all.0,
                over: all.1,
                qualifier: "",
                board_total: false,
                kind_total: true,
            };
            put(&mut table, &mut truth, &row, before.is_some());
        }
        let all = (scotland[0].0 + scotland[1].0, scotland[0].1 + scotland[1].1);
        let sums = [
            ("Type 1", scotland[0]),
            ("Type 3", scotland[1]),
            ("All", all),
        ];
        for (kind, (attendances, over)) in sums {
            let row = Row {
                month,
                board: "S92000003",
                kind,
                attendances,
                over,
                qualifier: "",
                board_total: true,
                kind_total: kind == "All",
            };
            put(&mut table, &mut truth, &row, false);
        }
    }
    (table, truth)
}

fn put(table: &mut String, truth: &mut Truth, row: &Row<'_>, was_renamed: bool) {
    truth.rows += 1;
    truth.totals += u64::from(row.board_total || row.kind_total);
    truth.old_codes += u64::from(was_renamed && row.month <= OLD_UNTIL);
    let sign = |total: bool| if total { "d" } else { "" };
    let shown = |number: u64, hidden: bool| {
        if hidden {
            String::new()
        } else {
            number.to_string()
        }
    };
    let no_figure = matches!(row.qualifier, ":" | "z");
    // Of a count of 1 to 4 only itself is withheld, not of how many it is.
    let for_all = if row.qualifier == "c" {
        ""
    } else {
        row.qualifier
    };
    // Writing to a text does not fail.
    let _ = writeln!(
        table,
        "{},{},{},{},{},{},{},{},{}",
        month_text(row.month),
        row.board,
        sign(row.board_total),
        row.kind,
        sign(row.kind_total),
        shown(row.attendances, no_figure),
        for_all,
        shown(row.over, no_figure || row.qualifier == "c"),
        row.qualifier,
    );
}
