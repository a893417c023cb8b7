//! The guide's rules for requests, as the document states them, and the violations of a request.
//!
//! The check before sending and the sandbox share one table, so both report the same codes.

use std::borrow::Cow;

use personeel_wire::{Date, SchoolYear};

use crate::codes::ErrorCode;
use crate::generated::rules::RULES;
use crate::operations::Operation;

/// The rules of one call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestRules {
    /// The call.
    pub operation: Operation,
    /// Path parameters that must be GUIDs, each with the code for a missing or invalid one.
    pub parameters: &'static [(&'static str, ErrorCode)],
    /// Constraints on query parameters. The guide lists no codes for their violations.
    pub queries: &'static [(&'static str, Constraint)],
    /// Rules for individual fields of the body.
    pub body: &'static [FieldRule],
    /// Rules between fields of the body.
    pub relations: &'static [NotBefore],
}

/// The rules for one field.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FieldRule {
    /// Its name on the wire.
    pub field: &'static str,
    /// The code for an absent or blank field, if there is a separate one.
    pub required: Option<ErrorCode>,
    /// The constraints on a present value, each with its code.
    pub constraints: &'static [(Constraint, ErrorCode)],
}

/// A constraint on a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// At most this many characters.
    MaxLength(usize),
    /// At least and at most this many characters.
    Length(usize, usize),
    /// One of these strings.
    Texts(&'static [&'static str]),
    /// One of these numbers.
    Numbers(&'static [i64]),
    /// A school year such as `2023-24`.
    SchoolYear,
    /// A file name with one of these extensions, in upper or lower case.
    FileExtension(&'static [&'static str]),
    /// Base64 that decodes to at most this many bytes.
    MaxDecodedBytes(u64),
    /// The guide lists a code but not the rule, so only the service can check it.
    Undocumented,
}

/// A rule that one date must not be before another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotBefore {
    /// The later date.
    pub field: &'static str,
    /// The earlier date.
    pub other: &'static str,
    /// The code for a violation.
    pub code: ErrorCode,
}

/// A body field or query parameter, in the form that the rules check.
///
/// It doesn't implement `Debug`, because values can be personal data.
#[derive(Clone)]
#[non_exhaustive]
pub enum FieldValue<'a> {
    /// Absent or null.
    Absent,
    /// A string.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// A file of this many bytes, which need not be encoded as base64 yet.
    FileOfBytes(u64),
    /// Anything else.
    Other,
}

/// A rule that a request violates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The code that the service reports for it, or `None` if the guide lists none.
    pub code: Option<ErrorCode>,
    /// The field or parameter it concerns, by its name on the wire.
    pub field: &'static str,
}

impl RequestRules {
    /// Returns the rules of a call, or `None` if it has none.
    pub fn of(operation: Operation) -> Option<&'static Self> {
        RULES.iter().find(|rules| rules.operation == operation)
    }

    /// Returns every violation in the query and the body, in document order.
    ///
    /// `field` returns the value of a parameter or field by its name on the wire.
    pub fn violations<'a>(&self, field: impl Fn(&str) -> FieldValue<'a>) -> Vec<Violation> {
        let mut found = Vec::new();
        for (name, constraint) in self.queries {
            let value = field(name);
            if !matches!(value, FieldValue::Absent) && !constraint.is_met(&value) {
                found.push(Violation { code: None, field: name });
            }
        }
        for rule in self.body {
            found.extend(rule.violation(&field(rule.field)));
        }
        for relation in self.relations {
            if let (FieldValue::Text(later), FieldValue::Text(earlier)) = (field(relation.field), field(relation.other))
                && let (Ok(later), Ok(earlier)) = (later.parse::<Date>(), earlier.parse::<Date>())
                && later < earlier
            {
                found.push(Violation { code: Some(relation.code.clone()), field: relation.field });
            }
        }
        found
    }
}

impl FieldRule {
    /// Returns the first rule that the field violates; a field never has more than one violation.
    fn violation(&self, value: &FieldValue<'_>) -> Option<Violation> {
        let absent = match value {
            FieldValue::Absent => true,
            FieldValue::Text(text) => text.trim().is_empty(),
            FieldValue::FileOfBytes(size) => *size == 0,
            _ => false,
        };
        let code = if absent {
            // Without a separate code for absence, a field with listed values must still have one of them.
            self.required.as_ref().or_else(|| {
                let listed =
                    |constraint: &Constraint| matches!(constraint, Constraint::Texts(_) | Constraint::Numbers(_));
                self.constraints.iter().find(|(constraint, _)| listed(constraint)).map(|(_, code)| code)
            })
        } else {
            self.constraints.iter().find(|(constraint, _)| !constraint.is_met(value)).map(|(_, code)| code)
        };
        code.map(|code| Violation { code: Some(code.clone()), field: self.field })
    }
}

impl Constraint {
    fn is_met(self, value: &FieldValue<'_>) -> bool {
        match (self, value) {
            (Self::MaxLength(max), FieldValue::Text(text)) => text.chars().count() <= max,
            (Self::Length(min, max), FieldValue::Text(text)) => (min..=max).contains(&text.chars().count()),
            (Self::Texts(texts), FieldValue::Text(text)) => texts.contains(&text.as_ref()),
            (Self::Numbers(numbers), FieldValue::Number(number)) => numbers.contains(number),
            (Self::Texts(_) | Self::Numbers(_), _) => false,
            (Self::SchoolYear, FieldValue::Text(text)) => text.parse::<SchoolYear>().is_ok(),
            (Self::FileExtension(extensions), FieldValue::Text(name)) => name
                .rsplit_once('.')
                .is_some_and(|(_, extension)| extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))),
            (Self::MaxDecodedBytes(max), FieldValue::Text(base64)) => decoded_length(base64) <= max,
            (Self::MaxDecodedBytes(max), FieldValue::FileOfBytes(size)) => *size <= max,
            // A value of a different type fails when the body is decoded, not here.
            _ => true,
        }
    }
}

