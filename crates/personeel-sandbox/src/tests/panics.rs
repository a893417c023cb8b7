//! Handlers that panic.

use std::sync::Arc;

use http::StatusCode;
use personeel_wire::Guid;
use tokio::net::TcpListener;

use crate::listener::accept_connections;
use crate::reply::empty;
use crate::sandbox::Sandbox;
use crate::world::interruption::InterruptionState;

#[tokio::test]
async fn a_panic_costs_one_response_and_no_state() {
    let sandbox = Sandbox::start().await.unwrap();
    let shared = sandbox.shared();
    let institute = sandbox.institutes()[0];
    let mut changed = sandbox.interruptions(institute)[0].clone();
    changed.state = InterruptionState { sent: true, substituted: true, ..InterruptionState::default() };
    assert!(sandbox.set_interruption_state(changed.id, changed.state));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(accept_connections(listener, {
        let shared = Arc::clone(shared);
        move |request| {
            let shared = Arc::clone(&shared);
            async move {
                let panics = request.uri().path() == "/panic";
                Ok(shared.change(|_| if panics { panic!("on purpose") } else { empty(StatusCode::OK) }))
            }
        }
    }));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (path, status) in [("/panic", 500), ("/", 200), ("/panic", 500), ("/", 200)] {
        let reply = client.get(format!("{url}{path}")).send().await.unwrap();
        assert_eq!(reply.status().as_u16(), status, "{path}");
    }
    serving.abort();
    assert!(sandbox.interruptions(institute).contains(&changed), "the earlier change is kept");
    // Further changes still work.
    assert!(sandbox.set_interruption_state(changed.id, InterruptionState::default()));
    assert!(!sandbox.interruptions(institute).contains(&changed));
    assert!(!sandbox.set_interruption_state(Guid::random(), changed.state));
}
