//! The cheap form of `cargo xtask rehearse`: a revision of the document is generated, and compiles.

use std::process::Command;

#[test]
fn a_revision_of_the_document_is_generated_and_compiles() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["rehearse", "--quick"]).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("the revision is one file by hand"), "{said}");
}
