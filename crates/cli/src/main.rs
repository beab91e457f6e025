//! The `redbead` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    redbead_cli::run(std::env::args_os())
}
