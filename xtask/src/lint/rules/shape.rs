//! Values have the type that the tools expect. The reader reports the others and omits them from the model.

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "shape",
    about: "values have the expected type, and keywords are known ones",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    report.add_misshapen(subject);
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "  BR025:",
            old: "existingId: true",
            new: "existingId: false",
            pointer: "#/x-error-codes/BR025/existingId",
            line: "existingId: false",
            says: "remove it otherwise",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "maxLength: BR009",
            new: "maximum: BR009",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking/x-codes/maximum",
            line: "maximum: BR009",
            says: "unknown constraint `maximum`",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "x-extensible-enum:",
            new: "enum:\n        - \"M\"\n      x-extensible-enum:",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum",
            line: "x-extensible-enum:",
            says: "conflicts with `enum`",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "      x-extensible-enum:\n        - \"M\"\n        - \"V\"\n",
            new: "",
            pointer: "#/components/schemas/Geslacht",
            line: "Geslacht:",
            says: "without listing any",
        },
        Fault {
            after: "    SchoolYear:\n",
            old: "x-wire: SchoolYear",
            new: "x-wire: Schoolyear",
            pointer: "#/components/schemas/SchoolYear/x-wire",
            line: "x-wire: Schoolyear",
            says: "not a scalar of personeel-wire",
        },
        Fault {
            after: "    Personeelsgroep:\n",
            old: "        id:\n          type: string\n          format: uuid\n          nullable: true\n          description: Identifies the group.\n",
            new: "        id:\n",
            pointer: "#/components/schemas/Personeelsgroep/properties/id",
            line: "id:",
            says: "describe what `id` is",
        },
        Fault {
            after: "        afzender:\n          type",
            old: "minLength: 1",
            new: "minLength: \"1\"",
            pointer: "#/components/schemas/PutInterruption/properties/afzender/minLength",
            line: "minLength: \"1\"",
            says: "without quotes",
        },
        Fault {
            after: "    Assignment:\n",
            old: "x-repeated-keys: first",
            new: "x-repeated-keys: last",
            pointer: "#/components/schemas/Assignment/x-repeated-keys",
            line: "x-repeated-keys: last",
            says: "must be `first`",
        },
        Fault {
            after: "",
            old: "x-raw-body: true",
            new: "x-raw-body: false",
            pointer: "#/paths/~1employees~1{personId}~1communication-number/put/responses/200/x-raw-body",
            line: "x-raw-body: false",
            says: "must be true",
        },
        Fault {
            after: "        rijksregisternr:\n",
            old: "x-personal: true",
            new: "x-personal: \"yes\"",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-personal",
            line: "x-personal: \"yes\"",
            says: "true or false",
        },
        Fault {
            after: "    Diploma:\n",
            old: "x-provenance: observed",
            new: "x-provenance: guessed",
            pointer: "#/components/schemas/Diploma/x-provenance",
            line: "x-provenance: guessed",
            says: "`observed`, `undocumented`",
        },
        Fault {
            after: "        rijksregisternr:\n",
            old: "type: string\n",
            new: "type: string\n          format: uuid\n          x-id: NobodyId\n",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-id",
            line: "x-id: NobodyId",
            says: "not listed in x-ids",
        },
        Fault {
            after: "",
            old: "- problem: [type, title, status, traceId]\n",
            new: "- members: [type, title, status, traceId]\n",
            pointer: "#/components/responses/NotFound/x-no-data/1",
            line: "- members: [type, title, status, traceId]",
            says: "either `body: empty`",
        },
    ];
}
