//! Examples and defaults match their schemas.

use regex::Regex;

use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::validate::Validator;

pub const RULE: Rule = Rule {
    id: "examples-fit",
    about: "every example and default matches its schema and has no undeclared properties",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut validator = Validator::new(subject.model);
    for example in &subject.examples {
        for (place, message) in validator.check(example.schema, &example.value) {
            report.add(&place.pointer, format!("{message} (schema: {})", example.schema.pointer));
        }
    }
    for schema in subject.schemas.iter().map(|place| place.schema) {
        if schema.constraints.pattern.as_ref().is_some_and(|pattern| Regex::new(pattern).is_err()) {
            let place = schema.pointer.child("pattern");
            report.add(&place, "is not a valid regular expression");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    const EMPLOYEE: &str = "    Employees:\n      summary:";
    const REQUEST: &str = "    PutInterruption:\n      summary:";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: EMPLOYEE,
            old: "aantalKinderen: 2",
            new: "aantalKinderen: \"2\"",
            pointer: "#/components/examples/Employees/value/0/aantalKinderen",
            line: "aantalKinderen: \"2\"",
            says: "not of the type integer",
        },
        Fault {
            after: EMPLOYEE,
            old: "aantalKinderen: 2",
            new: "aantalKinderen: 3000000000",
            pointer: "#/components/examples/Employees/value/0/aantalKinderen",
            line: "aantalKinderen: 3000000000",
            says: "not a valid int32",
        },
        Fault {
            after: EMPLOYEE,
            old: "aantalKinderen: 2",
            new: "aantalKleinkinderen: 2",
            pointer: "#/components/examples/Employees/value/0/aantalKleinkinderen",
            line: "aantalKleinkinderen: 2",
            says: "does not declare",
        },
        Fault {
            after: EMPLOYEE,
            old: "iban: \"BE26999000000100\"",
            new: "ibanNr: \"BE26999000000100\"",
            pointer: "#/components/examples/Employees/value/0/bank/ibanNr",
            line: "ibanNr: \"BE26999000000100\"",
            says: "does not declare",
        },
        Fault {
            after: EMPLOYEE,
            old: "          isActive: true\n",
            new: "",
            pointer: "#/components/examples/Employees/value/0",
            line: "- pPersoon: 4002",
            says: "is missing the required property `isActive`",
        },
        Fault {
            after: EMPLOYEE,
            old: "isActive: true",
            new: "isActive: null",
            pointer: "#/components/examples/Employees/value/0/isActive",
            line: "isActive: null",
            says: "not nullable",
        },
        Fault {
            after: EMPLOYEE,
            old: "1957-02-16T00:00:00",
            new: "1957-02-30T00:00:00",
            pointer: "#/components/examples/Employees/value/0/geboortedatum",
            line: "geboortedatum: \"1957-02-30T00:00:00\"",
            says: "not a valid date-time-local",
        },
        Fault {
            after: EMPLOYEE,
            old: "personId: \"00000000-",
            new: "personId: \"0000000-",
            pointer: "#/components/examples/Employees/value/0/personId",
            line: "personId: \"0000000-0000-4000-8000-000000000001\"",
            says: "not a valid uuid",
        },
        Fault {
            after: REQUEST,
            old: "code: \"1\"",
            new: "code: \"2\"",
            pointer: "#/components/examples/PutInterruption/value/code",
            line: "code: \"2\"",
            says: "not one of the values",
        },
        Fault {
            after: REQUEST,
            old: "hfd: \"311\"",
            new: "hfd: \"3110\"",
            pointer: "#/components/examples/PutInterruption/value/hfd",
            line: "hfd: \"3110\"",
            says: "outside `minLength`",
        },
        Fault {
            after: REQUEST,
            old: "schooljaar: \"2023-24\"",
            new: "schooljaar: \"2023-2024\"",
            pointer: "#/components/examples/PutInterruption/value/schooljaar",
            line: "schooljaar: \"2023-2024\"",
            says: "does not match `pattern`",
        },
        Fault {
            after: REQUEST,
            old: "begindatum: \"2023-09-10\"",
            new: "begindatum: \"10-09-2023\"",
            pointer: "#/components/examples/PutInterruption/value/begindatum",
            line: "begindatum: \"10-09-2023\"",
            says: "not a valid date",
        },
        Fault {
            after: "    PutAttachment:\n      summary:",
            old: "file: \"YXR0ZXN0Cg==\"",
            new: "file: \"attest\"",
            pointer: "#/components/examples/PutAttachment/value/file",
            line: "file: \"attest\"",
            says: "not a valid byte",
        },
        Fault {
            after: "    BadRequest:\n      summary:",
            old: "            Message: \"This code cannot be registered\"\n",
            new: "",
            pointer: "#/components/examples/BadRequest/value/errors/0",
            line: "- Code: \"BR006B\"",
            says: "is missing the required property `Message`",
        },
        Fault {
            after: "    InclNonSubHours:\n",
            old: "default: true",
            new: "default: 1",
            pointer: "#/components/parameters/InclNonSubHours/schema/default",
            line: "default: 1",
            says: "not of the type boolean",
        },
        Fault {
            after: "    SchoolYearOfAssignments:\n",
            old: "example: \"2023-24\"",
            new: "example: \"2023\"",
            pointer: "#/components/parameters/SchoolYearOfAssignments/example",
            line: "example: \"2023\"",
            says: "does not match `pattern`",
        },
        Fault {
            after: "    SchoolYear:\n",
            old: "pattern: '^[0-9]{4}-[0-9]{2}$'",
            new: "pattern: '^[0-9'",
            pointer: "#/components/schemas/SchoolYear/pattern",
            line: "pattern: '^[0-9'",
            says: "not a valid regular expression",
        },
    ];
}
