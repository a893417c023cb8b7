//! Splits a JSON list into its elements, all at once or while it arrives.
//!
//! The splitter only finds where an element ends; whether it is valid JSON is up to the decoder. An invalid element,
//! even one with bytes that are not UTF-8, therefore doesn't affect the others.

use std::ops::Range;

use memchr::memchr2;

use crate::error::{Error, ErrorKind, Result};

/// Calls `visit` with each element of a complete list.
pub(crate) fn for_each_row(body: &[u8], mut visit: impl FnMut(usize, &[u8])) -> Result<()> {
    let mut splitter = Splitter::new();
    while let Some((index, row)) = splitter.next_row(body)? {
        visit(index, &body[row]);
    }
    if splitter.is_complete() { Ok(()) } else { Err(splitter.decode_error("the list ends too early")) }
}

/// Takes a body in chunks and returns the elements of its list.
pub(crate) struct RowsReader {
    buffer: Vec<u8>,
    splitter: Splitter,
    max_body_bytes: usize,
}

impl RowsReader {
    /// Creates a reader that allows no element longer than `max_body_bytes`.
    pub(crate) fn new(max_body_bytes: usize) -> Self {
        Self { buffer: Vec::new(), splitter: Splitter::new(), max_body_bytes }
    }

    /// Takes a chunk of the body, and frees the elements that were returned.
    pub(crate) fn push(&mut self, data: &[u8]) -> Result<()> {
        if self.splitter.is_complete() {
            let is_end = data.iter().all(u8::is_ascii_whitespace);
            return if is_end { Ok(()) } else { Err(self.splitter.decode_error("there is more data after the list")) };
        }
        self.buffer.drain(..self.splitter.discard_returned());
        // What is left is part of a single element.
        if self.buffer.len() > self.max_body_bytes {
            return Err(self.splitter.decode_error("a record is longer than the client's limit"));
        }
        self.buffer.extend_from_slice(data);
        Ok(())
    }

    /// Returns the next complete element with its index; `None` if more of the body is needed or the list has ended.
    pub(crate) fn next_row(&mut self) -> Result<Option<(usize, &[u8])>> {
        let row = self.splitter.next_row(&self.buffer)?;
        Ok(row.map(|(index, row)| (index, &self.buffer[row])))
    }

    /// Ends the body. It is an error if the list has not ended.
    pub(crate) fn end(&self) -> Result<()> {
        if self.splitter.is_complete() { Ok(()) } else { Err(self.splitter.decode_error("the list ends too early")) }
    }
}

/// A position in a body.
struct Splitter {
    /// The first byte that has not been returned.
    start: usize,
    /// The first byte that has not been scanned.
    at: usize,
    place: Place,
    index: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the list.
    BeforeList,
    /// After `[` or a comma. Only the first element may be missing.
    BeforeElement { first: bool },
    /// Inside an element, at a depth of brackets.
    Element { depth: usize },
    /// Inside a string of an element, directly after a backslash or not.
    Text { depth: usize, escaped: bool },
    /// After an element.
    AfterElement,
    /// After the list.
    AfterList,
}

impl Splitter {
    fn new() -> Self {
        Self { start: 0, at: 0, place: Place::BeforeList, index: 0 }
    }

    /// Whether the list has ended.
    fn is_complete(&self) -> bool {
        self.place == Place::AfterList
    }

    /// Discards the bytes that were returned, and returns how many there were.
    fn discard_returned(&mut self) -> usize {
        let returned = std::mem::take(&mut self.start);
        self.at -= returned;
        returned
    }

    /// Returns where the next complete element is, with its index; `None` if more of the body is needed or the list has
    /// ended.
    fn next_row(&mut self, buffer: &[u8]) -> Result<Option<(usize, Range<usize>)>> {
        while self.at < buffer.len() {
            match self.place {
                Place::Text { depth, escaped } => self.scan_text(buffer, depth, escaped),
                Place::Element { depth } => {
                    if let Some(end) = self.scan_element(buffer, depth) {
                        let (from, index) = (self.start, self.index);
                        self.start = end;
                        self.index += 1;
                        self.place = Place::AfterElement;
                        return Ok(Some((index, from..end)));
                    }
                }
                _ => self.step_outside(buffer)?,
            }
        }
        Ok(None)
    }

    /// Processes one byte outside any element.
    fn step_outside(&mut self, buffer: &[u8]) -> Result<()> {
        let byte = buffer[self.at];
        let place = match (self.place, byte) {
            // The body may start with a byte order mark.
            (Place::BeforeList, 0xef | 0xbb | 0xbf) => Place::BeforeList,
            (place, byte) if byte.is_ascii_whitespace() => place,
            (Place::BeforeList, b'[') => Place::BeforeElement { first: true },
            (Place::BeforeList, _) => {
                return Err(Error::new(ErrorKind::Decode, "the response is not a JSON list").with_path("$"));
            }
            (Place::BeforeElement { first: true } | Place::AfterElement, b']') => Place::AfterList,
            (Place::AfterElement, b',') => Place::BeforeElement { first: false },
            (Place::BeforeElement { .. }, byte) if !matches!(byte, b']' | b'}' | b',' | b':') => {
                // The element starts with this byte, which is scanned again as part of it.
                self.start = self.at;
                self.place = Place::Element { depth: 0 };
                return Ok(());
            }
            (Place::AfterList, _) => return Err(self.decode_error("there is more data after the list")),
            _ => return Err(self.decode_error("the response is not valid JSON")),
        };
        self.place = place;
        self.at += 1;
        self.start = self.at;
        Ok(())
    }

