//! Reads the table of decisions: a Markdown table whose first column is `id`.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::Error;

/// Returns the ids in the table. A missing file has no decisions.
///
/// # Errors
///
/// `Error::Other` if the file cannot be read, or if an id occurs twice.
pub fn read(path: &Path) -> Result<BTreeSet<String>, Error> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        other => other.map_err(|error| Error::Other(format!("{}: cannot be read: {error}", path.display())))?,
    };
    let mut ids = BTreeSet::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let first = line.strip_prefix('|').and_then(|row| row.split('|').next()).map(str::trim);
        let Some(first) = first else {
            inside = false;
            continue;
        };
        if first == "id" {
            inside = true;
        } else if let Some(id) = first.strip_prefix('`').and_then(|id| id.strip_suffix('`')).filter(|_| inside)
            && !ids.insert(id.to_owned())
        {
            let place = format!("{}:{}", path.display(), index + 1);
            return Err(Error::Other(format!("{place}: duplicate decision id `{id}`; rename one of them")));
        }
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("README.md");
        std::fs::write(&path, text).unwrap();
        read(&path).map(|ids| ids.into_iter().collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn ids_come_from_the_table_with_an_id_column() {
        let text = "| `key` | what |\n|---|---|\n| `other` | a |\n\n| id | the guide |\n|---|---|\n| `b` | x |\n| `a` | `y` |\n\nEnd. `c`\n";
        assert_eq!(ids(text).unwrap(), ["a", "b"]);
        assert_eq!(read(Path::new("/none/README.md")).unwrap(), BTreeSet::new());
    }

    #[test]
    fn duplicate_ids_are_refused() {
        let error = ids("| id | x |\n|---|---|\n| `a` | 1 |\n| `a` | 2 |\n").unwrap_err();
        assert!(error.ends_with("README.md:4: duplicate decision id `a`; rename one of them"), "{error}");
    }
}
