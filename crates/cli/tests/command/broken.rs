//! Broken input of every kind: the exit code, the decisive words, and never a panic.

use crate::run::{Folder, wards, with_input};

/// A run that must fail.
struct Case {
    /// Arguments; `{}` before a name is the folder of the test.
    args: &'static str,
    /// A file `data.csv`.
    data: &'static str,
    /// A file `plan.toml`.
    plan: &'static str,
    code: i32,
    /// Words that the message must have.
    words: &'static [&'static str],
}

const fn case(
    args: &'static str,
    data: &'static str,
    code: i32,
    words: &'static [&'static str],
) -> Case {
    Case {
        args,
        data,
        plan: "",
        code,
        words,
    }
}

const fn plan(plan: &'static str, words: &'static [&'static str]) -> Case {
    Case {
        args: "scan {}wards.csv --plan {}plan.toml",
        data: "",
        plan,
        code: 1,
        words,
    }
}

const USAGE: i32 = 2;
const WORK: i32 = 1;

/// Mistakes on the command line.
const ARGUMENTS: [Case; 39] = [
    case("", "", USAGE, &["Usage: redbead"]),
    case(
        "scna",
        "",
        USAGE,
        &["unrecognized subcommand 'scna'", "scan"],
    ),
    case("scan", "", USAGE, &["<FILE>"]),
    case(
        "scan {}wards.csv --colour never",
        "",
        USAGE,
        &["--colour", "--color"],
    ),
    case(
        "scan {}wards.csv --chart q",
        "",
        USAGE,
        &["chart \"q\" is not known", "redbead rules"],
    ),
    case(
        "scan {}wards.csv --chart individual",
        "",
        USAGE,
        &["did you mean `individuals`?"],
    ),
    case("scan {}wards.csv --chart np", "", USAGE, &["such as np:50"]),
    case(
        "scan {}wards.csv --chart u:pre=1000",
        "",
        USAGE,
        &["unknown field `pre`", "did you mean `per`?"],
    ),
    case(
        "scan {}wards.csv --rules nelsen",
        "",
        USAGE,
        &["\"nelsen\"", "did you mean `nelson`?"],
    ),
    case(
        "scan {}wards.csv --rule shift:eight",
        "",
        USAGE,
        &["rule \"shift:eight\"", "expected a whole number"],
    ),
    case(
        "scan {}wards.csv --rule shift:8,on_center=skipp",
        "",
        USAGE,
        &["unknown choice `skipp`", "did you mean `skip`?"],
    ),
    case(
        "scan {}wards.csv --rule k_of_m:2,3,2,1",
        "",
        USAGE,
        &["has no place", "k_of_m:k,m,sigma"],
    ),
    case(
        "scan {}wards.csv --no-rules --rule shift:8",
        "",
        USAGE,
        &["cannot be used with"],
    ),
    case(
        "scan {}wards.csv --baseline useful:few",
        "",
        USAGE,
        &["\"few\" is no number of points"],
    ),
    case(
        "scan {}wards.csv --baseline ..",
        "",
        USAGE,
        &["names no period"],
    ),
    case(
        "scan {}wards.csv --rebase scotish",
        "",
        USAGE,
        &["did you mean `scottish`?"],
    ),
    case(
        "scan {}wards.csv --good better",
        "",
        USAGE,
        &["possible values: up, down, neither"],
    ),
    case(
        "scan {}wards.csv --target five",
        "",
        USAGE,
        &["expected a number such as 0.05"],
    ),
    case(
        "scan {}wards.csv --center middle",
        "",
        USAGE,
        &["expected mean, median or a number"],
    ),
    case(
        "scan {}wards.csv --sigma mrs",
        "",
        USAGE,
        &["expected mr, median_mr"],
    ),
    case(
        "scan {}wards.csv --sigma-value 2 --center mean",
        "",
        USAGE,
        &["needs a --center that is a number"],
    ),
    case(
        "scan {}wards.csv --sigma-value 2 --center 40 --baseline 12",
        "",
        USAGE,
        &["--baseline has nothing to say"],
    ),
    case(
        "scan {}wards.csv --chart c --sigma mr",
        "",
        USAGE,
        &["the c chart has no choice of sigma"],
    ),
    case(
        "scan {}wards.csv --constants rounded",
        "",
        USAGE,
        &["possible values: exact, printed"],
    ),
    case("scan {}wards.csv --exposure n", "", USAGE, &["--count"]),
    case(
        "scan {}wards.csv --value a --count b",
        "",
        USAGE,
        &["cannot be used with"],
    ),
    case("scan {}wards.csv --threads 0", "", USAGE, &["--threads"]),
    case(
        "scan {}wards.csv --threads 5000",
        "",
        USAGE,
        &["expected at most 1024"],
    ),
    case(
        "scan {}wards.csv --points",
        "",
        USAGE,
        &["--points needs --format json"],
    ),
    case(
        "scan {}wards.csv --format excel",
        "",
        USAGE,
        &["possible values: table, json"],
    ),
    case(
        "scan {}wards.csv --where ward",
        "",
        USAGE,
        &["expected a key and its value"],
    ),
    case(
        "scan {}wards.csv --where wart=A",
        "",
        USAGE,
        &["told apart by ward", "did you mean `ward`?"],
    ),
    case("report {}wards.csv", "", USAGE, &["--output"]),
    case(
        "chart {}wards.csv -o x.svg --pixels 9x9",
        "",
        USAGE,
        &["such as 900x420"],
    ),
    case(
        "chart {}wards.csv -o x.gif",
        "",
        USAGE,
        &["SVG or PNG by its name"],
    ),
    case(
        "chart {}wards.csv -o {}x.svg --where ward=A --note soon",
        "",
        USAGE,
        &["expected a period and a text"],
    ),
    case(
        "chart {}wards.csv -o {}x.svg --moving-ranges",
        "",
        USAGE,
        &["goes with one series"],
    ),
    case(
        "chart {}wards.csv -o {}x.svg --where ward=A --chart c --moving-ranges",
        "",
        USAGE,
        &["goes with an individuals chart"],
    ),
    case("explain nelsen", "", USAGE, &["did you mean `nelson`?"]),
];

/// Data that cannot be used.
const DATA: [Case; 25] = [
    case(
        "chart {}wards.csv -o {}x.svg --where ward=A --note 2030-01=late",
        "",
        WORK,
        &["no point is called \"2030-01\"", "2024-08"],
    ),
    case(
        "scan {}nothing.csv",
        "",
        WORK,
        &["nothing.csv", "No such file"],
    ),
    case("scan {}", "", WORK, &["error: "]),
    case("scan {}data.csv", "", WORK, &["data.csv: no rows"]),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\n",
        WORK,
        &["no rows"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-01,many\n",
        WORK,
        &["line 2, column falls", "`many` is no number"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-01,12%\n",
        WORK,
        &["`12%` is no number"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-01,\"1,234\"\n",
        WORK,
        &["`1,234`"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-13,3\n",
        WORK,
        &["line 2, column month", "2024-13"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,01/02/2024,3\nA,03/02/2024,4\n",
        WORK,
        &["two ways"],
    ),
    case(
        "scan {}data.csv",
        "ward,month,falls\nA,2024-01,3\nA,2024-01,4\n",
        WORK,
        &["a second time", "line 2"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-01,3\nA,2024-01-05,4\n",
        WORK,
        &["line "],
    ),
    case(
        "scan {}data.csv",
        "ward,month,falls\nA,2024-01,3,4\n",
        WORK,
        &["4 cells", "3"],
    ),
    case(
        "scan {}data.csv --value fall --time month",
        "ward,month,falls\nA,2024-01,3\n",
        WORK,
        &["no column `fall`", "did you mean `falls`?"],
    ),
    case(
        "scan {}data.csv --time ward --value ward",
        "ward,month,falls\nA,2024-01,3\n",
        WORK,
        &["column `ward` is asked for"],
    ),
    case(
        "scan {}data.csv",
        "ward,ward,falls\nA,B,3\n",
        WORK,
        &["two columns are named `ward`"],
    ),
    case(
        "scan {}data.csv --value falls --time month",
        "ward,month,falls\nA,2024-01,inf\n",
        WORK,
        &["inf"],
    ),
    case(
        "scan {}data.csv --input-format ndjson",
        "{\"month\":\"2024-01\",\"falls\":3}\n[1]\n",
        WORK,
        &["line 2", "JSON object"],
    ),
    case(
        "scan {}data.csv --input-format parquet",
        "PAR1PAR1",
        WORK,
        &["data.csv"],
    ),
    case(
        "scan {}data.csv --input-format csv --time month --value falls",
        "ward,month,falls\n\"A,2024-01,3\n",
        WORK,
        &["quote"],
    ),
    case(
        "scan {}wards.csv --where ward=C",
        "",
        WORK,
        &["no series has ward = \"C\""],
    ),
    case(
        "scan {}wards.csv --delimiter ;;",
        "",
        USAGE,
        &["delimiter \";;\" cannot part columns"],
    ),
    case(
        "scan {}wards.csv --phase-at 2024-13",
        "",
        USAGE,
        &["phase at 2024-13", "2024-13"],
    ),
    case(
        "scan {}wards.csv --baseline soon..later",
        "",
        USAGE,
        &["baseline: ", "`soon` is no period"],
    ),
    case(
        "scan {}wards.csv --exclude yesterday",
        "",
        USAGE,
        &["exclude yesterday"],
    ),
];

/// Plans that cannot be used.
const PLANS: [Case; 18] = [
    plan(
        "version = 1\n[plan]\nbasline = 24\n",
        &["plan.toml: line 3, column 1", "did you mean `baseline`?"],
    ),
    plan("version = 1\n[plan\n", &["plan.toml: line 2"]),
    plan("", &["write version = 1 at the top"]),
    plan(
        "version = 2\n",
        &["version 2, this program reads up to version 1"],
    ),
    plan("version = 1\nchart = 'p'\n", &["put the plan under [plan]"]),
    plan(
        "version = 1\n[plan]\nrules = ['nelsen']\n",
        &["line 3, column 10", "did you mean `nelson`?"],
    ),
    plan(
        "version = 1\n[plan]\nrules = 'nelson'\n",
        &["line 3, column 9", "expected a sequence"],
    ),
    plan(
        "version = 1\n[plan]\nbaseline = []\n",
        &["line 3, column 12", "expected a baseline"],
    ),
    plan(
        "version = 1\n[plan]\ntarget = 'low'\n",
        &["line 3, column 10", "expected a number"],
    ),
    plan(
        "version = 1\n[columns]\nvalues = 'falls'\n",
        &["did you mean `value`?"],
    ),
    plan(
        "version = 1\n[columns]\nvalue = 'falls'\ncount = 'falls'\n",
        &["columns of several kinds of figures"],
    ),
    plan(
        "version = 1\n[columns]\nexposure = 'falls'\n",
        &["without one of counts"],
    ),
    plan(
        "version = 1\n[reading]\nyear_starts = 13\n",
        &["expected a month from 1 to 12"],
    ),
    plan(
        "version = 1\n[[series]]\nmatch = { wart = 'A' }\n",
        &["matches by \"wart\"", "did you mean `ward`?"],
    ),
    plan("version = 1\n[[series]]\ntarget = 1\n", &["has no `match`"]),
    plan(
        "version = 1\n[plan]\nchart = 'run'\nrules = ['nelson']\n",
        &["needs sigma", "use an individuals chart"],
    ),
    plan(
        "version = 1\n[plan]\nchart = 'p'\ntarget = 5.0\n",
        &["target 5 is above 1", "0.05 or 5%"],
    ),
    plan(
        "version = 1\n[plan]\nrules = ['shift:1']\n",
        &["points is 1, expected 2 or more"],
    ),
];

fn run(cases: &[Case]) {
    let failures: Vec<String> = cases.iter().filter_map(Case::fails).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n----\n"));
}

impl Case {
    /// What is not as it should be.
    fn fails(&self) -> Option<String> {
        let folder = Folder::new();
        folder.with("wards.csv", wards());
        if !self.args.contains("nothing.csv") {
            folder.with("data.csv", self.data);
        }
        folder.with("plan.toml", self.plan);
        let start = format!("{}/", folder.path().display());
        let args = self.args.replace("{}", &start);
        let args: Vec<&str> = args.split_whitespace().collect();
        let ran = with_input(&args, b"");
        let said = |word: &&str| ran.err.contains(*word);
        let is_right = ran.code == Some(self.code)
            && !ran.err.contains("panicked")
            && ran.out.is_empty()
            && self.words.iter().all(said);
        (!is_right).then(|| {
            let expected = (self.code, self.words);
            format!(
                "{}: {:?}, expected {expected:?}\n{}{}\n{}",
                self.args, ran.code, self.plan, ran.out, ran.err
            )
        })
    }
}

#[test]
fn mistakes_on_the_command_line() {
    run(&ARGUMENTS);
}

#[test]
fn broken_data() {
    run(&DATA);
}

#[test]
fn broken_plans() {
    run(&PLANS);
}

#[test]
fn broken_records() {
    let cases: [(&[u8], &str); 4] = [
        (
            b"",
            "no records, expected the output of redbead scan --format ndjson",
        ),
        (b"{\n", "standard input: line 1"),
        (b"{\"version\":99}\n", "record version 99"),
        (b"\xff\xfe\n", "line 1"),
    ];
    for (input, words) in cases {
        let ran = with_input(&["explain", "--from", "-"], input).expect(1);
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    let records = with_input(
        &["scan", "-", "--format", "ndjson", "-q"],
        wards().as_bytes(),
    )
    .expect(0);
    let ran = with_input(&["explain", "--from", "-", "C"], records.out.as_bytes()).expect(1);
    assert!(
        ran.err.contains("none of 2 series has the keys \"C\""),
        "{}",
        ran.err
    );
}

#[test]
fn a_series_that_the_chart_cannot_read_is_refused_alone() {
    let data =
        "ward,month,cases,n\nA,2024-01,3,10\nA,2024-02,4,10\nB,2024-01,12,10\nB,2024-02,1,10\n";
    let args = [
        "scan",
        "-",
        "--chart",
        "p",
        "--count",
        "cases",
        "--exposure",
        "n",
        "--time",
        "month",
        "--series",
        "ward",
    ];
    let ran = with_input(&args, data.as_bytes()).expect(0);
    assert!(ran.out.contains("refused"), "{}", ran.out);
    assert!(
        ran.out
            .contains("2024-01: numerator 12 is above its denominator 10"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("1 refused"), "{}", ran.out);
}
