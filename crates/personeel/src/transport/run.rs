//! Sends a call: obtains tokens, makes attempts, pauses between them, and decides what each outcome means.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, USER_AGENT};
use personeel_client::INSTITUTE_NO;
use reqwest::{Request, Url};
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument as _, warn};

use super::effect::warn_of_ignored;
use super::exchange::exchange;
use super::limits::Limits;
use super::outgoing::Outgoing;
use super::reply::Reply;
use super::retry::{Observer, RetryCause, RetryEvent};
use super::sent::Sent;
use super::verdict::{Verdict, judge, judge_failure, judge_missing_token};
use crate::endpoint::same_origin;
use crate::error::{Error, ErrorKind};
use crate::net::{Coding, Exchange, RetryPolicy, Route, Sending, after};
use crate::token::TokenCache;

/// The state that every call of a client goes through.
pub(crate) struct Pipeline {
    pub(crate) http: Arc<dyn Exchange>,
    pub(crate) tokens: TokenCache,
    pub(crate) policy: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) observer: Observer,
    /// The URL of the API, the only host that tokens are sent to.
    pub(crate) api: Url,
    /// The route to the API.
    pub(crate) route: Route,
    /// Whether the client asks for compression.
    pub(crate) compresses: bool,
    /// The `User-Agent`, if the HTTP client doesn't set it.
    pub(crate) user_agent: Option<HeaderValue>,
}

impl Pipeline {
    /// Sends a call and reads its response.
    pub(crate) async fn send_and_read<T>(
        &self,
        call: Outgoing,
        read: impl FnOnce(Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (reply, sent) = self.send(call).await?;
        sent.end(read(reply))
    }

    /// Sends a call until it succeeds, fails for good, or runs out of attempts or time. The caller reads the response
    /// and then ends the call with [`Sent::end`].
    pub(crate) async fn send(&self, call: Outgoing) -> Result<(Reply, Sent), Error> {
        let mut sent = Sent::new(&call);
        let span = sent.span().clone();
        span.in_scope(|| warn_of_ignored(&call));
        match self.make_attempts(&call, &mut sent).instrument(span).await {
            Ok(reply) => Ok((reply, sent)),
            Err(error) => sent.end(Err(error)),
        }
    }

    async fn make_attempts(&self, call: &Outgoing, sent: &mut Sent) -> Result<Reply, Error> {
        let end = after(sent.started, self.limits_of(call).timeouts.call);
        // How often no token could be obtained.
        let mut without_token_count = 0;
        let mut renewed = false;
        // Attempts whose token was too long, which don't count as retries.
        let mut shortened = 0;
        loop {
            let mut request = self.request(call)?;
            let token = match self.tokens.fresh(call.institute) {
                Some(token) => Ok(Ok(token)),
                None => timeout_at(end, self.tokens.token(call.institute)).await,
            };
            let (token, verdict) = match token {
                Ok(Ok(token)) => {
                    request.headers_mut().insert(AUTHORIZATION, token.header());
                    let verdict = self.attempt(call, self.http.send(request), end, sent).await;
                    (Some(token), verdict)
                }
                Ok(Err(unsupplied)) => {
                    without_token_count += 1;
                    (None, judge_missing_token(&unsupplied))
                }
                Err(_) => return Err(self.timeout_error(call)),
            };
            let (error, cause, asked) = match verdict {
                Verdict::Done(reply) => {
                    if let Some(token) = &token {
                        self.tokens.note_taken(token);
                    }
                    if let Some(budget) = &call.budget {
                        budget.give();
                    }
                    return Ok(reply);
                }
                Verdict::Failed(error) => return Err(error),
                Verdict::TokenRejected(error) => {
                    if let Some(token) = &token {
                        self.tokens.invalidate(call.institute, token);
                    }
                    if renewed {
                        return Err(error);
                    }
                    renewed = true;
                    // The replay with a new token is not a retry: it has no pause and counts towards no limit.
                    self.report_retry(call, sent.attempts, RetryCause::Unauthorized, Duration::ZERO);
                    continue;
                }
                Verdict::TooLong { error, says } => {
                    if !token.is_some_and(|token| self.tokens.shorten(call.institute, &token, says)) {
                        return Err(error);
                    }
                    shortened += 1;
                    // This isn't a retry either. Fewer institutes share the token each time, down to one.
                    let status = error.status().unwrap_or_default();
                    self.report_retry(call, sent.attempts, RetryCause::Status(status), Duration::ZERO);
                    continue;
                }
                Verdict::Retry { error, cause, asked, hung_up } => {
                    let is_shorter = |token| self.tokens.shorten(call.institute, &token, false);
                    if hung_up && is_repeatable(call) && token.is_some_and(is_shorter) {
                        shortened += 1;
                        self.report_retry(call, sent.attempts, cause, Duration::ZERO);
                        continue;
                    }
                    (error, cause, asked)
                }
            };
            if Instant::now() >= end {
                return Err(self.timeout_error(call));
            }
            let failed = sent.attempts + without_token_count - shortened;
            let pause = call.options.policy.unwrap_or(self.policy).pause(failed, sent.started.elapsed(), asked);
            let can_retry = !sent.may_have_been_applied || is_repeatable(call);
            // The service's error says more than a timeout would.
            let Some(pause) = pause.filter(|pause| can_retry && after(Instant::now(), *pause) < end) else {
                return Err(error);
            };
            // Token requests have their own limits, which all callers share.
            if cause != RetryCause::Token && call.budget.as_ref().is_some_and(|budget| !budget.take()) {
                return Err(error);
            }
            self.report_retry(call, sent.attempts, cause, pause);
            tokio::time::sleep(pause).await;
        }
    }

    /// Builds the request of an attempt, without the token.
    fn request(&self, call: &Outgoing) -> Result<Request, Error> {
        let mut request = call.request()?;
        if !call.options.headers.is_empty() {
            request.headers_mut().extend(call.options.headers.clone());
        }
        if let Some(agent) = &self.user_agent {
            request.headers_mut().insert(USER_AGENT, agent.clone());
        }
        if !same_origin(request.url(), &self.api) {
            return Err(Error::new(
                ErrorKind::Internal,
                "the request is for a host other than the configured one; no token was sent",
            ));
        }
        let number = HeaderValue::try_from(call.institute.as_str())
            .map_err(|_| Error::new(ErrorKind::Internal, "the institute number is not a valid header value"))?;
        request.headers_mut().insert(INSTITUTE_NO, number);
        if let Some(coding) = Coding::ACCEPTED.filter(|_| self.compresses) {
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(coding));
        }
        Ok(request)
    }

