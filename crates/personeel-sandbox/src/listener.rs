//! Accepts connections on a port and handles their requests.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::calls::Cut;
use crate::reply::{Reply, empty};
use crate::state::Shared;
use crate::{admin, calls, identity, pages};

/// What a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    Api,
    Identity,
    Admin,
}

/// Serves a port until the task is aborted, which also ends its connections.
pub(crate) async fn serve_port(listener: TcpListener, port: Port, shared: Arc<Shared>) {
    accept_connections(listener, move |request| route_request(port, Arc::clone(&shared), request)).await;
}

/// Handles every request of every connection, even if a handler panics.
pub(crate) async fn accept_connections<H, F>(listener: TcpListener, handler: H)
where
    H: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Reply, Cut>> + Send,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let handler = handler.clone();
                    connections.spawn(async move {
                        // Requests and responses are small: waiting to fill a packet would only add latency.
                        let _ = stream.set_nodelay(true);
                        let service = service_fn(|request| catch_panic(handler(request)));
                        // A failed connection is the client's to report.
                        let _ = http1::Builder::new()
                            .timer(TokioTimer::new())
                            .serve_connection(TokioIo::new(stream), service)
                            .await;
                    });
                }
                // For example too many open files: others may be closed in the meantime.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Returns the response, or 500 if the handler panics. Later requests are not affected.
async fn catch_panic(response: impl Future<Output = Result<Reply, Cut>>) -> Result<Reply, Cut> {
    let caught = AssertUnwindSafe(response).catch_unwind().await;
    caught.unwrap_or_else(|_| Ok(empty(StatusCode::INTERNAL_SERVER_ERROR)))
}

async fn route_request(port: Port, shared: Arc<Shared>, request: Request<Incoming>) -> Result<Reply, Cut> {
    let path = request.uri().path();
    match port {
        Port::Admin => Ok(admin::handle_request(&shared, request).await),
        Port::Identity => Ok(identity::handle_request(&shared, request).await),
        Port::Api if shared.has_one_port() && identity::is_identity_path(path) => {
            Ok(identity::handle_request(&shared, request).await)
        }
        Port::Api => match pages::find_page(&shared, request.method(), path, request.headers()).await {
            Some(page) => Ok(page),
            None => calls::handle_request(&shared, request).await,
        },
    }
}
