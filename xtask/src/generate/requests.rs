//! How the generated calls begin their requests: at an address below a base URL that was parsed once, and without the
//! version header that progenitor takes from the document's `info.version`, which is no version of any call.

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, FnArg, ImplItem, ImplItemFn, Item, LitStr, Local, Pat, Stmt, Token, parse_quote};

use super::Error;

/// Rewrites every call, and the client's constructor.
pub fn rewrite(file: &mut syn::File) -> Result<(), Error> {
    let mut constructed = false;
    for item in &mut file.items {
        match item {
            Item::Struct(client) if client.ident == "Client" => {
                for field in &mut client.fields {
                    if field.ident.as_ref().is_some_and(|name| name == "baseurl") {
                        field.ty = parse_quote!(reqwest::Url);
                    }
                }
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &mut block.items {
                    match item {
                        ImplItem::Fn(function) if function.sig.ident == "new_with_client" => {
                            constructor(function);
                            constructed = true;
                        }
                        ImplItem::Fn(function) if function.sig.asyncness.is_some() => call(function)?,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    if constructed { Ok(()) } else { Err(changed("`new_with_client`", "is not there")) }
}

fn changed(what: &str, how: &str) -> Error {
    Error::at(
        "progenitor's output",
        format!("{what} {how}: a new version writes it otherwise; see generate/requests.rs"),
    )
}

/// Takes the base URL parsed.
fn constructor(function: &mut ImplItemFn) {
    for argument in &mut function.sig.inputs {
        if let FnArg::Typed(argument) = argument
            && is_named(&argument.pat, "baseurl")
        {
            *argument.ty = parse_quote!(reqwest::Url);
        }
    }
    AsItIs.visit_block_mut(&mut function.block);
}

/// `baseurl: baseurl.to_string()` becomes `baseurl`.
struct AsItIs;

impl VisitMut for AsItIs {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if matches!(&field.member, syn::Member::Named(name) if name == "baseurl") {
            *field = parse_quote!(baseurl);
        }
    }
}

fn call(function: &mut ImplItemFn) -> Result<(), Error> {
    let name = format!("`{}`", function.sig.ident);
    let mut addressed = false;
    for statement in &mut function.block.stmts {
        if let Stmt::Local(local) = statement
            && is_named(&local.pat, "url")
        {
            address(local).ok_or_else(|| changed(&name, "makes its address in another way"))?;
            addressed = true;
        }
    }
    if !addressed {
        return Err(changed(&name, "has no address"));
    }
    let before = function.block.stmts.len();
    function.block.stmts.retain(|statement| !is_version_header(statement));
    if before - function.block.stmts.len() != 1 {
        return Err(changed(&name, "has no version header of the document's"));
    }
    let others = function.block.stmts.iter().any(
        |statement| matches!(statement, Stmt::Expr(Expr::MethodCall(call), _) if is_path(&call.receiver, "header_map")),
    );
    if !others {
        function
            .block
            .stmts
            .retain(|statement| !matches!(statement, Stmt::Local(local) if is_named(&local.pat, "header_map")));
        WithoutHeaders.visit_block_mut(&mut function.block);
    }
    Ok(())
}

/// `format!("{}/a/{}", self.baseurl, b)` becomes `self.address(&format!("/a/{}", b))`. A fragment tells the versions of
/// a call apart within the document, and goes no further.
fn address(local: &mut Local) -> Option<()> {
    let init = local.init.as_mut()?;
    let Expr::Macro(format) = &*init.expr else { return None };
    let arguments = format.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
    let mut arguments = arguments.into_iter();
    let Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(template), .. })) = arguments.next() else { return None };
    let template = template.value();
    let path = template.strip_prefix("{}")?;
    let path = LitStr::new(path.split('#').next().unwrap_or(path), proc_macro2::Span::call_site());
    arguments.next().filter(|base| *base == parse_quote!(self.baseurl))?;
    let arguments: Vec<Expr> = arguments.collect();
    *init.expr = if arguments.is_empty() {
        parse_quote!(self.address(#path))
    } else {
        parse_quote!(self.address(&format!(#path, #(#arguments),*)))
    };
    Some(())
}

/// `header_map.append(HeaderName::from_static("api-version"), …)`.
fn is_version_header(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(append), _) = statement else { return false };
    let Some(Expr::Call(name)) = append.args.first() else { return false };
    let version: Expr = parse_quote!("api-version");
    append.method == "append" && is_path(&append.receiver, "header_map") && name.args.first() == Some(&version)
}

/// Drops `.headers(header_map)`.
struct WithoutHeaders;

impl VisitMut for WithoutHeaders {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(ExprMethodCall { method, args, receiver, .. }) = expression
            && method == "headers"
            && args.first().is_some_and(|argument| is_path(argument, "header_map"))
        {
            *expression = (**receiver).clone();
        }
    }
}

fn is_named(pattern: &Pat, name: &str) -> bool {
    match pattern {
        Pat::Ident(pattern) => pattern.ident == name,
        Pat::Type(pattern) => is_named(&pattern.pat, name),
        _ => false,
    }
}

fn is_path(expression: &Expr, name: &str) -> bool {
    matches!(expression, Expr::Path(path) if path.path.is_ident(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(body: &str) -> Result<String, Error> {
        let code = format!(
            "pub struct Client {{ baseurl: String }} impl Client {{ \
             pub fn new_with_client(baseurl: &str) -> Self {{ Self {{ baseurl: baseurl.to_string() }} }} \
             pub async fn get_a(&self) {{ {body} }} }}"
        );
        let mut file = syn::parse_file(&code).unwrap();
        rewrite(&mut file).map(|()| prettyplease::unparse(&file))
    }

    const VERSION: &str =
        r#"header_map.append(HeaderName::from_static("api-version"), HeaderValue::from_static("2"));"#;

    #[test]
    fn an_address_is_below_the_base_and_has_no_version_of_the_document() {
        let text = rewritten(&format!(
            r#"let url = format!("{{}}/a/{{}}/b#v1", self.baseurl, encode_path(&a.to_string()),);
            let mut header_map = HeaderMap::with_capacity(1usize);
            {VERSION}
            let mut request = self.client.get(url).headers(header_map).build()?;"#
        ))
        .unwrap();
        assert!(text.contains(r#"self.address(&format!("/a/{}/b", encode_path(& a.to_string())))"#), "{text}");
        assert!(text.contains("self.client.get(url).build()?"), "{text}");
        assert!(!text.contains("header_map") && !text.contains("api-version"), "{text}");
        assert!(text.contains("baseurl: reqwest::Url") && text.contains("Self { baseurl }"), "{text}");
    }

    #[test]
    fn other_headers_stay() {
        let text = rewritten(&format!(
            r#"let url = format!("{{}}/a", self.baseurl,);
            let mut header_map = HeaderMap::with_capacity(2usize);
            header_map.append(HeaderName::from_static("if-match"), tag);
            {VERSION}
            let mut request = self.client.get(url).headers(header_map).build()?;"#
        ))
        .unwrap();
        assert!(text.contains(r#"self.address("/a")"#), "{text}");
        assert!(text.contains(".headers(header_map)") && text.contains("if-match"), "{text}");
        assert!(!text.contains("api-version"), "{text}");
    }

    #[test]
    fn what_progenitor_writes_otherwise_is_an_error() {
        for body in [
            "",
            r#"let url = format!("{}/a", self.baseurl);"#,
            &format!(r#"let url = join(self.baseurl, "/a"); {VERSION}"#),
        ] {
            let error = rewritten(body).unwrap_err().to_string();
            assert!(error.contains("`get_a`"), "{error}");
        }
    }
}
