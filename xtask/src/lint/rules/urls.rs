//! URLs to which clients send secrets and staff records.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "urls",
    about: "servers and token endpoints are absolute https URLs, and token endpoints are on the identity server",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    if model.servers.is_empty() {
        report.add(&Pointer::of(&["servers"]), "must contain the production server");
    }
    for server in model.servers.iter().chain(&model.identity.server) {
        if !is_https(&server.url) || server.url.ends_with('/') {
            let message = "must be an absolute https URL without a trailing slash";
            report.add(&server.pointer.child("url"), message);
        }
    }
    let identity = model.identity.server.as_ref().map(|server| server.url.as_str()).unwrap_or_default();
    for (pointer, mapping) in &subject.mappings {
        for key in ["tokenUrl", "authorizationUrl", "refreshUrl"] {
            let Some(url) = mapping.get(key) else { continue };
            let path = url.as_str().filter(|url| is_https(url)).and_then(|url| url.strip_prefix(identity));
            if !path.is_some_and(|path| path.starts_with('/')) {
                report.add(&pointer.child(key), "must be an absolute https URL on the server of `x-identity-server`");
            }
        }
    }
}

fn is_https(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    let labels_fit = host.split('.').all(|label| {
        let edges = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && !edges && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    host.contains('.')
        && labels_fit
        && port.parse::<u16>().is_ok()
        && path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~'))
}

#[cfg(test)]
mod tests {
    use super::is_https;
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "servers:\n",
            old: "https://personeelsapi",
            new: "http://personeelsapi",
            pointer: "#/servers/0/url",
            line: "- url: http://personeelsapi.informatsoftware.be",
            says: "absolute https URL",
        },
        Fault {
            after: "x-identity-server:\n",
            old: "url: https://www.identityserver.be",
            new: "url: www.identityserver.be",
            pointer: "#/x-identity-server/url",
            line: "url: www.identityserver.be",
            says: "absolute https URL",
        },
        Fault {
            after: "",
            old: "tokenUrl: https://www.identityserver.be/connect/token",
            new: "tokenUrl: https://www.identityserver.example/connect/token",
            pointer: "#/components/securitySchemes/identity/flows/clientCredentials/tokenUrl",
            line: "tokenUrl: https://www.identityserver.example/connect/token",
            says: "`x-identity-server`",
        },
        Fault {
            after: "",
            old: "servers:\n",
            new: "servers: []\nx-servers:\n",
            pointer: "#/servers",
            line: "servers: []",
            says: "must contain the production server",
        },
    ];

    #[test]
    fn only_https_urls_with_a_host_pass() {
        assert!(["https://a.be", "https://a-b.c.be:8443/d/e_f.g"].into_iter().all(is_https));
        let wrong = [
            "https://",
            "https://a",
            "https://a..be",
            "https://-a.be",
            "https://a.be:x",
            "https://u@a.be",
            "https://a.be/{b}",
            "https://a.be/?b",
        ];
        assert!(!wrong.into_iter().any(is_https));
    }
}
