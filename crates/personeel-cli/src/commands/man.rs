//! `man`: pages generated from the definition of the flags.

use std::io::{self, Write as _};
use std::path::Path;

use clap_mangen::Man as Page;

use crate::cli::{self, Man};
use crate::failure::Failure;
use crate::output::{print_note, to_stdout};

pub(super) fn run(flags: &Man) -> Result<(), Failure> {
    let mut command = cli::command();
    // Puts the global flags on the page of each command too.
    command.build();
    if let Some(folder) = &flags.out {
        return write_pages(command, folder);
    }
    let page = render(command)?;
    to_stdout(|out| out.write_all(&page))
}

fn write_pages(command: clap::Command, folder: &Path) -> Result<(), Failure> {
    let unwritable = |error: &io::Error| Failure::io(format_args!("cannot write {}", folder.display()), error);
    std::fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
    let mut pages = 0;
    let mut left = vec![("personeel".to_owned(), command)];
    while let Some((name, command)) = left.pop() {
        left.extend(command.get_subcommands().map(|inner| (format!("{name}-{}", inner.get_name()), inner.clone())));
        let page = render(command.name(name.clone()))?;
        std::fs::write(folder.join(format!("{name}.1")), page).map_err(|error| unwritable(&error))?;
        pages += 1;
    }
    print_note(&format!("wrote {pages} pages to {}", folder.display()));
    Ok(())
}

fn render(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    write_page(command, &mut page).map_err(|error| Failure::io("cannot generate the page", &error))?;
    Ok(page)
}

/// Writes the page in the order of `Man::render`, which would join the lines of examples and exit codes.
fn write_page(command: clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    let extra = command.get_after_long_help().or_else(|| command.get_after_help()).map(ToString::to_string);
    let has_subcommands = command.has_subcommands();
    let man = Page::new(command).source(concat!("personeel ", env!("CARGO_PKG_VERSION"))).manual("personeel");
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if has_subcommands {
        man.render_subcommands_section(page)?;
    }
    for part in extra.unwrap_or_default().split("\n\n") {
        let mut lines = part.lines().skip_while(|line| line.is_empty());
        let Some(heading) = lines.next() else { continue };
        writeln!(page, ".SH {}\n.nf", heading.trim_end_matches(':').to_uppercase())?;
        for line in lines {
            writeln!(page, "{}", escape(line))?;
        }
        page.extend_from_slice(b".fi\n");
    }
    Ok(())
}

/// Escapes a line so that it is shown unchanged.
fn escape(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    if escaped.starts_with('.') { format!("\\&{escaped}") } else { escaped }
}
