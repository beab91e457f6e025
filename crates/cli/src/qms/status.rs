//! From the record of a series to a status: what [`Status::of`] says of a report, said of its record.

use std::collections::BTreeMap;

use redbead::{Rule, Unfit};
use redbead_io::{
    NotJudged, NotJudgedReason, PhaseReasonWord, PhaseRecord, SeriesRecord, SignalRecord,
};
use redbead_qms::{
    Baseline, Date, Moment, PhaseFit, PhaseReason, PhaseStatus, Points, RulesUsed, SeriesKey,
    SeriesSignal, SignalSide, Status, Sufficiency,
};

/// Why a record gives no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoStatus {
    /// The scan refused the series.
    #[error("was refused by the scan: {reason}")]
    Refused { reason: String },
    /// A record without what every series that was read has.
    #[error("has no {field}; scan again and leave the output as it is")]
    Incomplete { field: &'static str },
    /// A signal of a rule that was not asked.
    #[error("has a signal of rule {rule:?}, which is none of its rules; scan again")]
    UnknownRule { rule: String },
    /// A text that is no date.
    #[error("says {text:?} where a day is meant, such as 2024-05-01")]
    BadDay { text: String },
    /// A record that names points it does not have.
    #[error("counts {suppressed} suppressed points and {missing} missing ones; scan again")]
    Suppressed { suppressed: usize, missing: usize },
}

/// The status that a record gives of its series.
pub(super) fn status_of(
    record: &SeriesRecord,
    key: SeriesKey,
    as_of: Option<Date>,
) -> Result<Status, NoStatus> {
    if let Some(reason) = &record.error {
        let reason = reason.clone();
        return Err(NoStatus::Refused { reason });
    }
    let incomplete = |field| NoStatus::Incomplete { field };
    let counts = record.counts.ok_or(incomplete("counts"))?;
    let reading = record.reading.as_ref().ok_or(incomplete("reading"))?;
    let days = Days::of(record)?;
    let asked = &record.rules;
    let rules = RulesUsed::new(&asked.rules, &asked.warnings, asked.edge, asked.gap);
    // A signal names its rule by its text.
    let named: BTreeMap<String, &Rule> = asked
        .rules
        .iter()
        .chain(&asked.warnings)
        .map(|rule| (rule.to_string(), rule))
        .collect();
    let suppressed = record.suppressed.unwrap_or(0);
    let missing = counts.missing.checked_sub(suppressed);
    let missing = missing.ok_or(NoStatus::Suppressed {
        suppressed,
        missing: counts.missing,
    })?;
    let mut status = Status::new(key, reading.direction, rules);
    status.as_of = as_of;
    status.points = Points {
        useful: counts.useful,
        provisional: counts.provisional,
        excluded: counts.excluded,
        missing,
        suppressed,
        invalid: counts.invalid,
    };
    let last = record.phases.len().checked_sub(1);
    status.phase = record
        .phases
        .last()
        .zip(last)
        .map(|(phase, number)| phase_status(phase, number, &days));
    let signals = record
        .signals
        .iter()
        .map(|signal| series_signal(signal, last, &named, &days));
    status.signals = signals.collect::<Result<_, _>>()?;
    status.assurance = reading.assurance;
    // Phases that began by a shift go on with what was known before.
    let anew = |phase: &&PhaseRecord| phase.reason != PhaseReasonWord::Shift;
    let since = record
        .phases
        .iter()
        .rfind(anew)
        .map_or(0, |phase| phase.first);
    status.sufficiency = Sufficiency {
        have: counts.useful.min(counts.points.saturating_sub(since)),
        advised: record.sufficiency.map(|known| known.advised),
        fit: fit(record.phases.last()),
    };
    status.is_preview = record.provisional_limits;
    Ok(status)
}

/// The first days of points, by index.
struct Days(BTreeMap<usize, Date>);

impl Days {
    fn of(record: &SeriesRecord) -> Result<Self, NoStatus> {
        let days = record.days.iter().map(|(index, day)| {
            let text = day.clone();
            let day = day.parse().map_err(|_| NoStatus::BadDay { text })?;
            Ok((*index, day))
        });
        Ok(Self(days.collect::<Result<_, _>>()?))
    }

    fn moment(&self, index: usize) -> Moment {
        let date = self.0.get(&index).copied();
        Moment { index, date }
    }
}

fn phase_status(phase: &PhaseRecord, number: usize, days: &Days) -> PhaseStatus {
    PhaseStatus {
        number,
        start: days.moment(phase.first),
        last: days.moment(phase.last),
        points: phase.last.saturating_add(1).saturating_sub(phase.first),
        reason: match (phase.reason, &phase.evidence) {
            (PhaseReasonWord::SeriesStart, _) => PhaseReason::SeriesStart,
            (PhaseReasonWord::Shift, Some(shift)) => PhaseReason::Shift {
                side: shift.side,
                first: days.moment(shift.first),
                known: days.moment(shift.known),
                is_tentative: shift.tentative,
            },
            _ => PhaseReason::Planned,
        },
        baseline: match (&phase.baseline, phase.center) {
            (Some(baseline), _) => Baseline::Learned {
                first: days.moment(baseline.first),
                last: days.moment(baseline.last),
                used: baseline.used,
            },
            (None, Some(_)) => Baseline::Given,
            (None, None) => Baseline::Unknown,
        },
        center: phase.center,
    }
}

