//! Transports of a caller's own: what they see, what they may say, and what they cannot undo.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::error::Error as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream;
use personeel::bytes::Bytes;
use personeel::http::{HeaderValue, Request, Response};
use personeel::{
    Builder, ClientCredentials, ErrorKind, Institute, Method, Personeel, RetryPolicy, SchoolYear, StaticToken,
    Timeouts, Transport, TransportBody, TransportError, TransportErrorKind,
};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, client_of, json, response, token};

type Carried = Result<Response<TransportBody>, TransportError>;

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// Builds a client whose servers are never contacted.
fn client(transport: impl Transport) -> Builder {
    Personeel::builder()
        .credentials(ClientCredentials::new("id", "geheim&1"))
        .transport(transport)
        .retry(RetryPolicy::default().with_max_attempts(2).with_base(Duration::ZERO))
}

/// The same with a fixed token, so that only the API is called.
fn school(transport: impl Transport) -> Institute {
    client(transport).token_source(StaticToken::new("t0ken")).build().unwrap().institute("011007").unwrap()
}

fn no_redirects() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// A test double: returns the response that a function makes, and counts the requests.
struct Double<F> {
    respond: F,
    asked: Arc<AtomicUsize>,
}

impl<F: Fn(&Request<Bytes>) -> Carried + Send + Sync + 'static> Transport for Double<F> {
    async fn send(&self, request: Request<Bytes>) -> Carried {
        self.asked.fetch_add(1, Ordering::SeqCst);
        (self.respond)(&request)
    }
}

fn double<F: Fn(&Request<Bytes>) -> Carried + Send + Sync + 'static>(respond: F) -> (Double<F>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    (Double { respond, asked: Arc::clone(&asked) }, asked)
}

#[tokio::test]
async fn a_test_double_replaces_both_servers_and_sees_complete_requests() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let (double, asked) = double(move |request| {
        noted.lock().unwrap().push(request.clone());
        let is_token = request.uri().path().ends_with("/connect/token");
        let granted = r#"{"access_token":"t0ken","expires_in":3600,"token_type":"Bearer"}"#;
        Ok(Response::new(if is_token { granted } else { "[]" }.into()))
    });
    let school = client(double).user_agent("school/1").build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).header("x-own", "7").await.unwrap().is_empty());
    assert_eq!(asked.load(Ordering::SeqCst), 2);

    let seen = seen.lock().unwrap();
    let [grant, call] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!(
        (grant.method(), grant.headers()["content-type"].to_str().unwrap()),
        (&Method::POST, "application/x-www-form-urlencoded")
    );
    let form = "grant_type=client_credentials&client_id=id&client_secret=geheim%261&\
                scope=api_informat_sas_personeel.personeel.011007";
    assert_eq!(grant.body(), form);
    assert_eq!((call.method(), call.uri().query()), (&Method::GET, Some("schoolyear=2023-24")));
    assert_eq!(call.uri().scheme_str(), Some("https"));
    for (name, value) in [
        ("authorization", "Bearer t0ken"),
        ("instituteno", "011007"),
        ("accept", "application/json"),
        ("accept-encoding", "gzip"),
        ("x-own", "7"),
    ] {
        assert_eq!(call.headers().get_all(name).iter().collect::<Vec<_>>(), [value], "{name}");
    }
    for request in &seen[..] {
        let agents: Vec<_> = request.headers().get_all("user-agent").iter().collect();
        assert!(matches!(agents[..], [agent] if agent.to_str().unwrap().starts_with("school/1 personeel-rs/")));
        assert!(!format!("{:?}", request.headers()).contains("t0ken"));
    }
}

/// Middleware: adds a header and counts.
struct Counting<T> {
    inner: T,
    count: Arc<AtomicUsize>,
}

impl<T: Transport> Transport for Counting<T> {
    async fn send(&self, mut request: Request<Bytes>) -> Carried {
        self.count.fetch_add(1, Ordering::SeqCst);
        request.headers_mut().insert("x-trace", HeaderValue::from_static("nightly"));
        self.inner.send(request).await
    }
}

#[tokio::test]
async fn middleware_carries_calls_and_tokens() {
    let sandbox = Sandbox::builder().today("2023-10-01".parse().unwrap()).record_requests(true).start().await.unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let middleware = Counting { inner: Arc::new(no_redirects()), count: Arc::clone(&count) };
    let client = client_of(&sandbox).transport(middleware).build().unwrap();
    let plain = client_of(&sandbox).build().unwrap();
    let (school, same) = (client.institute("011007").unwrap(), plain.institute("011007").unwrap());
    let staff = school.employees().list(year()).await.unwrap();
    assert!(!staff.is_empty());
    assert_eq!(staff, same.employees().list(year()).await.unwrap());
    let mut streamed = Vec::new();
    let mut stream = school.employees().list(year()).stream();
    while let Some(employee) = stream.next().await {
        streamed.push(employee.unwrap());
    }
    assert_eq!(staff, streamed);
    assert_eq!(count.load(Ordering::SeqCst), 3, "a token and two calls");
    let traced: Vec<_> = sandbox.requests().iter().map(|request| request.header("x-trace")).collect();
    let nightly = Some("nightly".to_owned());
    assert_eq!(traced, [nightly.clone(), None, nightly]);
}

