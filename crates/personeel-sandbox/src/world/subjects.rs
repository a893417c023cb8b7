//! Subjects, and the classes in which they are taught.

use serde::Serialize;

use super::random::Random;

/// Code, name and section of subjects. The codes are made up, except for the one in the guide's example.
pub(crate) const SUBJECTS: &[(&str, &str, &str)] = &[
    ("00000309", "Wetenschappelijk werk", "AV"),
    ("90000001", "Nederlands", "AV"),
    ("90000002", "Frans", "AV"),
    ("90000003", "Engels", "AV"),
    ("90000004", "Wiskunde", "AV"),
    ("90000005", "Geschiedenis", "AV"),
    ("90000006", "Aardrijkskunde", "AV"),
    ("90000007", "Lichamelijke opvoeding", "AV"),
    ("90000008", "Elektriciteit", "TV"),
    ("90000009", "Mechanica", "TV"),
    ("90000010", "Praktijk hout", "PV"),
];

/// Grade, year and form of education, which depend on each other.
#[derive(Debug, Serialize)]
pub(crate) struct Teaching {
    graad: &'static str,
    leerjaar: &'static str,
    onderwijsvorm: &'static str,
    opleidingsvorm: &'static str,
}

impl Teaching {
    /// Primary schools have years but no grades; the first grade of secondary schools has a single form.
    pub(crate) fn of(random: &mut Random, hfd: &str) -> Self {
        let (graad, leerjaar, onderwijsvorm) = match hfd {
            "211" => ("0", random.pick(&["1", "2", "3", "4", "5", "6"]), "0"),
            "312" => (random.pick(&["2", "3"]), "0", "BSO"),
            _ => match random.pick(&["1", "2", "3"]) {
                "1" => ("1", random.pick(&["1", "2"]), "SO"),
                graad => (graad, "0", random.pick(&["ASO", "TSO", "BSO", "KSO"])),
            },
        };
        Self { graad, leerjaar, onderwijsvorm, opleidingsvorm: "-" }
    }
}
