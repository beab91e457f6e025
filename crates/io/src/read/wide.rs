//! Rows of wide files, of which each gives many points.

use super::cell::Cell;
use super::gather::{Gatherer, Head};
use super::roles::FigureRole;
use super::rows::RowSource;
use super::store::{Marks, Numbers};
use crate::error::ReadError;

impl Gatherer<'_> {
    /// A point for each of the columns that are series or periods.
    pub(super) fn wide(&mut self, source: &impl RowSource, head: Head) -> Result<(), ReadError> {
        let Some(base) = self.series(head.line)? else {
            return Ok(());
        };
        let joined = self.joined;
        let known = self.names.len();
        let (columns, in_series) = match &mut self.roles.figures {
            FigureRole::Series { columns, open } => {
                if *open && source.names().len() > known {
                    columns.extend(known..source.names().len());
                    self.names = source.names().to_vec();
                }
                (columns, true)
            }
            FigureRole::Periods { columns } => (columns, false),
            _ => return Ok(()),
        };
        // Put back below: the rows are read with the gatherer as a whole.
        let columns = std::mem::take(columns);
        let read = self.wide_columns(source, head, base, &columns, in_series);
        self.account.joined += u64::from(joined);
        if let FigureRole::Series { columns: own, .. } | FigureRole::Periods { columns: own } =
            &mut self.roles.figures
        {
            *own = columns;
        }
        read
    }

    fn wide_columns(
        &mut self,
        source: &impl RowSource,
        head: Head,
        base: u32,
        columns: &[usize],
        in_series: bool,
    ) -> Result<(), ReadError> {
        if !in_series && self.headers.is_empty() {
            // All at once: a cell that is left out must not shift the periods of those after it.
            for column in columns {
                let name = self.names[*column].clone();
                let moment = self.moment(Cell::Text(name.trim().as_bytes()), 1, *column)?;
                self.headers.push(moment);
            }
        }
        // Looked up once a row; put back below.
        let mut numbered = self.wide.remove(&base).unwrap_or_default();
        let (mut all, mut left_out, mut totals) = (0_u64, 0_u64, 0_u64);
        for (at, column) in columns.iter().copied().enumerate() {
            let said = self.qualified(source, &[column]);
            let mut marks = head.marks;
            marks.set(Marks::TOTAL, said.total);
            all += 1;
            totals += u64::from(said.total);
            if !self.is_kept(marks) {
                left_out += 1;
                continue;
            }
            let Some((first, why)) = self.number(source, head.line, column, said.why) else {
                continue;
            };
            let series = if in_series {
                self.wide_series(source, &mut numbered, column, head.line)?
            } else {
                Some(base)
            };
            let Some(series) = series else { continue };
            let moment = if in_series {
                head.moment
            } else {
                match self.headers.get(at) {
                    Some(Some(moment)) => *moment,
                    // Told as a problem when the headers were read.
                    _ => continue,
                }
            };
            let numbers = Numbers {
                first,
                ..Numbers::MISSING
            };
            self.put(
                series,
                moment,
                head.line,
                numbers,
                Self::marks(marks, said, why),
            )?;
        }
        if !numbered.is_empty() {
            self.wide.insert(base, numbered);
        }
        let kept = left_out < all;
        // Where all are left out, the row is, and where the row is a total, it is counted as one.
        if kept {
            self.account.cells_left_out += left_out;
        }
        if !head.marks.has(Marks::TOTAL) {
            self.account.total_cells += totals;
        }
        self.account.totals += u64::from(head.marks.has(Marks::TOTAL));
        self.account.left_out += u64::from(!kept);
        self.account.used += u64::from(kept);
        Ok(())
    }

    /// The number of a series that is a column, under the keys of the row.
    fn wide_series(
        &mut self,
        source: &impl RowSource,
        numbered: &mut Vec<Option<u32>>,
        column: usize,
        line: u64,
    ) -> Result<Option<u32>, ReadError> {
        if let Some(Some(series)) = numbered.get(column) {
            return Ok(Some(*series));
        }
        // The column is one of the keys, and has no number.
        self.codes.take_keys(std::iter::once(None));
        if !self.keys(source, line)? {
            return Ok(None);
        }
        self.keys.add_text(self.names[column].as_bytes());
        let series = self.series(line)?;
        if let Some(series) = series {
            numbered.resize(numbered.len().max(column + 1), None);
            numbered[column] = Some(series);
        }
        Ok(series)
    }
}
