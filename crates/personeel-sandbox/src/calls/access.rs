//! Who may call what: the token and the two headers of the guide.

use http::header::{self, HeaderMap};
use personeel_wire::InstituteNumber;

use super::refusal::Refusal;
use crate::credentials::audience;
use crate::document::Document;
use crate::state::Shared;
use crate::world::InstituteIndex;

/// The scopes of the token, or 401.
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

/// The API version, 1 where the header is absent.
pub(super) fn version(document: &Document, headers: &HeaderMap) -> Result<u32, Refusal> {
    let Some(text) = single(headers, "api-version")? else { return Ok(1) };
    let known = document.versions();
    let wanted = known.iter().find(|version| version.to_string() == text).copied();
    wanted.ok_or_else(|| {
        let known: Vec<String> = known.iter().map(ToString::to_string).collect();
        Refusal::bad(format!("Api-Version must be {}.", known.join(" or ")))
    })
}

/// The institute that the header names, if the token's scopes hold it.
pub(super) fn institute(
    shared: &Shared,
    headers: &HeaderMap,
    scopes: &[String],
) -> Result<(InstituteIndex, InstituteNumber), Refusal> {
    let text = single(headers, "instituteno")?.unwrap_or_default();
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

/// The only value of a header. Repeated headers are one comma-separated list to HTTP, and are refused in both forms.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
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
