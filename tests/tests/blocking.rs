//! The client that waits for each call, against the sandbox and against a server that speaks for itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use personeel::blocking::{Institute, Personeel};
use personeel::requests::{GetEmployee, ListEmployees};
use personeel::types::{PutCommunicationNumber, PutCommunicationNumberRequired};
use personeel::{ErrorKind, InstituteNumber, Method, PersonId, RetryPolicy, SchoolYear, Timeouts};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, builder_of, client_of, json, response};
use tokio::runtime::Runtime;

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// The runtime of the test's servers, separate from the client's.
fn servers() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn sandbox(servers: &Runtime) -> Sandbox {
    let today = "2023-10-01".parse().unwrap();
    servers.block_on(Sandbox::builder().employees(60).today(today).record_requests(true).start()).unwrap()
}

fn school_of(wire: &Wire) -> Institute {
    builder_of(wire).build_blocking().unwrap().institute("011007").unwrap()
}

#[test]
fn calls_return_what_the_async_client_returns() {
    let servers = servers();
    let sandbox = sandbox(&servers);
    let client = client_of(&sandbox).build_blocking().unwrap();
    let school = client.institute("011007").unwrap();
    let plain = client_of(&sandbox).build().unwrap().institute("011007").unwrap();

    let staff = school.employees().list(year()).structure("311").send().unwrap();
    assert_eq!(staff, servers.block_on(plain.employees().list(year()).structure("311").send()).unwrap());
    assert!(!staff.is_empty());
    let everybody = school.send(ListEmployees::new(year())).send().unwrap();
    let records: Vec<_> = school.employees().list(year()).records().collect::<Result<_, _>>().unwrap();
    assert_eq!(records, everybody);
    let records: Vec<_> = school.send(ListEmployees::new(year())).records().collect::<Result<_, _>>().unwrap();
    assert_eq!(records, everybody);

    let first = everybody[0].person_id;
    assert_eq!(school.employees().get(first, year()).send().unwrap().unwrap(), everybody[0]);
    assert!(school.send(GetEmployee::new(PersonId::random(), year())).send().unwrap().is_none());
    assert!(school.check_access().is_ok());
    assert_eq!(school.employees().list(year()).per_row().unwrap().split().0, everybody);
    let json: serde_json::Value = school.employees().list(year()).decode_as().unwrap();
    assert_eq!(json.as_array().unwrap().len(), everybody.len());
    let body = school.employees().list(year()).checked_bytes().unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap(), json);
    assert_eq!(school.employees().list(year()).bytes().unwrap(), body);
    let raw = school.as_async().raw(Method::GET, "/employees?schoolyear=2023-24").unwrap();
    assert_eq!(school.wait(raw.bytes()).unwrap().unwrap(), body);
    assert_eq!(sandbox.token_requests(), 2, "one for each client");
}

#[test]
fn writes_and_refusals_match_the_async_client() {
    let servers = servers();
    let sandbox = sandbox(&servers);
    let school = client_of(&sandbox).build_blocking().unwrap().institute("011007").unwrap();
    let person = school.employees().list(year()).send().unwrap()[0].person_id;
    let number = || {
        PutCommunicationNumber::new(PutCommunicationNumberRequired {
            soort: 3.into(),
            type_: 46.into(),
            nummer: "0400 00 00 77".to_owned(),
        })
    };
    let id = school.communication_numbers().put(person, number()).send().unwrap();
    let error = school.communication_numbers().put(person, number()).send().unwrap_err();
    assert_eq!((error.kind(), error.existing_id()), (ErrorKind::Refused, Some(id.into())));
    school.communication_numbers().delete(person, id).send().unwrap();
    let error = school.employees().list(year()).structure("toolong").send().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidArgument, 0));
}

#[test]
fn a_list_that_breaks_off_ends_with_an_error() {
    let servers = servers();
    let cut = response(200, &[], r#"[{"naam":"a"},{"naam":"b"},{"naam":"c"}]"#);
    let cut = cut[..cut.len() - 5].to_vec();
    let wire = servers.block_on(Wire::start(move |_| cut.clone())).unwrap();
    let school = school_of(&wire);
    let mut records = school.own_fields().list(year()).records();
    assert!(records.next().unwrap().is_ok() && records.next().unwrap().is_ok());
    assert!(records.next().unwrap().unwrap_err().is_connection());
    assert!(records.next().is_none() && records.next().is_none());
}

#[test]
fn a_call_has_timeouts_retries_and_headers() {
    let servers = servers();
    let turn = AtomicUsize::new(0);
    let wire = Wire::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
        0 => response(503, &[], ""),
        _ => response(200, &[("x-request-id", "4711")], "[]"),
    });
    let wire = servers.block_on(wire).unwrap();
    let school = school_of(&wire);
    let error = school.own_fields().list(year()).retry(RetryPolicy::never()).send().unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let (fields, headers) = school.own_fields().list(year()).header("x-trace", "abc").send_with_headers().unwrap();
    assert!(fields.is_empty() && headers["x-request-id"] == "4711");
    assert_eq!(wire.requests()[1].values("x-trace"), ["abc"]);

    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let builder = builder_of(&wire).api_url(format!("http://{}", silent.local_addr().unwrap()));
    let school = builder.build_blocking().unwrap().institute("011007").unwrap();
    let short = Timeouts::default().with_attempt(Duration::from_millis(50)).with_call(Duration::from_millis(80));
    let started = Instant::now();
    let error = school.own_fields().list(year()).timeouts(short).send().unwrap_err();
    assert!(error.is_timeout() && started.elapsed() < Duration::from_secs(5), "{error}");
}

