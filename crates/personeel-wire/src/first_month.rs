//! The month in which a school year begins.

use crate::ParseError;

/// The month in which a school year begins.
///
/// The guide doesn't state it, and programs that use the API disagree. The default is September, the first month of
/// lessons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FirstMonth {
    /// The school year runs from 1 August to 31 July.
    August,
    /// The school year runs from 1 September to 31 August.
    #[default]
    September,
}

impl FirstMonth {
    /// Returns the number of the month, 8 or 9.
    pub const fn number(self) -> i8 {
        match self {
            Self::August => 8,
            Self::September => 9,
        }
    }
}

impl TryFrom<u8> for FirstMonth {
    type Error = ParseError;

    /// Converts the number of the month; anything but 8 or 9 is an error.
    fn try_from(number: u8) -> Result<Self, ParseError> {
        match number {
            8 => Ok(Self::August),
            9 => Ok(Self::September),
            _ => Err(ParseError::expected("8 for August or 9 for September")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FirstMonth;

    #[test]
    fn has_two_months() {
        assert_eq!(FirstMonth::try_from(8), Ok(FirstMonth::August));
        assert_eq!(FirstMonth::try_from(9), Ok(FirstMonth::default()));
        assert!(FirstMonth::try_from(1).is_err());
        assert_eq!(FirstMonth::August.number(), 8);
    }
}
