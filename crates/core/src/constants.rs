//! Control chart constants: moments of the range and of the standard deviation of normal samples.
//!
//! # Definition
//!
//! For a sample of `n` independent standard normals with range `W` and standard deviation `S`:
//!
//! ```text
//! d2(n) = E W                 d3(n) = sqrt(Var W)              d4(n) = median of W
//! c4(n) = E S = sqrt(2/(n-1)) Γ(n/2) / Γ((n-1)/2)              c5(n) = sqrt(1 - c4²)
//! ```
//!
//! Everything else in a printed table follows from these four and is computed here, not stored.
//! The tables hold the doubles nearest to values computed with more than 30 digits; the tests
//! integrate the definitions again.
//!
//! # References
//!
//! Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., appendix VI.
//! Harter (1960), Tables of range and studentized range, Ann. Math. Statist. 31, 1122-1147.

use std::fmt;

/// Largest sample size of the range tables.
pub const MAX_TABLE_SIZE: usize = 100;

/// `d4(2) = sqrt(2) Φ⁻¹(3/4)`: median of the range of two standard normals.
pub const MEDIAN_RANGE_OF_TWO: f64 = 0.953_872_552_408_939_7;

/// What measures the spread of a subgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SpreadKind {
    /// Sample standard deviation.
    Deviation,
    /// Largest less smallest value.
    Range,
}

/// Which constants turn ranges and deviations into sigma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Constants {
    /// Full double precision, from the definitions. The default.
    #[default]
    Exact,
    /// Divisors rounded as in printed tables (d2 to 3 decimals, so 1.128 for two points; d4(2) to
    /// 0.954; c4 to 4 decimals; D4(2) to 3.267): what the NIST e-Handbook and qicharts2 compute.
    Printed,
    /// Factors of limits rounded as in printed tables: 3 sigma is 2.66 mean moving ranges, or
    /// 3.145 median ones (3 over the printed divisor, to 3 decimals): what Wheeler and
    /// `NHSRplotthedots` compute. Other constants as [`Printed`](Self::Printed).
    PrintedFactors,
}

impl fmt::Display for Constants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Printed => "printed",
            Self::PrintedFactors => "printed_factors",
        })
    }
}

impl Constants {
    /// Mean of the range of `n` standard normals, or `None` outside `2..=100`.
    #[must_use]
    pub fn d2(self, n: usize) -> Option<f64> {
        self.round(from_table(&D2, n)?, 3)
    }

    /// Standard deviation of the range of `n` standard normals, or `None` outside `2..=100`.
    #[must_use]
    pub fn d3(self, n: usize) -> Option<f64> {
        self.round(from_table(&D3, n)?, 3)
    }

    /// Mean of the sample standard deviation of `n` standard normals, or `None` below 2.
    ///
    /// Above 100 points by the asymptotic series of `Γ(x + 1/2) / (sqrt(x) Γ(x))` at
    /// `x = (n-1)/2`, which is exact to the last bit there.
    #[must_use]
    pub fn c4(self, n: usize) -> Option<f64> {
        let exact = match n {
            0 | 1 => return None,
            2..=MAX_TABLE_SIZE => from_table(&C4, n)?,
            _ => 1.0 - c4_shortfall(n),
        };
        self.round(exact, 4)
    }

    /// Standard deviation of the sample standard deviation of `n` standard normals, or `None`
    /// below 2.
    #[must_use]
    pub fn c5(self, n: usize) -> Option<f64> {
        let exact = match n {
            0 | 1 => return None,
            2..=MAX_TABLE_SIZE => from_table(&C5, n)?,
            _ => {
                // 1 - c4², without taking two near numbers from each other.
                let short = c4_shortfall(n);
                (short * (2.0 - short)).sqrt()
            }
        };
        self.round(exact, 4)
    }

    /// `D4(2) = 1 + 3 d3(2)/d2(2)`: upper limit of the range of two, as a multiple of its mean.
    #[must_use]
    pub fn range_of_two_upper(self) -> f64 {
        let excess = D3[0] / D2[0];
        match self {
            Self::Exact => 1.0 + 3.0 * excess,
            Self::Printed | Self::PrintedFactors => rounded(1.0 + 3.0 * excess, 3),
        }
    }

