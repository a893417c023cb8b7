//! One port.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
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

/// Serves a port until the task is aborted; its connections end with it.
pub(crate) async fn serve(listener: TcpListener, port: Port, shared: Arc<Shared>) {
    accept(listener, move |request| answer(port, Arc::clone(&shared), request)).await;
}

/// Answers every request of every connection, also where making an answer ends in a panic.
pub(crate) async fn accept<A, F>(listener: TcpListener, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Reply, Cut>> + Send,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let answer = answer.clone();
                    connections.spawn(async move {
                        // Small answers to small requests: waiting to fill a packet would only cost time.
                        let _ = stream.set_nodelay(true);
                        let service = service_fn(|request| survived(answer(request)));
                        // What goes wrong on a connection is the client's to notice.
                        let _ = http1::Builder::new()
                            .timer(TokioTimer::new())
                            .serve_connection(TokioIo::new(stream), service)
                            .await;
                    });
                }
                // Too many open files, for example: others may close some meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// The answer, or 500 where making it ends in a panic: the next request is answered as if nothing had been.
async fn survived(answer: impl Future<Output = Result<Reply, Cut>>) -> Result<Reply, Cut> {
    let answered = AssertUnwindSafe(answer).catch_unwind().await;
    answered.unwrap_or_else(|_| Ok(empty(StatusCode::INTERNAL_SERVER_ERROR)))
}

async fn answer(port: Port, shared: Arc<Shared>, request: Request<Incoming>) -> Result<Reply, Cut> {
    let path = request.uri().path();
    match port {
        Port::Admin => Ok(admin::answer(&shared, request).await),
        Port::Identity => Ok(identity::answer(&shared, request).await),
        Port::Api if shared.has_one_port() && identity::knows(path) => Ok(identity::answer(&shared, request).await),
        Port::Api => match pages::answer(&shared, request.method(), path, request.headers()).await {
            Some(page) => Ok(page),
            None => calls::answer(&shared, request).await,
        },
    }
}
