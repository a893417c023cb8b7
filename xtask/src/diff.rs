//! `cargo xtask diff`: two revisions of the document, and what their differences mean.

mod acknowledged;
mod changelog;
mod error;
mod facts;
mod judge;
mod judged;
mod render;
mod source;
mod verdict;

use std::path::{Path, PathBuf};

use crate::contract::{self, Change, Contract, Difference, Element, Facet, Group, Kind, Word};
use crate::document::Document;
use crate::model;
use crate::report::Format;

use acknowledged::Acknowledgement;
pub use error::Error;
use judged::{Judged, Report};
use verdict::Step;

/// What is compared, and how it is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A git revision, or two files: the old and the new document
    #[arg(value_names = ["BASE | OLD", "NEW"], num_args = 0..=2)]
    sides: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Acknowledgements of breaking changes, beside those that openapi/changes gained since BASE
    #[arg(long, value_name = "FILE")]
    acknowledged: Vec<PathBuf>,
}

/// Prints the report. The answer says whether every breaking change is acknowledged.
pub fn run(root: &Path, options: &Options, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let sides = source::sides(root, &options.sides)?;
    let mut acknowledgements = sides.acknowledgements;
    for path in &options.acknowledged {
        acknowledgements.extend(acknowledged::read(&Document::read(path)?)?);
    }
    let read = |document: &Document| Ok::<_, Error>(contract::from_document(document, &model::read(document).sound()?));
    let (old, new) = (read(&sides.old)?, read(&sides.new)?);
    let report = report(&old, &new, &acknowledgements, source::version(root).as_deref())?;
    print(&render::render(&report, options.format));
    Ok(!report.changes.iter().any(Judged::is_open))
}

fn report<'a>(
    old: &'a Contract,
    new: &'a Contract,
    acknowledgements: &[Acknowledgement],
    version: Option<&str>,
) -> Result<Report<'a>, Error> {
    let row = new.root.of(Kind::History).last();
    let mut changes: Vec<_> = contract::group(told_once(contract::compare(old, new)))
        .into_iter()
        .map(|group| {
            let judgement = judge::judge(&group);
            let row = row_of(&group).or_else(|| new.root.word(Word::GuideVersion).map(ToOwned::to_owned));
            Judged { group, judgement, row, reason: None }
        })
        .collect();
    acknowledged::apply(acknowledgements, &mut changes)?;
    let step = Step::of(changes.iter().map(|change| &change.judgement));
    let next = version.and_then(|version| step.apply(version)).zip(new.root.word(Word::GuideVersion));
    let next = next.map(|(version, guide)| format!("{version}+guide.{guide}"));
    Ok(Report { changes, step, row, next })
}

/// Without what repeats another difference: `Shape` tells what `Type` tells, and so does `Rust` where both change.
fn told_once(differences: Vec<Difference<'_>>) -> Vec<Difference<'_>> {
    let typed: Vec<*const Element> = differences
        .iter()
        .filter(|difference| difference.change == Change::Fact(Facet::Word(Word::Type)))
        .filter_map(|difference| difference.element().map(std::ptr::from_ref))
        .collect();
    let repeats = |difference: &Difference<'_>| match difference.change {
        Change::Fact(Facet::Word(Word::Shape)) => true,
        Change::Fact(Facet::Word(Word::Rust)) => {
            difference.element().is_some_and(|end| typed.contains(&std::ptr::from_ref(end)))
        }
        _ => false,
    };
    differences.into_iter().filter(|difference| !repeats(difference)).collect()
}

/// The guide version that an addition names itself, or what it was added with.
fn row_of(group: &Group<'_>) -> Option<String> {
    match group.first.change {
        Change::Added if group.kind() == Kind::History => group.first.element().map(|row| row.name.clone()),
        Change::Added => group.first.element()?.word(Word::Since).map(ToOwned::to_owned),
        _ => None,
    }
}
