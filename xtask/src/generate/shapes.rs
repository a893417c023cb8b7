//! Generates the shape table, which raw responses are compared with, without types and without the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Additional, Call, Format, JsonType, Literal, Model, NoDataBody, Response, Scalar, Schema, View};
use crate::names::{literal, snake};

/// The path of the file. Doctor reports identify the document by a hash of its content.
pub const PATH: &str = "crates/personeel-check/src/generated/shapes.rs";

/// Generates the file.
pub fn generate(model: &Model) -> String {
    let mut shapes = Shapes { model, components: BTreeMap::new() };
    let calls: String = model.calls.iter().map(|call| shapes.call(call)).collect();
    let mut components = String::new();
    for (name, shape) in &shapes.components {
        let _ = write!(components, "\n#[rustfmt::skip]\nstatic {name}: Shape = {shape};\n");
    }
    let forms: Vec<String> = model.no_data.iter().map(|form| render_no_data(&form.body)).collect();
    let statuses: Vec<_> = model.nonstandard_statuses.iter().map(|status| status.number.clone()).collect();
    format!(
        "//! The shape table.\n\n\
         use crate::shape::{{Call, Form, Kind, Member, NoData, Object, Response, Shape}};\n\n\
         /// The version of the vendor's guide that the table follows.\npub(crate) const GUIDE: &str = {};\n\n\
         /// Non-standard statuses that the document lists for all calls.\npub(crate) static NONSTANDARD: &[u16] = &[{}];\n\n\
         /// The bodies of a 404 that mean \"no data\".\npub(crate) static NO_DATA: &[NoData] = &[{}];\n\n\
         /// Every call, in document order.\n#[rustfmt::skip]\npub(crate) static CALLS: &[Call] = &[\n{calls}];\n\
         {components}",
        literal(&model.guide_version),
        statuses.join(", "),
        forms.join(", "),
    )
}

fn render_no_data(body: &NoDataBody) -> String {
    match body {
        NoDataBody::Empty => "NoData::Empty".to_owned(),
        NoDataBody::Problem(members) => {
            let members: Vec<_> = members.iter().map(|member| literal(member)).collect();
            format!("NoData::Problem(&[{}])", members.join(", "))
        }
    }
}

/// Returns the number of a status, or 0 for a range of statuses.
fn status_number(status: &str) -> String {
    status.parse::<u16>().unwrap_or_default().to_string()
}

struct Shapes<'m> {
    model: &'m Model,
    /// The shapes of the components that responses refer to, by the name of their static.
    components: BTreeMap<String, String>,
}

impl<'m> Shapes<'m> {
    fn call(&mut self, call: &'m Call) -> String {
        let mut responses = String::new();
        for response in &call.responses {
            responses.push_str(&self.response(response));
        }
        let record = self.model.record(call);
        let person = record.and_then(|record| self.person_member(record));
        format!(
            "    Call {{\n        id: {},\n        method: {},\n        person: {},\n        responses: &[\n{responses}        ],\n    }},\n",
            literal(&call.id),
            literal(call.method.name()),
            person.map_or_else(|| "None".to_owned(), |name| format!("Some({})", literal(name))),
        )
    }

