//! The part of a list to print, and where to print it.

use std::borrow::Cow;
use std::io;

use crate::cli::{ChoiceFlags, Global};
use crate::failure::Failure;
use crate::fields::Field;
use crate::json::Json;
use crate::output::Target;
use crate::rows::{List, Rows, spool_failure};
use crate::select::{Selection, Unknown};
use crate::settings::Preferences;

/// The columns, conditions and order of a list, and its destination.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub(crate) selection: Selection,
    pub(crate) target: Option<Target>,
    unknown: Vec<Unknown>,
}

impl Listing {
    /// Reads the flags for a list of records with the fields in `known`.
    pub(crate) fn read(
        global: &Global,
        flags: &ChoiceFlags,
        preferences: &Preferences,
        known: &[&'static [Field]],
    ) -> Result<Self, Failure> {
        let (columns, sort) = (flags.columns.as_deref(), flags.sort.as_deref());
        let selection = Selection::read(columns, &flags.conditions, sort, &preferences.columns)?;
        let target = flags.out.as_deref().map(|path| Target::of(path, global.format)).transpose()?;
        let unknown = selection.find_unknown(known);
        Ok(Self { selection, target, unknown })
    }

    /// Fails if the selection uses a field that no record has.
    pub(crate) fn check<'l>(&self, lists: impl Iterator<Item = &'l List>) -> Result<(), Failure> {
        let mut unknown: Vec<&Unknown> = self.unknown.iter().collect();
        for list in lists {
            for row in list.rows.iter_rows() {
                if unknown.is_empty() {
                    return Ok(());
                }
                let row = row.map_err(|error| spool_failure(&error))?;
                unknown.retain(|unknown| !unknown.is_in(&row));
            }
        }
        unknown.first().map_or(Ok(()), |unknown| Err(unknown.failure()))
    }

    /// Applies the selection to the rows: conditions, order and columns.
    pub(crate) fn pick(&self, rows: Box<dyn Rows + Send>) -> Result<Box<dyn Rows + Send>, Failure> {
        let picked = Picked { rows, selection: self.selection.clone() };
        if !self.selection.is_sorted() {
            return Ok(Box::new(picked));
        }
        let mut sorted = Vec::new();
        for row in picked.rows.iter_rows() {
            let row = row.map_err(|error| spool_failure(&error))?;
            if self.selection.matches(&row) {
                sorted.push(row.into_owned());
            }
        }
        self.selection.sort(&mut sorted);
        Ok(Box::new(sorted.into_iter().map(|row| self.selection.project(row)).collect::<Vec<_>>()))
    }
}

/// The rows that meet the conditions, reduced to the chosen columns.
struct Picked {
    rows: Box<dyn Rows + Send>,
    selection: Selection,
}

impl Rows for Picked {
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        Box::new(self.rows.iter_rows().filter_map(|row| match row {
            Ok(row) if !self.selection.matches(&row) => None,
            Ok(row) if self.selection.has_columns() => Some(Ok(Cow::Owned(self.selection.project(row.into_owned())))),
            other => Some(other),
        }))
    }
}
