//! Variation and assurance as symbols: what a chart says today, at one glance.
//!
//! The idea is that of the icons of NHS England's "Making Data Count"; the drawings are our own.
//! Each is a ring of 32 by 32 units. What tells one from the other is drawn, not only colored: `H`
//! or `L` and points that run high or low, or points that vary around the center; `P`, `F` or `?`
//! at a target line.

use redbead::{Assurance, Side, Variation};

use crate::style::Ink;

/// A symbol: a drawing in a square of [`Icon::SIZE`], its color and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Icon {
    /// Short name, such as `variation-above`.
    pub name: &'static str,
    /// What it says, for people: the text alternative.
    pub title: &'static str,
    /// Color of the whole.
    pub ink: Ink,
    /// SVG elements that draw in `currentColor`.
    pub drawing: &'static str,
}

impl Icon {
    /// Width and height of the drawing, in its own units.
    pub const SIZE: f64 = 32.0;

    /// The name without what it is of: `above`, `common`, `meets`.
    pub(crate) fn code(&self) -> &'static str {
        let code = self.name.split_once('-').map(|(_, code)| code);
        code.unwrap_or(self.name)
    }

    /// The symbol of the variation at the latest point.
    #[must_use]
    pub fn of_variation(variation: &Variation) -> Self {
        match variation {
            Variation::CommonCause => Self {
                name: "variation-common",
                title: "common cause variation: no significant change",
                ink: Ink::Quiet,
                drawing: COMMON,
            },
            Variation::SpecialCause { meaning, side, .. } => {
                let (name, drawing) = match side {
                    Some(Side::Above) => ("variation-above", ABOVE),
                    Some(Side::Below) => ("variation-below", BELOW),
                    None => ("variation-sideless", SIDELESS),
                };
                use redbead::Meaning::{Concern, Improvement, Neutral};
                let title = match (meaning, side) {
                    (Improvement, Some(Side::Above)) => "special cause: improvement, high",
                    (Improvement, Some(Side::Below)) => "special cause: improvement, low",
                    (Improvement, None) => "special cause: improvement",
                    (Concern, Some(Side::Above)) => "special cause: concern, high",
                    (Concern, Some(Side::Below)) => "special cause: concern, low",
                    (Concern, None) => "special cause: concern",
                    (Neutral, Some(Side::Above)) => "special cause: neutral, high",
                    (Neutral, Some(Side::Below)) => "special cause: neutral, low",
                    (Neutral, None) => "special cause: neither high nor low",
                };
                Self {
                    name,
                    title,
                    ink: Ink::of(*meaning),
                    drawing,
                }
            }
            _ => Self {
                name: "variation-unjudged",
                title: "not enough data to judge variation",
                ink: Ink::Quiet,
                drawing: UNJUDGED,
            },
        }
    }

    /// The symbol of the target against the limits; none without a target.
    #[must_use]
    pub fn of_assurance(assurance: Assurance) -> Option<Self> {
        Some(match assurance {
            Assurance::NoTarget => return None,
            Assurance::ConsistentlyMeets => Self {
                name: "assurance-meets",
                title: "consistently meets the target",
                ink: Ink::Improvement,
                drawing: MEETS,
            },
            Assurance::ConsistentlyFails => Self {
                name: "assurance-fails",
                title: "consistently fails the target",
                ink: Ink::Concern,
                drawing: FAILS,
            },
            Assurance::HitAndMiss => Self {
                name: "assurance-misses",
                title: "hits and misses the target by chance",
                ink: Ink::Quiet,
                drawing: MISSES,
            },
            _ => Self {
                name: "assurance-unjudged",
                title: "the target cannot be judged",
                ink: Ink::Quiet,
                drawing: UNJUDGED,
            },
        })
    }
}

macro_rules! ring {
    ($($inside:literal),+ $(,)?) => {
        concat!(
            "<circle cx=\"16\" cy=\"16\" r=\"14\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\"/>",
            $($inside),+
        )
    };
}

const ABOVE: &str = ring!(
    r#"<path d="M5 20.5h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M12 7v8M18 7v8M12 11h6" fill="none" stroke="currentColor" stroke-width="2"/>"#,
    r#"<g fill="currentColor"><circle cx="8.5" cy="23.5" r="1.9"/><circle cx="13.5" cy="25" r="1.9"/>"#,
    r#"<circle cx="19" cy="17.5" r="1.9"/><circle cx="24" cy="14" r="1.9"/></g>"#,
);

const BELOW: &str = ring!(
    r#"<path d="M5 11.5h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M13 17v8h5" fill="none" stroke="currentColor" stroke-width="2"/>"#,
    r#"<g fill="currentColor"><circle cx="8.5" cy="8.8" r="1.9"/><circle cx="13.5" cy="7" r="1.9"/>"#,
    r#"<circle cx="19" cy="14.5" r="1.9"/><circle cx="24" cy="18" r="1.9"/></g>"#,
);

const SIDELESS: &str = ring!(
    r#"<path d="M5 16h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M16 7l3 5h-6zM9 20l2.4 4h-4.8zM23 20l2.4 4h-4.8z" fill="currentColor"/>"#,
);

const COMMON: &str = ring!(
    r#"<path d="M5 16h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M7 18l4.5-5 4.5 6 4.5-7 4.5 5" fill="none" stroke="currentColor" stroke-width="1.2"/>"#,
    r#"<g fill="currentColor"><circle cx="7" cy="18" r="1.9"/><circle cx="11.5" cy="13" r="1.9"/>"#,
    r#"<circle cx="16" cy="19" r="1.9"/><circle cx="20.5" cy="12" r="1.9"/><circle cx="25" cy="17" r="1.9"/></g>"#,
);

const UNJUDGED: &str = concat!(
    r#"<circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3 3"/>"#,
    r#"<g fill="currentColor"><circle cx="10" cy="16" r="1.9"/><circle cx="16" cy="16" r="1.9"/>"#,
    r#"<circle cx="22" cy="16" r="1.9"/></g>"#,
);

const MEETS: &str = ring!(
    r#"<path d="M5 24h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M13 21V7.5h4.2a3.6 3.6 0 0 1 0 7.4H13" fill="none" stroke="currentColor" stroke-width="2.4"/>"#,
);

const FAILS: &str = ring!(
    r#"<path d="M5 8h22" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M13 25V12h7M13 18h5.5" fill="none" stroke="currentColor" stroke-width="2.4"/>"#,
);

const MISSES: &str = ring!(
    r#"<path d="M4 16h7M21 16h7" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2"/>"#,
    r#"<path d="M12.4 12a3.7 3.7 0 1 1 5.4 3.4c-1.3.8-1.8 1.5-1.8 3" fill="none" stroke="currentColor" stroke-width="2.2"/>"#,
    r#"<circle cx="16" cy="22.4" r="1.5" fill="currentColor"/>"#,
);
