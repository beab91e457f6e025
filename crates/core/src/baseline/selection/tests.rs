//! The quick median against the plain one, bit for bit.

use super::super::median::median;
use super::*;

/// Uniform bits by `SplitMix64`.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// A number from -6 to 6, dense around zero.
    fn normal(&mut self) -> f64 {
        let uniform = |random: &mut Self| (random.bits() >> 11) as f64 / (1_u64 << 53) as f64;
        (0..12).map(|_| uniform(self)).sum::<f64>() - 6.0
    }
}

const KINDS: u64 = 20;

fn series(kind: u64, points: usize, random: &mut Random) -> Vec<f64> {
    let mut level = 0.0;
    let one = |index: usize| {
        let progress = index as f64 / points as f64;
        let z = random.normal();
        match kind {
            0 => 100.0 + 10.0 * z,
            1 => (2.0 * z).round() / 2.0,
            2 => z.round(),
            3 => random.below(2) as f64 - 1.0,
            4 => index as f64,
            5 => -(index as f64),
            6 => z + 8.0 * progress,
            7 => z + if progress < 0.5 { 0.0 } else { 6.0 },
            8 => 7.25,
            9 => [0.0, -0.0][random.below(2) as usize],
            10 => [0.0, -0.0, 1.0, -1.0, z][random.below(5) as usize],
            11 => f64::from_bits(random.below(40) | random.below(2) << 63),
            12 => z * (f64::MAX / 8.0),
            // Any finite number at all: no exponent of ones.
            13 => f64::from_bits(random.bits() & !(1 << 62)),
            14 => 1e6 + z,
            15 => 1e15 + z.round() / 8.0,
            // Equal as keys, different as values.
            16 => 1.0 + random.below(64) as f64 * f64::EPSILON,
            17 => {
                level += z;
                level
            }
            18 => z.exp() * if random.below(50) == 0 { 1e9 } else { 1.0 },
            _ => z + 4.0 * (index as f64 * std::f64::consts::TAU / 12.0).sin(),
        }
    };
    (0..points).map(one).collect()
}

fn agrees(values: &[f64], scratch: &mut Scratch) {
    let plain = median(&mut values.to_vec()).map(f64::to_bits);
    let quick = quick_median(values, scratch).map(f64::to_bits);
    assert_eq!(quick, plain, "{} points: {values:?}", values.len());
}

#[test]
fn the_bits_of_the_plain_median() {
    let mut random = Random(42);
    let mut scratch = Scratch::default();
    let long = [
        365, 383, 384, 385, 511, 512, 513, 640, 999, 1000, 1024, 5000,
    ];
    for points in (0..=300).chain(long) {
        for kind in 0..KINDS {
            for _ in 0..3 {
                let mut values = series(kind, points, &mut random);
                agrees(&values, &mut scratch);
                values.sort_unstable_by(f64::total_cmp);
                agrees(&values, &mut scratch);
                values.reverse();
                agrees(&values, &mut scratch);
            }
        }
    }
}

/// More chances for brackets that miss, and for ends that are also middle values.
#[test]
fn the_bits_of_the_plain_median_of_many_usual_series() {
    let mut random = Random(7);
    let mut scratch = Scratch::default();
    for round in 0..40_000 {
        let points = [24, 36, 59, 60, 119, 120, 121, 128, 129, 240][round % 10];
        let values = series(random.below(KINDS), points, &mut random);
        agrees(&values, &mut scratch);
    }
}

/// Every order of zeros and ones: all ranks of ties, at lengths around rows and blocks.
#[test]
fn two_levels_in_every_share() {
    let mut scratch = Scratch::default();
    for points in [18, 23, 24, 25, 63, 64, 65, 127, 128, 129, 257] {
        for ones in 0..=points {
            let values: Vec<f64> = (0..points)
                .map(|index| f64::from(u8::from(index * 7 % points < ones)))
                .collect();
            agrees(&values, &mut scratch);
        }
    }
}

#[test]
fn pair_of_sixteen_has_every_rank() {
    let mut random = Random(3);
    for round in 0..2_000 {
        let few: [f64; 16] = std::array::from_fn(|_| random.below(2 + round % 30) as f64);
        let mut sorted = few;
        sorted.sort_unstable_by(f64::total_cmp);
        for lower in 0..15 {
            let pair = pair_of_sixteen(&few, lower, lower + 1);
            assert_eq!(pair, (sorted[lower], sorted[lower + 1]));
        }
    }
}

#[test]
fn bits_of_a_plane_stand_for_keys() {
    let keys: Vec<f32> = (0..300).map(|key| (key * 37 % 300) as f32).collect();
    let values: Vec<f64> = keys.iter().copied().map(f64::from).collect();
    let mut blocks = vec![planes::Planes::default(); 3];
    planes::whole(&mut blocks, 300);
    assert_eq!(planes::count(&keys, [49.0, 259.5], &mut blocks), [50, 260]);
    let mut all = vec![0.0; 300];
    assert_eq!(planes::gather(&values, &blocks, &mut all), 300);
    all.sort_unstable_by(f64::total_cmp);
    assert!(all.iter().enumerate().all(|(at, x)| *x == at as f64));
    planes::narrow(&mut blocks, 1, 1);
    let mut inside = vec![0.0; 300];
    assert_eq!(planes::gather(&values, &blocks, &mut inside), 210);
    inside[..210].sort_unstable_by(f64::total_cmp);
    assert!((50..260).zip(&inside).all(|(at, x)| *x == f64::from(at)));
}

#[test]
fn what_is_no_number_does_no_harm() {
    let mut random = Random(11);
    let mut scratch = Scratch::default();
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::NAN];
    for round in 0..20_000 {
        let points = random.below(400) as usize;
        let mut values = series(random.below(KINDS), points, &mut random);
        let share = 1 + random.below(20);
        for value in &mut values {
            if random.below(share) == 0 {
                *value = odd[random.below(if round % 2 == 0 { 4 } else { 3 }) as usize];
            }
        }
        let _ = quick_median(&values, &mut scratch);
    }
}

#[test]
fn the_room_is_taken_once() {
    let mut random = Random(5);
    let mut scratch = Scratch::default();
    quick_median(&series(0, 1000, &mut random), &mut scratch);
    let room = |scratch: &Scratch| {
        let Scratch {
            keys,
            reduced,
            blocks,
            few,
            level: _,
        } = scratch;
        let starts = (
            keys.as_ptr(),
            reduced.as_ptr(),
            blocks.as_ptr(),
            few.as_ptr(),
        );
        let sizes = [
            keys.capacity(),
            reduced.capacity(),
            blocks.capacity(),
            few.capacity(),
        ];
        (starts, sizes)
    };
    let before = room(&scratch);
    for points in 0..=1000 {
        quick_median(&series(0, points, &mut random), &mut scratch);
    }
    assert_eq!(room(&scratch), before);
}
