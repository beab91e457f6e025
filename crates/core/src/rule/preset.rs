//! Named rule sets as data, each with its source.

use std::fmt;

use super::{
    Alternating, Beyond, Hugging, KOfM, Mixture, Newest, Others, RangeOf, Rule, Shift, Tie, Trend,
    Window,
};
use crate::chart::{Chart, Individuals, Sigma};

/// A published set of rules.
///
/// In-control average run lengths ("one false signal in so many points") hold for independent
/// normal points and known parameters; see [`Preset::in_control_run_length`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Preset {
    /// One point beyond 3 sigma. Run length 370.40. Shewhart (1931), Economic Control of Quality
    /// of Manufactured Product.
    Shewhart,
    /// Beyond 3; 2 of 3 beyond 2; 4 of 5 beyond 1; shift of 8. Run length 91.75. Western Electric
    /// (1956), Statistical Quality Control Handbook.
    WesternElectric,
    /// All eight tests of Nelson (1984), The Shewhart control chart: tests for special causes,
    /// J. Quality Technology 16, 237-239. Run length 73.47.
    Nelson,
    /// Western Electric with trend of 6, hugging 15, alternating 14 and mixture 8: the sensitizing
    /// rules of Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., table 6.1.
    /// Run length 65.76.
    Montgomery,
    /// Nelson's tests with a shift of 7. Run length 54.12. AIAG (2005), Statistical Process Control,
    /// 2nd ed.
    Aiag,
    /// Beyond 3; 2 of 3 beyond 2; 4 of 5 beyond 1; shift of 9; trend of 6; mixture 8. Run length
    /// 88.88. Juran and De Feo (2010), Juran's Quality Handbook, 6th ed.
    Juran,
    /// Beyond 3; 3 of 4 beyond 1.5; shift of 8. Run length 127.27. Wheeler (2000), Understanding
    /// Variation, 2nd ed.
    Wheeler,
    /// Beyond 3; shift of 8; trend of 6; 2 of 3 beyond 2; hugging 15. Run length 89.11. Provost and
    /// Murray (2011), The Health Care Data Guide.
    HealthCareDataGuide,
    /// The same five rules, as Public Health Scotland applies them to control charts. Run length
    /// 89.11.
    PhsControlChart,
    /// Beyond 3; shift of 7; trend of 7; 2 of 3 beyond 2, points beyond 3 included, all three on
    /// one side. Ties break. Run length 85.95. NHS England, Making Data Count, tools since November
    /// 2023. Unscreened moving ranges.
    MakingDataCount,
    /// As `MakingDataCount`, but only points between 2 and 3 sigma count for 2 of 3, and moving
    /// ranges are screened once: what the R package NHSRplotthedots 0.2.2 does. Run length 85.95.
    PlotTheDots,
    /// Shift of 6, points on the center skipped; trend of 5, equal neighbors skipped; number of
    /// runs. NHS Scotland, QI Hub run chart guidance.
    ScottishRunChart,
    /// The same three rules as published by Perla, Provost, Murray (2011), The run chart, BMJ
    /// Quality & Safety 20, 46-51.
    Perla,
    /// Shift of 6 and trend of 5 with every tie breaking: what published dashboard code does. It
    /// marks other points than `ScottishRunChart` wherever a series has ties.
    PhsStrictTies,
    /// Longest run and crossings. Anhoej and Olesen (2014), Run charts revisited, PLoS ONE 9(11),
    /// e113825.
    Anhoej,
    /// Warning: beyond 2. Rejection: beyond 3; 2 of 2 beyond 2; range of 2 + 2; 4 of 4 beyond 1;
    /// shift of 10. Run length of the rejections 158.27. Westgard, Barry, Hunt, Groth (1981), Clinical Chemistry 27, 493-501.
    Westgard,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 16] = [
        Self::Shewhart,
        Self::WesternElectric,
        Self::Nelson,
        Self::Montgomery,
        Self::Aiag,
        Self::Juran,
        Self::Wheeler,
        Self::HealthCareDataGuide,
        Self::PhsControlChart,
        Self::MakingDataCount,
        Self::PlotTheDots,
        Self::ScottishRunChart,
        Self::Perla,
        Self::PhsStrictTies,
        Self::Anhoej,
        Self::Westgard,
    ];

    /// The rules whose signals call for action.
    #[must_use]
    pub fn rules(self) -> Vec<Rule> {
        match self {
            Self::Shewhart => vec![beyond(3.0)],
            Self::WesternElectric => vec![beyond(3.0), two_of_three(), four_of_five(), shift(8)],
            Self::Nelson => nelson(9),
            Self::Montgomery => {
                let mut rules = Self::WesternElectric.rules();
                rules.extend([trend(6), hugging(), alternating(), mixture()]);
                rules
            }
            Self::Aiag => nelson(7),
            Self::Juran => vec![
                beyond(3.0),
                two_of_three(),
                four_of_five(),
                shift(9),
                trend(6),
                mixture(),
            ],
            Self::Wheeler => vec![beyond(3.0), k_of_m(3, 4, 1.5), shift(8)],
            Self::HealthCareDataGuide | Self::PhsControlChart => {
                vec![beyond(3.0), shift(8), trend(6), two_of_three(), hugging()]
            }
            Self::MakingDataCount => making_data_count(None),
            Self::PlotTheDots => making_data_count(Some(3.0)),
            Self::ScottishRunChart | Self::Perla => vec![
                shift(6),
                Trend {
                    points: 5,
                    equal: Tie::Skip,
                }
                .into(),
                Rule::RunCount,
            ],
            Self::PhsStrictTies => vec![strict_shift(6), trend(5)],
            Self::Anhoej => vec![Rule::LongestRun, Rule::Crossings],
            Self::Westgard => vec![
                beyond(3.0),
                k_of_m(2, 2, 2.0),
                RangeOf::default().into(),
                k_of_m(4, 4, 1.0),
                shift(10),
            ],
        }
    }

    /// The rules whose signals are a warning to look closer.
    #[must_use]
    pub fn warnings(self) -> Vec<Rule> {
        match self {
            Self::Westgard => vec![beyond(2.0)],
            _ => Vec::new(),
        }
    }

    /// The chart that the source uses the rules with.
    #[must_use]
    pub fn chart(self) -> Chart {
        match self {
            Self::ScottishRunChart | Self::Perla | Self::PhsStrictTies | Self::Anhoej => {
                Chart::run()
            }
            Self::PlotTheDots => Chart::Individuals(Individuals {
                sigma: Sigma::ScreenedMovingRange,
                ..Individuals::default()
            }),
            _ => Chart::individuals(),
        }
    }

    /// Average number of in-control points to the first signal that calls for action: independent
    /// normal points, center and sigma given. None for rules on the center line alone, which
    /// judge a phase as a whole or depend on its median.
    ///
    /// Exact by Markov chain for sets of zone rules; sets with trends or alternations are simulated
    /// to a standard error below 0.03. Champ and Woodall (1987),
    /// Exact results for Shewhart control charts with supplementary runs rules, Technometrics 29,
    /// 393-399.
    #[must_use]
    pub fn in_control_run_length(self) -> Option<f64> {
        match self {
            Self::Shewhart => Some(370.40),
            Self::WesternElectric => Some(91.75),
            Self::Nelson => Some(73.47),
            Self::Montgomery => Some(65.76),
            Self::Aiag => Some(54.12),
            Self::Juran => Some(88.88),
            Self::Wheeler => Some(127.27),
            Self::HealthCareDataGuide | Self::PhsControlChart => Some(89.11),
            Self::MakingDataCount | Self::PlotTheDots => Some(85.95),
            Self::Westgard => Some(158.27),
            Self::ScottishRunChart | Self::Perla | Self::PhsStrictTies | Self::Anhoej => None,
        }
    }

    /// Where it is published, in one line.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::Shewhart => {
                "Shewhart (1931), Economic Control of Quality of Manufactured Product"
            }
            Self::WesternElectric => {
                "Western Electric (1956), Statistical Quality Control Handbook"
            }
            Self::Nelson => {
                "Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16, 237-239"
            }
            Self::Montgomery => {
                "Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., table 6.1"
            }
            Self::Aiag => "AIAG (2005), Statistical Process Control, 2nd ed.",
            Self::Juran => "Juran, De Feo (2010), Juran's Quality Handbook, 6th ed.",
            Self::Wheeler => "Wheeler (2000), Understanding Variation, 2nd ed.",
            Self::HealthCareDataGuide => "Provost, Murray (2011), The Health Care Data Guide",
            Self::PhsControlChart => {
                "Public Health Scotland, control charts; Provost, Murray (2011), The Health Care Data Guide"
            }
            Self::MakingDataCount => "NHS England, Making Data Count, tools since November 2023",
            Self::PlotTheDots => "R package NHSRplotthedots 0.2.2",
            Self::ScottishRunChart => "NHS Scotland, QI Hub run chart guidance",
            Self::Perla => {
                "Perla, Provost, Murray (2011), The run chart, BMJ Quality & Safety 20, 46-51"
            }
            Self::PhsStrictTies => "published dashboard code: every tie breaks a run",
            Self::Anhoej => "Anhoej, Olesen (2014), Run charts revisited, PLoS ONE 9(11), e113825",
            Self::Westgard => "Westgard, Barry, Hunt, Groth (1981), Clinical Chemistry 27, 493-501",
        }
    }

    /// Name in data and on command lines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shewhart => "shewhart",
            Self::WesternElectric => "western_electric",
            Self::Nelson => "nelson",
            Self::Montgomery => "montgomery",
            Self::Aiag => "aiag",
            Self::Juran => "juran",
            Self::Wheeler => "wheeler",
            Self::HealthCareDataGuide => "health_care_data_guide",
            Self::PhsControlChart => "phs_control_chart",
            Self::MakingDataCount => "making_data_count",
            Self::PlotTheDots => "plot_the_dots",
            Self::ScottishRunChart => "scottish_run_chart",
            Self::Perla => "perla",
            Self::PhsStrictTies => "phs_strict_ties",
            Self::Anhoej => "anhoej",
            Self::Westgard => "westgard",
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn beyond(sigma: f64) -> Rule {
    Beyond {
        sigma,
        ..Beyond::default()
    }
    .into()
}