    /// Returns the member of a record that holds the person's id.
    fn person_member(&self, record: &'m Schema) -> Option<&'m str> {
        let members = self.model.view(record).members();
        let is_person = |schema: &&Schema| self.model.target(schema).id.as_deref() == Some("PersonId");
        let typed = members.iter().find(|member| member.schemas.iter().any(is_person));
        typed.or_else(|| members.iter().find(|member| member.name == "personId")).map(|member| member.name)
    }

    fn response(&mut self, response: &'m Response) -> String {
        let media: Vec<_> = response.media.iter().map(|media| literal(&media.kind)).collect();
        let json = response.media.iter().find(|media| is_json(&media.kind));
        let shape = json.and_then(|media| media.schema.as_ref()).filter(|_| !response.raw_body);
        let shape = shape.map(|schema| self.shape(&self.model.view(schema), shared_component(schema)));
        format!(
            "            Response {{ status: {}, media: &[{}], shape: {} }},\n",
            status_number(&response.status),
            media.join(", "),
            shape.map_or_else(|| "None".to_owned(), |shape| format!("Some({shape})")),
        )
    }

    /// Returns a reference to a shape. All references to a component share one shape, which also ends recursion.
    fn shape(&mut self, view: &View<'m>, component: Option<&str>) -> String {
        let Some(component) = component.and_then(|name| self.model.component(name)) else {
            return format!("&{}", self.inline(view));
        };
        let name = snake(&component.name).to_uppercase();
        if !self.components.contains_key(&name) {
            self.components.insert(name.clone(), String::new());
            let shape = self.inline(view);
            self.components.insert(name.clone(), shape);
        }
        format!("&{name}")
    }

    fn inline(&mut self, view: &View<'m>) -> String {
        format!("Shape {{ nullable: {}, kind: {} }}", view.admits_null(), self.kind(view))
    }

    fn kind(&mut self, view: &View<'m>) -> String {
        if view.parts().iter().any(|part| !part.any_of.is_empty() || !part.one_of.is_empty()) {
            return "Kind::Any".to_owned();
        }
        match view.json_type() {
            None => "Kind::Any".to_owned(),
            Some(JsonType::Boolean) => "Kind::Boolean".to_owned(),
            Some(JsonType::Number) => "Kind::Number".to_owned(),
            Some(JsonType::Integer) => render_integer(view),
            Some(JsonType::String) => render_text(view),
            Some(JsonType::Array) => {
                let items = view.items();
                let reference = items.first().and_then(|items| shared_component(items));
                let items = self.model.view_all(items);
                format!("Kind::List({})", self.shape(&items, reference))
            }
            Some(JsonType::Object) => self.object(view),
        }
    }

    fn object(&mut self, view: &View<'m>) -> String {
        let mut members = String::new();
        for member in view.members() {
            let reference = match member.schemas.as_slice() {
                [only] => shared_component(only),
                _ => None,
            };
            let of = self.model.view_all(member.schemas.iter().copied());
            let personal = of.parts().iter().chain(&member.schemas).any(|schema| schema.is_personal());
            let _ = write!(
                members,
                "\n    Member {{ name: {}, shape: {}, required: {}, personal: {personal} }},",
                literal(member.name),
                self.shape(&of, reference),
                member.required,
            );
        }
        let open = view.parts().iter().any(|part| {
            matches!(part.additional, Some(Additional::Allowed | Additional::Of(_)))
                || (part.json_type == Some(JsonType::Object) && part.properties.is_empty() && part.all_of.is_empty())
        });
        let repeats = view.parts().iter().any(|part| part.repeated_keys);
        format!("Kind::Object(&Object {{ open: {open}, repeats: {repeats}, members: &[{members}\n] }})")
    }
}

/// Returns the component whose shape a schema has, if the schema adds nothing that would change the shape.
fn shared_component(schema: &Schema) -> Option<&str> {
    let plain = schema.json_type.is_none() && schema.enumeration.is_none() && schema.properties.is_empty();
    schema.reference.as_deref().filter(|_| plain)
}

fn is_json(media: &str) -> bool {
    media == "application/json" || media.ends_with("+json")
}

fn render_integer(view: &View<'_>) -> String {
    let values: Vec<_> = view.enumeration().into_iter().flat_map(|listed| &listed.values).collect();
    let listed: Vec<_> = values
        .iter()
        .filter_map(|value| match value {
            Literal::Integer(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    let small = view.format() == Some(&Format::Int32);
    format!("Kind::Integer {{ small: {small}, values: &[{}], partial: {} }}", listed.join(", "), is_partial(view))
}

fn is_partial(view: &View<'_>) -> bool {
    view.enumeration().is_some_and(|listed| listed.partial)
}

fn render_text(view: &View<'_>) -> String {
    let values: Vec<_> = view.enumeration().into_iter().flat_map(|listed| &listed.values).collect();
    if !values.is_empty() {
        let listed: Vec<_> = values.iter().map(|value| literal(&value.to_string())).collect();
        return format!("Kind::OneOf {{ values: &[{}], partial: {} }}", listed.join(", "), is_partial(view));
    }
    let form = match (view.first(|part| part.scalar()), view.format()) {
        (Some(Scalar::Guid), _) => "Guid",
        (_, Some(Format::Date)) => "Date",
        (_, Some(Format::DateTimeLocal)) => "DateTimeLocal",
        (_, Some(Format::DateTime)) => "DateTime",
        (_, Some(Format::Byte)) => "Base64",
        _ => "Any",
    };
    format!("Kind::Text(Form::{form})")
}
