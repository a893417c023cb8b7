//! `sandbox`: a local service with invented staff, until Ctrl-C or SIGTERM.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use crate::cli::{self, Format, Global, SettingsShell};
use crate::failure::Failure;
use crate::json::Json;
use crate::output::{Output, print_note, to_stdout};

pub(super) async fn run(global: &Global, flags: cli::Sandbox) -> Result<(), Failure> {
    // Before the settings are printed, since a reader may end the sandbox at once. Its end by a signal is not a
    // failure.
    let ended =
        personeel_sandbox::end_signal().map_err(|error| Failure::io("cannot listen for Ctrl-C and SIGTERM", &error))?;
    let mut builder = personeel_sandbox::Sandbox::builder()
        .seed(flags.seed)
        .employees(flags.employees)
        .bind(loopback(flags.port))
        .admin_bind(loopback(flags.admin_port))
        .token_lifetime(flags.token_lifetime);
    if let Some(port) = flags.identity_port {
        builder = builder.identity_bind(loopback(port));
    }
    if !global.institute.is_empty() {
        builder = builder.institutes(global.institute.iter().copied());
    }
    if let Some(today) = flags.today {
        builder = builder.today(today);
    }
    if let Some(faults) = flags.faults {
        builder = builder.faults(faults);
    }
    if let Some(path) = &flags.drift {
        builder = builder.drift(read_drift(path)?);
    }
    let sandbox =
        builder.start().await.map_err(|error| Failure::usage(format!("cannot start the sandbox: {error}")))?;
    announce(Output::new(global), &sandbox, flags.employees, flags.shell)?;
    ended.await;
    sandbox.stop().await;
    Ok(())
}

fn read_drift(path: &Path) -> Result<personeel_sandbox::Drift, Failure> {
    let wrong = |why: &dyn std::fmt::Display| Failure::usage(format!("--drift: '{}': {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    text.parse().map_err(|error: personeel_sandbox::DriftError| wrong(&error))
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

fn announce(
    output: Output,
    sandbox: &personeel_sandbox::Sandbox,
    employees: usize,
    shell: Option<SettingsShell>,
) -> Result<(), Failure> {
    let institutes: Vec<_> = sandbox.institutes().iter().map(ToString::to_string).collect();
    if shell.is_none() && output.format != Format::Table {
        return output.record(&Json::record([
            ("apiUrl", Json::text(sandbox.api_url())),
            ("identityUrl", Json::text(sandbox.identity_url())),
            ("adminUrl", Json::text(sandbox.admin_url())),
            ("clientId", Json::text(sandbox.client_id())),
            ("clientSecret", Json::text(sandbox.client_secret())),
            ("institutes", Json::List(institutes.iter().map(Json::text).collect())),
        ]));
    }
    let settings = [
        ("PERSONEEL_API_URL", sandbox.api_url()),
        ("PERSONEEL_IDENTITY_URL", sandbox.identity_url()),
        ("PERSONEEL_CLIENT_ID", sandbox.client_id()),
        ("PERSONEEL_CLIENT_SECRET", sandbox.client_secret()),
        ("PERSONEEL_INSTITUTE", &institutes.join(",")),
    ];
    let by_platform = if cfg!(windows) { SettingsShell::Powershell } else { SettingsShell::Bash };
    let shell = shell.unwrap_or(by_platform);
    to_stdout(|out| {
        settings.iter().try_for_each(|(name, value)| writeln!(out, "{}", setting_line(shell, name, value)))
    })?;
    print_note(&format!(
        "\n{employees} invented employees in each of {} institutes. Run the lines above in another shell. Admin calls: \
         {}. Ctrl-C ends it.",
        institutes.len(),
        sandbox.admin_url()
    ));
    Ok(())
}

/// Returns a line that sets a variable. No value holds a character that is special to a shell.
fn setting_line(shell: SettingsShell, name: &str, value: &str) -> String {
    match shell {
        SettingsShell::Bash => format!("export {name}={value}"),
        SettingsShell::Powershell => format!("$env:{name} = '{value}'"),
        SettingsShell::Fish => format!("set -gx {name} {value}"),
    }
}
