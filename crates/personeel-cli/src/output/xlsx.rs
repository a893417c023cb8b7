//! Excel workbooks: texts stay texts, dates are dates, and numbers keep their digits.

use std::io::{self, Seek, Write};

use personeel::wire::jiff::civil::DateTime;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::excel::{self, Form};
use super::sheet::Sheet;
use crate::json::{Json, Number};
use crate::rows::Rows;

/// The maximum number of rows in an Excel sheet, including the header.
const MAX_ROWS: u32 = 1_048_576;

/// The minimum and maximum width of a column, in characters.
const WIDTHS: (usize, usize) = (6, 60);

const DAY: &str = "dd/mm/yyyy";
const MOMENT: &str = "dd/mm/yyyy hh:mm:ss";

/// Writes the rows as a workbook with one sheet.
pub(super) fn write(
    out: impl Write + Seek + Send,
    rows: &dyn Rows,
    least: &[&str],
    titles: &[String],
) -> io::Result<()> {
    let sheet = Sheet::of(rows, least, titles)?;
    let mut book = Workbook::new();
    // In this mode, the library writes rows to a temporary file as they arrive.
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
    for row in rows.iter_rows() {
        let row = row?;
        line += 1;
        if line >= MAX_ROWS {
            return Err(io::Error::other("there are more rows than an Excel sheet can hold"));
        }
        for (index, (value, form)) in sheet.cells(&row).into_iter().zip(&forms).enumerate() {
            let Some(value) = value else { continue };
            let width = write_cell(page, line, column(index)?, &value, *form, &formats)?;
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

/// Writes a value and returns its width.
fn write_cell(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Json,
    form: Form,
    formats: &Formats,
) -> io::Result<usize> {
    let text = match value {
        Json::Bool(value) => {
            page.write_boolean(row, column, *value).map_err(as_io)?;
            return Ok(6);
        }
        Json::Number(number) => {
            if let Some(double) = exact_f64(number) {
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
        && let Some(moment) = excel::parse_moment(text)
        && let Some((date, is_day)) = excel_date(moment)
    {
        let format = if is_day { &formats.day } else { &formats.moment };
        page.write_datetime_with_format(row, column, &date, format).map_err(as_io)?;
        return Ok(if is_day { DAY.len() } else { MOMENT.len() });
    }
    // Always written as text: only an explicit formula would be evaluated.
    page.write_string(row, column, text).map_err(as_io)?;
    Ok(text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0))
}

/// Returns the number, if Excel keeps all of its digits.
fn exact_f64(number: &Number) -> Option<f64> {
    if excel::count_digits(number.as_str()) > excel::MAX_DIGITS {
        return None;
    }
    number.as_str().parse::<f64>().ok().filter(|double| double.is_finite())
}

fn excel_date(moment: DateTime) -> Option<(ExcelDateTime, bool)> {
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
    u16::try_from(index).map_err(|_| io::Error::other("there are more columns than an Excel sheet can hold"))
}

fn as_io(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::MaxStringLengthExceeded => {
            io::Error::other("a text is longer than an Excel cell can hold (32767 characters)")
        }
        other => io::Error::other(other.to_string()),
    }
}
