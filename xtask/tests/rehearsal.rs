//! Runs `cargo xtask rehearse --quick`: generates a revision of the document and compiles the result.

use std::process::Command;

#[test]
fn a_revision_of_the_document_is_generated_and_compiles() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["rehearse", "--quick"]).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("rehearse: passed"), "{text}");
}
