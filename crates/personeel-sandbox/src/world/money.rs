//! National numbers and IBANs that pass the checks but cannot exist.

use personeel_wire::Date;

/// A national number with valid check digits and a serial that the register never assigns: it assigns 001 to 998, odd
/// for men and even for women.
pub(crate) fn national_number(born: Date, is_man: bool, choice: u32) -> String {
    let serials: &[u16] = if is_man { &[0, 998, 999] } else { &[0, 999] };
    let serial = serials[choice as usize % serials.len()];
    let year = born.year().rem_euclid(100);
    let digits = format!("{year:02}{:02}{:02}{serial:03}", born.month(), born.day());
    // For people born since 2000, the check digits are computed with a leading 2.
    let century = if born.year() >= 2000 { 2_000_000_000 } else { 0 };
    let number = digits.parse::<u64>().unwrap_or_default() + century;
    format!("{digits}{:02}", 97 - number % 97)
}

/// A Belgian IBAN with valid ISO check digits. No bank has the code 999, and no Belgian account ends in 00.
pub(crate) fn iban(account: u32) -> String {
    let account = format!("999{:07}00", account % 10_000_000);
    // The country code as digits (B is 11, E is 14) and two zeros for the check digits are appended.
    let number = format!("{account}111400").parse::<u128>().unwrap_or_default();
    format!("BE{:02}{account}", 98 - number % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_numbers_have_valid_check_digits_and_impossible_serials() {
        for (born, is_man, expected) in [
            (Date::new(1957, 2, 16).unwrap(), true, "57021600052"),
            (Date::new(2001, 5, 3).unwrap(), false, "01050300092"),
        ] {
            assert_eq!(national_number(born, is_man, 0), expected);
        }
        for choice in 0..6 {
            for is_man in [true, false] {
                let number = national_number(Date::new(1980, 12, 31).unwrap(), is_man, choice);
                let (base, check) = (number[..9].parse::<u64>().unwrap(), number[9..].parse::<u64>().unwrap());
                assert_eq!(97 - base % 97, check);
                let serial: u16 = number[6..9].parse().unwrap();
                assert!(serial == 0 || serial == 999 || is_man && serial == 998);
            }
        }
    }

    #[test]
    fn ibans_have_valid_iso_digits_and_invalid_domestic_ones() {
        assert_eq!(iban(1), "BE26999000000100");
        for account in [0, 42, 9_999_999] {
            let iban = iban(account);
            assert_eq!(iban.len(), 16);
            let number: u128 = format!("{}1114{}", &iban[4..], &iban[2..4]).parse().unwrap();
            assert_eq!(number % 97, 1);
            assert_eq!(&iban[14..], "00");
        }
    }
}
