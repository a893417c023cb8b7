//! Swagger UI, whose files come from the crate `swagger-ui-dist`.

use axum::body::Body;
use http::Request;
use http::header::{self, HeaderValue};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use serde_json::json;
use swagger_ui_dist::{ApiDefinition, OpenApiSource};

use crate::credentials::{CLIENT_ID, CLIENT_SECRET, scopes};
use crate::reply::Reply;
use crate::state::Shared;

/// The URL prefix of the files. The crate's own page is not used.
const FOLDER: &str = "/swagger-ui";
const FILES: [&str; 2] = ["/swagger-ui/swagger-ui.css", "/swagger-ui/swagger-ui-bundle.js"];

/// Renders the page with this sandbox's client and institutes.
pub(super) fn render_index(shared: &Shared) -> String {
    let settings = json!({
        "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
        "appName": "sandbox",
        "scopes": scopes(&shared.world.institutes),
    });
    let institutes: Vec<&str> = shared.world.institutes.iter().map(AsRef::as_ref).collect();
    include_str!("index.html")
        .replace("{{client_id}}", CLIENT_ID)
        .replace("{{client_secret}}", CLIENT_SECRET)
        .replace("{{institutes}}", &institutes.join(", "))
        .replace("{{oauth}}", &settings.to_string())
}

/// Loads one of Swagger UI's files.
pub(super) async fn load_asset(path: &str) -> Option<Reply> {
    if !FILES.contains(&path) {
        return None;
    }
    let api_definition = OpenApiSource::Uri("/openapi.json");
    let router = swagger_ui_dist::generate_routes(ApiDefinition { uri_prefix: FOLDER, api_definition, title: None });
    let request = Request::get(path).body(Body::empty()).ok()?;
    let mut reply = TowerToHyperService::new(router).call(request).await.ok()?;
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
    Some(reply)
}
