//! Pages to test with: many plain series, and a few of every kind.

#![allow(dead_code, reason = "each test uses its own part")]

use redbead::{
    Baseline, Chart, Direction, Observation, Plan, PlanBuilder, Preset, Rate, Rebase, Rule, Series,
    SpreadKind, Wording,
};
use redbead_plot::{Page, PageRow};

/// Numbers from 0 to 1 that look random, the same each time.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About normal, mean 0 and variance 1.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

pub(crate) fn months(n: usize) -> Vec<String> {
    (0..n)
        .map(|month| format!("{}-{:02}", 2019 + month / 12, month % 12 + 1))
        .collect()
}

pub(crate) fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(|text| (*text).to_owned()).collect()
}

/// Series number `number` of those of [`many`]: one in ten has moved, up or down.
pub(crate) fn plain_values(number: usize, points: usize) -> Vec<f64> {
    let mut random = Random::new(number as u64 + 1);
    let level = 30.0 + 40.0 * random.unit();
    let moved = match number % 20 {
        3 => 6.0,
        11 => -6.0,
        _ => 0.0,
    };
    (0..points)
        .map(|point| {
            let moved = if point + 8 >= points { moved } else { 0.0 };
            (level + 3.0 * random.normal() + moved).round()
        })
        .collect()
}

pub(crate) fn plain_plan() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 24 })
        .direction(Direction::Decrease)
        .target(45.0)
        .build()
        .unwrap()
}

/// A page of this many series of this many points.
pub(crate) fn many(rows: usize, points: usize) -> Page {
    let plan = plain_plan();
    let labels = months(points);
    let mut page = Page::new("Waiting times by service", ["service", "measure"])
        .made_of("Source", "synthetic figures, seed 1")
        .made_of(
            "Plan",
            "individuals chart, Making Data Count rules, first 24 months",
        );
    for number in 0..rows {
        let values = plain_values(number, points);
        let measure = ["median wait, days", "falls", "readmissions", "complaints"][number % 4];
        let keys = [format!("Service {:05}", number / 4 + 1), measure.to_owned()];
        let report = plan.scan(&values).unwrap();
        page.push(&PageRow::new(&keys, &labels, &plan, &values, &report))
            .unwrap();
    }
    page
}

/// A page of one series without keys.
pub(crate) fn single() -> Page {
    let plan = plain_plan();
    let values = plain_values(3, 40);
    let report = plan.scan(&values).unwrap();
    let mut page = Page::new("one.csv", Vec::<String>::new());
    page.push(&PageRow::new(&[], &months(40), &plan, &values, &report))
        .unwrap();
    page
}

/// A page with no digits behind the point, of values that differ there, and halves among them.
pub(crate) fn fixed() -> Page {
    let plan = Plan::builder(Chart::individuals()).build().unwrap();
    let values = [0.5, 1.5, 2.5, 0.46, 1.46, 0.126, -0.4, 2.55];
    let report = plan.scan(&values).unwrap();
    let mut page = Page::new("fixed", Vec::<String>::new());
    let labels = months(values.len());
    let row = PageRow::new(&[], &labels, &plan, &values, &report);
    page.push(&row.wording(Wording::new().decimals(0))).unwrap();
    page
}

/// Names that would run, hide or break something, were they not just shown.
pub(crate) fn hostile_names() -> Vec<String> {
    let mut names = texts(&[
        "</script><img src=x onerror=\"document.documentElement.dataset.owned=1\">",
        "<img src=x onerror=document.documentElement.dataset.owned=1>",
        "<!-- <script>",
        "]]></noscript><script>document.documentElement.dataset.owned=1</script>",
        "line\u{2028}separator\u{2029}end",
        "\u{202e}right to left override",
        "\u{5e9}\u{5d9}\u{5e8}\u{5d5}\u{5ea} 12",
        "quotes \" ' ` \\ ${1+1}",
        "nul \0 and bell \u{7}",
        "javascript:alert(1)",
        "&lt;b&gt; &amp; %3Cscript%3E #open=a&b/c",
        "",
        "__proto__",
        "\u{1f3e5} e\u{301}toile",
    ]);
    names.push("long ".repeat(400));
    names
}

