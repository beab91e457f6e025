//! A text of a period as its shape and its numbers.

/// A text taken apart: `31 May 2024 10:30` has the shape `nM4 n:n` and the numbers 31, 5, 2024, 10
/// and 30.
///
/// In a shape, `n` is a number of one or two digits, `4` and `8` one of so many, `#` any other;
/// `M` the name of a month, other letters are themselves, in lower case. White space stands only
/// between numbers; a dash, slash or comma next to a letter is left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) shape: String,
    pub(super) numbers: Vec<i64>,
}

/// More parts than any known spelling has.
const MOST: usize = 24;

/// Takes a text apart; none where it holds something that no period is written with.
pub(super) fn shape_of(text: &str) -> Option<Shape> {
    let bytes = text.trim().as_bytes();
    let mut shape = String::with_capacity(16);
    let mut numbers = Vec::with_capacity(6);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if shape.len() == MOST {
            return None;
        }
        let rest = &bytes[at..];
        let length = |of: fn(&u8) -> bool| rest.iter().take_while(|byte| of(byte)).count();
        at += match byte {
            b'0'..=b'9' => {
                let digits = length(u8::is_ascii_digit);
                if digits > 18 {
                    return None;
                }
                let sum = |sum: i64, digit: &u8| sum * 10 + i64::from(digit - b'0');
                numbers.push(rest[..digits].iter().fold(0, sum));
                shape.push(match digits {
                    1 | 2 => 'n',
                    4 => '4',
                    8 => '8',
                    _ => '#',
                });
                digits
            }
            letter if letter.is_ascii_alphabetic() => {
                let letters = length(u8::is_ascii_alphabetic);
                while shape.ends_with([' ', '-', '/', ',']) {
                    shape.pop();
                }
                word(&rest[..letters], &mut shape, &mut numbers)?;
                letters
            }
            b' ' | b'\t' => {
                if shape.ends_with(is_number) {
                    shape.push(' ');
                }
                length(|byte| matches!(byte, b' ' | b'\t'))
            }
            // Dashes as typesetters write them stand for the plain one.
            0xe2 if rest.starts_with("–".as_bytes()) || rest.starts_with("‑".as_bytes()) => {
                mark('-', &mut shape);
                3
            }
            b'-' | b'/' | b'.' | b':' | b',' | b'+' => {
                mark(char::from(*byte), &mut shape);
                1
            }
            _ => return None,
        };
    }
    Some(Shape { shape, numbers })
}

pub(super) const fn is_number(part: char) -> bool {
    matches!(part, 'n' | '4' | '8' | '#')
}

fn mark(mark: char, shape: &mut String) {
    if shape.ends_with(' ') {
        shape.pop();
    }
    let after_word = shape.ends_with(|part: char| part.is_alphabetic() && !is_number(part));
    if !(after_word && matches!(mark, '-' | '/' | ',')) {
        shape.push(mark);
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn word(letters: &[u8], shape: &mut String, numbers: &mut Vec<i64>) -> Option<()> {
    let lower = letters.to_ascii_lowercase();
    match lower.as_slice() {
        // Not to be taken for the signs of numbers and months.
        b"n" => return None,
        [letter] => shape.push(char::from(*letter)),
        b"fy" => shape.push('f'),
        name => {
            let is_month = |full: &str| name == full.as_bytes() || name == &full.as_bytes()[..3];
            let month = MONTHS.iter().position(|full| is_month(full));
            let month = if name == b"sept" { Some(8) } else { month };
            numbers.push(i64::try_from(month?).ok()? + 1);
            shape.push('M');
        }
    }
    Some(())
}
