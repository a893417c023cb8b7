//! `codes`, `sandbox` and `man`.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::support::{Program, YEAR};

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_explained() {
    let program = Program::bare();
    let all = program.run(&["codes"]).await.expect(0).json();
    assert_eq!(all.as_array().unwrap().len(), personeel::codes::CODES.len());
    let code = program.run(&["codes", "br013"]).await.expect(0).json();
    assert_eq!((&code["code"], &code["field"]), (&"BR013".into(), &"hfd".into()));
    assert!(!code["message"].as_str().unwrap().is_empty() && !code["remedy"].as_str().unwrap().is_empty());
    let table = program.run(&["codes", "BR026", "--format", "table"]).await.expect(0).stdout;
    insta::assert_snapshot!("code-table", table);
    let unknown = program.run(&["codes", "BR999", "-f", "json"]).await.expect(9);
    assert_eq!(unknown.error()["kind"], "not_found");
}

/// Tables are in the user's language. Formats for scripts must not depend on it.
#[tokio::test(flavor = "multi_thread")]
async fn tables_of_codes_are_in_the_users_language() {
    let info = personeel::codes::CODES.iter().find(|info| info.name == "BR013").unwrap();
    let dutch = Program::bare().with("LC_ALL", "nl_BE.UTF-8").with("LANG", "nl_BE.UTF-8");
    let english = Program::bare().with("LC_ALL", "en_GB.UTF-8").with("LANG", "en_GB.UTF-8");
    for (program, more, message) in [
        (&dutch, &["-f", "json"][..], info.message),
        (&dutch, &["-f", "json", "--lang", "nl"], info.message_nl),
        (&english, &["--lang", "nl"], info.message_nl),
        (&english, &[], info.message),
    ] {
        let run = program.run(&[&["codes", "BR013"], more].concat()).await.expect(0).json();
        assert_eq!(run["message"], message, "{more:?}");
    }
    for (program, more, word) in
        [(&dutch, &[][..], "hoofdstructuur"), (&english, &[], "structure"), (&dutch, &["--lang", "en"], "structure")]
    {
        let run = program.run(&[&["codes", "BR013", "-f", "table"], more].concat()).await.expect(0);
        assert!(run.stdout.contains(word), "{run:?}");
    }
    let all = dutch.run(&["codes", "--lang", "nl"]).await.expect(0).json();
    for row in all.as_array().unwrap() {
        let info = personeel::codes::CODES.iter().find(|info| row["code"] == info.name).unwrap();
        assert_eq!((&row["message"], &row["remedy"]), (&info.message_nl.into(), &info.remedy_nl.into()));
        assert!(info.message_nl != info.message && info.remedy_nl != info.remedy, "{}", info.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_absent_on_every_date_of_the_sandbox() {
    for today in ["2026-09-01", "2026-11-23", "2027-02-15", "2027-06-10", "2027-08-31"] {
        let day = today.parse().unwrap();
        let sandbox = personeel_sandbox::Sandbox::builder().today(day).start().await.unwrap();
        let run = Program::of(&sandbox).run(&["interruptions", "list", "--school-year", YEAR]).await.expect(0).json();
        let day = |row: &serde_json::Value, field: &str| row[field].as_str().unwrap_or_default()[..10].to_owned();
        let is_absent = |row: &&serde_json::Value| {
            day(row, "begindatum").as_str() <= today && today <= day(row, "einddatum").as_str()
        };
        assert!(run.as_array().unwrap().iter().filter(is_absent).count() > 0, "{today}");
    }
}

/// Returns the names under `Commands:` in a help text.
fn subcommands(help: &str) -> Vec<String> {
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands.filter_map(|line| line.strip_prefix("  ")?.split_once("  ").map(|(name, _)| name.to_owned()));
    names.filter(|name| !name.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_man_page() {
    let program = Program::bare();
    let main = program.run(&["man"]).await.expect(0).stdout;
    assert!(main.contains(".TH personeel 1"), "{main}");
    assert!(main.contains(".SH EXIT CODES\n.nf\n") && main.contains("max\\-change\\-pct"), "{main}");
    program.run(&["man", "--out", "pages"]).await.expect(0);
    let folder = program.home.path().join("pages");
    let mut expected = Vec::new();
    let mut open = vec![Vec::<String>::new()];
    while let Some(path) = open.pop() {
        let words: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
        let help = program.run(&words).await.expect(0).stdout;
        let page = format!(
            "{}.1",
            ["personeel"].into_iter().chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join("-")
        );
        let text = std::fs::read_to_string(folder.join(&page)).unwrap();
        let commands = subcommands(&help);
        assert!(text.contains(".SH EXAMPLE") || !commands.is_empty(), "{page}");
        open.extend(commands.into_iter().map(|name| [&path[..], &[name]].concat()));
        expected.push(page);
    }
    let mut pages: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    pages.sort();
    expected.sort();
    assert_eq!(pages, expected);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_runs_until_a_signal() {
    use rustix::process::{Pid, Signal, kill_process};

    let program = Program::bare();
    for signal in [Signal::INT, Signal::TERM] {
        let arguments = ["sandbox", "--seed", "3", "--employees", "7", "--institute", "123456", "--format", "ndjson"];
        let mut child = program.command(&arguments).spawn().unwrap();
        let mut line = String::new();
        let reading = tokio::time::timeout(Duration::from_secs(20), async {
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await
        });
        reading.await.unwrap().unwrap();
        let settings: serde_json::Value = serde_json::from_str(&line).unwrap();
        let inside = Program::at(settings["apiUrl"].as_str().unwrap(), settings["identityUrl"].as_str().unwrap());
        let inside = inside.with("PERSONEEL_INSTITUTE", settings["institutes"][0].as_str().unwrap());
        inside.run(&["employees", "list", "--school-year", YEAR]).await.expect(0);
        let id = Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap();
        kill_process(id, signal).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(20), child.wait()).await.unwrap().unwrap();
        assert_eq!(ended.code(), Some(0), "{signal:?}");
    }
    program.run(&["sandbox", "--faults", "gremlins=1"]).await.expect(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_prints_its_settings_for_a_shell() {
    let program = Program::bare();
    for (shell, line) in [
        ("bash", "export PERSONEEL_INSTITUTE=011007,038281"),
        ("powershell", "$env:PERSONEEL_INSTITUTE = '011007,038281'"),
        ("fish", "set -gx PERSONEEL_INSTITUTE 011007,038281"),
    ] {
        let arguments = ["sandbox", "--institute", "011007,038281", "--shell", shell];
        let mut child = program.command(&arguments).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut seen = Vec::new();
        while seen.len() < 5 {
            let next = tokio::time::timeout(Duration::from_secs(20), lines.next_line());
            seen.push(next.await.unwrap().unwrap().unwrap());
        }
        assert_eq!(seen[4], line);
        child.kill().await.unwrap();
    }
    program.run(&["sandbox", "--shell", "cmd"]).await.expect(2);
}
