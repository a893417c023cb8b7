//! `cargo xtask diff`: two revisions of the document, and what their differences mean.

mod acknowledged;
mod changelog;
mod comment;
mod error;
mod facts;
mod judge;
mod judged;
mod render;
mod source;
mod verdict;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::contract::{self, Change, Contract, Difference, Element, Facet, Group, Kind, Word};
use crate::document::Document;
use crate::model;
use crate::report::Format;

use acknowledged::Acknowledgement;
pub use error::Error;
use judged::{Judged, Report};
use verdict::{Step, is_at_least};

/// What is compared, and how it is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A git revision, or two files: the old and the new document
    #[arg(value_names = ["BASE | OLD", "NEW"], num_args = 0..=2)]
    sides: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where the old document can be read in a browser; `#L` and the line are added
    #[arg(long, value_name = "URL")]
    link_old: Option<String>,
    /// Where the new document can be read in a browser
    #[arg(long, value_name = "URL")]
    link_new: Option<String>,
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
    let versions = (source::version(root), sides.released);
    let mut report = report(&old, &new, &acknowledgements, &versions)?;
    report.links = (options.link_old.clone(), options.link_new.clone());
    print(&render::render(&report, options.format));
    Ok(!report.refuses())
}

fn report<'a>(
    old: &'a Contract,
    new: &'a Contract,
    acknowledgements: &[Acknowledgement],
    (version, released): &(Option<String>, Option<String>),
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
    let next = released.as_ref().or(version.as_ref()).and_then(|version| step.apply(version));
    let tells = |own: &String| next.as_ref().is_none_or(|next| is_at_least(own, next));
    let carried = released.is_none() || version.as_ref().is_some_and(tells);
    let guide = new.root.word(Word::GuideVersion);
    let mut objections: Vec<_> = changes.iter().filter_map(Judged::objection).collect();
    if step > Step::Patch && guide == old.root.word(Word::GuideVersion) {
        objections.push(format!("the document changes, and its guide version is still {}", guide.unwrap_or("unknown")));
    }
    let next = next.zip(guide).map(|(version, guide)| format!("{version}+guide.{guide}"));
    Ok(Report { changes, step, row, next, carried, objections, links: (None, None) })
}

/// Without what repeats another difference: `Shape` tells what `Type` tells, and so does `Rust` where both change; header
/// names have no case, so one that moved there is not spelled otherwise; arguments that came or went are told themselves; the
/// codes of a call come and go with it.
fn told_once(differences: Vec<Difference<'_>>) -> Vec<Difference<'_>> {
    let of = |word: Word| -> HashSet<*const Element> {
        let with = differences.iter().filter(|difference| difference.change == Change::Fact(Facet::Word(word)));
        with.filter_map(|difference| difference.element().map(std::ptr::from_ref)).collect()
    };
    let (typed, moved) = (of(Word::Type), of(Word::In));
    let among = |all: &HashSet<*const Element>, difference: &Difference<'_>| {
        difference.element().is_some_and(|end| all.contains(&std::ptr::from_ref(end)))
    };
    let calls: HashSet<&str> = differences
        .iter()
        .filter(|difference| matches!(difference.change, Change::Added | Change::Removed))
        .filter_map(|difference| difference.element().filter(|end| end.kind == Kind::Call))
        .map(|call| call.key.as_str())
        .collect();
    let sorted = |arguments: Option<String>| {
        let arguments = arguments.unwrap_or_default();
        let mut names: Vec<_> = arguments.split(", ").map(ToOwned::to_owned).collect();
        names.sort();
        names
    };
    let repeats = |difference: &Difference<'_>| match difference.change {
        Change::Fact(Facet::Word(Word::Shape)) => true,
        Change::Fact(Facet::Word(Word::Rust)) => among(&typed, difference),
        Change::Fact(Facet::Word(Word::Name | Word::Style)) => among(&moved, difference),
        // A type that is no object has no other members.
        Change::Fact(Facet::Word(Word::Additional | Word::TypeName)) => {
            let (old, new) = difference.values();
            among(&typed, difference) && (old.is_none() || new.is_none())
        }
        Change::Added | Change::Removed => {
            difference.element().is_some_and(|end| end.kind == Kind::Returns && calls.contains(end.key.as_str()))
        }
        Change::Fact(Facet::Word(Word::Arguments)) => {
            let (old, new) = difference.values();
            sorted(old) != sorted(new)
        }
        Change::Fact(_) => false,
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
