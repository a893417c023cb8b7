//! Values that the service ignores: a list that is longer than asked for looks like a right one.

use personeel_client::operations::{Operation, ParameterInfo};
use tracing::warn;

use super::outgoing::Outgoing;

/// Warns of each value in the query that makes no difference, by the document's `x-effective-values`.
pub(super) fn warn_of_ignored(call: &Outgoing) {
    for (parameter, value) in ignored(call) {
        let effective = parameter.effective_values.join(", ");
        warn!(parameter = parameter.name, value, effective, "the service ignores this value: it has no effect");
    }
}

fn ignored(call: &Outgoing) -> Vec<(&'static ParameterInfo, String)> {
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

    fn told(operation: Option<Operation>, query: &str) -> Vec<(&'static str, String)> {
        let url = format!("https://api.example/employees?{query}").parse().unwrap();
        let request = Request::new(Method::GET, url);
        let call = Outgoing {
            operation,
            institute: "011007".parse().unwrap(),
            request,
            reading: Reading::Whole,
            wants: Wants::Anything,
            options: CallOptions::default(),
            budget: None,
        };
        ignored(&call).into_iter().map(|(parameter, value)| (parameter.name, value)).collect()
    }

    #[test]
    fn what_the_service_ignores_is_told() {
        let list = Some(Operation::ListEmployees);
        assert_eq!(told(list, "schoolyear=2023-24&structure=211"), [("structure", "211".to_owned())]);
        assert_eq!(told(list, "schoolyear=2023-24&structure=311"), []);
        assert_eq!(told(list, "schoolyear=2023-24&structure=312%20%20"), []);
        assert_eq!(told(list, "schoolyear=2023-24"), []);
        for counts in [Operation::ListAssignments, Operation::ListEmployeesV1, Operation::ListOwnFields] {
            assert_eq!(told(Some(counts), "structure=211"), [], "{counts}");
        }
        assert_eq!(told(None, "structure=211"), []);
    }
}