    /// Mean and standard deviation of the spread of `n` standard normals; none where there is no
    /// constant.
    pub(crate) fn moments(self, spread: SpreadKind, n: usize) -> Option<(f64, f64)> {
        match spread {
            SpreadKind::Deviation => Some((self.c4(n)?, self.c5(n)?)),
            SpreadKind::Range => Some((self.d2(n)?, self.d3(n)?)),
        }
    }

    /// Divisors in place of factors: what leads from a mean spread to sigma and back.
    pub(crate) fn divisors(self) -> Self {
        match self {
            Self::PrintedFactors => Self::Printed,
            other => other,
        }
    }

    /// Sigma of a spread as a multiple of its mean: `c5/c4`, or `d3/d2`. Of printed tables, a
    /// third of what `B4` or `D4` has above 1.
    pub(crate) fn upper_excess(self, spread: SpreadKind, n: usize) -> Option<f64> {
        let (mean, deviation) = Self::Exact.moments(spread, n)?;
        let excess = deviation / mean;
        Some(match self {
            Self::Exact => excess,
            Self::Printed | Self::PrintedFactors => (rounded(1.0 + 3.0 * excess, 3) - 1.0) / 3.0,
        })
    }

    /// Sigma of a single value from the mean spread of subgroups of `n`.
    pub(crate) fn sigma_of_spread(self, spread: SpreadKind, mean: f64, n: usize) -> Option<f64> {
        let (divisor, _) = self.moments(spread, n)?;
        Some(match self {
            Self::Exact | Self::Printed => mean / divisor,
            Self::PrintedFactors => {
                let root = (n as f64).sqrt();
                let (exact, _) = Self::Exact.moments(spread, n)?;
                mean * rounded(3.0 / (exact * root), 3) * root / 3.0
            }
        })
    }

    /// `d4(2)`: median of the range of two standard normals.
    #[must_use]
    pub fn median_range_of_two(self) -> f64 {
        match self {
            Self::Exact => MEDIAN_RANGE_OF_TWO,
            Self::Printed | Self::PrintedFactors => 0.954,
        }
    }

    fn round(self, exact: f64, decimals: i32) -> Option<f64> {
        Some(match self {
            Self::Exact => exact,
            Self::Printed | Self::PrintedFactors => rounded(exact, decimals),
        })
    }

    /// Sigma from a mean or median range, given the constant that divides it.
    pub(crate) fn sigma_of_range(self, range: f64, divisor: f64) -> f64 {
        match self {
            Self::Exact | Self::Printed => range / divisor,
            Self::PrintedFactors => range * rounded(3.0 / divisor, 3) / 3.0,
        }
    }
}

/// One row of a control chart constants table: every factor for samples of `n`, exact.
///
/// Names follow the printed tables; capital letters that would clash with a small one carry the
/// prefix `cap_` (`D1` is `cap_d1`).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Factors {
    /// Sample size.
    pub n: usize,
    /// Mean of the range of standard normals.
    pub d2: f64,
    /// Standard deviation of that range.
    pub d3: f64,
    /// Mean of the standard deviation of standard normals.
    pub c4: f64,
    /// Standard deviation of that standard deviation.
    pub c5: f64,
    /// `3 / sqrt(n)`: limits of means, sigma known.
    pub a: f64,
    /// `3 / (d2 sqrt(n))`: limits of means from the mean range.
    pub a2: f64,
    /// `3 / (c4 sqrt(n))`: limits of means from the mean standard deviation.
    pub a3: f64,
    /// `3 / d2`: limits of individuals from the mean range.
    pub e2: f64,
    /// `3 / c4`: limits of individuals from the mean standard deviation.
    pub e3: f64,
    /// `max(0, d2 - 3 d3)`: lower limit of ranges, sigma known.
    pub cap_d1: f64,
    /// `d2 + 3 d3`: upper limit of ranges, sigma known.
    pub cap_d2: f64,
    /// `max(0, 1 - 3 d3/d2)`: lower limit of ranges, as a multiple of the mean range.
    pub cap_d3: f64,
    /// `1 + 3 d3/d2`: upper limit of ranges, as a multiple of the mean range.
    pub cap_d4: f64,
    /// `max(0, 1 - 3 c5/c4)`: lower limit of standard deviations, as a multiple of their mean.
    pub b3: f64,
    /// `1 + 3 c5/c4`: upper limit of standard deviations, as a multiple of their mean.
    pub b4: f64,
    /// `max(0, c4 - 3 c5)`: lower limit of standard deviations, sigma known.
    pub b5: f64,
    /// `c4 + 3 c5`: upper limit of standard deviations, sigma known.
    pub b6: f64,
}

