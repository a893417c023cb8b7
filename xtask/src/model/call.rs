//! Calls, and what they send and answer.

use serde_json::Value;

use super::{CodeUse, Requirement, Schema, Server};
use crate::document::Pointer;
use crate::named::named;

named! {
    /// HTTP methods that a path may have.
    pub enum Method {
        Get = "GET",
        Put = "PUT",
        Post = "POST",
        Delete = "DELETE",
        Patch = "PATCH",
        Head = "HEAD",
        Options = "OPTIONS",
        Trace = "TRACE",
    }
}

impl Method {
    /// The method of a name in capitals.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The method of a key of a path item, which OpenAPI writes in small letters.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// In small letters, as OpenAPI writes it.
    pub fn key(self) -> String {
        self.name().to_ascii_lowercase()
    }
}

named! {
    /// Where something that the guide leaves out comes from.
    pub enum Provenance {
        /// Seen in the answers of the service.
        Observed = "observed",
        /// Not known, and left open.
        Undocumented = "undocumented",
    }
}

/// A call. Texts that every call has are empty where the document lacks them, which the lint reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The operation.
    pub pointer: Pointer,
    /// `operationId`.
    pub id: String,
    /// The path that goes over the wire.
    pub path: String,
    /// Whether the key of the path has a fragment: an older version of a call that exists twice.
    pub older_version: bool,
    /// The method.
    pub method: Method,
    /// Its tags; a call of the project has one.
    pub tags: Vec<String>,
    /// A title.
    pub summary: String,
    /// What it does.
    pub description: String,
    /// `x-guide`: its heading in the guide.
    pub guide: String,
    /// `x-guide-section`, where the heading has several.
    pub guide_section: Option<String>,
    /// `x-since`: the guide version that brought it.
    pub since: String,
    /// `x-api-version`: the API version that it is sent with; zero where the document lacks it.
    pub api_version: u64,
    /// `x-provenance`.
    pub provenance: Option<Provenance>,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// `x-method`: its name among the calls of its tag, where the default rule doesn't fit.
    pub method_name: Option<String>,
    /// `x-already-gone`: the code by which a repeated DELETE says that nothing is left.
    pub already_gone: Option<String>,
    /// `x-already-there`: the code whose message has the id of the existing record.
    pub already_there: Option<String>,
    /// Base addresses of its own.
    pub servers: Vec<Server>,
    /// What the service calls back: the name, its place, and what it says, which nothing here reads.
    pub callbacks: Vec<(String, Pointer, String)>,
    /// Requirements of its own.
    pub security: Option<Vec<Requirement>>,
    /// Parameters, those of the path first.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it answers, in the order of the document. `x-statuses` of the answer `default` are answers like others.
    pub responses: Vec<Response>,
}

impl Call {
    /// Its tag.
    pub fn tag(&self) -> &str {
        self.tags.first().map_or("", String::as_str)
    }

    /// Its name in code among the calls of its tag: its verb, `of` for a list of what belongs to one record, and the
    /// version of one that exists in a newer version too. `x-method` says otherwise.
    pub fn name_in_tag(&self) -> String {
        if let Some(name) = &self.method_name {
            return name.clone();
        }
        let verb: String = self.id.chars().take_while(char::is_ascii_lowercase).collect();
        let of_one = verb == "list" && self.parameters_in(Place::Path).next().is_some();
        let verb = if of_one { "of".to_owned() } else { verb };
        if self.older_version { format!("{verb}_v{}", self.api_version) } else { verb }
    }

    /// The answer of a call that went well.
    pub fn answer(&self) -> Option<&Response> {
        self.responses.iter().find(|response| response.is_success())
    }

    /// Every media type of its body and its answers.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        let answers = self.responses.iter().flat_map(|response| &response.media);
        self.body.iter().flat_map(|body| &body.media).chain(answers)
    }

    /// The parameters of one place.
    pub fn parameters_in(&self, place: Place) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}

named! {
    /// Where a parameter stands.
    pub enum Place {
        Path = "path",
        Query = "query",
        Header = "header",
        Cookie = "cookie",
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Where it is defined.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Must it be there?
    pub required: bool,
    /// What it does.
    pub description: String,
    /// `x-since`, where it came later than its call.
    pub since: Option<String>,
    /// `x-codes`: the codes that violations earn.
    pub codes: Vec<CodeUse>,
    /// `x-effective-values`: the only values that make a difference; empty where all do.
    pub effective_values: Vec<String>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// How a list or an object is written, where the document says so.
    pub style: Option<String>,
    /// Likewise.
    pub explode: Option<bool>,
    /// What its values are.
    pub schema: Option<Schema>,
    /// Examples of it.
    pub examples: Vec<Example>,
}

/// What a call sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Where it is defined.
    pub pointer: Pointer,
    /// Must it be there?
    pub required: bool,
    /// Its media types.
    pub media: Vec<Media>,
}

impl Body {
    /// Its JSON.
    pub fn json(&self) -> Option<&Media> {
        json(&self.media)
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Where it is defined.
    pub pointer: Pointer,
    /// Its status as the document writes it.
    pub status: String,
    /// Its name, if it is a component.
    pub component: Option<String>,
    /// When it comes.
    pub description: String,
    /// Its headers.
    pub headers: Vec<Header>,
    /// Its media types.
    pub media: Vec<Media>,
    /// `x-raw-body`: whether its body is read as bytes.
    pub raw_body: bool,
}

impl Response {
    /// Whether the call went well.
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }

    /// Its JSON.
    pub fn json(&self) -> Option<&Media> {
        json(&self.media)
    }
}

fn json(media: &[Media]) -> Option<&Media> {
    media.iter().find(|media| media.kind == "application/json")
}

/// A header of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Where it is defined.
    pub pointer: Pointer,
    /// Its name.
    pub name: String,
    /// Is it always there?
    pub required: bool,
    /// What it tells.
    pub description: String,
    /// What its values are.
    pub schema: Option<Schema>,
    /// Examples of it.
    pub examples: Vec<Example>,
}

/// A body in one media type.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Where it stands.
    pub pointer: Pointer,
    /// The media type.
    pub kind: String,
    /// What the body is.
    pub schema: Option<Schema>,
    /// Examples of it.
    pub examples: Vec<Example>,
}

/// An example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Where its value stands.
    pub pointer: Pointer,
    /// Its name, where several stand side by side.
    pub name: Option<String>,
    /// What it shows.
    pub summary: Option<String>,
    /// The value.
    pub value: Value,
}

/// A form in which the service says that there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoData {
    /// Where it stands.
    pub pointer: Pointer,
    /// What the answer has for a body.
    pub body: NoDataBody,
    /// How it is known, and why nothing else says the same.
    pub reason: String,
}

/// The body of an answer that says that there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDataBody {
    /// None.
    Empty,
    /// A problem (RFC 9457) with these members and no more.
    Problem(Vec<String>),
}
