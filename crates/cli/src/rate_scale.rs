//! Targets and centers of rate charts that were meant per 1,000 and are read per one.

use redbead::{Baseline, Chart, Plan, Wording};

use crate::analysis::{Analysis, Line};
use crate::figures::Figures;
use crate::words::wording_of;

/// A number given for a rate, and the highest figure of all series it is given for.
struct Given {
    what: &'static str,
    number: f64,
    chart: Chart,
    highest: f64,
}

/// Of each target and each given center that lies above every figure of every series of a rate chart it
/// is for: how it is read, and what to write where another unit was meant.
pub(crate) fn notes(analysis: &Analysis<'_>) -> Vec<String> {
    let mut all: Vec<Given> = Vec::new();
    for line in analysis.lines() {
        let given = given(line.plan);
        let Some(highest) = given.first().and_then(|_| highest(&line)) else {
            continue;
        };
        for (what, number) in given {
            let is_same = |known: &&mut Given| known.what == what && known.number == number;
            match all.iter_mut().find(is_same) {
                Some(known) => known.highest = known.highest.max(highest),
                None => all.push(Given {
                    what,
                    number,
                    chart: *line.plan.chart(),
                    highest,
                }),
            }
        }
    }
    let wording = wording_of(&analysis.file.wording, ("point", "points"));
    let far = all.iter().filter(|given| given.number > given.highest);
    far.map(|given| given.in_words(&wording)).collect()
}

/// What is given for the rates of a plan; nothing for other charts.
fn given(plan: &Plan) -> Vec<(&'static str, f64)> {
    if !matches!(plan.chart(), Chart::Rate(_) | Chart::RatePrime(_)) {
        return Vec::new();
    }
    let standard = match plan.baseline(0) {
        Baseline::Given { center, .. } => Some(center),
        _ => None,
    };
    let target = plan.target().map(|target| ("target", target));
    let center = standard.or(plan.center()).map(|center| ("center", center));
    target.into_iter().chain(center).collect()
}

/// The highest plotted figure of a series; none where it has none.
fn highest(line: &Line<'_>) -> Option<f64> {
    let points = line.result.ok()?.points(line.plan, line.series).ok()?;
    points.filter_map(|point| point.value).reduce(f64::max)
}

impl Given {
    fn in_words(&self, wording: &Wording<'_>) -> String {
        let Self { what, number, .. } = self;
        let figures = Figures::new(&self.chart, wording);
        let factor = figures.factor();
        let highest = figures.alone(self.highest);
        if factor == 1.0 {
            return format!(
                "{what} {number} is read per one unit of exposure, above every figure, of which the highest is \
                 {highest}; where it is meant per 1,000, write {}",
                exact(number / 1000.0)
            );
        }
        let unit = figures.unit();
        format!(
            "{what} {number} is read per one unit of exposure and shows as {} {unit}, above every figure, of which \
             the highest is {highest} {unit}; for {number} {unit} write {}",
            figures.grouped(*number),
            exact(number / factor)
        )
    }
}

/// A decimal fraction without what dividing does to its last bits.
fn exact(number: f64) -> f64 {
    format!("{number:.9e}").parse().unwrap_or(number)
}