impl Factors {
    /// The factors for samples of `n`, or `None` outside `2..=100`.
    #[must_use]
    pub fn of(n: usize) -> Option<Self> {
        let (d2, d3) = (from_table(&D2, n)?, from_table(&D3, n)?);
        let (c4, c5) = (from_table(&C4, n)?, from_table(&C5, n)?);
        let root = (n as f64).sqrt();
        Some(Self {
            n,
            d2,
            d3,
            c4,
            c5,
            a: 3.0 / root,
            a2: 3.0 / (d2 * root),
            a3: 3.0 / (c4 * root),
            e2: 3.0 / d2,
            e3: 3.0 / c4,
            cap_d1: (d2 - 3.0 * d3).max(0.0),
            cap_d2: d2 + 3.0 * d3,
            cap_d3: (1.0 - 3.0 * d3 / d2).max(0.0),
            cap_d4: 1.0 + 3.0 * d3 / d2,
            b3: (1.0 - 3.0 * c5 / c4).max(0.0),
            b4: 1.0 + 3.0 * c5 / c4,
            b5: (c4 - 3.0 * c5).max(0.0),
            b6: c4 + 3.0 * c5,
        })
    }
}

fn rounded(exact: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (exact * scale).round() / scale
}

fn from_table(table: &[f64; 99], n: usize) -> Option<f64> {
    table.get(n.checked_sub(2)?).copied()
}

/// `1 - c4`, from `c4 = Γ(x + 1/2) / (sqrt(x) Γ(x))` at `x = (n-1)/2` up to `x⁻⁷`: the first term
/// left out is below 2e-18 for `n > 100`.
fn c4_shortfall(n: usize) -> f64 {
    const COEFFICIENTS: [f64; 7] = [
        1.0 / 8.0,
        -1.0 / 128.0,
        -5.0 / 1024.0,
        21.0 / 32_768.0,
        399.0 / 262_144.0,
        -869.0 / 4_194_304.0,
        -39_325.0 / 33_554_432.0,
    ];
    let reciprocal = 2.0 / (n as f64 - 1.0);
    let sum = COEFFICIENTS
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * reciprocal + coefficient);
    sum * reciprocal
}

/// `d2(n)` for `n = 2..=100`.
#[allow(clippy::approx_constant)] // d2(2) is 2/√π; in a table of numbers it reads best as one.
#[rustfmt::skip]
const D2: [f64; 99] = [
    1.128_379_167_095_512_6, 1.692_568_750_643_269, 2.058_750_746_007_928, 2.325_928_947_281_039,
    2.534_412_721_222_943, 2.704_356_751_213_808_7, 2.847_200_612_090_555_5, 2.970_026_324_418_474,
    3.077_505_461_670_346, 3.172_872_703_816_000_5, 3.258_455_279_743_826, 3.335_980_354_098_255,
    3.406_763_108_199_953, 3.471_826_889_882_074_8, 3.531_982_786_109_576, 3.587_883_961_765_381_7,
    3.640_063_757_937_444_4, 3.688_963_023_207_649_3, 3.734_950_119_596_641, 3.778_335_829_842_621,
    3.819_384_643_362_832_7, 3.858_323_423_285_007, 3.895_348_148_451_356_4, 3.930_629_219_507_113,
    3.964_315_679_522_624, 3.996_538_604_013_157, 4.027_413_848_246_532, 4.057_044_292_095_187,
    4.085_521_688_343_022, 4.112_928_195_276_388, 4.139_337_655_857_814, 4.164_816_671_940_273,
    4.189_425_511_536_97, 4.213_218_879_207_905, 4.236_246_573_512_983, 4.258_554_050_746_445,
    4.280_182_910_470_408, 4.301_171_315_457_527, 4.321_554_356_350_04, 4.341_364_369_506_936,
    4.360_631_215_038_838, 4.379_382_520_842_681, 4.397_643_897_484_962, 4.415_439_127_996_888,
    4.432_790_336_001_005, 4.449_718_135_058_963, 4.466_241_761_691_6, 4.482_379_194_158_413,
    4.498_147_258_779_7, 4.513_561_725_330_267, 4.528_637_392_819_731, 4.543_388_166_794_084,
    4.557_827_129_140_398_4, 4.571_966_601_246_85, 4.585_818_201_259_655, 4.599_392_896_084_035,
    4.612_701_048_695_295, 4.625_752_461_256_447, 4.638_556_414_478_748, 4.651_121_703_609_638,
    4.663_456_671_387_534, 4.675_569_238_263_893, 4.687_466_930_158_88, 4.699_156_903_987_297,
    4.710_645_971_165_428, 4.721_940_619_286_657, 4.733_047_032_133_71, 4.743_971_108_177_746,
    4.754_718_477_698_969, 4.765_294_518_649_711_5, 4.775_704_371_368_759, 4.785_952_952_244_9,
    4.796_044_966_418_123, 4.805_984_919_598_313_5, 4.815_777_129_073_737, 4.825_425_733_974_767,
    4.834_934_704_852_282, 4.844_307_852_624_679, 4.853_548_836_942_609, 4.862_661_174_016_126,
    4.871_648_243_945_012, 4.880_513_297_589_51, 4.889_259_463_015_449, 4.897_889_751_544_905,
    4.906_407_063_440_888, 4.914_814_193_252_194_5, 4.923_113_834_842_422, 4.931_308_586_125_189,
    4.939_400_953_525_826, 4.947_393_356_188_225_5, 4.955_288_129_944_02, 4.963_087_531_059_993,
    4.970_793_739_778_335, 4.978_408_863_663_3, 4.985_934_940_766_771_5, 4.993_373_942_624_329,
    5.000_727_777_092_538, 5.007_998_291_037_427, 5.015_187_272_883_368,
];

