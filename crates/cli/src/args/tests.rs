use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}
