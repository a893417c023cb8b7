//! Each of the codes is reached over HTTP, with the status of the registry.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // what helps a test may fail like one

mod support;

use std::collections::BTreeSet;

use personeel_client::codes::CODES;
use personeel_wire::Guid;
use serde_json::{Value, json};
use support::{Answer, Api, INSTITUTE, leave, with};

/// The codes that were reached so far.
struct Reached<'a> {
    api: &'a Api,
    codes: BTreeSet<String>,
}

impl Reached<'_> {
    fn check(&mut self, answer: &Answer, expected: &[&str]) {
        assert_eq!(answer.codes(), expected, "{}", answer.text);
        for code in expected {
            let info = CODES.iter().find(|info| info.name == *code).unwrap();
            assert_eq!(answer.status.as_u16(), info.status, "{code}");
            self.codes.insert((*code).to_owned());
        }
    }

    async fn put(&mut self, path: &str, body: &Value, expected: &[&str]) {
        let answer = self.api.put(path, body).await;
        self.check(&answer, expected);
    }

    async fn delete(&mut self, path: &str, expected: &[&str]) {
        let answer = self.api.delete(path).await;
        self.check(&answer, expected);
    }
}

#[tokio::test]
async fn every_code_of_the_registry_is_reached() {
    let api = Api::start().await;
    let mut reached = Reached { api: &api, codes: BTreeSet::new() };
    fields_of_interruptions(&mut reached).await;
    states_of_interruptions(&mut reached).await;
    removals(&mut reached).await;
    attachments(&mut reached).await;
    numbers(&mut reached).await;
    let all: BTreeSet<String> = CODES.iter().map(|info| info.name.to_owned()).collect();
    assert_eq!(reached.codes, all);
}

async fn fields_of_interruptions(reached: &mut Reached<'_>) {
    let person = reached.api.somebody();
    let path = Api::path(person, Guid::random());
    for (changes, expected) in [
        (json!({ "instelnr": null }), "BR003A"),
        (json!({ "schooljaar": " " }), "BR004A"),
        (json!({ "schooljaar": "2025-2026" }), "BR004B"),
        (json!({ "hfd": null }), "BR005A"),
        (json!({ "hfd": "31" }), "BR005B"),
        (json!({ "code": null }), "BR006A"),
        (json!({ "code": "45" }), "BR006B"),
        (json!({ "begindatum": null }), "BR007A"),
        (json!({ "einddatum": "" }), "BR008A"),
        (json!({ "einddatum": "2026-05-03" }), "BR008B"),
        (json!({ "opmerking": "x".repeat(501) }), "BR009"),
        (json!({ "naamGeneesheer": "x".repeat(76) }), "BR010"),
        (json!({ "telefoonGeneesheer": "0".repeat(21) }), "BR011"),
        (json!({ "afzender": null }), "BR012A"),
        (json!({ "afzender": "x".repeat(51) }), "BR012B"),
        (json!({ "hfd": "411" }), "BR013"),
        (json!({ "instelnr": "999999" }), "BR013"),
        (json!({ "schooljaar": "2001-02" }), "BR013"),
        (json!({ "hfd": "312", "schooljaar": "2023-24" }), "BR013"),
    ] {
        reached.put(&path, &with(leave(), changes), &[expected]).await;
    }
    reached.put("/employees/none/interruptions/neither", &leave(), &["BR001", "BR002"]).await;
    reached.put(&Api::path(Guid::random(), Guid::random()), &leave(), &["BR014"]).await;
    // Everything at once, in the order of the document.
    let wrong = with(leave(), json!({ "code": "2", "einddatum": "2026-05-01", "afzender": "" }));
    reached.put(&path, &wrong, &["BR006B", "BR012A", "BR008B"]).await;
}

async fn states_of_interruptions(reached: &mut Reached<'_>) {
    let (somebody, somebody_else) = (reached.api.somebody(), reached.api.somebody_else());
    let id = Guid::random();
    assert_eq!(reached.api.put(&Api::path(somebody, id), &leave()).await.status, 200);
    let other_school = with(leave(), json!({ "schooljaar": "2024-25" }));
    reached.put(&Api::path(somebody, id), &other_school, &["MNA001"]).await;
    reached.put(&Api::path(somebody_else, id), &leave(), &["MNA002"]).await;
    reached.put(&Api::path(somebody, Guid::random()), &leave(), &["MNA005"]).await;

    let second = Guid::random();
    let later = with(leave(), json!({ "begindatum": "2026-06-01", "einddatum": "2026-06-02" }));
    assert_eq!(reached.api.put(&Api::path(somebody, second), &later).await.status, 200);
    let longer = with(leave(), json!({ "begindatum": "2026-05-08", "einddatum": "2026-06-02" }));
    reached.put(&Api::path(somebody, second), &longer, &["MNA006"]).await;

    for (wanted, code) in [
        (reached.api.find(|known| known.state.from_api && known.state.sent), "MNA003"),
        (reached.api.find(|known| known.state.substituted), "MNA004"),
    ] {
        let same = json!({
            "instelnr": INSTITUTE,
            "schooljaar": wanted.school_year.to_string(),
            "hfd": wanted.hfd,
            "code": wanted.code,
            "begindatum": wanted.begin.to_string(),
            "einddatum": wanted.end.to_string(),
            "opmerking": "Only this changes",
            "afzender": "test",
        });
        let path = Api::path(wanted.person_id, wanted.id);
        assert_eq!(reached.api.put(&path, &same).await.status, 200);
        reached.put(&path, &with(same, json!({ "einddatum": "2026-08-01" })), &[code]).await;
    }
}

