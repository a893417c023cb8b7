//! The reference page: the document in Swagger UI, and the error codes.

mod codes;
mod document;
mod swagger;

use http::{HeaderMap, Method};

use crate::reply::{Reply, css, html, json_bytes};
use crate::state::Shared;

/// The page at a path, if there is one.
pub(crate) async fn find_page(shared: &Shared, method: &Method, path: &str, headers: &HeaderMap) -> Option<Reply> {
    if method != Method::GET {
        return None;
    }
    match path {
        "/" => Some(html(swagger::render_index(shared))),
        "/codes" => Some(html(codes::render_page())),
        "/openapi.json" => Some(json_bytes(http::StatusCode::OK, document::render_document(shared, headers))),
        "/style.css" => Some(css(include_str!("pages/style.css"))),
        _ => swagger::load_asset(path).await,
    }
}
