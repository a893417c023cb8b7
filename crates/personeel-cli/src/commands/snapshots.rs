//! `snapshot list`, `show` and `prune`: the snapshots in a file, and the removal of old ones.

use std::path::Path;
use std::time::Duration;

use crate::cli::{Global, Keep, SnapshotPrune, SnapshotShow, Snapshots};
use crate::columns;
use crate::confirm;
use crate::failure::Failure;
use crate::json::Json;
use crate::output::{Output, print_note};
use crate::snapshot::Store;
use crate::snapshot::prune::{Kept, find_removable};
use crate::snapshot::store::Header;

pub(super) async fn run(global: &Global, flags: Snapshots) -> Result<(), Failure> {
    let (output, limit) = (Output::new(global), global.timeout);
    match flags {
        Snapshots::List(file) => blocking(move || list(&file.db, output, limit)).await,
        Snapshots::Show(flags) => blocking(move || show(&flags, output, limit)).await,
        Snapshots::Prune(flags) => prune(global, flags).await,
    }
}

/// SQLite waits for disks and for other runs.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Failure::internal("internal error: reading the snapshots panicked"))?
}

fn list(db: &Path, output: Output, limit: Option<Duration>) -> Result<(), Failure> {
    let store = Store::open(db, limit)?;
    let sizes = store.count_records()?;
    let row = |header: &Header| {
        let failed = header.institutes.values().filter(|failure| failure.is_some()).count();
        let mut fields = header_fields(header);
        fields.extend([
            ("institutes".to_owned(), Json::from(header.institutes.len() as u64)),
            ("failed".to_owned(), Json::from(failed as u64)),
            ("records".to_owned(), Json::from(sizes.get(&header.id).copied().unwrap_or_default())),
        ]);
        Json::Record(fields)
    };
    output.rows(&store.read_headers()?.iter().map(row).collect::<Vec<_>>(), &columns::SNAPSHOTS)
}

fn show(flags: &SnapshotShow, output: Output, limit: Option<Duration>) -> Result<(), Failure> {
    let store = Store::open(&flags.file.db, limit)?;
    let headers = store.read_headers()?;
    let header = match flags.id {
        Some(id) => headers.iter().find(|header| header.id == id),
        None => headers.last(),
    };
    let header = header.ok_or_else(|| {
        let what = flags.id.map_or_else(|| "no snapshot".to_owned(), |id| format!("no snapshot {id}"));
        Failure::not_found(format!("{what} in this file: `personeel snapshot list` lists them"))
    })?;
    let (mut institutes, mut failures) = (Vec::new(), Vec::new());
    for (institute, failure) in &header.institutes {
        if let Some(failure) = failure {
            failures.push((institute.clone(), Json::text(failure)));
            continue;
        }
        let counts = store.count_lists(header.id, institute)?;
        let of_list = |list: &String| (list.clone(), Json::from(counts.get(list).copied().unwrap_or_default()));
        institutes.push((institute.clone(), Json::Record(header.lists.iter().map(of_list).collect())));
    }
    let mut fields = header_fields(header);
    fields
        .extend([("institutes".to_owned(), Json::Record(institutes)), ("failures".to_owned(), Json::Record(failures))]);
    output.record(&Json::Record(fields))
}

pub(super) fn header_fields(header: &Header) -> Vec<(String, Json)> {
    let head = [
        ("id", Json::from(header.id.unsigned_abs())),
        ("takenAt", Json::text(&header.taken_at)),
        ("schoolYear", Json::text(&header.school_year)),
        ("structure", Json::from(header.structure.clone())),
        ("photos", Json::Bool(header.photos)),
        ("complete", Json::Bool(header.complete)),
    ];
    head.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

async fn prune(global: &Global, flags: SnapshotPrune) -> Result<(), Failure> {
    let limit = global.timeout;
    let kept = match flags.keep {
        Keep::Latest(count) => Kept::Latest(count),
        Keep::Days(days) => Kept::within_days(days),
    };
    let db = flags.file.db.clone();
    let (mut store, going, staying) = blocking(move || {
        let store = Store::open(&db, limit)?;
        let headers = store.read_headers()?;
        let going = find_removable(&headers, kept);
        let staying: Vec<_> = headers.iter().map(|header| header.id).filter(|id| !going.contains(id)).collect();
        Ok((store, going, staying))
    })
    .await?;
    let ids = |ids: &[i64]| Json::List(ids.iter().map(|id| Json::from(id.unsigned_abs())).collect());
    let length = || std::fs::metadata(&flags.file.db).map_or(0, |file| file.len());
    let mut fields =
        [("removed", ids(&going)), ("kept", ids(&staying)), ("bytesBefore", Json::from(length()))].to_vec();
    if flags.dry_run {
        print_note("dry run: nothing was removed");
    } else if !going.is_empty() {
        let all = going.len() + staying.len();
        let what = format!("{} of the {all} snapshots in {}", going.len(), flags.file.db.display());
        confirm::removal(global, &what, std::future::ready(None)).await?;
        blocking(move || store.remove(&going)).await?;
        fields.push(("bytesAfter", Json::from(length())));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
    Output::new(global).record(&Json::Record(fields.collect()))
}
