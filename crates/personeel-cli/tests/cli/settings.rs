//! The precedence of settings, and the permissions of files.

use std::path::Path;

use crate::support::{Program, Run, YEAR, sandbox};

const LIST: [&str; 4] = ["employees", "list", "--school-year", YEAR];

fn write(path: &Path, text: &str, mode: u32) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = mode;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_profile_can_hold_all_settings() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::bare();
    let folder = program.home.path().join(".config/personeel");
    let profile = |name: &str, institute: &str| {
        format!(
            "[{name}]\nclient_id = '{}'\nclient_secret_file = 'secret'\ninstitutes = ['{institute}']\napi_url = '{}'\nidentity_url = '{}'\ntimeout = '20s'\nretries = 1\n",
            sandbox.client_id(),
            sandbox.api_url(),
            sandbox.identity_url()
        )
    };
    let text = format!("{}\n{}", profile("default", "011007"), profile("other", "111111"));
    write(&folder.join("config.toml"), &text, 0o600);
    write(&folder.join("secret"), &format!("{}\n", sandbox.client_secret()), 0o600);
    program.run(&LIST).await.expect(0);
    // The other profile is for an institute that the client has no scope for.
    program.run(&[&LIST[..], &["--profile", "other"]].concat()).await.expect(3);
    program.clone().with("PERSONEEL_PROFILE", "other").run(&LIST).await.expect(3);
    program
        .clone()
        .with("PERSONEEL_PROFILE", "other")
        .run(&[&LIST[..], &["--profile", "default"]].concat())
        .await
        .expect(0);
    let none = program.run(&[&LIST[..], &["--profile", "none"]].concat()).await.expect(2);
    assert!(none.stderr.contains("existing profiles: default, other"), "{none:?}");
    // The environment overrides the profile, and a flag overrides the environment.
    let environment = program.clone().with("PERSONEEL_INSTITUTE", "111111");
    environment.run(&LIST).await.expect(3);
    environment.run(&[&LIST[..], &["--institute", "038281"]].concat()).await.expect(0);
    program.clone().with("PERSONEEL_CLIENT_SECRET", "wrong").run(&LIST).await.expect(3);
    let flag = program.clone().with("PERSONEEL_CLIENT_SECRET", "wrong");
    flag.run(&[&LIST[..], &["--client-secret-file", ".config/personeel/secret"]].concat()).await.expect(0);
    program
        .clone()
        .with("PERSONEEL_API_URL", "http://127.0.0.1:9")
        .run(&[&LIST[..], &["--retries", "0"]].concat())
        .await
        .expect(6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_may_come_from_a_file_or_the_system() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).without("PERSONEEL_CLIENT_SECRET");
    let secret = program.home.path().join("secret");
    write(&secret, sandbox.client_secret(), 0o600);
    program.clone().with("PERSONEEL_CLIENT_SECRET_FILE", &secret).run(&LIST).await.expect(0);
    let system = program.home.path().join("credentials");
    write(&system.join("personeel_client_secret"), sandbox.client_secret(), 0o644);
    program.clone().with("CREDENTIALS_DIRECTORY", &system).run(&LIST).await.expect(0);
    write(&secret, "  \n", 0o600);
    let empty = program.clone().with("PERSONEEL_CLIENT_SECRET_FILE", &secret).run(&LIST).await.expect(3);
    assert!(empty.stderr.contains("is empty"), "{empty:?}");
    program.with("PERSONEEL_CLIENT_SECRET_FILE", "nothing").run(&LIST).await.expect(3);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn files_that_others_can_read_are_refused_with_the_command_that_fixes_it() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9");
    let assert_explained = |run: &Run, path: &Path| {
        assert!(run.stderr.contains(&format!("chmod 600 {}", path.display())), "{run:?}");
    };
    let secret = program.home.path().join("secret");
    write(&secret, "geheim", 0o640);
    let without = program.clone().without("PERSONEEL_CLIENT_SECRET");
    assert_explained(&without.with("PERSONEEL_CLIENT_SECRET_FILE", &secret).run(&LIST).await.expect(3), &secret);
    let config = program.home.path().join("config.toml");
    write(&config, "[default]\nclient_secret = 'geheim'\n", 0o604);
    assert_explained(&program.with("PERSONEEL_CONFIG", &config).run(&LIST).await.expect(3), &config);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_configuration_is_reported_by_line_without_the_secret() {
    let program = Program::bare();
    let config = program.home.path().join("config.toml");
    let with = program.clone().with("PERSONEEL_CONFIG", &config);
    for (text, part) in [
        ("[default]\nclient_secret = geheim\n", "line 2"),
        ("[default]\nclient_secert = 'geheim'\n", "line 2"),
        (
            "[default]\ntimeout = 'geheim'\nclient_id = 'x'\nclient_secret = 'geheim'\ninstitutes = ['011007']\n",
            "such as 30s",
        ),
        ("[default]\ninstitutes = ['11007']\n", "six digits"),
    ] {
        write(&config, text, 0o600);
        let run = with.run(&LIST).await.expect(2);
        assert!(run.stderr.contains(part), "{part}: {run:?}");
        assert!(text.contains("timeout") || !run.stderr.contains("geheim"), "{run:?}");
    }
    let missing = program.with("PERSONEEL_CONFIG", "nothing.toml").run(&LIST).await.expect(2);
    assert!(missing.stderr.contains("nothing.toml"), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn byte_order_marks_are_ignored() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).without("PERSONEEL_CLIENT_SECRET");
    let secret = program.home.path().join("secret");
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(sandbox.client_secret().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for content in [format!("\u{feff}{}\r\n", sandbox.client_secret()).into_bytes(), wide] {
        write(&secret, "", 0o600);
        std::fs::write(&secret, content).unwrap();
        program.clone().with("PERSONEEL_CLIENT_SECRET_FILE", &secret).run(&LIST).await.expect(0);
    }
    std::fs::write(&secret, b"caf\xe9").unwrap();
    let run = program.clone().with("PERSONEEL_CLIENT_SECRET_FILE", &secret).run(&LIST).await.expect(3);
    assert!(run.stderr.contains("not valid UTF-8"), "{run:?}");

    let config = program.home.path().join("config.toml");
    write(&config, &format!("\u{feff}[default]\nclient_secret = '{}'\n", sandbox.client_secret()), 0o600);
    program.with("PERSONEEL_CONFIG", &config).run(&LIST).await.expect(0);
}

/// Nothing listens at these URLs: the error must come before anything is sent.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_variable_is_an_error_rather_than_the_default() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9");
    for (name, code) in [
        ("PERSONEEL_API_URL", 2),
        ("PERSONEEL_IDENTITY_URL", 2),
        ("PERSONEEL_INSTITUTE", 2),
        ("PERSONEEL_CLIENT_ID", 2),
        ("PERSONEEL_CLIENT_SECRET", 3),
        ("PERSONEEL_PROFILE", 2),
        ("PERSONEEL_CONFIG", 2),
        ("PERSONEEL_ALLOW_SHARED_SECRET", 3),
    ] {
        for blank in ["", " ", "\t\n"] {
            let run = program.clone().with(name, blank).run(&LIST).await.expect(code);
            assert!(run.stderr.contains(&format!("{name} is set but empty")), "{run:?}");
        }
        #[cfg(unix)]
        if name != "PERSONEEL_CONFIG" {
            use std::os::unix::ffi::OsStrExt as _;
            let mut command = program.command(&LIST);
            command.env(name, std::ffi::OsStr::from_bytes(b"http://caf\xe9.example"));
            let output = command.output().await.unwrap();
            let text = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(code), "{text}");
            assert!(text.contains(&format!("{name} is not valid UTF-8")), "{text}");
        }
    }
    let file = program.clone().without("PERSONEEL_CLIENT_SECRET").with("PERSONEEL_CLIENT_SECRET_FILE", "");
    assert!(file.run(&LIST).await.expect(3).stderr.contains("PERSONEEL_CLIENT_SECRET_FILE is set but empty"));
    program.clone().with("PERSONEEL_INSTITUTE", ", ,").run(&LIST).await.expect(2);
    for flag in ["--api-url", "--identity-url"] {
        program.run(&[&LIST[..], &[flag, ""]].concat()).await.expect(2);
    }
    // A flag overrides a variable, whatever its value.
    let flags = ["--api-url", "http://127.0.0.1:9", "--retries", "0"];
    program.with("PERSONEEL_API_URL", "").run(&[&LIST[..], &flags].concat()).await.expect(6);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_whose_mode_cannot_be_changed_can_be_allowed() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).without("PERSONEEL_CLIENT_SECRET");
    let secret = program.home.path().join("mounted");
    write(&secret, sandbox.client_secret(), 0o644);
    let program = program.with("PERSONEEL_CLIENT_SECRET_FILE", &secret);
    let refused = program.run(&LIST).await.expect(3);
    assert!(refused.stderr.contains("--allow-shared-secret"), "{refused:?}");
    program.run(&[&LIST[..], &["--allow-shared-secret"]].concat()).await.expect(0);
    for (value, code) in [("true", 0), ("1", 0), ("false", 3), ("0", 3), ("ja", 2)] {
        program.clone().with("PERSONEEL_ALLOW_SHARED_SECRET", value).run(&LIST).await.expect(code);
    }
}
