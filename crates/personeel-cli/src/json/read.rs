//! Reading JSON without losing any of it.
//!
//! Bodies that arrive here have already been decoded strictly, by types that check the members they declare. The other
//! members may hold things that a strict decoder rejects the whole body for: half of a surrogate pair, bytes of another
//! encoding, numbers out of range of every type, deeply nested lists. None of them may cost a school its list.

use serde::de::{Deserializer as _, Visitor};

use super::{Json, Number};

/// How deep records and lists may nest: every level takes stack space.
const MAX_DEPTH: usize = 256;

/// Why a body cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    place: String,
    pub(crate) what: &'static str,
}

impl Fault {
    /// Returns the path, such as `[417].adressen[0].postcode`.
    pub(crate) fn place(&self) -> &str {
        if self.place.is_empty() { "$" } else { self.place.strip_prefix('.').unwrap_or(&self.place) }
    }

    fn within(mut self, step: &str) -> Self {
        self.place.insert_str(0, step);
        self
    }
}

impl Json {
    /// Reads one value. Text that is not valid Unicode has U+FFFD in place of what is not.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::of(body);
        let value = reader.parse_value(0)?;
        if reader.peek().is_some() { Err(reader.fault()) } else { Ok(value) }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        // Some servers begin a body with a byte order mark.
        Self { bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), at: 0 }
    }

    fn fault(&self) -> Fault {
        let what =
            if self.at < self.bytes.len() { "the response is not valid JSON" } else { "the response ends too early" };
        Fault { place: String::new(), what }
    }

    /// Skips whitespace and returns the next byte without consuming it.
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn consume(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn parse_value(&mut self, depth: usize) -> Result<Json, Fault> {
        if depth > MAX_DEPTH {
            return Err(Fault { place: String::new(), what: "records and lists are nested too deep" });
        }
        match self.peek() {
            Some(b'{') => self.parse_record(depth),
            Some(b'[') => self.parse_list(depth),
            Some(b'"') => self.parse_text().map(Json::Text),
            _ => {
                let literal = self.take_literal();
                match literal {
                    "null" => Ok(Json::Null),
                    "true" => Ok(Json::Bool(true)),
                    "false" => Ok(Json::Bool(false)),
                    other => Number::parse(other).map(Json::Number).ok_or_else(|| self.fault()),
                }
            }
        }
    }

    fn parse_list(&mut self, depth: usize) -> Result<Json, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        if self.consume(b']') {
            return Ok(Json::List(items));
        }
        loop {
            let item = self.parse_value(depth + 1).map_err(|fault| fault.within(&format!("[{}]", items.len())))?;
            items.push(item);
            if self.consume(b']') {
                return Ok(Json::List(items));
            }
            if !self.consume(b',') {
                return Err(self.fault());
            }
        }
    }

    fn parse_record(&mut self, depth: usize) -> Result<Json, Fault> {
        self.at += 1;
        let mut fields: Vec<(String, Json)> = Vec::new();
        let mut is_last = self.consume(b'}');
        while !is_last {
            if self.peek() != Some(b'"') {
                return Err(self.fault());
            }
            let name = self.parse_text()?;
            if !self.consume(b':') {
                return Err(self.fault());
            }
            let value = self.parse_value(depth + 1).map_err(|fault| fault.within(&render_step(&name)))?;
            fields.push((name, value));
            is_last = self.consume(b'}');
            if !is_last && !self.consume(b',') {
                return Err(self.fault());
            }
        }
        Ok(Json::Record(drop_repeated(fields)))
    }

    fn parse_text(&mut self) -> Result<String, Fault> {
        let from = self.at;
        self.skip_text();
        let quoted = &self.bytes[from..self.at];
        let inner = quoted.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        match inner {
            Some(inner) if inner.iter().any(|byte| *byte < b' ') => Err(self.fault()),
            Some(inner) if !inner.contains(&b'\\') => {
                let text = std::str::from_utf8(inner).map(str::to_owned);
                Ok(text.unwrap_or_else(|_| String::from_utf8_lossy(inner).into_owned()))
            }
            // Decoded as bytes, which allows halves of surrogate pairs.
            Some(_) => {
                let mut reader = serde_json::Deserializer::from_slice(quoted);
                reader.deserialize_bytes(Lossy).map_err(|_| self.fault())
            }
            None => Err(self.fault()),
        }
    }

    fn skip_text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                return;
            }
        }
        self.at = self.bytes.len();
    }

    /// Consumes a literal or number and returns it.
    fn take_literal(&mut self) -> &'a str {
        let rest = &self.bytes[self.at..];
        let ends = |byte: &u8| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
        let word = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
        self.at += word.len();
        std::str::from_utf8(word).unwrap_or_default()
    }
}

