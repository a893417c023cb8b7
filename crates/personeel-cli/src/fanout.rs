//! The same list for one institute or many, and the verdict on what is missing.

use std::collections::BTreeMap;

use personeel::{Error, Institute, InstituteNumber};

use crate::columns::View;
use crate::failure::Failure;
use crate::json::Json;
use crate::list::List;
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

    /// The failure of the whole, if anything is missing: partial, or why it failed where all failed alike. `told` says
    /// that each reason stands somewhere else; otherwise they are told here.
    pub(crate) fn verdict(&self, told: bool) -> Option<Failure> {
        let total = self.done.len() + self.failed.len();
        let first = self.failed.values().next()?;
        let alike = self.failed.values().all(|failure| failure.exit() == first.exit());
        let mut message = format!("{} of {total} institutes failed", self.failed.len());
        if !told {
            message = format!("{message}: {}", self.reasons());
        }
        let failure = Failure::partial(message);
        Some(if self.done.is_empty() && alike { failure.of_the_kind_of(self.failed.values()) } else { failure })
    }

    /// Each reason once, with the institutes that it holds for.
    fn reasons(&self) -> String {
        let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
        for (institute, failure) in &self.failed {
            let reason = failure.without_institute();
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, institutes)) => institutes.push(institute.as_str()),
                None => reasons.push((reason, vec![institute.as_str()])),
            }
        }
        let reasons = reasons.into_iter().map(|(reason, institutes)| format!("{reason} ({})", institutes.join(", ")));
        reasons.collect::<Vec<_>>().join("; ")
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
pub(crate) async fn print_lists<L, W, F>(session: &Session, view: &View, work: W) -> Result<(), Failure>
where
    L: Into<List> + Send + 'static,
    W: Fn(Institute) -> F + Send + Sync + 'static,
    F: Future<Output = Result<L, Failure>> + Send + 'static,
{
    let gathered = gather(session, move |institute, progress| {
        let work = work(institute);
        async move {
            let list = work.await?.into();
            progress.add_records(list.rows.len());
            Ok(list)
        }
    })
    .await;
    print(session, gathered, view)
}

/// Prints what was gathered: of one institute as a list, of several with the verdict on what is missing.
pub(crate) fn print(session: &Session, gathered: Gathered<List>, view: &View) -> Result<(), Failure> {
    if session.institutes.len() == 1 {
        if let Some(failure) = gathered.failed.into_values().next() {
            return Err(failure);
        }
        let Some((institute, list)) = gathered.done.into_iter().next() else {
            return Err(Failure::internal("the institute gave nothing at all"));
        };
        session.output.rows(&list.rows, view)?;
        return list.verdict().map_or(Ok(()), |failure| Err(failure.with_institute(institute)));
    }
    let as_json = session.output.is_json();
    // Where all failed the document says nothing but why, and whoever looks at standard error wants to know as well.
    let failed = gathered.verdict(!(as_json && gathered.done.is_empty()));
    let total = gathered.done.len() + gathered.failed.len();
    let Gathered { done, failed: mut failures } = gathered;
    let lacking: Vec<_> = done
        .iter()
        .filter_map(|(institute, list)| Some((*institute, list.verdict()?.with_institute(*institute))))
        .collect();
    let lacking_count = lacking.len();
    failures.extend(lacking);
    if as_json {
        print_document(done, &failures)?;
    } else {
        failures.values().for_each(errors::line);
        let rows: Vec<Json> = done
            .into_iter()
            .flat_map(|(institute, list)| list.rows.into_iter().map(move |row| named(row, institute)))
            .collect();
        session.output.rows(&rows, view)?;
    }
    let lacks_rows = format!("{lacking_count} of {total} institutes have rows that cannot be decoded");
    match failed {
        Some(failure) if lacking_count > 0 => Err(failure.adding(&lacks_rows)),
        Some(failure) => Err(failure),
        None if lacking_count > 0 => Err(Failure::partial(lacks_rows)),
        None => Ok(()),
    }
}

/// The document of several institutes, which cannot be taken for a list that lacks nobody.
fn print_document(
    done: BTreeMap<InstituteNumber, List>,
    failures: &BTreeMap<InstituteNumber, Failure>,
) -> Result<(), Failure> {
    let institutes = done.into_iter().map(|(institute, list)| (institute.to_string(), Json::List(list.rows))).collect();
    let failed = failures.iter().map(|(institute, failure)| (institute.to_string(), failure.to_json())).collect();
    let document = Json::record([
        ("complete", Json::Bool(failures.is_empty())),
        ("institutes", Json::Record(institutes)),
        ("failures", Json::Record(failed)),
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
