//! The same list for one institute or many, and the verdict on what is missing.

use std::collections::BTreeMap;

use personeel::{Error, Institute, InstituteNumber};

use crate::failure::Failure;
use crate::json::Json;
use crate::output::columns::View;
use crate::output::progress::Progress;
use crate::output::{self, data_to_stdout, errors};
use crate::session::Session;

/// What many institutes gave.
pub(crate) struct Gathered<T> {
    pub(crate) done: BTreeMap<InstituteNumber, T>,
    pub(crate) failed: BTreeMap<InstituteNumber, Failure>,
}

impl<T> Gathered<T> {
    /// The same with another form of what each institute gave.
    pub(crate) fn map<U>(self, change: impl Fn(T) -> U) -> Gathered<U> {
        let done = self.done.into_iter().map(|(institute, value)| (institute, change(value))).collect();
        Gathered { done, failed: self.failed }
    }

    /// The failure of the whole, if anything is missing: partial, or why it failed where all failed alike.
    pub(crate) fn verdict(&self) -> Option<Failure> {
        let total = self.done.len() + self.failed.len();
        let first = self.failed.values().next()?;
        let alike = self.failed.values().all(|failure| failure.exit() == first.exit());
        let message = format!("{} of {total} institutes failed", self.failed.len());
        let failure = Failure::partial(message);
        Some(if self.done.is_empty() && alike { failure.with_exit(first.exit()) } else { failure })
    }
}

/// Does the same work for every institute, with a progress bar where there are several.
pub(crate) async fn gather<T, W, F>(session: &Session, work: W) -> Gathered<T>
where
    T: Send + 'static,
    W: Fn(Institute, Progress) -> F + Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let progress = Progress::over(session.institutes.len());
    let ended = progress.clone();
    let seen = progress.clone();
    let outcome = session
        .client
        .for_each(session.institutes.iter().copied(), move |institute| {
            let work = work(institute, seen.clone());
            // A failure of ours, such as a row that cannot be decoded, is not one of the overlay's.
            async move { Ok::<_, Error>(work.await) }
        })
        .on_progress(move |_| ended.institute_done())
        .await;
    progress.finish();
    let outcome = outcome.partial();
    let mut gathered = Gathered { done: BTreeMap::new(), failed: BTreeMap::new() };
    gathered.failed.extend(outcome.failed.into_iter().map(|(institute, error)| (institute, error.into())));
    for (institute, result) in outcome.done {
        match result {
            Ok(value) => drop(gathered.done.insert(institute, value)),
            Err(failure) => drop(gathered.failed.insert(institute, failure.with_institute(institute))),
        }
    }
    gathered
}

/// Gets a list for every institute and prints it.
pub(crate) async fn print_lists<W, F>(session: &Session, view: &View, work: W) -> Result<(), Failure>
where
    W: Fn(Institute) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Vec<Json>, Failure>> + Send + 'static,
{
    let gathered = gather(session, move |institute, progress| {
        let work = work(institute);
        async move {
            let rows = work.await?;
            progress.add_records(rows.len());
            Ok(rows)
        }
    })
    .await;
    print(session, gathered, view)
}

/// Prints what was gathered: of one institute as a list, of several with the verdict on what is missing.
pub(crate) fn print(session: &Session, gathered: Gathered<Vec<Json>>, view: &View) -> Result<(), Failure> {
    if session.institutes.len() == 1 {
        if let Some(failure) = gathered.failed.into_values().next() {
            return Err(failure);
        }
        return session.output.rows(&gathered.done.into_values().next().unwrap_or_default(), view);
    }
    let verdict = gathered.verdict();
    if session.output.is_json() {
        print_document(gathered)?;
    } else {
        for failure in gathered.failed.values() {
            errors::line(failure);
        }
        let rows: Vec<Json> = gathered
            .done
            .into_iter()
            .flat_map(|(institute, rows)| rows.into_iter().map(move |row| named(row, institute)))
            .collect();
        session.output.rows(&rows, view)?;
    }
    verdict.map_or(Ok(()), Err)
}

/// The document of several institutes, which cannot be taken for a list that lacks nobody.
fn print_document(gathered: Gathered<Vec<Json>>) -> Result<(), Failure> {
    let institutes =
        gathered.done.into_iter().map(|(institute, rows)| (institute.to_string(), Json::List(rows))).collect();
    let failures =
        gathered.failed.iter().map(|(institute, failure)| (institute.to_string(), failure.to_json())).collect();
    let document = Json::record([
        ("complete", Json::Bool(gathered.failed.is_empty())),
        ("institutes", Json::Record(institutes)),
        ("failures", Json::Record(failures)),
    ]);
    data_to_stdout(|out| output::json(out, &document))
}

/// The row with the institute that it is of before its own fields.
fn named(row: Json, institute: InstituteNumber) -> Json {
    let mut fields = vec![("instituteNo".to_owned(), Json::text(institute.to_string()))];
    match row {
        Json::Record(own) => fields.extend(own.into_iter().filter(|(name, _)| name != "instituteNo")),
        other => fields.push(("value".to_owned(), other)),
    }
    Json::Record(fields)
}