struct Lossy;

impl Visitor<'_> for Lossy {
    type Value = String;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// Keeps the first of several fields with one name, which is the one that the typed records read.
fn drop_repeated(fields: Vec<(String, Json)>) -> Vec<(String, Json)> {
    /// Records of the service have fewer fields than this; comparing so few with each other is faster than hashing
    /// them.
    const FEW: usize = 64;
    let is_repeated =
        |(index, (name, _)): (usize, &(String, Json))| fields[..index].iter().any(|(other, _)| other == name);
    if fields.len() <= FEW && !fields.iter().enumerate().any(is_repeated) {
        return fields;
    }
    let mut seen = std::collections::HashSet::with_capacity(fields.len());
    let is_first: Vec<bool> = fields.iter().map(|(name, _)| seen.insert(name.as_str())).collect();
    if is_first.iter().all(|first| *first) {
        return fields;
    }
    fields.into_iter().zip(is_first).filter(|(_, first)| *first).map(|(field, _)| field).collect()
}

/// Renders a step of a path. A member that is not named like an identifier appears as `?`, so that it cannot forge a
/// line.
fn render_step(name: &str) -> String {
    let is_name = name.len() <= 32 && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    format!(".{}", if is_name { name } else { "?" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_round_trips(text: &str) {
        assert_eq!(Json::read(text.as_bytes()).unwrap().to_text(), text);
    }

    #[test]
    fn values_round_trip() {
        assert_round_trips(
            r#"{"b":1,"a":[null,true,-2.50,1e999,123456789012345678901234,4.000],"c":{"é":"x\n\"\\","":{}},"d":[]}"#,
        );
        assert_round_trips(&format!("{}{}", "[".repeat(200), "]".repeat(200)));
        assert_round_trips(r#""\u001b""#);
    }

    #[test]
    fn the_first_of_two_equal_keys_is_kept() {
        assert_eq!(Json::read(br#" {"b":1,"a":2,"b":3} "#).unwrap().to_text(), r#"{"b":1,"a":2}"#);
    }

    #[test]
    fn invalid_text_is_replaced_and_the_rest_is_kept() {
        for body in [&b"{\"a\":\"caf\xe9\",\"b\":\"\\u00e9\"}"[..], br#"{"a":"caf\ud83d","b":"\u00e9"}"#] {
            let value = Json::read(body).unwrap();
            assert!(value.get("a").and_then(Json::as_str).unwrap().starts_with("caf\u{fffd}"));
            assert_eq!(value.get("b").and_then(Json::as_str), Some("é"));
        }
    }

    #[test]
    fn invalid_json_is_rejected_with_its_path() {
        for (body, place) in [
            ("", "$"),
            ("[1,]", "[1]"),
            ("[1 2]", "$"),
            ("[01]", "[0]"),
            ("[tru]", "[0]"),
            ("[] []", "$"),
            (r#"{"a":{"b":[1,+2]}}"#, "a.b[1]"),
            (r#"{"a"}"#, "$"),
            (r#"{"a":1,}"#, "$"),
            (r#"["\x"]"#, "[0]"),
            ("[\"a\nb\"]", "[0]"),
            (r#"["a"#, "[0]"),
            (r#"["a\"#, "[0]"),
            ("{\"a\\nb\":x}", "?"),
        ] {
            let fault = Json::read(body.as_bytes()).unwrap_err();
            assert_eq!(fault.place(), place, "{body}: {fault:?}");
            assert!(serde_json::from_str::<serde::de::IgnoredAny>(body).is_err(), "{body}");
        }
        let deep = format!(r#"[{{"nieuw":{}"#, "[".repeat(100_000));
        let fault = Json::read(deep.as_bytes()).unwrap_err();
        assert!(fault.place().starts_with("[0].nieuw[0][0]") && fault.what.contains("deep"));
    }
}
