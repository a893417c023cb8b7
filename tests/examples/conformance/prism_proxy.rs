//! Prism as a validating proxy between the overlay and the sandbox: every call, answered and refused.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use personeel::types::{
    PutCommunicationNumber, PutCommunicationNumberRequired, PutInterruption, PutInterruptionRequired,
};
use personeel::{
    Attachment, AttachmentId, ErrorCode, ErrorKind, Institute, InterruptionId, Method, Operation, PersonId, Personeel,
    StaticToken,
};
use personeel_sandbox::{InterruptionState, InterruptionView, Sandbox};

use crate::calls::{documented, send};
use crate::prism::Prisms;
use crate::prism_mock::prism_says;
use crate::{INSTITUTE, Outcome, Place, YEAR, client, institute, sandbox, verdict};

/// Years with staff, the last of them in the future, and one in which nobody worked here.
const YEARS: [&str; 4] = ["2024-25", YEAR, "2026-27", "1970-71"];

pub async fn run(place: &Place) -> Outcome<String> {
    let sandbox = sandbox()?.record_requests(true).start().await?;
    let prisms = Prisms::start(place, &["proxy", "--errors"], Some(sandbox.api_url())).await?;
    let school = client(&prisms.newest.url, &sandbox)?.institute(INSTITUTE)?;
    let version_1 = client(&prisms.version_1.url, &sandbox)?.institute(INSTITUTE)?;
    let mut traffic =
        Traffic { sandbox: &sandbox, school, version_1, findings: Vec::new(), sent: 0, seen: BTreeSet::new() };

    traffic.reads().await?;
    traffic.interruptions().await?;
    traffic.states().await?;
    traffic.attachments().await?;
    traffic.numbers().await?;
    traffic.other_refusals(&prisms).await?;

    let Traffic { mut findings, sent, seen, .. } = traffic;
    findings.extend(prisms.complaints());
    for operation in Operation::all() {
        for (what, wanted) in [("answered", true), ("refused, or empty,", false)] {
            if !seen.contains(&(operation.info().id, wanted)) {
                findings.push(format!("{operation} was never {what} in this traffic"));
            }
        }
    }
    // What Prism refuses or answers by itself never arrives.
    let arrived = sandbox.requests().len();
    if arrived != sent {
        findings.push(format!("{sent} requests were sent, {arrived} arrived at the sandbox"));
    }
    verdict(&findings)?;
    still_judging(&sandbox, &prisms).await?;
    Ok(format!("{sent} calls of all {} kinds, no violation in either direction", Operation::all().len()))
}

struct Traffic<'a> {
    sandbox: &'a Sandbox,
    school: Institute,
    version_1: Institute,
    findings: Vec<String>,
    sent: usize,
    /// The calls, and whether they gave something.
    seen: BTreeSet<(&'static str, bool)>,
}

