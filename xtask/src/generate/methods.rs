//! Takes progenitor's methods apart, to build the request types from them.
//!
//! A method builds its request in a few statements and then sends it; only the former are used here. If a new version
//! of progenitor generates something unexpected, that is an error that names the method.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprMethodCall, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, Lit, Local, Pat, PathArguments, Stmt,
    Token, Type,
};

use super::Error;
use super::paths::shorten;

/// The parts of a method that build its request.
#[derive(Debug)]
pub struct Method {
    /// Names and owned types of the arguments, in progenitor's order. The body is called `body`.
    pub arguments: Vec<(String, String)>,
    /// The path below the base URL, with `{}` for each of `path_arguments`.
    pub path: String,
    /// The expressions to insert into the path.
    pub path_arguments: Vec<String>,
    /// The HTTP method, in lower case.
    pub verb: String,
    /// The statements that add further headers to a map.
    pub headers: Vec<String>,
    /// The method calls on the request builder, in order, such as `query` with its arguments.
    pub steps: Vec<Step>,
}

/// A method call on the request builder: its name and arguments.
type Step = (String, Vec<String>);

/// The methods that may be called on the request builder.
const STEPS: [&str; 4] = ["header", "headers", "query", "json"];

/// Reads every method of progenitor's client, by name.
pub fn read(file: &syn::File) -> Result<BTreeMap<String, Method>, Error> {
    let mut methods = BTreeMap::new();
    for item in &file.items {
        let Item::Impl(block) = item else { continue };
        if block.trait_.is_some() {
            continue;
        }
        for item in &block.items {
            if let ImplItem::Fn(function) = item
                && function.sig.asyncness.is_some()
            {
                methods.insert(function.sig.ident.to_string(), read_method(function)?);
            }
        }
    }
    Ok(methods)
}

fn read_method(function: &ImplItemFn) -> Result<Method, Error> {
    let changed = |how: &str| {
        Error::at(
            "progenitor's output",
            format!(
                "`{}` {how}; a new version of progenitor may have changed this: see generate/methods.rs",
                function.sig.ident
            ),
        )
    };
    let mut arguments = Vec::new();
    for argument in &function.sig.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        let Pat::Ident(name) = &*argument.pat else { return Err(changed("has an argument without a name")) };
        let kind = owned_type(&argument.ty).ok_or_else(|| changed("has an argument of an unknown type"))?;
        arguments.push((name.ident.to_string(), kind));
    }
    let mut url = None;
    let mut headers = Vec::new();
    let mut version_headers = 0;
    let mut request = None;
    for statement in &function.block.stmts {
        match statement {
            Stmt::Local(local) if is_named(&local.pat, "request") => {
                request = Some(read_chain(local).map_err(|how| changed(&how))?);
                break;
            }
            Stmt::Local(local) if is_named(&local.pat, "header_map") => {}
            Stmt::Local(local) => {
                url = Some(read_url(local).ok_or_else(|| changed("builds its URL in an unknown way"))?);
            }
            Stmt::Expr(..) if is_version_header(statement) => version_headers += 1,
            Stmt::Expr(..) => headers.push(text(statement)),
            _ => return Err(changed("has an unknown kind of statement")),
        }
    }
    let (path, path_arguments) = url.ok_or_else(|| changed("has no URL"))?;
    let (verb, mut steps) = request.ok_or_else(|| changed("builds no request"))?;
    if version_headers != 1 {
        return Err(changed("doesn't have exactly one version header"));
    }
    if headers.is_empty() {
        steps.retain(|(step, _)| step != "headers");
    }
    if let Some((step, _)) = steps.iter().find(|(step, _)| !STEPS.contains(&step.as_str())) {
        return Err(changed(&format!("calls `{step}` on its request builder, which is not supported")));
    }
    Ok(Method { arguments, path, path_arguments, verb, headers, steps })
}

/// Returns the owned form of an argument's type.
fn owned_type(kind: &Type) -> Option<String> {
    match kind {
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => Some("String".to_owned()),
            inner => owned_type(inner),
        },
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match &last.arguments {
                PathArguments::AngleBracketed(inner) => {
                    let inner: Option<Vec<_>> = inner
                        .args
                        .iter()
                        .map(|argument| match argument {
                            GenericArgument::Type(kind) => owned_type(kind),
                            _ => None,
                        })
                        .collect();
                    Some(format!("{}<{}>", last.ident, inner?.join(", ")))
                }
                _ => Some(shorten(&text(kind))),
            }
        }
        _ => None,
    }
}

/// Reads `format!("{}/a/{}", self.baseurl, b)`. A fragment only distinguishes the versions of a call within the lowered
/// document, so it is dropped.
fn read_url(local: &Local) -> Option<(String, Vec<String>)> {
    let Expr::Macro(format) = &*local.init.as_ref()?.expr else { return None };
    let arguments = format.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
    let mut arguments = arguments.into_iter();
    let Some(Expr::Lit(syn::ExprLit { lit: Lit::Str(template), .. })) = arguments.next() else { return None };
    let template = template.value();
    let path = template.strip_prefix("{}")?.split('#').next()?.to_owned();
    arguments.next().filter(|base| text(base) == "self.baseurl")?;
    Some((path, arguments.map(|argument| text(&argument)).collect()))
}

