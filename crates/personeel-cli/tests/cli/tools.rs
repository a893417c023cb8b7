//! `codes`, `sandbox`, `completions` and `man`.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::support::{Program, YEAR};

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_explained() {
    let program = Program::bare();
    let all = program.run(&["codes"]).await.expect(0).json();
    assert_eq!(all.as_array().unwrap().len(), personeel::codes::CODES.len());
    let one = program.run(&["codes", "br013"]).await.expect(0).json();
    assert_eq!((&one["code"], &one["field"]), (&"BR013".into(), &"hfd".into()));
    assert!(!one["message"].as_str().unwrap().is_empty() && !one["remedy"].as_str().unwrap().is_empty());
    let table = program.run(&["codes", "BR026", "--format", "table"]).await.expect(0).stdout;
    insta::assert_snapshot!("code-table", table);
    let unknown = program.run(&["codes", "BR999", "-f", "json"]).await.expect(9);
    assert_eq!(unknown.error()["kind"], "not_found");
}

/// Scripts must not depend on the language of whoever runs them; people are told in theirs.
#[tokio::test(flavor = "multi_thread")]
async fn codes_are_told_in_dutch_to_whoever_reads_it() {
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
async fn somebody_is_absent_on_the_sandbox_s_own_day() {
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

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_man_page() {
    let program = Program::bare();
    let main = program.run(&["man"]).await.expect(0).stdout;
    assert!(main.contains(".TH personeel 1"), "{main}");
    assert!(main.contains(".SH EXIT CODES\n.nf\n") && main.contains("max\\-change\\-pct"), "{main}");
    program.run(&["man", "--out", "pages"]).await.expect(0);
    let folder = program.home.path().join("pages");
    for page in ["personeel.1", "personeel-photos-save.1", "personeel-diff.1", "personeel-communication-numbers-put.1"]
    {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".SH EXAMPLE") || page == "personeel.1", "{page}");
    }
    assert!(std::fs::read_dir(folder).unwrap().count() > 30);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_runs_until_it_is_told_to_end() {
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
async fn the_sandbox_tells_its_settings_as_a_shell_reads_them() {
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
