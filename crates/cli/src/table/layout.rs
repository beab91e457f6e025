//! Widths of the columns of a table, fitted to the terminal.

use anstyle::Style;

use super::TableOptions;
use super::row::{Row, SPARK};
use super::text::{cut, left, right, width};
use crate::terminal::plain;

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    Key(usize),
    Spark,
    Latest,
    At,
    Variation,
    Assurance,
    Since,
    Rule,
}

#[derive(Debug)]
struct Column {
    show: Show,
    head: String,
    width: usize,
}

/// The columns with their widths.
#[derive(Debug)]
pub(super) struct Layout {
    columns: Vec<Column>,
    ascii: bool,
}

const BETWEEN: usize = 2;

impl Layout {
    pub(super) fn new(key_names: &[String], rows: &[Row], options: TableOptions) -> Self {
        let mut shows: Vec<(Show, String)> = key_names
            .iter()
            .enumerate()
            .map(|(number, name)| (Show::Key(number), plain(name)))
            .collect();
        let fixed = [
            (Show::Spark, "trend"),
            (Show::Latest, "latest"),
            (Show::At, "at"),
            (Show::Variation, "variation"),
            (Show::Assurance, "target"),
            (Show::Since, "since"),
            (Show::Rule, "rule"),
        ];
        shows.extend(fixed.map(|(show, head)| (show, head.to_owned())));
        let columns = shows.into_iter().filter_map(|(show, head)| {
            let widest = rows
                .iter()
                .map(|row| width(text(row, show)))
                .max()
                .unwrap_or(0);
            // A column that says nothing of any series is left out.
            (widest > 0).then(|| Column {
                width: widest.max(width(&head)),
                show,
                head,
            })
        });
        let mut layout = Self {
            columns: columns.collect(),
            ascii: options.ascii,
        };
        if let Some(width) = options.width {
            layout.tell_common_period(width, rows);
            layout.fit(width);
        }
        layout
    }

    fn total(&self) -> usize {
        let widths: usize = self.columns.iter().map(|column| column.width).sum();
        widths + BETWEEN * self.columns.len().saturating_sub(1)
    }

    /// Where there is no room, and all latest points are of one period, tells it once, in the head.
    fn tell_common_period(&mut self, room: usize, rows: &[Row]) {
        let mut periods = rows.iter().map(|row| &row.at).filter(|at| !at.is_empty());
        let Some(common) = periods
            .next()
            .filter(|first| periods.all(|at| at == *first))
        else {
            return;
        };
        if self.total() <= room {
            return;
        }
        self.columns.retain(|column| column.show != Show::At);
        for column in &mut self.columns {
            if column.show == Show::Latest {
                column.head.clone_from(common);
                column.width = column.width.max(width(common));
            }
        }
    }

    /// Gives way where it hurts least: first the ends of rules and keys, then the older half of the
    /// sparkline, then whole columns.
    fn fit(&mut self, room: usize) {
        self.shrink(room, |show| (show == Show::Rule).then_some(16));
        self.shrink(room, |show| matches!(show, Show::Key(_)).then_some(16));
        self.shrink(room, |show| (show == Show::Spark).then_some(SPARK / 2));
        self.shrink(room, |show| matches!(show, Show::Key(_)).then_some(8));
        for show in [Show::At, Show::Spark, Show::Since, Show::Assurance] {
            if self.total() > room {
                self.columns.retain(|column| column.show != show);
            }
        }
        self.shrink(room, |_| Some(4));
        for show in [Show::Rule, Show::Latest] {
            if self.total() > room {
                self.columns.retain(|column| column.show != show);
            }
        }
        self.shrink(room, |_| Some(1));
    }

    fn shrink(&mut self, room: usize, least: impl Fn(Show) -> Option<usize>) {
        loop {
            let over = self.total().saturating_sub(room);
            let able = self.columns.iter_mut().filter_map(|column| {
                let least = least(column.show)?;
                (column.width > least).then_some((column, least))
            });
            let Some((column, least)) = able.max_by_key(|(column, _)| column.width) else {
                return;
            };
            if over == 0 {
                return;
            }
            column.width -= over.min(column.width - least);
        }
    }

    pub(super) fn head(&self) -> String {
        let cells = self.columns.iter().map(|column| {
            let head = cut(&column.head, column.width, self.ascii);
            pad(&head, column)
        });
        cells
            .collect::<Vec<_>>()
            .join(&" ".repeat(BETWEEN))
            .trim_end()
            .to_owned()
    }

    /// A row, its reading in color.
    pub(super) fn line(&self, row: &Row, style: Style) -> String {
        let mut line = String::new();
        for (place, column) in self.columns.iter().enumerate() {
            let is_last = place + 1 == self.columns.len();
            let full = text(row, column.show);
            let cell = if column.show == Show::Spark {
                // The newest points are at its end.
                let skipped = width(full).saturating_sub(column.width);
                full.chars().skip(skipped).collect()
            } else {
                cut(full, column.width, self.ascii)
            };
            let cell = if is_last { cell } else { pad(&cell, column) };
            let is_colored = matches!(column.show, Show::Variation | Show::Latest | Show::Spark);
            if is_colored && row.meaning.is_some() {
                line.push_str(&format!("{style}{cell}{style:#}"));
            } else {
                line.push_str(&cell);
            }
            if !is_last {
                line.push_str(&" ".repeat(BETWEEN));
            }
        }
        line.trim_end().to_owned()
    }
}

fn pad(cell: &str, column: &Column) -> String {
    match column.show {
        Show::Latest => right(cell, column.width),
        _ => left(cell, column.width),
    }
}

fn text(row: &Row, show: Show) -> &str {
    match show {
        Show::Key(number) => row.keys.get(number).map_or("", String::as_str),
        Show::Spark => &row.spark,
        Show::Latest => &row.latest,
        Show::At => &row.at,
        Show::Variation => &row.variation,
        Show::Assurance => &row.assurance,
        Show::Since => &row.since,
        Show::Rule => &row.rule,
    }
}
