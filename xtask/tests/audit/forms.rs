//! Tests the text of a PDF with ruled tables, `tests/revisions/base/guide.pdf`, from all available extractors.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, audit, base, items_of, report_missing, root};

fn pdf() -> PathBuf {
    root().join("tests/revisions/base/guide.pdf")
}

fn audit_file(guide: &std::path::Path) -> Outcome {
    let (document, acknowledged) = (base("document.yaml"), base("acknowledged.yaml"));
    audit(guide, &["--document", document.to_str().unwrap(), "--acknowledged", acknowledged.to_str().unwrap()])
}

/// Runs a program on the PDF and audits its output. Returns `None` if the program is missing.
fn audit_by(program: &str, arguments: &[&str]) -> Option<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("guide.txt");
    let output = Command::new(program).args(arguments).args([&pdf(), &text]).output();
    if !output.is_ok_and(|output| output.status.success()) {
        report_missing(&format!(
            "`{program} {}` does not run here",
            arguments.concat().lines().next().unwrap_or_default()
        ));
        return None;
    }
    assert!(!fs::read_to_string(&text).unwrap().is_empty(), "{program} wrote nothing");
    Some(audit_file(&text))
}

#[test]
fn a_pdf_with_ruled_tables_and_its_raw_text_are_read() {
    let read = audit_by("pdftotext", &["-raw"]).map(|outcome| (outcome, audit_file(&pdf())));
    let Some((text, pdf)) = read else { return };
    for outcome in [text, pdf] {
        assert_eq!(items_of(&outcome.report), Vec::<String>::new(), "{}", outcome.stderr);
        assert_eq!(outcome.code, Some(0));
    }
}

/// Text that has lost the structure of the tables is refused, and the message names a form that works.
#[test]
fn other_forms_are_refused_by_name() {
    const PYPDF: &str = "import pypdf, sys\n\
        text = '\\n'.join(page.extract_text() for page in pypdf.PdfReader(sys.argv[1]).pages)\n\
        open(sys.argv[2], 'w').write(text)";
    const PDFMINER: &str = "import sys\nfrom pdfminer.high_level import extract_text\n\
        open(sys.argv[2], 'w').write(extract_text(sys.argv[1]))";
    let cells = "every table cell on a separate line";
    let beside = "the lines of neighbouring cells side by side";
    let forms: [(&str, &[&str], &str); 4] = [
        ("pdftotext", &[], cells),
        ("pdftotext", &["-layout"], beside),
        ("python3", &["-c", PYPDF], cells),
        ("python3", &["-c", PDFMINER], cells),
    ];
    for (program, arguments, why) in forms {
        let Some(outcome) = audit_by(program, arguments) else { continue };
        assert_eq!((outcome.code, outcome.report.is_null()), (Some(1), true), "{program} {arguments:?}");
        let stderr = &outcome.stderr;
        assert!(stderr.contains(why) && stderr.contains("`pdftotext -raw`"), "{program} {arguments:?}: {stderr}");
        assert_eq!(stderr.trim().lines().count(), 1, "{stderr}");
    }
}
