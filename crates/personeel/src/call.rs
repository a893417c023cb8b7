//! A call that is ready to be sent.

use std::cell::Cell;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use personeel_client::operations::Operation;
use personeel_client::seam::{Seam, Sending};
use personeel_client::{Client, ResponseValue};
use serde::de::DeserializeOwned;

use crate::decode::{Answer, Rows, json};
use crate::error::{Error, ErrorKind, Result};
use crate::institute::Institute;
use crate::stream::{Records, records};
use crate::transport::{Outgoing, Reading, Reply, Wants};

/// What the generated method of a call returns.
pub type Built<A> = std::result::Result<ResponseValue<<A as Answer>::Generated>, personeel_client::Error<()>>;

/// The arguments of a call, and the generated method that makes a request of them.
#[doc(hidden)]
pub trait Request: Send + Sync {
    /// What the answer becomes.
    type Answer: Answer;

    /// The call.
    const OPERATION: Operation;

    /// Checks the arguments; refusals all at once.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The body, where it can be made of the arguments without a second copy of them; the generated method makes an
    /// empty one then.
    fn take_body(&mut self) -> Option<Bytes> {
        None
    }

    /// Calls the generated method. The types tie its return value to the answer.
    fn build(&self, client: &Client) -> impl Future<Output = Built<Self::Answer>> + Send;
}

/// A call with its arguments. Await it, or choose another reading of the answer first.
///
/// ```no_run
/// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
/// let year = "2023-24".parse().expect("a school year");
/// let staff = school.employees().list(year).structure("311").await?;
/// # Ok(()) }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R> {
    institute: Institute,
    pub(crate) request: R,
    /// The first argument that could not be read.
    pub(crate) invalid: Option<Error>,
    /// The first argument that breaks a rule, for clients that check.
    pub(crate) doubtful: Option<Error>,
}

impl<R: Request> Call<R> {
    pub(crate) fn new(institute: &Institute, request: R) -> Self {
        Self { institute: institute.clone(), request, invalid: None, doubtful: None }
    }

    /// Sends the call and reads the answer strictly: one value that cannot be decoded fails it, with the path in the
    /// error.
    pub async fn send(self) -> Result<R::Answer> {
        self.finish(R::Answer::read, R::Answer::without_data).await
    }

    /// Reads the answer into a type of the caller's own, for example one with fields of a newer guide.
    ///
    /// "No data" (404) reads as JSON `null` would: use `Option`, or a list for calls that give lists.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Newer {
    ///     person_id: personeel::Guid,
    ///     effectief_in_dienst: Option<bool>,
    /// }
    ///
    /// let year = "2026-27".parse().expect("a school year");
    /// let staff: Vec<Newer> = school.employees().list(year).decode_as().await?;
    /// # Ok(()) }
    /// ```
    pub async fn decode_as<T: DeserializeOwned>(self) -> Result<T> {
        // Only a list may be made of nothing: a struct whose fields all have defaults would read `[]` too.
        let is_list = Wants::of(R::OPERATION) == Wants::List;
        let nothing = move || {
            let none = serde_json::from_str("null").ok();
            if is_list { none.or_else(|| serde_json::from_str("[]").ok()) } else { none }
        };
        self.finish(|body| json(body), nothing).await
    }

    /// The body as it came, after it was decoded strictly: for those who pass it on and want to be sure of it. Empty
    /// where there is no data.
    pub async fn checked_bytes(self) -> Result<Bytes> {
        self.finish(|body| R::Answer::read(body).map(|_| body.clone()), || Some(Bytes::new())).await
    }

    /// The body as it came, whatever it is; empty where there is no data.
    pub async fn bytes(self) -> Result<Bytes> {
        self.finish(|body| Ok(body.clone()), || Some(Bytes::new())).await
    }