    /// Scans an element up to its end, which it returns, or up to a string in it or the end of the buffer.
    fn scan_element(&mut self, buffer: &[u8], mut depth: usize) -> Option<usize> {
        while self.at < buffer.len() {
            match buffer[self.at] {
                b'"' => {
                    self.at += 1;
                    self.place = Place::Text { depth, escaped: false };
                    return None;
                }
                b'{' | b'[' => depth += 1,
                // A bracket that closes nothing in the element closes the list.
                b',' | b']' | b'}' if depth == 0 => return Some(self.at),
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Some(self.at);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.place = Place::Element { depth };
        None
    }

    /// Scans a string up to its end, or up to the end of the buffer.
    fn scan_text(&mut self, buffer: &[u8], depth: usize, mut escaped: bool) {
        while self.at < buffer.len() {
            if escaped {
                escaped = false;
                self.at += 1;
                continue;
            }
            // A photo is a single string of a hundred thousand bytes.
            match memchr2(b'"', b'\\', &buffer[self.at..]) {
                None => self.at = buffer.len(),
                Some(distance) => {
                    self.at += distance + 1;
                    if buffer[self.at - 1] == b'"' {
                        self.place = Place::Element { depth };
                        return;
                    }
                    escaped = true;
                }
            }
        }
        self.place = Place::Text { depth, escaped };
    }

    fn decode_error(&self, message: &str) -> Error {
        Error::new(ErrorKind::Decode, message).with_path(&format!("[{}]", self.index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the elements of a body that arrives in chunks of `size` bytes, and whether the list was complete.
    fn rows(body: &str, size: usize) -> Result<(Vec<String>, bool)> {
        let mut reader = RowsReader::new(1000);
        let mut found = Vec::new();
        for chunk in body.as_bytes().chunks(size) {
            reader.push(chunk)?;
            while let Some((index, row)) = reader.next_row()? {
                assert_eq!(index, found.len());
                found.push(String::from_utf8(row.to_vec()).unwrap().trim_end().to_owned());
            }
        }
        Ok((found, reader.end().is_ok()))
    }

    #[test]
    fn elements_are_split_alike_whatever_the_chunks() {
        let body = "\u{feff} [ {\"a\":\"]},\\\"[\",\"b\":[1,{\"c\":[]}]} ,\n 12, \"x,\\\\\" ,null,[[],{}] , true]\r\n ";
        let expected = ["{\"a\":\"]},\\\"[\",\"b\":[1,{\"c\":[]}]}", "12", "\"x,\\\\\"", "null", "[[],{}]", "true"];
        for size in 1..=body.len() {
            let (found, complete) = rows(body, size).unwrap();
            assert_eq!(found, expected, "chunks of {size}");
            assert!(complete);
            for row in &found {
                serde_json::from_str::<serde_json::Value>(row).unwrap();
            }
        }
        assert_eq!(rows("[]", 1).unwrap(), (vec![], true));
        assert_eq!(rows(" [ ] ", 2).unwrap(), (vec![], true));
    }

    #[test]
    fn a_complete_list_is_split_like_its_chunks() {
        let body = b"[{\"a\":\"\xff\"},\"\\ud800\",1e999,[[[]]] ]";
        let mut whole = Vec::new();
        for_each_row(body, |index, row| {
            assert_eq!(index, whole.len());
            whole.push(row.to_vec());
        })
        .unwrap();
        assert_eq!(whole, [&b"{\"a\":\"\xff\"}"[..], b"\"\\ud800\"", b"1e999", b"[[[]]]"]);
        for (body, message) in [
            ("", "too early"),
            ("[1,2", "too early"),
            ("{}", "not a JSON list"),
            ("[1][", "after the list"),
            ("[1,]", "not valid JSON"),
        ] {
            let error = for_each_row(body.as_bytes(), |_, _| {}).unwrap_err();
            assert!(error.is_decode() && error.to_string().contains(message), "{body}: {error}");
        }
    }

    #[test]
    fn a_truncated_list_is_not_complete() {
        let body = "[{\"a\":\"b\"},[1]]";
        for end in 0..body.len() {
            assert!(!rows(&body[..end], 3).unwrap().1, "{}", &body[..end]);
        }
    }

    #[test]
    fn anything_but_a_list_is_rejected() {
        for body in ["{}", "<html>", "7", "[1,]", "[,1]", "[1 2}", "[]]", "[1]x", "[}", "[:]"] {
            for size in [1, 100] {
                let outcome = rows(body, size);
                let rejected = match outcome {
                    Err(error) => error.is_decode(),
                    // What the splitter lets pass, the decoder rejects.
                    Ok((rows, _)) => rows.iter().any(|row| serde_json::from_str::<serde_json::Value>(row).is_err()),
                };
                assert!(rejected, "{body} in chunks of {size}");
            }
        }
    }

    #[test]
    fn an_endless_record_is_rejected() {
        let endless = format!("[\"{}", "x".repeat(3000));
        assert!(rows(&endless, 100).unwrap_err().is_decode());
    }
}