fn k_of_m(k: u32, m: u32, sigma: f64) -> Rule {
    KOfM {
        k,
        m,
        sigma,
        ..KOfM::default()
    }
    .into()
}

fn two_of_three() -> Rule {
    k_of_m(2, 3, 2.0)
}

fn four_of_five() -> Rule {
    k_of_m(4, 5, 1.0)
}

fn shift(points: u32) -> Rule {
    Shift {
        points,
        on_center: Tie::Skip,
    }
    .into()
}

fn strict_shift(points: u32) -> Rule {
    Shift {
        points,
        on_center: Tie::Break,
    }
    .into()
}

fn trend(points: u32) -> Rule {
    Trend {
        points,
        equal: Tie::Break,
    }
    .into()
}

fn hugging() -> Rule {
    Hugging::default().into()
}

fn alternating() -> Rule {
    Alternating::default().into()
}

fn mixture() -> Rule {
    Mixture::default().into()
}

/// Nelson's tests in his order.
fn nelson(shift_points: u32) -> Vec<Rule> {
    vec![
        beyond(3.0),
        shift(shift_points),
        trend(6),
        alternating(),
        two_of_three(),
        four_of_five(),
        hugging(),
        mixture(),
    ]
}

fn making_data_count(not_beyond: Option<f64>) -> Vec<Rule> {
    let two_of_three = KOfM {
        not_beyond,
        window: Window::Full,
        others: Others::SameSide,
        newest: Newest::Any,
        ..KOfM::default()
    };
    vec![beyond(3.0), strict_shift(7), trend(7), two_of_three.into()]
}
