//! Generates the service's URLs and the constants that all calls share.

use super::Error;
use super::docs::comment;
use crate::model::{Model, NoDataBody};
use crate::names::literal;

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let missing = |what: &str| Error::at("#", format!("the document has no {what}"));
    let api = model.servers.first().ok_or_else(|| missing("server"))?;
    let identity = model.identity.server.as_ref().ok_or_else(|| missing("identity server (x-identity-server)"))?;
    let token_path = model
        .identity
        .token_url
        .strip_prefix(identity.url.trim_end_matches('/'))
        .filter(|path| path.starts_with('/'))
        .ok_or_else(|| missing("token URL below its identity server"))?;
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
        "//! The service's URLs and the constants that all calls share.\n\nuse crate::no_data::NoDataForm;\n\n\
         {}pub const API_URL: &str = {};\n\n\
         {}pub const IDENTITY_URL: &str = {};\n\n\
         /// The path of the token endpoint below the identity server.\npub const TOKEN_PATH: &str = {};\n\n\
         /// The OAuth 2.0 scope of one institute, with the placeholder `{{instituteNo}}` for its number.\n\
         pub const SCOPE_TEMPLATE: &str = {};\n\n\
         /// The latest API version, which most calls use.\npub const API_VERSION: &str = {};\n\n\
         /// The version of the vendor's guide that this crate follows.\npub const GUIDE_VERSION: &str = {};\n\n\
         /// The bodies of a 404 that mean \"no data\".\npub(crate) static NO_DATA: &[NoDataForm] = &[{}];\n",
        comment(&api.description, 0),
        literal(&api.url),
        comment(&identity.description, 0),
        literal(&identity.url),
        literal(token_path),
        literal(&model.scope_template),
        literal(&model.api_version),
        literal(&model.guide_version),
        forms.join(", "),
    ))
}
