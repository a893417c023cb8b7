//! Completions, as a shell requests them.

use crate::support::{Program, YEAR};

/// Returns the completions of the last word.
async fn complete(program: &Program, words: &[&str]) -> Vec<String> {
    let index = words.len().to_string();
    let run = program
        .clone()
        .with("PERSONEEL_COMPLETE", "bash")
        .with("_CLAP_IFS", "\n")
        .with("_CLAP_COMPLETE_INDEX", index)
        .with("_CLAP_COMPLETE_COMP_TYPE", "9")
        .with("_CLAP_COMPLETE_SPACE", "true")
        .run(&[&["--", "personeel"], words].concat())
        .await
        .expect(0);
    run.stdout.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_completed_and_files_only_where_a_file_is_expected() {
    let program = Program::bare().with("PERSONEEL_CONFIG", "config.toml").with("PERSONEEL_INSTITUTE", "999999");
    let file = program.home.path().join("config.toml");
    std::fs::write(file, "[default]\ninstitutes = '011007'\n[test]\ninstitutes = ['038281']\n").unwrap();
    assert_eq!(complete(&program, &["codes", "MNA00"]).await.len(), 9);
    assert!(complete(&program, &["codes", ""]).await.contains(&"BR013".to_owned()));
    assert_eq!(complete(&program, &["--profile", ""]).await, ["default", "test"]);
    assert_eq!(complete(&program, &["employees", "list", "--institute", "0"]).await, ["011007", "038281"]);
    assert_eq!(complete(&program, &["employees", "list", "--institute", "011007,9"]).await, ["011007,999999"]);
    let years = complete(&program, &["employees", "list", "--school-year", ""]).await;
    assert!(years.len() == 3 && years.iter().all(|year| year.len() == YEAR.len()), "{years:?}");
    assert_eq!(complete(&program, &["help", "emp"]).await, ["employees"]);
    assert_eq!(complete(&program, &["employees", "list", "--columns", "naam,voor"]).await, ["naam,voornaam"]);
    assert_eq!(complete(&program, &["employees", "list", "--columns", "mail=emailadressen.e"]).await.len(), 1);
    assert_eq!(complete(&program, &["people", "--where", "geboorted"]).await, ["geboortedatum"]);
    assert_eq!(complete(&program, &["absent", "--sort", "-eind"]).await, ["-einddatum"]);
    assert!(complete(&program, &["interruptions", "list", "--columns", "persoon."]).await.len() > 2);
    // Files are offered only where a file is expected.
    assert_eq!(complete(&program, &["employees", "list", "--structure", ""]).await, [""; 0]);
    assert_eq!(complete(&program, &["diff", "--db", "conf"]).await, ["config.toml"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shell_has_a_completion_script() {
    let program = Program::bare();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program.run(&["completions", shell]).await.expect(0).stdout;
        assert!(script.contains("PERSONEEL_COMPLETE"), "{shell}: {script}");
    }
    program.run(&["completions", "cmd"]).await.expect(2);
}

/// Bash itself loads the script and completes a word.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn bash_completes_a_code() {
    let Ok(found) = std::process::Command::new("bash").arg("--version").output() else { return };
    assert!(found.status.success());
    let program = Program::bare();
    let script = program.run(&["completions", "bash"]).await.expect(0).stdout;
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_personeel")).parent().unwrap().display().to_string();
    let ask = "COMP_WORDS=(personeel codes BR01); COMP_CWORD=2; COMP_TYPE=9; \
               _clap_complete_personeel personeel BR01 codes; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let output = tokio::process::Command::new("bash")
        .args(["-c", &format!("{script}\n{ask}")])
        .env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap_or_default()))
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().any(|line| line.trim() == "BR013"), "{text} {:?}", String::from_utf8(output.stderr));
}