/// Converts reqwest's response by hand, and loses its URL.
struct Converting(reqwest::Client);

impl Transport for Converting {
    async fn send(&self, request: Request<Bytes>) -> Carried {
        let response = self.0.execute(request.try_into()?).await?;
        Ok(Response::<reqwest::Body>::from(response).map(TransportBody::new))
    }
}

#[tokio::test]
async fn a_transport_that_follows_redirects_is_detected() {
    let elsewhere = Wire::start(|asked| if asked.line.contains("token") { token() } else { json("[]") }).await.unwrap();
    let target = elsewhere.url();
    let wire = Wire::start(move |_| response(302, &[("location", &format!("{target}/token"))], "")).await.unwrap();
    let following = || reqwest::Client::builder().no_proxy().build().unwrap();
    let builders = || {
        let to = |builder: Builder| builder.api_url(wire.url()).identity_url(wire.url());
        [to(client(following())), to(client(Converting(following())))]
    };
    for builder in builders() {
        let school = builder.token_source(StaticToken::new("t")).build().unwrap().institute("011007").unwrap();
        let error = school.own_fields().list(year()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 1));
        assert!(error.to_string().contains("followed a redirect"), "{error}");
    }
    for builder in builders() {
        let error = builder.build().unwrap().institute("011007").unwrap().own_fields().list(year()).await.unwrap_err();
        assert!(!error.is_transient() && error.to_string().contains("followed a redirect"), "{error}");
        assert_eq!(error.attempts(), 0, "a token that came from elsewhere is not used");
    }
    // One transport reports the redirect itself, the other passes the response on.
    let (says_so, _) = double(|_| Err(TransportError::new(TransportErrorKind::Redirected, "to elsewhere")));
    let error = school(says_so).own_fields().list(year()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let (hands_on, _) = double(|_| Ok(Response::builder().status(307).body(TransportBody::empty()).unwrap()));
    let error = school(hands_on).own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(307)));
}

/// Middleware that reroutes requests for production to a server of the test.
struct Rewriting<T> {
    inner: T,
    authority: String,
}

impl<T: Transport> Transport for Rewriting<T> {
    async fn send(&self, mut request: Request<Bytes>) -> Carried {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = format!("http://{}{path}", self.authority).parse().unwrap();
        self.inner.send(request).await
    }
}

#[tokio::test]
async fn middleware_can_reroute_requests() {
    let wire = Wire::start(|asked| if asked.line.contains("token") { token() } else { json("[]") }).await.unwrap();
    let authority = wire.url().trim_start_matches("http://").to_owned();
    let school = client(Rewriting { inner: no_redirects(), authority }).build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).await.unwrap().is_empty());
    assert_eq!(wire.requests().len(), 2);
}

/// A body that never ends.
fn endless(start: &'static str) -> TransportBody {
    let pieces = stream::repeat(Bytes::from(vec![b' '; 64 * 1024]));
    let pieces = futures_util::StreamExt::chain(stream::iter([Bytes::from_static(start.as_bytes())]), pieces);
    TransportBody::from_stream(futures_util::StreamExt::map(pieces, Ok::<_, std::io::Error>))
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limits() {
    let (double, _) = double(|request| {
        let status = if request.headers().contains_key("x-fail") { 500 } else { 200 };
        Ok(Response::builder().status(status).body(endless("[")).unwrap())
    });
    let builder = client(double).token_source(StaticToken::new("t")).max_body_bytes(1 << 20);
    let school = builder.build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("longer than the client's limit"), "{error}");
    let error = school.own_fields().list(year()).header("x-fail", "1").await.unwrap_err();
    assert_eq!((error.status(), error.raw_body().unwrap().len()), (Some(500), 64 * 1024));

    let (tokens, _) = self::double(|_| Ok(Response::new(endless("{"))));
    let error = client(tokens).build().unwrap().institute("011007").unwrap().own_fields().list(year()).await;
    assert!(error.unwrap_err().to_string().contains("too long for a token"));
}

