//! The commands: one file for each.

mod api;
mod attachments;
mod auth;
mod codes;
mod communication_numbers;
mod completions;
mod diff;
mod employees;
mod interruptions;
mod lists;
mod man;
mod photos;
mod sandbox;
mod save_photos;
mod snapshot;

use crate::cli::{
    Appointments, Assignments, Attachments, Auth, Cli, Command, CommunicationNumbers, Diplomas, Employees,
    Interruptions, OwnFields, Photos,
};
use crate::failure::Failure;

/// Runs the command that was asked for.
pub(crate) async fn run(cli: Cli) -> Result<(), Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Employees(Employees::List(list)) => employees::list(global, list).await,
        Command::Employees(Employees::Get(get)) => employees::get(global, get).await,
        Command::Assignments(Assignments::List(list)) => lists::assignments(global, list).await,
        Command::Interruptions(Interruptions::List(of)) => lists::interruptions(global, of).await,
        Command::Interruptions(Interruptions::Put(put)) => interruptions::put(global, *put).await,
        Command::Interruptions(Interruptions::Delete(delete)) => interruptions::delete(global, &delete).await,
        Command::Diplomas(Diplomas::List(of)) => lists::diplomas(global, of).await,
        Command::Appointments(Appointments::List(list)) => lists::appointments(global, list).await,
        Command::OwnFields(OwnFields::List(of)) => lists::own_fields(global, of).await,
        Command::Photos(Photos::List(list)) => photos::list(global, list).await,
        Command::Photos(Photos::Save(save)) => save_photos::save(global, save).await,
        Command::Attachments(Attachments::Put(put)) => attachments::put(global, put).await,
        Command::Attachments(Attachments::Delete(delete)) => attachments::delete(global, &delete).await,
        Command::CommunicationNumbers(CommunicationNumbers::Put(put)) => communication_numbers::put(global, put).await,
        Command::CommunicationNumbers(CommunicationNumbers::Delete(delete)) => {
            communication_numbers::delete(global, &delete).await
        }
        Command::Auth(Auth::Check) => auth::check(global).await,
        Command::Auth(Auth::Token(token)) => auth::token(global, &token).await,
        Command::Codes(wanted) => codes::run(global, &wanted),
        Command::Snapshot(snapshot) => snapshot::run(global, snapshot).await,
        Command::Diff(diff) => diff::run(global, diff).await,
        Command::Api(api) => api::run(global, api).await,
        Command::Sandbox(wanted) => sandbox::run(global, wanted).await,
        Command::Completions(wanted) => completions::run(&wanted),
        Command::Man(wanted) => man::run(&wanted),
    }
}
