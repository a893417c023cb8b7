//! A TLS server on loopback, with a certificate of its own making.

use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What is the matter with a certificate, beside its issuer whom nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing: it is for the loopback address.
    Good,
    /// It is for another host.
    ForAnotherHost,
    /// It was valid once.
    Expired,
    /// It will be valid one day.
    NotYetValid,
    /// It is for signing others, as a certificate made in haste is.
    Authority,
}

/// A TLS server that answers everything with one answer. It is gone when it is dropped.
#[derive(Debug)]
pub struct TlsWire {
    port: u16,
    certificate: Vec<u8>,
    task: JoinHandle<()>,
}

impl TlsWire {
    /// Starts a server.
    ///
    /// # Errors
    ///
    /// Where no port or certificate can be had.
    pub async fn start(kind: Certificate, answer: Vec<u8>) -> io::Result<Self> {
        let name = if kind == Certificate::ForAnotherHost { "elsewhere.example" } else { "127.0.0.1" };
        let mut params = CertificateParams::new([name.to_owned()]).map_err(io::Error::other)?;
        match kind {
            Certificate::Expired => params.not_after = date_time_ymd(2020, 1, 1),
            Certificate::NotYetValid => params.not_before = date_time_ymd(4000, 1, 1),
            Certificate::Authority => params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained),
            Certificate::Good | Certificate::ForAnotherHost => {}
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.self_signed(&key).map_err(io::Error::other)?;
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .map_err(io::Error::other)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answer) = (acceptor.clone(), Arc::clone(&answer));
                tokio::spawn(async move {
                    // A caller who refuses the certificate goes away.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut head = vec![0; 64 * 1024];
                    if stream.read(&mut head).await.is_ok() {
                        drop(stream.write_all(&answer).await);
                        drop(stream.shutdown().await);
                    }
                });
            }
        });
        Ok(Self { port, certificate: certificate.der().to_vec(), task })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// Its certificate, which is also its issuer's, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

impl Drop for TlsWire {
    fn drop(&mut self) {
        self.task.abort();
    }
}