#[tokio::test]
async fn the_kind_of_transport_error_decides_about_retries() {
    use TransportErrorKind::{Broken, Connect, Timeout, Withheld};
    for (kind, expected, attempts, may_have_been_applied) in [
        (Connect, ErrorKind::Connection, 2, false),
        (Timeout, ErrorKind::Timeout, 1, true),
        (Broken, ErrorKind::Connection, 1, true),
        (Withheld, ErrorKind::Configuration, 1, false),
    ] {
        let (double, asked) = double(move |_| Err(TransportError::new(kind, "the pipe is shut")));
        let school = school(double);
        // A POST that may have been carried out is not sent twice.
        let error = school.raw(Method::POST, "/employees").unwrap().json("{}").bytes().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (expected, attempts), "{kind:?}");
        assert_eq!(error.may_have_been_applied(), may_have_been_applied, "{kind:?}");
        assert_eq!(error.source().unwrap().to_string(), "the pipe is shut");
        assert_eq!(asked.load(Ordering::SeqCst), usize::try_from(attempts).unwrap());
    }
    for (kind, said) in [
        (Connect, "cannot be reached"),
        (Timeout, "did not respond in time"),
        (Broken, "broke"),
        (Withheld, "did not send the request"),
    ] {
        let (double, _) = double(move |_| Err(TransportError::new(kind, "the pipe is shut")));
        let error = client(double).build().unwrap().institute("011007").unwrap().own_fields().list(year()).await;
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.is_transient()), (ErrorKind::Connection, kind != Withheld), "{error}");
        assert!(error.to_string().contains("identity server") && error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn reqwest_errors_inside_a_transport_are_explained() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let builder = client(no_redirects()).api_url(format!("http://127.0.0.1:{port}/geheim"));
    let school = builder.token_source(StaticToken::new("t")).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_connection() && !error.may_have_been_applied());
    assert!(error.to_string().contains("nothing is listening on that port"), "{error}");
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |cause| (*cause).source());
    assert!(causes.into_iter().all(|cause| !format!("{cause} {cause:?}").contains("geheim")));
}

/// Never returns.
struct Hanging;

impl Transport for Hanging {
    async fn send(&self, _: Request<Bytes>) -> Carried {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_transport_that_never_returns_times_out() {
    let short = Timeouts::default().with_attempt(Duration::from_millis(40)).with_call(Duration::from_millis(200));
    let error = school(Hanging).own_fields().list(year()).timeouts(short).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error}");
    let error = client(Hanging).timeouts(short).build().unwrap().institute("011007").unwrap().own_fields().list(year());
    assert!(error.await.unwrap_err().to_string().contains("identity server"));
}

#[tokio::test]
async fn a_body_that_breaks_is_never_a_complete_list() {
    let broken = |kind: std::io::ErrorKind| {
        let pieces = [Ok(Bytes::from_static(b"[{\"naam\":\"a\"},")), Err(std::io::Error::from(kind))];
        Ok(Response::new(TransportBody::from_stream(stream::iter(pieces))))
    };
    let (double, asked) = double(move |_| broken(std::io::ErrorKind::ConnectionReset));
    let school = school(double);
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 2));
    assert!(error.may_have_been_applied(), "the response had begun");
    let mut records = school.own_fields().list(year()).stream();
    assert!(records.next().await.unwrap().is_ok());
    assert!(records.next().await.unwrap().unwrap_err().is_connection());
    assert!(records.next().await.is_none());
    assert_eq!(asked.load(Ordering::SeqCst), 3);

    let (slow, _) = self::double(move |_| broken(std::io::ErrorKind::TimedOut));
    assert!(self::school(slow).own_fields().list(year()).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn compressed_bodies_are_decompressed_once() {
    let fields = r#"[{"naam":"veld"}]"#;
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, fields.as_bytes()).unwrap();
        Bytes::from(encoder.finish().unwrap())
    };
    let coded = |body: TransportBody| Ok(Response::builder().header("content-encoding", "gzip").body(body).unwrap());
    let (as_it_came, _) = double(move |_| coded(gzip.clone().into()));
    assert_eq!(school(as_it_came).own_fields().list(year()).await.unwrap().len(), 1);
    let (header_left, _) = double(move |_| coded(fields.into()));
    let error = school(header_left).own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("not compressed"), "{error}");
}

#[tokio::test]
async fn settings_that_a_transport_would_ignore_are_errors() {
    let builders = [client(Hanging).http_client(no_redirects()), client(Hanging).http_settings(|http| http)];
    for builder in builders {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with("transport: "), "{error}");
    }
    // The rules on where a secret may go still apply.
    let error = client(Hanging).api_url("http://api.example").build().unwrap_err();
    assert!(error.to_string().starts_with("api_url: "), "{error}");
}
