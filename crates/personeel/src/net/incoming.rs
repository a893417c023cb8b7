//! The body of an answer as it arrives, decompressed.

use bytes::Bytes;
use http::HeaderMap;
use reqwest::Response;

use super::coding::{Coding, CodingFault};
#[cfg(feature = "gzip")]
use super::inflate::Inflate;

/// An answer whose body is still to come.
pub(crate) struct Incoming {
    response: Response,
    coding: Result<Option<Coding>, CodingFault>,
    #[cfg(feature = "gzip")]
    inflate: Option<Box<Inflate>>,
}

/// Why a body stops.
pub(crate) enum Broken {
    /// The HTTP client says so.
    Transfer(reqwest::Error),
    /// What arrived cannot be decompressed.
    Coding(CodingFault),
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self::Transfer(error)
    }
}

impl From<CodingFault> for Broken {
    fn from(fault: CodingFault) -> Self {
        Self::Coding(fault)
    }
}

impl Incoming {
    pub(crate) fn new(response: Response) -> Self {
        let coding = Coding::of(response.headers());
        #[cfg(feature = "gzip")]
        let inflate = coding.ok().flatten().map(|coding| Box::new(Inflate::new(coding)));
        Self {
            response,
            coding,
            #[cfg(feature = "gzip")]
            inflate,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The headers, which nothing here needs any more.
    pub(crate) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(self.response.headers_mut())
    }

    /// How long the body is to be, where it is known.
    pub(crate) fn announced(&self) -> Option<usize> {
        let is_as_sent = matches!(self.coding, Ok(None));
        self.response.content_length().filter(|_| is_as_sent).and_then(|length| usize::try_from(length).ok())
    }

    /// The next piece; `None` at the end.
    #[cfg(feature = "gzip")]
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        let Some(inflate) = &mut self.inflate else { return self.chunk_as_sent().await };
        loop {
            if let Some(piece) = inflate.piece()? {
                // A few bytes may hold many pieces, and other tasks and limits of time want their turn.
                tokio::task::consume_budget().await;
                return Ok(Some(piece));
            }
            match self.response.chunk().await? {
                Some(data) => inflate.push(data),
                None => return Ok(inflate.end().map(|()| None)?),
            }
        }
    }

    /// The next piece; `None` at the end.
    #[cfg(not(feature = "gzip"))]
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        self.chunk_as_sent().await
    }

    async fn chunk_as_sent(&mut self) -> Result<Option<Bytes>, Broken> {
        match (self.response.chunk().await?, self.coding) {
            // A body of nothing is what it is, whatever it is called.
            (Some(data), Err(fault)) if !data.is_empty() => Err(fault.into()),
            (data, _) => Ok(data),
        }
    }
}
