//! `diff`: who came, changed and left between two snapshots.

use crate::cli::{Diff, Format, Global};
use crate::failure::Failure;
use crate::json::Json;
use crate::output::{self, Output, columns, data_to_stdout, note};
use crate::snapshot::Store;
use crate::snapshot::diff::{Change, Differences, Entry, compare};
use crate::snapshot::guard::{self, Share};
use crate::snapshot::store::Header;

pub(super) async fn run(global: &Global, wanted: Diff) -> Result<(), Failure> {
    let output = Output::new(global);
    let work = tokio::task::spawn_blocking(move || compare_and_print(&wanted, output)).await;
    work.map_err(|_| Failure::internal("comparing ended in a panic"))?
}

fn compare_and_print(wanted: &Diff, output: Output) -> Result<(), Failure> {
    let store = Store::open(&wanted.db)?;
    let (old, new) = choose(&store.headers()?, wanted)?;
    if !wanted.allow_partial {
        refuse_partial(&old)?;
        refuse_partial(&new)?;
    }
    let differences = compare(&store, old, new)?;
    if differences.compared.is_empty() {
        return Err(Failure::partial("there is no institute that is whole in both snapshots"));
    }
    let shares = guard::shares(&differences);
    if output.format == Format::Json {
        let document = document(&differences, &shares);
        data_to_stdout(|out| output::json(out, &document))?;
    } else {
        for (institute, reason) in &differences.left_out {
            note(&format!("institute {institute} is left out: {reason}"));
        }
        let is_table = output.format == Format::Table;
        let rows: Vec<Json> = differences.entries.iter().flat_map(|entry| rows_of(entry, is_table)).collect();
        if !(rows.is_empty() && is_table) {
            output.rows(&rows, &columns::CHANGES)?;
        }
        note(&summary(&differences, guard::total(&shares)));
    }
    match wanted.max_change_pct.and_then(|limit| guard::over(&shares, limit)) {
        Some(over) => Err(Failure::too_much_change(over)),
        None => Ok(()),
    }
}

