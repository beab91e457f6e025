//! The page in a browser: what opens, what is drawn, what keys and clicks do, and that nothing
//! hostile runs.
//!
//! Needs Node (20 or later) and Chromium, so it is run by name:
//!
//! ```sh
//! cargo test -p redbead-plot --test page_browser -- --ignored
//! ```
//!
//! `CHROMIUM` names the browser where it is not `chromium` on the path; `REDBEAD_SHOTS` a directory
//! for pictures of what the tests saw.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use redbead_plot::Page;

#[test]
#[ignore = "needs Node and Chromium: cargo test -p redbead-plot --test page_browser -- --ignored"]
fn the_page_works_in_a_browser() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&directory).unwrap();
    let write = |name: &str, page: Page| {
        let file = File::create(directory.join(name)).unwrap();
        page.write_to(BufWriter::new(file)).unwrap();
    };
    write("none.html", common::many(0, 60));
    write("one.html", common::many(1, 1));
    write("kinds.html", common::kinds());
    write("hostile.html", common::hostile());
    write("single.html", common::single());
    write("fixed.html", common::fixed());
    write("5000.html", common::many(5_000, 60));
    write("20000.html", common::many(20_000, 60));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.mjs");
    let status = Command::new("node").arg(script).arg(&directory).status();
    let status = status.expect("node must be on the path");
    assert!(status.success(), "the browser tests failed: see above");
}
