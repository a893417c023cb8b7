//! Sockets, connections and what they share.

mod counters;
mod host;
mod listener;
mod reply;
mod shared;

pub(crate) use host::loopback_host;
pub(crate) use listener::{Port, serve};
pub(crate) use reply::{Reply, css, empty, html, json, json_bytes, text};
pub(crate) use shared::Shared;
