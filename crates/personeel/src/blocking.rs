//! The same client for programs without an async runtime. Behind the feature `blocking`.
//!
//! [`Builder::build_blocking`](crate::Builder::build_blocking) makes it, with the same settings as any client. Each call
//! waits for its response on the thread that makes it; connections and timers live on a thread of the client's own, so
//! that any number of threads may share one client. Everything else, from tokens and retries to errors, is the same.
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
//!     println!("{}", photo?.person_id);
//! }
//! # Ok(()) }
//! ```
//!
//! # In async code
//!
//! A call that is made where it would block an async runtime of tokio fails with
//! [`Configuration`](crate::ErrorKind::Configuration), and nothing is sent: use [`Personeel`](crate::Personeel) there, or
//! `tokio::task::spawn_blocking`, in which calls work. A client may be made and dropped anywhere.

mod call;
mod client;
mod records;
mod runtime;
mod wait;

pub use call::Call;
pub(crate) use call::{call_of_list, call_of_one};
pub use client::{Institute, Personeel};
pub use records::Records;
pub(crate) use runtime::Runtime;

pub use crate::generated::blocking as calls;
