//! The OpenAPI document: a JSON value, with the position of every node in the YAML text.

mod node;
mod pointer;
mod position;
mod yaml;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub use node::Node;
pub use pointer::Pointer;
pub use position::Position;

/// The document's path in the repository.
pub const PATH: &str = "openapi/personeel.yaml";

/// A parsed document.
#[derive(Debug)]
pub struct Document {
    /// The path that it was read from, for messages.
    pub path: PathBuf,
    /// The text, for the checksum.
    pub text: String,
    /// The content, with keys in text order.
    pub value: Value,
    /// The position of every node's first character, or of its key if it is a member of a mapping.
    positions: HashMap<Pointer, Position>,
}

/// A problem at a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// The position in the text, if known.
    pub position: Option<Position>,
    /// The place in the document, if the text could be parsed.
    pub pointer: Option<Pointer>,
    /// The rule that reports it; empty for a text that cannot be read or parsed.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(position) = self.position {
            write!(f, ":{}:{}", position.line, position.column)?;
        }
        if !self.rule.is_empty() {
            write!(f, ": {}", self.rule)?;
        }
        if let Some(pointer) = &self.pointer {
            write!(f, ": {pointer}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Finding {}

/// All problems of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Findings {}

impl Document {
    /// Reads and parses a file.
    ///
    /// # Errors
    ///
    /// A finding if the file cannot be read or parsed.
    pub fn read(path: &Path) -> Result<Self, Finding> {
        let text = std::fs::read_to_string(path).map_err(|error| Finding {
            path: path.to_owned(),
            position: None,
            pointer: None,
            rule: "",
            message: format!("cannot be read: {error}"),
        })?;
        Self::parse(path, text)
    }

    /// Parses text; `path` is for messages only.
    ///
    /// # Errors
    ///
    /// A finding if the text cannot be parsed.
    pub fn parse(path: &Path, text: String) -> Result<Self, Finding> {
        let (value, positions) = yaml::parse(&text).map_err(|fault| Finding {
            path: path.to_owned(),
            position: Some(fault.position),
            pointer: None,
            rule: "",
            message: fault.message,
        })?;
        Ok(Self { path: path.to_owned(), text, value, positions })
    }

    /// Returns the root node.
    pub fn root(&self) -> Node<'_> {
        Node { pointer: Pointer::root(), value: &self.value }
    }

    /// Returns the position of a place in the text, or that of its nearest ancestor with a known position.
    pub fn position(&self, pointer: &Pointer) -> Option<Position> {
        let mut place = Some(pointer.clone());
        while let Some(at) = place {
            if let Some(position) = self.positions.get(&at) {
                return Some(*position);
            }
            place = at.parent();
        }
        None
    }

    /// Returns a finding at a place in this document.
    pub fn finding(&self, pointer: &Pointer, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding {
            path: self.path.clone(),
            position: self.position(pointer),
            pointer: Some(pointer.clone()),
            rule,
            message: message.into(),
        }
    }

    /// Calls `visit` for every mapping, outermost first, in text order.
    pub fn visit_mappings<'a>(&'a self, mut visit: impl FnMut(&Pointer, &'a serde_json::Map<String, Value>)) {
        fn walk<'a>(
            pointer: &Pointer,
            value: &'a Value,
            visit: &mut impl FnMut(&Pointer, &'a serde_json::Map<String, Value>),
        ) {
            match value {
                Value::Object(map) => {
                    visit(pointer, map);
                    for (key, member) in map {
                        walk(&pointer.child(key), member, visit);
                    }
                }
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk(&pointer.child(&index.to_string()), item, visit);
                    }
                }
                _ => {}
            }
        }
        walk(&Pointer::root(), &self.value, &mut visit);
    }
}
