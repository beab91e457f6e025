//! How much memory does it take to read a million rows?
//!
//! Writes the file, reads it by its path, and prints the peak of the process beside the size of the
//! file and of the figures in it. Linux only, since the peak is that of `/proc/self/status`.

use std::error::Error;
use std::time::Instant;

use redbead_benches::files::{columns, csv, options, parquet};
use redbead_io::read_path;

fn main() -> Result<(), Box<dyn Error>> {
    let format = std::env::args().nth(1).unwrap_or_else(|| "csv".to_owned());
    let path = std::env::temp_dir().join(format!("redbead-memory.{format}"));
    // Written by another process, so that this one's peak is that of reading.
    if std::env::args().nth(2).is_some() {
        let content = if format == "csv" {
            csv(80)
        } else {
            parquet(&columns(80))
        };
        std::fs::write(&path, content)?;
        return Ok(());
    }
    let written = std::process::Command::new(std::env::current_exe()?)
        .args([&format, "write"])
        .status()?;
    if !written.success() {
        return Err("the file could not be written".into());
    }
    let start = Instant::now();
    let data = read_path(&path, &options())?;
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("no peak known");
    println!("{}", data.account());
    println!(
        "file of {} MB, read in {seconds:.2} s",
        std::fs::metadata(&path)?.len() / 1_000_000
    );
    println!(
        "figures of {} MB (24 bytes a point); {peak}",
        data.account().points * 24 / 1_000_000
    );
    std::fs::remove_file(&path)?;
    Ok(())
}
