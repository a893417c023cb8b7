//! Prism as a validating proxy between the overlay and the sandbox: every call, successful and refused.

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

use crate::calls::{documented_calls, send};
use crate::prism::Prisms;
use crate::prism_mock::prism_message;
use crate::{INSTITUTE, Outcome, Place, YEAR, client, institute, report_findings, sandbox};

/// Years with staff, the last of them in the future, and one year without staff.
const YEARS: [&str; 4] = ["2024-25", YEAR, "2026-27", "1970-71"];

pub async fn run(place: &Place) -> Outcome<String> {
    let sandbox = sandbox()?.record_requests(true).start().await?;
    let prisms = Prisms::start(place, &["proxy", "--errors"], Some(sandbox.api_url())).await?;
    let school = client(&prisms.newest.url, &sandbox)?.institute(INSTITUTE)?;
    let version_1 = client(&prisms.version_1.url, &sandbox)?.institute(INSTITUTE)?;
    let mut traffic =
        Traffic { sandbox: &sandbox, school, version_1, findings: Vec::new(), sent: 0, seen: BTreeSet::new() };

    traffic.read_lists().await?;
    traffic.write_interruptions().await?;
    traffic.write_in_each_state().await?;
    traffic.write_attachments().await?;
    traffic.write_numbers().await?;
    traffic.provoke_other_refusals(&prisms).await?;

    let Traffic { mut findings, sent, seen, .. } = traffic;
    findings.extend(prisms.violations());
    for operation in Operation::all() {
        for (what, has_data) in [("successful", true), ("refused or empty", false)] {
            if !seen.contains(&(operation.info().id, has_data)) {
                findings.push(format!("{operation} was never {what} in this traffic"));
            }
        }
    }
    // Requests that Prism refuses or answers by itself don't arrive.
    let arrived = sandbox.requests().len();
    if arrived != sent {
        findings.push(format!("{sent} requests were sent, {arrived} arrived at the sandbox"));
    }
    report_findings(&findings)?;
    check_validation_is_active(&sandbox, &prisms).await?;
    Ok(format!("{sent} calls of all {} kinds, no violation in either direction", Operation::all().len()))
}

struct Traffic<'a> {
    sandbox: &'a Sandbox,
    school: Institute,
    version_1: Institute,
    findings: Vec<String>,
    sent: usize,
    /// The calls made, and whether they returned data.
    seen: BTreeSet<(&'static str, bool)>,
}

