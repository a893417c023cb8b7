//! `personeel-check`, which `personeel doctor` is made of, finds nothing in whatever Prism serves from the document.

use personeel::{Request, Visitor, requests};
use personeel_check::{Check, Head};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use crate::calls::documented_calls;
use crate::prism::Prisms;
use crate::{INSTITUTE, Outcome, report_findings};

/// Checks every GET call's response for each preference; the answer is how many there were.
pub async fn run(prisms: &Prisms, preferences: impl IntoIterator<Item = String>) -> Outcome<usize> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let (mut check, mut responses) = (Check::new(), 0);
    for preference in preferences {
        for (operation, call) in documented_calls()? {
            if operation.info().method != "GET" {
                continue;
            }
            let base = prisms.of(operation).url.parse()?;
            let mut request = requests::visit(operation, &|name| call.argument(name, true), Building(&base))??;
            let headers = request.headers_mut();
            headers.insert("prefer", preference.parse()?);
            headers.insert("instituteno", INSTITUTE.parse()?);
            headers.insert(AUTHORIZATION, "Bearer any".parse()?);
            let response = http.execute(request).await?;
            let media_type = response.headers().get(CONTENT_TYPE).map_or(Ok(""), |value| value.to_str())?.to_owned();
            let head = Head::new(operation.info().id, response.status().as_u16()).media_type(&media_type);
            check.response(&head, &*response.bytes().await?)?;
            responses += 1;
        }
    }
    let differences: Vec<_> = check.differences().iter().map(|found| format!("check: {found:?}")).collect();
    report_findings(&differences)?;
    // A check that saw no record would find nothing either.
    let records: u64 = check.observations().iter().map(|observation| observation.records).sum();
    if records == 0 { Err("check: Prism served no record".into()) } else { Ok(responses) }
}

struct Building<'a>(&'a reqwest::Url);

impl Visitor for Building<'_> {
    type Output = Outcome<reqwest::Request>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        Ok(request.into_http(self.0)?)
    }
}