/// `d3(n)` for `n = 2..=100`.
#[rustfmt::skip]
const D3: [f64; 99] = [
    0.852_502_466_427_421_8, 0.888_368_004_045_204_3, 0.879_808_202_824_983_3, 0.864_081_941_099_504_1,
    0.848_039_686_117_495_3, 0.833_205_335_622_293_7, 0.819_831_489_791_944, 0.807_834_274_553_322_5,
    0.797_050_673_519_411_3, 0.787_314_620_550_328_2, 0.778_478_341_203_384_3, 0.770_416_202_063_754_8,
    0.763_023_095_624_790_3, 0.756_211_429_727_944, 0.749_908_089_409_915_9, 0.744_051_783_960_731_5,
    0.738_590_853_378_177_9, 0.733_481_495_518_868_4, 0.728_686_345_707_305_3, 0.724_173_340_717_499_1,
    0.719_914_808_434_223_4, 0.715_886_735_491_814_5, 0.712_068_175_147_937_2, 0.708_440_765_888_655,
    0.704_988_337_803_487_4, 0.701_696_588_863_715, 0.698_552_817_169_357_6, 0.695_545_698_256_162_2,
    0.692_665_098_883_421, 0.689_901_920_521_180_3, 0.687_247_967_147_926_9, 0.684_695_833_053_270_6,
    0.682_238_807_187_208_9, 0.679_870_791_263_218_8, 0.677_586_229_348_234_8, 0.675_380_047_090_090_9,
    0.673_247_599_066_242_4, 0.671_184_623_004_896_8, 0.669_187_199_845_172_7, 0.667_251_718_777_463_4,
    0.665_374_846_547_220_3, 0.663_553_500_421_505_6, 0.661_784_824_312_986, 0.660_066_167_634_660_4,
    0.658_395_066_523_676_5, 0.656_769_227_126_680_7, 0.655_186_510_684_261_3, 0.653_644_920_189_821,
    0.652_142_588_429_958_5, 0.650_677_767_240_199_1, 0.649_248_817_832_549_1, 0.647_854_202_070_559_7,
    0.646_492_474_583_931_7, 0.645_162_275_628_649, 0.643_862_324_610_576, 0.642_591_414_200_710_1,
    0.641_348_404_979_108_2, 0.640_132_220_552_122_9, 0.638_941_843_094_177_1, 0.637_776_309_271_014_8,
    0.636_634_706_506_341_8, 0.635_516_169_558_09, 0.634_419_877_374_322_8, 0.633_345_050_202_101_3,
    0.632_290_946_925_534_2, 0.631_256_862_611_776_5, 0.630_242_126_245_986_4, 0.629_246_098_638_227_2,
    0.628_268_170_487_046, 0.627_307_760_586_006_2, 0.626_364_314_160_827_6, 0.625_437_301_325_996_4,
    0.624_526_215_650_797_1, 0.623_630_572_825_683_6, 0.622_749_909_420_760_1, 0.621_883_781_728_925_6,
    0.621_031_764_686_908_7, 0.620_193_450_868_053_6, 0.619_368_449_541_257, 0.618_556_385_790_967_1,
    0.617_756_899_693_594_4, 0.616_969_645_546_095_1, 0.616_194_291_142_848_4, 0.615_430_517_097_280_6,
    0.614_678_016_204_986_7, 0.613_936_492_845_369_7, 0.613_205_662_419_062_2, 0.612_485_250_818_62,
    0.611_774_993_930_174_8, 0.611_074_637_163_918_9, 0.610_383_935_011_466, 0.609_702_650_628_276_1,
    0.609_030_555_439_48, 0.608_367_428_767_562, 0.607_713_057_480_474_2, 0.607_067_235_658_868_3,
    0.606_429_764_281_219_5, 0.605_800_450_925_714_7, 0.605_179_109_487_853_8,
];

