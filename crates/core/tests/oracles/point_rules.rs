//! Every rule that judges point by point.

use redbead::{
    Alternating, Beyond, Hugging, KOfM, Mixture, Newest, Others, RangeOf, Rule, Shift, Sides, Tie,
    Trend, Window,
};

use crate::cases::Case;
use crate::check::agree;
use crate::random::Random;
use crate::whole_phase;

const TIES: [Tie; 2] = [Tie::Skip, Tie::Break];

/// `k` of `m`.
const SIZES: [(u32, u32); 10] = [
    (1, 1),
    (1, 3),
    (2, 2),
    (2, 3),
    (2, 5),
    (3, 4),
    (4, 4),
    (4, 5),
    (3, 7),
    (10, 11),
];

pub(crate) fn any_beyond(random: &mut Random) -> Rule {
    let rule = Beyond {
        sigma: random.pick(&[0.5, 1.0, 2.0, 2.5, 3.0]),
        side: random.pick(&[Sides::Either, Sides::Above, Sides::Below]),
    };
    rule.into()
}

pub(crate) fn any_shift(random: &mut Random) -> Rule {
    let rule = Shift {
        points: random.pick(&[2, 3, 6, 7, 8, 9]),
        on_center: random.pick(&TIES),
    };
    rule.into()
}

pub(crate) fn any_trend(random: &mut Random) -> Rule {
    let rule = Trend {
        points: random.pick(&[2, 3, 4, 5, 6, 7]),
        equal: random.pick(&TIES),
    };
    rule.into()
}

pub(crate) fn any_k_of_m(random: &mut Random) -> Rule {
    let (size, options) = (random.pick(&SIZES), random.below(16));
    k_of_m_with(random, size, options)
}

/// One of the 16 combinations of options, and any zone.
fn k_of_m_with(random: &mut Random, (k, m): (u32, u32), options: usize) -> Rule {
    let rule = KOfM {
        k,
        m,
        // Nearer to the center where many points must be beyond.
        sigma: random.pick(if m > 7 {
            &[0.25, 0.5]
        } else {
            &[0.5, 1.0, 1.5, 2.0]
        }),
        not_beyond: [None, Some(3.0)][options & 1],
        window: [Window::Partial, Window::Full][options >> 1 & 1],
        others: [Others::Anywhere, Others::SameSide][options >> 2 & 1],
        newest: [Newest::Beyond, Newest::Any][options >> 3],
    };
    rule.into()
}

pub(crate) fn any_hugging(random: &mut Random) -> Rule {
    let rule = Hugging {
        points: random.pick(&[2, 4, 8, 15]),
        sigma: random.pick(&[0.5, 1.0, 1.5]),
    };
    rule.into()
}

pub(crate) fn any_mixture(random: &mut Random) -> Rule {
    let rule = Mixture {
        points: random.pick(&[2, 3, 5, 8]),
        sigma: random.pick(&[0.5, 1.0, 1.5]),
        both_sides: random.pick(&[false, true]),
    };
    rule.into()
}

pub(crate) fn any_alternating(random: &mut Random) -> Rule {
    let rule = Alternating {
        points: random.pick(&[3, 4, 5, 8, 14]),
    };
    rule.into()
}

pub(crate) fn any_range_of(random: &mut Random) -> Rule {
    let rule = RangeOf {
        sigma: random.pick(&[1.0, 1.5, 2.0, 3.0]),
    };
    rule.into()
}

#[test]
fn beyond() {
    agree(1, 20_000, 0.5, Case::random, |random| {
        vec![any_beyond(random)]
    });
}

#[test]
fn shift() {
    agree(2, 20_000, 0.5, Case::random, |random| {
        vec![any_shift(random)]
    });
}

#[test]
fn trend() {
    agree(3, 20_000, 0.5, Case::random, |random| {
        vec![any_trend(random)]
    });
}

#[test]
fn k_of_m() {
    for (seed, size) in (400..).zip(SIZES) {
        for options in 0..16 {
            agree(
                16 * seed + options as u64,
                250,
                0.02,
                Case::random,
                |random| vec![k_of_m_with(random, size, options)],
            );
        }
    }
}

#[test]
fn hugging() {
    agree(5, 20_000, 0.3, Case::random, |random| {
        vec![any_hugging(random)]
    });
}

#[test]
fn mixture() {
    agree(6, 20_000, 0.3, Case::random, |random| {
        vec![any_mixture(random)]
    });
}

#[test]
fn alternating() {
    agree(7, 20_000, 0.3, Case::random, |random| {
        vec![any_alternating(random)]
    });
}

#[test]
fn range_of() {
    agree(8, 20_000, 0.3, Case::random, |random| {
        vec![any_range_of(random)]
    });
}

/// Several rules in one plan share its zone lines, and each says what it says alone.
#[test]
fn rules_side_by_side() {
    let any: [fn(&mut Random) -> Rule; 9] = [
        any_beyond,
        any_shift,
        any_trend,
        any_k_of_m,
        any_hugging,
        any_mixture,
        any_alternating,
        any_range_of,
        |random| random.pick(&whole_phase::RULES),
    ];
    agree(9, 10_000, 0.9, Case::random, |random| {
        let mut rules: Vec<Rule> = Vec::new();
        for _ in 0..2 + random.below(7) {
            let rule = random.pick(&any)(random);
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        rules
    });
}
