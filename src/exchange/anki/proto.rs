//! The wire format of protocol buffers, as much of it as Anki's packages use. It knows no message.

/// The value of one field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

impl<'b> Value<'b> {
    pub(super) fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Bytes(_) => None,
        }
    }

    pub(super) fn bytes(self) -> Option<&'b [u8]> {
        match self {
            Self::Number(_) => None,
            Self::Bytes(bytes) => Some(bytes),
        }
    }

    pub(super) fn text(self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

/// The fields of a message with their numbers; `None` if it is none.
pub(super) fn fields(mut message: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut fields = Vec::new();
    while !message.is_empty() {
        let tag = varint(&mut message)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut message)?),
            1 => Value::Bytes(take(&mut message, 8)?),
            2 => {
                let length = usize::try_from(varint(&mut message)?).ok()?;
                Value::Bytes(take(&mut message, length)?)
            }
            5 => Value::Bytes(take(&mut message, 4)?),
            _ => return None,
        };
        fields.push((tag >> 3, value));
    }
    Some(fields)
}

/// The last value of a field, if the message is one and has it.
pub(super) fn field(message: &[u8], number: u64) -> Option<Value<'_>> {
    let fields = fields(message)?;
    let last = fields.into_iter().rev().find(|(own, _)| *own == number);
    last.map(|(_, value)| value)
}

/// Appends a field with a number.
pub(super) fn put_number(message: &mut Vec<u8>, field: u64, number: u64) {
    put_varint(message, field << 3);
    put_varint(message, number);
}

/// Appends a field with bytes.
pub(super) fn put_bytes(message: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(message, field << 3 | 2);
    put_varint(message, bytes.len() as u64);
    message.extend(bytes);
}

fn put_varint(message: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        message.push(number as u8 | 0x80);
        number >>= 7;
    }
    message.push(number as u8);
}

fn take<'b>(message: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, rest) = message.split_at_checked(length)?;
    *message = rest;
    Some(taken)
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = message.split_first()?;
        *message = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_is_read(number in any::<u64>(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut message = Vec::new();
            put_number(&mut message, 1, number);
            put_bytes(&mut message, 20, &bytes);
            prop_assert_eq!(
                fields(&message),
                Some(vec![(1, Value::Number(number)), (20, Value::Bytes(&bytes))])
            );
            for length in 1..message.len().min(12) {
                // A message that was cut off is none, or a shorter one; it never panics.
                fields(&message[..length]);
            }
        }

        #[test]
        fn any_bytes_are_looked_at(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            fields(&bytes);
        }
    }

    #[test]
    fn lengths_that_lie_are_no_message() {
        assert_eq!(
            fields(&[
                0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1
            ]),
            None
        );
        assert_eq!(fields(&[0x80; 11]), None);
        assert_eq!(field(&[8, 2], 1).and_then(Value::number), Some(2));
    }
}
