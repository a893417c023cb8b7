//! A program without async code that reads a list at once and another one record by record.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use personeel::{ClientCredentials, Personeel, SchoolYear};
use personeel_sandbox::Sandbox;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The sandbox needs a runtime; the client brings its own.
    let servers = tokio::runtime::Runtime::new()?;
    let sandbox = servers.block_on(Sandbox::start())?;

    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build_blocking()?;
    let school = personeel.institute("011007")?;
    let year: SchoolYear = "2025-26".parse()?;
    println!("{} employees", school.employees().list(year).structure("311").send()?.len());

    let mut photos = 0;
    for photo in school.photos().list(year).records() {
        // An error ends the iterator: the records before it are not the complete list.
        photos += usize::from(photo?.photo.is_some());
    }
    println!("{photos} photos");
    servers.block_on(sandbox.stop());
    Ok(())
}
