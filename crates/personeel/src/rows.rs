//! Cuts a JSON list into its elements, whole or while it arrives.
//!
//! It finds where an element ends, and nothing more: whether it is good JSON is for whoever decodes it. So what stands in
//! one element costs no other, be it bytes that are no text.

use std::ops::Range;

use memchr::memchr2;

use crate::error::{Error, ErrorKind, Result};

/// Gives each element of a list that is there as a whole.
pub(crate) fn for_each_row(body: &[u8], mut give: impl FnMut(usize, &[u8])) -> Result<()> {
    let mut cutter = Cutter::new();
    while let Some((index, row)) = cutter.next_row(body)? {
        give(index, &body[row]);
    }
    if cutter.is_complete() { Ok(()) } else { Err(cutter.wrong("the list ends too early")) }
}

/// Takes a body piece by piece and gives the elements of its one list.
pub(crate) struct RowsReader {
    buffer: Vec<u8>,
    cutter: Cutter,
    max_body_bytes: usize,
}

impl RowsReader {
    /// No element may be longer than `max_body_bytes`.
    pub(crate) fn new(max_body_bytes: usize) -> Self {
        Self { buffer: Vec::new(), cutter: Cutter::new(), max_body_bytes }
    }

    /// Takes a piece of the body. What has been given out makes room.
    pub(crate) fn push(&mut self, data: &[u8]) -> Result<()> {
        if self.cutter.is_complete() {
            let is_end = data.iter().all(u8::is_ascii_whitespace);
            return if is_end { Ok(()) } else { Err(self.cutter.wrong("something follows the list")) };
        }
        self.buffer.drain(..self.cutter.forget());
        // What is left is a part of one element.
        if self.buffer.len() > self.max_body_bytes {
            return Err(self.cutter.wrong("a record is longer than the client's limit"));
        }
        self.buffer.extend_from_slice(data);
        Ok(())
    }

    /// The next whole element with its index; `None` where more of the body is needed or the list has ended.
    pub(crate) fn next_row(&mut self) -> Result<Option<(usize, &[u8])>> {
        let row = self.cutter.next_row(&self.buffer)?;
        Ok(row.map(|(index, row)| (index, &self.buffer[row])))
    }

    /// The end of the body: an error where the list has none.
    pub(crate) fn end(&self) -> Result<()> {
        if self.cutter.is_complete() { Ok(()) } else { Err(self.cutter.wrong("the list ends too early")) }
    }
}

/// Where in a body it has come to.
struct Cutter {
    /// First byte that has not been given out.
    start: usize,
    /// First byte that has not been looked at.
    at: usize,
    place: Place,
    index: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the list.
    Before,
    /// After `[` or a comma. The first element may be missing, any other may not.
    Between { first: bool },
    /// Within an element, at a depth of brackets.
    Element { depth: usize },
    /// Within a text of an element; after a backslash or not.
    Text { depth: usize, escaped: bool },
    /// After an element.
    Behind,
    /// After the list.
    After,
}

impl Cutter {
    fn new() -> Self {
        Self { start: 0, at: 0, place: Place::Before, index: 0 }
    }

    /// Whether the list has ended.
    fn is_complete(&self) -> bool {
        self.place == Place::After
    }

    /// Forgets what has been given out, and says how much that was.
    fn forget(&mut self) -> usize {
        let given = std::mem::take(&mut self.start);
        self.at -= given;
        given
    }

    /// Where the next whole element is, with its index; `None` where more of the body is needed or the list has ended.
    fn next_row(&mut self, buffer: &[u8]) -> Result<Option<(usize, Range<usize>)>> {
        while self.at < buffer.len() {
            match self.place {
                Place::Text { depth, escaped } => self.text(buffer, depth, escaped),
                Place::Element { depth } => {
                    if let Some(end) = self.element(buffer, depth) {
                        let (from, index) = (self.start, self.index);
                        self.start = end;
                        self.index += 1;
                        self.place = Place::Behind;
                        return Ok(Some((index, from..end)));
                    }
                }
                _ => self.outside(buffer)?,
            }
        }
        Ok(None)
    }

    /// One byte outside any element.
    fn outside(&mut self, buffer: &[u8]) -> Result<()> {
        let byte = buffer[self.at];
        let place = match (self.place, byte) {
            // A byte order mark may begin the body.
            (Place::Before, 0xef | 0xbb | 0xbf) => Place::Before,
            (place, byte) if byte.is_ascii_whitespace() => place,
            (Place::Before, b'[') => Place::Between { first: true },
            (Place::Before, _) => {
                return Err(Error::new(ErrorKind::Decode, "the answer is no list").with_path("$"));
            }
            (Place::Between { first: true } | Place::Behind, b']') => Place::After,
            (Place::Behind, b',') => Place::Between { first: false },
            (Place::Between { .. }, byte) if !matches!(byte, b']' | b'}' | b',' | b':') => {
                // The element begins with this byte, which is looked at again as a part of it.
                self.start = self.at;
                self.place = Place::Element { depth: 0 };
                return Ok(());
            }
            (Place::After, _) => return Err(self.wrong("something follows the list")),
            _ => return Err(self.wrong("the answer is no JSON")),
        };
        self.place = place;
        self.at += 1;
        self.start = self.at;
        Ok(())
    }

