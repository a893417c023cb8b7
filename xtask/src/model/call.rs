//! Calls, their requests and their responses.

use serde_json::Value;

use super::{CodeUse, Requirement, Schema, Server};
use crate::document::Pointer;
use crate::named::named;

named! {
    /// An HTTP method.
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
    /// Returns the method with an upper-case name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Returns the method for a key of a path item, which is in lower case.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// Returns the key of a path item, in lower case.
    pub fn key(self) -> String {
        self.name().to_ascii_lowercase()
    }
}

named! {
    /// The source of something that the guide leaves out.
    pub enum Provenance {
        /// Seen in responses of the service.
        Observed = "observed",
        /// Unknown, and left open.
        Undocumented = "undocumented",
    }
}

/// A call: an operation of the document. A required text that the document lacks is empty; the lint reports it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The operation's place.
    pub pointer: Pointer,
    /// `operationId`.
    pub id: String,
    /// The path on the wire.
    pub path: String,
    /// Whether the path's key has a fragment, which marks the older version of a call that exists twice.
    pub older_version: bool,
    /// The HTTP method.
    pub method: Method,
    /// The tags; each call of the project has exactly one.
    pub tags: Vec<String>,
    /// The title.
    pub summary: String,
    /// What it does.
    pub description: String,
    /// `x-guide`: the heading in the guide.
    pub guide: String,
    /// `x-guide-section`: the section below that heading, if there are several.
    pub guide_section: Option<String>,
    /// `x-since`: the guide version that added it.
    pub since: String,
    /// `x-api-version`: the API version in requests; zero if the document lacks it.
    pub api_version: u64,
    /// `x-provenance`.
    pub provenance: Option<Provenance>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// `x-method`: the method name within its tag, if not the default.
    pub method_name: Option<String>,
    /// `x-already-gone`: the error code of a repeated DELETE when the record is already gone.
    pub already_gone: Option<String>,
    /// `x-already-there`: the error code of a repeated PUT, whose message has the id of the existing record.
    pub already_there: Option<String>,
    /// Its own base URLs, if any.
    pub servers: Vec<Server>,
    /// Callbacks: the name, the place, and the content, which is not interpreted.
    pub callbacks: Vec<(String, Pointer, String)>,
    /// Its own security requirements, if any.
    pub security: Option<Vec<Requirement>>,
    /// The parameters; those declared on the path item come first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses, in document order. Each of the `x-statuses` of the `default` response counts as a response.
    pub responses: Vec<Response>,
}

impl Call {
    /// Returns the first tag.
    pub fn tag(&self) -> &str {
        self.tags.first().map_or("", String::as_str)
    }

    /// Returns the method name within the call's tag.
    ///
    /// By default, the name is the verb of the operation id, or `of` for a list that belongs to a record. The older
    /// version of a call gets its version as a suffix. `x-method` overrides the name.
    pub fn name_in_tag(&self) -> String {
        if let Some(name) = &self.method_name {
            return name.clone();
        }
        let verb: String = self.id.chars().take_while(char::is_ascii_lowercase).collect();
        let of_one = verb == "list" && self.parameters_in(Place::Path).next().is_some();
        let verb = if of_one { "of".to_owned() } else { verb };
        if self.older_version { format!("{verb}_v{}", self.api_version) } else { verb }
    }

    /// Returns the success response.
    pub fn success(&self) -> Option<&Response> {
        self.responses.iter().find(|response| response.is_success())
    }

    /// Returns the media types of the body and of all responses.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        let responses = self.responses.iter().flat_map(|response| &response.media);
        self.body.iter().flat_map(|body| &body.media).chain(responses)
    }

    /// Returns the parameters in a place.
    pub fn parameters_in(&self, place: Place) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}

named! {
    /// The place of a parameter in a request.
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
    /// The name on the wire.
    pub name: String,
    /// The place in the request.
    pub place: Place,
    /// Whether it is required.
    pub required: bool,
    /// What it does.
    pub description: String,
    /// `x-since`, if it was added later than its call.
    pub since: Option<String>,
    /// `x-codes`: the error codes of violations.
    pub codes: Vec<CodeUse>,
    /// `x-effective-values`: the only values that have an effect; empty if all do.
    pub effective_values: Vec<String>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The serialisation style of a list or an object, if the document sets it.
    pub style: Option<String>,
    /// Whether a list or an object is exploded, if the document says so.
    pub explode: Option<bool>,
    /// The schema.
    pub schema: Option<Schema>,
    /// The examples.
    pub examples: Vec<Example>,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Where it is defined.
    pub pointer: Pointer,
    /// Whether it is required.
    pub required: bool,
    /// The media types.
    pub media: Vec<Media>,
}

impl Body {
    /// Returns the media type `application/json`.
    pub fn json(&self) -> Option<&Media> {
        find_json(&self.media)
    }
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Where it is defined.
    pub pointer: Pointer,
    /// The status as in the document.
    pub status: String,
    /// The name, if it is a component.
    pub component: Option<String>,
    /// When it occurs.
    pub description: String,
    /// The headers.
    pub headers: Vec<Header>,
    /// The media types.
    pub media: Vec<Media>,
    /// `x-raw-body`: whether the body is read as bytes.
    pub raw_body: bool,
}

impl Response {
    /// Returns whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }

    /// Returns the media type `application/json`.
    pub fn json(&self) -> Option<&Media> {
        find_json(&self.media)
    }
}

fn find_json(media: &[Media]) -> Option<&Media> {
    media.iter().find(|media| media.kind == "application/json")
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Where it is defined.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// Whether it is always present.
    pub required: bool,
    /// What it means.
    pub description: String,
    /// The schema.
    pub schema: Option<Schema>,
    /// The examples.
    pub examples: Vec<Example>,
}

/// A body in one media type.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Where it is.
    pub pointer: Pointer,
    /// The media type.
    pub kind: String,
    /// The schema of the body.
    pub schema: Option<Schema>,
    /// The examples.
    pub examples: Vec<Example>,
}

/// An example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Where the value is.
    pub pointer: Pointer,
    /// The name, if there may be several.
    pub name: Option<String>,
    /// What it shows.
    pub summary: Option<String>,
    /// The value.
    pub value: Value,
}

/// A form of the 404 response that means that there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoData {
    /// Where it is.
    pub pointer: Pointer,
    /// The body of the response.
    pub body: NoDataBody,
    /// How this is known, and why nothing else has this form.
    pub reason: String,
}

/// The body of a response that means that there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDataBody {
    /// An empty body.
    Empty,
    /// A problem document (RFC 9457) with exactly these members.
    Problem(Vec<String>),
}
