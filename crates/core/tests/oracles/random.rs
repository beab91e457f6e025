//! Seeded random numbers, and z-scores in which patterns really occur.

/// `SplitMix64`: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound as u64) as usize
    }

    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Near enough to normal: the sum of twelve uniforms, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Distances from the center in sigmas, multiples of 1/64 so that `center + sigma * z` is
    /// exact: one of several kinds of series.
    pub(crate) fn z_scores(&mut self, length: usize) -> Vec<f64> {
        let shift = self.pick(&[0.0, 0.0, 0.0, 1.0, -1.0]);
        let mut level = 0.0;
        match self.below(7) {
            0 => (0..length).map(|_| on_grid(self.normal(), 64)).collect(),
            1 => (0..length)
                .map(|_| on_grid(self.normal() + shift, 2))
                .collect(),
            2 => {
                let levels = [-3.5, -3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 3.5];
                (0..length).map(|_| self.pick(&levels)).collect()
            }
            3 => (0..length)
                .map(|_| {
                    level = on_grid(0.95 * level + self.normal(), 2);
                    level
                })
                .collect(),
            4 => {
                let crossing = self.unit();
                let mut side = 1.0;
                let mut next = || {
                    side = if self.chance(crossing) { -side } else { side };
                    side * on_grid(3.5 * self.unit(), 2)
                };
                (0..length).map(|_| next()).collect()
            }
            _ => self.pieces(length),
        }
    }

    /// Pieces of pure pattern, a few to some twenty points each, with ties here and there.
    fn pieces(&mut self, length: usize) -> Vec<f64> {
        let mut z = Vec::with_capacity(length);
        while z.len() < length {
            let (kind, points) = (self.below(8), 1 + self.below(22));
            let side = self.pick(&[1.0, -1.0]);
            let mut level = on_grid(self.normal(), 2);
            for number in 0..points {
                let turn = if number % 2 == 0 { side } else { -side };
                let size = on_grid(3.5 * self.unit(), 2);
                level = match kind {
                    // A staircase up or down.
                    0 | 1 => level + side * self.pick(&[0.25, 0.5, 1.0]),
                    // A run on one side.
                    2 => side * size,
                    // A saw-tooth around any level.
                    3 => level + turn * (0.5 + size),
                    // Near the center, up to and on the zone line.
                    4 => on_grid(2.0 * self.unit() - 1.0, 4),
                    // Away from the center, on either side.
                    5 => self.pick(&[side, side, -side]) * (1.0 + size),
                    // On the center, or nearly.
                    6 => self.pick(&[0.0, 0.0, 0.5, -0.5]),
                    // From one side far over to the other.
                    _ => turn * (1.5 + size),
                };
                z.push(level);
                if self.chance(0.03) {
                    z.push(self.pick(&[level, 0.0, -level]));
                }
            }
        }
        z.truncate(length);
        z
    }
}

/// The nearest multiple of `1 / parts`.
fn on_grid(z: f64, parts: u32) -> f64 {
    (z * f64::from(parts)).round() / f64::from(parts)
}
