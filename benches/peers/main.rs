//! The same work on the same data by several roads, side by side.
//!
//! Individuals charts and the Western Electric rules over a matrix of series: by the engine, by
//! what one would write or pick instead, and beside a plain sum of the matrix. Each road runs in a
//! process of its own, so that its memory is its own, and its flags are held to the engine's.

mod data;
mod flags;
mod measure;
mod memory;
mod road;
mod scalar;
mod table;
mod u_analytics;

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use redbead_benches::{POINTS, matrix};

use flags::{Definitions, Total};
use measure::Line;
use road::Road;
use table::Expected;

const USAGE: &str = "\
usage: peers [--table] [--series N] [--points N] [--data DIRECTORY] [--no-python] [ROAD ...]

Prints one JSON line a road, or with --table the Markdown tables of benches/README.md.

  --series N        series of the matrix, 100000 unless told
  --points N        points of a series, 120 unless told
  --data DIRECTORY  where the matrix is written and stays; a temporary directory unless told
  --no-python       leaves the Python peers out
  ROAD              runs these roads of this program only, and no Python";

/// Threads that each road is run with.
const THREADS: [usize; 2] = [1, 2];

struct Options {
    table: bool,
    series: usize,
    points: usize,
    data: Option<PathBuf>,
    python: bool,
    roads: Vec<Road>,
    /// Set for the process of a single road: it reads the matrix instead of writing it.
    threads: Option<NonZeroUsize>,
}

fn main() -> ExitCode {
    let run = || match options(std::env::args().skip(1))? {
        Some(options) => match options.threads {
            Some(threads) => one_road(&options, threads),
            None => all_roads(&options),
        },
        None => {
            println!("{USAGE}");
            Ok(())
        }
    };
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The options; none when help is asked for.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options {
        table: false,
        series: 100_000,
        points: POINTS,
        data: None,
        python: true,
        roads: Vec::new(),
        threads: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let value = arguments.next();
            value.ok_or_else(|| format!("`{argument}` needs a value behind it"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--table" => options.table = true,
            "--no-python" => options.python = false,
            "--series" => options.series = number(&value()?)?,
            "--points" => options.points = number(&value()?)?,
            "--data" => options.data = Some(value()?.into()),
            "--threads" => options.threads = Some(number(&value()?)?),
            name => {
                let road = Road::named(name).ok_or_else(|| {
                    let names = Road::ALL.map(Road::name).join(", ");
                    format!("`{name}` is no road, expected one of {names}; see --help")
                })?;
                options.roads.push(road);
                options.python = false;
            }
        }
    }
    if options.series == 0 || options.points < 2 {
        return Err("a matrix of 1 or more series of 2 or more points is needed".into());
    }
    if options.roads.is_empty() {
        options.roads = Road::ALL.to_vec();
    }
    Ok(Some(options))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let refused = |_| format!("`{text}` is no number of series, points or threads");
    text.parse().map_err(refused)
}

/// Runs one road on the matrix that is there.
fn one_road(options: &Options, threads: NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let directory = options.data.as_deref();
    let matrix = data::read(directory.ok_or("`--threads` needs `--data` beside it")?)?;
    for road in &options.roads {
        let line = measure::measure(*road, threads, &matrix)?;
        println!("{}", serde_json::to_string(&line)?);
    }
    Ok(())
}

/// Writes the matrix, sends a process down each road, and puts the results side by side.
fn all_roads(options: &Options) -> Result<(), Box<dyn Error>> {
    let temporary = || std::env::temp_dir().join(format!("redbead-peers-{}", std::process::id()));
    let directory = options.data.clone().unwrap_or_else(temporary);
    let values = matrix(options.series, options.points);
    data::write(&directory, &values)?;
    let mut expected = Expected::new();
    for definitions in Definitions::ALL {
        let flags = definitions.engine_flags(values.view())?;
        expected.insert(definitions, Total::of(&flags));
    }
    drop(values);
    let lines = lines(options, &directory);
    if options.data.is_none() {
        data::remove(&directory)?;
    }
    let lines = lines?;

    if options.table {
        print!("{}", table::markdown(&lines, &expected));
    }
    let others = table::disagreeing(&lines, &expected);
    if others.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = others.iter().map(|line| line.name.as_str()).collect();
    Err(format!("flags unlike the engine's: {}", names.join(", ")).into())
}

fn lines(options: &Options, directory: &Path) -> Result<Vec<Line>, Box<dyn Error>> {
    let mut lines = Vec::new();
    for road in &options.roads {
        for threads in THREADS {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg(road.name()).arg("--data").arg(directory);
            command.arg("--threads").arg(threads.to_string());
            lines.extend(output(options, command)?);
        }
    }
    if options.python {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/peers.py");
        let mut command = Command::new("python3");
        command.arg(script).arg(directory);
        match output(options, command) {
            Ok(more) => lines.extend(more),
            Err(error) => eprintln!("peers: without the Python peers: {error}"),
        }
    }
    Ok(lines)
}

/// The lines that a command prints; passed on, unless they become a table.
fn output(options: &Options, mut command: Command) -> Result<Vec<Line>, Box<dyn Error>> {
    let what = command.get_program().to_string_lossy().into_owned();
    let ran = command.stderr(Stdio::inherit()).output();
    let ran = ran.map_err(|error| format!("`{what}` could not be started: {error}"))?;
    if !ran.status.success() {
        return Err(format!("`{what}` ended with {}", ran.status).into());
    }
    let mut lines = Vec::new();
    for text in String::from_utf8(ran.stdout)?.lines() {
        if !options.table {
            println!("{text}");
        }
        lines.push(serde_json::from_str(text)?);
    }
    Ok(lines)
}
