//! The table of rules.

mod call_names;
mod closed_enums;
mod codes_at_calls;
mod codes_in_examples;
mod codes_registry;
mod codes_used;
mod constraints_named;
mod constraints_on_requests_only;
mod descriptions;
mod effective_values;
mod enumerations;
mod examples_complete;
mod examples_fit;
mod examples_present;
mod examples_synthetic;
mod file_extensions;
mod formats;
mod generator_shapes;
mod guide_reference;
mod headers;
mod ids;
mod lengths;
mod marks;
mod no_data;
mod nullability;
mod operation_id;
mod path_parameters;
mod personal;
mod plain_scalars;
mod provenance;
mod record_keys;
mod references;
mod repeated_calls;
mod rust_names;
mod shape;
mod since_known;
mod sizes;
mod statuses;
mod urls;

use super::rule::Rule;

/// All rules.
pub const RULES: &[Rule] = &[
    shape::RULE,
    operation_id::RULE,
    guide_reference::RULE,
    since_known::RULE,
    provenance::RULE,
    headers::RULE,
    statuses::RULE,
    codes_registry::RULE,
    codes_used::RULE,
    codes_at_calls::RULE,
    codes_in_examples::RULE,
    constraints_named::RULE,
    constraints_on_requests_only::RULE,
    closed_enums::RULE,
    nullability::RULE,
    enumerations::RULE,
    personal::RULE,
    descriptions::RULE,
    examples_fit::RULE,
    examples_present::RULE,
    examples_complete::RULE,
    examples_synthetic::RULE,
    plain_scalars::RULE,
    lengths::RULE,
    urls::RULE,
    references::RULE,
    sizes::RULE,
    file_extensions::RULE,
    formats::RULE,
    marks::RULE,
    generator_shapes::RULE,
    path_parameters::RULE,
    rust_names::RULE,
    call_names::RULE,
    record_keys::RULE,
    repeated_calls::RULE,
    ids::RULE,
    no_data::RULE,
    effective_values::RULE,
];
