//! Bytes of the store: whole numbers in as few bytes as they need, doubles as their bits, and a
//! check sum behind each value.
//!
//! Written by hand, since the records of a store are a format that outlives versions of libraries.
//! Reading never panics: whatever does not hold together is [`Damaged`].

/// What did not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged(pub(crate) &'static str);

/// Appends a whole number, seven bits to a byte.
pub(crate) fn put_count(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Appends a whole number that may be negative; near zero on either side it is short.
pub(crate) fn put_signed(to: &mut Vec<u8>, number: i64) {
    put_count(to, ((number << 1) ^ (number >> 63)) as u64);
}

/// Appends a double as its bits.
pub(crate) fn put_bits(to: &mut Vec<u8>, number: f64) {
    to.extend_from_slice(&number.to_bits().to_le_bytes());
}

/// Appends a text or other bytes after their length.
pub(crate) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_count(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// Appends the check sum of everything before it.
pub(crate) fn seal(to: &mut Vec<u8>) {
    let sum = crc32fast::hash(to);
    to.extend_from_slice(&sum.to_le_bytes());
}

/// What stands before the check sum, where that is right.
pub(crate) fn unseal(sealed: &[u8]) -> Result<&[u8], Damaged> {
    let broken = Damaged("a check sum is wrong");
    let (bytes, sum) = sealed.split_last_chunk::<4>().ok_or(broken)?;
    if crc32fast::hash(bytes) == u32::from_le_bytes(*sum) {
        Ok(bytes)
    } else {
        Err(broken)
    }
}

/// Reads what the functions above have written.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

const SHORT: Damaged = Damaged("a record ends too early");

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Number of bytes that are not read yet.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self.rest.split_first().ok_or(SHORT)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(crate) fn count(&mut self) -> Result<u64, Damaged> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged("a number is too long"))
    }

    /// A count that fits in 32 bits.
    pub(crate) fn small(&mut self) -> Result<u32, Damaged> {
        u32::try_from(self.count()?).map_err(|_| Damaged("a number is too large"))
    }

    /// A number of things that take at least a byte each, so that a damaged one asks for no more
    /// memory than the record has bytes.
    pub(crate) fn length(&mut self) -> Result<usize, Damaged> {
        let count = usize::try_from(self.count()?).map_err(|_| SHORT)?;
        if count > self.rest.len() {
            return Err(SHORT);
        }
        Ok(count)
    }

    pub(crate) fn signed(&mut self) -> Result<i64, Damaged> {
        let number = self.count()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub(crate) fn bits(&mut self) -> Result<f64, Damaged> {
        let (bits, rest) = self.rest.split_first_chunk::<8>().ok_or(SHORT)?;
        self.rest = rest;
        Ok(f64::from_bits(u64::from_le_bytes(*bits)))
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let length = self.length()?;
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Damaged> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Damaged("a text is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_number_is_one_byte() {
        let mut bytes = Vec::new();
        put_signed(&mut bytes, -3);
        put_count(&mut bytes, 127);
        assert_eq!(bytes, [5, 127]);
    }

    #[test]
    fn a_changed_byte_is_found() {
        let mut bytes = b"watch".to_vec();
        seal(&mut bytes);
        assert_eq!(unseal(&bytes), Ok(&b"watch"[..]));
        bytes[2] ^= 1;
        assert_eq!(unseal(&bytes), Err(Damaged("a check sum is wrong")));
        assert!(unseal(&[1, 2]).is_err());
    }

    #[test]
    fn a_length_beyond_the_record_is_refused() {
        let mut bytes = Vec::new();
        put_count(&mut bytes, u64::MAX);
        assert_eq!(Reader::new(&bytes).bytes(), Err(SHORT));
        assert!(Reader::new(&[0xff; 20]).count().is_err());
    }

    proptest! {
        #[test]
        fn numbers_come_back(count: u64, signed: i64, bits: u64, text in ".{0,40}") {
            let mut bytes = Vec::new();
            put_count(&mut bytes, count);
            put_signed(&mut bytes, signed);
            put_bits(&mut bytes, f64::from_bits(bits));
            put_bytes(&mut bytes, text.as_bytes());
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.count(), Ok(count));
            prop_assert_eq!(reader.signed(), Ok(signed));
            prop_assert_eq!(reader.bits().map(f64::to_bits), Ok(bits));
            prop_assert_eq!(reader.text(), Ok(&*text));
            prop_assert!(reader.is_empty());
        }
    }
}
