//! Which measure at which site a series is: from its keys.

use std::collections::BTreeMap;

use redbead_io::{Keys, SeriesRecord};
use redbead_qms::{Basis, MeasureId, SeriesKey, SiteId, System};

/// Where a measure, or a site, stands in the keys of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Where {
    /// Found out from the keys and the diagram.
    #[default]
    Guess,
    /// In a column. Values named here stand for another text; others for themselves.
    Column {
        name: String,
        meaning: BTreeMap<String, String>,
    },
    /// It is always this one.
    Always(String),
}

/// How the keys of series are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    pub(super) measure: Where,
    pub(super) site: Where,
    /// The column that says `residence` or `treatment`.
    pub(super) basis: Option<String>,
}

/// A name for a place that is none, as the flags spell it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum MappingError {
    /// A value without what it means.
    #[error(
        "{text:?} says no meaning of {value:?}; write COLUMN=value:ID,value:ID, such as type=1:waits-major"
    )]
    NoMeaning { text: String, value: String },
    /// No column was named.
    #[error("{text:?} names no column; write COLUMN, or COLUMN=value:ID,value:ID")]
    NoColumn { text: String },
    /// The series have no such column.
    #[error("no series has a key {column:?}; they have {known}")]
    UnknownColumn { column: String, known: String },
    /// No column says what the series are.
    #[error(
        "cannot tell which {what} each series is: no key ({known}) holds the id or name of one; name the column with \
         --{what} COLUMN, or with --{what} COLUMN=value:ID where it holds other words, or say --the-{what} ID"
    )]
    CannotGuess { what: &'static str, known: String },
}

impl Where {
    /// From a flag: `COLUMN`, or `COLUMN=value:ID,value:ID`.
    pub(super) fn column(text: &str) -> Result<Self, MappingError> {
        let (name, pairs) = text.split_once('=').unwrap_or((text, ""));
        if name.trim().is_empty() {
            let text = text.to_owned();
            return Err(MappingError::NoColumn { text });
        }
        let mut meaning = BTreeMap::new();
        for pair in pairs.split(',').filter(|pair| !pair.trim().is_empty()) {
            // Ids may hold colons, so the first one parts.
            let (value, id) = pair.split_once(':').unwrap_or((pair, ""));
            if id.trim().is_empty() {
                return Err(MappingError::NoMeaning {
                    text: text.to_owned(),
                    value: value.trim().to_owned(),
                });
            }
            meaning.insert(value.trim().to_owned(), id.trim().to_owned());
        }
        Ok(Self::Column {
            name: name.trim().to_owned(),
            meaning,
        })
    }

    fn text<'a>(&'a self, keys: &'a Keys) -> Option<&'a str> {
        match self {
            Self::Guess => None,
            Self::Always(text) => Some(text),
            Self::Column { name, meaning } => {
                let value = keys.get(name)?;
                Some(meaning.get(value).map_or(value, String::as_str))
            }
        }
    }

    /// In words, for a note.
    fn told(&self) -> String {
        match self {
            Self::Guess => "not known".to_owned(),
            Self::Always(text) => format!("always {text:?}"),
            Self::Column { name, .. } => format!("key {name:?}"),
        }
    }
}

/// Names that keys of measures and sites often have.
const MEASURES: [&str; 4] = ["measure", "measureid", "indicator", "metric"];
const SITES: [&str; 14] = [
    "site",
    "siteid",
    "ward",
    "team",
    "practice",
    "hospital",
    "location",
    "org",
    "orgcode",
    "organisation",
    "provider",
    "board",
    "hb",
    "hbt",
];

