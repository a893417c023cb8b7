//! Minimal JPEG files: every block of eight by eight pixels has one colour.

/// Blocks along each edge.
pub(crate) const SIDE: usize = 5;

/// Pixels along each edge.
const PIXELS: u8 = 40;

/// A colour: luminance, and the blue and red differences.
pub(crate) type Colour = (u8, i8, i8);

/// Everything before the pixels: JFIF, one quantisation table of eights (which makes a coefficient a brightness), a
/// frame of three components, and Huffman tables for nine lengths of difference and the end of a block.
fn header() -> Vec<u8> {
    let mut header = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    header.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    header.extend([0xff, 0xdb, 0, 67, 0]);
    header.extend([8; 64]);
    header.extend([0xff, 0xc0, 0, 17, 8, 0, PIXELS, 0, PIXELS, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    header.extend([0xff, 0xc4, 0, 28, 0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.extend(0..9);
    header.extend([0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    header
}

/// Encodes a picture of coloured squares.
pub(crate) fn encode(squares: &[[Colour; SIDE]; SIDE]) -> Vec<u8> {
    let mut bits = Bits { bytes: header(), pending: 0, count: 0 };
    let mut before = [0_i16; 3];
    for (luminance, blue, red) in squares.iter().flatten() {
        let values = [i16::from(*luminance) - 128, i16::from(*blue), i16::from(*red)];
        for (value, before) in values.into_iter().zip(&mut before) {
            bits.push_difference(value - *before);
            *before = value;
        }
    }
    bits.finish()
}

struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    /// Writes one block: the length of the difference in four bits, the difference, and the end in one bit.
    fn push_difference(&mut self, difference: i16) {
        let length = 16 - difference.unsigned_abs().leading_zeros();
        self.push(length, 4);
        let low = if difference < 0 { difference - 1 } else { difference };
        self.push(u32::from(low.cast_unsigned()) & ((1 << length) - 1), length);
        self.push(0, 1);
    }

    fn push(&mut self, value: u32, length: u32) {
        self.pending = self.pending << length | value;
        self.count += length;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.pending >> self.count & 0xff) as u8;
            self.bytes.push(byte);
            // Markers begin with 0xff, so a zero follows this byte in data.
            if byte == 0xff {
                self.bytes.push(0);
            }
        }
    }

    /// Fills the last byte with ones and ends the picture.
    fn finish(mut self) -> Vec<u8> {
        self.push(0x7f, 7);
        self.bytes.extend([0xff, 0xd9]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_few_hundred_bytes_of_jpeg() {
        let picture = encode(&[[(70, 60, -40), (200, -4, 4), (255, 127, -128), (0, -128, 127), (1, 2, 3)]; SIDE]);
        assert!(picture.starts_with(&[0xff, 0xd8, 0xff, 0xe0]));
        assert!(picture.ends_with(&[0xff, 0xd9]));
        assert!((200..700).contains(&picture.len()), "{}", picture.len());
    }
}
