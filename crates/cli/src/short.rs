//! Short forms on a line: `shift:8,on_center=skip`, `u:per=1000`, `runs:13,9,either`.
//!
//! A short form is a name and its options, each by name, or without one in the order of the list
//! below; the text that the engine prints (`shift points=8 on_center=skip`) reads as well. It is
//! turned into the data form of the engine and read by the engine's own reader, so that names,
//! defaults and checks stand in one place.

use redbead::{Center, Chart, Preset, Rebase, Rule, Sigma};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::nearest::did_you_mean;
use crate::serde_words::plain;

/// A short form that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ShortFormError {
    /// A name that is not known.
    #[error("{what} {name:?} is not known{hint}")]
    Unknown {
        /// `"chart"`, `"rule"` or `"rebase"`.
        what: &'static str,
        /// The name.
        name: String,
        /// What would do: the nearest known name as a question, and where to find the others.
        hint: String,
    },
    /// More options without a name than the form has.
    #[error("{what} {text:?}: {value:?} has no place, expected {expected}")]
    Surplus {
        /// `"chart"`, `"rule"` or `"rebase"`.
        what: &'static str,
        /// The whole text.
        text: String,
        /// The option without a place.
        value: String,
        /// The options that may stand without a name.
        expected: String,
    },
    /// The same option twice.
    #[error("{what} {text:?}: option {option:?} stands twice, expected it once")]
    Twice {
        /// `"chart"`, `"rule"` or `"rebase"`.
        what: &'static str,
        /// The whole text.
        text: String,
        /// The option.
        option: String,
    },
    /// An option that the engine refuses.
    #[error("{what} {text:?}: {reason}")]
    Refused {
        /// `"chart"`, `"rule"` or `"rebase"`.
        what: &'static str,
        /// The whole text.
        text: String,
        /// Why, and what would do.
        reason: String,
    },
}