impl Traffic<'_> {
    /// A call that succeeds; whether it gave something is for the caller to know.
    fn good<T>(&mut self, operation: Operation, outcome: personeel::Result<T>, gave: impl Fn(&T) -> bool) -> Option<T> {
        self.sent += 1;
        match outcome {
            Ok(value) => {
                self.seen.insert((operation.info().id, gave(&value)));
                Some(value)
            }
            Err(error) => {
                self.findings.push(format!("{operation}: {error}{}", prism_says(&error)));
                None
            }
        }
    }

    fn done<T>(&mut self, operation: Operation, outcome: personeel::Result<T>) -> Option<T> {
        self.good(operation, outcome, |_| true)
    }

    fn refused<T>(&mut self, code: &ErrorCode, operation: Operation, outcome: personeel::Result<T>) {
        self.fails(operation, outcome, code, |error| error.is_refused() && error.has_code(code));
    }

    fn fails<T>(
        &mut self,
        operation: Operation,
        outcome: personeel::Result<T>,
        expected: impl Display,
        as_expected: impl Fn(&personeel::Error) -> bool,
    ) {
        self.sent += 1;
        self.seen.insert((operation.info().id, false));
        match outcome {
            Err(error) if as_expected(&error) => {}
            Err(error) => {
                self.findings.push(format!("{operation}, {expected} expected: {error}{}", prism_says(&error)));
            }
            Ok(_) => self.findings.push(format!("{operation}, {expected} expected: it succeeded")),
        }
    }

    fn find(&self, wanted: impl Fn(&InterruptionView) -> bool) -> Outcome<InterruptionView> {
        let mut all = self.sandbox.interruptions(institute()).into_iter();
        all.find(wanted).ok_or_else(|| "the staff has no such interruption".into())
    }

    /// Somebody with a leave that may be removed.
    fn somebody(&self) -> Outcome<PersonId> {
        let free = InterruptionState { from_api: true, verified: false, sent: false, substituted: false };
        Ok(self.find(|known| known.state == free)?.person_id.into())
    }

    async fn reads(&mut self) -> Outcome<()> {
        let staff = self.school.employees().list(YEAR.parse()?).await?;
        self.sent += 1;
        let people = staff.iter().take(8).map(|person| person.person_id).chain([PersonId::random()]);
        let people: Vec<_> = people.map(|person| person.to_string()).collect();
        let mut reads = documented()?;
        reads.retain(|(operation, _)| operation.info().method == "GET");
        for year in YEARS {
            for (operation, call) in &reads {
                let school = if call.version == "1" { &self.version_1 } else { &self.school }.clone();
                let of_one = call.parameters.iter().any(|parameter| parameter.name == "personId");
                for person in people.iter().take(if of_one { people.len() } else { 1 }) {
                    for all in [false, true] {
                        let argument = |name: &str| match (name, call.argument(name, all)) {
                            ("personId", _) => Some(person.clone()),
                            ("schoolyear", Some(_)) => Some(year.to_owned()),
                            (_, example) => example,
                        };
                        let outcome = send(*operation, &school, &argument).await?;
                        self.good(*operation, outcome, |rows| rows.is_some_and(|rows| rows > 0));
                    }
                }
            }
            let outcome = self.version_1.employees().list_v1("211".parse()?).school_year(year).await;
            self.good(Operation::ListEmployeesV1, outcome, |staff| !staff.is_empty());
            let outcome = self.school.assignments().list(year.parse()?).structure("999").await;
            self.good(Operation::ListAssignments, outcome, |rows| !rows.is_empty());
        }
        Ok(())
    }

    async fn interruptions(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutInterruption, Operation::DeleteInterruption);
        let person = self.somebody()?;
        let body = leave(&self.school);
        let school = self.school.clone();
        let calls = school.interruptions();

        let id = InterruptionId::random();
        let outcome = calls.put(person, id, body.clone()).await;
        self.done(put, outcome);
        let longer = body.clone().opmerking("één dag langer");
        let outcome = calls.put(person, id, longer).await;
        self.done(put, outcome);

        let backwards = changed(body.clone(), |leave| leave.einddatum = parsed("2026-05-01"));
        let outcome = calls.put(person, InterruptionId::random(), backwards).await;
        self.refused(&ErrorCode::Br008B, put, outcome);
        let nowhere = changed(body.clone(), |leave| leave.hfd = parsed("411"));
        let outcome = calls.put(person, InterruptionId::random(), nowhere).await;
        self.refused(&ErrorCode::Br013, put, outcome);
        let outcome = calls.put(PersonId::random(), InterruptionId::random(), body).await;
        self.refused(&ErrorCode::Br014, put, outcome);

        let outcome = calls.delete(id).await;
        self.done(delete, outcome);
        let outcome = calls.delete(id).await;
        self.refused(&ErrorCode::Br018, delete, outcome);
        Ok(())
    }

    /// The refusals that depend on what became of an interruption.
    async fn states(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutInterruption, Operation::DeleteInterruption);
        let school = self.school.clone();
        let calls = school.interruptions();
        let body = leave(&school);
        let person = self.somebody()?;
        let another = self.find(|known| PersonId::from(known.person_id) != person)?.person_id.into();

        let id = InterruptionId::random();
        let outcome = calls.put(person, id, body.clone()).await;
        self.done(put, outcome);
        let other_school = changed(body.clone(), |leave| leave.schooljaar = parsed("2024-25"));
        let outcome = calls.put(person, id, other_school).await;
        self.refused(&ErrorCode::Mna001, put, outcome);
        let outcome = calls.put(another, id, body.clone()).await;
        self.refused(&ErrorCode::Mna002, put, outcome);
        let outcome = calls.put(person, InterruptionId::random(), body.clone()).await;
        self.refused(&ErrorCode::Mna005, put, outcome);

        let second = InterruptionId::random();
        let later = changed(body.clone(), |leave| {
            (leave.begindatum, leave.einddatum) = (parsed("2026-06-01"), parsed("2026-06-02"));
        });
        let outcome = calls.put(person, second, later.clone()).await;
        self.done(put, outcome);
        let overlapping = changed(later, |leave| leave.begindatum = parsed("2026-05-08"));
        let outcome = calls.put(person, second, overlapping).await;
        self.refused(&ErrorCode::Mna006, put, outcome);

        let free = InterruptionState { from_api: true, verified: false, sent: false, substituted: false };
        let moved = changed(body, |leave| leave.einddatum = parsed("2026-05-09"));
        for (state, change, removal) in [
            (InterruptionState { from_api: false, ..free }, None, ErrorCode::Mna008),
            (InterruptionState { verified: true, ..free }, None, ErrorCode::Mna009),
            (InterruptionState { sent: true, ..free }, Some(ErrorCode::Mna003), ErrorCode::Mna010),
            (InterruptionState { substituted: true, ..free }, Some(ErrorCode::Mna004), ErrorCode::Mna011),
        ] {
            if !self.sandbox.set_interruption_state(id.guid(), state) {
                return Err("the interruption is gone".into());
            }
            if let Some(code) = change {
                let outcome = calls.put(person, id, moved.clone()).await;
                self.refused(&code, put, outcome);
            }
            let outcome = calls.delete(id).await;
            self.refused(&removal, delete, outcome);
        }
        Ok(())
    }

    async fn attachments(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutAttachment, Operation::DeleteAttachment);
        let first = self.find(|known| known.state.from_api)?;
        let another = self.find(|known| known.person_id != first.person_id)?.id.into();
        let first: InterruptionId = first.id.into();
        let school = self.school.clone();
        let calls = school.attachments();
        let id = AttachmentId::random();

        let outcome = calls.put(first, id, file()).await;
        self.done(put, outcome);
        let outcome = calls.put(first, id, Attachment::from_bytes("scan.png", vec![0; 300_000])).await;
        self.done(put, outcome);
        let outcome = calls.put(another, id, file()).await;
        self.refused(&ErrorCode::Mna007, put, outcome);
        let outcome = calls.put(InterruptionId::random(), id, file()).await;
        self.refused(&ErrorCode::Br018, put, outcome);

        let outcome = calls.delete(first, id).await;
        self.done(delete, outcome);
        let outcome = calls.delete(first, id).await;
        self.refused(&ErrorCode::Br019, delete, outcome);
        Ok(())
    }

    async fn numbers(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutCommunicationNumber, Operation::DeleteCommunicationNumber);
        let person = self.somebody()?;
        let school = self.school.clone();
        let calls = school.communication_numbers();

        let outcome = calls.put(person, number("0400 11 22 33")).await;
        let Some(id) = self.done(put, outcome) else { return Ok(()) };
        let other = number("0400 99 99 99");
        let outcome = calls.put(person, other.clone().id(id)).await;
        self.done(put, outcome);
        let outcome = calls.put(person, number("0400 11 22 33")).await;
        self.refused(&ErrorCode::Br025, put, outcome);
        let outcome = calls.put(person, other.clone()).await;
        self.refused(&ErrorCode::Br026, put, outcome);
        let letters = number("bel mij");
        let outcome = calls.put(person, letters).await;
        self.refused(&ErrorCode::Br023, put, outcome);
        let outcome = calls.put(PersonId::random(), number("0400 11 22 33")).await;
        self.refused(&ErrorCode::Br024, put, outcome);

        let outcome = calls.delete(person, id).await;
        self.done(delete, outcome);
        let outcome = calls.delete(person, id).await;
        self.refused(&ErrorCode::Br028, delete, outcome);
        Ok(())
    }

    /// Tokens that will not do, and a refusal in words.
    async fn other_refusals(&mut self, prisms: &Prisms) -> Outcome<()> {
        let with_token = |token: &str| -> Outcome<Institute> {
            let builder = Personeel::builder().api_url(&prisms.newest.url).token_source(StaticToken::new(token));
            Ok(builder.build()?.institute(INSTITUTE)?)
        };
        let own = client(&prisms.newest.url, self.sandbox)?;
        let of_another_school = own.access_token("038281".parse()?).await?;
        let elsewhere = with_token(of_another_school.expose_secret())?;
        let outcome = elsewhere.employees().list(YEAR.parse()?).await;
        self.fails(Operation::ListEmployees, outcome, "403", personeel::Error::is_forbidden);
        let outcome = elsewhere.interruptions().delete(InterruptionId::random()).await;
        self.fails(Operation::DeleteInterruption, outcome, "403", personeel::Error::is_forbidden);

        let nobody = with_token("no.such.token")?;
        let outcome = nobody.diplomas().list(YEAR.parse()?).await;
        if let Err(error) = &outcome {
            // The same token was tried once more.
            self.sent += usize::try_from(error.attempts())?.saturating_sub(1);
        }
        self.fails(Operation::ListDiplomas, outcome, "401", personeel::Error::is_unauthorized);

        let outcome = self.school.raw(Method::GET, "/employees/photos?schoolyear=2025-99")?.bytes().await;
        self.fails(Operation::ListPhotos, outcome, "a sentence with 400", |error| {
            error.kind() == ErrorKind::Status && error.status() == Some(400)
        });
        Ok(())
    }
}