impl Traffic<'_> {
    /// Records a call that must succeed; `has_data` decides whether it returned data.
    fn expect_success<T>(
        &mut self,
        operation: Operation,
        outcome: personeel::Result<T>,
        has_data: impl Fn(&T) -> bool,
    ) -> Option<T> {
        self.sent += 1;
        match outcome {
            Ok(value) => {
                self.seen.insert((operation.info().id, has_data(&value)));
                Some(value)
            }
            Err(error) => {
                self.findings.push(format!("{operation}: {error}{}", prism_message(&error)));
                None
            }
        }
    }

    fn expect_done<T>(&mut self, operation: Operation, outcome: personeel::Result<T>) -> Option<T> {
        self.expect_success(operation, outcome, |_| true)
    }

    fn expect_refusal<T>(&mut self, code: &ErrorCode, operation: Operation, outcome: personeel::Result<T>) {
        self.expect_failure(operation, outcome, code, |error| error.is_refused() && error.has_code(code));
    }

    fn expect_failure<T>(
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
                self.findings.push(format!("{operation}: expected {expected}: {error}{}", prism_message(&error)));
            }
            Ok(_) => self.findings.push(format!("{operation}: expected {expected}: succeeded")),
        }
    }

    fn find(&self, condition: impl Fn(&InterruptionView) -> bool) -> Outcome<InterruptionView> {
        let mut all = self.sandbox.interruptions(institute()).into_iter();
        all.find(condition).ok_or_else(|| "the staff has no such interruption".into())
    }

    /// A person with a leave that may be removed.
    fn any_person(&self) -> Outcome<PersonId> {
        let free = InterruptionState { from_api: true, verified: false, sent: false, substituted: false };
        Ok(self.find(|known| known.state == free)?.person_id.into())
    }

    async fn read_lists(&mut self) -> Outcome<()> {
        let staff = self.school.employees().list(YEAR.parse()?).await?;
        self.sent += 1;
        let people = staff.iter().take(8).map(|person| person.person_id).chain([PersonId::random()]);
        let people: Vec<_> = people.map(|person| person.to_string()).collect();
        let mut reads = documented_calls()?;
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
                        self.expect_success(*operation, outcome, |rows| rows.is_some_and(|rows| rows > 0));
                    }
                }
            }
            let outcome = self.version_1.employees().list_v1("211".parse()?).school_year(year).await;
            self.expect_success(Operation::ListEmployeesV1, outcome, |staff| !staff.is_empty());
            let outcome = self.school.assignments().list(year.parse()?).structure("999").await;
            self.expect_success(Operation::ListAssignments, outcome, |rows| !rows.is_empty());
        }
        Ok(())
    }

    async fn write_interruptions(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutInterruption, Operation::DeleteInterruption);
        let person = self.any_person()?;
        let body = leave(&self.school);
        let school = self.school.clone();
        let calls = school.interruptions();

        let id = InterruptionId::random();
        let outcome = calls.put(person, id, body.clone()).await;
        self.expect_done(put, outcome);
        let longer = body.clone().opmerking("één dag langer");
        let outcome = calls.put(person, id, longer).await;
        self.expect_done(put, outcome);

        let backwards = with_change(body.clone(), |leave| leave.einddatum = parse("2026-05-01"));
        let outcome = calls.put(person, InterruptionId::random(), backwards).await;
        self.expect_refusal(&ErrorCode::Br008B, put, outcome);
        let nowhere = with_change(body.clone(), |leave| leave.hfd = parse("411"));
        let outcome = calls.put(person, InterruptionId::random(), nowhere).await;
        self.expect_refusal(&ErrorCode::Br013, put, outcome);
        let outcome = calls.put(PersonId::random(), InterruptionId::random(), body).await;
        self.expect_refusal(&ErrorCode::Br014, put, outcome);

        let outcome = calls.delete(id).await;
        self.expect_done(delete, outcome);
        let outcome = calls.delete(id).await;
        self.expect_refusal(&ErrorCode::Br018, delete, outcome);
        Ok(())
    }

    /// The refusals that depend on the state of an interruption.
    async fn write_in_each_state(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutInterruption, Operation::DeleteInterruption);
        let school = self.school.clone();
        let calls = school.interruptions();
        let body = leave(&school);
        let person = self.any_person()?;
        let another = self.find(|known| PersonId::from(known.person_id) != person)?.person_id.into();

        let id = InterruptionId::random();
        let outcome = calls.put(person, id, body.clone()).await;
        self.expect_done(put, outcome);
        let other_school = with_change(body.clone(), |leave| leave.schooljaar = parse("2024-25"));
        let outcome = calls.put(person, id, other_school).await;
        self.expect_refusal(&ErrorCode::Mna001, put, outcome);
        let outcome = calls.put(another, id, body.clone()).await;
        self.expect_refusal(&ErrorCode::Mna002, put, outcome);
        let outcome = calls.put(person, InterruptionId::random(), body.clone()).await;
        self.expect_refusal(&ErrorCode::Mna005, put, outcome);

        let second = InterruptionId::random();
        let later = with_change(body.clone(), |leave| {
            (leave.begindatum, leave.einddatum) = (parse("2026-06-01"), parse("2026-06-02"));
        });
        let outcome = calls.put(person, second, later.clone()).await;
        self.expect_done(put, outcome);
        let overlapping = with_change(later, |leave| leave.begindatum = parse("2026-05-08"));
        let outcome = calls.put(person, second, overlapping).await;
        self.expect_refusal(&ErrorCode::Mna006, put, outcome);

        let free = InterruptionState { from_api: true, verified: false, sent: false, substituted: false };
        let moved = with_change(body, |leave| leave.einddatum = parse("2026-05-09"));
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
                self.expect_refusal(&code, put, outcome);
            }
            let outcome = calls.delete(id).await;
            self.expect_refusal(&removal, delete, outcome);
        }
        Ok(())
    }

    async fn write_attachments(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutAttachment, Operation::DeleteAttachment);
        let first = self.find(|known| known.state.from_api)?;
        let another = self.find(|known| known.person_id != first.person_id)?.id.into();
        let first: InterruptionId = first.id.into();
        let school = self.school.clone();
        let calls = school.attachments();
        let id = AttachmentId::random();

        let outcome = calls.put(first, id, file()).await;
        self.expect_done(put, outcome);
        let outcome = calls.put(first, id, Attachment::from_bytes("scan.png", vec![0; 300_000])).await;
        self.expect_done(put, outcome);
        let outcome = calls.put(another, id, file()).await;
        self.expect_refusal(&ErrorCode::Mna007, put, outcome);
        let outcome = calls.put(InterruptionId::random(), id, file()).await;
        self.expect_refusal(&ErrorCode::Br018, put, outcome);

        let outcome = calls.delete(first, id).await;
        self.expect_done(delete, outcome);
        let outcome = calls.delete(first, id).await;
        self.expect_refusal(&ErrorCode::Br019, delete, outcome);
        Ok(())
    }

    async fn write_numbers(&mut self) -> Outcome<()> {
        let (put, delete) = (Operation::PutCommunicationNumber, Operation::DeleteCommunicationNumber);
        let person = self.any_person()?;
        let school = self.school.clone();
        let calls = school.communication_numbers();

        let outcome = calls.put(person, number("0400 11 22 33")).await;
        let Some(id) = self.expect_done(put, outcome) else { return Ok(()) };
        let other = number("0400 99 99 99");
        let outcome = calls.put(person, other.clone().id(id)).await;
        self.expect_done(put, outcome);
        let outcome = calls.put(person, number("0400 11 22 33")).await;
        self.expect_refusal(&ErrorCode::Br025, put, outcome);
        let outcome = calls.put(person, other.clone()).await;
        self.expect_refusal(&ErrorCode::Br026, put, outcome);
        let letters = number("bel mij");
        let outcome = calls.put(person, letters).await;
        self.expect_refusal(&ErrorCode::Br023, put, outcome);
        let outcome = calls.put(PersonId::random(), number("0400 11 22 33")).await;
        self.expect_refusal(&ErrorCode::Br024, put, outcome);

        let outcome = calls.delete(person, id).await;
        self.expect_done(delete, outcome);
        let outcome = calls.delete(person, id).await;
        self.expect_refusal(&ErrorCode::Br028, delete, outcome);
        Ok(())
    }

    /// Tokens without access, and a refusal as text.
    async fn provoke_other_refusals(&mut self, prisms: &Prisms) -> Outcome<()> {
        let with_token = |token: &str| -> Outcome<Institute> {
            let builder = Personeel::builder().api_url(&prisms.newest.url).token_source(StaticToken::new(token));
            Ok(builder.build()?.institute(INSTITUTE)?)
        };
        let own = client(&prisms.newest.url, self.sandbox)?;
        let of_another_school = own.access_token("038281".parse()?).await?;
        let elsewhere = with_token(of_another_school.expose_secret())?;
        let outcome = elsewhere.employees().list(YEAR.parse()?).await;
        self.expect_failure(Operation::ListEmployees, outcome, "403", personeel::Error::is_forbidden);
        let outcome = elsewhere.interruptions().delete(InterruptionId::random()).await;
        self.expect_failure(Operation::DeleteInterruption, outcome, "403", personeel::Error::is_forbidden);

        let nobody = with_token("no.such.token")?;
        let outcome = nobody.diplomas().list(YEAR.parse()?).await;
        if let Err(error) = &outcome {
            // The same token was sent once more.
            self.sent += usize::try_from(error.attempts())?.saturating_sub(1);
        }
        self.expect_failure(Operation::ListDiplomas, outcome, "401", personeel::Error::is_unauthorized);

        let outcome = self.school.raw(Method::GET, "/employees/photos?schoolyear=2025-99")?.bytes().await;
        self.expect_failure(Operation::ListPhotos, outcome, "400 with text", |error| {
            error.kind() == ErrorKind::Status && error.status() == Some(400)
        });
        Ok(())
    }
}

