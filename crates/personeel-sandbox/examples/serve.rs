//! Serves a sandbox until Ctrl-C or SIGTERM: `cargo run -p personeel-sandbox --example serve -- 8080 100000 dirty`.
//!
//! The arguments are the port, the number of employees per institute and the faults; all are optional.

#![allow(clippy::print_stdout)] // it prints its URLs

use std::net::{Ipv4Addr, SocketAddr};

use personeel_sandbox::{Faults, Sandbox, end_signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(0), |port| port.parse())?;
    let employees = arguments.next().map_or(Ok(25), |employees| employees.parse())?;
    let faults: Faults = arguments.next().unwrap_or_default().parse()?;
    let ended = end_signal()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let sandbox = Sandbox::builder().bind(address).employees(employees).faults(faults).start().await?;
    println!("API and reference page  {}", sandbox.api_url());
    println!("admin calls             {}", sandbox.admin_url());
    println!("client                  {} / {}", sandbox.client_id(), sandbox.client_secret());
    ended.await;
    sandbox.stop().await;
    Ok(())
}
