//! Section 1: each setting, what said so, and all that is missing.

use crate::cli::Global;
use crate::settings::origin;

use super::section::Section;

const NAME: &str = "settings";

/// Looks at the settings, and gives the addresses of API and identity server: they are known before all else is.
pub(super) fn look(global: &Global) -> (Section, [String; 2]) {
    let mut section = Section::new(NAME);
    let (settings, faults) = origin::settings(global);
    let address =
        |name: &str| settings.iter().find(|setting| setting.name == name).map(|setting| setting.value.clone());
    let addresses = [origin::API_ADDRESS, origin::IDENTITY_ADDRESS].map(|name| address(name).unwrap_or_default());
    for setting in &settings {
        let kind = setting.origin.split(':').next().unwrap_or_default();
        let text = format!("{}: {} ({})", setting.name, setting.value, setting.origin);
        // What a setting is stays on this machine; what said so is a flag, a variable or a file of any name.
        section.ok("setting", text, format!("{}: {kind}", setting.name));
    }
    for fault in faults {
        section.fail("setting", fault, "a setting is missing or cannot be used");
    }
    (section, addresses)
}
