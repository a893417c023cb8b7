//! Examples contain no data of real people.

use crate::lint::examples::visit_texts;
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "examples-synthetic",
    about: "national numbers in examples are ones that are never issued, and email addresses end in .example",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Properties that contain a national number.
const NATIONAL: [&str; 4] = ["rijksregisternr", "bisnr", "insz", "nationalNumber"];

/// Daily serial numbers that are never issued.
const NEVER_ISSUED: [&str; 3] = ["000", "998", "999"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for example in &subject.examples {
        visit_texts(&example.value, "", &mut |name, text, place| {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if NATIONAL.contains(&name) && !(digits.len() == 11 && NEVER_ISSUED.contains(&&digits[6..9])) {
                let message = "may be a real person's: use 11 digits, with 000, 998 or 999 as the seventh to the ninth";
                report.add(place, message);
            }
            let domains = text.split('@').skip(1);
            let is_real = |domain: &str| {
                let end = domain.find(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').unwrap_or(domain.len());
                !domain[..end].trim_end_matches('.').ends_with(".example")
            };
            if domains.into_iter().any(is_real) {
                report.add(place, "may be a real email address: use a domain that ends in `.example`");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "rijksregisternr: \"57021600052\"",
            new: "rijksregisternr: \"57021612352\"",
            pointer: "#/components/examples/Employees/value/0/rijksregisternr",
            line: "rijksregisternr: \"57021612352\"",
            says: "000, 998 or 999",
        },
        Fault {
            after: "",
            old: "rijksregisternr: \"57021600052\"",
            new: "rijksregisternr: \"570216000\"",
            pointer: "#/components/examples/Employees/value/0/rijksregisternr",
            line: "rijksregisternr: \"570216000\"",
            says: "11 digits",
        },
        Fault {
            after: "",
            old: "- \"bert.janssens@school.example\"",
            new: "- \"bert.janssens@school.be\"",
            pointer: "#/components/examples/EmployeesV1/value/1/email/0",
            line: "- \"bert.janssens@school.be\"",
            says: "`.example`",
        },
    ];
}
