//! `cargo xtask rehearse`: applies a revision of the document in a copy of the repository, and checks that nothing else
//! needs an edit by hand.
//!
//! `tests/rehearsal` contains the revision, as edits of the document, and code that uses what the revision adds. The copy
//! stays below `target`, so that the next rehearsal compiles only what changed. It has a target folder of its own: cargo
//! identifies crates by their path in the workspace, so a shared folder would mix the copy's crates with the real ones.

mod copy;
mod edits;
mod steps;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use crate::programs::target;

use copy::Copy;
use steps::Step;

/// How much to rehearse.
#[derive(clap::Args)]
pub struct Options {
    /// Only generate and compile the libraries: about a minute instead of many
    #[arg(long)]
    quick: bool,
}

/// Rehearses, and prints a line for each step.
pub fn run(root: &Path, options: &Options, print: impl Fn(&str)) -> Result<ExitCode, String> {
    let copy = Copy::make(root, &target(root))?;
    print(&format!("rehearse: in {}\n", copy.path().display()));
    let steps: &[Step] = if options.quick { steps::QUICK } else { steps::FULL };
    let mut failed = 0;
    for step in steps {
        let begun = Instant::now();
        let outcome = (step.run)(&copy);
        let seconds = begun.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => print(&format!("{:7.1}s  {}\n", seconds, step.about)),
            Err(message) => {
                failed += 1;
                print(&format!("{:7.1}s  {}: FAILED\n{message}\n", seconds, step.about));
                if step.is_needed {
                    break;
                }
            }
        }
    }
    print(&match failed {
        0 => "rehearse: passed; the document is the only file edited by hand\n".to_owned(),
        _ => format!("rehearse: {failed} step(s) failed\n"),
    });
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
