//! Decompressing piece by piece, so that no piece is longer than it may be, however little it came from.

use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};

use super::coding::{Coding, CodingFault};

/// The longest piece.
const PIECE: usize = 64 * 1024;

/// Takes a compressed body as it arrives, and gives what it holds.
pub(crate) struct Inflate {
    coding: Coding,
    input: Bytes,
    /// Between members of a body there is none.
    member: Option<Decompress>,
    /// A member has ended: the body may end here.
    is_whole: bool,
    /// The last piece was as long as it may be, so there may be more of it.
    is_full: bool,
}

impl Inflate {
    pub(crate) fn new(coding: Coding) -> Self {
        Self { coding, input: Bytes::new(), member: None, is_whole: false, is_full: false }
    }

    /// Takes what has arrived, once [`piece`](Self::piece) has no more to give.
    pub(crate) fn push(&mut self, input: Bytes) {
        self.input = input;
    }

    /// The next piece; `None` where more of the body is needed.
    pub(crate) fn piece(&mut self) -> Result<Option<Bytes>, CodingFault> {
        while !self.input.is_empty() || self.is_full {
            let first = self.input.first().copied().unwrap_or_default();
            let member = self.member.get_or_insert_with(|| match self.coding {
                Coding::Gzip => Decompress::new_gzip(15),
                // A zlib header begins with 8 in its lower half; some servers leave it out.
                Coding::Deflate => Decompress::new(first & 0x0f == 8),
            });
            self.is_whole = false;
            let mut piece = Vec::with_capacity(PIECE);
            let before = member.total_in();
            let status = member.decompress_vec(&self.input, &mut piece, FlushDecompress::None);
            let status = status.map_err(|_| CodingFault::Broken)?;
            let taken = usize::try_from(member.total_in() - before).map_err(|_| CodingFault::Broken)?;
            drop(self.input.split_to(taken));
            self.is_full = piece.len() == piece.capacity();
            if status == Status::StreamEnd {
                // A gzip body may have several members (RFC 1952); anything else behind the end is a fault of the next.
                self.member = None;
                (self.is_whole, self.is_full) = (true, false);
            } else if taken == 0 && piece.is_empty() {
                // There is input, and nothing comes of it.
                if !self.input.is_empty() {
                    return Err(CodingFault::Broken);
                }
                self.is_full = false;
            }
            if !piece.is_empty() {
                return Ok(Some(piece.into()));
            }
        }
        Ok(None)
    }

    /// The end of the body: a fault where it is not the end of what was compressed. Of nothing comes nothing.
    pub(crate) fn end(&self) -> Result<(), CodingFault> {
        if self.is_whole || self.member.is_none() { Ok(()) } else { Err(CodingFault::Cut) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    /// The body that comes in pieces of `size` bytes.
    fn inflated(coding: Coding, body: &[u8], size: usize) -> Result<Vec<u8>, CodingFault> {
        let mut inflate = Inflate::new(coding);
        let mut whole = Vec::new();
        for input in body.chunks(size) {
            inflate.push(Bytes::copy_from_slice(input));
            while let Some(piece) = inflate.piece()? {
                assert!(!piece.is_empty() && piece.len() <= PIECE);
                whole.extend_from_slice(&piece);
            }
        }
        inflate.end().map(|()| whole)
    }

    fn sample() -> Vec<u8> {
        (0..200_000_u32).flat_map(|number| (number % 7919).to_string().into_bytes()).collect()
    }

    #[test]
    fn every_form_is_read_whatever_the_pieces() {
        let body = sample();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&body).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(&body).unwrap();
        let (first, second) = body.split_at(body.len() / 3);
        let forms = [
            (Coding::Gzip, gzip(&body)),
            (Coding::Gzip, [gzip(first), gzip(b""), gzip(second)].concat()),
            (Coding::Deflate, zlib.finish().unwrap()),
            (Coding::Deflate, raw.finish().unwrap()),
        ];
        for (coding, compressed) in forms {
            for size in [1, 7, 4096, usize::MAX] {
                assert!(inflated(coding, &compressed, size).unwrap() == body, "{coding:?} in pieces of {size}");
            }
        }
        assert_eq!(inflated(Coding::Gzip, &gzip(b""), 3).unwrap(), b"");
        assert_eq!(inflated(Coding::Gzip, b"", 3).unwrap(), b"", "a status without a body may still name a coding");
    }

    #[test]
    fn a_body_that_is_cut_or_damaged_or_goes_on_is_a_fault() {
        let whole = gzip(&sample());
        for end in [1, 9, 10, 11, whole.len() / 2, whole.len() - 1] {
            assert_eq!(inflated(Coding::Gzip, &whole[..end], 1000), Err(CodingFault::Cut), "{end}");
        }
        let mut damaged = whole.clone();
        damaged[whole.len() - 6] ^= 1;
        assert_eq!(inflated(Coding::Gzip, &damaged, 1000), Err(CodingFault::Broken), "the checksum");
        assert_eq!(inflated(Coding::Gzip, b"[{\"naam\":1}]", 5), Err(CodingFault::Broken));
        assert_eq!(inflated(Coding::Gzip, &[whole, b"more".to_vec()].concat(), 1000), Err(CodingFault::Broken));
    }

    #[test]
    fn a_bomb_comes_in_pieces_too() {
        let bomb = gzip(&vec![b' '; 50 * PIECE]);
        let mut inflate = Inflate::new(Coding::Gzip);
        inflate.push(bomb.into());
        let mut pieces = 0;
        while let Some(piece) = inflate.piece().unwrap() {
            assert!(piece.len() <= PIECE);
            pieces += 1;
        }
        assert!(pieces >= 50 && inflate.end().is_ok());
    }
}
