//! Reading the same list for one institute or many, and the failure for what is missing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use personeel::{Error, Institute, InstituteNumber};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::columns::View;
use crate::failure::Failure;
use crate::json::Json;
use crate::listing::Listing;
use crate::output::progress::Progress;
use crate::output::{self, Listed, errors};
use crate::rows::{List, Rows};
use crate::session::Session;

/// The results of many institutes.
pub(crate) struct Gathered<T> {
    pub(crate) done: BTreeMap<InstituteNumber, T>,
    pub(crate) failed: BTreeMap<InstituteNumber, Failure>,
}

impl<T> Gathered<T> {
    /// Returns the same with the result of each institute changed.
    pub(crate) fn map<U>(self, change: impl Fn(T) -> U) -> Gathered<U> {
        let done = self.done.into_iter().map(|(institute, value)| (institute, change(value))).collect();
        Gathered { done, failed: self.failed }
    }

    /// Returns the failure of the whole run if any institute failed: partial, or of the common kind if all failed
    /// alike. The message includes the reasons unless `has_shown_reasons`.
    pub(crate) fn verdict(&self, has_shown_reasons: bool) -> Option<Failure> {
        let total = self.done.len() + self.failed.len();
        let first = self.failed.values().next()?;
        let alike = self.failed.values().all(|failure| failure.exit() == first.exit());
        let mut message = format!("{} of {total} institutes failed", self.failed.len());
        if !has_shown_reasons {
            message = format!("{message}: {}", self.list_reasons());
        }
        let failure = Failure::partial(message);
        Some(if self.done.is_empty() && alike { failure.with_kind_of(self.failed.values()) } else { failure })
    }

    /// Lists each reason once, with the institutes that it applies to.
    fn list_reasons(&self) -> String {
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

/// Does the same work for every institute, with a progress bar if there are several.
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
            // A failure of this program, such as an undecodable row, is not an error of the overlay.
            async move { Ok::<_, Error>(work.await) }
        })
        .concurrency(session.concurrency)
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

/// Reads a list for every institute and prints the part that was asked for.
pub(crate) async fn print_lists<L, W, F>(
    session: &Session,
    view: &View,
    listing: &Listing,
    work: W,
) -> Result<(), Failure>
where
    L: Into<List> + Send + 'static,
    W: Fn(Institute) -> F + Send + Sync + 'static,
    F: Future<Output = Result<L, Failure>> + Send + 'static,
{
    let gathered = gather(session, move |institute, progress| {
        let work = work(institute);
        async move {
            let list = work.await?.into();
            progress.add_records(list.count);
            Ok(list)
        }
    })
    .await;
    print(session, gathered, view, listing)
}

/// Prints the gathered lists: one institute as a plain list, several with the failures. A file is written only if
/// nothing is missing.
pub(crate) fn print(
    session: &Session,
    gathered: Gathered<List>,
    view: &View,
    listing: &Listing,
) -> Result<(), Failure> {
    let undecodable = collect_undecodable(&gathered);
    if let Some(target) = &listing.target
        && let Some(failure) = missing_failure(session, &gathered, &undecodable)
    {
        return Err(failure.with_detail(&target.untouched()));
    }
    if !gathered.done.is_empty() {
        listing.check(gathered.done.values())?;
    }
    let (target, titles) = (listing.target.as_ref(), listing.selection.titles());
    if session.institutes.len() == 1 {
        if let Some(failure) = gathered.failed.into_values().next() {
            return Err(failure);
        }
        let Some((_, list)) = gathered.done.into_iter().next() else {
            return Err(Failure::internal("no result for the institute"));
        };
        session.output.list(target, listing.pick(list.rows)?.as_ref(), view, &titles)?;
        return undecodable.into_values().next().map_or(Ok(()), Err);
    }
    let as_json = session.output.is_json_in(target);
    // If all failed, the document holds only the reasons, and standard error should state them as well.
    let failed = gathered.verdict(!(as_json && gathered.done.is_empty()));
    let total = gathered.done.len() + gathered.failed.len();
    let Gathered { done, failed: mut failures } = gathered;
    let lacks_rows = describe_undecodable(undecodable.len(), total);
    failures.extend(undecodable);
    if as_json {
        let mut picked = BTreeMap::new();
        for (institute, list) in done {
            picked.insert(institute, list.map(|rows| listing.pick(rows))?);
        }
        output::document(target, &build_document(&picked, &failures))?;
    } else {
        failures.values().for_each(errors::print_failure);
        session.output.list(target, listing.pick(Box::new(Several(done)))?.as_ref(), view, &titles)?;
    }
    match (failed, lacks_rows) {
        (Some(failure), Some(lacks_rows)) => Err(failure.with_detail(&lacks_rows)),
        (Some(failure), None) => Err(failure),
        (None, Some(lacks_rows)) => Err(Failure::partial(lacks_rows)),
        (None, None) => Ok(()),
    }
}

