//! A pattern for file names and the list of extensions that it stands for say the same.

use std::fmt::Write as _;

use serde_json::Value;

use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "file-extensions",
    about: "the pattern beside x-file-extensions accepts exactly these extensions, in either case",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let Some(extensions) = schema.part.member("x-file-extensions") else { continue };
        let names: Vec<_> = extensions.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let plain =
            |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if names.is_empty() || !names.iter().all(plain) {
            report.add(&extensions.pointer, "is a list of extensions in small letters, without the dot");
        } else if schema.part.text("pattern") != pattern(&names) {
            report.add(&schema.part.pointer.child("pattern"), format!("is to be '{}'", pattern(&names)));
        }
    }
}

/// The one way in which the document writes it: patterns have no switch for cases, and other ways are hard to compare.
fn pattern(names: &[&str]) -> String {
    let mut alternatives = Vec::with_capacity(names.len());
    for name in names {
        let mut alternative = String::new();
        for character in name.chars() {
            let _ = match character {
                'a'..='z' => write!(alternative, "[{character}{}]", character.to_ascii_uppercase()),
                _ => write!(alternative, "{character}"),
            };
        }
        alternatives.push(alternative);
    }
    format!(r"^.*\.({})$", alternatives.join("|"))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::pattern;
    use crate::lint::tests::Fault;

    const LINE: &str = r"pattern: '^.*\.([bB][mM][pP]|[jJ][pP][gG]|[jJ][pP][eE][gG]|[pP][nN][gG]|[gG][iI][fF]|[sS][vV][gG]|[dD][oO][cC]|[dD][oO][cC][xX]|[xX][lL][sS]|[xX][lL][sS][xX]|[tT][xX][tT]|[zZ][iI][pP]|[pP][dD][fF])$'";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "x-file-extensions: [bmp, ",
            new: "x-file-extensions: [mp4, bmp, ",
            pointer: "#/components/schemas/PutAttachment/properties/filename/pattern",
            line: LINE,
            says: "([mM][pP]4|",
        },
        Fault {
            after: "",
            old: "x-file-extensions: [bmp, ",
            new: "x-file-extensions: [.bmp, ",
            pointer: "#/components/schemas/PutAttachment/properties/filename/x-file-extensions",
            line: "x-file-extensions: [.bmp, jpg, jpeg, png, gif, svg, doc, docx, xls, xlsx, txt, zip, pdf]",
            says: "without the dot",
        },
    ];

    #[test]
    fn the_pattern_accepts_these_extensions_only() {
        let pattern = Regex::new(&pattern(&["bmp", "mp4"])).unwrap();
        assert!(["a.bmp", "a.BMP", "a.b.mP4", ".bmp"].iter().all(|name| pattern.is_match(name)));
        assert!(!["bmp", "a.bmpx", "a.xbmp", "a.bmp ", "a.mp3", "a"].iter().any(|name| pattern.is_match(name)));
    }
}