/// A name of a form, and the options that may stand without a name, in order.
type Form = (&'static str, &'static [&'static str]);

/// The rules.
pub(crate) const RULES: [Form; 13] = [
    ("beyond", &["sigma", "side"]),
    ("shift", &["points", "on_center"]),
    ("trend", &["points", "equal"]),
    ("k_of_m", &["k", "m", "sigma"]),
    ("hugging", &["points", "sigma"]),
    ("mixture", &["points", "sigma"]),
    ("alternating", &["points"]),
    ("range_of", &["sigma"]),
    ("longest_run", &[]),
    ("crossings", &[]),
    ("run_count", &[]),
    ("best_box", &[]),
    ("cut_box", &[]),
];

/// The charts.
pub(crate) const CHARTS: [Form; 18] = [
    ("run", &[]),
    ("individuals", &["sigma"]),
    ("moving_range", &[]),
    ("xbar", &["within"]),
    ("s", &["center"]),
    ("r", &["center"]),
    ("p", &[]),
    ("np", &["size"]),
    ("c", &[]),
    ("u", &["per"]),
    ("p_prime", &["sigma"]),
    ("u_prime", &["sigma"]),
    ("c_prime", &["sigma"]),
    ("i_prime", &["sigma"]),
    ("g", &["center"]),
    ("t", &["sigma"]),
    ("ewma", &["lambda", "width"]),
    ("cusum", &["allowance", "interval"]),
];

const REBASES: [Form; 4] = [
    ("none", &[]),
    ("scottish", &[]),
    ("runs", &["baseline", "run", "side"]),
    ("stable_shift", &["period", "run"]),
];

/// Other names of charts, as practice has them.
const CHART_NAMES: [(&str, &str); 12] = [
    ("i", "individuals"),
    ("x", "individuals"),
    ("xmr", "individuals"),
    ("imr", "individuals"),
    ("mr", "moving_range"),
    ("x_bar", "xbar"),
    ("pp", "p_prime"),
    ("up", "u_prime"),
    ("p'", "p_prime"),
    ("u'", "u_prime"),
    ("c'", "c_prime"),
    ("i'", "i_prime"),
];

/// A chart.
pub(crate) fn chart(text: &str) -> Result<Chart, ShortFormError> {
    let form = Short::read("chart", text, &CHARTS, &CHART_NAMES)?;
    let mut options = form.options()?;
    if form.name == "np" && !options.contains_key("size") {
        let reason = "the number of items at every point is wanting, such as np:50".to_owned();
        return Err(form.refused(reason));
    }
    options.insert("kind".to_owned(), Value::from(form.name));
    form.engine(Value::Object(options))
}

/// A rule.
pub(crate) fn rule(text: &str) -> Result<Rule, ShortFormError> {
    let form = Short::read("rule", text, &RULES, &[])?;
    form.engine(form.tagged(&[])?)
}

/// When new phases begin by themselves.
pub(crate) fn rebase(text: &str) -> Result<Rebase, ShortFormError> {
    let form = Short::read("rebase", text, &REBASES, &[])?;
    let usual: &[(&str, Value)] = match form.name {
        "runs" => &[
            ("baseline", Value::from(13)),
            ("run", Value::from(9)),
            ("side", Value::from("either")),
        ],
        "stable_shift" => &[("period", Value::from(21)), ("run", Value::from(8))],
        _ => &[],
    };
    form.engine(form.tagged(usual)?)
}

/// A preset by its name.
pub(crate) fn preset(text: &str) -> Option<Preset> {
    let name = text.trim().replace('-', "_").to_lowercase();
    Preset::ALL.into_iter().find(|preset| preset.name() == name)
}

/// Names of all presets and rules.
pub(crate) fn names_of_rules() -> impl Iterator<Item = &'static str> {
    let presets = Preset::ALL.into_iter().map(Preset::name);
    presets.chain(RULES.iter().map(|(name, _)| *name))
}

/// A chart as a short form, its options left out where they are the usual ones.
pub(crate) fn spell_chart(chart: &Chart) -> String {
    let Ok(Value::Object(options)) = serde_json::to_value(chart) else {
        return chart.name().to_owned();
    };
    let usual = serde_json::from_value::<Chart>(serde_json::json!({ "kind": chart.name() }));
    let usual = usual
        .ok()
        .and_then(|usual| serde_json::to_value(usual).ok());
    let is_unusual =
        |name: &str, value: &Value| usual.as_ref().and_then(|usual| usual.get(name)) != Some(value);
    let named = options
        .iter()
        .filter(|(name, value)| *name != "kind" && is_unusual(name, value));
    let named: Vec<String> = named
        .map(|(name, value)| format!("{name}={}", spell(value)))
        .collect();
    if named.is_empty() {
        chart.name().to_owned()
    } else {
        format!("{}:{}", chart.name(), named.join(","))
    }
}

/// A value of an option: `0.2`, `skip`, `span(5)`.
fn spell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => match fields.iter().next() {
            Some((name, value)) => format!("{name}({})", spell(value)),
            None => String::new(),
        },
        Value::Number(number) => match number.as_f64() {
            // As the engine writes it: `3`, not `3.0`.
            Some(float) if number.is_f64() => float.to_string(),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// The chart with other ways to its center or sigma, where it has such options.
pub(crate) fn with_options(
    chart: &Chart,
    center: Option<Center>,
    sigma: Option<Sigma>,
) -> Result<Chart, String> {
    let mut value = serde_json::to_value(chart).map_err(|error| error.to_string())?;
    let options = [
        ("center", center.map(serde_json::to_value)),
        ("sigma", sigma.map(serde_json::to_value)),
    ];
    for (name, option) in options {
        let Some(option) = option else { continue };
        let option = option.map_err(|error| error.to_string())?;
        let Some(fields) = value.as_object_mut() else {
            continue;
        };
        if !fields.contains_key(name) {
            let charts = match name {
                "center" => "individuals and g charts",
                _ => "individuals, i_prime, p_prime, u_prime, c_prime, t, ewma and cusum charts",
            };
            return Err(format!(
                "the {} chart has no choice of {name}; {charts} have one",
                chart.name()
            ));
        }
        fields.insert(name.to_owned(), option);
    }
    serde_json::from_value(value)
        .map_err(|error| format!("the {} chart: {}", chart.name(), plain(&error.to_string())))
}

/// The nearest known name, and of a short list all of them.
fn hint(what: &str, name: &str, known: &[Form]) -> String {
    let names = || known.iter().map(|(name, _)| *name);
    let near = did_you_mean(name, names());
    match what {
        "rebase" => format!(
            ", expected one of {}{near}",
            names().collect::<Vec<_>>().join(", ")
        ),
        _ => format!("{near}; `redbead rules` lists them all"),
    }
}

/// A form as it was written.
struct Short<'a> {
    what: &'static str,
    text: &'a str,
    name: &'static str,
    places: &'static [&'static str],
    options: Vec<&'a str>,
}