/// Collects the failures for undecodable rows, for each institute that has any.
fn collect_undecodable(gathered: &Gathered<List>) -> BTreeMap<InstituteNumber, Failure> {
    let lists = gathered.done.iter();
    lists.filter_map(|(institute, list)| Some((*institute, list.verdict()?.with_institute(*institute)))).collect()
}

fn describe_undecodable(count: usize, total: usize) -> Option<String> {
    (count > 0).then(|| format!("{count} of {total} institutes have rows that cannot be decoded"))
}

/// Makes one failure of everything that is missing.
fn missing_failure<T>(
    session: &Session,
    gathered: &Gathered<T>,
    undecodable: &BTreeMap<InstituteNumber, Failure>,
) -> Option<Failure> {
    if session.institutes.len() == 1 {
        return gathered.failed.values().chain(undecodable.values()).next().cloned();
    }
    let reasons = undecodable.values().map(Failure::line).collect::<Vec<_>>().join("; ");
    match gathered.verdict(false) {
        Some(failure) if reasons.is_empty() => Some(failure),
        Some(failure) => Some(failure.with_detail(&reasons)),
        None => (!reasons.is_empty()).then(|| Failure::partial(reasons)),
    }
}

/// Prints one list for all institutes together, which `merge` makes of their results; `name` is its key in the JSON
/// document.
pub(crate) fn print_merged(
    session: &Session,
    gathered: Gathered<Vec<Json>>,
    merge: impl FnOnce(BTreeMap<InstituteNumber, Vec<Json>>) -> Vec<Json>,
    name: &str,
    view: &View,
    listing: &Listing,
) -> Result<(), Failure> {
    let missing = missing_failure(session, &gathered, &BTreeMap::new());
    let target = listing.target.as_ref();
    match (missing, target) {
        (Some(failure), Some(target)) => return Err(failure.with_detail(&target.untouched())),
        (Some(failure), None) if session.institutes.len() == 1 => return Err(failure),
        _ => {}
    }
    let as_json = session.output.is_json_in(target);
    let failed = gathered.verdict(!(as_json && gathered.done.is_empty()));
    let Gathered { done, failed: failures } = gathered;
    let is_empty = done.is_empty();
    let list = List::from(merge(done));
    if !is_empty {
        listing.check(std::iter::once(&list))?;
    }
    let rows = listing.pick(list.rows)?;
    if as_json && session.institutes.len() > 1 {
        let failures = failures.iter().map(|(institute, failure)| (institute.to_string(), failure.to_json()));
        let document = Merged { complete: failed.is_none(), name, rows: rows.as_ref(), failures: failures.collect() };
        output::document(target, &document)?;
    } else {
        failures.values().for_each(errors::print_failure);
        session.output.list(target, rows.as_ref(), view, &listing.selection.titles())?;
    }
    failed.map_or(Ok(()), Err)
}

struct Merged<'a> {
    complete: bool,
    name: &'a str,
    rows: &'a dyn Rows,
    failures: Vec<(String, Json)>,
}

impl Serialize for Merged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("complete", &self.complete)?;
        map.serialize_entry(self.name, &Listed(self.rows))?;
        map.serialize_entry("failures", &Json::Record(self.failures.clone()))?;
        map.end()
    }
}

/// Makes the document for several institutes, which cannot be mistaken for a complete list.
fn build_document<'a>(
    done: &'a BTreeMap<InstituteNumber, List>,
    failures: &BTreeMap<InstituteNumber, Failure>,
) -> impl Serialize + use<'a> {
    let failed = failures.iter().map(|(institute, failure)| (institute.to_string(), failure.to_json())).collect();
    Document { complete: failures.is_empty(), institutes: Institutes(done), failures: Json::Record(failed) }
}

#[derive(serde::Serialize)]
struct Document<'a> {
    complete: bool,
    institutes: Institutes<'a>,
    failures: Json,
}

struct Institutes<'a>(&'a BTreeMap<InstituteNumber, List>);

impl Serialize for Institutes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (institute, list) in self.0 {
            map.serialize_entry(institute.as_str(), &Listed(list.rows.as_ref()))?;
        }
        map.end()
    }
}

/// The rows of several institutes, each with its institute before its own fields.
struct Several(BTreeMap<InstituteNumber, List>);

impl Rows for Several {
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        Box::new(self.0.iter().flat_map(|(institute, list)| {
            list.rows.iter_rows().map(|row| row.map(|row| Cow::Owned(with_institute_no(row.into_owned(), *institute))))
        }))
    }
}

fn with_institute_no(row: Json, institute: InstituteNumber) -> Json {
    let mut fields = vec![("instituteNo".to_owned(), Json::text(institute.to_string()))];
    match row {
        Json::Record(own) => fields.extend(own.into_iter().filter(|(name, _)| name != "instituteNo")),
        other => fields.push(("value".to_owned(), other)),
    }
    Json::Record(fields)
}
