//! Decompresses bodies in chunks of limited size, however much a few compressed bytes expand to.

use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};

use super::coding::{Coding, CodingFault};

/// The maximum size of a chunk.
const MAX_CHUNK_BYTES: usize = 64 * 1024;

/// Decompresses a body as it arrives.
pub(crate) struct Inflate {
    coding: Coding,
    input: Bytes,
    /// The current member of the body; `None` between members.
    member: Option<Decompress>,
    /// Whether a member has just ended, so that the body may end here.
    is_at_end: bool,
    /// Whether the last chunk had the maximum size, so that more output may be pending.
    is_full: bool,
}

impl Inflate {
    pub(crate) fn new(coding: Coding) -> Self {
        Self { coding, input: Bytes::new(), member: None, is_at_end: false, is_full: false }
    }

    /// Adds input. Call it only when [`next_chunk`](Self::next_chunk) has returned `None`.
    pub(crate) fn push(&mut self, input: Bytes) {
        self.input = input;
    }

    /// Returns the next decompressed chunk; `None` if more input is needed.
    pub(crate) fn next_chunk(&mut self) -> Result<Option<Bytes>, CodingFault> {
        while !self.input.is_empty() || self.is_full {
            let first = self.input.first().copied().unwrap_or_default();
            let member = self.member.get_or_insert_with(|| match self.coding {
                Coding::Gzip => Decompress::new_gzip(15),
                // The low four bits of a zlib header are 8. Some servers leave the header out.
                Coding::Deflate => Decompress::new(first & 0x0f == 8),
            });
            self.is_at_end = false;
            let mut chunk = Vec::with_capacity(MAX_CHUNK_BYTES);
            let before = member.total_in();
            let status = member.decompress_vec(&self.input, &mut chunk, FlushDecompress::None);
            let status = status.map_err(|_| CodingFault::Broken)?;
            let consumed = usize::try_from(member.total_in() - before).map_err(|_| CodingFault::Broken)?;
            drop(self.input.split_to(consumed));
            self.is_full = chunk.len() == chunk.capacity();
            if status == Status::StreamEnd {
                // A gzip body may have several members (RFC 1952). Anything else after the end is an invalid next
                // member.
                self.member = None;
                (self.is_at_end, self.is_full) = (true, false);
            } else if consumed == 0 && chunk.is_empty() {
                // No progress: unread input means that the body is invalid.
                if !self.input.is_empty() {
                    return Err(CodingFault::Broken);
                }
                self.is_full = false;
            }
            if !chunk.is_empty() {
                return Ok(Some(chunk.into()));
            }
        }
        Ok(None)
    }

    /// Ends the body. It is an error if the compressed data has not ended. An empty body is valid.
    pub(crate) fn finish(&self) -> Result<(), CodingFault> {
        if self.is_at_end || self.member.is_none() { Ok(()) } else { Err(CodingFault::Cut) }
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

    /// Decompresses a body that arrives in chunks of `size` bytes.
    fn inflate_in_chunks(coding: Coding, body: &[u8], size: usize) -> Result<Vec<u8>, CodingFault> {
        let mut inflate = Inflate::new(coding);
        let mut whole = Vec::new();
        for input in body.chunks(size) {
            inflate.push(Bytes::copy_from_slice(input));
            while let Some(chunk) = inflate.next_chunk()? {
                assert!(!chunk.is_empty() && chunk.len() <= MAX_CHUNK_BYTES);
                whole.extend_from_slice(&chunk);
            }
        }
        inflate.finish().map(|()| whole)
    }

    fn sample() -> Vec<u8> {
        (0..200_000_u32).flat_map(|number| (number % 7919).to_string().into_bytes()).collect()
    }

    #[test]
    fn every_form_is_decompressed_whatever_the_chunks() {
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
                assert!(
                    inflate_in_chunks(coding, &compressed, size).unwrap() == body,
                    "{coding:?} in chunks of {size}"
                );
            }
        }
        assert_eq!(inflate_in_chunks(Coding::Gzip, &gzip(b""), 3).unwrap(), b"");
        assert_eq!(
            inflate_in_chunks(Coding::Gzip, b"", 3).unwrap(),
            b"",
            "a status without a body may still name a coding"
        );
    }

    #[test]
    fn a_body_that_is_truncated_damaged_or_too_long_is_an_error() {
        let whole = gzip(&sample());
        for end in [1, 9, 10, 11, whole.len() / 2, whole.len() - 1] {
            assert_eq!(inflate_in_chunks(Coding::Gzip, &whole[..end], 1000), Err(CodingFault::Cut), "{end}");
        }
        let mut damaged = whole.clone();
        damaged[whole.len() - 6] ^= 1;
        assert_eq!(inflate_in_chunks(Coding::Gzip, &damaged, 1000), Err(CodingFault::Broken), "the checksum");
        assert_eq!(inflate_in_chunks(Coding::Gzip, b"[{\"naam\":1}]", 5), Err(CodingFault::Broken));
        assert_eq!(
            inflate_in_chunks(Coding::Gzip, &[whole, b"more".to_vec()].concat(), 1000),
            Err(CodingFault::Broken)
        );
    }

    #[test]
    fn a_bomb_comes_in_chunks_too() {
        let bomb = gzip(&vec![b' '; 50 * MAX_CHUNK_BYTES]);
        let mut inflate = Inflate::new(Coding::Gzip);
        inflate.push(bomb.into());
        let mut chunks = 0;
        while let Some(chunk) = inflate.next_chunk().unwrap() {
            assert!(chunk.len() <= MAX_CHUNK_BYTES);
            chunks += 1;
        }
        assert!(chunks >= 50 && inflate.finish().is_ok());
    }
}
