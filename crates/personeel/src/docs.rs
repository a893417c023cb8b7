//! Chapters on tasks that involve more than one type. They exist in the documentation only.
//!
//! The crate's front page shows how to make a client and a call. Each chapter here is one page on one task, and its
//! examples are compiled and tested with the crate.
//!
//! | chapter | question |
//! |---|---|
//! | [Proxies and certificates](proxies_and_certificates) | How does the client get through a school's network? |
//! | [Cancelling a write](cancelling_a_write) | A write was cancelled, or failed halfway. Was it carried out? |
//! | [Blocking callers](blocking_callers) | How does a program without async code make calls? |
//! | [Axum handlers](axum_handlers) | How does a web service share a client and map errors to statuses? |
//! | [Logging](logging) | What does the client log, and what must a program not log? |
//! | [Testing](testing) | How are programs tested without an account? |
//! | [A nightly sync](nightly_sync) | How does a job keep a copy of many schools' staff without false departures? |

/// Proxies, certificate authorities, client certificates and other network settings.
///
#[doc = include_str!("../docs/proxies_and_certificates.md")]
#[doc(alias = "tls")]
#[doc(alias = "ssl")]
#[doc(alias = "firewall")]
pub mod proxies_and_certificates {}

/// What happens to a write that is cancelled, times out or loses its connection.
///
#[doc = include_str!("../docs/cancelling_a_write.md")]
#[doc(alias = "idempotent")]
#[doc(alias = "timeout")]
#[doc(alias = "leave")]
pub mod cancelling_a_write {}

/// Calls from code that is not async.
///
#[doc = include_str!("../docs/blocking_callers.md")]
#[doc(alias = "synchronous")]
#[doc(alias = "sync")]
pub mod blocking_callers {}

/// A client in the state of an axum service.
///
#[doc = include_str!("../docs/axum_handlers.md")]
#[doc(alias = "web")]
#[doc(alias = "handler")]
pub mod axum_handlers {}

/// Spans, events and counters, and what they never contain.
///
#[doc = include_str!("../docs/logging.md")]
#[doc(alias = "tracing")]
#[doc(alias = "telemetry")]
#[doc(alias = "metrics")]
pub mod logging {}

/// Tests with a sandbox or with mocks.
///
#[doc = include_str!("../docs/testing.md")]
#[doc(alias = "mock")]
#[doc(alias = "sandbox")]
pub mod testing {}

/// A job that reads many institutes every night.
///
#[doc = include_str!("../docs/nightly_sync.md")]
#[doc(alias = "cron")]
#[doc(alias = "batch")]
pub mod nightly_sync {}
