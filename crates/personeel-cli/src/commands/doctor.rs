//! `doctor`: checks the whole path to the service, and reports where the service differs from the document.

mod api;
mod certificate;
mod document;
mod network;
mod observed;
mod people;
mod raw;
mod report;
mod section;
mod settings;
mod text;
mod token;

use std::time::Duration;

use crate::cli::{Doctor, Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Output, to_stdout};
use crate::session::Session;
use crate::settings::Settings;

use self::observed::Documented;
use self::report::Report;
use self::section::Section;

/// The timeout for a host if the settings cannot be read.
const NETWORK_TIMEOUT: Duration = Duration::from_secs(30);

pub(super) async fn run(global: &Global, flags: Doctor) -> Result<(), Failure> {
    let output = Output::new(global);
    let mut progress = Printed { output, sections: Vec::new() };
    let (section, [api, identity]) = settings::check(global);
    progress.add(section)?;
    let settings = Settings::read(global);
    let timeout = settings.as_ref().map_or(NETWORK_TIMEOUT, |settings| settings.timeout);
    progress.add(network::check(&network::hosts(&api, &identity), timeout).await)?;
    let session = settings.and_then(|settings| Ok((Session::open(global)?, settings)));
    let mut documented = Documented::default();
    match &session {
        Ok((session, settings)) => {
            let (section, granted) = token::check(session).await;
            progress.add(section)?;
            let raw = raw::Raw::new(session, settings)?;
            let section = api::check(session, &raw, &granted, &mut documented).await;
            progress.add(section)?;
            progress.add(document::check(&raw, &granted, &flags, &mut documented).await)?;
        }
        Err(_) => {
            for name in [token::NAME, api::NAME, document::NAME] {
                progress.add(Section::skipped(name))?;
            }
        }
    }
    let report = Report::new(&progress.sections, &documented);
    if let Some(path) = &flags.report {
        report.save(path)?;
    }
    if output.format == Format::Table {
        to_stdout(|out| text::write_summary(out, &report))?;
    } else {
        output.record(&report.to_json())?;
    }
    finish(progress.sections, &report)
}

/// The finished sections. Each is printed at once, since all of them together may take minutes.
struct Printed {
    output: Output,
    sections: Vec<Section>,
}

impl Printed {
    fn add(&mut self, section: Section) -> Result<(), Failure> {
        if self.output.format == Format::Table {
            to_stdout(|out| text::write_section(out, &section))?;
        }
        self.sections.push(section);
        Ok(())
    }
}

/// Decides how the command ends: by the first section that failed, then by differences, then by calls that could not be
/// checked.
fn finish(sections: Vec<Section>, report: &Report) -> Result<(), Failure> {
    let (mut before, mut documents) = (None, None);
    for section in sections {
        let place = if section.name == document::NAME { &mut documents } else { &mut before };
        if place.is_none() {
            *place = section.failure;
        }
    }
    let count = report.differences.len();
    let differs = (count > 0).then(|| {
        let places = if count == 1 { "place" } else { "places" };
        Failure::differs(format!(
            "the service differs from the document in {count} {places}; please send the \
             report, which is safe to publish, to the maintainers"
        ))
    });
    match before.or(differs).or(documents) {
        None => Ok(()),
        Some(failure) => {
            debug_assert_ne!(failure.exit(), Exit::Done);
            Err(failure)
        }
    }
}
