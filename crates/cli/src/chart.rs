//! `redbead chart`.

use std::path::Path;
use std::process::ExitCode;

use redbead::{Chart, Plan, Report};
use redbead_plot::{Multiples, Picture, PlotError, Scene};
use serde_json::json;

use crate::analysis::{Analysis, Line};
use crate::args::ChartArgs;
use crate::files::{Output, check_apart};
use crate::load::Loaded;
use crate::plan_file::{Place, WordingChoice};
use crate::problem::Problem;
use crate::ranking::worst_first;
use crate::time_axis::time_axis;
use crate::{terminal, words};

pub(crate) fn run(args: &ChartArgs) -> Result<ExitCode, Problem> {
    let is_png = is_png(&args.output)?;
    check_apart(&args.data.file, Some(&args.output))?;
    let loaded = Loaded::with_progress(&args.data, &args.plan, args.quiet)?;
    let analysis = Analysis::with_progress(&loaded, args.threads, args.quiet)?;
    let drawn = drawn(&analysis, args)?;
    let scene = match drawn.as_slice() {
        [one] => single(&analysis, one, args)?,
        several => multiples(&analysis, several, args)?,
    };
    let bytes = if is_png {
        if !args.quiet {
            note_boxes(&scene.not_in_png());
        }
        scene.png(args.scale)?
    } else {
        scene.svg().into_bytes()
    };
    let mut out = Output::open(Some(&args.output))?;
    let written = std::io::Write::write_all(&mut out, &bytes);
    written.map_err(|error| Problem::writing(&args.output.display().to_string(), &error))?;
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

/// Tells of characters that a PNG shows as empty boxes.
fn note_boxes(lacking: &[char]) {
    if lacking.is_empty() {
        return;
    }
    let shown: String = lacking.iter().take(10).collect();
    let more = if lacking.len() > 10 { "…" } else { "" };
    terminal::remark(&format!(
        "note: the font of pictures lacks {shown}{more}, drawn as boxes; an SVG shows them in the fonts of its reader"
    ));
}

/// Whether the name asks for PNG; SVG on standard output.
fn is_png(path: &Path) -> Result<bool, Problem> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("png") => Ok(true),
        Some("svg") => Ok(false),
        None if path.as_os_str() == "-" => Ok(false),
        _ => Err(Problem::usage(format!(
            "-o {}: a picture is SVG or PNG by its name; end it with .svg or .png",
            path.display()
        ))),
    }
}

/// One series with all that its picture borrows.
struct Drawn<'a> {
    line: Line<'a>,
    report: &'a Report,
    title: String,
    labels: Vec<String>,
    wording: WordingChoice,
    notes: Vec<(usize, String)>,
    phase_names: Vec<String>,
}

/// The series to draw, worst first; refused ones are told of.
fn drawn<'a>(analysis: &'a Analysis<'_>, args: &ChartArgs) -> Result<Vec<Drawn<'a>>, Problem> {
    let mut drawn = Vec::new();
    let mut refused = Vec::new();
    let order = worst_first(analysis);
    for number in &order {
        let line = analysis.line(*number);
        let keys = words::name_of(line.data.keys());
        match line.result {
            Ok(report) if drawn.len() < args.top as usize => {
                drawn.push(Drawn::new(analysis, line, report, &args.note)?);
            }
            Ok(_) => {}
            Err(reason) if keys.is_empty() => refused.push(reason.to_owned()),
            Err(reason) => refused.push(format!("{keys}: {reason}")),
        }
    }
    if drawn.is_empty() {
        let reasons: Vec<String> = refused.into_iter().take(5).collect();
        return Err(Problem::work(format!(
            "no series can be drawn\n{}",
            reasons.join("\n")
        )));
    }
    if !args.quiet {
        for reason in refused.iter().take(5) {
            terminal::remark(&format!("note: refused: {reason}"));
        }
        let left = order.len() - refused.len() - drawn.len();
        if left > 0 {
            terminal::remark(&format!(
                "note: {} worst drawn, {left} more left out (--top, --where)",
                drawn.len()
            ));
        }
    }
    Ok(drawn)
}

impl<'a> Drawn<'a> {
    fn new(
        analysis: &Analysis<'_>,
        line: Line<'a>,
        report: &'a Report,
        notes: &[String],
    ) -> Result<Self, Problem> {
        let keys = line.data.keys();
        Ok(Self {
            title: words::name_of(keys),
            notes: notes_of(notes, analysis, &line)?,
            wording: analysis.file.wording_of(analysis.data.key_names(), keys),
            phase_names: analysis
                .resolved
                .phase_names(analysis.data, line.data, report),
            labels: line.data.labels(),
            line,
            report,
        })
    }

