//! Lists with unexpected values, and what is printed of them.

use serde_json::json;

use crate::support::{Canned, Request, Response, Run, YEAR, http, json as json_response};

const LIST: [&str; 6] = ["employees", "list", "--school-year", YEAR, "--format", "json"];

/// An employee with additional members, which may be anything.
fn row(digit: u8, more: &[u8]) -> Vec<u8> {
    let known = format!(
        r#"{{"pPersoon":{digit},"personId":"00000000-0000-4000-8000-00000000000{digit}","naam":"Peeters","voornaam":"An","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false"#
    );
    [known.as_bytes(), if more.is_empty() { b"" } else { b"," }, more, b"}"].concat()
}

fn body(rows: &[Vec<u8>]) -> Vec<u8> {
    [b"[", rows.join(&b","[..]).as_slice(), b"]"].concat()
}

async fn serve_body(body: Vec<u8>) -> Canned {
    Canned::with_tokens(move |_: &Request| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        Response::Bytes([head.as_bytes(), &body].concat())
    })
    .await
}

async fn list(more: &[u8], arguments: &[&str]) -> Run {
    serve_body(body(&[row(1, more)])).await.program().run(arguments).await
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_keep_their_digits() {
    let numbers = br#""a":123456789012345678901234,"b":4.000,"c":-0.0,"d":1e999,"e":9007199254740993,"f":1E+2"#;
    for digits in ["123456789012345678901234", "4.000", "-0.0", "1e999", "9007199254740993", "1E+2"] {
        for format in ["json", "ndjson", "csv"] {
            let run = list(numbers, &["employees", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
            assert!(run.stdout.contains(digits), "{digits} in {run:?}");
        }
    }
    let lists = Canned::with_tokens(move |request: &Request| {
        let rows = body(&[row(1, numbers)]);
        json_response(if request.path().starts_with("/employees?") {
            std::str::from_utf8(&rows).unwrap()
        } else {
            "[]"
        })
    })
    .await;
    let program = lists.program();
    program.run(&["snapshot", "--db", "s.db", "--school-year", YEAR]).await.expect(0);
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    let stored: String = connection.query_row("SELECT json FROM bodies", [], |row| row.get(0)).unwrap();
    assert!(stored.contains(r#""a":123456789012345678901234,"b":4.000,"c":-0.0,"d":1e999"#), "{stored}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unexpected_values_in_unknown_members_do_not_fail_the_list() {
    let nested = [b"\"nieuw\":".as_slice(), &b"[".repeat(200), &b"]".repeat(200)].concat();
    for (more, shown) in [
        (&br#""nieuw":"zie bijlage \ud83d""#[..], "zie bijlage \u{fffd}"),
        (br#""nieuw":{"\udc00":"x"}"#, "\"x\""),
        (b"\"nieuw\":\"caf\xe9\"", "caf\u{fffd}"),
        (br#""nieuw":[1e999,-1E400]"#, "-1E400"),
        (&nested, "[\n"),
    ] {
        for format in ["json", "ndjson", "csv", "table"] {
            let run = list(more, &["employees", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
            assert!(format != "json" || run.stdout.contains(shown), "{run:?}");
        }
    }
    // Nested deeper than the limit: reported with its path, as a decoding failure.
    let deeper = [b"\"nieuw\":".as_slice(), &b"[".repeat(5000), &b"]".repeat(5000)].concat();
    let run = list(&deeper, &LIST).await.expect(7);
    assert_eq!((&run.error()["kind"], &run.error()["operation"]), (&"decode".into(), &"listEmployees".into()));
    let message = run.error()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("[0].nieuw[0]") && message.len() < 300, "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn identifiers_are_printed_in_one_spelling() {
    let id = "bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11";
    for spelled in [format!(" {id}"), id.to_uppercase(), format!("{{{id}}}"), format!("{{ {} }}", id.replace('-', ""))]
    {
        let more = format!(r#""adressen":[{{"id":"{spelled}"}}],"nieuwId":"{spelled}","tekst":"zie {id}""#);
        for format in ["json", "ndjson", "csv"] {
            let run =
                list(more.as_bytes(), &["employees", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
            assert_eq!(run.stdout.matches(id).count(), 3, "{spelled}: {run:?}");
            assert!(!run.stdout.contains(&format!("\"{spelled}\"")), "{run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_decoded_one_by_one_on_request() {
    let rows = || {
        body(&[
            row(1, b""),
            row(2, br#""adressen":[{"postcode":["geheim"]}]"#),
            b"7".to_vec(),
            row(3, b"\"x\":\"\xe9\""),
        ])
    };
    let server = serve_body(rows()).await;
    server.program().run(&LIST).await.expect(7);
    let per_row = [&LIST[..], &["--per-row"]].concat();
    let run = server.program().run(&per_row).await.expect(8);
    let ids: Vec<_> = run.json().as_array().unwrap().iter().map(|row| row["pPersoon"].clone()).collect();
    assert_eq!(ids, [json!(1), json!(3)]);
    let error = run.error();
    assert_eq!((&error["kind"], &error["institute"]), (&"partial".into(), &"011007".into()));
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("2 of 4 rows cannot be decoded") && message.contains("[1].adressen[0].postcode, [2]"));
    for format in ["csv", "ndjson", "table"] {
        let run = server.program().run(&["employees", "list", "--school-year", YEAR, "-f", format, "--per-row"]).await;
        let run = run.expect(8);
        assert!(run.stderr.contains("[1].adressen[0].postcode") && !run.stderr.contains("geheim"), "{run:?}");
        assert!(run.stdout.contains("Peeters"), "{run:?}");
    }
    // Valid lists are unaffected, and a body that is not a list still fails.
    serve_body(body(&[row(1, b"")])).await.program().run(&per_row).await.expect(0);
    serve_body(b"{}".to_vec()).await.program().run(&per_row).await.expect(7);
    let cut = serve_body(rows()[..rows().len() - 3].to_vec()).await;
    cut.program().run(&per_row).await.expect(7);

    let both = server.program().with("PERSONEEL_INSTITUTE", "011007,038281").run(&per_row).await.expect(8);
    assert_eq!(both.json()["complete"], false);
    assert_eq!(both.json()["institutes"]["038281"].as_array().unwrap().len(), 2);
    assert_eq!(both.json()["failures"]["038281"]["kind"], "partial");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_supports_per_row() {
    let server = Canned::with_tokens(|_: &Request| json_response("[]")).await;
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    for resource in ["assignments", "interruptions", "diplomas", "appointments", "own-fields", "photos"] {
        server.program().run(&[resource, "list", "--school-year", YEAR, "--per-row"]).await.expect(0);
        let mut of_person = vec![resource, "list", "--person", person, "--per-row"];
        if !matches!(resource, "appointments" | "photos") {
            of_person.extend(["--school-year", YEAR]);
        }
        if resource != "photos" {
            server.program().run(&of_person).await.expect(0);
        }
    }
    server
        .program()
        .run(&["employees", "list", "--api-version", "1", "--structure", "311", "--per-row"])
        .await
        .expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn if_all_institutes_fail_each_reason_is_reported_and_the_kind_follows_the_exit_code() {
    let server = Canned::with_tokens(|request: &Request| {
        let is_first = request.head.to_ascii_lowercase().contains("instituteno: 011007");
        http(if is_first { "503 Service Unavailable" } else { "500 Internal Server Error" }, "", "")
    })
    .await;
    let program = server.program().with("PERSONEEL_INSTITUTE", "011007,038281,999999");
    for command in [
        &["employees", "list", "--school-year", YEAR][..],
        &["snapshot", "--db", "s.db", "--school-year", YEAR],
        &["auth", "check"],
        &["photos", "save", "--out", "album", "--school-year", YEAR],
    ] {
        let run = program.run(&[command, &["--retries", "0", "-f", "json"]].concat()).await.expect(6);
        let error = run.error();
        assert_eq!(error["kind"], "status", "{command:?}");
        let message = error["message"].as_str().unwrap();
        for part in ["3 of 3 institutes failed", "503", "500", "038281, 999999", "011007"] {
            assert!(message.contains(part), "{part} in {message}");
        }
        let run = program.run(&[command, &["--retries", "0", "-f", "csv"]].concat()).await.expect(6);
        for part in ["institute 011007: the service returned 503", "institute 999999: the service returned 500"] {
            assert!(run.stderr.contains(part), "{part} in {run:?}");
        }
    }
    // With different exit codes there is no common reason.
    let server = Canned::with_tokens(|request: &Request| {
        let is_first = request.head.to_ascii_lowercase().contains("instituteno: 011007");
        http(if is_first { "503 Service Unavailable" } else { "403 Forbidden" }, "", "")
    })
    .await;
    let program = server.program().with("PERSONEEL_INSTITUTE", "011007,038281");
    let run = program.run(&[&LIST[..], &["--retries", "0"]].concat()).await.expect(8);
    assert_eq!(run.error()["kind"], "partial");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requested_wait_is_reported() {
    let server = Canned::with_tokens(|_: &Request| http("429 Too Many Requests", "Retry-After: 86400\r\n", "")).await;
    let run = server.program().run(&LIST).await.expect(6);
    assert_eq!(run.error()["retryAfter"], 86_400);
    let run = server.program().run(&[&LIST[..4], &["-f", "csv"]].concat()).await.expect(6);
    assert_eq!(run.stderr.matches("86400 s").count(), 1, "{run:?}");
    let both = server.program().with("PERSONEEL_INSTITUTE", "011007,038281").run(&LIST).await.expect(6);
    assert_eq!(both.error()["retryAfter"], 86_400);
}
