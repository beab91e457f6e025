//! The command as a whole: arguments, dispatch, exit codes.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::{Cli, Command};
use crate::problem::Problem;
use crate::terminal::remark;
use crate::{chart, completions, explain, interrupt, qms, report, rules, scan, watching};

/// Runs the command with these arguments, the name of the program first.
///
/// Prints to standard output and standard error, and gives the exit code: 0 done, 1 a problem, 2 a
/// mistake of usage, 3 found what `--fail-on` asks for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::clean_up_on_interrupt();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return tell(&error),
    };
    let done = match &cli.command {
        Command::Scan(args) => scan::run(args, cli.color),
        Command::Watch(args) => watching::run(args),
        Command::Qms(args) => qms::run(args, cli.color),
        Command::Rules(args) => rules::run(args, cli.color),
        Command::Explain(args) => explain::run(args, cli.color),
        Command::Completions(args) => completions::run(args),
        Command::Report(args) => report::run(args),
        Command::Chart(args) => chart::run(args),
    };
    done.unwrap_or_else(|problem| {
        if !matches!(problem, Problem::BrokenPipe) {
            remark(&problem.to_string());
        }
        problem.exit_code()
    })
}

/// Prints help, the version, or what is wrong with the arguments.
fn tell(error: &clap::Error) -> ExitCode {
    let wanted = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    // Help that nobody reads to its end is no failure.
    let _ = error.print();
    if wanted {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}
