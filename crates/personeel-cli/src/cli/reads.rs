//! The commands that read, defined by the document's table of calls.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint};
use personeel::Operation;

use super::global::Global;
use crate::photos::Template;
use crate::reads::{Read, Wanted};
use crate::select::Condition;

// Flags of every list. No doc comment: clap would use it as the help of each list.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    #[command(flatten)]
    pub(crate) choice: ChoiceFlags,

    /// Add `persoon`, the name and stamnummer of the employee, in front of each record that only has their id
    #[arg(long)]
    pub(crate) names: bool,

    /// Decode each row separately: print those that decode, report where the others fail, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

// Which records and columns to print, and where. No doc comment, as above.
#[derive(Clone, Debug, Args)]
pub(crate) struct ChoiceFlags {
    /// Columns to print in place of complete records, such as naam,gsm=comnrs[soort=Gsm].nr; `help` lists them
    ///
    /// The parts of a path are separated by dots. From a list, a path takes the first item that meets a condition,
    /// emailadressen[type=School].email, the item at an index from 0, adressen[0].straat, or all items,
    /// adressen.straat. TITLE=PATH gives a column another title. A single word from the table `columns` of the profile
    /// stands for the columns saved there.
    #[allow(rustdoc::broken_intra_doc_links, reason = "this is help text, and adressen[0] is not a link")]
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) columns: Option<String>,

    /// Only records with this value; != < <= > >= and ~ (contains) work too, and for dates before, after, month of and
    /// day of. Repeat it to require several conditions
    ///
    /// Case and accents are ignored. Numbers and dates may be written as people write them, 12,5 or 01/09/2026, and
    /// `today` is a date. In a list, one matching item is enough. FIELD= matches records in which the field is empty.
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = Condition::parse)]
    pub(crate) conditions: Vec<Condition>,

    /// Sort by fields, the most important first; -FIELD sorts in descending order. Empty values come last
    #[arg(long, value_name = "FIELDS", allow_hyphen_values = true)]
    pub(crate) sort: Option<String>,

    /// Write to this file, completely or not at all, readable by its owner only; the extension sets the format: .csv,
    /// .xlsx, .json, .ndjson or .txt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// Defines a command that reads.
pub(super) fn define(read: &Read) -> Command {
    let command = read.command(&taken_names());
    if read.is_single() {
        return command;
    }
    // Employees already have their names.
    ListFlags::augment_args(command).mut_arg("names", |names| names.hide(read.lists_people()))
}

/// Returns the flag names that no parameter of a call can use.
fn taken_names() -> Vec<String> {
    let flags = ListFlags::augment_args(Global::augment_args(Command::new("flags")));
    flags.get_arguments().filter_map(|flag| flag.get_long().map(str::to_owned)).collect()
}

/// Flags of `photos save`.
#[derive(Args)]
pub(crate) struct PhotosSave {
    /// Folder for the files; created if missing
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,

    /// File names: a field of the employee such as stamnr, or a template such as '{naam} {voornaam}'
    /// [default: personId]
    #[arg(long, value_name = "TEMPLATE", value_parser = Template::parse)]
    pub(crate) name: Option<Template>,

    #[command(flatten)]
    pub(crate) which: WhichPhotos,
}

/// The flags of `photos list`.
pub(crate) struct WhichPhotos(pub(crate) Wanted);

impl WhichPhotos {
    fn add_flags(command: Command) -> Command {
        match Read::with(Operation::ListPhotos) {
            Some(read) => read.add_flags(command, &taken_names()),
            None => command,
        }
    }
}

impl Args for WhichPhotos {
    fn augment_args(command: Command) -> Command {
        Self::add_flags(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::add_flags(command)
    }
}

impl FromArgMatches for WhichPhotos {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::raw(clap::error::ErrorKind::InvalidSubcommand, "no list of photos\n");
        Read::with(Operation::ListPhotos).ok_or_else(missing)?.read_wanted(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
