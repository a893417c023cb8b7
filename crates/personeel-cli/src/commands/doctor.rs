//! `doctor`: looks at the whole path to the service, and says where the service differs from the document.

mod api;
mod certificate;
mod document;
mod network;
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

use self::document::Documented;
use self::report::Report;
use self::section::Section;

/// How long a host may take where the settings say nothing that can be read.
const NETWORK_TIMEOUT: Duration = Duration::from_secs(30);

pub(super) async fn run(global: &Global, wanted: Doctor) -> Result<(), Failure> {
    let output = Output::new(global);
    let mut told = Told { output, sections: Vec::new() };
    let (section, [api, identity]) = settings::look(global);
    told.tell(section)?;
    let settings = Settings::read(global);
    let timeout = settings.as_ref().map_or(NETWORK_TIMEOUT, |settings| settings.timeout);
    told.tell(network::look(&network::addresses(&api, &identity), timeout).await)?;
    let session = settings.and_then(|settings| Ok((Session::open(global)?, settings)));
    let mut documented = Documented::default();
    match &session {
        Ok((session, settings)) => {
            let (section, granted) = token::look(session).await;
            told.tell(section)?;
            let raw = raw::Raw::new(session, settings)?;
            let section = api::look(session, &raw, &granted, &mut documented).await;
            told.tell(section)?;
            told.tell(document::look(&raw, &granted, &wanted, &mut documented).await)?;
        }
        Err(_) => {
            for name in [token::NAME, api::NAME, document::NAME] {
                told.tell(Section::skipped(name))?;
            }
        }
    }
    let report = Report::new(&told.sections, &documented);
    if let Some(path) = &wanted.report {
        report.save(path)?;
    }
    if output.format == Format::Table {
        to_stdout(|out| text::summary(out, &report))?;
    } else {
        output.record(&report.to_json())?;
    }
    end(told.sections, &report)
}

/// Sections are told as they end: the whole may take minutes.
struct Told {
    output: Output,
    sections: Vec<Section>,
}

impl Told {
    fn tell(&mut self, section: Section) -> Result<(), Failure> {
        if self.output.format == Format::Table {
            to_stdout(|out| text::section(out, &section))?;
        }
        self.sections.push(section);
        Ok(())
    }
}

/// The first section that fails decides, then what differs, then what could not be looked at.
fn end(sections: Vec<Section>, report: &Report) -> Result<(), Failure> {
    let (mut before, mut documents) = (None, None);
    for section in sections {
        let place = if section.name == document::NAME { &mut documents } else { &mut before };
        if place.is_none() {
            *place = section.failure;
        }
    }
    let count = report.differences.len();
    let differs = (count > 0).then(|| {
        let (differences, differ) = if count == 1 { ("difference", "is") } else { ("differences", "are") };
        Failure::differs(format!(
            "the service differs from the document: there {differ} {count} {differences}; the report may be published, \
             and the maintainers need it"
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
