//! `snapshot`: stores every list of every institute in one file.

use personeel::{Institute, SchoolYear};

use super::reads::warn_of_ignored;
use crate::cli::{Global, Take};
use crate::days;
use crate::failure::Failure;
use crate::fanout::{Gathered, gather};
use crate::json::Json;
use crate::output::progress::Progress;
use crate::output::{Output, errors};
use crate::reads::Wanted;
use crate::rows::{Source, Spool, Step, Terms};
use crate::session::Session;
use crate::snapshot::{Resource, Staged, Staging, Store};

/// All lists of one institute.
#[derive(Default)]
struct School {
    lists: Vec<Staged>,
    /// Whether the service returned at least one list, even an empty one. If it reports no data for every list, it may
    /// be the wrong service.
    has_data: bool,
}

pub(super) async fn run(global: &Global, flags: Take) -> Result<(), Failure> {
    let session = Session::open(global)?;
    // Opened first, so that an unwritable file is reported before the lists are read.
    let mut store = Store::open_or_create(&flags.db, Some(session.timeout))?;
    let year = flags.school_year.map_or_else(|| days::current_year(session.preferences.first_month), Ok)?;
    let resources = resources(&flags).into_iter();
    let calls: Vec<_> = resources.map(|resource| (resource, resource.wanted(year, flags.structure.as_ref()))).collect();
    for (_, call) in &calls {
        warn_of_ignored(global, call);
    }
    let (terms, spool) = (session.terms(), Spool::default());
    let gathered =
        gather(&session, move |institute, progress| read(institute, calls.clone(), terms, spool.clone(), progress))
            .await;
    let output = session.output;
    // SQLite waits for disks and for other runs.
    let work = move || write(&mut store, &flags, year, gathered, output);
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Failure::internal("internal error: storing the snapshot panicked"))?
}

fn resources(flags: &Take) -> Vec<Resource> {
    Resource::all().into_iter().filter(|resource| flags.photos || !resource.is_extra()).collect()
}

/// Reads all lists of an institute. If one fails, the institute fails.
async fn read(
    institute: Institute,
    calls: Vec<(Resource, Wanted)>,
    terms: Terms,
    spool: Spool,
    progress: Progress,
) -> Result<School, Failure> {
    let mut school = School::default();
    for (resource, wanted) in calls {
        let mut source = Source::new(institute.clone(), wanted, terms);
        let mut list = Staging::new(resource, &spool);
        while let Some(step) = source.next().await? {
            match step {
                Step::Row(row) => list.push(row)?,
                Step::Restart => list.clear(),
                // A snapshot is never partial within a list, so an undecodable row is a failure.
                Step::Undecodable(place) => return Err(Failure::decode(format!("cannot decode a row: {place}"))),
            }
        }
        let list = list.finish()?;
        progress.add_records(list.count);
        school.has_data |= !source.is_without_data();
        school.lists.push(list);
    }
    Ok(school)
}

/// Returns a failure if an institute is too empty to be plausible.
fn find_implausible(school: &School, before: Option<(i64, usize)>) -> Option<Failure> {
    let nobody = school.lists.iter().all(|list| list.resource != Resource::people() || list.count == 0);
    let why = match before {
        Some((id, people)) if nobody && people > 0 => {
            format!("the list of employees is empty, but snapshot {id} has {people}")
        }
        _ if !school.has_data => "the service has no data in any list".to_owned(),
        _ => return None,
    };
    Some(Failure::partial(format!(
        "{why}; a wrong URL, school year or structure would look the same: check them with `personeel auth check`, or \
         pass --allow-empty to store the institute anyway"
    )))
}

fn write(
    store: &mut Store,
    flags: &Take,
    year: SchoolYear,
    mut gathered: Gathered<School>,
    output: Output,
) -> Result<(), Failure> {
    let year = year.to_string();
    let structure = flags.structure.as_ref().map(ToString::to_string);
    if !flags.allow_empty {
        let headers = store.read_headers()?;
        for (institute, school) in std::mem::take(&mut gathered.done) {
            let before = store.employees_before(&headers, institute.as_str(), &year, structure.as_deref())?;
            match find_implausible(&school, before) {
                None => drop(gathered.done.insert(institute, school)),
                Some(failure) => drop(gathered.failed.insert(institute, failure.with_institute(institute))),
            }
        }
    }
    // If every institute failed, there is nothing to store, not even a partial snapshot.
    if gathered.done.is_empty()
        && let Some(verdict) = gathered.verdict(!output.is_json())
    {
        if !output.is_json() {
            gathered.failed.values().for_each(errors::print_failure);
        }
        // A single institute reports its own failure.
        return Err(match gathered.failed.len() {
            1 => gathered.failed.into_values().next().unwrap_or(verdict),
            _ => verdict.with_detail("no snapshot was stored"),
        });
    }
    let writing = store.begin(&year, structure.as_deref(), &resources(flags))?;
    let mut institutes = Vec::new();
    let mut records = 0;
    for (institute, School { lists, .. }) in &gathered.done {
        writing.add(institute.as_str(), lists)?;
        let counts = lists.iter().map(|list| (list.resource.name(), Json::from(list.count as u64)));
        institutes.push((institute.to_string(), Json::Record(counts.collect())));
        records += lists.iter().map(|list| list.count as u64).sum::<u64>();
    }
    let mut failures = Vec::new();
    for (institute, failure) in &gathered.failed {
        writing.add_failure(institute.as_str(), failure)?;
        failures.push((institute.to_string(), failure.to_json()));
    }
    let complete = failures.is_empty();
    let id = writing.finish(complete)?;
    let verdict = gathered.verdict(true);
    if !output.is_json() {
        gathered.failed.values().for_each(errors::print_failure);
    }
    output.record(&Json::record([
        ("id", Json::from(id.unsigned_abs())),
        ("complete", Json::Bool(complete)),
        ("records", Json::from(records)),
        ("institutes", Json::Record(institutes)),
        ("failures", Json::Record(failures)),
    ]))?;
    verdict.map_or(Ok(()), |failure| Err(failure.with_detail(&format!("snapshot {id} is marked as partial"))))
}