/// A text without case and other signs than letters and digits.
fn fold(text: &str) -> String {
    let kept = text.chars().filter(|sign| sign.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The measures and sites of a system by all that they are called.
#[derive(Debug)]
pub(super) struct Names {
    measures: Known<MeasureId>,
    sites: Known<SiteId>,
}

#[derive(Debug)]
struct Known<I> {
    ids: BTreeMap<String, I>,
    /// By name without case and signs; none where two have one name.
    names: BTreeMap<String, Option<I>>,
}

impl<I: Clone + PartialEq> Known<I> {
    fn of<'a>(records: impl Iterator<Item = (&'a str, &'a str, I)>) -> Self {
        let (mut ids, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (id, name, known) in records {
            ids.insert(id.to_owned(), known.clone());
            for text in [id, name] {
                let named = names
                    .entry(fold(text))
                    .or_insert_with(|| Some(known.clone()));
                if named.as_ref() != Some(&known) {
                    *named = None;
                }
            }
        }
        Self { ids, names }
    }

    fn get(&self, text: &str) -> Option<&I> {
        let text = text.trim();
        let by_name = || self.names.get(&fold(text)).and_then(Option::as_ref);
        self.ids.get(text).or_else(by_name)
    }

    fn only(&self) -> Option<&str> {
        (self.ids.len() == 1).then(|| self.ids.keys().next().map(String::as_str))?
    }
}

impl Names {
    pub(super) fn of(system: &System) -> Self {
        let measures = system.measures().iter();
        let mut sites = Known::of(
            system
                .sites()
                .iter()
                .map(|site| (site.id.as_str(), site.name.as_str(), site.id.clone())),
        );
        for site in system.sites() {
            for code in &site.codes {
                sites
                    .ids
                    .entry(code.to_string())
                    .or_insert_with(|| site.id.clone());
            }
        }
        Self {
            measures: Known::of(measures.map(|measure| {
                (
                    measure.id.as_str(),
                    measure.name.as_str(),
                    measure.id.clone(),
                )
            })),
            sites,
        }
    }
}

/// What of a series the system does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(super) enum Unmatched {
    #[error("has no key {0:?}")]
    NoKey(String),
    #[error("no measure is called {0:?}")]
    Measure(String),
    #[error("no site is called {0:?}")]
    Site(String),
    #[error("basis {0:?} is neither residence nor treatment")]
    Basis(String),
}

impl Mapping {
    /// The same with all guesses made, and what was guessed in words.
    pub(super) fn resolved(
        &self,
        records: &[&SeriesRecord],
        names: &Names,
    ) -> Result<(Self, Vec<String>), MappingError> {
        let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
        for record in records {
            for name in record.series.names() {
                *columns.entry(name).or_default() += 1;
            }
        }
        let known = || {
            let known: Vec<String> = columns.keys().map(|name| format!("{name:?}")).collect();
            if known.is_empty() {
                "no keys".to_owned()
            } else {
                known.join(", ")
            }
        };
        let named = [&self.measure, &self.site]
            .into_iter()
            .filter_map(|place| match place {
                Where::Column { name, .. } => Some(name),
                _ => None,
            });
        for column in named.chain(&self.basis) {
            if !records.is_empty() && !columns.contains_key(column.as_str()) {
                return Err(MappingError::UnknownColumn {
                    column: column.clone(),
                    known: known(),
                });
            }
        }
        let (mut resolved, mut notes) = (self.clone(), Vec::new());
        if records.is_empty() {
            return Ok((resolved, notes));
        }
        if resolved.measure == Where::Guess {
            let knows = |text: &str| names.measures.get(text).is_some();
            let free = self.free(&columns, &resolved.site);
            let guess = guess(records, &free, &MEASURES, knows);
            resolved.measure = guess
                .or_else(|| names.measures.only().map(always))
                .ok_or_else(|| MappingError::CannotGuess {
                    what: "measure",
                    known: known(),
                })?;
            notes.push(format!("measure: {}", resolved.measure.told()));
        }
        if resolved.site == Where::Guess {
            let knows = |text: &str| names.sites.get(text).is_some();
            let free = self.free(&columns, &resolved.measure);
            let guess = guess(records, &free, &SITES, knows);
            // One key that is left, once the measure is known, can be nothing else.
            let left = || match free[..] {
                [only] => Some(column(only)),
                _ => None,
            };
            let only = || names.sites.only().filter(|_| free.is_empty()).map(always);
            resolved.site =
                guess
                    .or_else(left)
                    .or_else(only)
                    .ok_or_else(|| MappingError::CannotGuess {
                        what: "site",
                        known: known(),
                    })?;
            notes.push(format!("site: {}", resolved.site.told()));
        }
        Ok((resolved, notes))
    }

    /// The columns that are not spoken for.
    fn free<'a>(&self, columns: &BTreeMap<&'a str, usize>, taken: &Where) -> Vec<&'a str> {
        let is_taken = |name: &&str| {
            let is_basis = self.basis.as_deref() == Some(name);
            is_basis || matches!(taken, Where::Column { name: own, .. } if own == name)
        };
        columns
            .keys()
            .copied()
            .filter(|name| !is_taken(name))
            .collect()
    }

    /// The text that stands for the site of a series.
    pub(super) fn site_text<'a>(&'a self, record: &'a SeriesRecord) -> Option<&'a str> {
        self.site.text(&record.series)
    }

    /// The series that a record is of.
    pub(super) fn key(&self, record: &SeriesRecord, names: &Names) -> Result<SeriesKey, Unmatched> {
        let keys = &record.series;
        let text = |place: &Where| {
            let text = place.text(keys).map(str::to_owned);
            text.ok_or_else(|| match place {
                Where::Column { name, .. } => Unmatched::NoKey(name.clone()),
                _ => Unmatched::NoKey(String::new()),
            })
        };
        let (measure, site) = (text(&self.measure)?, text(&self.site)?);
        let known = names.measures.get(&measure).cloned();
        let measure = known.ok_or(Unmatched::Measure(measure))?;
        let known = names.sites.get(&site).cloned();
        let site = known.ok_or(Unmatched::Site(site))?;
        let key = SeriesKey::new(measure, site);
        let Some(basis) = &self.basis else {
            return Ok(key);
        };
        let text = keys.get(basis).unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(key);
        }
        let basis: Basis = text
            .parse()
            .map_err(|_| Unmatched::Basis(text.to_owned()))?;
        Ok(key.on(basis))
    }
}

