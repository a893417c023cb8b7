//! The page of error codes.

use std::fmt::Write;

use personeel_client::codes::{CODES, CodeInfo};

/// Renders every code with its status, field, message, remedy and calls.
pub(super) fn render_page() -> String {
    let rows = CODES.iter().fold(String::new(), |mut rows, info| {
        // Writing to a `String` doesn't fail.
        let _ = write_row(&mut rows, info);
        rows
    });
    include_str!("codes.html").replace("{{count}}", &CODES.len().to_string()).replace("{{rows}}", &rows)
}

fn write_row(page: &mut String, info: &CodeInfo) -> std::fmt::Result {
    let name = info.name;
    write!(page, "<tr id=\"{name}\"><th scope=\"row\"><a href=\"#{name}\"><code>{name}</code></a></th>")?;
    write!(page, "<td data-label=\"Status\">{}</td>", info.status)?;
    write!(page, "<td data-label=\"Field\"><code>{}</code></td>", escape_html(info.field))?;
    write!(page, "<td data-label=\"What is wrong\">{}</td>", render_code(info.message))?;
    write!(page, "<td data-label=\"What to do\">{}</td>", render_code(info.remedy))?;
    write!(page, "<td data-label=\"Calls\"><ul>")?;
    for operation in info.operations {
        let call = operation.info();
        write!(page, "<li title=\"{} {}\"><code>{}</code></li>", call.method, escape_html(call.path), call.id)?;
    }
    writeln!(page, "</ul></td></tr>")
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Escapes a text and renders the names that the registry puts in backticks as code.
fn render_code(text: &str) -> String {
    let parts = escape_html(text);
    let mut result = String::new();
    for (index, part) in parts.split('`').enumerate() {
        if index % 2 == 1 {
            let _ = write!(result, "<code>{part}</code>");
        } else {
            result.push_str(part);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_contains_every_code() {
        let page = render_page();
        for info in CODES {
            assert!(page.contains(&format!("id=\"{}\"", info.name)), "{}", info.name);
        }
        assert!(!page.contains('`') && !page.contains("{{"));
        assert_eq!(render_code("Use `a` & `b`."), "Use <code>a</code> &amp; <code>b</code>.");
    }
}
