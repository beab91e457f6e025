//! The indices of the newest judged points.

/// Indices of the newest judged points, newest first: what a window rule needs to name its
/// members when points in between were skipped.
///
/// Most series have no gaps, and then the newest index tells all. The list is asked only while a
/// gap lies within it, or in a snapshot; its memory is kept from one gap to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    /// Index after the newest, 0 without any; [`LISTED`] while the list is asked.
    next: u32,
    /// Points so far.
    seen: u32,
    list: Option<Box<[u32]>>,
}

/// No index after which there is another.
const LISTED: u32 = u32::MAX;

impl PartialEq for Recent {
    fn eq(&self, other: &Self) -> bool {
        (self.next, self.seen) == (other.next, other.seen) && self.listed() == other.listed()
    }
}

impl Recent {
    /// Remembers another point, and `length` in all.
    #[inline(always)]
    pub(crate) fn push(&mut self, index: u32, length: usize) {
        if index == self.next && index < LISTED - 1 {
            self.next = index + 1;
            self.seen += 1;
        } else {
            self.push_listed(index, length);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_listed(&mut self, index: u32, length: usize) {
        self.spell_out(length);
        if let Some(list) = &mut self.list
            && let Some(older) = list.len().checked_sub(1)
        {
            list.copy_within(..older, 1);
            list[0] = index;
        }
        self.seen += 1;
        self.pack();
    }

    fn listed(&self) -> Option<&[u32]> {
        self.list.as_deref().filter(|_| self.next == LISTED)
    }

    /// Index of the judged point `ago` judged points before the newest; that of the oldest one
    /// remembered where there are fewer, and 0 without any. `ago` is below the length.
    pub(crate) fn ago(&self, ago: u32) -> u32 {
        let ago = ago.min(self.seen.saturating_sub(1));
        match self.listed() {
            None => self.next.saturating_sub(ago + 1),
            Some(list) => list.get(ago as usize).copied().unwrap_or(0),
        }
    }

    /// Makes the list stand, as a snapshot has it.
    pub(crate) fn spell_out(&mut self, length: usize) {
        if self.next == LISTED {
            return;
        }
        let known = self.seen.min(u32::try_from(length).unwrap_or(u32::MAX));
        let mut list = match self.list.take() {
            Some(list) if list.len() == length => list,
            _ => vec![0; length].into_boxed_slice(),
        };
        list.fill(0);
        for (ago, index) in (0..known).zip(&mut list) {
            *index = self.next.saturating_sub(ago + 1);
        }
        self.list = Some(list);
        self.next = LISTED;
    }

    /// Leaves a list that the newest index tells.
    pub(crate) fn pack(&mut self) {
        let Some(list) = self.listed() else { return };
        let known = list.len().min(self.seen as usize);
        let next = list[..known]
            .first()
            .map_or(0, |newest| newest.saturating_add(1));
        let follows = |pair: &[u32]| pair[1].checked_add(1) == Some(pair[0]);
        let told =
            list[..known].windows(2).all(follows) && list[known..].iter().all(|index| *index == 0);
        if told {
            self.next = next;
        }
    }

    /// Whether it could belong to a series of which `next` is the next index, with its list
    /// standing.
    pub(crate) fn is_sound(&self, length: usize, next: u32) -> bool {
        let Some(list) = self.listed() else {
            return self.next <= next;
        };
        list.len() == length && list.iter().all(|index| *index <= next) && self.seen <= next
    }
}

#[cfg(feature = "serde")]
mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Recent;

    /// As snapshots have it.
    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Recent", deny_unknown_fields)]
    struct Listed<L> {
        indices: L,
        seen: u32,
    }

    impl Serialize for Recent {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let Some(list) = self.listed() else {
                return Err(serde::ser::Error::custom(
                    "the list of recent points is packed",
                ));
            };
            let (indices, seen) = (list, self.seen);
            Listed { indices, seen }.serialize(to)
        }
    }

    impl<'de> Deserialize<'de> for Recent {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let listed = Listed::<Box<[u32]>>::deserialize(from)?;
            Ok(Self {
                next: super::LISTED,
                seen: listed.seen,
                list: Some(listed.indices),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Beside the plain list that it stands for.
        #[test]
        fn it_tells_what_a_list_tells(
            length in 1_usize..9,
            steps in prop::collection::vec(prop_oneof![5 => Just(1_u32), 1 => 1_u32..5], 0..60),
        ) {
            let (mut recent, mut list) = (Recent::default(), Vec::new());
            let mut index = 0;
            for step in steps {
                index += step;
                recent.push(index, length);
                list.insert(0, index);
                for ago in 0..length {
                    let oldest = list.len() - 1;
                    prop_assert_eq!(recent.ago(ago as u32), list[ago.min(oldest)]);
                }
                let in_reach = &list[..length.min(list.len())];
                let has_gap = in_reach.windows(2).any(|pair| pair[0] != pair[1] + 1);
                prop_assert_eq!(recent.listed().is_some(), has_gap);
                let mut again = recent.clone();
                again.spell_out(length);
                prop_assert!(again.is_sound(length, index + 1));
                again.pack();
                prop_assert_eq!(&again, &recent);
            }
        }
    }
}
