//! The registry of codes as a page.

use std::fmt::Write;

use personeel_client::codes::{CODES, CodeInfo};

/// Every code with its status, field, text, remedy and calls.
pub(super) fn page() -> String {
    let rows = CODES.iter().fold(String::new(), |mut rows, info| {
        // Writing to a text doesn't fail.
        let _ = row(&mut rows, info);
        rows
    });
    include_str!("codes.html").replace("{{count}}", &CODES.len().to_string()).replace("{{rows}}", &rows)
}

fn row(page: &mut String, info: &CodeInfo) -> std::fmt::Result {
    let name = info.name;
    write!(page, "<tr id=\"{name}\"><th scope=\"row\"><a href=\"#{name}\"><code>{name}</code></a></th>")?;
    write!(page, "<td data-label=\"Status\">{}</td>", info.status)?;
    write!(page, "<td data-label=\"Field\"><code>{}</code></td>", escaped(info.field))?;
    write!(page, "<td data-label=\"What is wrong\">{}</td>", with_code(info.message))?;
    write!(page, "<td data-label=\"What to do\">{}</td>", with_code(info.remedy))?;
    write!(page, "<td data-label=\"Calls\"><ul>")?;
    for operation in info.operations {
        let call = operation.info();
        write!(page, "<li title=\"{} {}\"><code>{}</code></li>", call.method, escaped(call.path), call.id)?;
    }
    writeln!(page, "</ul></td></tr>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The registry sets names between backticks.
fn with_code(text: &str) -> String {
    let parts = escaped(text);
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
    fn the_page_holds_every_code() {
        let page = page();
        for info in CODES {
            assert!(page.contains(&format!("id=\"{}\"", info.name)), "{}", info.name);
        }
        assert!(!page.contains('`') && !page.contains("{{"));
        assert_eq!(with_code("Use `a` & `b`."), "Use <code>a</code> &amp; <code>b</code>.");
    }
}
