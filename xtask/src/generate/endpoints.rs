//! Where the service is, and what every call of it shares.

use super::Error;
use crate::model::{Model, NoDataBody};
use crate::names::literal;

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let missing = |what: &str| Error::at("#", format!("the document gives no {what}"));
    let api = model.servers.first().ok_or_else(|| missing("server"))?;
    let identity = model.identity.server.as_ref().ok_or_else(|| missing("identity server (x-identity-server)"))?;
    let token_path = model
        .identity
        .token_url
        .strip_prefix(identity.url.trim_end_matches('/'))
        .filter(|path| path.starts_with('/'))
        .ok_or_else(|| missing("token address below its identity server"))?;
    let forms: Vec<String> = model
        .no_data
        .iter()
        .map(|form| match &form.body {
            NoDataBody::Empty => "NoDataForm::Empty".to_owned(),
            NoDataBody::Problem(members) => {
                let members: Vec<_> = members.iter().map(|member| literal(member)).collect();
                format!("NoDataForm::Problem(&[{}])", members.join(", "))
            }
        })
        .collect();
    Ok(format!(
        "//! Where the service is, and what every call of it shares.\n\nuse crate::no_data::NoDataForm;\n\n\
         /// {} \npub const API_URL: &str = {};\n\n\
         /// {}\npub const IDENTITY_URL: &str = {};\n\n\
         /// The path of the token endpoint below the identity server.\npub const TOKEN_PATH: &str = {};\n\n\
         /// The OAuth 2.0 scope of one institute, with `{{instituteNo}}` where its number stands.\n\
         pub const SCOPE_TEMPLATE: &str = {};\n\n\
         /// The newest API version, in which most calls are sent.\npub const API_VERSION: &str = {};\n\n\
         /// The version of the vendor's guide that all of this follows.\npub const GUIDE_VERSION: &str = {};\n\n\
         /// The bodies of a 404 that say that there is no data.\npub(crate) static NO_DATA: &[NoDataForm] = &[{}];\n",
        api.description,
        literal(&api.url),
        identity.description,
        literal(&identity.url),
        literal(token_path),
        literal(&model.scope_template),
        literal(&model.api_version),
        literal(&model.guide_version),
        forms.join(", "),
    )
    .replace(" \n", "\n"))
}
