//! JSON as it stands: nothing merged, nothing lost.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::{FormatError, FormatProblem};
use super::fields::{Fields, Record};
use crate::origin::Origin;

/// A value. Maps keep their order, and fields that stand twice.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Null,
    Bool,
    Number(String),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Tree {
    /// Reads a document.
    pub(super) fn parse(text: &str, file: &Arc<str>) -> Result<Self, FormatError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|error| no_json(&error, file))
    }

    /// What it is, in words.
    pub(super) const fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

/// What the parser says, and where.
pub(super) fn no_json(error: &serde_json::Error, file: &Arc<str>) -> FormatError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let place = format!(" at line {line} column {column}");
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let problem = FormatProblem::NoJson {
        line,
        column,
        message: message.to_owned(),
    };
    FormatError::new(Origin::pointer(Arc::clone(file), ""), problem)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Bool)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Tree::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Tree::Map(fields))
    }
}

/// A place in a document.
#[derive(Debug, Clone)]
pub(super) struct Place {
    file: Arc<str>,
    pointer: String,
}

impl Place {
    pub(super) const fn top(file: Arc<str>) -> Self {
        Self {
            file,
            pointer: String::new(),
        }
    }

    /// The place of a field, or of an entry of a list, below (RFC 6901).
    pub(super) fn below(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self {
            file: Arc::clone(&self.file),
            pointer: format!("{}/{step}", self.pointer),
        }
    }

    pub(super) fn origin(&self) -> Origin {
        Origin::pointer(Arc::clone(&self.file), self.pointer.clone())
    }
}

/// The fields of an object that were not taken yet.
#[derive(Debug)]
pub(super) struct Object<'a> {
    fields: Vec<(String, Tree)>,
    place: Place,
    log: &'a mut Vec<FormatError>,
}

impl<'a> Object<'a> {
    /// The object at a place; anything else is a problem.
    pub(super) fn open(tree: Tree, place: Place, log: &'a mut Vec<FormatError>) -> Option<Self> {
        match tree {
            Tree::Map(fields) => Some(Self { fields, place, log }),
            other => {
                log.push(wrong(&place, &other, "an object"));
                None
            }
        }
    }

    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Where a note or problem of this object goes.
    pub(super) fn problem(&mut self, problem: FormatProblem) {
        let error = FormatError::new(self.place.origin(), problem);
        self.log.push(error);
    }

    /// Takes a field. `null` is as good as none.
    pub(super) fn take(&mut self, name: &str) -> Option<Tree> {
        let at = self.fields.iter().position(|(field, _)| field == name)?;
        let (_, value) = self.fields.remove(at);
        Some(value).filter(|value| *value != Tree::Null)
    }

    fn wrong(&mut self, name: &str, found: &Tree, expected: &'static str) {
        self.log
            .push(wrong(&self.place.below(name), found, expected));
    }

    /// The entries of a list with their places; none if it is missing.
    pub(super) fn list(&mut self, name: &str) -> Vec<(Tree, Place)> {
        let place = self.place.below(name);
        match self.take(name) {
            None => Vec::new(),
            Some(Tree::List(items)) => items
                .into_iter()
                .enumerate()
                .map(|(at, item)| (item, place.below(&at.to_string())))
                .collect(),
            Some(other) => {
                self.wrong(name, &other, "a list");
                Vec::new()
            }
        }
    }

    pub(super) const fn log(&mut self) -> &mut Vec<FormatError> {
        self.log
    }

    /// Whatever was not taken is a problem.
    pub(super) fn close(self, known: &[&str]) {
        for (field, _) in self.fields {
            let origin = self.place.below(&field).origin();
            let problem = if known.contains(&field.as_str()) {
                FormatProblem::RepeatedField { field }
            } else {
                FormatProblem::UnknownField {
                    field,
                    known: known.join(", "),
                }
            };
            self.log.push(FormatError::new(origin, problem));
        }
    }
}

fn wrong(place: &Place, found: &Tree, expected: &'static str) -> FormatError {
    let problem = FormatProblem::WrongType {
        found: found.what(),
        expected,
    };
    FormatError::new(place.origin(), problem)
}

impl Fields for Object<'_> {
    fn text(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_default()
    }

    fn optional(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Tree::Text(text) => Some(text),
            other => {
                self.wrong(name, &other, "a text");
                None
            }
        }
    }

    fn number(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Tree::Text(text) | Tree::Number(text) => Some(text),
            other => {
                self.wrong(name, &other, "a number");
                None
            }
        }
    }

    fn texts(&mut self, name: &'static str) -> Vec<String> {
        let items = self.list(name).into_iter();
        let texts = items.filter_map(|(item, place)| match item {
            Tree::Text(text) => Some(text),
            other => {
                self.log.push(wrong(&place, &other, "a text"));
                None
            }
        });
        texts.collect()
    }

    fn nested<R: Record>(&mut self, name: &'static str) -> Vec<R> {
        let items = self.list(name).into_iter();
        let records = items.filter_map(|(item, place)| record(item, place, self.log));
        records.collect()
    }

    fn origin(&self) -> Origin {
        self.place.origin()
    }
}

/// A record and nothing else.
fn record<R: Record>(tree: Tree, place: Place, log: &mut Vec<FormatError>) -> Option<R> {
    let mut object = Object::open(tree, place, log)?;
    let record = R::read(&mut object);
    let known: Vec<&str> = R::FIELDS.iter().map(|(name, _)| *name).collect();
    object.close(&known);
    Some(record)
}