/// Reads `self.client.get(url).query(…)….build()?`.
fn read_chain(local: &Local) -> Result<(String, Vec<Step>), String> {
    let unknown = || "builds its request in an unknown way".to_owned();
    let Some(init) = &local.init else { return Err(unknown()) };
    let Expr::Try(attempt) = &*init.expr else { return Err(unknown()) };
    let mut steps = Vec::new();
    let mut expression = &*attempt.expr;
    while let Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) = expression {
        steps.push((method.to_string(), args.iter().map(text).collect::<Vec<_>>()));
        expression = receiver;
    }
    if text(expression) != "self.client" {
        return Err(unknown());
    }
    steps.reverse();
    let (Some((verb, _)), Some((last, _))) = (steps.first().cloned(), steps.last()) else { return Err(unknown()) };
    if last != "build" {
        return Err(unknown());
    }
    steps.pop();
    steps.remove(0);
    Ok((verb, steps))
}

/// Returns whether a statement is `header_map.append(HeaderName::from_static("api-version"), …)`.
fn is_version_header(statement: &Stmt) -> bool {
    text(statement).contains("\"api-version\"")
}

fn is_named(pattern: &Pat, name: &str) -> bool {
    match pattern {
        Pat::Ident(pattern) => pattern.ident == name,
        Pat::Type(pattern) => is_named(&pattern.pat, name),
        _ => false,
    }
}

/// Returns tokens as text, without the spaces that quoting inserts where people wouldn't write them.
fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, plain) in [
        (" . ", "."),
        (" :: ", "::"),
        (":: ", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
    ] {
        text = text.replace(spaced, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(arguments: &str, body: &str) -> Result<Method, Error> {
        let code = format!("impl Client {{ pub async fn get_a<'a>(&'a self, {arguments}) -> X {{ {body} }} }}");
        read(&syn::parse_file(&code).unwrap()).map(|mut methods| methods.remove("get_a").unwrap())
    }

    const VERSION: &str = r#"header_map.append(::reqwest::header::HeaderName::from_static("api-version"), v);"#;

    #[test]
    fn arguments_path_and_steps_are_read() {
        let method = method(
            "person_id: &'a ::personeel_wire::Guid, x: Option<&'a str>, body: &'a types::Put",
            &format!(
                r#"let url = format!("{{}}/a/{{}}/b#v1", self.baseurl, encode_path(&person_id.to_string()),);
                let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
                {VERSION}
                #[allow(unused_mut)]
                let mut request = self.client.get(url).query(&progenitor_client::QueryParam::new("x", &x)).json(&body).headers(header_map).build()?;
                let info = OperationInfo {{ operation_id: "get_a" }};"#
            ),
        )
        .unwrap();
        assert_eq!(
            method.arguments,
            [("person_id", "Guid"), ("x", "Option<String>"), ("body", "types::Put")]
                .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
        );
        assert_eq!((method.path.as_str(), method.verb.as_str()), ("/a/{}/b", "get"));
        assert_eq!(method.path_arguments, ["encode_path(&person_id.to_string())"]);
        let steps: Vec<_> = method.steps.iter().map(|(step, _)| step.as_str()).collect();
        assert_eq!(steps, ["query", "json"]);
        assert_eq!(method.steps[0].1, [r#"&progenitor_client::QueryParam::new("x", &x)"#]);
    }

    #[test]
    fn headers_of_the_call_are_kept_and_the_version_header_is_removed() {
        let method = method(
            "tag: &'a str",
            &format!(
                r#"let url = format!("{{}}/a", self.baseurl);
                let mut header_map = HeaderMap::with_capacity(2usize);
                header_map.append("if-match", tag);
                {VERSION}
                let mut request = self.client.get(url).headers(header_map).build()?;"#
            ),
        )
        .unwrap();
        assert_eq!(method.headers, [r#"header_map.append("if-match", tag);"#]);
        assert_eq!(method.steps.len(), 1);
    }

    #[test]
    fn unexpected_code_is_an_error() {
        let request = "let mut request = self.client.get(url).build()?;";
        let url = r#"let url = format!("{}/a", self.baseurl);"#;
        for body in [
            String::new(),
            format!("{url} {request}"),
            format!(r#"let url = join(self.baseurl, "/a"); {VERSION} {request}"#),
            format!("{url} {VERSION} let mut request = self.client.get(url).multipart(form).build()?;"),
            format!("{url} {VERSION} let mut request = other(url);"),
        ] {
            let error = method("", &body).unwrap_err().to_string();
            assert!(error.contains("`get_a`"), "{error}");
        }
    }
}
