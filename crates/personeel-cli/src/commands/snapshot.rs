//! `snapshot`: every list of every institute into one file.

use personeel::Institute;

use crate::cli::{Filter, Global, Snapshot};
use crate::commands::lists::{fetch, narrowed};
use crate::failure::Failure;
use crate::fanout::{Gathered, gather};
use crate::json::Json;
use crate::output::progress::Progress;
use crate::output::{Output, errors};
use crate::session::Session;
use crate::snapshot::key::{Keyed, keyed};
use crate::snapshot::{Resource, Store};

type Lists = Vec<(Resource, Vec<Keyed>)>;

pub(super) async fn run(global: &Global, wanted: Snapshot) -> Result<(), Failure> {
    let session = Session::open_for_photos(global)?;
    // Whether the file can be written is better known before the lists are asked for than after.
    let mut store = Store::open_or_create(&wanted.db)?;
    let (filter, photos) = (wanted.filter.clone(), wanted.photos);
    let gathered = gather(&session, move |institute, progress| read(institute, filter.clone(), photos, progress)).await;
    let output = session.output;
    // SQLite waits for disks and for other runs.
    let written = tokio::task::spawn_blocking(move || write(&mut store, &wanted, gathered, output)).await;
    written.map_err(|_| Failure::internal("writing ended in a panic"))?
}

/// All lists of an institute, or a failure: an institute is whole or not there.
async fn read(institute: Institute, filter: Filter, photos: bool, progress: Progress) -> Result<Lists, Failure> {
    let mut lists = Vec::new();
    let year = filter.school_year;
    macro_rules! list {
        ($resource:expr, $call:expr) => {
            let rows = fetch(narrowed!($call, filter.structure)).await?;
            progress.add_records(rows.len());
            // Text takes a fraction of the memory of values.
            lists.push(($resource, keyed($resource, &rows)));
        };
    }
    list!(Resource::Employees, institute.employees().list(year));
    list!(Resource::Assignments, institute.assignments().list(year));
    list!(Resource::Interruptions, institute.interruptions().list(year));
    list!(Resource::Diplomas, institute.diplomas().list(year));
    list!(Resource::Appointments, institute.appointments().list(year));
    list!(Resource::OwnFields, institute.own_fields().list(year));
    if photos {
        list!(Resource::Photos, institute.photos().list(year));
    }
    Ok(lists)
}

fn write(store: &mut Store, wanted: &Snapshot, gathered: Gathered<Lists>, output: Output) -> Result<(), Failure> {
    // Nothing at all is no snapshot, not even a partial one.
    if gathered.done.is_empty()
        && let Some(verdict) = gathered.verdict()
    {
        if !output.is_json() {
            gathered.failed.values().for_each(errors::line);
        }
        // One institute tells why by itself.
        return Err(match gathered.failed.len() {
            1 => gathered.failed.into_values().next().unwrap_or(verdict),
            _ => verdict.adding("no snapshot was stored"),
        });
    }
    let structure = wanted.filter.structure.as_ref().map(ToString::to_string);
    let writing = store.begin(&wanted.filter.school_year.to_string(), structure.as_deref(), wanted.photos)?;
    let mut institutes = Vec::new();
    let mut records = 0;
    for (institute, lists) in &gathered.done {
        writing.add(institute.as_str(), lists)?;
        let counts = lists.iter().map(|(resource, rows)| (resource.name().to_owned(), Json::from(rows.len() as u64)));
        institutes.push((institute.to_string(), Json::Record(counts.collect())));
        records += lists.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>();
    }
    let mut failures = Vec::new();
    for (institute, failure) in &gathered.failed {
        writing.add_failure(institute.as_str(), failure)?;
        failures.push((institute.to_string(), failure.to_json()));
    }
    let complete = failures.is_empty();
    let id = writing.finish(complete)?;
    let verdict = gathered.verdict();
    if !output.is_json() {
        gathered.failed.values().for_each(errors::line);
    }
    output.record(&Json::record([
        ("id", Json::from(id.unsigned_abs())),
        ("complete", Json::Bool(complete)),
        ("records", Json::from(records)),
        ("institutes", Json::Record(institutes)),
        ("failures", Json::Record(failures)),
    ]))?;
    verdict.map_or(Ok(()), |failure| Err(failure.adding(&format!("snapshot {id} is marked as partial"))))
}
