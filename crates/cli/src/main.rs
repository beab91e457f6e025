//! The `redbead` command.

fn main() {}
