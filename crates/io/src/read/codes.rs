//! Numbers of texts, where a file has them: what was found of a text once holds for all its rows.

use std::collections::HashMap;

/// What is known of the numbers that a file has for its texts, as long as these keep their meaning.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// The meaning that the numbers had last.
    meaning: u64,
    /// By the number of a text in the column of time, that of its moment.
    moments: Vec<Option<u32>>,
    /// By the numbers of the keys of a row, that of their series.
    series: HashMap<Box<[usize]>, u32>,
    /// Numbers of the keys of the row at hand; empty where one of them has none.
    keys: Vec<usize>,
    /// Files often stand in the order of series: the keys of the row before, and their series.
    last: Vec<usize>,
    last_series: Option<u32>,
}

impl Codes {
    /// Forgets all where the numbers have got another meaning.
    #[inline]
    pub(crate) fn mean(&mut self, meaning: u64) {
        if self.meaning != meaning {
            *self = Self {
                meaning,
                ..Self::default()
            };
        }
    }

    /// The moment of a text, where it is known.
    #[inline]
    pub(crate) fn moment(&self, code: usize) -> Option<u32> {
        *self.moments.get(code)?
    }

    pub(crate) fn learn_moment(&mut self, code: usize, moment: u32) {
        if code >= self.moments.len() {
            self.moments.resize(code + 1, None);
        }
        self.moments[code] = Some(moment);
    }

    /// Takes the numbers of the keys of a row, of which one may be none.
    #[inline]
    pub(crate) fn take_keys(&mut self, codes: impl Iterator<Item = Option<usize>>) {
        self.keys.clear();
        for code in codes {
            let Some(code) = code else {
                self.keys.clear();
                return;
            };
            self.keys.push(code);
        }
    }

    /// The series of the row at hand, where it is known.
    #[inline]
    pub(crate) fn series(&mut self) -> Option<u32> {
        if self.keys.is_empty() {
            return None;
        }
        if self.keys != self.last {
            self.last_series = self.series.get(self.keys.as_slice()).copied();
            self.last.clone_from(&self.keys);
        }
        self.last_series
    }

    pub(crate) fn learn_series(&mut self, series: u32) {
        if !self.keys.is_empty() {
            self.series.insert(self.keys.as_slice().into(), series);
            self.last.clone_from(&self.keys);
            self.last_series = Some(series);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_holds_until_the_numbers_mean_something_else() {
        let mut codes = Codes::default();
        codes.mean(1);
        assert_eq!(codes.moment(3), None);
        codes.learn_moment(3, 7);
        assert_eq!((codes.moment(2), codes.moment(3)), (None, Some(7)));
        codes.take_keys([Some(1), Some(2)].into_iter());
        assert_eq!(codes.series(), None);
        codes.learn_series(5);
        codes.take_keys([Some(2), Some(1)].into_iter());
        assert_eq!(codes.series(), None);
        codes.take_keys([Some(1), Some(2)].into_iter());
        assert_eq!(codes.series(), Some(5));
        // A key without a number, and a row without keys, are looked up by their texts.
        codes.take_keys([Some(1), None].into_iter());
        codes.learn_series(6);
        assert_eq!(codes.series(), None);
        codes.take_keys([Some(1), Some(2)].into_iter());
        assert_eq!(codes.series(), Some(5));
        codes.mean(2);
        codes.take_keys([Some(1), Some(2)].into_iter());
        assert_eq!((codes.series(), codes.moment(3)), (None, None));
    }
}
