//! Seeded series with planted shifts: steps that stay, excursions that come back, slow climbs and
//! saw-teeth, rounded so that ties and points on the center occur, with points missing.

/// `SplitMix64`: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Near enough to normal: the sum of twelve uniforms, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// How the level moves within a piece of the series.
#[derive(Clone, Copy)]
enum Piece {
    /// A new level, to stay.
    Step,
    /// Back to the level of two pieces ago.
    Return,
    /// As before.
    Same,
    /// A new level, reached little by little.
    Climb,
    /// Up and down by turns, with no noise: medians and means fall on the points.
    SawTooth,
}

/// The series of a seed: 0 to 160 points, one in five missing at most.
pub(crate) fn series(seed: u64) -> Vec<Option<f64>> {
    let mut random = Random(seed);
    let length = match random.below(10) {
        0 => random.below(30),
        _ => 30 + random.below(131),
    };
    let grid = random.pick(&[1.0, 1.0, 10.0, 100.0]);
    let noise = random.pick(&[0.0, 0.5, 1.0, 1.0, 2.0]);
    let missing = random.pick(&[0.0, 0.0, 0.05, 0.2]);
    let (mut level, mut previous) = (20.0 + 20.0 * random.unit(), 30.0);
    let mut series = Vec::with_capacity(length);
    while series.len() < length {
        let piece = random.pick(&[
            Piece::Step,
            Piece::Step,
            Piece::Return,
            Piece::Same,
            Piece::Climb,
            Piece::SawTooth,
        ]);
        let points = 3 + random.below(38);
        let step = (1.0 + noise) * random.pick(&[-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]);
        let from = level;
        match piece {
            Piece::Step | Piece::Climb => (previous, level) = (level, level + step),
            Piece::Return => (previous, level) = (level, previous),
            Piece::Same | Piece::SawTooth => {}
        }
        for number in 0..points {
            let value = match piece {
                Piece::Climb => {
                    let way = (number + 1) as f64 / points as f64;
                    from + (level - from) * way + noise * random.normal()
                }
                Piece::SawTooth if number % 2 == 0 => level + 1.0,
                Piece::SawTooth => level - 1.0,
                _ if random.chance(0.1) => level,
                _ => level + noise * random.normal(),
            };
            let value = (value * grid).round() / grid;
            series.push((!random.chance(missing)).then_some(value));
        }
    }
    series.truncate(length);
    series
}