    async fn finish<T>(
        self,
        read: impl FnOnce(&Bytes) -> Result<T>,
        without_data: impl FnOnce() -> Option<T>,
    ) -> Result<T> {
        let none = || Error::new(ErrorKind::Decode, "the service gave no data where it must");
        let institute = self.institute.clone();
        let outgoing = self.outgoing(Reading::Whole)?;
        let read = |reply| match reply {
            Reply::Body(body) => read(&body),
            Reply::NoData | Reply::AlreadyGone => without_data().ok_or_else(none),
            Reply::AlreadyThere(id) => read(&Bytes::from(format!("\"{id}\""))),
            Reply::Pieces(_) => Err(Error::new(ErrorKind::Internal, "the body was left unread")),
        };
        institute.shared().answer(outgoing, read).await
    }

    /// Checks the arguments, and makes of them what goes out.
    fn outgoing(mut self, reading: Reading) -> Result<Outgoing> {
        let number = self.institute.number();
        let named = |error: Error| error.with_institute(number).with_operation(Some(R::OPERATION));
        if let Some(error) = self.invalid {
            return Err(named(error));
        }
        let shared = self.institute.shared();
        if shared.checks {
            if let Some(error) = self.doubtful {
                return Err(named(error));
            }
            self.request.check().map_err(named)?;
        }
        let body = self.request.take_body();
        let mut request = request_of(&self.request, &shared.client).map_err(named)?;
        if let Some(body) = body {
            *request.body_mut() = Some(body.into());
        }
        let wants = Wants::of(R::OPERATION);
        Ok(Outgoing { operation: Some(R::OPERATION), institute: number, request, reading, wants })
    }
}

impl<T: DeserializeOwned, R: Request<Answer = Vec<T>>> Call<R> {
    /// Reads each row of the list by itself, so that one odd row does not cost the others.
    pub async fn per_row(self) -> Result<Rows<T>> {
        self.finish(Rows::read, || Some(Rows::none())).await
    }

    /// Gives the records one by one while the body arrives, so that a long list never stands in memory as a whole.
    /// Strict, like [`send`](Self::send): the first fault is an error, and the end.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// let year = "2023-24".parse().expect("a school year");
    /// let mut photos = school.photos().list(year).stream();
    /// while let Some(photo) = photos.next().await {
    ///     let photo = photo?;
    /// }
    /// // Only now is it certain that there are no more.
    /// # Ok(()) }
    /// ```
    pub fn stream(self) -> Records<T>
    where
        R: 'static,
        T: Send + 'static,
    {
        let max_body_bytes = self.institute.shared().transport.limits.max_body_bytes;
        let institute = self.institute.clone();
        let opening = async move {
            let outgoing = self.outgoing(Reading::Pieces)?;
            institute.shared().transport.send(outgoing).await
        };
        records(opening, max_body_bytes)
    }
}

impl<R: Request + 'static> IntoFuture for Call<R>
where
    R::Answer: Send,
{
    type Output = Result<R::Answer>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R: Request> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments may be personal.
        f.debug_struct("Call")
            .field("operation", &R::OPERATION)
            .field("institute", &self.institute.number())
            .finish_non_exhaustive()
    }
}

thread_local! {
    /// Where [`Capture`] leaves a request for [`request_of`], which polls on the same thread.
    static MADE: Cell<Option<reqwest::Request>> = const { Cell::new(None) };
}

/// Takes the request that a generated method makes, in place of sending it.
pub(crate) struct Capture;

impl Seam for Capture {
    fn send<'a>(
        &'a self,
        _client: &'a reqwest::Client,
        request: reqwest::Request,
        _operation: Operation,
    ) -> Sending<'a> {
        MADE.set(Some(request));
        // Whoever polls has the request by now and polls no more; an answer would be made for nobody.
        Box::pin(std::future::pending())
    }
}

/// The request of a call, as the generated method makes it. Sending is this crate's: the generated hooks have room
/// neither for its errors nor for a body that is read in another way.
fn request_of<R: Request>(call: &R, client: &Client) -> Result<reqwest::Request> {
    // Making a request waits for nothing: by the end of the first poll it is there.
    let built = pin!(call.build(client)).poll(&mut Context::from_waker(Waker::noop()));
    MADE.take().ok_or_else(|| {
        let message = match built {
            Poll::Ready(Err(personeel_client::Error::InvalidRequest(_))) => "an argument cannot be sent",
            _ => "the generated code made no request",
        };
        Error::new(ErrorKind::Internal, message)
    })
}
