//! `diff`: who came, changed and left between two snapshots.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::cli::{Diff, Format, Global};
use crate::columns;
use crate::commands::snapshots::header_fields;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::{Json, Number};
use crate::output::{self, Output, data_to_stdout, print_note};
use crate::snapshot::Store;
use crate::snapshot::diff::{Change, Differences, Entry, compare};
use crate::snapshot::guard::{self, Share, Shares};
use crate::snapshot::plan::Plan;
use crate::snapshot::store::Header;

pub(super) async fn run(global: &Global, flags: Diff) -> Result<Exit, Failure> {
    let (output, limit) = (Output::new(global), global.timeout);
    let work = tokio::task::spawn_blocking(move || compare_and_print(&flags, output, limit)).await;
    work.map_err(|_| Failure::internal("internal error: the comparison panicked"))?
}

fn compare_and_print(flags: &Diff, output: Output, limit: Option<Duration>) -> Result<Exit, Failure> {
    let store = Store::open(&flags.db, limit)?;
    let headers = store.read_headers()?;
    let plan = match (flags.old, flags.new) {
        (Some(old), Some(new)) => Plan::of_two(&headers, old, new, flags.allow_partial)?,
        _ => Plan::of_the_latest(&headers, flags.allow_partial)?,
    };
    let differences = compare(&store, plan)?;
    let shares = guard::shares(&differences);
    if flags.quiet {
        // Institutes that could not be compared do not count as differences.
    } else if output.format == Format::Json {
        let document = build_document(&differences, &shares);
        data_to_stdout(|out| output::json(out, &document))?;
    } else {
        print_exceptions(&differences.plan);
        let is_table = output.format == Format::Table;
        let rows: Vec<Json> = differences.entries.iter().flat_map(|entry| flat_rows(entry, is_table)).collect();
        if !(rows.is_empty() && is_table) {
            output.rows(&rows, &columns::CHANGES)?;
        }
        print_note(&summarise(&differences, guard::total(&shares)));
    }
    match guard::find_excess(&shares, flags.max_change_pct) {
        Some(over) => Err(Failure::too_much_change(over)),
        None if (flags.exit_code || flags.quiet) && !differences.entries.is_empty() => Ok(Exit::Changed),
        None => Ok(Exit::Done),
    }
}

/// Prints which institutes are left out, and which are compared with an older snapshot than the others.
fn print_exceptions(plan: &Plan) {
    for (institute, reason) in &plan.left_out {
        print_note(&format!("institute {institute} is left out: {reason}"));
    }
    let latest = plan.latest_old().map(|header| header.id);
    for (institute, old) in plan.old.iter().filter(|(_, old)| Some(old.id) != latest) {
        print_note(&format!("institute {institute} is compared with snapshot {}, its last complete one", old.id));
    }
}

fn build_document(differences: &Differences, shares: &BTreeMap<String, Shares>) -> Json {
    let plan = &differences.plan;
    let of = |change| {
        Json::List(differences.entries.iter().filter(|entry| entry.change == change).map(entry_json).collect())
    };
    let by_institute = shares.iter().map(|(institute, shares)| (institute.clone(), share_json(shares.all))).collect();
    let olds = plan.old.iter().map(|(institute, old)| (institute.clone(), Json::from(old.id.unsigned_abs()))).collect();
    Json::record([
        ("old", plan.latest_old().map_or(Json::Null, header_json)),
        ("new", header_json(&plan.new)),
        ("oldByInstitute", Json::Record(olds)),
        ("resources", Json::List(differences.resources.iter().map(|resource| Json::text(resource.name())).collect())),
        ("compared", Json::List(plan.old.keys().map(Json::text).collect())),
        (
            "leftOut",
            Json::Record(plan.left_out.iter().map(|(number, reason)| (number.clone(), Json::text(reason))).collect()),
        ),
        ("people", share_json(guard::total(shares))),
        ("peopleByInstitute", Json::Record(by_institute)),
        ("came", of(Change::Came)),
        ("changed", of(Change::Changed)),
        ("left", of(Change::Left)),
    ])
}

fn header_json(header: &Header) -> Json {
    Json::Record(header_fields(header))
}

fn share_json(share: Share) -> Json {
    let percent = share.percent().and_then(|percent| Number::from_f64((percent * 100.0).round() / 100.0));
    Json::record([
        ("touched", Json::from(share.touched as u64)),
        ("total", Json::from(share.people as u64)),
        ("percent", percent.map_or(Json::Null, Json::Number)),
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
    } else {
        fields.push(("details".to_owned(), Json::Record(entry.details.clone())));
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

/// Returns flat rows: one for a record that came or left, and one for each changed field of a record.
fn flat_rows(entry: &Entry, shorten_ids: bool) -> Vec<Json> {
    let row = |field: Json, old: Json, new: Json| {
        let mut fields = vec![("change".to_owned(), Json::text(entry.change.name()))];
        if let Json::Record(identity) = identity(entry) {
            fields.extend(identity);
        }
        fields.extend([("field".to_owned(), field), ("old".to_owned(), old), ("new".to_owned(), new)]);
        Json::Record(fields)
    };
    match entry.change {
        Change::Came => vec![row(Json::Null, Json::Null, describe_details(entry))],
        Change::Left => vec![row(Json::Null, describe_details(entry), Json::Null)],
        Change::Changed => entry
            .fields
            .iter()
            .map(|change| {
                let field = if shorten_ids { shorten_ids_in(&change.field) } else { change.field.clone() };
                row(Json::Text(field), change.old.clone(), change.new.clone())
            })
            .collect(),
    }
}

/// Describes a record that came or left in words; null if there is nothing to say.
fn describe_details(entry: &Entry) -> Json {
    let describe = |(name, value): &(String, Json)| {
        let text = value.as_str().map_or_else(|| value.to_text(), str::to_owned);
        // Most dates of the service end in midnight.
        format!("{name} {}", text.trim().trim_end_matches("T00:00:00"))
    };
    let words: Vec<_> = entry.details.iter().map(describe).collect();
    if words.is_empty() { Json::Null } else { Json::Text(words.join(", ")) }
}

/// Shortens the ids in a path to their first digits, `comnrs[7c9e6679].nr`, to leave room for what follows them.
fn shorten_ids_in(path: &str) -> String {
    let mut short = String::new();
    for part in path.split_inclusive(']') {
        match part.split_once('[') {
            Some((name, id)) if id.len() > 9 => {
                short.push_str(name);
                short.push('[');
                short.extend(id.chars().take(8));
                short.push(']');
            }
            _ => short.push_str(part),
        }
    }
    short
}

fn summarise(differences: &Differences, share: Share) -> String {
    let count = |change| differences.entries.iter().filter(|entry| entry.change == change).count();
    format!(
        "snapshots {} to {}: {} record(s) came, {} changed, {} left; {} of {} people affected{}",
        differences.plan.latest_old().map_or(0, |header| header.id),
        differences.plan.new.id,
        count(Change::Came),
        count(Change::Changed),
        count(Change::Left),
        share.touched,
        share.people,
        share.percent().map(|percent| format!(" ({percent:.1}%)")).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_paths_are_shortened() {
        assert_eq!(shorten_ids_in("comnrs[7c9e6679-7425-40de-944b-e07fc1f90ae7].nr"), "comnrs[7c9e6679].nr");
        for same in ["naam", "adressen[0].straat", "a.b[12]"] {
            assert_eq!(shorten_ids_in(same), same);
        }
    }
}
