//! Network settings of the client, and settings of a single call.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::{
    Builder, CachePolicy, ClientCredentials, ErrorKind, Institute, InstituteNumber, Personeel, RetryPolicy, SchoolYear,
    Timeouts,
};
use personeel_tests::{Certificate, ClientIdentity, TlsWire, Wire, builder_of, json, response, school_of, token};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

fn school(builder: Builder) -> Institute {
    builder.build().unwrap().institute("011007").unwrap()
}

fn client(identity: &str, api: &str) -> Builder {
    Personeel::builder()
        .api_url(api)
        .identity_url(identity)
        .credentials(ClientCredentials::new("id", "secret"))
        .retry(RetryPolicy::never())
}

#[tokio::test]
async fn network_settings_apply_to_both_servers() {
    let (identity, api) = (Wire::start(|_| token()).await.unwrap(), Wire::start(|_| json("[]")).await.unwrap());
    let builder = client(&identity.url(), &api.url()).user_agent("school/1").http_settings(|http| {
        let header = (reqwest::header::HeaderName::from_static("x-customer"), "group-7".parse().unwrap());
        let headers = [header, (reqwest::header::AUTHORIZATION, "Bearer other".parse().unwrap())];
        http.default_headers(headers.into_iter().collect())
            .local_address("127.0.0.1".parse::<std::net::IpAddr>().unwrap())
    });
    school(builder).own_fields().list(year()).await.unwrap();
    for request in [identity.requests(), api.requests()].concat() {
        assert_eq!(request.values("x-customer"), ["group-7"]);
        let agent = request.values("user-agent");
        assert!(matches!(agent[..], [agent] if agent.starts_with("school/1 personeel-rs/")), "{agent:?}");
    }
    assert_eq!(
        api.requests()[0].values("authorization"),
        ["Bearer t0ken-value"],
        "default headers don't replace the client's token"
    );
}