pub(crate) fn hostile() -> Page {
    let plan = plain_plan();
    let names = hostile_names();
    let mut page = Page::new(
        "Hostile </title><script>document.documentElement.dataset.owned=1</script>",
        ["name <b>", "\"measure\""],
    )
    .made_of(
        "</dl><script>document.documentElement.dataset.owned=1</script>",
        "a & b",
    );
    let values = plain_values(3, 40);
    let report = plan.scan(&values).unwrap();
    for name in &names {
        let keys = [name.clone(), name.chars().rev().collect()];
        let mut labels = months(40);
        labels[39] = name.clone();
        let remarks = [(38, name.clone())];
        let unit = Wording::new().unit(name, name);
        page.push(
            &PageRow::new(&keys, &labels, &plan, &values, &report)
                .wording(unit)
                .remarks(&remarks),
        )
        .unwrap();
        page.refuse(&keys, name).unwrap();
    }
    page
}

fn built(builder: PlanBuilder) -> Plan {
    builder.build().unwrap()
}

fn shewhart(chart: Chart) -> PlanBuilder {
    Plan::builder(chart).preset(Preset::Shewhart)
}

/// A page with a chart of every kind and every state a point can be in.
pub(crate) fn kinds() -> Page {
    let mut page = Page::new("Every kind of chart", ["service", "measure"])
        .made_of("Source", "synthetic figures");
    let mut random = Random::new(7);
    let n = 60;
    let labels = months(n);
    let exposures: Vec<f64> = (0..n)
        .map(|_| (300.0 + 400.0 * random.unit()).round())
        .collect();
    let counts: Vec<f64> = exposures
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let share = if i >= 52 { 0.16 } else { 0.10 };
            (n * share + (n * 0.09).sqrt() * random.normal())
                .round()
                .max(0.0)
        })
        .collect();
    let values: Vec<f64> = (0..n)
        .map(|i| 40.0 + 2.5 * random.normal() - if i >= 40 { 7.0 } else { 0.0 })
        .collect();
    let mut push = |name: &str, plan: &Plan, series: Series<'_>, wording: Wording<'_>| {
        let keys = texts(&[name, "sample"]);
        let labels = &labels[..series.len()];
        match plan.scan(series) {
            Ok(report) => page
                .push(&PageRow::new(&keys, labels, plan, series, &report).wording(wording))
                .unwrap(),
            Err(error) => page.refuse(&keys, &error.to_string()).unwrap(),
        }
    };
    let plain = Wording::new();
    let month = plain.period("month", "months");
    let ratios = Series::ratios(&counts, &exposures).unwrap();
    let first = Baseline::First { points: 24 };
    push(
        "p, percent",
        &built(
            Plan::builder(Chart::p())
                .preset(Preset::MakingDataCount)
                .baseline(first)
                .direction(Direction::Decrease)
                .target(0.05),
        ),
        ratios,
        month.unit("patient", "patients"),
    );
    push(
        "u, per 1,000",
        &built(
            shewhart(
                Rate {
                    per: 1000.0,
                    ..Rate::default()
                }
                .into(),
            )
            .baseline(first)
            .direction(Direction::Decrease),
        ),
        ratios,
        month.unit("fall", "falls").exposure("bed day", "bed days"),
    );
    push(
        "p prime",
        &built(shewhart(Chart::p_prime()).direction(Direction::Increase)),
        ratios,
        plain,
    );
    push(
        "run, rebased",
        &built(
            Plan::of(Preset::ScottishRunChart)
                .rebase(Rebase::Scottish)
                .direction(Direction::Decrease)
                .target(36.0),
        ),
        Series::from(&values),
        month.unit("day", "days"),
    );
    push(
        "individuals, phases",
        &built(
            Plan::builder(Chart::individuals())
                .preset(Preset::Nelson)
                .phases_at([20, 40])
                .direction(Direction::Decrease)
                .target(30.0),
        ),
        Series::from(&values),
        month.unit("day", "days"),
    );
    push(
        "c",
        &built(shewhart(Chart::c())),
        Series::from(&counts),
        plain.unit("fall", "falls"),
    );
    push(
        "moving range",
        &built(shewhart(Chart::moving_range())),
        Series::from(&values),
        plain,
    );
    push(
        "ewma",
        &built(
            Plan::builder(Chart::ewma())
                .rule(redbead::Beyond {
                    sigma: 2.962,
                    ..redbead::Beyond::default()
                })
                .baseline(first)
                .direction(Direction::Increase),
        ),
        Series::from(&values),
        plain,
    );
    push(
        "cusum",
        &built(
            Plan::builder(Chart::cusum())
                .rule(Rule::Beyond(redbead::Beyond {
                    sigma: 5.0,
                    ..redbead::Beyond::default()
                }))
                .baseline(first)
                .direction(Direction::Increase),
        ),
        Series::from(&values),
        plain,
    );
    let whole: Vec<f64> = counts.iter().map(|count| count % 23.0).collect();
    push(
        "g",
        &built(shewhart(Chart::g())),
        Series::from(&whole),
        plain,
    );
    let times: Vec<f64> = counts.iter().map(|count| count % 23.0 + 0.5).collect();
    push(
        "t",
        &built(shewhart(Chart::t())),
        Series::from(&times),
        plain,
    );
    let subgroups: Vec<Observation> = (0..n)
        .map(|_| {
            SpreadKind::Deviation
                .subgroup(&[random.normal(), random.normal(), random.normal()])
                .unwrap()
        })
        .collect();
    push(
        "xbar",
        &built(shewhart(Chart::xbar())),
        Series::from(&subgroups),
        plain,
    );
    push(
        "s",
        &built(shewhart(Chart::s())),
        Series::from(&subgroups),
        plain,
    );
    let mut states: Vec<Observation> = values.iter().copied().map(Observation::value).collect();
    for gap in [10, 11, 30] {
        states[gap] = Observation::missing();
    }
    states[20] = Observation::value(70.0).excluded();
    for late in &mut states[56..] {
        *late = late.provisional();
    }
    push(
        "gaps, excluded, provisional",
        &built(
            Plan::builder(Chart::individuals())
                .preset(Preset::MakingDataCount)
                .direction(Direction::Increase)
                .target(32.0),
        ),
        Series::from(&states),
        plain,
    );
    let individuals = built(
        Plan::builder(Chart::individuals())
            .preset(Preset::Nelson)
            .direction(Direction::Increase),
    );
    let shapes: [(&str, Vec<f64>); 8] = [
        ("constant", vec![5.0; 30]),
        ("one point", vec![5.0]),
        ("two points", vec![5.0, 7.0]),
        ("no point", vec![]),
        (
            "negative",
            values.iter().map(|value| 20.0 - value).collect(),
        ),
        ("huge", values.iter().map(|value| value * 1e98).collect()),
        ("large", values.iter().map(|value| value * 1e6).collect()),
        ("tiny", values.iter().map(|value| value * 1e-9).collect()),
    ];
    for (name, values) in &shapes {
        push(name, &individuals, Series::from(values), plain);
    }
    push(
        "learning",
        &built(shewhart(Chart::individuals()).baseline(Baseline::First { points: 80 })),
        Series::from(&values),
        plain,
    );
    push(
        "given",
        &built(
            shewhart(Chart::individuals())
                .baseline(Baseline::Given {
                    center: 38.0,
                    sigma: Some(4.0),
                })
                .direction(Direction::Decrease),
        ),
        Series::from(&values),
        plain,
    );
    push(
        "refused",
        &built(shewhart(Chart::p())),
        Series::from(&values),
        plain,
    );
    page
}
