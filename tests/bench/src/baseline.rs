//! What a user would write by hand: `reqwest`, structs with string fields, and default headers.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::{Failure, INSTITUTE, SCHOOL_YEAR};

/// A client for one institute.
pub struct Baseline {
    http: reqwest::Client,
    api: String,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

impl Baseline {
    /// Requests a token and builds the client.
    pub async fn sign_in(api: &str, identity: &str) -> Result<Self, Failure> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let granted: Granted = http
            .post(format!("{identity}/connect/token"))
            .form(&[
                ("grant_type", "client_credentials"),
                ("client_id", personeel_sandbox::CLIENT_ID),
                ("client_secret", personeel_sandbox::CLIENT_SECRET),
                ("scope", &format!("api_informat_sas_personeel.personeel.{INSTITUTE}")),
            ])
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {}", granted.access_token))?);
        headers.insert("InstituteNo", HeaderValue::from_static(INSTITUTE));
        headers.insert("Api-Version", HeaderValue::from_static("2"));
        let http = reqwest::Client::builder().no_proxy().default_headers(headers).build()?;
        Ok(Self { http, api: api.to_owned() })
    }

    /// Lists the employees of the school year.
    pub async fn employees(&self) -> Result<Vec<Employee>, reqwest::Error> {
        self.get(format!("{}/employees", self.api)).await
    }

    /// Lists the photos of the school year.
    pub async fn photos(&self) -> Result<Vec<Photo>, reqwest::Error> {
        self.get(format!("{}/employees/photos", self.api)).await
    }

    /// Lists the own fields of one person.
    pub async fn own_fields(&self, person: &str) -> Result<Vec<OwnField>, reqwest::Error> {
        self.get(format!("{}/employees/{person}/ownfields", self.api)).await
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, url: String) -> Result<T, reqwest::Error> {
        self.http.get(url).query(&[("schoolyear", SCHOOL_YEAR)]).send().await?.error_for_status()?.json().await
    }

    /// Attaches a file.
    pub async fn attach(&self, interruption: &str, attachment: &str, path: &Path) -> Result<(), Failure> {
        let filename = path.file_name().and_then(|name| name.to_str()).ok_or("the file has no name")?;
        let file = STANDARD.encode(tokio::fs::read(path).await?);
        let url = format!("{}/employees/interruptions/{interruption}/attachments/{attachment}", self.api);
        self.http.put(url).json(&PutAttachment { file, filename }).send().await?.error_for_status()?;
        Ok(())
    }
}

#[derive(Serialize)]
struct PutAttachment<'a> {
    file: String,
    filename: &'a str,
}

/// An employee.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Employee {
    pub p_persoon: i64,
    pub person_id: String,
    pub persona_id: Option<String>,
    pub naam: String,
    pub voornaam: String,
    pub bijkomende_voornamen: Option<String>,
    pub stamnr: Option<String>,
    pub sort_name: Option<String>,
    pub nickname: Option<String>,
    pub geslacht: String,
    pub initialen: Option<String>,
    pub geboortedatum: Option<String>,
    pub geboorteplaats: Option<String>,
    pub geboorteland_code: Option<String>,
    pub nationaliteit_code: Option<String>,
    pub rijksregisternr: Option<String>,
    pub bisnr: Option<String>,
    pub bank: Option<Bank>,
    pub hoofd_ambt: Option<HoofdAmbt>,
    pub eerste_dienst_school: Option<String>,
    pub eerste_dienst_scholengroep: Option<String>,
    pub eerste_dienst_scholengemeenschap: Option<String>,
    pub is_active: bool,
    pub pensioendatum: Option<String>,
    pub is_mindervalide: bool,
    pub is_overleden: bool,
    pub datum_overleden: Option<String>,
    pub burg_stand: Option<i32>,
    pub aantal_kinderen: Option<i32>,
    pub mindervalide_kinderen: Option<i32>,
    pub aantal_zorgbehoevenden: Option<i32>,
    pub aantal_andere_ten_laste: Option<i32>,
    pub aantal_mindervalide_andere_ten_laste: Option<i32>,
    pub partner: Option<Partner>,
    pub adressen: Vec<Adres>,
    pub comnrs: Vec<Comnr>,
    pub emailadressen: Vec<Emailadres>,
    pub kinderen: Vec<Kind>,
    pub personeelsgroepen: Vec<Personeelsgroep>,
}

/// A bank account.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Bank {
    pub iban: Option<String>,
    pub bic: Option<String>,
}

/// A main function.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct HoofdAmbt {
    pub code: Option<String>,
    pub naam: Option<String>,
}

/// A partner.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Partner {
    pub id: Option<String>,
    pub naam: Option<String>,
    pub voornaam: Option<String>,
    pub geboortedatum: Option<String>,
    pub nationaliteit_code: Option<String>,
    pub is_overleden: Option<bool>,
    pub datum_overleden: Option<String>,
    pub inkomen: Option<i32>,
}

/// An address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Adres {
    pub id: Option<String>,
    pub aanspreek_titel: Option<String>,
    pub aanspreek_naam: Option<String>,
    pub straat: Option<String>,
    pub nummer: Option<String>,
    pub bus: Option<String>,
    pub postcode: Option<String>,
    pub gemeente: Option<String>,
    pub land_code: Option<String>,
    pub is_domicilie: Option<bool>,
    pub is_verblijf: Option<bool>,
}

/// A communication number.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Comnr {
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub soort: Option<String>,
    pub nr: Option<String>,
}

/// An email address.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Emailadres {
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub email: Option<String>,
}

/// A child.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Kind {
    pub id: Option<String>,
    pub naam: Option<String>,
    pub voornaam: Option<String>,
    pub geslacht: Option<String>,
    pub geboortedatum: Option<String>,
    pub is_overleden: Option<bool>,
    pub datum_overleden: Option<String>,
    pub fiscaal_ten_laste: Option<bool>,
    pub fiscaal_ten_laste_tot: Option<String>,
}

/// A staff group.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Personeelsgroep {
    pub id: Option<String>,
    pub naam: Option<String>,
}

/// A photo.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct Photo {
    pub id: Option<String>,
    pub person_id: Option<String>,
    pub photo: Option<String>,
}

/// An own field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are those of the API")]
pub struct OwnField {
    pub person_id: Option<String>,
    pub vv_id: Option<String>,
    pub naam: Option<String>,
    pub waarde: Option<serde_json::Value>,
    pub data_type: Option<String>,
    pub rubriek: Option<i32>,
}