fn series_signal(
    signal: &SignalRecord,
    last_phase: Option<usize>,
    rules: &BTreeMap<String, &Rule>,
    days: &Days,
) -> Result<SeriesSignal, NoStatus> {
    let rule = rules
        .get(&signal.rule)
        .ok_or_else(|| NoStatus::UnknownRule {
            rule: signal.rule.clone(),
        })?;
    Ok(SeriesSignal {
        side: SignalSide::of(rule, signal.side),
        rule: signal.rule.clone(),
        is_warning: signal.warning,
        first: days.moment(signal.first),
        last: days.moment(signal.last),
        known: days.moment(signal.known),
        is_current: signal.current && Some(signal.phase) == last_phase,
        is_tentative: signal.tentative,
    })
}

fn fit(phase: Option<&PhaseRecord>) -> PhaseFit {
    let Some(phase) = phase else {
        return PhaseFit::Learning {
            have: 0,
            need: None,
        };
    };
    let Some(NotJudged {
        reason, have, need, ..
    }) = phase.not_judged
    else {
        return PhaseFit::Fitted;
    };
    let numbers = have.zip(need);
    match (reason, numbers) {
        (NotJudgedReason::Learning, _) => PhaseFit::Learning {
            have: have.unwrap_or(0),
            need,
        },
        (NotJudgedReason::TooFew, Some((have, need))) => Unfit::TooFew { have, need }.into(),
        (NotJudgedReason::TooFewNeighbors, Some((have, need))) => {
            Unfit::TooFewNeighbors { have, need }.into()
        }
        (NotJudgedReason::NoSpread, _) => Unfit::NoSpread.into(),
        (NotJudgedReason::Overflow, _) => Unfit::Overflow.into(),
        _ => PhaseFit::unknown(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use redbead::{
        Baseline as Learn, Chart, Direction, Edge, Gap, Invalid, Observation, Plan, Preset, Rebase,
        Series,
    };
    use redbead_io::{RecordOptions, Source};
    use redbead_qms::{MeasureId, SeriesContext, SiteId};

    use super::*;

    fn key() -> SeriesKey {
        SeriesKey::new(MeasureId::new("m").unwrap(), SiteId::new("s").unwrap())
    }

    fn plans() -> Vec<Plan> {
        let with_limits = |preset| {
            Plan::builder(Chart::individuals())
                .preset(preset)
                .invalid(Invalid::NanIsMissing)
                .direction(Direction::Decrease)
        };
        let builders = vec![
            Plan::of(Preset::ScottishRunChart)
                .rebase(Rebase::Scottish)
                .invalid(Invalid::NanIsMissing)
                .direction(Direction::Increase),
            Plan::of(Preset::Anhoej).invalid(Invalid::NanIsMissing),
            with_limits(Preset::MakingDataCount).baseline(Learn::First { points: 12 }),
            with_limits(Preset::Westgard)
                .edge(Edge::Inclusive)
                .gap(Gap::Break)
                .target(3.0),
            with_limits(Preset::Nelson).phases_at([10]),
            with_limits(Preset::Shewhart).baseline(Learn::Given {
                center: 5.0,
                sigma: Some(1.0),
            }),
        ];
        builders
            .into_iter()
            .map(|plan| plan.build().unwrap())
            .collect()
    }

    proptest! {
        /// Whatever the series, a record says what its report says.
        #[test]
        fn as_of_the_report(
            figures in prop::collection::vec(
                prop_oneof![4 => (0u8..10).prop_map(f64::from), 1 => Just(f64::NAN)], 0..60),
            shift_at in 0usize..60,
            provisional in 0usize..3,
        ) {
            let figures: Vec<Observation> = figures.iter().enumerate().map(|(at, figure)| {
                let figure = if at >= shift_at { figure - 6.0 } else { *figure };
                let observation = Observation::value(figure);
                if at + provisional >= figures.len() { observation.provisional() } else { observation }
            }).collect();
            let periods: Vec<Date> = (0..figures.len())
                .map(|at| Date::new(2020 + at as u16 / 12, (at % 12) as u8 + 1, 1).unwrap())
                .collect();
            let why = |index: usize| (index.is_multiple_of(2)
                && matches!(figures[index].measurement,
                    redbead::Measurement::Value(value) if value.is_nan())).then_some("suppressed");
            let label = |index: usize| index.to_string();
            let day = |index: usize| periods.get(index).map(ToString::to_string);
            for plan in plans() {
                let series = Series::observations(&figures);
                let report = plan.scan(series).unwrap();
                let (names, keys) = (["k".to_owned()], ["v".to_owned()]);
                let source = Source::new(&names, &keys, series, &label).why_missing(&why).first_day(&day);
                let record = SeriesRecord::of(&source, &plan, &report, RecordOptions::new()).unwrap();
                // Through the file and back.
                let text = serde_json::to_string(&record).unwrap();
                let record: SeriesRecord = serde_json::from_str(&text).unwrap();
                let suppressed = (0..figures.len()).filter(|at| why(*at).is_some()).count();
                let context = SeriesContext::new(key()).periods(&periods).suppressed(suppressed);
                let told = Status::of(&report, &plan, &context).unwrap();
                prop_assert_eq!(status_of(&record, key(), None).unwrap(), told);
            }
        }
    }

    #[test]
    fn a_refused_series_gives_none() {
        let plan = Plan::of(Preset::Shewhart).build().unwrap();
        let keys = ["v".to_owned()];
        let record = SeriesRecord::refused(&["k".to_owned()], &keys, &plan, &"no figures");
        let error = status_of(&record, key(), None).unwrap_err();
        assert_eq!(error.to_string(), "was refused by the scan: no figures");
    }
}