    fn picture(&'a self) -> Picture<'a> {
        let wording = words::wording_of(&self.wording, words::period_words(self.line.data));
        Picture::new(self.line.plan, self.line.series, self.report)
            .title(&self.title)
            .labels(&self.labels)
            .wording(wording)
            .notes(&self.notes)
            .phase_names(&self.phase_names)
            .dark_mode(false)
    }
}

/// Notes by the index of their point: those that were asked for, and why points are excluded.
fn notes_of(
    notes: &[String],
    analysis: &Analysis<'_>,
    line: &Line<'_>,
) -> Result<Vec<(usize, String)>, Problem> {
    let data = line.data;
    let mut placed = Vec::new();
    for note in notes {
        let (at, text) = note.split_once('=').ok_or_else(|| {
            Problem::usage(format!(
                "--note {note:?}, expected a period and a text, such as 2018-04=new ward"
            ))
        })?;
        let at = at.trim();
        let labeled = (0..data.len()).find(|index| data.label(*index) == at);
        let spelled = || (0..data.len()).find(|index| data.spelling(*index) == Some(at));
        let resolved = || analysis.resolved.point(data, &Place::of_text(at));
        let found = labeled.or_else(spelled).or_else(resolved);
        let index = found.ok_or_else(|| {
            let last = data.label(data.len().saturating_sub(1));
            Problem::work(format!(
                "--note {note:?}: no point is called {at:?}, expected one such as {last:?}"
            ))
        })?;
        placed.push((index, text.trim().to_owned()));
    }
    let mut before: Option<&(usize, String)> = None;
    for reason in analysis.resolved.reasons(line.number) {
        // Of neighbors that are excluded for one reason the first tells it.
        let goes_on =
            before.is_some_and(|(index, text)| index + 1 == reason.0 && *text == reason.1);
        if !goes_on {
            placed.push((reason.0, format!("excluded: {}", reason.1)));
        }
        before = Some(reason);
    }
    placed.sort_by_key(|(index, _)| *index);
    Ok(placed)
}

fn single(analysis: &Analysis<'_>, drawn: &Drawn<'_>, args: &ChartArgs) -> Result<Scene, Problem> {
    let mut picture = drawn.picture();
    let title = match &analysis.file.title {
        Some(title) if drawn.title.is_empty() => title.clone(),
        Some(title) => format!("{title}: {}", drawn.title),
        None if drawn.title.is_empty() => match args.data.file.file_name() {
            Some(name) if name != "-" => name.to_string_lossy().into_owned(),
            _ => String::new(),
        },
        None => drawn.title.clone(),
    };
    picture = picture.title(&title);
    if let Some((width, height)) = args.pixels {
        picture = picture.size(width.into(), height.into());
    }
    if !args.moving_ranges {
        return Ok(picture.scene()?);
    }
    let (plan, report) = moving_ranges(drawn)?;
    Ok(picture.below(&plan, &report).scene()?)
}

/// The moving ranges of the same series: their own chart, on the same phases.
fn moving_ranges(drawn: &Drawn<'_>) -> Result<(Plan, Report), Problem> {
    let plan = drawn.line.plan;
    if !matches!(plan.chart(), Chart::Individuals(_)) {
        return Err(Problem::usage(format!(
            "--moving-ranges goes with an individuals chart, and this is {} chart",
            match plan.chart().name() {
                name @ ("individuals" | "i_prime" | "ewma") => format!("an {name}"),
                name => format!("a {name}"),
            }
        )));
    }
    let below = of_moving_ranges(plan, drawn.report);
    let below = below.map_err(|error| Problem::work(error.to_string()))?;
    let report = below.scan(drawn.line.series);
    let report = report.map_err(|error| Problem::work(error.to_string()))?;
    Ok((below, report))
}

/// The plan of the moving ranges: that of the individuals with another chart and its rule, on the
/// phases that the report found.
fn of_moving_ranges(plan: &Plan, report: &Report) -> Result<Plan, serde_json::Error> {
    let mut value = serde_json::to_value(plan)?;
    if let Some(fields) = value.as_object_mut() {
        for given in ["center", "limit_sigma", "target", "warnings"] {
            fields.remove(given);
        }
        fields.insert("chart".to_owned(), json!({ "kind": "moving_range" }));
        fields.insert("rules".to_owned(), json!([{ "beyond": {} }]));
        // Known parameters are not those of ranges, in no phase, and ranges find no phases of their own.
        let is_given_in = |of: &serde_json::Map<String, serde_json::Value>| {
            let baseline = of.get("baseline");
            baseline.is_some_and(|baseline| baseline.get("given").is_some())
        };
        let is_given = is_given_in(fields);
        let phases = fields
            .get_mut("phases")
            .and_then(|phases| phases.as_array_mut());
        for phase in phases.into_iter().flatten() {
            if let Some(phase) = phase.as_object_mut()
                && is_given_in(phase)
            {
                phase.insert("baseline".to_owned(), json!("all"));
            }
        }
        if fields.remove("rebase").is_some() || is_given {
            let starts = report.phases.iter().skip(1);
            let starts: Vec<_> = starts
                .map(|phase| json!({ "start": phase.first }))
                .collect();
            fields.insert("phases".to_owned(), json!(starts));
            fields.remove("baseline");
        }
    }
    serde_json::from_value(value)
}

fn multiples(
    analysis: &Analysis<'_>,
    drawn: &[Drawn<'_>],
    args: &ChartArgs,
) -> Result<Scene, Problem> {
    if args.moving_ranges {
        return Err(Problem::usage(
            "--moving-ranges goes with one series; choose it with --where",
        ));
    }
    let title = match &analysis.file.title {
        Some(title) => title.clone(),
        None => analysis.data.key_names().join(" / "),
    };
    let subtitle = words::plan(analysis.file, analysis.resolved.usual());
    let mut grid = Multiples::new(&title)
        .subtitle(&subtitle)
        .share_values(args.shared_axes);
    let times = args.shared_time.then(|| {
        time_axis(
            drawn
                .iter()
                .map(|one| (one.line.data, one.labels.as_slice())),
        )
    });
    if let Some(times) = &times {
        grid = grid.share_time(times);
    }
    grid.extend(drawn.iter().map(Drawn::picture));
    if let Some(columns) = args.columns {
        grid = grid.columns(columns as usize);
    }
    if let Some((width, height)) = args.pixels {
        grid = grid.cell(width.into(), height.into());
    }
    Ok(grid.scene()?)
}

impl From<PlotError> for Problem {
    fn from(error: PlotError) -> Self {
        match error {
            PlotError::TimeAxis { .. } => Self::Work(format!(
                "{error}; leave --shared-time out, or choose like series with --where"
            )),
            error => Self::Work(error.to_string()),
        }
    }
}
