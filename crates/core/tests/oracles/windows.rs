//! The rules that judge point by point, asked of every window of points by itself.

use redbead::{
    Alternating, Beyond, Hugging, KOfM, Mixture, Newest, Others, RangeOf, Rule, Shift, Side, Sides,
    Tie, Trend,
};

use crate::cases::{Case, Dot, Stretch};
use crate::signals::{Expected, Merge, Window, signals};

const SIDES: [Side; 2] = [Side::Above, Side::Below];

/// The signals of a rule that judges point by point.
pub(crate) fn expected(case: &Case, rule: &Rule) -> Vec<Expected> {
    let of_stretch = |stretch: &Stretch| {
        let all = stretch.dots.clone();
        let (listed, windows, merge) = match rule {
            Rule::Beyond(rule) => (all, beyond(rule, &stretch.dots), Merge::Growing),
            Rule::Shift(rule) => {
                let listed = off_center(rule, all);
                let windows = shift(rule, &listed);
                (listed, windows, Merge::Growing)
            }
            Rule::Trend(rule) => {
                let listed = unequal(rule, all);
                let windows = trend(rule, &listed);
                (listed, windows, Merge::Growing)
            }
            Rule::KOfM(rule) => (all, k_of_m(rule, &stretch.dots), Merge::Touching),
            Rule::Hugging(rule) => (all, hugging(rule, &stretch.dots), Merge::Growing),
            Rule::Mixture(rule) => (all, mixture(rule, &stretch.dots), Merge::Growing),
            Rule::Alternating(rule) => (all, alternating(rule, &stretch.dots), Merge::Growing),
            Rule::RangeOf(rule) => (all, range_of(rule, &stretch.dots), Merge::Touching),
            other => panic!("{other} judges a whole phase"),
        };
        signals(stretch, &listed, &windows, merge)
    };
    case.stretches().iter().flat_map(of_stretch).collect()
}

/// Every window of `size` points that holds, all its points being members.
fn each(
    dots: &[Dot],
    size: usize,
    side: Option<Side>,
    holds: impl Fn(&[Dot]) -> bool,
) -> Vec<Window> {
    let windows = dots.windows(size).enumerate();
    windows
        .filter(|(_, window)| holds(window))
        .map(|(from, window)| Window {
            side,
            from,
            to: from + size - 1,
            members: window.iter().map(|dot| dot.index).collect(),
        })
        .collect()
}

/// The same for each side, windows in order of their newest point.
fn each_side(dots: &[Dot], size: usize, holds: impl Fn(Side, &[Dot]) -> bool) -> Vec<Window> {
    let of = |side| each(dots, size, Some(side), |window| holds(side, window));
    SIDES.into_iter().flat_map(of).collect()
}

/// "one point beyond k sigma; side either"
fn beyond(rule: &Beyond, dots: &[Dot]) -> Vec<Window> {
    each_side(dots, 1, |side, window| {
        let watched = match rule.side {
            Sides::Either => true,
            Sides::Above => side == Side::Above,
            Sides::Below => side == Side::Below,
        };
        watched && window[0].is_beyond(side, rule.sigma)
    })
}

/// "on centre skip or break"
fn off_center(rule: &Shift, mut dots: Vec<Dot>) -> Vec<Dot> {
    dots.retain(|dot| rule.on_center == Tie::Break || dot.side().is_some());
    dots
}

/// "`points` consecutive useful points on one side of the centre"
fn shift(rule: &Shift, dots: &[Dot]) -> Vec<Window> {
    each_side(dots, rule.points as usize, |side, window| {
        window.iter().all(|dot| dot.side() == Some(side))
    })
}

/// "equal neighbours break or skip"
fn unequal(rule: &Trend, mut dots: Vec<Dot>) -> Vec<Dot> {
    if rule.equal == Tie::Skip {
        dots.dedup_by(|later, earlier| later.value == earlier.value);
    }
    dots
}

/// "`points` consecutive points, each strictly above (below) the one before: points-1 steps"
fn trend(rule: &Trend, dots: &[Dot]) -> Vec<Window> {
    each_side(dots, rule.points as usize, |side, window| {
        window
            .windows(2)
            .all(|two| step(two[0], two[1]) == Some(side))
    })
}