#[test]
fn threads_share_a_client() {
    let servers = servers();
    let sandbox = sandbox(&servers);
    let client = client_of(&sandbox).build_blocking().unwrap();
    let counts: Vec<_> = std::thread::scope(|scope| {
        let work =
            |_| scope.spawn(|| client.institute("011007").unwrap().employees().list(year()).send().unwrap().len());
        let threads: Vec<_> = (0..8).map(work).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(counts.iter().all(|count| *count == counts[0] && *count > 0), "{counts:?}");
    assert_eq!(sandbox.token_requests(), 1);
}

#[test]
fn many_institutes_are_read_concurrently() {
    let servers = servers();
    let sandbox = sandbox(&servers);
    let client = client_of(&sandbox).build_blocking().unwrap();
    let schools: Vec<InstituteNumber> = sandbox.institutes().to_vec();
    let work = client.as_async().for_each(schools.clone(), |school| async move { school.photos().list(year()).await });
    let outcome = client.wait(async { Ok(work.await) }).unwrap();
    assert_eq!(outcome.complete().unwrap().into_keys().collect::<Vec<_>>(), schools);
}

#[tokio::test]
async fn a_call_in_async_code_is_an_error_and_sends_nothing() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let client: Personeel = builder_of(&wire).build_blocking().unwrap();
    let school = client.institute("011007").unwrap();
    let mut records = school.own_fields().list(year()).records();
    let errors = [
        school.own_fields().list(year()).send().unwrap_err(),
        school.check_access().unwrap_err(),
        client.wait(async { Ok(()) }).unwrap_err(),
        records.next().unwrap().unwrap_err(),
    ];
    assert!(records.next().is_none());
    for error in errors {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
        assert!(error.to_string().contains("spawn_blocking"), "{error}");
    }
    assert!(wire.requests().is_empty());

    let clone = school.clone();
    let fields = tokio::task::spawn_blocking(move || clone.own_fields().list(year()).send());
    assert!(fields.await.unwrap().unwrap().is_empty());
    // Dropping is allowed in async code, even a list that was started elsewhere.
    let begun = tokio::task::spawn_blocking(move || {
        let mut records = school.own_fields().list(year()).records();
        assert!(records.next().is_none());
        records
    });
    drop(begun.await.unwrap());
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_work_where_blocking_is_allowed() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let school = school_of(&wire);
    assert_eq!(school.own_fields().list(year()).send().unwrap_err().kind(), ErrorKind::Configuration);
    let fields = tokio::task::block_in_place(|| school.own_fields().list(year()).send());
    assert!(fields.unwrap().is_empty());
    tokio::task::yield_now().await;
    assert_eq!(school.own_fields().list(year()).send().unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn the_thread_ends_with_the_last_clone() {
    let servers = servers();
    let wire = servers.block_on(Wire::start(|_| json("[]"))).unwrap();
    let client = builder_of(&wire).build_blocking().unwrap();
    let (running, ended) = mpsc::channel::<()>();
    let work = async {
        // Lives on the client's thread for as long as that does.
        tokio::spawn(async move {
            let _running = running;
            std::future::pending::<()>().await;
        });
        Ok(())
    };
    client.wait(work).unwrap();
    let school = client.institute("011007").unwrap();
    drop(client);
    assert!(school.own_fields().list(year()).send().is_ok());
    assert_eq!(ended.recv_timeout(Duration::from_millis(20)), Err(mpsc::RecvTimeoutError::Timeout));
    drop(school);
    assert_eq!(ended.recv_timeout(Duration::from_secs(20)), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn a_panic_reaches_only_its_own_caller() {
    let servers = servers();
    let wire = servers.block_on(Wire::start(|_| json("[]"))).unwrap();
    let client = Arc::new(builder_of(&wire).build_blocking().unwrap());
    let shared = Arc::clone(&client);
    let panicked = std::thread::spawn(move || shared.wait::<()>(async { panic!("the work is wrong") })).join();
    assert!(panicked.is_err());
    assert!(client.institute("011007").unwrap().own_fields().list(year()).send().unwrap().is_empty());
}
