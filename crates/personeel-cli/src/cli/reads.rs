//! The commands that read: their definitions follow from the document's table of calls.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint};
use personeel::Operation;

use super::global::Global;
use crate::reads::{Read, Wanted};

// Flags of every list. No doc comment: clap would take it for the help of each list.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

/// The definition of a command that reads.
pub(super) fn define(read: &Read) -> Command {
    let command = read.command(&taken());
    if read.is_of_one() { command } else { ListFlags::augment_args(command) }
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