/// `c4(n)` for `n = 2..=100`.
#[rustfmt::skip]
const C4: [f64; 99] = [
    0.797_884_560_802_865_4, 0.886_226_925_452_758, 0.921_317_731_923_561_3, 0.939_985_602_986_625_1,
    0.951_532_861_948_144_6, 0.959_368_788_699_833, 0.965_030_456_147_371_9, 0.969_310_699_713_954_1,
    0.972_659_274_121_588_3, 0.975_350_077_145_229_3, 0.977_559_351_854_772_2, 0.979_405_604_314_217_7,
    0.980_971_436_755_516_2, 0.982_316_177_162_650_5, 0.983_483_531_615_841_2, 0.984_506_405_471_831_5,
    0.985_410_043_808_079, 0.986_214_136_860_193_5, 0.986_934_267_524_655_3, 0.987_582_928_826_156_4,
    0.988_170_253_315_831, 0.988_704_545_233_999_2, 0.989_192_674_958_504_7, 0.989_640_375_585_703_1,
    0.990_052_468_840_910_5, 0.990_433_039_209_447_9, 0.990_785_569_621_732_3, 0.991_113_048_241_984_2,
    0.991_418_053_292_673, 0.991_702_821_009_585_3, 0.991_969_300_515_301_4, 0.992_219_198_457_234_9,
    0.992_454_015_570_133_4, 0.992_675_076_817_358_4, 0.992_883_556_389_019_8, 0.993_080_498_552_381_5,
    0.993_266_835_135_736_9, 0.993_443_400_263_216_5, 0.993_610_942_831_885_8, 0.993_770_137_124_628_9,
    0.993_921_591_875_846_7, 0.994_065_858_046_849_1, 0.994_203_435_520_211_7, 0.994_334_778_884_460_9,
    0.994_460_302_450_094_1, 0.994_580_384_613_508_5, 0.994_695_371_665_633_6, 0.994_805_581_125_986_6,
    0.994_911_304_669_732_9, 0.995_012_810_704_554_8, 0.995_110_346_645_250_2, 0.995_204_140_926_629_9,
    0.995_294_404_789_179_9, 0.995_381_333_866_861_9, 0.995_465_109_602_164_7, 0.995_545_900_509_941_7,
    0.995_623_863_308_556_7, 0.995_699_143_934_309_7, 0.995_771_878_452_957_1, 0.995_842_193_880_300_9,
    0.995_910_208_922_257_2, 0.995_976_034_643_472_4, 0.996_039_775_072_408_3, 0.996_101_527_749_828_6,
    0.996_161_384_226_768, 0.996_219_430_517_330_3, 0.996_275_747_511_023_8, 0.996_330_411_348_791_2,
    0.996_383_493_766_409_4, 0.996_435_062_408_514_5, 0.996_485_181_116_142_6, 0.996_533_910_190_356_8,
    0.996_581_306_634_247_5, 0.996_627_424_375_350_2, 0.996_672_314_470_301_7, 0.996_716_025_293_37,
    0.996_758_602_710_320_6, 0.996_800_090_238_932_8, 0.996_840_529_197_345_9, 0.996_879_958_841_299_7,
    0.996_918_416_491_225_6, 0.996_955_937_650_056_1, 0.996_992_556_112_53, 0.997_028_304_066_705,
    0.997_063_212_188_315, 0.997_097_309_728_556_4, 0.997_130_624_595_828_5, 0.997_163_183_431_910_2,
    0.997_195_011_683_009_8, 0.997_226_133_666_083_8, 0.997_256_572_630_791, 0.997_286_350_817_412_2,
    0.997_315_489_511_038, 0.997_344_009_092_303_1, 0.997_371_929_084_921_6, 0.997_399_268_200_254_4,
    0.997_426_044_379_125_2, 0.997_452_274_831_078_7, 0.997_477_976_071_263_5,
];

