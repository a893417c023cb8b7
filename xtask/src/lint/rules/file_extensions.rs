//! The pattern of a file name matches its list of extensions.

use std::fmt::Write as _;

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "file-extensions",
    about: "the pattern of a property with x-file-extensions accepts exactly these extensions, in either case",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema) {
        let names = &schema.constraints.file_extensions;
        let is_plain =
            |name: &String| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !names.iter().all(is_plain) {
            let place = schema.pointer.child("x-file-extensions");
            report.add(&place, "must list extensions in lower case, without the dot");
        } else if !names.is_empty() && schema.constraints.pattern.as_ref() != Some(&pattern(names)) {
            report.add(&schema.pointer.child("pattern"), format!("must be '{}'", pattern(names)));
        }
    }
}

/// Returns the pattern in the only form that the document may use. OpenAPI patterns have no flag for case, and other
/// forms are hard to compare.
fn pattern(names: &[String]) -> String {
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
    use crate::lint::fault::Fault;

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
        let pattern = Regex::new(&pattern(&["bmp".to_owned(), "mp4".to_owned()])).unwrap();
        assert!(["a.bmp", "a.BMP", "a.b.mP4", ".bmp"].iter().all(|name| pattern.is_match(name)));
        assert!(!["bmp", "a.bmpx", "a.xbmp", "a.bmp ", "a.mp3", "a"].iter().any(|name| pattern.is_match(name)));
    }
}
