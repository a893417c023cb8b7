//! First steps: writing a profile, the origin of each setting, and missing settings.

use serde_json::Value;

use crate::support::{Program, YEAR, sandbox};

const LIST: [&str; 4] = ["employees", "list", "--school-year", YEAR];

/// Returns the value and origin of a setting in the output of `config show`.
fn shown_setting(rows: &Value, name: &str) -> (String, String) {
    let row = rows.as_array().unwrap().iter().find(|row| row["setting"] == name).unwrap_or(&Value::Null);
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (text("value"), text("origin"))
}

#[tokio::test(flavor = "multi_thread")]
async fn init_writes_a_profile_that_works_and_shows_no_secret() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::bare().with("PERSONEEL_CONFIG", "new/config.toml");
    let init = ["config", "init", "--api-url", sandbox.api_url(), "--identity-url", sandbox.identity_url()];
    let answers = format!("{}\n{}\n011007, 038281\n", sandbox.client_id(), sandbox.client_secret());
    let run = program.run_with_input(&init, &answers).await.expect(0);
    assert!(run.stderr.contains("personeel auth check") && !run.stderr.contains(sandbox.client_secret()), "{run:?}");
    let file = program.home.path().join("new/config.toml");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }
    program.run(&LIST).await.expect(0);

    let before = std::fs::read_to_string(&file).unwrap();
    // An existing profile is kept, and another one is appended.
    let twice = program.run_with_input(&init, &answers).await.expect(2);
    assert!(twice.stderr.contains("a profile 'default'"), "{twice:?}");
    let name = "de \"tweede\"";
    let second = [&init[..], &["--profile", name, "--client-id", "x", "--institute", "111111"]].concat();
    program.run_with_input(&second, "geheim 'van' \"mij\"\n").await.expect(0);
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(&before));
    let rows = program.run(&["config", "show", "--profile", name]).await.expect(0);
    assert!(!rows.stdout.contains("geheim"), "{rows:?}");
    let rows = rows.json();
    assert_eq!(shown_setting(&rows, "client id"), ("x".to_owned(), "the profile".to_owned()));
    assert_eq!(shown_setting(&rows, "client secret"), ("set".to_owned(), "the profile".to_owned()));
    assert_eq!(shown_setting(&rows, "profile"), (name.to_owned(), "--profile".to_owned()));

    for answers in ["", "\n", "id\n", "id\ngeheim\n11007\n"] {
        let run = program.run_with_input(&["config", "init", "--profile", "third"], answers).await.expect(2);
        assert!(!run.stderr.contains("geheim"), "{run:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn show_names_the_origin_of_each_setting() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:8");
    let rows = program.run(&["config", "show", "--retries", "7", "--institute", "038281"]).await.expect(0).json();
    for (name, value, origin) in [
        ("institutes", "038281", "--institute"),
        ("api url", "http://127.0.0.1:9", "PERSONEEL_API_URL"),
        ("client secret", "set", "PERSONEEL_CLIENT_SECRET"),
        ("retries", "7", "--retries"),
        ("timeout", "300s", "default"),
    ] {
        assert_eq!(shown_setting(&rows, name), (value.to_owned(), origin.to_owned()), "{name}");
    }
    let some = Program::bare().with("PERSONEEL_INSTITUTE", "011007");
    let run = some.run(&["config", "show", "-f", "table"]).await.expect(3);
    assert!(run.stdout.contains("PERSONEEL_INSTITUTE") && run.stderr.contains("no client id"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_missing_settings_are_reported_at_once() {
    let run = Program::bare().run(&LIST).await.expect(3);
    assert!(run.stderr.contains("no client id, no client secret and no institute"), "{run:?}");
    assert!(run.stderr.contains("personeel config init"), "{run:?}");
    let but_one = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9").without("PERSONEEL_INSTITUTE");
    let run = but_one.run(&LIST).await.expect(2);
    assert!(run.stderr.contains("no institute:"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_named_by_a_flag_overrides_the_environment() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9")
        .with("PERSONEEL_CLIENT_ID", "another")
        .with("PERSONEEL_CLIENT_SECRET", "another")
        .with("PERSONEEL_INSTITUTE", "111111")
        .with("PERSONEEL_CONFIG", "config.toml");
    let file = program.home.path().join("config.toml");
    let write = |more: &str| {
        let text = format!(
            "[test]\nclient_id = '{}'\nclient_secret = '{}'\ninstitutes = '011007'\nidentity_url = '{}'\n{more}",
            sandbox.client_id(),
            sandbox.client_secret(),
            sandbox.identity_url()
        );
        std::fs::write(&file, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    };
    write(&format!("api_url = '{}'\n", sandbox.api_url()));
    let named = [&LIST[..], &["--profile", "test", "-f", "csv"]].concat();
    let run = program.run(&named).await.expect(0);
    assert_eq!(run.stderr, "");
    // Other flags override the profile; a profile named by a variable does not override other variables.
    program.run(&[&named[..], &["--institute", "111111"]].concat()).await.expect(3);
    program.clone().with("PERSONEEL_PROFILE", "test").run(&[&LIST[..], &["--retries", "0"]].concat()).await.expect(6);
    // Settings that the profile lacks come from the environment, which is reported.
    write("");
    let run = program.run(&[&named[..], &["--retries", "0"]].concat()).await.expect(6);
    assert!(run.stderr.contains("so PERSONEEL_API_URL applies"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn institutes_may_be_text_or_a_list() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9")
        .without("PERSONEEL_INSTITUTE")
        .with("PERSONEEL_CONFIG", "config.toml");
    let file = program.home.path().join("config.toml");
    for (text, institutes) in [
        ("'011007'", Some("011007")),
        ("'011007, 038281'", Some("011007, 038281")),
        ("['011007']", Some("011007")),
        ("11007", None),
        ("[11007]", None),
        ("'11007'", None),
    ] {
        std::fs::write(&file, format!("[default]\ninstitutes = {text}\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let run = program.run(&["config", "show"]).await;
        match institutes {
            Some(institutes) => assert_eq!(shown_setting(&run.expect(0).json(), "institutes").0, institutes),
            None => assert!(run.clone().expect(2).stderr.contains("institutes"), "{run:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_names_the_configuration_file_and_exists_for_every_command() {
    let program = Program::bare();
    for arguments in [&["--help"][..], &["-h"], &["help"]] {
        let help = program.run(arguments).await.expect(0).stdout;
        assert!(help.contains("config.toml") && help.contains("PERSONEEL_CONFIG"), "{help}");
    }
    let help = program.run(&["help", "employees", "list"]).await.expect(0).stdout;
    assert_eq!(help, program.run(&["employees", "list", "--help"]).await.expect(0).stdout);
    program.run(&["help", "emploees"]).await.expect(2);
}
