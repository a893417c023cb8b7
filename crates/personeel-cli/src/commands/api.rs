//! `api`: sends a call by method and path.

use personeel::Method;

use crate::cli::{Api, ApiMethod, Global};
use crate::confirm;
use crate::failure::Failure;
use crate::files;
use crate::output::data_to_stdout;
use crate::session::Session;

pub(super) async fn run(global: &Global, api: Api) -> Result<(), Failure> {
    let session = Session::open_for_bodies(global)?;
    let institute = session.institute()?;
    let mut call = institute.raw(Method::from(api.method), &api.path)?.api_version(api.version);
    if let Some(path) = &api.body {
        let body = files::read_input(path)?;
        if serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_err() {
            return Err(Failure::usage(format!("--body: '{}' is not valid JSON", path.display())));
        }
        call = call.json(body);
    }
    if api.method == ApiMethod::Delete {
        // The path may hold personal data, but the user has just typed it.
        let what = format!("the record at {} of institute {}", api.path, institute.number());
        confirm::removal(global, &what, std::future::ready(None)).await?;
    }
    match call.bytes().await? {
        Some(body) => data_to_stdout(|out| {
            out.write_all(&body)?;
            if body.is_empty() || body.ends_with(b"\n") { Ok(()) } else { out.write_all(b"\n") }
        }),
        None if api.method == ApiMethod::Get => {
            Err(Failure::not_found("the service returned no data").with_institute(institute.number()))
        }
        None => Ok(()),
    }
}
