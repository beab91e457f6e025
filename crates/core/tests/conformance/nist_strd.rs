//! Means and standard deviations of the NIST `StRD` univariate sets, through the engine.
//!
//! An individuals plan with `Sigma::StandardDeviation` has the mean as center and
//! `SD / c4(n)` as sigma. `testdata/nist_strd/certified.csv` holds, next to the certified figures,
//! the mean and SD of the doubles nearest to the decimal data, computed with fractions and 60
//! digits. The engine sees those doubles, so 13 digits are asked of them; of the certified figures
//! only as many digits as the doubles have in common with them, which is 9 and 8 for the SD of
//! `NumAcc3` and `NumAcc4`.

use redbead::{Center, Chart, Constants, Individuals, Law, Observation, Plan, Sigma};

use crate::roads::every_road;
use crate::{number, read, table};

#[test]
fn means_and_deviations_keep_13_digits_of_the_doubles() {
    for set in certified() {
        let (mean, deviation) = mean_and_deviation(&data(set.name()));
        let (exact_mean, exact_deviation) =
            (set.number("mean_of_doubles"), set.number("sd_of_doubles"));
        assert_digits(mean, exact_mean, 13, set.name());
        assert_digits(deviation, exact_deviation, 13, set.name());
    }
}

#[test]
fn means_and_deviations_keep_the_certified_digits_that_the_doubles_have() {
    for set in certified() {
        let (mean, deviation) = mean_and_deviation(&data(set.name()));
        let digits = |column| set.number(column) as i32;
        let (certified_mean, certified_sd) =
            (set.number("certified_mean"), set.number("certified_sd"));
        assert_digits(
            mean,
            certified_mean,
            digits("digits_of_mean_in_common"),
            set.name(),
        );
        assert_digits(
            deviation,
            certified_sd,
            digits("digits_of_sd_in_common"),
            set.name(),
        );
    }
}

#[test]
fn the_data_have_the_certified_number_of_points() {
    let sets = certified();
    assert_eq!(sets.len(), 9);
    for set in &sets {
        assert_eq!(
            data(set.name()).len() as f64,
            set.number("n"),
            "{}",
            set.name()
        );
    }
}

#[test]
fn the_certified_digits_of_pi_hold_one_that_is_not_its_own() {
    let digits = digits_of_pi(5000);
    assert_eq!(digits[..10], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]);
    // Digits 762 to 767 after the point are the six nines.
    assert_eq!(digits[761..769], [4, 9, 9, 9, 9, 9, 9, 8]);
    assert_eq!(digits[956], 8);
    assert_eq!(data("PiDigits")[956], 3.0);
}

struct Set {
    header: Vec<String>,
    row: Vec<String>,
}

impl Set {
    fn name(&self) -> &str {
        &self.row[0]
    }

    fn number(&self, column: &str) -> f64 {
        let position = self.header.iter().position(|name| name == column);
        number(&self.row[position.expect("a known column")])
    }
}

fn certified() -> Vec<Set> {
    let (header, rows) = table("nist_strd/certified.csv");
    rows.into_iter()
        .map(|row| Set {
            header: header.clone(),
            row,
        })
        .collect()
}

/// The numbers of a set; those that NIST gives as a rule are made by it.
fn data(name: &str) -> Vec<f64> {
    // One value b.2, then 500 pairs b.1, b.3, each read as a decimal.
    let accuracy = |base: u32| {
        let pairs = [1, 3].repeat(500);
        let tenths = std::iter::once(2).chain(pairs);
        tenths
            .map(|tenth| number(&format!("{base}.{tenth}")))
            .collect()
    };
    match name {
        "NumAcc2" => accuracy(1),
        "NumAcc3" => accuracy(1_000_000),
        "NumAcc4" => accuracy(10_000_000),
        "PiDigits" => {
            let mut digits = digits_of_pi(5000);
            // The certified file holds a 3 where pi has an 8.
            digits[956] = 3;
            digits.into_iter().map(f64::from).collect()
        }
        _ => {
            let file = format!("nist_strd/{}.csv", name.to_lowercase());
            read(&file).lines().skip(1).map(number).collect()
        }
    }
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let plan = Plan::builder(Chart::Individuals(Individuals {
        center: Center::Mean,
        sigma: Sigma::StandardDeviation,
    }));
    let plan = plan.build().expect("a valid plan");
    let points: Vec<Observation> = values.iter().copied().map(Observation::value).collect();
    let report = every_road(&plan, &points).expect("finite values");
    let parameters = report.phases[0].parameters().expect("a fitted phase");
    let Law::Constant { sigma } = parameters.law else {
        panic!("individuals have one sigma: {parameters:?}");
    };
    let c4 = Constants::Exact.c4(values.len());
    (parameters.center, sigma * c4.expect("two or more points"))
}

fn assert_digits(found: f64, expected: f64, digits: i32, name: &str) {
    let off = (found - expected).abs() / expected.abs();
    assert!(
        off <= 10f64.powi(-digits),
        "{name}: {found} and {expected} differ by {off:e}, less than {digits} digits"
    );
}

/// The first digits of pi, the 3 included: spigot of Rabinowitz and Wagon (1995), four digits a
/// turn, with eight digits more than asked for so that no carry is lost.
fn digits_of_pi(count: usize) -> Vec<u8> {
    const BASE: u64 = 10_000;
    let turns = count.div_ceil(4) + 2;
    let length = turns * 14;
    let mut remainders = vec![BASE / 5; length + 1];
    let mut blocks: Vec<u64> = Vec::with_capacity(turns);
    let mut held = 0;
    for turn in 0..turns {
        let mut carry = 0;
        for at in (1..=length - turn * 14).rev() {
            let odd = 2 * at as u64 - 1;
            carry = carry * at as u64 + BASE * remainders[at];
            remainders[at] = carry % odd;
            carry /= odd;
        }
        blocks.push(held + carry / BASE);
        held = carry % BASE;
    }
    for at in (1..blocks.len()).rev() {
        blocks[at - 1] += blocks[at] / BASE;
        blocks[at] %= BASE;
    }
    let text: String = blocks.iter().map(|block| format!("{block:04}")).collect();
    text.bytes().take(count).map(|digit| digit - b'0').collect()
}
