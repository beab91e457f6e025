//! What the database and the file below a store say, as errors of a watch.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use redb::DatabaseError;

use super::error::WatchError;

/// The first bytes of every database of this kind.
const MAGIC: &[u8] = b"redb";

/// What the libraries below said.
pub(crate) enum Failure {
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

/// A database that cannot be opened.
pub(crate) fn opening(path: &Path, error: DatabaseError) -> WatchError {
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
pub(crate) fn is_new(path: &Path) -> Result<bool, WatchError> {
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
