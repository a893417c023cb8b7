//! Tests `audit NEW --since OLD`: no change of the text is lost, whatever the reader makes of it.

use std::fs;

use serde_json::Value;

use crate::{Outcome, audit, base, edited, items_of};

fn since(text: &str, acknowledged: Option<&str>) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let guide = folder.path().join("guide.txt");
    fs::write(&guide, text).unwrap();
    let (old, document) = (base("guide.txt"), base("document.yaml"));
    let known = folder.path().join("acknowledged.yaml");
    let text = acknowledged.map_or_else(|| fs::read_to_string(base("acknowledged.yaml")).unwrap(), ToOwned::to_owned);
    fs::write(&known, text).unwrap();
    let [old, document, known] = [&old, &document, &known].map(|path| path.to_str().unwrap());
    audit(&guide, &["--since", old, "--document", document, "--acknowledged", known])
}

fn words(report: &Value) -> String {
    report["since"].as_array().into_iter().flatten().filter_map(|hunk| hunk["words"].as_str()).collect()
}

/// Changes each line of the base guide in turn: adds a word, inserts a line, removes the line.
#[test]
fn no_change_goes_unnoticed() {
    let guide = fs::read_to_string(base("guide.txt")).unwrap();
    let lines: Vec<&str> = guide.lines().collect();
    let written = |lines: &[&str]| lines.join("\n") + "\n";
    let (mut tried, mut unnoticed) = (0, Vec::new());
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let more = format!("{} zwart", line.trim_end());
        let changed: Vec<_> =
            lines.iter().enumerate().map(|(at, line)| if at == index { &more } else { *line }).collect();
        let (before, after) = lines.split_at(index + 1);
        let inserted = [before, &["", "Het zwart is mooi.", ""], after].concat();
        let removed = [&lines[..index], after].concat();
        for (what, text, shows) in [
            ("word", written(&changed), "zwart"),
            ("line", written(&inserted), "zwart"),
            ("less", written(&removed), ""),
        ] {
            tried += 1;
            let outcome = since(&text, None);
            let seen = outcome.report.is_null() || words(&outcome.report).contains(shows);
            let known = outcome.report["since"].as_array().is_none_or(|hunks| !hunks.is_empty());
            if outcome.code == Some(0) || !seen || !known {
                unnoticed.push(format!("{what} {}: `{line}` {:?}", index + 1, outcome.code));
            }
        }
    }
    assert!(tried >= 250, "{tried}");
    assert!(unnoticed.is_empty(), "{} of {tried} unnoticed:\n{}", unnoticed.len(), unnoticed.join("\n"));
}

/// A change that the table reader ignores: another column in the header.
#[test]
fn a_change_that_no_item_covers_is_unread() {
    let text = edited(&[("All went well.", "All went very well.")]);
    let outcome = since(&text, None);
    assert_eq!(outcome.code, Some(4));
    // A change of prose is covered by the item about its passage.
    let hunk = &outcome.report["since"][0];
    assert_eq!(hunk["words"], "… {+very+} …");
    assert_eq!(hunk["told_by"].as_array().unwrap().len(), 1, "{hunk}");

    let head = ("Code Description", "Code  Description");
    assert_eq!(since(&edited(&[head]), None).code, Some(0), "whitespace is not a change");

    // A table header is not prose, and no item is about it.
    let text = edited(&[("Field Type Description", "Field Type Required Description")]);
    let outcome = since(&text, None);
    let unread: Vec<_> = items_of(&outcome.report).into_iter().filter(|item| item.contains(" unread ")).collect();
    assert!(!unread.is_empty(), "{:#}", outcome.report);
}

#[test]
fn an_unread_change_is_acknowledged_like_any_other_item() {
    let text = edited(&[("Request \n\nHeaders", "Request \n\nHeaders \n\nHeaders")]);
    let outcome = since(&text, None);
    let ids: Vec<_> = ["missing_in_document", "missing_in_guide", "differs"]
        .iter()
        .flat_map(|list| outcome.report[list].as_array().unwrap())
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| id.contains(": unread ")), "{ids:?}");
    let known = fs::read_to_string(base("acknowledged.yaml")).unwrap();
    let items: Vec<_> = ids.iter().map(|id| format!("      - {}\n", Value::from(id.as_str()))).collect();
    let known = known.replacen("read:\n", &format!("  - reason: A heading.\n    items:\n{}read:\n", items.concat()), 1);
    assert_eq!(since(&text, Some(&known)).code, Some(0));
    // Without an older guide, such an entry is not reported as unused.
    assert_eq!(since(&fs::read_to_string(base("guide.txt")).unwrap(), None).code, Some(0));
}
