//! Warns of query values that the service ignores: a list that was not filtered looks like a correct one.

use personeel_client::operations::{Operation, ParameterInfo};
use tracing::warn;

use super::outgoing::Outgoing;

/// Warns of each query value that has no effect, according to the document's `x-effective-values`.
pub(super) fn warn_of_ignored(call: &Outgoing) {
    for (parameter, value) in find_ignored(call) {
        let effective = parameter.effective_values.join(", ");
        warn!(parameter = parameter.name, value, effective, "the service ignores this value: it has no effect");
    }
}

fn find_ignored(call: &Outgoing) -> Vec<(&'static ParameterInfo, String)> {
    let parameters = call.operation.map_or(&[][..], |operation| Operation::info(operation).parameters);
    let mut found = Vec::new();
    for parameter in parameters {
        let sent = call.request.url().query_pairs().filter(|(name, _)| name.eq_ignore_ascii_case(parameter.name));
        let ignored = sent.filter(|(_, value)| !parameter.has_effect(value));
        found.extend(ignored.map(|(_, value)| (parameter, value.into_owned())));
    }
    found
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, Request};

    use super::*;
    use crate::transport::{CallOptions, Reading, Wants};

    fn ignored_values(operation: Option<Operation>, query: &str) -> Vec<(&'static str, String)> {
        let url = format!("https://api.example/employees?{query}").parse().unwrap();
        let request = Request::new(Method::GET, url);
        let call = Outgoing {
            operation,
            institute: "011007".parse().unwrap(),
            request,
            reading: Reading::Complete,
            wants: Wants::Anything,
            options: CallOptions::default(),
            budget: None,
        };
        find_ignored(&call).into_iter().map(|(parameter, value)| (parameter.name, value)).collect()
    }

    #[test]
    fn values_that_the_service_ignores_are_found() {
        let list = Some(Operation::ListEmployees);
        assert_eq!(ignored_values(list, "schoolyear=2023-24&structure=211"), [("structure", "211".to_owned())]);
        assert_eq!(ignored_values(list, "schoolyear=2023-24&structure=311"), []);
        assert_eq!(ignored_values(list, "schoolyear=2023-24&structure=312%20%20"), []);
        assert_eq!(ignored_values(list, "schoolyear=2023-24"), []);
        for counts in [Operation::ListAssignments, Operation::ListEmployeesV1, Operation::ListOwnFields] {
            assert_eq!(ignored_values(Some(counts), "structure=211"), [], "{counts}");
        }
        assert_eq!(ignored_values(None, "structure=211"), []);
    }
}