impl<'a> Short<'a> {
    fn read(
        what: &'static str,
        text: &'a str,
        known: &[Form],
        aliases: &[(&str, &'static str)],
    ) -> Result<Self, ShortFormError> {
        let text = text.trim();
        let end = text.find(|c: char| c == ':' || c.is_whitespace());
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        let wanted = name.replace('-', "_").to_lowercase();
        let alias = aliases.iter().find(|(alias, _)| *alias == wanted);
        let wanted = alias.map_or(wanted.as_str(), |(_, name)| *name);
        let Some((name, places)) = known.iter().find(|(name, _)| *name == wanted) else {
            return Err(ShortFormError::Unknown {
                what,
                hint: hint(what, name, known),
                name: name.to_owned(),
            });
        };
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        let options = rest.split(|c: char| c == ',' || c.is_whitespace());
        Ok(Self {
            what,
            text,
            name,
            places,
            options: options.filter(|option| !option.is_empty()).collect(),
        })
    }

    /// The options by name.
    fn options(&self) -> Result<Map<String, Value>, ShortFormError> {
        let mut options = Map::new();
        for (place, option) in self.options.iter().enumerate() {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name.replace('-', "_"), value),
                None => match self.places.get(place) {
                    Some(name) => ((*name).to_owned(), *option),
                    None => {
                        return Err(ShortFormError::Surplus {
                            what: self.what,
                            text: self.text.to_owned(),
                            value: (*option).to_owned(),
                            expected: self.expected(),
                        });
                    }
                },
            };
            if options.insert(name.clone(), read_value(value)).is_some() {
                return Err(ShortFormError::Twice {
                    what: self.what,
                    text: self.text.to_owned(),
                    option: name,
                });
            }
        }
        Ok(options)
    }

    fn expected(&self) -> String {
        match self.places {
            [] => format!("`{}` alone", self.name),
            places => format!("`{}:{}`, or options by name", self.name, places.join(",")),
        }
    }

    /// The form as the engine writes an enum: its name, or its name with its options.
    fn tagged(&self, usual: &[(&str, Value)]) -> Result<Value, ShortFormError> {
        let mut options = self.options()?;
        for (name, value) in usual {
            options.entry(*name).or_insert_with(|| value.clone());
        }
        // Forms without options are plain words; an option given to one is the engine's to refuse.
        if self.places.is_empty() && options.is_empty() {
            return Ok(Value::from(self.name));
        }
        if self.places.is_empty() {
            return Err(self.refused(format!("takes no options, expected {}", self.expected())));
        }
        let mut form = Map::new();
        form.insert(self.name.to_owned(), Value::Object(options));
        Ok(Value::Object(form))
    }

    fn engine<T: DeserializeOwned>(&self, value: Value) -> Result<T, ShortFormError> {
        serde_json::from_value(value).map_err(|error| self.refused(plain(&error.to_string())))
    }

    fn refused(&self, reason: String) -> ShortFormError {
        ShortFormError::Refused {
            what: self.what,
            text: self.text.to_owned(),
            reason,
        }
    }
}

/// A number, a truth, `name(number)` or a word.
fn read_value(text: &str) -> Value {
    if let Ok(whole) = text.parse::<u64>() {
        return Value::from(whole);
    }
    let float = text.parse::<f64>().ok().and_then(Number::from_f64);
    if let Some(number) = float {
        return Value::Number(number);
    }
    if let Ok(truth) = text.parse::<bool>() {
        return Value::from(truth);
    }
    let inner = text.strip_suffix(')').and_then(|text| text.split_once('('));
    match inner {
        Some((name, value)) => {
            let mut form = Map::new();
            form.insert(name.to_owned(), read_value(value));
            Value::Object(form)
        }
        None => Value::from(text.replace('-', "_")),
    }
}

#[cfg(test)]
mod tests {
    use redbead::{Cusum, Ewma, Individuals, KOfM, Rate, Shift, Sides, Tie};

    use super::*;

