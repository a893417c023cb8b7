//! `--columns`: paths to fields of a record, each with a title.

use super::path::Path;

/// A chosen column.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) title: String,
    pub(crate) path: Path,
}

/// Reads columns: `naam,gsm=comnrs[soort=Gsm].nr`.
pub(crate) fn parse(text: &str) -> Result<Vec<Chosen>, String> {
    let mut columns: Vec<Chosen> = Vec::new();
    for part in split(text, ',') {
        let (title, path) = match split(part, '=').first() {
            Some(title) if title.len() < part.len() => (Some(unquote(title)), &part[title.len() + 1..]),
            _ => (None, part),
        };
        let path = Path::parse(path)?;
        let title = title.unwrap_or_else(|| path.text().to_owned());
        if title.is_empty() {
            return Err(format!("'{}': no title before the =", part.trim()));
        }
        if columns.iter().any(|known| known.title == title) {
            return Err(format!("two columns are called '{title}'; write TITLE=PATH to rename one"));
        }
        columns.push(Chosen { title, path });
    }
    Ok(columns)
}

fn unquote(title: &str) -> String {
    let title = title.trim();
    title.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(title).to_owned()
}

/// Splits a text at a separator, except within brackets or quotes.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut depth, mut is_quoted, mut from) = (0_usize, false, 0);
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '[' if !is_quoted => depth += 1,
            ']' if !is_quoted => depth = depth.saturating_sub(1),
            _ if letter == sign && depth == 0 && !is_quoted => {
                parts.push(&text[from..at]);
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_titles_and_paths() {
        let text = "naam, email=emailadressen[type=School].email,\"Gsm, privé\"=comnrs[type=\"a,b\"].nr,bank.iban";
        let columns = parse(text).unwrap();
        let found: Vec<_> = columns.iter().map(|column| (column.title.as_str(), column.path.text())).collect();
        assert_eq!(
            found,
            [
                ("naam", "naam"),
                ("email", "emailadressen[type=School].email"),
                ("Gsm, privé", "comnrs[type=\"a,b\"].nr"),
                ("bank.iban", "bank.iban"),
            ]
        );
        for wrong in ["", "a,", "a,a", "x=", "a=b,a=c"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
