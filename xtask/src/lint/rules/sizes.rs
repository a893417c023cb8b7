//! A size limit in bytes matches the length limit of its base64.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Format;

pub const RULE: Rule = Rule {
    id: "sizes",
    about: "x-max-decoded-bytes is set on base64, with the maxLength that follows from it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema) {
        let Some(bytes) = schema.constraints.max_decoded_bytes else { continue };
        if schema.format != Some(Format::Byte) {
            let place = schema.pointer.child("x-max-decoded-bytes");
            report.add(&place, "is only for base64, strings with the format `byte`");
        }
        let length = bytes.div_ceil(3) * 4;
        if schema.constraints.max_length != Some(length) {
            let message = format!("must be {length}, the length of `x-max-decoded-bytes` in base64");
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
            says: "must be 13981016",
        },
        Fault {
            after: "        file:\n",
            old: "          format: byte\n",
            new: "",
            pointer: "#/components/schemas/PutAttachment/properties/file/x-max-decoded-bytes",
            line: "x-max-decoded-bytes: 10485760",
            says: "only for base64",
        },
    ];
}
