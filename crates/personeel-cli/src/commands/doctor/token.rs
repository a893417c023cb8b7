//! Section 3: who is granted what.

use std::collections::BTreeSet;

use personeel::{InstituteNumber, Scope};

use crate::failure::Failure;
use crate::session::Session;

use super::section::Section;

pub(super) const NAME: &str = "token";

/// A token that lives shorter than this is renewed all the time.
const SHORT_SECONDS: u64 = 60;

/// Asks for the tokens of all institutes at once, as every command does; the answer says who has one.
pub(super) async fn look(session: &Session) -> (Section, Vec<InstituteNumber>) {
    let mut section = Section::new(NAME);
    let (mut granted, mut tokens) = (Vec::new(), BTreeSet::new());
    for institute in &session.institutes {
        let asked = tokio::time::timeout(session.timeout, session.client.access_token(*institute)).await;
        let token = match asked {
            Ok(Ok(token)) => token,
            Ok(Err(error)) => {
                section.fail("refused", error.into(), "the identity server gives no token");
                continue;
            }
            Err(_) => {
                let failure =
                    Failure::timeout(format!("the identity server gave no token within {:?}", session.timeout));
                section.fail("timeout", failure.with_institute(*institute), "no token within the time limit");
                continue;
            }
        };
        let scope = Scope::of(*institute).to_string();
        let life = token.lifetime().as_secs();
        if token.granted_scopes().is_some_and(|scopes| !scopes.contains(&scope)) {
            let text = format!("institute {institute}: the token lacks its scope; ask Informat to grant {scope}");
            section.warn("scope", text, "the token lacks the scope of an institute");
        } else if life < SHORT_SECONDS {
            let text = format!("institute {institute}: granted, for {life} seconds only");
            section.warn("granted", text, format!("granted for {life} seconds only"));
        } else {
            section.ok("granted", format!("institute {institute}: granted, for {life} seconds"), "granted");
        }
        granted.push(*institute);
        // Only that they differ is of interest.
        tokens.insert(token.expose_secret().to_owned());
    }
    if session.institutes.len() > 1 && !tokens.is_empty() {
        let told = format!("{} institutes share {} token(s)", granted.len(), tokens.len());
        section.ok("shared", told.clone(), told);
    }
    (section, granted)
}
