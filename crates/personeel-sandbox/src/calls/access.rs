//! Access checks: the token and the two headers that the guide defines.

use http::header::{self, HeaderMap};
use personeel_wire::InstituteNumber;

use super::refusal::Refusal;
use crate::credentials::audience;
use crate::document::Document;
use crate::state::Shared;
use crate::world::InstituteIndex;

/// Returns the token's scopes, or refuses with 401.
pub(super) fn authorise(shared: &Shared, headers: &HeaderMap, ends_token: bool) -> Result<Vec<String>, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Refusal::Unauthorized) };
    let value = value.to_str().map_err(|_| Refusal::Unauthorized)?;
    let (scheme, token) = value.trim().split_once(' ').ok_or(Refusal::Unauthorized)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::Unauthorized);
    }
    let claims = shared.keys.verify(token.trim(), &shared.identity_url, audience()).ok_or(Refusal::Unauthorized)?;
    if !shared.lives.is_alive(claims.generation, &claims.jti, ends_token) {
        return Err(Refusal::Unauthorized);
    }
    Ok(claims.scope)
}

/// Reads the API version, 1 if the header is absent.
pub(super) fn read_api_version(document: &Document, headers: &HeaderMap) -> Result<u32, Refusal> {
    let Some(text) = single_value(headers, "api-version")? else { return Ok(1) };
    let known = document.versions();
    let requested = known.iter().find(|version| version.to_string() == text).copied();
    requested.ok_or_else(|| {
        let known: Vec<String> = known.iter().map(ToString::to_string).collect();
        Refusal::bad(format!("Api-Version must be {}.", known.join(" or ")))
    })
}

/// Reads the institute from the header and checks that the token's scopes include it.
pub(super) fn authorise_institute(
    shared: &Shared,
    headers: &HeaderMap,
    scopes: &[String],
) -> Result<(InstituteIndex, InstituteNumber), Refusal> {
    let text = single_value(headers, "instituteno")?.unwrap_or_default();
    if text.is_empty() {
        return Err(Refusal::bad("The header InstituteNo is missing."));
    }
    let number: InstituteNumber = text.parse().map_err(|_| Refusal::bad("InstituteNo must be six digits."))?;
    if !scopes.contains(&personeel_client::scope(number)) {
        return Err(Refusal::Forbidden);
    }
    let index = shared.world.institute_index(number).ok_or(Refusal::Forbidden)?;
    Ok((index, number))
}

/// Returns the only value of a header. HTTP treats repeated headers as one comma-separated list, so both forms are
/// refused.
fn single_value<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let refused = || Refusal::bad(format!("The header {name} must be sent once, with one value."));
    let mut values = headers.get_all(name).iter();
    let (first, second) = (values.next(), values.next());
    if second.is_some() {
        return Err(refused());
    }
    let Some(value) = first else { return Ok(None) };
    let text = value.to_str().map_err(|_| refused())?.trim();
    if text.contains(',') { Err(refused()) } else { Ok(Some(text)) }
}
