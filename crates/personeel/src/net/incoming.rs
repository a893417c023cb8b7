//! Response bodies, decompressed as they arrive.

use bytes::Bytes;
use http::HeaderMap;
use reqwest::Response;

use super::coding::{Coding, CodingFault};
#[cfg(feature = "gzip")]
use super::inflate::Inflate;

/// A response whose body has not been read yet.
pub(crate) struct Incoming {
    response: Response,
    coding: Result<Option<Coding>, CodingFault>,
    #[cfg(feature = "gzip")]
    inflate: Option<Box<Inflate>>,
}

/// Why reading a body failed.
pub(crate) enum Broken {
    /// The HTTP client failed.
    Transfer(reqwest::Error),
    /// The body cannot be decompressed.
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

    /// Takes the headers, which are not needed here any more.
    pub(crate) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(self.response.headers_mut())
    }

    /// Returns the length of the body, if it is known in advance.
    pub(crate) fn announced(&self) -> Option<usize> {
        let is_uncompressed = matches!(self.coding, Ok(None));
        self.response.content_length().filter(|_| is_uncompressed).and_then(|length| usize::try_from(length).ok())
    }

    /// Returns the next chunk, decompressed; `None` at the end.
    #[cfg(feature = "gzip")]
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        let Some(inflate) = &mut self.inflate else { return self.raw_chunk().await };
        loop {
            if let Some(chunk) = inflate.next_chunk()? {
                // A few compressed bytes may yield many chunks: other tasks and the timeouts must get their turn.
                tokio::task::consume_budget().await;
                return Ok(Some(chunk));
            }
            match self.response.chunk().await? {
                Some(data) => inflate.push(data),
                None => return Ok(inflate.finish().map(|()| None)?),
            }
        }
    }

    /// Returns the next chunk, decompressed; `None` at the end.
    #[cfg(not(feature = "gzip"))]
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        self.raw_chunk().await
    }

    async fn raw_chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        match (self.response.chunk().await?, self.coding) {
            // An empty body is empty, whatever coding its header names.
            (Some(data), Err(fault)) if !data.is_empty() => Err(fault.into()),
            (data, _) => Ok(data),
        }
    }
}