    /// Looks through an element up to its end, which it returns, up to a text in it, or up to the end of what is there.
    fn element(&mut self, buffer: &[u8], mut depth: usize) -> Option<usize> {
        while self.at < buffer.len() {
            match buffer[self.at] {
                b'"' => {
                    self.at += 1;
                    self.place = Place::Text { depth, escaped: false };
                    return None;
                }
                b'{' | b'[' => depth += 1,
                // A bracket that closes nothing of the element closes the list.
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

    /// Looks through a text up to its end, or up to the end of what is there.
    fn text(&mut self, buffer: &[u8], depth: usize, mut escaped: bool) {
        while self.at < buffer.len() {
            if escaped {
                escaped = false;
                self.at += 1;
                continue;
            }
            // A photo is one text of a hundred thousand bytes.
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

    fn wrong(&self, message: &str) -> Error {
        Error::new(ErrorKind::Decode, message).with_path(&format!("[{}]", self.index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of a body that comes in pieces of `size` bytes, and whether the list was whole.
    fn rows(body: &str, size: usize) -> Result<(Vec<String>, bool)> {
        let mut reader = RowsReader::new(1000);
        let mut found = Vec::new();
        for piece in body.as_bytes().chunks(size) {
            reader.push(piece)?;
            while let Some((index, row)) = reader.next_row()? {
                assert_eq!(index, found.len());
                found.push(String::from_utf8(row.to_vec()).unwrap().trim_end().to_owned());
            }
        }
        Ok((found, reader.end().is_ok()))
    }

    #[test]
    fn elements_are_cut_alike_whatever_the_pieces() {
        let body = "\u{feff} [ {\"a\":\"]},\\\"[\",\"b\":[1,{\"c\":[]}]} ,\n 12, \"x,\\\\\" ,null,[[],{}] , true]\r\n ";
        let expected = ["{\"a\":\"]},\\\"[\",\"b\":[1,{\"c\":[]}]}", "12", "\"x,\\\\\"", "null", "[[],{}]", "true"];
        for size in 1..=body.len() {
            let (found, complete) = rows(body, size).unwrap();
            assert_eq!(found, expected, "pieces of {size}");
            assert!(complete);
            for row in &found {
                serde_json::from_str::<serde_json::Value>(row).unwrap();
            }
        }
        assert_eq!(rows("[]", 1).unwrap(), (vec![], true));
        assert_eq!(rows(" [ ] ", 2).unwrap(), (vec![], true));
    }

    #[test]
    fn a_whole_list_is_cut_like_its_pieces() {
        let body = b"[{\"a\":\"\xff\"},\"\\ud800\",1e999,[[[]]] ]";
        let mut whole = Vec::new();
        for_each_row(body, |index, row| {
            assert_eq!(index, whole.len());
            whole.push(row.to_vec());
        })
        .unwrap();
        assert_eq!(whole, [&b"{\"a\":\"\xff\"}"[..], b"\"\\ud800\"", b"1e999", b"[[[]]]"]);
        for (body, message) in
            [("", "too early"), ("[1,2", "too early"), ("{}", "no list"), ("[1][", "follows"), ("[1,]", "no JSON")]
        {
            let error = for_each_row(body.as_bytes(), |_, _| {}).unwrap_err();
            assert!(error.is_decode() && error.to_string().contains(message), "{body}: {error}");
        }
    }

    #[test]
    fn a_list_that_is_cut_short_is_not_whole() {
        let body = "[{\"a\":\"b\"},[1]]";
        for end in 0..body.len() {
            assert!(!rows(&body[..end], 3).unwrap().1, "{}", &body[..end]);
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for body in ["{}", "<html>", "7", "[1,]", "[,1]", "[1 2}", "[]]", "[1]x", "[}", "[:]"] {
            for size in [1, 100] {
                let outcome = rows(body, size);
                let refused = match outcome {
                    Err(error) => error.is_decode(),
                    // What the cutter lets pass, the decoder refuses.
                    Ok((rows, _)) => rows.iter().any(|row| serde_json::from_str::<serde_json::Value>(row).is_err()),
                };
                assert!(refused, "{body} in pieces of {size}");
            }
        }
    }

    #[test]
    fn an_endless_record_is_refused() {
        let endless = format!("[\"{}", "x".repeat(3000));
        assert!(rows(&endless, 100).unwrap_err().is_decode());
    }
}
