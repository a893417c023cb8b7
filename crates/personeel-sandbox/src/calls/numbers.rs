//! Communication numbers.
//!
//! The guide shows the order of its checks as a picture, so the order here is a decision: first all errors in the
//! request, reported together; then whether the employee is active (BR024, also for an unknown person); then, among the
//! numbers other than the one whose id is sent, the same kind, type and number (BR026) before the same kind and type
//! (BR025).

use http::StatusCode;
use personeel_client::codes::ErrorCode;
use personeel_wire::Guid;

use super::body::Fields;
use super::call::Call;
use super::refusal::Refusal;
use crate::reply::{Reply, empty, json, json_bytes};
use crate::state::Shared;
use crate::world::person::Comnr;
use crate::world::population::Person;

/// The kinds: their number in requests and their text in lists.
const KINDS: [(i64, &str); 2] = [(1, "Telefoon"), (3, "Gsm")];
/// The types, likewise. The guide lists no text for the last one.
const TYPES: [(i64, &str); 8] = [
    (1, "Domicilie"),
    (2, "Verblijf"),
    (7, "Alternatief nummer"),
    (8, "Privé nummer"),
    (9, "Noodnummer"),
    (18, "Werk"),
    (30, "Partner"),
    (46, "Buren"),
];

/// Adds a number, or changes the one whose id is sent.
pub(super) fn put(shared: &Shared, call: &Call, body: &Fields) -> Result<Reply, Refusal> {
    let nummer = body.get::<String>("nummer")?;
    let id = body.get::<Guid>("id")?;
    let text_of = |field, texts: &[(i64, &'static str)]| -> Result<Option<&'static str>, Refusal> {
        let sent = body.get::<i64>(field)?;
        Ok(texts.iter().find(|(number, _)| Some(*number) == sent).map(|(_, text)| *text))
    };
    let (soort, kind) = (text_of("soort", &KINDS)?, text_of("type", &TYPES)?);
    let mut codes = call.violations(body);
    if nummer.as_deref().is_some_and(|nummer| !nummer.trim().is_empty() && !is_number(nummer)) {
        codes.push((ErrorCode::Br023, None));
    }
    let (Some(soort), Some(kind), Some(nr), true) = (soort, kind, nummer, codes.is_empty()) else {
        return Err(Refusal::Codes(codes));
    };
    shared.change(|snapshot| {
        let person = active_employee(call).ok_or_else(|| Refusal::code(ErrorCode::Br024))?;
        let mut list = snapshot.comnrs(person);
        let alike = || list.iter().filter(|known| Some(known.id) != id && known.soort == soort && known.kind == kind);
        if let Some(same) = alike().find(|known| digits(&known.nr) == digits(&nr)) {
            return Err(Refusal::existing(ErrorCode::Br026, same.id));
        }
        if let Some(same) = alike().next() {
            return Err(Refusal::existing(ErrorCode::Br025, same.id));
        }
        let id = id.unwrap_or_else(Guid::random);
        let changed = Comnr { id, kind, soort, nr };
        match list.iter_mut().find(|known| known.id == id) {
            Some(known) => *known = changed,
            None => list.push(changed),
        }
        snapshot.set_comnrs(person, list);
        // The guide prints the id in braces, which is not valid JSON.
        if call.dirt.is_some() {
            return Ok(json_bytes(StatusCode::OK, format!("{{\n    \"{id}\"\n}}")));
        }
        Ok(json(StatusCode::OK, &id))
    })
}

/// Removes a number.
pub(super) fn delete(shared: &Shared, call: &Call) -> Result<Reply, Refusal> {
    let (Some(_), Some(id)) = (call.guid("personId"), call.guid("communicationNoId")) else {
        return Err(Refusal::Codes(call.path_violations()));
    };
    shared.change(|snapshot| {
        let unknown = || Refusal::code(ErrorCode::Br028);
        let person = call.employee().map_err(|_| unknown())?;
        let mut list = snapshot.comnrs(person);
        let place = list.iter().position(|known| known.id == id).ok_or_else(unknown)?;
        list.remove(place);
        snapshot.set_comnrs(person, list);
        Ok(empty(StatusCode::OK))
    })
}

fn active_employee(call: &Call) -> Option<Person> {
    let person = call.employee().ok()?;
    call.snapshot.world.tenure(person, call.institute).is_active.then_some(person)
}

/// The sandbox's own rule, since the guide gives none: 8 to 15 digits, optionally a leading plus, and spaces, slashes,
/// dots, hyphens and parentheses between them.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let rest = text.strip_prefix('+').unwrap_or(text);
    let is_separator = |letter: char| matches!(letter, ' ' | '/' | '.' | '-' | '(' | ')');
    (8..=15).contains(&digits(rest).len()) && rest.chars().all(|letter| letter.is_ascii_digit() || is_separator(letter))
}

/// The digits of a number, so that numbers compare equal however they are formatted.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_8_to_15_digits_and_known_separators() {
        for number in ["0400 10 12 14", "+32 400 10.12.14", "(000) 55-52/52", "12345678", "+123456789012345"] {
            assert!(is_number(number), "{number}");
        }
        for number in ["1234567", "1234567890123456", "0400 101214 x2", "32+40010121", "nummer", "+"] {
            assert!(!is_number(number), "{number}");
        }
    }
}
