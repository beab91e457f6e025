//! The store file: an embedded database in which each batch is one durable transaction.
//!
//! | table | key | value |
//! |---|---|---|
//! | `about` | name | format, standing (see [`Standing`]), and the plan of all series, or the plan file that theirs are made from (`plans`) |
//! | `keys` | number of a series | its keys as JSON |
//! | `series` | number of a series | the batch up to which it holds, and its state |
//! | `log` | number of a batch | what was accepted in it |
//! | `ids` | number of a batch | the ids that were acknowledged in it |
//!
//! A batch writes one row of the log, not a state for each series that it touched: states follow
//! some at a time, and the log is cut off behind them. All rows of `series`, `log` and `ids` end
//! with a check sum.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition, TableError};
use redbead::Fingerprint;
use serde::{Deserialize, Serialize};

use super::codec::{Damaged, seal, unseal};
use super::error::WatchError;
use super::failure::{Failure, is_new, opening};
use super::guard::guarded;
use super::plans::Plans;
use crate::plan_file::{FileFormat, PlanFile};

/// Format that this program writes, and the newest it reads.
/// 2: ids with check sums of what was sent under them; the rules that held before the kept points.
/// 3: plans that are made from a plan file, and what they rest on of points that are no longer kept.
pub(crate) const FORMAT: u16 = 3;

const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");
const KEYS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("keys");
const SERIES: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("series");
const LOG: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("log");
const IDS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("ids");

type About<'a> = redb::Table<'a, &'static str, &'static [u8]>;

/// Bytes of the file that the database keeps in memory.
const CACHE: usize = 64 << 20;

/// How far the watch has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Standing {
    /// Number of the newest batch; 0 before the first.
    pub(crate) batch: u64,
    /// Whether its answers are known to have been written.
    pub(crate) answered: bool,
    /// Points that each series keeps at least; none for all.
    pub(crate) history: Option<u64>,
    /// Points that are kept, all series together.
    pub(crate) points: u64,
    /// Where the followed file was read up to.
    pub(crate) position: Option<Position>,
}

/// Where a followed file was read up to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
    /// Bytes that were read.
    pub(crate) offset: u64,
    /// Lines that were read.
    pub(crate) line: u64,
    /// The last bytes before that, by which the file is known again.
    pub(crate) before: Vec<u8>,
}

/// What one transaction writes.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    pub(crate) standing: &'a Standing,
    pub(crate) keys: &'a [(u32, &'a str)],
    pub(crate) series: &'a mut [(u32, Vec<u8>)],
    /// The row of the log; none where nothing was accepted.
    pub(crate) log: Option<&'a mut Vec<u8>>,
    pub(crate) ids: Option<&'a mut Vec<u8>>,
    /// Batches whose rows of the log, and of the ids, are no longer needed.
    pub(crate) old_log: Range<u64>,
    pub(crate) old_ids: &'a [u64],
}

impl Batch<'_> {
    /// All of it but for the standing.
    fn put(self, transaction: &redb::WriteTransaction) -> Result<(), redb::Error> {
        let number = self.standing.batch;
        if !self.keys.is_empty() {
            let mut keys = transaction.open_table(KEYS)?;
            for (series, key) in self.keys {
                keys.insert(series, key.as_bytes())?;
            }
        }
        if !self.series.is_empty() {
            // Neighbors lie on the same page.
            self.series.sort_unstable_by_key(|(series, _)| *series);
            let mut table = transaction.open_table(SERIES)?;
            for (series, state) in self.series.iter_mut() {
                seal(state);
                table.insert(*series, &state[..])?;
            }
        }
        if self.log.is_some() || !self.old_log.is_empty() {
            let mut log = transaction.open_table(LOG)?;
            if let Some(row) = self.log {
                seal(row);
                log.insert(number, &row[..])?;
            }
            for old in self.old_log {
                log.remove(old)?;
            }
        }
        if self.ids.is_some() || !self.old_ids.is_empty() {
            let mut ids = transaction.open_table(IDS)?;
            if let Some(row) = self.ids {
                seal(row);
                ids.insert(number, &row[..])?;
            }
            for old in self.old_ids {
                ids.remove(old)?;
            }
        }
        Ok(())
    }
}