/// Whether Prism still finds fault in both directions: silence would prove nothing otherwise.
async fn still_judging(sandbox: &Sandbox, prisms: &Prisms) -> Outcome<()> {
    let school = client(&prisms.newest.url, sandbox)?.institute(INSTITUTE)?;
    let outcome = school.raw(Method::GET, "/employees")?.bytes().await;
    if !outcome.is_err_and(|error| error.status() == Some(422)) {
        return Err("Prism let a request without its school year pass".into());
    }
    sandbox.set_faults("dirty".parse()?)?;
    let mut objections = 0;
    for path in ["/employees", "/employees/assignments", "/employees/interruptions", "/employees/ownfields"] {
        let outcome = school.raw(Method::GET, &format!("{path}?schoolyear={YEAR}"))?.bytes().await;
        objections += usize::from(outcome.is_err_and(|error| prism_says(&error).contains("VIOLATIONS")));
    }
    if objections == 0 {
        return Err("Prism let every odd value of the sandbox pass".into());
    }
    Ok(())
}

/// A sick leave.
fn leave(school: &Institute) -> PutInterruption {
    let body = PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: parsed(YEAR),
        hfd: parsed("311"),
        code: "1".into(),
        begindatum: parsed("2026-05-04"),
        einddatum: parsed("2026-05-08"),
        afzender: "conformance".to_owned(),
    });
    body.mag_woonst_verlaten(true).naam_geneesheer("Dokter Voorbeeld").ziekteverlof_zonder_bezoldiging(false)
}

fn changed(mut body: PutInterruption, change: impl FnOnce(&mut PutInterruption)) -> PutInterruption {
    change(&mut body);
    body
}

fn file() -> Attachment {
    Attachment::from_bytes("attest.txt", "attest\n")
}

/// A mobile number.
fn number(text: &str) -> PutCommunicationNumber {
    let required = PutCommunicationNumberRequired { soort: 3.into(), type_: 9.into(), nummer: text.to_owned() };
    PutCommunicationNumber::new(required)
}

fn parsed<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a value written down here")
}