    #[test]
    fn rules_are_read_by_place_and_by_name() {
        let shift = Rule::from(Shift {
            points: 8,
            on_center: Tie::Break,
        });
        for text in [
            "shift:8,break",
            "shift:8,on_center=break",
            "shift points=8 on_center=break",
            "Shift: on-center=break , points=8",
        ] {
            assert_eq!(rule(text), Ok(shift), "{text}");
        }
        let two_of_three = KOfM {
            not_beyond: Some(3.0),
            ..KOfM::default()
        };
        assert_eq!(rule("k_of_m:2,3,2,not_beyond=3"), Ok(two_of_three.into()));
        assert_eq!(rule("run-count"), Ok(Rule::RunCount));
    }

    #[test]
    fn the_text_of_every_rule_of_every_preset_reads_back() {
        for preset in Preset::ALL {
            for known in preset.rules().into_iter().chain(preset.warnings()) {
                assert_eq!(rule(&known.to_string()), Ok(known));
            }
        }
    }

    #[test]
    fn charts_have_options_and_other_names() {
        assert_eq!(chart("xmr"), Ok(Chart::individuals()));
        assert_eq!(
            chart("u:1000"),
            Ok(Rate {
                per: 1000.0,
                ..Rate::default()
            }
            .into())
        );
        assert_eq!(chart("np:size=50"), Ok(Chart::np(50)));
        let spans = Individuals {
            sigma: Sigma::Span(5),
            ..Individuals::default()
        };
        assert_eq!(chart("individuals:span(5)"), Ok(spans.into()));
        assert_eq!(spell_chart(&spans.into()), "individuals:sigma=span(5)");
        assert_eq!(spell_chart(&Chart::np(50)), "np:size=50");
        let ewma = Ewma {
            lambda: 0.1,
            width: 2.7,
            ..Ewma::default()
        };
        assert_eq!(chart("ewma:0.1,2.7"), Ok(ewma.into()));
        let cusum = Cusum {
            sides: Sides::Above,
            ..Cusum::default()
        };
        assert_eq!(spell_chart(&cusum.into()), "cusum:sides=above");
        assert_eq!(chart("cusum:sides=above"), Ok(cusum.into()));
        for (name, _) in CHARTS.iter().filter(|(name, _)| *name != "np") {
            let usual = chart(name).unwrap();
            assert_eq!((usual.name(), spell_chart(&usual).as_str()), (*name, *name));
        }
    }

    #[test]
    fn rebases_take_the_usual_numbers() {
        let usual = Rebase::Runs {
            baseline: 13,
            run: 9,
            side: Sides::Either,
        };
        assert_eq!(rebase("runs"), Ok(usual));
        assert_eq!(
            rebase("runs:12"),
            Ok(Rebase::Runs {
                baseline: 12,
                run: 9,
                side: Sides::Either
            })
        );
        assert_eq!(rebase(&usual.to_string()), Ok(usual));
        assert_eq!(rebase("scottish"), Ok(Rebase::Scottish));
        assert_eq!(
            rebase("stable_shift:period=24"),
            Ok(Rebase::StableShift { period: 24, run: 8 })
        );
    }

    #[test]
    fn what_cannot_be_read_says_how_to_mend_it() {
        let message = |text: &str| rule(text).unwrap_err().to_string();
        assert_eq!(
            message("shfit:8"),
            "rule \"shfit\" is not known; did you mean `shift`?; `redbead rules` lists them all"
        );
        assert_eq!(
            message("alternating:14,2"),
            "rule \"alternating:14,2\": \"2\" has no place, expected `alternating:points`, or options by name"
        );
        assert_eq!(
            message("shift:8,on_centre=skip"),
            "rule \"shift:8,on_centre=skip\": unknown field `on_centre`, expected `points` or `on_center`; \
             did you mean `on_center`?"
        );
        assert_eq!(
            message("shift:8.5"),
            "rule \"shift:8.5\": invalid type: number `8.5`, expected a whole number from 0 to 4294967295"
        );
        assert_eq!(
            message("shift:8,points=9"),
            "rule \"shift:8,points=9\": option \"points\" stands twice, expected it once"
        );
        assert!(message("run_count:3").contains("has no place, expected `run_count` alone"));
        assert!(
            chart("np")
                .unwrap_err()
                .to_string()
                .contains("such as np:50")
        );
    }
}
