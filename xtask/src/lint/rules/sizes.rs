//! A size in bytes and its length in base64 say the same.

use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "sizes",
    about: "x-max-decoded-bytes stands on base64, beside the maxLength that follows from it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let Some(size) = schema.part.member("x-max-decoded-bytes") else { continue };
        if schema.part.text("format") != "byte" {
            report.add(&size.pointer, "is for base64 only: the property's `format` is `byte`");
        }
        let length = size.value.as_u64().map(|bytes| bytes.div_ceil(3) * 4);
        if length.is_none() || schema.part.value["maxLength"].as_u64() != length {
            let length = length.map_or("its length in base64".to_owned(), |length| length.to_string());
            report.add(
                &schema.part.pointer.child("maxLength"),
                format!("is {length}, what `x-max-decoded-bytes` becomes"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
