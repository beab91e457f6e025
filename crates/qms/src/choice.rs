//! Closed lists of named choices, read forgivingly and written one way.

/// A text that is none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is no {what}; use {expected}")]
pub struct UnknownChoice {
    /// What was to be chosen.
    pub what: &'static str,
    /// What was found.
    pub value: String,
    /// The names that can be used.
    pub expected: String,
}

impl UnknownChoice {
    pub(crate) fn new(what: &'static str, value: &str, names: &[&str]) -> Self {
        let expected = match names {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        };
        Self {
            what,
            value: value.to_owned(),
            expected,
        }
    }
}

/// A text without case, spaces, hyphens and other signs, so that `Quality control`,
/// `quality-control` and `QualityControl` are one.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// An enum whose variants have a name in files, and others that are read as well.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident as $what:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal $(| $alias:literal)*,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every choice, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        /// Case, spaces, hyphens and underscores do not matter.
        impl std::str::FromStr for $name {
            type Err = $crate::choice::UnknownChoice;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let folded = $crate::choice::fold(text);
                $(
                    if [$text $(, $alias)*].iter().any(|name| $crate::choice::fold(name) == folded) {
                        return Ok(Self::$variant);
                    }
                )+
                let names = [$($text),+];
                Err($crate::choice::UnknownChoice::new($what, text, &names))
            }
        }
    };
}

pub(crate) use choice;

#[cfg(test)]
mod tests {
    use crate::measure::Purpose;
    use crate::site::SiteLevel;

    #[test]
    fn choices_are_read_forgivingly_and_written_one_way() {
        for text in ["Care home", "care-home", "CAREHOME", " care_home "] {
            assert_eq!(text.parse(), Ok(SiteLevel::CareHome));
        }
        assert_eq!("HSCP".parse(), Ok(SiteLevel::Partnership));
        assert_eq!(SiteLevel::CareHome.to_string(), "care_home");
        for level in SiteLevel::ALL {
            assert_eq!(level.name().parse(), Ok(*level));
        }
        assert_eq!(
            "fun".parse::<Purpose>().unwrap_err().to_string(),
            "\"fun\" is no purpose; use improvement, accountability or context"
        );
    }
}
