//! Reads any bytes as what they seem to be: Parquet, Arrow, gzip, zstd.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::check_file;
use redbead_io::ReadOptions;

fuzz_target!(|bytes: &[u8]| check_file(bytes, &ReadOptions::default()));
