//! Writes a crate that uses everything the generated code offers its callers, from the parsed generated code.
//!
//! For each public item there are functions that use it with its types written out: they read every field, build every
//! struct that callers may build, match every variant, call every function with the types of its arguments, and require
//! every implemented trait.

mod functions;
mod items;
mod macros;

use std::fmt::Write as _;

use syn::{Item, Visibility};

/// A generated file that callers use.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The file's path in the repository.
    pub path: &'static str,
    /// The name of the caller's module for it.
    module: &'static str,
    /// The module that exports the file's items.
    exported_by: &'static str,
}

const fn source(path: &'static str, module: &'static str, exported_by: &'static str) -> Source {
    Source { path, module, exported_by }
}

/// The overlay's calls.
pub const CALLS: &str = "crates/personeel/src/generated/calls.rs";

/// The generated files that callers use.
pub const SOURCES: [Source; 8] = [
    source("crates/personeel-client/src/generated/types.rs", "types", "::personeel_client::types"),
    source("crates/personeel-client/src/generated/requests.rs", "requests", "::personeel_client::requests"),
    source("crates/personeel-client/src/generated/enums.rs", "enums", "::personeel_client::enums"),
    source("crates/personeel-client/src/generated/ids.rs", "ids", "::personeel_client::ids"),
    source("crates/personeel-client/src/generated/codes.rs", "codes", "::personeel_client::codes"),
    source("crates/personeel-client/src/generated/operations.rs", "operations", "::personeel_client::operations"),
    source("crates/personeel-client/src/generated/endpoints.rs", "endpoints", "::personeel_client::endpoints"),
    source(CALLS, "calls", "crate::calls"),
];

/// What the generated files import. The caller's modules import it with a glob, so that their own names take precedence.
const HEAD: &str = "\
mod prelude {
    pub use crate::institute::Institute;
    pub use ::personeel_client::codes::ErrorCode;
    pub use ::personeel_client::operations::Operation;
    pub use ::personeel_client::{Request, Response, enums, ids, requests, types};
    pub use ::personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure};
}
";

/// Writes the caller's module. `read` returns the text of a generated file.
pub fn write_caller(read: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let mut caller = HEAD.to_owned();
    for source in SOURCES {
        let file = syn::parse_file(&read(source.path)?).map_err(|error| format!("{}: {error}", source.path))?;
        let mut used = Used::default();
        for item in &file.items {
            add_item(&mut used, item).map_err(|error| format!("{}: {error}", source.path))?;
        }
        used.write(source, &mut caller);
    }
    Ok(caller)
}

/// The uses of one generated file.
#[derive(Debug, Default)]
struct Used {
    /// The public types.
    names: Vec<String>,
    /// The functions that use the items. `NAME` stands for a name of their own.
    functions: Vec<String>,
}

impl Used {
    fn write(&self, source: Source, caller: &mut String) {
        // Writing to a string cannot fail.
        let _ = writeln!(caller, "mod {} {{\n    use super::prelude::*;", source.module);
        let _ = writeln!(caller, "    use {}::{{{}}};", source.exported_by, self.names.join(", "));
        for (index, function) in self.functions.iter().enumerate() {
            let _ = writeln!(caller, "    fn {}", function.replacen("NAME", &format!("use_{index}"), 1));
        }
        caller.push_str("}\n");
    }
}

fn add_item(used: &mut Used, item: &Item) -> syn::Result<()> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => items::add_struct(used, item),
        Item::Enum(item) if is_public(&item.vis) => items::add_enum(used, item),
        Item::Const(item) if is_public(&item.vis) => items::add_const(used, item),
        Item::Impl(block) => functions::add_impl(used, block),
        Item::Macro(item) => macros::add_macro(used, &item.mac)?,
        _ => {}
    }
    Ok(())
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the functions of a caller of this code, without spaces.
    fn functions(code: &str) -> Vec<String> {
        let mut used = Used::default();
        for item in &syn::parse_file(code).unwrap().items {
            add_item(&mut used, item).unwrap();
        }
        used.functions.iter().map(|function| function.replace(' ', "")).collect()
    }

    #[test]
    fn a_caller_reads_what_it_may_not_build_and_builds_the_rest() {
        assert_eq!(
            functions("#[non_exhaustive] pub struct A { pub b: Option<C>, d: u8 }"),
            ["NAME(value:A){let_:Option<C>=value.b;}"]
        );
        assert_eq!(
            functions("#[derive(Clone)] pub struct A { pub b: C, pub d: u8 } struct Hidden;"),
            [
                "NAME(value:A){let_:C=value.b;let_:u8=value.d;}",
                "NAME(a0:C,a1:u8)->A{A{b:a0,d:a1}}",
                "NAME(){fnrequires<T:Clone>(){}requires::<A>();}",
            ]
        );
    }

    #[test]
    fn a_caller_calls_public_functions_with_the_types_that_convert() {
        assert_eq!(
            functions(
                "impl A { pub fn new(b: B, body: impl Into<C>) -> Self {} pub(crate) fn hidden(&self) {} \
                 pub fn set<V: TryInto<D, Error: Display>>(mut self, value: V) -> Self {} pub fn get(&self) -> E {} }"
            ),
            [
                "NAME(a0:B,a1:C)->A{<A>::new(a0,a1)}",
                "NAME(this:A,a1:D)->A{this.set(a1)}",
                "NAME(this:&A)->E{this.get()}",
            ]
        );
        assert_eq!(
            functions("impl Request for A { type Response = Vec<B>; } impl sealed::Response for A {}"),
            ["NAME(){fnrequires<T:Request<Response=Vec<B>>>(){}requires::<A>();}"]
        );
    }

    #[test]
    fn a_caller_matches_every_variant_and_allows_for_more_where_there_may_be_more() {
        assert_eq!(functions("pub enum A { B, C(u8) }"), ["NAME(value:&A){matchvalue{A::B=>{}A::C{..}=>{}}}"]);
        assert_eq!(functions("#[non_exhaustive] pub enum A { B }"), ["NAME(value:&A){matchvalue{A::B=>{}_=>{}}}"]);
        let of_macro = functions("open_enum! { /// A.\n pub enum A: integer { /// B.\n B = -1, C = 2, } }");
        assert_eq!(of_macro[0], "NAME(value:&A){matchvalue{A::B=>{}A::C=>{}A::Unknown(_)=>{}_=>{}}}");
        assert_eq!(of_macro[1], "NAME(value:&A){let_:i64=value.value();}");
        assert_eq!(functions("call_of_list!(A, B);"), ["NAME(call:A)->::std::vec::Vec<B>{call.send()}"]);
    }
}