    async fn attempt(&self, call: &Outgoing, sending: Sending<'_>, end: Instant, sent: &mut Sent) -> Verdict {
        sent.attempts += 1;
        let limits = self.limits_of(call);
        let end = end.min(after(Instant::now(), limits.timeouts.attempt));
        let mut outcome = exchange(sending, &limits, end, call.reading).await;
        let replayed = sent.may_have_been_applied;
        sent.may_have_been_applied |= match &outcome {
            // A success may turn out to be no valid response. A proxy's 502 to 504 says nothing about the service
            // behind it.
            Ok(received) => matches!(received.status, 200..=299 | 408 | 500..=599 | 999),
            Err(failure) => failure.may_have_been_applied(),
        };
        sent.status = outcome.as_ref().ok().map(|received| received.status);
        if let Ok(received) = &mut outcome
            && (200..=299).contains(&received.status)
        {
            sent.headers = std::mem::take(&mut received.headers);
        }
        match outcome {
            Ok(received) => judge(call, received, replayed, &self.api),
            Err(failure) => judge_failure(failure, &self.route),
        }
    }

    fn limits_of(&self, call: &Outgoing) -> Limits {
        Limits { timeouts: call.options.timeouts.unwrap_or(self.limits.timeouts), ..self.limits }
    }

    fn timeout_error(&self, call: &Outgoing) -> Error {
        Error::new(ErrorKind::Timeout, format!("the call took longer than {:?}", self.limits_of(call).timeouts.call))
    }

    fn report_retry(&self, call: &Outgoing, attempts: u32, cause: RetryCause, pause: Duration) {
        warn!(attempts, ?cause, ?pause, "an attempt failed and is retried");
        if let Some(observer) = &self.observer.0 {
            observer(&RetryEvent { operation: call.operation, institute: call.institute, attempts, cause, pause });
        }
    }
}

/// Whether a call may be sent again even though an earlier attempt may have been carried out: PUT writes by id, and
/// DELETE is idempotent. A raw call with another method is sent again only if it was certainly not carried out.
fn is_repeatable(call: &Outgoing) -> bool {
    matches!(call.method(), "GET" | "HEAD" | "PUT" | "DELETE")
}

#[cfg(test)]
mod tests;
