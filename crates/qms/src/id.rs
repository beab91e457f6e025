//! Ids: short texts that name one thing, checked once.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Most characters of an id.
pub const MAX_ID_CHARACTERS: usize = 128;

/// A text that cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadId {
    /// Nothing, or nothing but spaces.
    #[error("{what} id is empty; give it one, such as `falls-1`")]
    Empty {
        /// What the id would name.
        what: &'static str,
    },
    /// More than [`MAX_ID_CHARACTERS`].
    #[error(
        "{what} id of {characters} characters, expected at most {MAX_ID_CHARACTERS}; shorten it"
    )]
    TooLong {
        /// What the id would name.
        what: &'static str,
        /// Its number of characters.
        characters: usize,
    },
    /// A character that ids do not hold.
    #[error(
        "{what} id {id:?} holds {character:?}; use letters a to z, digits, `-`, `_`, `.` and `:` \
         only{}",
        instead(id)
    )]
    Character {
        /// What the id would name.
        what: &'static str,
        /// The text.
        id: String,
        /// The first such character.
        character: char,
    },
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | ':')
}

fn check(what: &'static str, id: &str) -> Result<(), BadId> {
    let characters = id.chars().count();
    if id.trim().is_empty() {
        return Err(BadId::Empty { what });
    }
    if characters > MAX_ID_CHARACTERS {
        return Err(BadId::TooLong { what, characters });
    }
    match id.chars().find(|character| !is_allowed(*character)) {
        None => Ok(()),
        Some(character) => Err(BadId::Character {
            what,
            id: id.to_owned(),
            character,
        }),
    }
}

/// How the id could be written, with a hyphen for all that is not allowed.
fn instead(id: &str) -> String {
    let parts: Vec<&str> = id
        .split(|character| !is_allowed(character))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(", for instance `{}`", parts.join("-"))
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident as $what:literal;)+) => {$(
        $(#[$meta])*
        ///
        /// One to [`MAX_ID_CHARACTERS`] ASCII letters, digits, `-`, `_`, `.` and `:`. Upper and
        /// lower case are different. Cloning is cheap.
        #[derive(Debug, Clone, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                // Without reading the text where one is a clone of the other.
                Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                if Arc::ptr_eq(&self.0, &other.0) {
                    return Ordering::Equal;
                }
                self.0.cmp(&other.0)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Checks a text and takes it as an id.
            ///
            /// # Errors
            ///
            /// [`BadId`] names what is wrong and how it could be written.
            pub fn new(text: impl AsRef<str>) -> Result<Self, BadId> {
                let text = text.as_ref();
                check($what, text)?;
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

ids! {
    /// Names a driver diagram.
    DiagramId as "diagram";
    /// Names a node within its diagram; it stays when the node moves to another level.
    NodeId as "node";
    /// Names a measure.
    MeasureId as "measure";
    /// Names a site, for instance by its official code.
    SiteId as "site";
    /// Names a test of change.
    TestId as "test";
    /// Names a component of a framework.
    ComponentId as "component";
    /// Names a framework of the user's own.
    CustomFrameworkId as "framework";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        for good in ["S08000029", "EF1", "falls-1", "a.b:c_d", "7"] {
            assert_eq!(SiteId::new(good).unwrap().as_str(), good);
        }
        assert_eq!(NodeId::new(" "), Err(BadId::Empty { what: "node" }));
        let long = "x".repeat(MAX_ID_CHARACTERS + 1);
        assert_eq!(
            MeasureId::new(&long).unwrap_err().to_string(),
            "measure id of 129 characters, expected at most 128; shorten it"
        );
    }

    #[test]
    fn a_bad_id_says_how_it_could_be_written() {
        assert_eq!(
            SiteId::new("ward 7 (north)").unwrap_err().to_string(),
            "site id \"ward 7 (north)\" holds ' '; use letters a to z, digits, `-`, `_`, `.` and \
             `:` only, for instance `ward-7-north`"
        );
        assert!(
            !NodeId::new("é")
                .unwrap_err()
                .to_string()
                .contains("instance")
        );
    }
}
