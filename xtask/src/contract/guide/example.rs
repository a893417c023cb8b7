//! Reads examples: JSON as the guide prints it, which is not always valid.

use std::collections::BTreeSet;

use super::lines::Line;

/// The keys in an example of a body.
#[derive(Debug, Default)]
pub struct Example {
    /// Whether it is a list.
    pub is_list: bool,
    /// The paths of the keys, each with the line of its first occurrence. All items of a list share their paths.
    pub paths: Vec<(Vec<String>, usize)>,
    /// Keys that occur twice in the same object.
    pub repeated: Vec<(Vec<String>, usize)>,
}

#[derive(Default)]
struct Object {
    key: Option<String>,
    seen: BTreeSet<String>,
}

impl Example {
    /// Reads the keys. Invalid JSON is accepted: `{…}`, text between objects and stray quotes are skipped.
    pub fn read(lines: &[Line]) -> Option<Self> {
        let first = lines.iter().position(|line| line.text.starts_with(['{', '[']))?;
        let mut example = Self { is_list: lines.get(first)?.text.starts_with('['), ..Self::default() };
        let mut open: Vec<Object> = Vec::new();
        let mut in_text = false;
        for line in lines.get(first..)? {
            example.read_line(line, &mut open, &mut in_text);
        }
        Some(example)
    }

    /// Returns whether the example has a key at a path, ignoring case.
    pub fn has(&self, path: &[String]) -> bool {
        self.paths.iter().any(|(known, _)| {
            known.len() == path.len() && known.iter().zip(path).all(|(a, b)| a.eq_ignore_ascii_case(b))
        })
    }

    fn read_line(&mut self, line: &Line, open: &mut Vec<Object>, in_text: &mut bool) {
        let mut rest = line.text.as_str();
        // A string broken across lines may end here. A key means that a stray quote had opened it.
        if *in_text {
            if let Some(end) = rest.find('"').filter(|_| key_at_start(rest).is_none()) {
                rest = &rest[end + 1..];
                *in_text = false;
            } else if key_at_start(rest).is_none() {
                return;
            }
            *in_text = false;
        }
        while let Some(start) = rest.find(['{', '[', '}', ']', '"']) {
            let found = &rest[start..];
            if let Some((key, after)) = key_at_start(found) {
                self.add_key(key, line.number, open);
                rest = after;
                continue;
            }
            rest = &found[1..];
            match found.as_bytes().first() {
                Some(b'{') => open.push(Object::default()),
                Some(b'}') => {
                    open.pop();
                }
                Some(b'"') => {
                    // A stray quote before a key opens nothing.
                    if key_at_start(rest.trim_start()).is_some() {
                        continue;
                    }
                    let Some(end) = rest.find('"') else {
                        *in_text = true;
                        return;
                    };
                    rest = &rest[end + 1..];
                }
                _ => {}
            }
        }
    }

    fn add_key(&mut self, key: &str, line: usize, open: &mut Vec<Object>) {
        if open.is_empty() {
            open.push(Object::default());
        }
        let mut path: Vec<String> = open.iter().rev().skip(1).rev().filter_map(|object| object.key.clone()).collect();
        path.push(key.to_owned());
        if let Some(object) = open.last_mut() {
            object.key = Some(key.to_owned());
            if !object.seen.insert(key.to_owned()) {
                self.repeated.push((path.clone(), line));
            }
        }
        if !self.paths.iter().any(|(known, _)| *known == path) {
            self.paths.push((path, line));
        }
    }
}

/// Returns the key of `"key" :` at the start of a text, and the rest.
fn key_at_start(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('"')?;
    let (key, after) = rest.split_once('"')?;
    let after = after.trim_start().strip_prefix(':')?;
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some((key, after))
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let example = Example::read(&read(text).0).expect("an example");
        example.paths.iter().map(|(path, _)| path.join(".")).collect()
    }

    #[test]
    fn keys_are_found_with_their_nesting() {
        let text =
            "[ \n {\n \"a\": 1,\n \"b\": [\n { \"c\": \"x: {y\" },\n { \"c\": \"\" }\n ],\n \"d\": null\n },\n {…}\n]";
        assert_eq!(paths(text), ["a", "b", "b.c", "d"]);
    }

    #[test]
    fn broken_strings_and_stray_quotes_are_skipped() {
        let text = "{\n \" \"errors\": [\n { \"Code\": \"X\", \"Message\": \"two \nlines\" }\n ]\n}";
        assert_eq!(paths(text), ["errors", "errors.Code", "errors.Message"]);
        assert_eq!(paths("{ \"a\" : \"/9j\nAAAA\nBBB …\", \n\"b\": 1 }"), ["a", "b"]);
    }

    #[test]
    fn repeated_keys_are_found() {
        let example = Example::read(&read("[{ \"a\": 1, \"a\": 2 }, { \"a\": 3 }]").0).expect("an example");
        assert_eq!(example.repeated, [(vec!["a".to_owned()], 1)]);
        assert!(example.is_list);
    }
}
