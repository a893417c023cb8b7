//! The client for programs without an async runtime. Requires the feature `blocking`.
//!
//! [`Builder::build_blocking`](crate::Builder::build_blocking) builds it, with the same settings as the async client.
//! Each call blocks the calling thread, which also decodes the response; a thread of the client's own runs connections
//! and timers. Any number of threads can share one client. Everything else, from tokens and retries to errors, is the
//! same.
//!
//! ```no_run
//! use personeel::{ClientCredentials, Personeel, requests::ListEmployees};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let personeel = Personeel::builder()
//!     .credentials(ClientCredentials::new("informat_customer_x", std::env::var("PERSONEEL_CLIENT_SECRET")?))
//!     .build_blocking()?;
//! let school = personeel.institute("011007")?;
//!
//! let staff = school.employees().list("2026-27".parse()?).structure("311").send()?;
//! let same = school.send(ListEmployees::new("2026-27".parse()?)).send()?;
//! for photo in school.photos().list("2026-27".parse()?).records() {
//!     println!("{:?}", photo?.person_id);
//! }
//! # Ok(()) }
//! ```
//!
//! # In async code
//!
//! A call that would block a tokio runtime fails with [`Configuration`](crate::ErrorKind::Configuration), and nothing
//! is sent. Use [`Personeel`](crate::Personeel) in async code, or make the call in `tokio::task::spawn_blocking`. A
//! client can be built and dropped anywhere. Other runtimes are not detected: there, a call blocks the thread.

mod call;
mod client;
mod records;
mod runtime;
mod wait;

pub use call::Call;
pub(crate) use call::{call_of_list, call_of_one};
pub use client::{Institute, Personeel};
pub use records::Records;
use runtime::Runtime;

pub use crate::generated::blocking as calls;