/// An open store.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    /// There until the store is dropped.
    database: Option<Database>,
}

impl Drop for Store {
    fn drop(&mut self) {
        // It tidies up as it closes; all that counts was committed before.
        let _ = guarded(|| drop(self.database.take()));
    }
}

impl Store {
    /// Opens a store, or makes one for these plans; with the plans that it was made under.
    pub(crate) fn open(path: &Path, plans: &Plans) -> Result<(Self, Plans, Standing), WatchError> {
        if is_new(path)? {
            Self::make(path, plans)?;
        }
        let store = Self::with(path, || {
            Database::builder().set_cache_size(CACHE).open(path)
        })?;
        let found = store.plans()?;
        let standing = store.standing()?;
        Ok((store, found, standing))
    }

    /// Makes a store under another name, and gives it its own once it is complete: a half one, of a
    /// program that was killed, could not be told from a file of something else.
    fn make(path: &Path, plans: &Plans) -> Result<(), WatchError> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = Path::new(&new);
        // Left over from such a program.
        let _ = std::fs::remove_file(new);
        Self::with(new, || Database::builder().create(new))?.begin(plans)?;
        let failed = |error: std::io::Error| WatchError::Store {
            path: path.to_owned(),
            action: "make",
            reason: error.to_string(),
        };
        std::fs::rename(new, path).map_err(failed)?;
        // The name is on the disk once its folder is.
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if cfg!(unix) {
            let folder = File::open(folder.unwrap_or(Path::new(".")));
            folder
                .and_then(|folder| folder.sync_all())
                .map_err(failed)?;
        }
        Ok(())
    }

    /// Opens a store that exists, with the plans that it was made under.
    pub(crate) fn open_existing(path: &Path) -> Result<(Self, Plans, Standing), WatchError> {
        let missing = |reason: String| WatchError::Store {
            path: path.to_owned(),
            action: "open",
            reason,
        };
        File::open(path).map_err(|error| missing(error.to_string()))?;
        is_new(path)?;
        let store = Self::with(path, || {
            Database::builder().set_cache_size(CACHE).open(path)
        });
        let store = store.map_err(|error| match error {
            WatchError::Locked { path } => WatchError::InUse { path },
            error => error,
        })?;
        let plans = store.plans()?;
        let standing = store.standing()?;
        Ok((store, plans, standing))
    }

    fn with(
        path: &Path,
        open: impl FnOnce() -> Result<Database, DatabaseError>,
    ) -> Result<Self, WatchError> {
        let opened = guarded(open).map_err(|what| WatchError::Damaged {
            path: path.to_owned(),
            what,
        })?;
        let database = opened.map_err(|error| opening(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            database: Some(database),
        })
    }

    fn standing(&self) -> Result<Standing, WatchError> {
        let bytes = self.about("standing")?.unwrap_or_default();
        serde_json::from_slice(&bytes).map_err(|_| self.damaged("its standing cannot be read"))
    }

    fn plans(&self) -> Result<Plans, WatchError> {
        let format = self.format()?;
        if format > FORMAT {
            return Err(WatchError::Version {
                path: self.path.clone(),
                found: format,
                supported: FORMAT,
            });
        }
        let broken = || self.damaged("its plan cannot be read");
        if let Some(file) = self.about("plans")? {
            let text = String::from_utf8(file).map_err(|_| broken())?;
            let file = PlanFile::parse(&text, FileFormat::Json, "plans");
            return Ok(Plans::of_file(&file.map_err(|_| broken())?));
        }
        // Formats 1 and 2 have one plan for all series.
        let plan = self.about("plan")?.unwrap_or_default();
        let plan: redbead::Plan = serde_json::from_slice(&plan).map_err(|_| broken())?;
        Ok(plan.into())
    }

    /// Whether an older program wrote it.
    pub(crate) fn is_older(&self) -> Result<bool, WatchError> {
        Ok(self.format()? < FORMAT)
    }

    fn format(&self) -> Result<u16, WatchError> {
        let format = self.about("format")?.unwrap_or_default();
        match <[u8; 2]>::try_from(&format[..]).map(u16::from_le_bytes) {
            Ok(format) if format > 0 => Ok(format),
            // A store is given its name once it has one.
            _ => Err(self.damaged("it does not say its format")),
        }
    }

    fn about(&self, name: &str) -> Result<Option<Vec<u8>>, WatchError> {
        self.read("read", ABOUT, |table| {
            Ok(table.get(name)?.map(|value| value.value().to_vec()))
        })
        .map(Option::flatten)
    }

    fn begin(&self, plans: &Plans) -> Result<(), WatchError> {
        let standing = self.standing_bytes(&Standing::default())?;
        self.write_plans_and(plans, |transaction, about| {
            about.insert("standing", &standing[..])?;
            transaction.open_table(KEYS)?;
            transaction.open_table(SERIES)?;
            transaction.open_table(LOG)?;
            transaction.open_table(IDS)?;
            Ok(())
        })
    }

    /// Keeps the plans that the series go on under, in the format of this program.
    pub(crate) fn write_plans(&self, plans: &Plans) -> Result<(), WatchError> {
        self.write_plans_and(plans, |_, _| Ok(()))
    }

    fn write_plans_and(
        &self,
        plans: &Plans,
        more: impl FnOnce(&redb::WriteTransaction, &mut About<'_>) -> Result<(), redb::Error>,
    ) -> Result<(), WatchError> {
        let (name, bytes, other) = match (plans.one(), plans.file()) {
            (None, Some(file)) => {
                let text = file.to_text(FileFormat::Json);
                let text = text.map_err(|error| self.unwritable(error.to_string()))?;
                ("plans", text.into_bytes(), "plan")
            }
            (plan, _) => {
                let text = serde_json::to_vec(&plan);
                let text = text.map_err(|error| self.failed("write", error))?;
                ("plan", text, "plans")
            }
        };
        self.write(|transaction| {
            let mut about = transaction.open_table(ABOUT)?;
            about.insert("format", &FORMAT.to_le_bytes()[..])?;
            about.insert(name, &bytes[..])?;
            about.remove(other)?;
            more(transaction, &mut about)
        })
    }

    fn unwritable(&self, reason: String) -> WatchError {
        WatchError::Store {
            path: self.path.clone(),
            action: "write",
            reason,
        }
    }

    fn standing_bytes(&self, standing: &Standing) -> Result<Vec<u8>, WatchError> {
        serde_json::to_vec(standing).map_err(|error| self.failed("write", error))
    }

    /// Writes a batch. It is on the disk when this returns.
    pub(crate) fn commit(&self, batch: Batch<'_>) -> Result<(), WatchError> {
        let standing = self.standing_bytes(batch.standing)?;
        self.write(|transaction| {
            transaction
                .open_table(ABOUT)?
                .insert("standing", &standing[..])?;
            batch.put(transaction)
        })
    }

    /// Writes a batch together with the plans that the series go on under, at once.
    pub(crate) fn commit_under(&self, plans: &Plans, batch: Batch<'_>) -> Result<(), WatchError> {
        let standing = self.standing_bytes(batch.standing)?;
        self.write_plans_and(plans, |transaction, about| {
            about.insert("standing", &standing[..])?;
            batch.put(transaction)
        })
    }

    /// That its series are of other plans than those at hand, the first of which is told.
    pub(crate) fn other_plan(
        &self,
        series: &str,
        found: Fingerprint,
        expected: Fingerprint,
    ) -> WatchError {
        WatchError::OtherPlan {
            path: self.path.clone(),
            series: series.to_owned(),
            found,
            expected,
        }
    }

    /// That the plans at hand say otherwise of what a series has judged.
    pub(crate) fn other_past(&self, series: &str) -> WatchError {
        WatchError::OtherPast {
            path: self.path.clone(),
            series: series.to_owned(),
        }
    }

    /// The state of a series, and the batch up to which it holds.
    pub(crate) fn series(&self, number: u32) -> Result<Option<Vec<u8>>, WatchError> {
        let row = self.read("read", SERIES, |table| {
            let row = table.get(number)?;
            Ok(row.map(|row| unseal(row.value()).map(<[u8]>::to_vec)))
        })?;
        match row.flatten() {
            None => Ok(None),
            Some(state) => state.map(Some).map_err(|Damaged(what)| self.damaged(what)),
        }
    }

    /// The keys of all series, in the order of their numbers.
    pub(crate) fn keys(&self) -> Result<Vec<Box<str>>, WatchError> {
        let rows = self.read("read", KEYS, |table| {
            let mut keys = Vec::new();
            for row in table.iter()? {
                let (number, key) = row?;
                let text = std::str::from_utf8(key.value()).ok();
                // Without holes: the number of a series is its place.
                let place = keys.len() as u64 == u64::from(number.value());
                keys.push(text.filter(|_| place).map(Box::from));
            }
            Ok(keys)
        })?;
        let keys: Option<Vec<Box<str>>> = rows.unwrap_or_default().into_iter().collect();
        keys.ok_or_else(|| self.damaged("the keys of its series do not hold together"))
    }

    /// The numbers of the batches in the log.
    pub(crate) fn batches(&self) -> Result<Vec<u64>, WatchError> {
        self.numbers(LOG)
    }

    /// The numbers of the batches that have ids.
    pub(crate) fn batches_with_ids(&self) -> Result<Vec<u64>, WatchError> {
        self.numbers(IDS)
    }

    fn numbers(&self, of: TableDefinition<'_, u64, &[u8]>) -> Result<Vec<u64>, WatchError> {
        let numbers = self.read("read", of, |table| {
            let numbers = table.iter()?.map(|row| Ok(row?.0.value()));
            numbers.collect::<Result<Vec<u64>, redb::Error>>()
        })?;
        Ok(numbers.unwrap_or_default())
    }

    /// What was accepted in a batch.
    pub(crate) fn log(&self, batch: u64) -> Result<Vec<u8>, WatchError> {
        self.row(LOG, batch)
    }

    /// The ids that were acknowledged in a batch.
    pub(crate) fn ids(&self, batch: u64) -> Result<Vec<u8>, WatchError> {
        self.row(IDS, batch)
    }

    fn row(&self, of: TableDefinition<'_, u64, &[u8]>, batch: u64) -> Result<Vec<u8>, WatchError> {
        let row = self.read("read", of, |table| {
            let row = table.get(batch)?;
            Ok(row.map(|row| unseal(row.value()).map(<[u8]>::to_vec)))
        })?;
        let row = row
            .flatten()
            .ok_or_else(|| self.damaged("a batch is not there"))?;
        row.map_err(|Damaged(what)| self.damaged(what))
    }

    fn read<K: redb::Key + 'static, T>(
        &self,
        action: &'static str,
        of: TableDefinition<'_, K, &'static [u8]>,
        read: impl FnOnce(redb::ReadOnlyTable<K, &'static [u8]>) -> Result<T, redb::Error>,
    ) -> Result<Option<T>, WatchError> {
        let table = guarded(|| -> Result<Option<T>, redb::Error> {
            let Some(database) = &self.database else {
                return Ok(None);
            };
            let transaction = database.begin_read()?;
            match transaction.open_table(of) {
                Ok(table) => read(table).map(Some),
                Err(TableError::TableDoesNotExist(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        });
        let table = table.map_err(|what| self.damaged(what))?;
        table.map_err(|error| self.failed(action, error))
    }

    fn write(
        &self,
        write: impl FnOnce(&redb::WriteTransaction) -> Result<(), redb::Error>,
    ) -> Result<(), WatchError> {
        let written = guarded(|| -> Result<(), redb::Error> {
            let database = self.database.as_ref().ok_or(redb::Error::DatabaseClosed)?;
            let transaction = database.begin_write()?;
            write(&transaction)?;
            transaction.commit()?;
            Ok(())
        });
        let written = written.map_err(|what| self.damaged(what))?;
        written.map_err(|error| self.failed("write", error))
    }

    fn failed(&self, action: &'static str, error: impl Into<Failure>) -> WatchError {
        match error.into() {
            Failure::Damaged(what) => WatchError::Damaged {
                path: self.path.clone(),
                what,
            },
            Failure::Other(reason) => WatchError::Store {
                path: self.path.clone(),
                action,
                reason,
            },
        }
    }

    pub(crate) fn damaged(&self, what: impl Into<String>) -> WatchError {
        WatchError::Damaged {
            path: self.path.clone(),
            what: what.into(),
        }
    }
}
