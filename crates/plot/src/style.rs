//! Colors and type of all pictures.
//!
//! The colors carry the meaning that health services in Britain know from "Making Data Count": blue
//! for improvement, orange for concern. They are darker than in that guide, so that text has a
//! contrast of at least 4.5 to 1 with its ground and lines and marks of at least 3 to 1, on white
//! and on dark ground. No color stands alone: shapes and words say the same.

use redbead::Meaning;

/// What a color is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ink {
    /// Behind everything.
    Ground,
    /// Titles, values, center lines.
    Text,
    /// Subtitles, labels of axes.
    Quiet,
    /// Rules across the plot at the ticks.
    Grid,
    /// The line and points of the data.
    Data,
    /// Limits.
    Limit,
    /// Target line and its label.
    Target,
    /// A signal for the better.
    Improvement,
    /// A signal for the worse.
    Concern,
    /// A signal that is neither.
    Neutral,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Ground,
        Self::Text,
        Self::Quiet,
        Self::Grid,
        Self::Data,
        Self::Limit,
        Self::Target,
        Self::Improvement,
        Self::Concern,
        Self::Neutral,
    ];

    /// The color of a signal that means this.
    #[must_use]
    pub const fn of(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Improvement => Self::Improvement,
            Meaning::Concern => Self::Concern,
            Meaning::Neutral => Self::Neutral,
        }
    }

    /// Short name, as in the class names of an SVG.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Text => "text",
            Self::Quiet => "quiet",
            Self::Grid => "grid",
            Self::Data => "data",
            Self::Limit => "limit",
            Self::Target => "target",
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::Neutral => "neutral",
        }
    }

    /// On a white ground, and in print.
    #[must_use]
    pub const fn light(self) -> &'static str {
        match self {
            Self::Ground => "#ffffff",
            Self::Text => "#1b2229",
            Self::Quiet => "#59636e",
            Self::Grid => "#e6eaee",
            Self::Data => "#6f7a86",
            Self::Limit => "#7b8794",
            Self::Target => "#a3195b",
            Self::Improvement => "#005eb8",
            Self::Concern => "#b84300",
            Self::Neutral => "#46505a",
        }
    }

    /// On a dark ground.
    #[must_use]
    pub const fn dark(self) -> &'static str {
        match self {
            Self::Ground => "#12161b",
            Self::Text => "#e8ecf0",
            Self::Quiet => "#a3adb8",
            Self::Grid => "#262d35",
            Self::Data => "#909ba7",
            Self::Limit => "#86919d",
            Self::Target => "#ff8dbb",
            Self::Improvement => "#6cb8ff",
            Self::Concern => "#ff9a57",
            Self::Neutral => "#c5ccd4",
        }
    }
}

impl Ink {
    /// All of them as variables of CSS by their names, `--improvement` and so on: light, and dark on
    /// screens that ask for it.
    #[must_use]
    pub fn variables() -> String {
        let all = |color: fn(Self) -> &'static str| {
            let variable = |ink: Self| format!("--{}:{};", ink.name(), color(ink));
            Self::ALL.map(variable).concat()
        };
        format!(
            ":root{{{}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{}}}}}\n",
            all(Self::light),
            all(Self::dark)
        )
    }
}

/// Fonts in order of preference: those after the first have the same widths, where there are any.
pub const FONT_FAMILY: &str = "'Redbead Sans','Liberation Sans',Arimo,Arial,Helvetica,sans-serif";

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&color[at..at + 2], 16).unwrap();
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_and_marks_stand_out_on_both_grounds() {
        for ink in Ink::ALL {
            let least = match ink {
                Ink::Ground | Ink::Grid => continue,
                Ink::Data | Ink::Limit => 3.0,
                _ => 4.5,
            };
            for (color, ground) in [
                (ink.light(), Ink::Ground.light()),
                (ink.dark(), Ink::Ground.dark()),
            ] {
                let found = contrast(color, ground);
                assert!(found >= least, "{ink:?} {color} on {ground}: {found:.2}");
            }
        }
    }
}
