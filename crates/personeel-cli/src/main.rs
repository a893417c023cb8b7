//! The program `personeel`: staff data of Flemish schools, without writing Rust.

mod cli;
mod columns;
mod commands;
mod complete;
mod confirm;
mod days;
mod environment;
mod exit;
mod failure;
mod fanout;
mod fields;
mod files;
mod generated;
mod json;
mod listing;
mod names;
mod naming;
mod output;
mod pending;
mod people;
mod permissions;
mod photos;
mod reads;
mod rows;
mod select;
mod session;
mod settings;
mod snapshot;

use std::process::ExitCode;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::errors;

fn main() -> ExitCode {
    // A request for completions is answered here, and ends the program.
    complete::run_if_requested();
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return errors::usage(&error).into(),
    };
    let as_json = cli.global.format == Some(cli::Format::Json);
    let exit = match run(cli) {
        Ok(exit) => exit,
        // The reader closed the pipe, as `head` does: that is not an error.
        Err(failure) if failure.is_broken_pipe() => Exit::Done,
        Err(failure) => {
            errors::report(&failure, as_json);
            failure.exit()
        }
    };
    exit.into()
}

/// Waits until the user ends the program: with Ctrl-C, or with SIGTERM while a write is in progress.
#[cfg(unix)]
async fn interrupted() -> Exit {
    let terminated = async {
        // Before a write begins, SIGTERM keeps its default action, as the caller expects.
        pending::wait_for_write().await;
        let mut signals = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok()?;
        signals.recv().await
    };
    tokio::select! {
        Ok(()) = tokio::signal::ctrl_c() => Exit::Interrupted,
        Some(()) = terminated => Exit::Terminated,
        else => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn interrupted() -> Exit {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Exit::Interrupted,
        Err(_) => std::future::pending().await,
    }
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::io("cannot start the async runtime", &error))?;
    // The sandbox normally ends with Ctrl-C, and waits for it itself.
    let is_server = matches!(cli.command, cli::Command::Tool(cli::Tool::Sandbox(_)));
    let outcome = runtime.block_on(async {
        // Runs in a task of its own, so that Ctrl-C takes effect even while the command never yields.
        let mut work = tokio::spawn(commands::run(cli));
        tokio::select! {
            ended = &mut work => {
                ended.unwrap_or_else(|_| Err(Failure::internal("internal error: the command panicked")))
            }
            exit = interrupted(), if !is_server => Ok(exit),
        }
    });
    let outcome = match (outcome, pending::hint()) {
        (outcome, None) => outcome,
        (Ok(exit), Some(hint)) => Err(Failure::interrupted(exit, hint)),
        (Err(failure), Some(hint)) => Err(failure.with_detail(&hint)),
    };
    // A prompt that waits for input must not keep the program alive.
    runtime.shutdown_background();
    outcome
}
