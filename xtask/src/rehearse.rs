//! `cargo xtask rehearse`: a revision of the document in a copy of the repository, in which nothing else is written by hand.
//!
//! `tests/rehearsal` holds the revision as edits of the document, and the code of a user who needs what it brings. The
//! copy stays where it is, below `target`, so that a second rehearsal compiles only what differs. What it compiles stands
//! apart: cargo tells crates apart by their place in the workspace, so one folder for both would mix theirs with ours.

mod copy;
mod edits;
mod steps;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use crate::programs::target;

use copy::Copy;
use steps::Step;

/// How much is rehearsed.
#[derive(clap::Args)]
pub struct Options {
    /// Only generate, and compile the libraries: a minute, where the whole takes many
    #[arg(long)]
    quick: bool,
}

/// Rehearses, and prints a line for each step.
pub fn run(root: &Path, options: &Options, print: impl Fn(&str)) -> Result<ExitCode, String> {
    let copy = Copy::make(root, &target(root))?;
    print(&format!("rehearse: in {}\n", copy.path().display()));
    let steps: &[Step] = if options.quick { steps::QUICK } else { steps::WHOLE };
    let mut failed = 0;
    for step in steps {
        let begun = Instant::now();
        let outcome = (step.run)(&copy);
        let seconds = begun.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => print(&format!("{:7.1}s  {}\n", seconds, step.about)),
            Err(what) => {
                failed += 1;
                print(&format!("{:7.1}s  {}: FAILED\n{what}\n", seconds, step.about));
                if step.is_needed {
                    break;
                }
            }
        }
    }
    print(&match failed {
        0 => "rehearse: the revision is one file by hand\n".to_owned(),
        _ => format!("rehearse: {failed} step(s) failed\n"),
    });
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
