//! The reference page: the document in Swagger UI, and the registry of codes.

mod codes;
mod document;
mod swagger;

use http::{HeaderMap, Method};

use crate::reply::{Reply, css, html, json_bytes};
use crate::state::Shared;

/// The page of a path; `None` where it is none.
pub(crate) async fn answer(shared: &Shared, method: &Method, path: &str, headers: &HeaderMap) -> Option<Reply> {
    if method != Method::GET {
        return None;
    }
    match path {
        "/" => Some(html(swagger::index(shared))),
        "/codes" => Some(html(codes::page())),
        "/openapi.json" => Some(json_bytes(http::StatusCode::OK, document::text(shared, headers))),
        "/style.css" => Some(css(include_str!("pages/style.css"))),
        _ => swagger::asset(path).await,
    }
}
