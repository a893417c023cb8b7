//! Section 1: each setting with its origin, and everything that is missing.

use crate::cli::Global;
use crate::settings::origin;

use super::section::Section;

const NAME: &str = "settings";

/// Checks the settings. Returns the URLs of the API and the identity server too, which are known even if other settings
/// are missing.
pub(super) fn check(global: &Global) -> (Section, [String; 2]) {
    let mut section = Section::new(NAME);
    let (settings, faults) = origin::settings(global);
    let url = |name: &str| settings.iter().find(|setting| setting.name == name).map(|setting| setting.value.clone());
    let urls = [origin::API_URL_SETTING, origin::IDENTITY_URL_SETTING].map(|name| url(name).unwrap_or_default());
    for setting in &settings {
        let kind = setting.origin.split(':').next().unwrap_or_default();
        let text = format!("{}: {} ({})", setting.name, setting.value, setting.origin);
        // The report has neither the value nor a file name, only the kind of origin.
        section.ok("setting", text, format!("{}: {kind}", setting.name));
    }
    for fault in faults {
        section.fail("setting", fault, "a setting is missing or invalid");
    }
    (section, urls)
}
