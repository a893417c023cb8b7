//! A size in bytes and its length in base64 say the same.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Format;

/// See the module.
pub const RULE: Rule = Rule {
    id: "sizes",
    about: "x-max-decoded-bytes stands on base64, beside the maxLength that follows from it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema) {
        let Some(bytes) = schema.constraints.max_decoded_bytes else { continue };
        if schema.format != Some(Format::Byte) {
            let place = schema.pointer.child("x-max-decoded-bytes");
            report.add(&place, "is for base64 only: the property's `format` is `byte`");
        }
        let length = bytes.div_ceil(3) * 4;
        if schema.constraints.max_length != Some(length) {
            let message = format!("is {length}, what `x-max-decoded-bytes` becomes");
            report.add(&schema.pointer.child("maxLength"), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "maxLength: 13981016",
            new: "maxLength: 13981013",
            pointer: "#/components/schemas/PutAttachment/properties/file/maxLength",
            line: "maxLength: 13981013",
            says: "is 13981016",
        },
        Fault {
            after: "        file:\n",
            old: "          format: byte\n",
            new: "",
            pointer: "#/components/schemas/PutAttachment/properties/file/x-max-decoded-bytes",
            line: "x-max-decoded-bytes: 10485760",
            says: "base64 only",
        },
    ];
}