/// Up or down from one point to the next; none between equals.
fn step(from: Dot, to: Dot) -> Option<Side> {
    match (to.value > from.value, to.value < from.value) {
        (true, _) => Some(Side::Above),
        (_, true) => Some(Side::Below),
        _ => None,
    }
}

/// "the newest point and at least k-1 of the m-1 before it beyond s sigma on the same side";
/// upper bound; full window; the other points anywhere or on the same side; the newest itself
/// beyond, or any.
fn k_of_m(rule: &KOfM, dots: &[Dot]) -> Vec<Window> {
    let (k, m) = (rule.k as usize, rule.m as usize);
    let mut windows = Vec::new();
    for side in SIDES {
        let counts = |dot: &Dot| {
            let too_far = |bound| dot.is_beyond(side, bound);
            dot.is_beyond(side, rule.sigma) && !rule.not_beyond.is_some_and(too_far)
        };
        for to in 0..dots.len() {
            let from = (to + 1).saturating_sub(m);
            let window = &dots[from..=to];
            let members: Vec<usize> = window
                .iter()
                .filter(|dot| counts(dot))
                .map(|dot| dot.index)
                .collect();
            let is_large_enough = match rule.window {
                redbead::Window::Partial => true,
                redbead::Window::Full => window.len() == m,
            };
            let others_hold = match rule.others {
                Others::Anywhere => true,
                Others::SameSide => window.iter().all(|dot| dot.side() == Some(side)),
            };
            let newest_holds = match rule.newest {
                Newest::Beyond => counts(&dots[to]),
                Newest::Any => true,
            };
            if members.len() >= k && is_large_enough && others_hold && newest_holds {
                windows.push(Window {
                    side: Some(side),
                    from,
                    to,
                    members,
                });
            }
        }
    }
    windows
}

/// "`points` consecutive within s sigma of the centre, either side; on the zone line counts as
/// within"
fn hugging(rule: &Hugging, dots: &[Dot]) -> Vec<Window> {
    each(dots, rule.points as usize, None, |window| {
        window.iter().all(|dot| dot.is_within(rule.sigma))
    })
}

/// "`points` consecutive outside s sigma, either side; both sides must occur: no". Where they
/// must, they must in the stretch, of which every point is a member.
fn mixture(rule: &Mixture, dots: &[Dot]) -> Vec<Window> {
    let is_outside = |dot: &&Dot| dot.is_outside(rule.sigma);
    (0..dots.len())
        .filter_map(|to| {
            let seen = &dots[..=to];
            let size = seen.iter().rev().take_while(is_outside).count();
            let stretch = &seen[seen.len() - size..];
            let occurs = |side| stretch.iter().any(|dot| dot.side() == Some(side));
            let holds =
                size >= rule.points as usize && (!rule.both_sides || SIDES.into_iter().all(occurs));
            holds.then(|| Window {
                side: None,
                from: to + 1 - size,
                to,
                members: stretch.iter().map(|dot| dot.index).collect(),
            })
        })
        .collect()
}

/// "`points` consecutive points alternating up and down (points-1 steps); equal neighbours
/// break"
fn alternating(rule: &Alternating, dots: &[Dot]) -> Vec<Window> {
    each(dots, rule.points as usize, None, |window| {
        let steps: Vec<_> = window.windows(2).map(|two| step(two[0], two[1])).collect();
        steps.iter().all(Option::is_some) && steps.windows(2).all(|two| two[0] != two[1])
    })
}

/// "within two consecutive points one beyond +s and the other beyond -s"
fn range_of(rule: &RangeOf, dots: &[Dot]) -> Vec<Window> {
    each(dots, 2, None, |window| {
        let beyond = |dot: Dot, side| dot.is_beyond(side, rule.sigma);
        let [earlier, later] = [window[0], window[1]];
        beyond(earlier, Side::Above) && beyond(later, Side::Below)
            || beyond(earlier, Side::Below) && beyond(later, Side::Above)
    })
}
