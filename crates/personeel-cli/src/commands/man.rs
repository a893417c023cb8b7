//! `man`: from the one definition of flags.

use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use crate::cli::{Cli, Man};
use crate::failure::Failure;
use crate::output::{note, to_stdout};

pub(super) fn run(wanted: &Man) -> Result<(), Failure> {
    let mut command = Cli::command();
    // Global flags are on the page of each command, too.
    command.build();
    if let Some(folder) = &wanted.out {
        return write(command, folder);
    }
    let page = rendered(command)?;
    to_stdout(|out| out.write_all(&page))
}

fn write(command: clap::Command, folder: &Path) -> Result<(), Failure> {
    let fault = |error: &std::io::Error| Failure::io(format_args!("{} cannot be written", folder.display()), error);
    std::fs::create_dir_all(folder).map_err(|error| fault(&error))?;
    let mut pages = 0;
    let mut left = vec![("personeel".to_owned(), command)];
    while let Some((name, command)) = left.pop() {
        left.extend(command.get_subcommands().map(|inner| (format!("{name}-{}", inner.get_name()), inner.clone())));
        let page = rendered(command.name(name.clone()))?;
        std::fs::write(folder.join(format!("{name}.1")), page).map_err(|error| fault(&error))?;
        pages += 1;
    }
    note(&format!("{pages} pages written to {}", folder.display()));
    Ok(())
}

fn rendered(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Page::new(command).render(&mut page).map_err(|error| Failure::io("the page cannot be made", &error))?;
    Ok(page)
}
