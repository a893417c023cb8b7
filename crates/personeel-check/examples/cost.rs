//! Compares the time of checking a list with that of decoding it into types, and prints the ratio.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use personeel_check::Check;
use personeel_client::{decode, types};

const ROUNDS: u32 = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut body = String::from("[");
    for n in 0..5000 {
        let comma = if n == 0 { "" } else { "," };
        write!(
            body,
            r#"{comma}{{"pPersoon":{n},"personId":"00000000-0000-4000-8000-{n:012}","naam":"Voorbeeld","voornaam":"An","bijkomendeVoornamen":null,"stamnr":"28001010001","sortName":"Voorbeeld An","geslacht":"V","geboortedatum":"1980-01-01T00:00:00","bank":{{"iban":"BE00","bic":null}},"hoofdAmbt":{{"code":"00000001","naam":"Leraar"}},"isActive":true,"isOverleden":false,"burgStand":1,"adressen":[{{"id":"00000000-0000-4000-8000-{n:012}","straat":"Voorbeeldstraat","nummer":"1","postcode":"0000"}}],"comnrs":[],"emailadressen":[{{"id":null,"type":"School","email":"an@example.org"}}],"kinderen":[],"personeelsgroepen":[]}}"#
        )?;
    }
    body.push(']');
    let mut check = Check::new();
    let typed = time_best(|| decode::<Vec<types::Employee>>(body.as_bytes()).map(drop).map_err(Into::into))?;
    let checked = time_best(|| check.json("listEmployees", body.as_bytes()).map_err(Into::into))?;
    let ratio = checked.as_secs_f64() / typed.as_secs_f64();
    writeln!(std::io::stdout(), "decoding: {typed:?}; checking: {checked:?}; ratio: {ratio:.2}")?;
    Ok(())
}

/// Returns the shortest time of several rounds.
fn time_best(
    mut work: impl FnMut() -> Result<(), Box<dyn std::error::Error>>,
) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        work()?;
        best = best.min(started.elapsed());
    }
    Ok(best)
}
