//! README.md and LEESMIJ.md show what the program prints: each command in its blocks runs against the sandbox.
//!
//! A line `…` stands for any lines. With UPDATE_README=1 the blocks are rewritten, with as many lines before and after
//! it as before.

use std::path::{Path, PathBuf};

use crate::support::{Program, sandbox};

/// One command of a block, and its output.
struct Example {
    /// The command, with its continuation lines joined.
    command: String,
    /// The index of the first line of the output.
    from: usize,
    /// The index after its last line.
    to: usize,
}

fn find_examples(lines: &[String]) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut is_inside = false;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        at += 1;
        if line.starts_with("```") {
            is_inside = line == "```console";
        } else if is_inside && line.starts_with("$ ") {
            let mut command = line[2..].to_owned();
            while let Some(rest) = command.strip_suffix('\\') {
                command = format!("{rest}{}", lines[at].trim_start());
                at += 1;
            }
            let from = at;
            while !lines[at].starts_with("```") && !lines[at].starts_with("$ ") {
                at += 1;
            }
            found.push(Example { command, from, to: at });
        }
    }
    found
}

/// Splits a command into words; a quoted part is one word.
fn split_words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for letter in command.chars() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Compares the shown output with the actual one. Returns the lines to show instead if they differ.
fn find_stale(shown: &[String], output: &[String]) -> Option<Vec<String>> {
    // A token's remaining time depends on how long the program took, and a table's width on values that are normalised.
    let normalised = |line: &str| line.replace("3599", "3600").split_whitespace().collect::<Vec<_>>().join(" ");
    let same = |left: &String, right: &String| normalised(left) == normalised(right);
    let all_same = |left: &[String], right: &[String]| {
        left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same(a, b))
    };
    let Some(gap) = shown.iter().position(|line| line == "…") else {
        return (!all_same(shown, output)).then(|| output.to_vec());
    };
    let (head, tail) = (gap.min(output.len()), shown.len() - gap - 1);
    let tail_from = output.len().saturating_sub(tail).max(head);
    let expected = [&output[..head], &["…".to_owned()], &output[tail_from..]].concat();
    (!all_same(shown, &expected)).then_some(expected)
}

/// Replaces the parts of a line that differ between runs by examples.
fn normalise(line: &str, program: &Program) -> String {
    let line = line.trim_end().replace(&program.home.path().display().to_string(), "/home/personeel");
    let words = line.split(' ').map(|word| match word.strip_prefix("http://127.0.0.1:") {
        Some(_) => "http://127.0.0.1:8080",
        None if word.parse::<personeel::wire::jiff::Timestamp>().is_ok() => "2026-11-23T02:30:00Z",
        None => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

async fn check_readme(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox)
        .with("PERSONEEL_INSTITUTE", "011007,038281,999999")
        .with("PERSONEEL_TODAY", "2026-11-23")
        .with("COLUMNS", "100");
    let mut stale = Vec::new();
    let mut count = 0;
    for Example { command, from, to } in find_examples(&lines) {
        let words = split_words(&command);
        // Other programs, and the sandbox itself, cannot be run by this test.
        if words[0] != "personeel" || words[1] == "sandbox" {
            continue;
        }
        let mut arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let writes_file = words.windows(2).any(|pair| pair[0] == "--out" && pair[1].contains('.'));
        if !command.contains("--format") && !writes_file {
            // As on a terminal.
            arguments.extend(["--format", "table"]);
        }
        let run = program.run(&arguments).await;
        assert!(run.code == 0, "$ {command}\n{run:?}");
        count += 1;
        let output: Vec<String> =
            run.stdout.lines().chain(run.stderr.lines()).map(|line| normalise(line, &program)).collect();
        if let Some(expected) = find_stale(&lines[from..to], &output) {
            stale.push((from, to, command, expected));
        }
    }
    assert!(count > 4, "{}", path.display());
    if std::env::var_os("UPDATE_README").is_some() {
        for (from, to, _, expected) in stale.into_iter().rev() {
            lines.splice(from..to, expected);
        }
        std::fs::write(path, format!("{}\n", lines.join("\n"))).unwrap();
        return;
    }
    let stale: Vec<_> =
        stale.into_iter().map(|(_, _, command, expected)| format!("$ {command}\n{}", expected.join("\n"))).collect();
    assert!(stale.is_empty(), "{} is out of date; UPDATE_README=1 writes:\n{}", path.display(), stale.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn leesmij_shows_what_the_program_prints() {
    check_readme(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("LEESMIJ.md")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readme_shows_what_the_program_prints() {
    check_readme(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")).await;
}

#[test]
fn gaps_stand_for_any_lines() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    assert_eq!(find_stale(&lines("a\n…\nd"), &lines("a\nb\nc\nd")), None);
    assert_eq!(find_stale(&lines("a\n…"), &lines("a\nb")), None);
    assert_eq!(find_stale(&lines("a\n…\nx"), &lines("a\nb\nc")), Some(lines("a\n…\nc")));
    assert_eq!(find_stale(&lines("a"), &lines("b")), Some(lines("b")));
    assert_eq!(split_words("personeel x --where 'a b' --y"), ["personeel", "x", "--where", "a b", "--y"]);
}