#[tokio::test]
async fn certificates_apply_to_both_servers() {
    let identity = TlsWire::start(Certificate::Good, token()).await.unwrap();
    let api = TlsWire::start(Certificate::Good, json(r#"[{"naam":"veld"}]"#)).await.unwrap();
    let roots: Vec<_> =
        [&identity, &api].map(|wire| reqwest::Certificate::from_der(wire.certificate()).unwrap()).into();
    let settings = move |http: reqwest::ClientBuilder| http.no_proxy().tls_certs_only(roots.clone());
    let builder = client(&identity.url(), &api.url()).http_settings(settings);
    assert_eq!(school(builder).own_fields().list(year()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_client_certificate_applies_to_both_servers() {
    let identity = ClientIdentity::generate().unwrap();
    let identity_server = TlsWire::start_for_client(&identity, token()).await.unwrap();
    let api = TlsWire::start_for_client(&identity, json(r#"[{"naam":"veld"}]"#)).await.unwrap();
    let roots: Vec<_> =
        [&identity_server, &api].map(|wire| reqwest::Certificate::from_der(wire.certificate()).unwrap()).into();
    let trusting = move |http: reqwest::ClientBuilder| http.no_proxy().tls_certs_only(roots.clone());
    let without = client(&identity_server.url(), &api.url()).http_settings(trusting.clone());
    assert!(school(without).own_fields().list(year()).await.is_err());
    let pem = reqwest::Identity::from_pem(identity.pem.as_bytes()).unwrap();
    let with =
        client(&identity_server.url(), &api.url()).http_settings(move |http| trusting(http).identity(pem.clone()));
    assert_eq!(school(with).own_fields().list(year()).await.unwrap().len(), 1);
}

/// Loopback, the only place for plain HTTP, is never reached through a proxy.
#[tokio::test]
async fn a_proxy_applies_to_both_servers() {
    let proxy = Wire::start(|_| response(502, &[], "")).await.unwrap();
    let url = proxy.url();
    let through = move |http: reqwest::ClientBuilder| http.proxy(reqwest::Proxy::all(&url).unwrap());
    let builder = || client("https://identity.example", "https://api.example").http_settings(through.clone());
    let with_token = builder().token_source(personeel::StaticToken::new("t0ken"));
    for school in [school(builder()), school(with_token)] {
        assert!(school.own_fields().list(year()).await.is_err());
    }
    let asked: Vec<_> = proxy.requests().into_iter().map(|request| request.line).collect();
    assert_eq!(asked, ["CONNECT identity.example:443", "CONNECT api.example:443"]);
}

#[tokio::test]
async fn settings_cannot_enable_redirects() {
    let elsewhere = Wire::start(|_| token()).await.unwrap();
    let target = elsewhere.url();
    let wire = Wire::start(move |_| response(307, &[("location", &format!("{target}/x"))], "")).await.unwrap();
    let follow = |http: reqwest::ClientBuilder| http.redirect(reqwest::redirect::Policy::limited(5));
    let error = school(client(&wire.url(), &wire.url()).http_settings(follow)).own_fields().list(year()).await;
    assert_eq!(error.unwrap_err().status(), Some(307));
    let error = school(builder_of(&wire).http_settings(follow)).own_fields().list(year()).await;
    assert_eq!(error.unwrap_err().status(), Some(307));
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_user_agent_is_sent_through_a_custom_http_client_too() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let http = || reqwest::Client::builder().no_proxy().user_agent("theirs").build().unwrap();
    school(builder_of(&wire).http_client(http()).user_agent("school/1")).own_fields().list(year()).await.unwrap();
    school(builder_of(&wire).http_client(http())).own_fields().list(year()).await.unwrap();
    let agents: Vec<_> = wire.requests().iter().map(|request| request.values("user-agent").join(",")).collect();
    assert!(agents[0].starts_with("school/1 personeel-rs/"), "{agents:?}");
    assert_eq!(agents[1], "theirs", "without a user agent the HTTP client's is kept");
    let error = builder_of(&wire).user_agent("school\n").build().unwrap_err();
    assert!(error.to_string().starts_with("user_agent: "), "{error}");
}

#[tokio::test]
async fn a_call_can_have_its_own_timeouts_and_retries() {
    let turn = AtomicUsize::new(0);
    let wire =
        Wire::start(move |_| if turn.fetch_add(1, Ordering::SeqCst) < 3 { response(503, &[], "") } else { json("[]") });
    let wire = wire.await.unwrap();
    let school = school_of(&wire).unwrap();
    let error = school.own_fields().list(year()).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let patient = RetryPolicy::default().with_max_attempts(5).with_base(Duration::ZERO);
    assert!(school.own_fields().list(year()).retry(patient).await.unwrap().is_empty());
    assert_eq!(wire.requests().len(), 4);

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let silent = school_of(&wire).map(drop).and_then(|()| {
        let source = personeel::StaticToken::new("t");
        Personeel::builder().api_url(url).token_source(source).build()?.institute("011007")
    });
    let short = Timeouts::default().with_attempt(Duration::from_millis(50)).with_call(Duration::from_millis(120));
    let error = silent.unwrap().own_fields().list(year()).timeouts(short).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_call_can_have_its_own_headers_and_returns_those_of_the_response() {
    let wire = Wire::start(|_| response(200, &[("x-request-id", "4711")], "[]")).await.unwrap();
    let school = school(builder_of(&wire).cache(CachePolicy::new(Duration::from_secs(60))));
    let call = || school.own_fields().list(year()).header("X-Trace", "abc");
    let (fields, headers) = call().send_with_headers().await.unwrap();
    assert!(fields.is_empty());
    assert_eq!(headers["x-request-id"], "4711");
    assert_eq!(wire.requests()[0].values("x-trace"), ["abc"]);
    call().await.unwrap();
    call().await.unwrap();
    assert_eq!(wire.requests().len(), 3, "a call with its own headers doesn't use the cache");

    for (name, value) in [
        ("Authorization", "Bearer geheim"),
        ("InstituteNo", "geheim"),
        ("api-version", "geheim"),
        ("accept-encoding", "geheim"),
        ("no name", "geheim"),
        ("x-trace", "geheim\n"),
    ] {
        let error = school.own_fields().list(year()).header(name, value).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{name}");
        assert!(!format!("{error} {error:?}").contains("geheim"), "{error}");
    }
    assert_eq!(wire.requests().len(), 3);
}

#[tokio::test]
async fn a_fan_out_can_have_its_own_error_type_and_keeps_what_succeeded() {
    #[derive(Debug)]
    struct NoFields(String);
    impl std::fmt::Display for NoFields {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{} has no fields", self.0)
        }
    }
    let wire = Wire::start(|request| {
        json(if request.values("instituteno") == ["011007"] { "[]" } else { r#"[{"naam":"Vandenbroucke"}]"# })
    });
    let wire = wire.await.unwrap();
    let client = builder_of(&wire).build().unwrap();
    let institutes = ["011007", "038281", "999999"].map(|number| number.parse().unwrap());
    let work = |school: Institute| async move {
        let fields = school.own_fields().list(year()).await.map_err(|error| NoFields(error.to_string()))?;
        if fields.is_empty() { Err(NoFields(school.number().to_string())) } else { Ok(fields) }
    };
    let incomplete = client.for_each(institutes, work).await.complete().unwrap_err();
    assert_eq!(incomplete.to_string(), "1 of 3 institutes failed; 011007 has no fields");
    assert!(!format!("{incomplete:?}").contains("Vandenbroucke"));
    assert_eq!(incomplete.failed().len(), 1);
    let partial = incomplete.into_partial();
    assert_eq!(partial.done.keys().map(InstituteNumber::as_str).collect::<Vec<_>>(), ["038281", "999999"]);
}
