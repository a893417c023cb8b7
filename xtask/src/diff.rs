//! `cargo xtask diff`: compares two revisions of the document and judges each difference.

mod acknowledgement;
mod changed_facts;
mod changelog;
mod comment;
mod judge;
mod judged;
mod output;
mod plain_text;
mod sides;
mod verdict;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::contract::{self, Change, Contract, Difference, Element, Facet, Group, Kind, Word};
use crate::document::Document;
use crate::error::Error;
use crate::model;
use crate::report::Format;

use acknowledgement::Acknowledgement;
use judged::{Judged, Report};
use verdict::{Step, is_at_least};

/// What to compare, and how to report it.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A git revision, or two files: the old and the new document
    #[arg(value_names = ["BASE | OLD", "NEW"], num_args = 0..=2)]
    sides: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Web page of the old document, for links to lines (`#L` and the number are appended)
    #[arg(long, value_name = "URL")]
    link_old: Option<String>,
    /// Web page of the new document
    #[arg(long, value_name = "URL")]
    link_new: Option<String>,
    /// More acknowledgements of breaking changes, besides those added to openapi/changes since BASE
    #[arg(long, value_name = "FILE")]
    acknowledged: Vec<PathBuf>,
}

/// Prints the report. Returns whether the check passes: every breaking change is acknowledged, and the version of the
/// workspace includes the step that it requires.
pub fn run(root: &Path, options: &Options, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let sides = sides::read_sides(root, &options.sides)?;
    let mut acknowledgements = sides.acknowledgements;
    for path in &options.acknowledged {
        acknowledgements.extend(acknowledgement::read(&Document::read(path)?)?);
    }
    let read = |document: &Document| Ok::<_, Error>(contract::from_document(document, &model::read(document).sound()?));
    let (old, new) = (read(&sides.old)?, read(&sides.new)?);
    let versions = (sides::workspace_version(root), sides.released);
    let mut report = build_report(&old, &new, &acknowledgements, &versions)?;
    report.links = (options.link_old.clone(), options.link_new.clone());
    print(&output::render(&report, options.format));
    Ok(!report.refuses())
}

fn build_report<'a>(
    old: &'a Contract,
    new: &'a Contract,
    acknowledgements: &[Acknowledgement],
    (version, released): &(Option<String>, Option<String>),
) -> Result<Report<'a>, Error> {
    let row = new.root.of(Kind::History).last();
    let mut changes: Vec<_> = contract::group(drop_repeated(contract::compare(old, new)))
        .into_iter()
        .map(|group| {
            let judgement = judge::judge(&group);
            let row = guide_version_of(&group).or_else(|| new.root.word(Word::GuideVersion).map(ToOwned::to_owned));
            Judged { group, judgement, row, reason: None }
        })
        .collect();
    acknowledgement::apply(acknowledgements, &mut changes)?;
    let step = Step::of(changes.iter().map(|change| &change.judgement));
    let next = released.as_ref().or(version.as_ref()).and_then(|version| step.apply(version));
    let has_step = |own: &String| next.as_ref().is_none_or(|next| is_at_least(own, next));
    let carried = released.is_none() || version.as_ref().is_some_and(has_step);
    let guide = new.root.word(Word::GuideVersion);
    let mut objections: Vec<_> = changes.iter().filter_map(Judged::objection).collect();
    if step > Step::Patch && guide == old.root.word(Word::GuideVersion) {
        objections.push(format!("the document changes, but its guide version is still {}", guide.unwrap_or("unknown")));
    }
    let next = next.zip(guide).map(|(version, guide)| format!("{version}+guide.{guide}"));
    Ok(Report { changes, step, row, next, carried, objections, links: (None, None) })
}

/// Drops differences that only repeat another one: `Shape` repeats `Type`, and so does `Rust` where both change; header
/// names ignore case, so a parameter that moves to a header is not also respelled; arguments that were added or removed
/// are differences themselves; the codes of a call are added and removed with it.
fn drop_repeated(differences: Vec<Difference<'_>>) -> Vec<Difference<'_>> {
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
        // Only an object has additional members.
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

/// The guide version that an addition states.
fn guide_version_of(group: &Group<'_>) -> Option<String> {
    match group.first.change {
        Change::Added if group.kind() == Kind::History => group.first.element().map(|row| row.name.clone()),
        Change::Added => group.first.element()?.word(Word::Since).map(ToOwned::to_owned),
        _ => None,
    }
}