impl Names {
    /// Whether a text is a site.
    pub(super) fn is_site(&self, text: &str) -> bool {
        self.site(text).is_some()
    }

    /// The site that a text is the id, a code or the name of.
    pub(super) fn site(&self, text: &str) -> Option<&SiteId> {
        self.sites.get(text)
    }
}

fn column(name: &str) -> Where {
    Where::Column {
        name: name.to_owned(),
        meaning: BTreeMap::new(),
    }
}

fn always(text: &str) -> Where {
    Where::Always(text.to_owned())
}

/// A column of a usual name, or else the one with the most values that are known.
fn guess(
    records: &[&SeriesRecord],
    free: &[&str],
    usual: &[&str],
    knows: impl Fn(&str) -> bool,
) -> Option<Where> {
    let place = |name: &&&str| usual.iter().position(|usual| *usual == fold(name));
    let named = free.iter().filter(|name| place(name).is_some());
    if let Some(name) = named.min_by_key(|name| place(name)) {
        return Some(column(name));
    }
    let hits = |name: &str| {
        let values = records.iter().filter_map(|record| record.series.get(name));
        values.filter(|value| knows(value)).count()
    };
    let counted = free.iter().map(|name| (hits(name), *name));
    // Of equals the first.
    let best = counted
        .filter(|(hits, _)| *hits > 0)
        .rev()
        .max_by_key(|(hits, _)| *hits);
    best.map(|(_, name)| column(name))
}

#[cfg(test)]
mod tests {
    use redbead::{Plan, Preset};
    use redbead_qms::{BuildOptions, Draft, MeasureDraft, SiteDraft};

    use super::*;

    fn system() -> System {
        let measure = |id: &str, name: &str| MeasureDraft {
            id: id.into(),
            name: name.into(),
            ..MeasureDraft::default()
        };
        let site = |id: &str, name: &str, code: &str| SiteDraft {
            id: id.into(),
            name: name.into(),
            codes: vec![code.into()],
            ..SiteDraft::default()
        };
        let draft = Draft {
            measures: vec![measure("falls", "Falls per day"), measure("waits", "Waits")],
            sites: vec![site("w7", "Ward 7", "S1"), site("w8", "Ward 8", "S2")],
            ..Draft::default()
        };
        draft.build(&BuildOptions::default()).unwrap()
    }

    fn record(keys: &[(&str, &str)]) -> SeriesRecord {
        let names: Vec<String> = keys.iter().map(|(name, _)| (*name).to_owned()).collect();
        let keys: Vec<String> = keys.iter().map(|(_, key)| (*key).to_owned()).collect();
        let plan = Plan::of(Preset::Shewhart).build().unwrap();
        SeriesRecord::refused(&names, &keys, &plan, &"unread")
    }

    fn told(mapping: &Mapping, keys: &[(&str, &str)]) -> String {
        let (record, names) = (record(keys), Names::of(&system()));
        let (mapping, _) = match mapping.resolved(&[&record], &names) {
            Ok(resolved) => resolved,
            Err(error) => return error.to_string(),
        };
        match mapping.key(&record, &names) {
            Ok(key) => key.to_string(),
            Err(unmatched) => unmatched.to_string(),
        }
    }

    #[test]
    fn ids_names_and_codes_are_known() {
        let guess = Mapping::default();
        assert_eq!(
            told(&guess, &[("measure", "falls"), ("site", "w7")]),
            "falls at w7"
        );
        assert_eq!(
            told(&guess, &[("kind", "Falls per DAY"), ("place", "ward-7")]),
            "falls at w7"
        );
        assert_eq!(
            told(&guess, &[("Indicator", "Waits"), ("place", "S2")]),
            "waits at w8"
        );
        assert_eq!(
            told(&guess, &[("measure", "falls"), ("site", "w9")]),
            "no site is called \"w9\""
        );
        assert!(told(&guess, &[("a", "b"), ("c", "d")]).starts_with("cannot tell which measure"));
    }

    #[test]
    fn columns_are_named_and_their_words_explained() {
        let mapping = Mapping {
            measure: Where::column("type=1:falls, 2:waits").unwrap(),
            site: Where::Always("w8".into()),
            basis: None,
        };
        assert_eq!(told(&mapping, &[("type", "2")]), "waits at w8");
        assert_eq!(
            told(&mapping, &[("type", "3")]),
            "no measure is called \"3\""
        );
        assert_eq!(
            told(&mapping, &[("kind", "3")]),
            "no series has a key \"type\"; they have \"kind\""
        );
        let with_basis = Mapping {
            basis: Some("by".into()),
            ..Mapping::default()
        };
        let keys = [("measure", "falls"), ("site", "w7"), ("by", "Residence")];
        assert_eq!(told(&with_basis, &keys), "falls at w7 by residence");
    }

    #[test]
    fn flags_that_say_nothing_are_refused() {
        assert!(Where::column("=1:a").is_err());
        let error = Where::column("type=1").unwrap_err().to_string();
        assert!(
            error.starts_with("\"type=1\" says no meaning of \"1\""),
            "{error}"
        );
    }
}
