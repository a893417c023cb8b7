//! CSV: complete records, with nested values flattened.
//!
//! A field of a nested record is named by its path, `bank.iban`; an item of a list by its index from 0,
//! `adressen.0.straat`. A dot or backslash inside a name is escaped with a backslash. Columns keep the order of the
//! response, and a list takes as many as the longest one needs. Null, an empty text, an empty list and an empty record
//! all become an empty cell. Chosen columns appear under their titles, in the chosen order.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::excel::{self, Form};
use super::sheet::Sheet;
use crate::cli::CsvDialect;
use crate::json::Json;
use crate::rows::Rows;

/// Writes rows as CSV. Columns in `least` are always present. If there are `titles`, they are the only columns.
pub(super) fn write(
    out: &mut dyn Write,
    rows: &dyn Rows,
    dialect: CsvDialect,
    least: &[&str],
    titles: &[String],
) -> io::Result<()> {
    let is_for_excel = dialect == CsvDialect::ExcelBe;
    let sheet = Sheet::of(rows, least, titles)?;
    if sheet.columns().is_empty() {
        return Ok(());
    }
    if is_for_excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .delimiter(if is_for_excel { b';' } else { b',' })
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(out);
    let forms: Vec<Option<Form>> =
        sheet.columns().iter().map(|column| is_for_excel.then(|| sheet.form(column))).collect();
    let heads = sheet
        .columns()
        .iter()
        .map(|column| if is_for_excel { excel::header_cell(column) } else { Cow::Borrowed(column.as_str()) });
    writer.write_record(heads.map(|head| head.as_bytes().to_vec())).map_err(as_io)?;
    for row in rows.iter_rows() {
        let row = row?;
        let cells = sheet.cells(&row).into_iter().zip(&forms).map(|(value, form)| match (value, form) {
            (None, _) => String::new(),
            (Some(value), Some(form)) => excel::format_cell(&value, *form),
            (Some(value), None) => format_cell(&value),
        });
        writer.write_record(cells).map_err(as_io)?;
    }
    writer.flush()
}

/// Returns the underlying error, so that a broken pipe is recognised.
fn as_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn format_cell(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Null | Json::List(_) | Json::Record(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(rows: &str, dialect: CsvDialect) -> String {
        let rows = Json::rows(rows);
        let mut out = Vec::new();
        write(&mut out, &rows, dialect, &[], &[]).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ROWS: &str = r#"[
        {"naam":"Peeters, \"An\"","bank":{"iban":"BE00"},"adressen":[{"straat":"A"}],"kinderen":[],"nr":-1,"u":12.5},
        {"naam":"=1+1","bank":null,"adressen":[{"straat":"B","bus":"2"},{"straat":"+C"}],"kinderen":[],"nr":2,"a.b":true}
    ]"#;

    #[test]
    fn rfc_4180_loses_nothing() {
        assert_eq!(
            csv(ROWS, CsvDialect::Rfc4180),
            "naam,bank.iban,adressen.0.straat,adressen.0.bus,adressen.1.straat,kinderen,nr,u,a\\.b\r\n\
             \"Peeters, \"\"An\"\"\",BE00,A,,,,-1,12.5,\r\n\
             =1+1,,B,2,+C,,2,,true\r\n"
        );
    }

    #[test]
    fn excel_gets_semicolons_a_byte_order_mark_decimal_commas_and_no_formulas() {
        assert_eq!(
            csv(ROWS, CsvDialect::ExcelBe),
            "\u{feff}naam;bank.iban;adressen.0.straat;adressen.0.bus;adressen.1.straat;kinderen;nr;u;a\\.b\r\n\
             \"=\"\"Peeters, \"\"\"\"An\"\"\"\"\"\"\";BE00;\"=\"\"A\"\"\";;;;-1;12,5;\r\n\
             \"=\"\"=1+1\"\"\";;\"=\"\"B\"\"\";\"=\"\"2\"\"\";\"=\"\"+C\"\"\";;2;;true\r\n"
        );
        let long = csv(r#"[{"0-1":"x","n":123456789012345678901234},{"0-1":"y","n":4.000}]"#, CsvDialect::Rfc4180);
        assert_eq!(long, "0-1,n\r\nx,123456789012345678901234\r\ny,4.000\r\n");
        assert!(csv(r#"[{"0-1":"x"}]"#, CsvDialect::ExcelBe).starts_with("\u{feff}\"=\"\"0-1\"\"\""));
    }

    #[test]
    fn a_value_beside_a_record_of_the_same_name_keeps_its_column() {
        assert_eq!(csv(r#"[{"w":"x"},{"w":{"a":1}}]"#, CsvDialect::Rfc4180), "w,w.a\r\nx,\r\n,1\r\n");
        assert_eq!(csv("[]", CsvDialect::Rfc4180), "");
    }
}
