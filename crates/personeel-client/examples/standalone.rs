//! The generated client without the overlay: your own `reqwest` client with a static token, and both versions of the
//! employee list. A small built-in server responds with one employee and prints the requests it receives.

#![allow(clippy::print_stdout, reason = "an example prints its output")]

use personeel_client::requests::{ListEmployees, ListEmployeesV1};
use personeel_client::send;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const V1: &str = r#"[{"personId":4002,"naam":"Janssens","voornaam":"Bert","isActive":true,"email":[]}]"#;
const V2: &str = r#"[{"pPersoon":4002,"personId":" {00000000-0000-4000-8000-000000000001}","naam":"Janssens",
    "voornaam":"Bert","geslacht":"M","geboortedatum":"1957-02-16T00:00:00","isActive":true,"isMindervalide":false,
    "isOverleden":false}]"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(serve(listener));

    let mut bearer = HeaderValue::from_static("Bearer a-token-from-elsewhere");
    bearer.set_sensitive(true);
    let http = reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([(AUTHORIZATION, bearer)]))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    let (base, school) = (url.parse()?, "011007".parse()?);

    let request = ListEmployeesV1::new("311".parse()?);
    let short = send(&http, &base, school, request).await?;
    println!("version 1: {} employee, number {}", short.len(), short[0].person_id);
    let request = ListEmployees::new("2023-24".parse()?).structure("311".parse()?);
    let staff = send(&http, &base, school, request).await?;
    println!("version 2: {} employee, id {}", staff.len(), staff[0].person_id);
    Ok(())
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut request).await? == 0 {
                break;
            }
        }
        let request = String::from_utf8_lossy(&request).to_lowercase();
        for line in request.lines().filter(|line| line.starts_with("get") || line.contains("api-version")) {
            println!("  request: {line}");
        }
        let body = if request.contains("api-version: 1") { V1 } else { V2 };
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length:";
        stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).await?;
        stream.shutdown().await?;
    }
}
