//! Workbooks of Excel: texts are texts, days are days, and numbers keep their digits.

use std::io::{self, Seek, Write};

use personeel::wire::jiff::civil::DateTime;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::excel::{self, Form};
use super::sheet::Sheet;
use crate::json::{Json, Number};
use crate::rows::Rows;

/// Excel takes so many lines, the head among them.
const MOST_ROWS: u32 = 1_048_576;

/// No column is wider or narrower than so many letters.
const WIDTHS: (usize, usize) = (6, 60);

const DAY: &str = "dd/mm/yyyy";
const MOMENT: &str = "dd/mm/yyyy hh:mm:ss";

/// The rows as a workbook of one sheet.
pub(super) fn write(
    out: impl Write + Seek + Send,
    rows: &dyn Rows,
    least: &[&str],
    titles: &[String],
) -> io::Result<()> {
    let sheet = Sheet::of(rows, least, titles)?;
    let mut book = Workbook::new();
    // Rows go to a temporary file of the library's as they come.
    let page = book.add_worksheet_with_constant_memory().map_err(as_io)?;
    page.set_freeze_panes(1, 0).map_err(as_io)?;
    let bold = Format::new().set_bold();
    let mut widths: Vec<usize> = Vec::new();
    for (index, title) in sheet.columns().iter().enumerate() {
        page.write_string_with_format(0, column(index)?, title.as_str(), &bold).map_err(as_io)?;
        widths.push(title.width());
    }
    let forms: Vec<Form> = sheet.columns().iter().map(|column| sheet.form(column)).collect();
    let formats = Formats { day: Format::new().set_num_format(DAY), moment: Format::new().set_num_format(MOMENT) };
    let mut line = 0;
    for row in rows.each() {
        let row = row?;
        line += 1;
        if line >= MOST_ROWS {
            return Err(io::Error::other("there are more rows than a sheet of Excel takes"));
        }
        for (index, (value, form)) in sheet.cells(&row).into_iter().zip(&forms).enumerate() {
            let Some(value) = value else { continue };
            let width = put(page, line, column(index)?, &value, *form, &formats)?;
            widths[index] = widths[index].max(width);
        }
    }
    for (index, width) in widths.iter().enumerate() {
        let width = u32::try_from((*width).clamp(WIDTHS.0, WIDTHS.1) + 2).unwrap_or(u32::MAX);
        page.set_column_width(column(index)?, width).map_err(as_io)?;
    }
    if !widths.is_empty() {
        page.autofilter(0, 0, line, column(widths.len() - 1)?).map_err(as_io)?;
    }
    book.save_to_writer(out).map_err(as_io)
}

struct Formats {
    day: Format,
    moment: Format,
}

/// Writes a value and tells how wide it is.
fn put(page: &mut Worksheet, row: u32, column: u16, value: &Json, form: Form, formats: &Formats) -> io::Result<usize> {
    let text = match value {
        Json::Bool(value) => {
            page.write_boolean(row, column, *value).map_err(as_io)?;
            return Ok(6);
        }
        Json::Number(number) => {
            if let Some(double) = exact(number) {
                page.write_number(row, column, double).map_err(as_io)?;
                return Ok(number.as_str().len());
            }
            number.as_str()
        }
        Json::Text(text) => text.as_str(),
        Json::Null | Json::List(_) | Json::Record(_) => return Ok(0),
    };
    if text.is_empty() {
        return Ok(0);
    }
    if form == Form::Date
        && let Some(moment) = excel::moment(text)
        && let Some((date, is_day)) = date(moment)
    {
        let format = if is_day { &formats.day } else { &formats.moment };
        page.write_datetime_with_format(row, column, &date, format).map_err(as_io)?;
        return Ok(if is_day { DAY.len() } else { MOMENT.len() });
    }
    // As a text, whatever it looks like: there is no formula but one that is written as one.
    page.write_string(row, column, text).map_err(as_io)?;
    Ok(text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0))
}

/// The number, where Excel keeps all of its digits.
fn exact(number: &Number) -> Option<f64> {
    if excel::digits(number.as_str()) > excel::MOST_DIGITS {
        return None;
    }
    number.as_str().parse::<f64>().ok().filter(|double| double.is_finite())
}

fn date(moment: DateTime) -> Option<(ExcelDateTime, bool)> {
    let part = |number: i8| u8::try_from(number).ok();
    let year = u16::try_from(moment.year()).ok()?;
    let day = ExcelDateTime::from_ymd(year, part(moment.month())?, part(moment.day())?).ok()?;
    if moment.time() == personeel::wire::jiff::civil::Time::midnight() {
        return Some((day, true));
    }
    let seconds = f64::from(moment.second()) + f64::from(moment.subsec_nanosecond() / 1_000_000) / 1000.0;
    let hour = u16::try_from(moment.hour()).ok()?;
    Some((day.and_hms(hour, part(moment.minute())?, seconds).ok()?, false))
}

fn column(index: usize) -> io::Result<u16> {
    u16::try_from(index).map_err(|_| io::Error::other("there are more columns than a sheet of Excel takes"))
}

fn as_io(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::MaxStringLengthExceeded => {
            io::Error::other("a text is longer than a cell of Excel takes (32767 letters)")
        }
        other => io::Error::other(other.to_string()),
    }
}