/// The two snapshots that are asked for; the latest and the one before it of the same kind, unless numbers are given.
fn choose(headers: &[Header], wanted: &Diff) -> Result<(Header, Header), Failure> {
    let by_number = |number: i64| {
        headers.iter().find(|header| header.id == number).cloned().ok_or_else(|| {
            let known: Vec<_> = headers.iter().map(|header| header.id.to_string()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Failure::not_found(format!("there is no snapshot {number} in the file; it has {known}"))
        })
    };
    let (old, new) = if let (Some(old), Some(new)) = (wanted.old, wanted.new) {
        (by_number(old)?, by_number(new)?)
    } else {
        let missing = || Failure::not_found("there are no two snapshots of one school year and structure to compare");
        let new = headers.last().ok_or_else(missing)?;
        let same = |header: &&Header| {
            header.id < new.id && (&header.school_year, &header.structure) == (&new.school_year, &new.structure)
        };
        (headers.iter().rev().find(same).ok_or_else(missing)?.clone(), new.clone())
    };
    // Whoever a narrower snapshot doesn't list has not left.
    if old.structure != new.structure {
        return Err(Failure::usage(format!(
            "snapshots {} and {} are not of the same structure: the difference would say nothing",
            old.id, new.id
        )));
    }
    Ok((old, new))
}

fn refuse_partial(header: &Header) -> Result<(), Failure> {
    if header.complete {
        return Ok(());
    }
    let failed: Vec<_> =
        header.institutes.iter().filter(|(_, failure)| failure.is_some()).map(|(number, _)| number.as_str()).collect();
    Err(Failure::partial(format!(
        "snapshot {} is partial ({} failed); --allow-partial compares the institutes that are whole in both",
        header.id,
        failed.join(", ")
    )))
}

fn document(differences: &Differences, shares: &std::collections::BTreeMap<String, Share>) -> Json {
    let of = |change| {
        Json::List(differences.entries.iter().filter(|entry| entry.change == change).map(entry_json).collect())
    };
    let by_institute = shares.iter().map(|(institute, share)| (institute.clone(), share_json(*share))).collect();
    Json::record([
        ("old", header_json(&differences.old)),
        ("new", header_json(&differences.new)),
        ("resources", Json::List(differences.resources.iter().map(|resource| Json::text(resource.name())).collect())),
        ("compared", Json::List(differences.compared.keys().map(Json::text).collect())),
        (
            "leftOut",
            Json::Record(
                differences.left_out.iter().map(|(number, reason)| (number.clone(), Json::text(reason))).collect(),
            ),
        ),
        ("people", share_json(guard::total(shares))),
        ("peopleByInstitute", Json::Record(by_institute)),
        ("came", of(Change::Came)),
        ("changed", of(Change::Changed)),
        ("left", of(Change::Left)),
    ])
}

fn header_json(header: &Header) -> Json {
    Json::record([
        ("id", Json::from(header.id.unsigned_abs())),
        ("takenAt", Json::text(&header.taken_at)),
        ("schoolYear", Json::text(&header.school_year)),
        ("structure", Json::from(header.structure.clone())),
        ("photos", Json::Bool(header.photos)),
        ("complete", Json::Bool(header.complete)),
    ])
}

fn share_json(share: Share) -> Json {
    let percent = (share.percent() * 100.0).round() / 100.0;
    Json::record([
        ("touched", Json::from(share.touched as u64)),
        ("total", Json::from(share.people as u64)),
        ("percent", serde_json::Number::from_f64(percent).map_or(Json::Null, Json::Number)),
    ])
}

fn entry_json(entry: &Entry) -> Json {
    let Json::Record(mut fields) = identity(entry) else { return Json::Null };
    if entry.change == Change::Changed {
        let changes = entry.fields.iter().map(|change| {
            Json::record([
                ("field", Json::text(&change.field)),
                ("old", change.old.clone()),
                ("new", change.new.clone()),
            ])
        });
        fields.push(("fields".to_owned(), Json::List(changes.collect())));
    }
    Json::Record(fields)
}

fn identity(entry: &Entry) -> Json {
    Json::record([
        ("instituteNo", Json::text(&entry.institute)),
        ("resource", Json::text(entry.resource.name())),
        ("recordId", Json::text(&entry.record)),
        ("personId", Json::from(entry.person.clone())),
        ("name", Json::from(entry.name.clone())),
    ])
}

/// Flat rows: one for a record that came or left, and one for each field of a record that changed.
fn rows_of(entry: &Entry, in_brief: bool) -> Vec<Json> {
    let row = |field: Json, old: Json, new: Json| {
        let mut fields = vec![("change".to_owned(), Json::text(entry.change.name()))];
        if let Json::Record(identity) = identity(entry) {
            fields.extend(identity);
        }
        fields.extend([("field".to_owned(), field), ("old".to_owned(), old), ("new".to_owned(), new)]);
        Json::Record(fields)
    };
    match entry.change {
        Change::Came | Change::Left => vec![row(Json::Null, Json::Null, Json::Null)],
        Change::Changed => entry
            .fields
            .iter()
            .map(|change| {
                let field = if in_brief { brief(&change.field) } else { change.field.clone() };
                row(Json::Text(field), change.old.clone(), change.new.clone())
            })
            .collect(),
    }
}

/// The path with the first digits of the ids in it: `comnrs[7c9e6679].nr`. What follows an id says more than its rest.
fn brief(path: &str) -> String {
    let mut brief = String::new();
    for part in path.split_inclusive(']') {
        match part.split_once('[') {
            Some((name, id)) if id.len() > 9 => {
                brief.push_str(name);
                brief.push('[');
                brief.extend(id.chars().take(8));
                brief.push(']');
            }
            _ => brief.push_str(part),
        }
    }
    brief
}

fn summary(differences: &Differences, share: Share) -> String {
    let count = |change| differences.entries.iter().filter(|entry| entry.change == change).count();
    format!(
        "snapshots {} to {}: records that came {}, changed {}, left {}; people touched {} of {} ({:.1}%)",
        differences.old.id,
        differences.new.id,
        count(Change::Came),
        count(Change::Changed),
        count(Change::Left),
        share.touched,
        share.people,
        share.percent()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_paths_are_cut_for_people() {
        assert_eq!(brief("comnrs[7c9e6679-7425-40de-944b-e07fc1f90ae7].nr"), "comnrs[7c9e6679].nr");
        for same in ["naam", "adressen[0].straat", "a.b[12]"] {
            assert_eq!(brief(same), same);
        }
    }
}
