//! A TLS server on loopback with a self-signed certificate.

use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// What is wrong with a certificate, apart from its unknown issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing; it is valid for the loopback address.
    Good,
    /// It is for another host.
    ForAnotherHost,
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is a CA certificate, a common mistake in self-signed ones.
    Authority,
}

/// A client certificate with its key.
#[derive(Debug)]
pub struct ClientIdentity {
    certificate: CertificateDer<'static>,
    /// The certificate and the key as PEM.
    pub pem: String,
}

impl ClientIdentity {
    /// Generates one.
    ///
    /// # Errors
    ///
    /// The certificate cannot be generated.
    pub fn generate() -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let params = CertificateParams::new(["client.example".to_owned()]).map_err(io::Error::other)?;
        let certificate = params.self_signed(&key).map_err(io::Error::other)?;
        Ok(Self { certificate: certificate.der().clone(), pem: certificate.pem() + &key.serialize_pem() })
    }
}

/// A TLS server that always sends the same response. It stops when it is dropped.
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
    /// No port is free, or the certificate cannot be generated.
    pub async fn start(kind: Certificate, response: Vec<u8>) -> io::Result<Self> {
        Self::start_for(kind, response, None).await
    }

    /// Starts a server that requires the client certificate of this identity.
    ///
    /// # Errors
    ///
    /// No port is free, or the certificate cannot be generated.
    pub async fn start_for_client(identity: &ClientIdentity, response: Vec<u8>) -> io::Result<Self> {
        Self::start_for(Certificate::Good, response, Some(identity.certificate.clone())).await
    }

    async fn start_for(
        kind: Certificate,
        response: Vec<u8>,
        trusted_client: Option<CertificateDer<'static>>,
    ) -> io::Result<Self> {
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
        let builder = ServerConfig::builder();
        let builder = match trusted_client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let mut roots = RootCertStore::empty();
                roots.add(client).map_err(io::Error::other)?;
                builder.with_client_cert_verifier(
                    WebPkiClientVerifier::builder(roots.into()).build().map_err(io::Error::other)?,
                )
            }
        };
        let config = builder.with_single_cert(vec![certificate.der().clone()], private).map_err(io::Error::other)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let response = Arc::new(response);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, response) = (acceptor.clone(), Arc::clone(&response));
                tokio::spawn(async move {
                    // A client that refuses the certificate disconnects.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut head = vec![0; 64 * 1024];
                    if stream.read(&mut head).await.is_ok() {
                        drop(stream.write_all(&response).await);
                        drop(stream.shutdown().await);
                    }
                });
            }
        });
        Ok(Self { port, certificate: certificate.der().to_vec(), task })
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// Its self-signed certificate, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

impl Drop for TlsWire {
    fn drop(&mut self) {
        self.task.abort();
    }
}
