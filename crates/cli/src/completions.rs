//! `redbead completions`.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::{Shell as Script, generate};

use crate::args::{Cli, CompletionsArgs, Shell};
use crate::problem::Problem;

pub(crate) fn run(args: &CompletionsArgs) -> Result<ExitCode, Problem> {
    let mut command = Cli::command();
    let mut text = Vec::new();
    let script = match args.shell {
        Shell::Bash => Some(Script::Bash),
        Shell::Elvish => Some(Script::Elvish),
        Shell::Fish => Some(Script::Fish),
        Shell::Powershell => Some(Script::PowerShell),
        Shell::Zsh => Some(Script::Zsh),
        Shell::Man => None,
    };
    match script {
        Some(script) => generate(script, &mut command, "redbead", &mut text),
        None => manual(&mut text).map_err(|error| Problem::work(error.to_string()))?,
    }
    let mut out = std::io::stdout().lock();
    let written = out.write_all(&text).and_then(|()| out.flush());
    written.map_err(|error| Problem::writing("standard output", &error))?;
    Ok(ExitCode::SUCCESS)
}

/// The manual pages of the command and of each subcommand, one after the other.
fn manual(out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for sub in command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        clap_mangen::Man::new(sub.clone()).render(out)?;
    }
    Ok(())
}
