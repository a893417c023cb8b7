//! The commands that read: their definitions follow from the document's table of calls.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint};
use personeel::Operation;

use super::global::Global;
use crate::photos::Template;
use crate::reads::{Read, Wanted};
use crate::select::Condition;

// Flags of every list. No doc comment: clap would take it for the help of each list.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    #[command(flatten)]
    pub(crate) choice: ChoiceFlags,

    /// Put `persoon` with the name and stamnummer of the employee before the fields of each record that has their id only
    #[arg(long)]
    pub(crate) names: bool,

    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

// What is printed of records, and where to. No doc comment, as above.
#[derive(Clone, Debug, Args)]
pub(crate) struct ChoiceFlags {
    /// Columns in place of whole records, such as naam,gsm=comnrs[soort=Gsm].nr; `help` lists what there is
    ///
    /// A path leads through records by dots. Of a list it takes the first item that meets a condition,
    /// emailadressen[type=School].email, the one at a place from 0, adressen[0].straat, or all of them, adressen.straat.
    /// TITLE=PATH gives a column another title. A single word that the profile has in its table `columns` stands for the
    /// columns that are saved there.
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) columns: Option<String>,

    /// Only records with this value; != < <= > >= and ~ (contains) work too, and for dates before, after, month of and
    /// day of. All of several conditions must hold
    ///
    /// Capitals and accents don't count. A number or date may be written as people do, 12,5 or 01/09/2026, and `today` is
    /// a date. Of a list one item is enough. FIELD= takes records that have nothing there.
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = Condition::parse)]
    pub(crate) conditions: Vec<Condition>,

    /// Sort by fields, the most important first; -FIELD sorts downwards. Nothing comes last
    #[arg(long, value_name = "FIELDS", allow_hyphen_values = true)]
    pub(crate) sort: Option<String>,

    /// Write to this file, whole or not at all and for its owner only; its ending says the form: .csv, .xlsx, .json,
    /// .ndjson or .txt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// The definition of a command that reads.
pub(super) fn define(read: &Read) -> Command {
    let command = read.command(&taken());
    if read.is_of_one() {
        return command;
    }
    // Employees have names of their own.
    ListFlags::augment_args(command).mut_arg("names", |names| names.hide(read.lists_people()))
}

/// The names of flags that no parameter of a call can have.
fn taken() -> Vec<String> {
    let flags = ListFlags::augment_args(Global::augment_args(Command::new("flags")));
    flags.get_arguments().filter_map(|flag| flag.get_long().map(str::to_owned)).collect()
}

/// `photos save`.
#[derive(Args)]
pub(crate) struct PhotosSave {
    /// Folder for the files; it is made where there is none
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,

    /// What files are called: a field of the employee such as stamnr, or a template such as '{naam} {voornaam}'
    /// [default: personId]
    #[arg(long, value_name = "TEMPLATE", value_parser = Template::parse)]
    pub(crate) name: Option<Template>,

    #[command(flatten)]
    pub(crate) which: WhichPhotos,
}

/// The flags of `photos list`.
pub(crate) struct WhichPhotos(pub(crate) Wanted);

impl WhichPhotos {
    fn add(command: Command) -> Command {
        match Read::with(Operation::ListPhotos) {
            Some(read) => read.add_flags(command, &taken()),
            None => command,
        }
    }
}

impl Args for WhichPhotos {
    fn augment_args(command: Command) -> Command {
        Self::add(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::add(command)
    }
}

impl FromArgMatches for WhichPhotos {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::raw(clap::error::ErrorKind::InvalidSubcommand, "there is no list of photos\n");
        Read::with(Operation::ListPhotos).ok_or_else(missing)?.wanted(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
