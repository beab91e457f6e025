//! Flags of what is listed and explained.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// List charts, rules and presets: definition, source, in-control run length
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Only these
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<Listed>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    /// What is plotted and where limits come from
    Charts,
    /// Patterns that signal
    Rules,
    /// Published sets of rules
    Presets,
}

/// Say what a preset, rule or chart is, or what the signals of a scan mean
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  redbead explain making_data_count
  redbead explain 'shift:8,on_center=skip'
  redbead explain p_prime
  redbead scan waits.csv --format ndjson | redbead explain --from - RXN 1")]
pub(crate) struct ExplainArgs {
    /// Name of a preset, rule or chart; with --from, the keys of a series in their order
    #[arg(value_name = "NAME", required_unless_present = "from")]
    pub(crate) names: Vec<String>,
    /// Explain the signals of a scan in NDJSON; - is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) from: Option<PathBuf>,
    /// Only signals that are current
    #[arg(long, requires = "from")]
    pub(crate) current: bool,
}

/// Print a completion script for a shell, or the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  redbead completions bash > /etc/bash_completion.d/redbead
  redbead completions zsh > ~/.zfunc/_redbead
  redbead completions man > redbead.1")]
pub(crate) struct CompletionsArgs {
    /// Which
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// What a completion script can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Bourne Again Shell
    Bash,
    /// Elvish
    Elvish,
    /// Friendly Interactive Shell
    Fish,
    /// PowerShell
    Powershell,
    /// Z Shell
    Zsh,
    /// The manual page, in roff
    Man,
}