/// `c5(n)` for `n = 2..=100`.
#[rustfmt::skip]
const C5: [f64; 99] = [
    0.602_810_274_989_087, 0.463_251_375_176_104_26, 0.388_810_541_064_957_3, 0.341_214_106_065_195_75,
    0.307_547_090_106_170_9, 0.282_155_147_513_943_6, 0.262_137_785_731_083_2, 0.245_838_905_423_947_8,
    0.232_236_811_176_146_36, 0.220_663_152_820_753_72, 0.210_660_185_135_392_47, 0.201_902_605_822_465_64,
    0.194_152_106_014_377_9, 0.187_229_613_268_190_32, 0.180_997_632_692_896_54, 0.175_348_617_288_342_47,
    0.170_197_078_594_668_84, 0.165_474_095_426_152_74, 0.161_123_404_834_841_25, 0.157_098_563_618_993_71,
    0.153_360_850_485_795_29, 0.149_877_690_913_727_7, 0.146_621_457_530_738_32, 0.143_568_544_641_883_65,
    0.140_698_645_842_872_28, 0.137_994_184_088_809_6, 0.135_439_857_609_713_64, 0.133_022_274_843_284_58,
    0.130_729_658_476_440_47, 0.128_551_603_652_504_2, 0.126_478_879_008_250_36, 0.124_503_261_856_395_68,
    0.122_617_400_799_060_87, 0.120_814_700_536_198_93, 0.119_089_224_753_090_83, 0.117_435_613_827_124_13,
    0.115_849_014_753_845_92, 0.114_325_021_204_714_9, 0.112_859_622_029_895_81, 0.111_449_156_835_286_61,
    0.110_090_277_513_424_44, 0.108_779_914_807_751_19, 0.107_515_249_150_100_08, 0.106_293_685_140_699_94,
    0.105_112_829_145_006_98, 0.103_970_469_567_303_52, 0.102_864_559_431_162_34, 0.101_793_200_954_622_6,
    0.100_754_631_855_662_44, 0.099_747_213_163_184_45, 0.098_769_418_341_761_52, 0.097_819_823_566_026_81,
    0.096_897_099_003_799_9, 0.096_000_000_986_598_03, 0.095_127_364_962_718_6, 0.094_278_099_142_108_57,
    0.093_451_178_754_173_25, 0.092_645_640_849_868_51, 0.091_860_579_588_141_37, 0.091_095_141_954_273_12,
    0.090_348_523_864_123_2, 0.089_619_966_613_834_33, 0.088_908_753_639_371_19, 0.088_214_207_554_438_12,
    0.087_535_687_438_949_04, 0.086_872_586_353_383_44, 0.086_224_329_057_122_39, 0.085_590_369_911_273_54,
    0.084_970_190_948_611_7, 0.084_363_300_095_122_65, 0.083_769_229_529_275_36, 0.083_187_534_166_593_02,
    0.082_617_790_258_369_56, 0.082_059_594_094_508_26, 0.081_512_560_801_461_5, 0.080_976_323_227_140_16,
    0.080_450_530_905_453_07, 0.079_934_849_093_842_7, 0.079_428_957_877_812_51, 0.078_932_551_337_004_26,
    0.078_445_336_767_887_52, 0.077_967_033_958_574_81, 0.077_497_374_511_681_1, 0.077_036_101_211_511_15,
    0.076_582_967_432_185_39, 0.076_137_736_583_610_91, 0.075_700_181_592_470_81, 0.075_270_084_415_645_77,
    0.074_847_235_583_699_5, 0.074_431_433_772_257_72, 0.074_022_485_399_288_13, 0.073_620_204_246_452_1,
    0.073_224_411_102_845_96, 0.072_834_933_429_583_64, 0.072_451_605_043_795_46, 0.072_074_265_820_728_18,
    0.071_702_761_412_733_82, 0.071_336_942_984_027_15, 0.070_976_666_960_176_85,
];
