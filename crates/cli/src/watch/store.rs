//! The store file: an embedded database in which each batch is one durable transaction.
//!
//! | table | key | value |
//! |---|---|---|
//! | `about` | name | format, plan, standing (see [`Standing`]) |
//! | `keys` | number of a series | its keys as JSON |
//! | `series` | number of a series | the batch up to which it holds, and its state |
//! | `log` | number of a batch | what was accepted in it |
//! | `ids` | number of a batch | the ids that were acknowledged in it |
//!
//! A batch writes one row of the log, not a state for each series that it touched: states follow
//! some at a time, and the log is cut off behind them. All rows of `series`, `log` and `ids` end
//! with a check sum.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition, TableError};
use redbead::Plan;
use serde::{Deserialize, Serialize};

use super::codec::{Damaged, seal, unseal};
use super::error::WatchError;
use super::guard::guarded;

/// Format that this program writes, and the newest it reads.
/// 2: ids with check sums of what was sent under them; the rules that held before the kept points.
pub(crate) const FORMAT: u16 = 2;

const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");
const KEYS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("keys");
const SERIES: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("series");
const LOG: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("log");
const IDS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("ids");

/// The first bytes of every database of this kind.
const MAGIC: &[u8] = b"redb";
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
    /// Opens the store of a plan, or makes one. Tells how the plan differs from the one that was
    /// there in what its fingerprint leaves out.
    pub(crate) fn open(
        path: &Path,
        plan: &Plan,
    ) -> Result<(Self, Standing, Vec<String>), WatchError> {
        if is_new(path)? {
            Self::make(path, plan)?;
        }
        let store = Self::with(path, || {
            Database::builder().set_cache_size(CACHE).open(path)
        })?;
        let found = store.plan()?;
        if found.fingerprint() != plan.fingerprint() {
            return Err(WatchError::OtherPlan {
                path: store.path.clone(),
                found: found.fingerprint(),
                expected: plan.fingerprint(),
            });
        }
        if found != *plan || store.format()? < FORMAT {
            // Direction, target and the drawing of limits may change. What this program adds is in a
            // newer format.
            store.write_plan(plan)?;
        }
        let standing = store.standing()?;
        Ok((store, standing, changes(&found, plan)))
    }

    /// Makes a store under another name, and gives it its own once it is complete: a half one, of a
    /// program that was killed, could not be told from a file of something else.
    fn make(path: &Path, plan: &Plan) -> Result<(), WatchError> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = Path::new(&new);
        // Left over from such a program.
        let _ = std::fs::remove_file(new);
        Self::with(new, || Database::builder().create(new))?.begin(plan)?;
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

    /// Opens a store that exists, under the plan that it was made with.
    pub(crate) fn open_existing(path: &Path) -> Result<(Self, Plan, Standing), WatchError> {
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
        let plan = store.plan()?;
        let standing = store.standing()?;
        Ok((store, plan, standing))
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

    fn plan(&self) -> Result<Plan, WatchError> {
        let format = self.format()?;
        if format > FORMAT {
            return Err(WatchError::Version {
                path: self.path.clone(),
                found: format,
                supported: FORMAT,
            });
        }
        let plan = self.about("plan")?.unwrap_or_default();
        serde_json::from_slice(&plan).map_err(|_| self.damaged("its plan cannot be read"))
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

    fn begin(&self, plan: &Plan) -> Result<(), WatchError> {
        let plan = self.plan_bytes(plan)?;
        let standing = self.standing_bytes(&Standing::default())?;
        self.write(|transaction| {
            let mut about = transaction.open_table(ABOUT)?;
            about.insert("format", &FORMAT.to_le_bytes()[..])?;
            about.insert("plan", &plan[..])?;
            about.insert("standing", &standing[..])?;
            transaction.open_table(KEYS)?;
            transaction.open_table(SERIES)?;
            transaction.open_table(LOG)?;
            transaction.open_table(IDS)?;
            Ok(())
        })
    }

    fn write_plan(&self, plan: &Plan) -> Result<(), WatchError> {
        let plan = self.plan_bytes(plan)?;
        self.write(|transaction| {
            let mut about = transaction.open_table(ABOUT)?;
            about.insert("format", &FORMAT.to_le_bytes()[..])?;
            about.insert("plan", &plan[..])?;
            Ok(())
        })
    }

    fn plan_bytes(&self, plan: &Plan) -> Result<Vec<u8>, WatchError> {
        serde_json::to_vec(plan).map_err(|error| self.failed("write", error))
    }

    fn standing_bytes(&self, standing: &Standing) -> Result<Vec<u8>, WatchError> {
        serde_json::to_vec(standing).map_err(|error| self.failed("write", error))
    }

    /// Writes a batch. It is on the disk when this returns.
    pub(crate) fn commit(&self, batch: Batch<'_>) -> Result<(), WatchError> {
        let standing = self.standing_bytes(batch.standing)?;
        let number = batch.standing.batch;
        self.write(|transaction| {
            transaction
                .open_table(ABOUT)?
                .insert("standing", &standing[..])?;
            if !batch.keys.is_empty() {
                let mut keys = transaction.open_table(KEYS)?;
                for (series, key) in batch.keys {
                    keys.insert(series, key.as_bytes())?;
                }
            }
            if !batch.series.is_empty() {
                // Neighbors lie on the same page.
                batch.series.sort_unstable_by_key(|(series, _)| *series);
                let mut table = transaction.open_table(SERIES)?;
                for (series, state) in batch.series.iter_mut() {
                    seal(state);
                    table.insert(*series, &state[..])?;
                }
            }
            if batch.log.is_some() || !batch.old_log.is_empty() {
                let mut log = transaction.open_table(LOG)?;
                if let Some(row) = batch.log {
                    seal(row);
                    log.insert(number, &row[..])?;
                }
                for old in batch.old_log {
                    log.remove(old)?;
                }
            }
            if batch.ids.is_some() || !batch.old_ids.is_empty() {
                let mut ids = transaction.open_table(IDS)?;
                if let Some(row) = batch.ids {
                    seal(row);
                    ids.insert(number, &row[..])?;
                }
                for old in batch.old_ids {
                    ids.remove(old)?;
                }
            }
            Ok(())
        })
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

/// What a plan says otherwise than the one before.
fn changes(before: &Plan, now: &Plan) -> Vec<String> {
    let written = |plan: &Plan| serde_json::to_value(plan).unwrap_or_default();
    let (before, now) = (written(before), written(now));
    let fields = now.as_object().into_iter().flatten();
    let names = fields.map(|(name, _)| name);
    let gone = before.as_object().into_iter().flatten();
    let gone = gone.filter(|(name, _)| now.get(name.as_str()).is_none());
    let names = names.chain(gone.map(|(name, _)| name));
    let said = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) => text.replace('_', " "),
        value => value.to_string(),
    };
    let changed = names.filter(|name| before[name.as_str()] != now[name.as_str()]);
    changed
        .map(|name| {
            format!(
                "{} was {} in the store, and is {} from now on, for all its series",
                name.replace('_', " "),
                said(&before[name.as_str()]),
                said(&now[name.as_str()])
            )
        })
        .collect()
}

/// What the libraries below said.
enum Failure {
    Damaged(String),
    Other(String),
}

impl From<redb::Error> for Failure {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::Corrupted(what) => Self::Damaged(what),
            error @ (redb::Error::TableTypeMismatch { .. }
            | redb::Error::TypeDefinitionChanged { .. }
            | redb::Error::TableIsMultimap(_)) => Self::Damaged(error.to_string()),
            redb::Error::Io(error) => Self::Other(error.to_string()),
            error => Self::Other(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(error.to_string())
    }
}

fn opening(path: &Path, error: DatabaseError) -> WatchError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen => WatchError::Locked { path },
        DatabaseError::Storage(redb::StorageError::Corrupted(what)) => {
            WatchError::Damaged { path, what }
        }
        DatabaseError::UpgradeRequired(_) => WatchError::NotAStore { path },
        DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() == std::io::ErrorKind::InvalidData
                || error.kind() == std::io::ErrorKind::UnexpectedEof =>
        {
            WatchError::Damaged {
                path,
                what: error.to_string(),
            }
        }
        DatabaseError::Storage(redb::StorageError::Io(error)) => WatchError::Store {
            path,
            action: "open",
            reason: error.to_string(),
        },
        error => WatchError::Store {
            path,
            action: "open",
            reason: error.to_string(),
        },
    }
}

/// Whether there is no store yet. Refuses a file that something else has written, before the database
/// looks at it.
fn is_new(path: &Path) -> Result<bool, WatchError> {
    let mut start = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(error) => {
            return Err(WatchError::Store {
                path: path.to_owned(),
                action: "open",
                reason: error.to_string(),
            });
        }
        Ok(file) => {
            let read = file.take(MAGIC.len() as u64).read_to_end(&mut start);
            read.map_err(|error| WatchError::Store {
                path: path.to_owned(),
                action: "read",
                reason: error.to_string(),
            })?;
        }
    }
    if start.is_empty() || start == MAGIC {
        Ok(start.is_empty())
    } else {
        Err(WatchError::NotAStore {
            path: path.to_owned(),
        })
    }
}