/// Returns how many bytes a base64 string decodes to, without decoding it.
fn decoded_length(base64: &str) -> u64 {
    let padding = base64.bytes().rev().take_while(|byte| *byte == b'=').count();
    (base64.len() as u64 * 3 / 4).saturating_sub(padding as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interruption(changed: &'static str, value: Option<&'static str>) -> Vec<ErrorCode> {
        let valid = [
            ("instelnr", "999999"),
            ("schooljaar", "2023-24"),
            ("hfd", "311"),
            ("code", "1"),
            ("begindatum", "2023-09-10"),
            ("einddatum", "2023-09-14"),
            ("afzender", "personeel"),
        ];
        let field = |name: &str| {
            let known = valid.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
            let value = if name == changed { value } else { known };
            value.map_or(FieldValue::Absent, |text| FieldValue::Text(text.into()))
        };
        let rules = RequestRules::of(Operation::PutInterruption).expect("the call has rules");
        rules.violations(field).into_iter().filter_map(|violation| violation.code).collect()
    }

    #[test]
    fn every_rule_of_an_interruption_reports_its_code() {
        let long: &'static str = Box::leak("x".repeat(501).into_boxed_str());
        let cases: &[(&'static str, Option<&'static str>, &[ErrorCode])] = &[
            ("", None, &[]),
            ("instelnr", None, &[ErrorCode::Br003A]),
            ("instelnr", Some("  "), &[ErrorCode::Br003A]),
            ("schooljaar", None, &[ErrorCode::Br004A]),
            ("schooljaar", Some("2023-25"), &[ErrorCode::Br004B]),
            ("hfd", None, &[ErrorCode::Br005A]),
            ("hfd", Some("31"), &[ErrorCode::Br005B]),
            ("code", None, &[ErrorCode::Br006A]),
            ("code", Some("2"), &[ErrorCode::Br006B]),
            ("begindatum", None, &[ErrorCode::Br007A]),
            ("einddatum", None, &[ErrorCode::Br008A]),
            ("einddatum", Some("2023-09-09"), &[ErrorCode::Br008B]),
            ("einddatum", Some("2023-09-10T00:00:00"), &[]),
            ("opmerking", Some(long), &[ErrorCode::Br009]),
            ("naamGeneesheer", Some(&long[..76]), &[ErrorCode::Br010]),
            ("telefoonGeneesheer", Some(&long[..21]), &[ErrorCode::Br011]),
            ("afzender", None, &[ErrorCode::Br012A]),
            ("afzender", Some(&long[..51]), &[ErrorCode::Br012B]),
            ("afzender", Some(&long[..50]), &[]),
        ];
        for (field, value, codes) in cases {
            assert_eq!(interruption(field, *value), *codes, "{field} {value:?}");
        }
    }

    #[test]
    fn attachments_and_communication_numbers_report_their_codes() {
        let attachment = |name: &'static str, file: FieldValue<'static>| {
            let rules = RequestRules::of(Operation::PutAttachment).expect("the call has rules");
            let found =
                rules.violations(|field| if field == "file" { file.clone() } else { FieldValue::Text(name.into()) });
            found.into_iter().filter_map(|violation| violation.code).collect::<Vec<_>>()
        };
        assert_eq!(attachment("a.PDF", FieldValue::FileOfBytes(10 * 1024 * 1024)), []);
        assert_eq!(
            attachment("a.exe", FieldValue::FileOfBytes(10 * 1024 * 1024 + 1)),
            [ErrorCode::Br016C, ErrorCode::Br017B]
        );
        assert_eq!(attachment("", FieldValue::Text("".into())), [ErrorCode::Br016A, ErrorCode::Br017A]);
        assert_eq!(attachment("pdf", FieldValue::Text("QQ==".into())), [ErrorCode::Br016C]);

        let number = |soort: FieldValue<'static>, kind: FieldValue<'static>, nummer: FieldValue<'static>| {
            let rules = RequestRules::of(Operation::PutCommunicationNumber).expect("the call has rules");
            let found = rules.violations(|field| match field {
                "soort" => soort.clone(),
                "type" => kind.clone(),
                _ => nummer.clone(),
            });
            found.into_iter().filter_map(|violation| violation.code).collect::<Vec<_>>()
        };
        assert_eq!(number(FieldValue::Number(3), FieldValue::Number(8), FieldValue::Text("0400".into())), []);
        assert_eq!(
            number(FieldValue::Number(2), FieldValue::Absent, FieldValue::Absent),
            [ErrorCode::Br020, ErrorCode::Br021, ErrorCode::Br022]
        );
    }

    #[test]
    fn base64_lengths_are_exact() {
        for (text, length) in [("", 0), ("QQ==", 1), ("QUI=", 2), ("QUJD", 3), ("QUJDRA==", 4)] {
            assert_eq!(decoded_length(text), length, "{text}");
        }
    }
}
