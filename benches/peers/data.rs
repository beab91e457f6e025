//! The matrix that all roads read: a raw file of numbers, and a small header beside it.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

const HEADER: &str = "matrix.json";
const VALUES: &str = "matrix.f64";

/// Shape of the matrix: one series a row, time along the columns, little-endian `f64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) series: usize,
    pub(crate) points: usize,
}

pub(crate) fn write(directory: &Path, matrix: &Array2<f64>) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(directory)?;
    let (series, points) = matrix.dim();
    let header = serde_json::to_string(&Header { series, points })?;
    fs::write(directory.join(HEADER), header + "\n")?;
    let mut file = BufWriter::new(File::create(directory.join(VALUES))?);
    for value in matrix {
        file.write_all(&value.to_le_bytes())?;
    }
    file.flush()?;
    Ok(())
}

/// Reads the matrix number by number, so that nothing but the matrix is in memory.
pub(crate) fn read(directory: &Path) -> Result<Array2<f64>, Box<dyn Error>> {
    let header: Header = serde_json::from_str(&fs::read_to_string(directory.join(HEADER))?)?;
    let count = header.series.checked_mul(header.points);
    let mut values = Vec::with_capacity(count.ok_or("a shape that fits in memory is needed")?);
    let mut file = BufReader::new(File::open(directory.join(VALUES))?);
    let mut bytes = [0; 8];
    for _ in 0..values.capacity() {
        file.read_exact(&mut bytes)?;
        values.push(f64::from_le_bytes(bytes));
    }
    Ok(Array2::from_shape_vec(
        (header.series, header.points),
        values,
    )?)
}

/// Deletes what [`write()`] wrote, and the directory if nothing else is in it.
pub(crate) fn remove(directory: &Path) -> Result<(), Box<dyn Error>> {
    fs::remove_file(directory.join(HEADER))?;
    fs::remove_file(directory.join(VALUES))?;
    fs::remove_dir(directory)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let name = format!("redbead-peers-test-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        let matrix = redbead_benches::matrix(9, 7);
        write(&directory, &matrix).unwrap();
        let bytes = fs::metadata(directory.join(VALUES)).unwrap().len();
        assert_eq!(bytes, 9 * 7 * 8);
        assert_eq!(read(&directory).unwrap(), matrix);
        remove(&directory).unwrap();
        assert!(!directory.exists());
    }
}