/// Checks that Prism still reports violations in both directions; otherwise its silence would prove nothing.
async fn check_validation_is_active(sandbox: &Sandbox, prisms: &Prisms) -> Outcome<()> {
    let school = client(&prisms.newest.url, sandbox)?.institute(INSTITUTE)?;
    let outcome = school.raw(Method::GET, "/employees")?.bytes().await;
    if !outcome.is_err_and(|error| error.status() == Some(422)) {
        return Err("Prism accepted a request without a school year".into());
    }
    sandbox.set_faults("dirty".parse()?)?;
    let mut violations = 0;
    for path in ["/employees", "/employees/assignments", "/employees/interruptions", "/employees/ownfields"] {
        let outcome = school.raw(Method::GET, &format!("{path}?schoolyear={YEAR}"))?.bytes().await;
        violations += usize::from(outcome.is_err_and(|error| prism_message(&error).contains("VIOLATIONS")));
    }
    if violations == 0 {
        return Err("Prism accepted all of the sandbox's unexpected values".into());
    }
    Ok(())
}

/// A sick leave.
fn leave(school: &Institute) -> PutInterruption {
    let body = PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: parse(YEAR),
        hfd: parse("311"),
        code: "1".into(),
        begindatum: parse("2026-05-04"),
        einddatum: parse("2026-05-08"),
        afzender: "conformance".to_owned(),
    });
    body.mag_woonst_verlaten(true).naam_geneesheer("Dokter Voorbeeld").ziekteverlof_zonder_bezoldiging(false)
}

fn with_change(mut body: PutInterruption, change: impl FnOnce(&mut PutInterruption)) -> PutInterruption {
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

fn parse<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a valid constant")
}
