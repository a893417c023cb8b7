//! Section 3: which institutes the token is granted for.

use std::collections::BTreeSet;

use personeel::{InstituteNumber, Scope};

use crate::failure::Failure;
use crate::session::Session;

use super::section::Section;

pub(super) const NAME: &str = "token";

/// A token with a shorter lifetime is renewed all the time.
const SHORT_SECONDS: u64 = 60;

/// Requests the tokens of all institutes as every command does, and returns the institutes that have one.
pub(super) async fn check(session: &Session) -> (Section, Vec<InstituteNumber>) {
    let mut section = Section::new(NAME);
    let (mut granted, mut tokens) = (Vec::new(), BTreeSet::new());
    for institute in &session.institutes {
        let outcome = tokio::time::timeout(session.timeout, session.client.access_token(*institute)).await;
        let token = match outcome {
            Ok(Ok(token)) => token,
            Ok(Err(error)) => {
                section.fail("refused", error.into(), "the identity server issued no token");
                continue;
            }
            Err(_) => {
                let failure =
                    Failure::timeout(format!("the identity server issued no token within {:?}", session.timeout));
                section.fail("timeout", failure.with_institute(*institute), "no token within the timeout");
                continue;
            }
        };
        let scope = Scope::of(*institute).to_string();
        let life = token.lifetime().as_secs();
        if token.granted_scopes().is_some_and(|scopes| !scopes.contains(&scope)) {
            let text = format!("institute {institute}: the token lacks its scope; ask Informat to grant {scope}");
            section.warn("scope", text, "the token lacks the scope of an institute");
        } else if life < SHORT_SECONDS {
            let text = format!("institute {institute}: granted for only {life} seconds");
            section.warn("granted", text, format!("granted for only {life} seconds"));
        } else {
            section.ok("granted", format!("institute {institute}: granted for {life} seconds"), "granted");
        }
        granted.push(*institute);
        // Only used to count distinct tokens.
        tokens.insert(token.expose_secret().to_owned());
    }
    if session.institutes.len() > 1 && !tokens.is_empty() {
        let text = format!("{} institutes share {} token(s)", granted.len(), tokens.len());
        section.ok("shared", text.clone(), text);
    }
    (section, granted)
}
