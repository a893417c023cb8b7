//! Lists employees with the client that openapi-generator generated.

mod memory;

use std::env::var;
use std::time::Instant;

use openapi_generator_client::apis::configuration::Configuration;
use openapi_generator_client::apis::employees_api::list_employees;
use openapi_generator_client::apis::own_fields_api::list_employee_own_fields;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let (institute, year) = (var("INSTITUTE")?, var("SCHOOL_YEAR")?);
    let client = reqwest::Client::builder().no_proxy().build()?;
    let granted: Value = client
        .post(var("IDENTITY_URL")? + "/connect/token")
        .form(&[
            ("grant_type", "client_credentials"),
            ("client_id", &var("CLIENT_ID")?),
            ("client_secret", &var("CLIENT_SECRET")?),
            ("scope", &var("SCOPE")?),
        ])
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    let configuration = Configuration {
        base_path: var("API_URL")?,
        client,
        oauth_access_token: granted["access_token"].as_str().map(str::to_owned),
        ..Configuration::default()
    };
    // The first call initialises what every call needs.
    list_employee_own_fields(&configuration, &institute, &var("PERSON")?, &year, Some(2), None).await?;
    memory::reset_peak()?;
    let idle = memory::resident()?;
    let started = Instant::now();
    let records = list_employees(&configuration, &institute, 2, &year, None).await?.len();
    let seconds = started.elapsed().as_secs_f64();
    println!("{}", json!({ "seconds": seconds, "idle": idle, "peak": memory::peak()?, "records": records }));
    Ok(())
}