async fn removals(reached: &mut Reached<'_>) {
    reached.delete("/employees/interruptions/none", &["BR002"]).await;
    reached.delete(&format!("/employees/interruptions/{}", Guid::random()), &["BR018"]).await;
    for (wanted, code) in [
        (reached.api.find(|known| !known.state.from_api), "MNA008"),
        (reached.api.find(|known| known.state.from_api && known.state.verified), "MNA009"),
        (reached.api.find(|known| known.state.from_api && known.state.sent), "MNA010"),
        (reached.api.find(|known| known.state.substituted), "MNA011"),
    ] {
        reached.delete(&format!("/employees/interruptions/{}", wanted.id), &[code]).await;
    }
}

async fn attachments(reached: &mut Reached<'_>) {
    let mine = reached.api.find(|known| known.state.from_api && known.state.verified).id;
    let of_another = reached.api.find(|known| known.state.substituted).id;
    let attachment = Guid::random();
    let path = |interruption: Guid| format!("/employees/interruptions/{interruption}/attachments/{attachment}");
    let file = json!({ "filename": "attest.pdf", "file": "QQ==" });
    for (changes, expected) in [
        (json!({ "filename": null }), "BR016A"),
        (json!({ "filename": format!("{}.pdf", "x".repeat(97)) }), "BR016B"),
        (json!({ "filename": "attest.exe" }), "BR016C"),
        (json!({ "file": null }), "BR017A"),
        (json!({ "file": "QUJD".repeat(10 * 1024 * 1024 / 3 + 1) }), "BR017B"),
    ] {
        reached.put(&path(mine), &with(file.clone(), changes), &[expected]).await;
    }
    reached.put("/employees/interruptions/none/attachments/neither", &file, &["BR002", "BR015"]).await;
    reached.put(&path(Guid::random()), &file, &["BR018"]).await;
    reached.delete(&path(mine), &["BR019"]).await;
    reached.delete("/employees/interruptions/none/attachments/neither", &["BR002", "BR015"]).await;
    assert_eq!(reached.api.put(&path(mine), &file).await.status, 200);
    reached.put(&path(of_another), &file, &["MNA007"]).await;
}

async fn numbers(reached: &mut Reached<'_>) {
    let person = reached.api.somebody();
    let path = format!("/employees/{person}/communication-number");
    let number = json!({ "soort": 3, "type": 9, "nummer": "0400 11 22 33" });
    for (changes, expected) in [
        (json!({ "soort": 2 }), "BR020"),
        (json!({ "soort": null }), "BR020"),
        (json!({ "type": 3 }), "BR021"),
        (json!({ "nummer": " " }), "BR022"),
        (json!({ "nummer": "call me" }), "BR023"),
    ] {
        reached.put(&path, &with(number.clone(), changes), &[expected]).await;
    }
    reached.put("/employees/none/communication-number", &number, &["BR001"]).await;
    let left = reached.api.find(|known| !known.state.from_api && known.begin.to_string() == "2025-03-01").person_id;
    reached.put(&format!("/employees/{left}/communication-number"), &number, &["BR024"]).await;

    let added = reached.api.put(&path, &number).await;
    let id: Guid = serde_json::from_str(&added.text).unwrap();
    for (nummer, expected) in [("0400 99 99 99", "BR025"), ("0400/112233", "BR026")] {
        let answer = reached.api.put(&path, &with(number.clone(), json!({ "nummer": nummer }))).await;
        reached.check(&answer, &[expected]);
        let message = answer.json()["errors"][0]["Message"].as_str().unwrap().to_owned();
        assert!(message.ends_with(&format!("; Id: {id}")), "{message}");
    }
    reached.delete(&format!("{path}/none"), &["BR027"]).await;
    reached.delete(&format!("{path}/{}", Guid::random()), &["BR028"]).await;
}
