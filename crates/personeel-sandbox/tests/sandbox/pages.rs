//! The reference page, without a browser.

use crate::described::resolve;
use crate::support::{Api, Response};
use personeel_client::codes::CODES;
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET};

#[tokio::test]
async fn the_page_loads_everything_from_the_sandbox() {
    let api = Api::start().await;
    let get = |path: &str| Response::of(api.client.get(format!("{}{path}", api.sandbox.api_url())));
    let index = get("/").await;
    assert!(index.header("content-type").starts_with("text/html"));
    assert!(index.text.contains(CLIENT_ID) && index.text.contains(CLIENT_SECRET) && index.text.contains("038281"));
    assert!(!index.text.contains("{{"));
    let urls = index.text.split(['"', '\'']).filter(|part| part.starts_with('/') || part.contains("://"));
    for path in urls {
        assert!(path.starts_with('/'), "{path}");
        assert_eq!(get(path).await.status, 200, "{path}");
    }
    assert!(get("/swagger-ui/swagger-ui-bundle.js").await.text.len() > 1_000_000);
    let codes = get("/codes").await.text;
    assert!(CODES.iter().all(|info| codes.contains(info.name)));
    assert_eq!(Response::of(api.client.post(format!("{}/", api.sandbox.api_url()))).await.status, 404);
}

#[tokio::test]
async fn the_document_describes_this_sandbox() {
    let api = Api::start().await;
    let document = Response::of(api.client.get(format!("{}/openapi.json", api.sandbox.api_url()))).await.json();
    assert_eq!(document["servers"][0]["url"], api.sandbox.api_url());
    let flow = &document["components"]["securitySchemes"]["identity"]["flows"]["clientCredentials"];
    assert_eq!(flow["tokenUrl"], format!("{}/connect/token", api.sandbox.identity_url()));
    assert_eq!(flow["scopes"].as_object().unwrap().len(), 3);
    let port = api.sandbox.api_url().rsplit_once(':').unwrap().1;
    let by_name =
        api.client.get(format!("{}/openapi.json", api.sandbox.api_url())).header("Host", format!("localhost:{port}"));
    assert_eq!(Response::of(by_name).await.json()["servers"][0]["url"], format!("http://localhost:{port}"));
    assert_eq!(document["components"]["parameters"]["InstituteNo"]["example"], "011007");
    // The prefilled values of these calls can be executed unchanged.
    for (method, path) in [
        ("get", "/employees/{personId}/interruptions"),
        ("delete", "/employees/interruptions/{interruptionId}"),
        ("delete", "/employees/{personId}/communication-number/{communicationNoId}"),
    ] {
        let (mut filled, mut query) = (path.to_owned(), Vec::new());
        for parameter in document["paths"][path][method]["parameters"].as_array().unwrap() {
            let parameter = resolve(&document, parameter);
            let (name, value) = (parameter["name"].as_str().unwrap_or_default(), &parameter["example"]);
            match parameter["in"].as_str() {
                Some("path") => filled = filled.replace(&format!("{{{name}}}"), value.as_str().unwrap()),
                Some("query") if name != "structure" => query.push((name, value.as_str().unwrap())),
                _ => {}
            }
        }
        let request = api.request(method.to_uppercase().parse().unwrap(), &filled).query(&query);
        let response = Response::of(request).await;
        assert_eq!(response.status, 200, "{method} {path}: {}", response.text);
    }
}
