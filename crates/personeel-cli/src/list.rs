//! Lists and records as the service wrote them, after the client's types have read them strictly.

use crate::failure::Failure;
use crate::json::{Fault, Json, elements};

/// What a call for a list gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) rows: Vec<Json>,
    /// Where the rows that could not be read are wrong; there are none unless rows are read one by one.
    pub(crate) odd: Vec<String>,
    /// The service said that there is no data, which a wrong address may say as well.
    pub(crate) is_without_data: bool,
}

impl List {
    /// What is missing, if anything is, with every place.
    pub(crate) fn verdict(&self) -> Option<Failure> {
        let total = self.rows.len() + self.odd.len();
        let message = format!("{} of {total} rows cannot be decoded: {}", self.odd.len(), self.odd.join(", "));
        (!self.odd.is_empty()).then(|| Failure::partial(message))
    }
}

impl From<Vec<Json>> for List {
    fn from(rows: Vec<Json>) -> Self {
        Self { rows, ..Self::default() }
    }
}

/// The rows of a list that was decoded strictly. No data is an empty list.
pub(crate) fn list(body: &[u8]) -> Result<List, Failure> {
    match record(body)? {
        None => Ok(List { is_without_data: true, ..List::default() }),
        Some(Json::List(rows)) => Ok(rows.into()),
        // A list decodes from a JSON array only.
        Some(_) => Err(Failure::internal("a list is no array")),
    }
}

/// The rows of a list that decode, each by itself, and the places of the others. `check` reads a row and gives the place
/// in it that is wrong.
pub(crate) fn list_by_row(body: &[u8], check: impl Fn(&[u8]) -> Result<(), String>) -> Result<List, Failure> {
    if body.is_empty() {
        return list(body);
    }
    let mut list = List::default();
    for (index, row) in elements(body).map_err(|fault| undecodable(&fault))?.into_iter().enumerate() {
        let read = check(row).and_then(|()| Json::read(row).map_err(|fault| fault.place().to_owned()));
        match read {
            Ok(row) => list.rows.push(row.with_plain_ids()),
            Err(place) => list.odd.push(place_in_list(index, &place)),
        }
    }
    Ok(list)
}

fn place_in_list(index: usize, place: &str) -> String {
    let place = shortened(place);
    match place.as_str() {
        "" | "." | "$" => format!("[{index}]"),
        place if place.starts_with('[') => format!("[{index}]{place}"),
        place => format!("[{index}].{place}"),
    }
}

/// One record that was decoded strictly; `None` where there is no data.
pub(crate) fn record(body: &[u8]) -> Result<Option<Json>, Failure> {
    if body.is_empty() {
        return Ok(None);
    }
    Json::read(body).map(|value| Some(value.with_plain_ids())).map_err(|fault| undecodable(&fault))
}

/// A place that forges no line and fits on one.
fn shortened(place: &str) -> String {
    const MOST: usize = 120;
    let mut letters = place.chars().filter(|letter| !letter.is_control());
    let mut short: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

fn undecodable(fault: &Fault) -> Failure {
    Failure::decode(format!("{} at {}", fault.what, shortened(fault.place())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_what_no_type_knows() {
        let text = r#"[{"pOnderbreking":7,"begindatum":"2026-11-02T00:00:00","doId":null}]"#;
        assert_eq!(Json::List(list(text.as_bytes()).unwrap().rows).to_text(), text);
        let none = list(b"").unwrap();
        assert!(none.rows.is_empty() && none.is_without_data);
        assert!(!list(b"[]").unwrap().is_without_data);
    }

    #[test]
    fn rows_are_good_or_bad_one_by_one() {
        #[derive(serde::Deserialize)]
        struct Row {
            #[allow(dead_code)] // only whether it reads counts
            naam: Vec<String>,
        }
        let body = b"[{\"naam\":[]},{\"naam\":[1]},7,{\"naam\":[],\"x\":\"\xe9\"},{\"naam\":[\"\xe9\"]},{\"naam\" []}]";
        let check = |row: &[u8]| {
            let mut reader = serde_json::Deserializer::from_slice(row);
            serde_path_to_error::deserialize::<_, Row>(&mut reader).map(drop).map_err(|error| error.path().to_string())
        };
        let list = list_by_row(body, check).unwrap();
        assert_eq!(list.rows.len(), 2);
        assert_eq!(list.odd, ["[1].naam[0]", "[2]", "[4].naam[0]", "[5]"]);
        assert!(list_by_row(b"{}", check).unwrap_err().line().contains("no list at $"));
    }
}
