//! `codes`, `sandbox`, `completions` and `man`.

use std::process::Stdio;
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

#[tokio::test(flavor = "multi_thread")]
async fn completions_are_made_for_every_shell() {
    let program = Program::bare();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = program.run(&["completions", shell]).await.expect(0).stdout;
        assert!(script.contains("own-fields") && script.contains("max-change-pct"), "{shell}");
    }
    program.run(&["completions", "cmd"]).await.expect(2);
    // The script must at least be one.
    if let Ok(bash) = std::process::Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        let script = program.run(&["completions", "bash"]).await.expect(0).stdout;
        std::io::Write::write_all(&mut bash.stdin.as_ref().unwrap(), script.as_bytes()).unwrap();
        assert!(bash.wait_with_output().unwrap().status.success());
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
