//! `config init` and `config show`: a first profile, and where each setting comes from.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use personeel::InstituteNumber;
use zeroize::Zeroizing;

use crate::cli::{self, Global};
use crate::columns;
use crate::failure::Failure;
use crate::json::Json;
use crate::output::{Output, errors, print_note};
use crate::settings::init::Configuration;
use crate::settings::origin;

/// Prints each setting with its origin, and then what is missing or invalid.
pub(super) fn show(global: &Global) -> Result<(), Failure> {
    let (settings, mut faults) = origin::settings(global);
    let output = Output::new(global);
    let row = |setting: &origin::Setting| {
        Json::record([
            ("setting", Json::text(setting.name)),
            ("value", Json::text(&setting.value)),
            ("origin", Json::text(&setting.origin)),
        ])
    };
    output.rows(&settings.iter().map(row).collect::<Vec<_>>(), &columns::SETTINGS)?;
    if faults.is_empty() {
        return Ok(());
    }
    // The first fault decides, since the others may follow from it.
    let first = faults.remove(0);
    if !output.is_json() {
        faults.iter().for_each(errors::print_failure);
    }
    Err(first)
}

/// Asks for the settings that no flag gives, and saves them as a profile.
pub(super) async fn init(global: &Global) -> Result<(), Failure> {
    let given = global.clone();
    // Reading blocks, and Ctrl-C must still take effect.
    let work = tokio::task::spawn_blocking(move || ask_and_write(&given)).await;
    work.map_err(|_| Failure::internal("internal error: `config init` panicked"))?
}

fn ask_and_write(global: &Global) -> Result<(), Failure> {
    let configuration = Configuration::read()?;
    let name = global.profile.as_deref().unwrap_or("default");
    configuration.check_is_new(name)?;
    let mut settings = Vec::new();
    let client_id = match &global.client_id {
        Some(id) => id.clone(),
        None => ask("Client id issued by Informat", |text| Ok::<_, String>(text.to_owned()))?,
    };
    settings.push(("client_id", toml::Value::from(client_id)));
    match &global.client_secret_file {
        Some(path) => {
            let path = std::path::absolute(path).map_err(|error| Failure::io("--client-secret-file", &error))?;
            let text =
                path.to_str().ok_or_else(|| Failure::usage("--client-secret-file: the path is not valid UTF-8"))?;
            settings.push(("client_secret_file", toml::Value::from(text)));
        }
        None => settings.push(("client_secret", toml::Value::from(ask_secret()?.as_str()))),
    }
    let institutes = if global.institute.is_empty() {
        ask("Institutes, six digits each, separated by commas", parse_institutes)?
    } else {
        global.institute.clone()
    };
    let institutes: Vec<_> = institutes.iter().map(|institute| toml::Value::from(institute.to_string())).collect();
    settings.push(("institutes", toml::Value::Array(institutes)));
    let urls = [("api_url", &global.api_url), ("identity_url", &global.identity_url)];
    settings.extend(urls.into_iter().filter_map(|(key, url)| Some((key, toml::Value::from(url.as_deref()?)))));
    configuration.add(name, &settings)?;
    let flag = if name == "default" { String::new() } else { format!(" --profile {name}") };
    print_note(&format!(
        "profile {name} is saved in {}, readable only by you. To test it: personeel auth check{flag}",
        configuration.path().display()
    ));
    Ok(())
}

fn parse_institutes(text: &str) -> Result<Vec<InstituteNumber>, String> {
    text.split(',').map(|number| cli::scalar(number.trim())).collect()
}

/// Asks until the answer is valid; without a terminal, only once.
fn ask<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
    loop {
        prompt(question)?;
        let line = read_line(question)?;
        let answer = line.trim();
        let read = if answer.is_empty() { Err("no value given".to_owned()) } else { read(answer) };
        match read {
            Ok(value) => return Ok(value),
            Err(expected) if io::stdin().is_terminal() => print_note(&expected),
            Err(expected) => return Err(Failure::usage(format!("{question}: {expected}"))),
        }
    }
}

/// Asks for the secret, without echoing it on a terminal.
fn ask_secret() -> Result<Zeroizing<String>, Failure> {
    const QUESTION: &str = "Client secret";
    loop {
        let secret = if io::stdin().is_terminal() {
            prompt("Client secret (not shown)")?;
            let read = rpassword::read_password().map(Zeroizing::new);
            read.map_err(|error| Failure::io("cannot read the secret", &error))?
        } else {
            read_line(QUESTION)?
        };
        let trimmed = secret.trim();
        if !trimmed.is_empty() {
            return Ok(Zeroizing::new(trimmed.to_owned()));
        }
        if !io::stdin().is_terminal() {
            return Err(Failure::usage(format!("{QUESTION}: no value given")));
        }
    }
}

fn prompt(question: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Ok(());
    }
    let mut out = io::stderr().lock();
    let written = write!(out, "{question}: ").and_then(|()| out.flush());
    written.map_err(|error| Failure::io("cannot write the question", &error))
}

fn read_line(question: &str) -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) => Err(Failure::usage(format!("{question}: no answer; give it with a flag or on standard input"))),
        Ok(_) => Ok(line),
        Err(error) => Err(Failure::io("cannot read the answer", &error)),
    }
}
