//! The commands: one file for each.

mod absent;
mod api;
mod attachments;
mod auth;
mod codes;
mod communication_numbers;
mod completions;
mod config;
mod describe;
mod diff;
mod doctor;
mod interruptions;
mod man;
mod people;
mod reads;
mod sandbox;
mod save_photos;
mod snapshot;
mod snapshots;

use crate::cli::{
    Attachments, Auth, Cli, Command, CommunicationNumbers, Config, Global, Interruptions, Photos, Snapshot, Tool, Write,
};
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs the command.
pub(crate) async fn run(cli: Cli) -> Result<Exit, Failure> {
    let global = &cli.global;
    let done = match cli.command {
        Command::List(wanted, flags) => reads::list(global, wanted, flags).await,
        Command::Get(wanted) => reads::get(global, wanted).await,
        Command::Write(write) => run_write(global, write).await,
        Command::Tool(tool) => return run_tool(global, tool).await,
    };
    done.map(|()| Exit::Done)
}

async fn run_write(global: &Global, write: Write) -> Result<(), Failure> {
    match write {
        Write::Interruptions(Interruptions::Put(put)) => interruptions::put(global, *put).await,
        Write::Interruptions(Interruptions::Delete(delete)) => interruptions::delete(global, &delete).await,
        Write::Photos(Photos::Save(save)) => save_photos::save(global, save).await,
        Write::Attachments(Attachments::Put(put)) => attachments::put(global, put).await,
        Write::Attachments(Attachments::Delete(delete)) => attachments::delete(global, &delete).await,
        Write::CommunicationNumbers(CommunicationNumbers::Put(put)) => communication_numbers::put(global, put).await,
        Write::CommunicationNumbers(CommunicationNumbers::Delete(delete)) => {
            communication_numbers::delete(global, &delete).await
        }
    }
}

async fn run_tool(global: &Global, tool: Tool) -> Result<Exit, Failure> {
    let done = match tool {
        Tool::Auth(Auth::Check) => auth::check(global).await,
        Tool::Auth(Auth::Token(token)) => auth::token(global, &token).await,
        Tool::Config(Config::Init) => config::init(global).await,
        Tool::Config(Config::Show) => config::show(global),
        Tool::Codes(flags) => codes::run(global, &flags),
        Tool::Absent(absent) => absent::run(global, absent).await,
        Tool::People(flags) => people::run(global, flags).await,
        Tool::Doctor(flags) => doctor::run(global, flags).await,
        Tool::Snapshot(Snapshot { look: Some(look), take: None }) => snapshots::run(global, look).await,
        Tool::Snapshot(Snapshot { look: None, take: Some(take) }) => snapshot::run(global, take).await,
        // clap cannot express this while it accepts flags such as --format before the subcommand.
        Tool::Snapshot(_) => {
            Err(Failure::usage("flags of `snapshot list`, `show` and `prune` must follow the name of the subcommand"))
        }
        // The exit code may be the result.
        Tool::Diff(diff) => return diff::run(global, diff).await,
        Tool::Api(api) => api::run(global, api).await,
        Tool::Sandbox(flags) => sandbox::run(global, flags).await,
        Tool::Completions(flags) => completions::run(&flags),
        Tool::Man(flags) => man::run(&flags),
        // The parser has already printed the help.
        Tool::Help(_) => Ok(()),
    };
    done.map(|()| Exit::Done)
}
