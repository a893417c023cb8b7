//! The client: what all its handles share.

use std::fmt;
use std::sync::Arc;

use personeel_wire::InstituteNumber;

use crate::error::{Error, Result};
use crate::institute::Institute;
use crate::many::ForEach;
use crate::shared::Shared;
use crate::token::AccessToken;
use crate::transport::token_error;

/// A client of the Personeel web API. Clones are cheap and share connections and tokens.
///
/// ```no_run
/// use personeel::{ClientCredentials, Personeel};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let personeel = Personeel::builder()
///     .credentials(ClientCredentials::new("informat_customer_x", std::env::var("PERSONEEL_CLIENT_SECRET")?))
///     .build()?;
/// let school = personeel.institute("011007")?;
/// for employee in school.employees().list("2026-27".parse()?).await? {
///     println!("{}", employee.person_id);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Personeel {
    shared: Arc<Shared>,
}

impl Personeel {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// A handle for one institute, which every call hangs off. Cheap; nothing is sent.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` where the number is not six digits.
    pub fn institute<N>(&self, number: N) -> Result<Institute>
    where
        N: TryInto<InstituteNumber>,
        N::Error: fmt::Display,
    {
        let number =
            number.try_into().map_err(|error| Error::invalid_argument(format!("institute number: {error}")))?;
        Ok(Institute::new(Arc::clone(&self.shared), number))
    }

    /// Lets institutes share tokens: one request in place of as many as servers let share one, which is a hundred, or
    /// what their refusals teach. Institutes that have a token already keep it.
    pub fn share_token(&self, institutes: impl IntoIterator<Item = InstituteNumber>) {
        self.shared.transport.tokens.share(institutes);
    }

    /// Forgets every cached answer; for clients that cache.
    pub fn clear_cache(&self) {
        if let Some(cache) = &self.shared.cache {
            cache.clear();
        }
    }

    /// The token that calls for an institute use, renewed where it is due. For checks and for tools that speak to the
    /// API by themselves; calls need it not.
    ///
    /// # Errors
    ///
    /// `Unauthorized` where the identity server refuses, `Connection` where it cannot be reached.
    pub async fn access_token(&self, institute: InstituteNumber) -> Result<AccessToken> {
        match self.shared.transport.tokens.token(institute).await {
            Ok(token) => Ok(token.to_access_token()),
            Err(unsupplied) => Err(token_error(&unsupplied.error).with_institute(institute)),
        }
    }

    /// Begins the same work for many institutes, some of them at a time. They share tokens, and a budget of retries: where
    /// the service is down, most of them find that out with one attempt each.
    ///
    /// ```no_run
    /// # use personeel::{InstituteNumber, Personeel, SchoolYear};
    /// # async fn example(personeel: Personeel, schools: Vec<InstituteNumber>, year: SchoolYear)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let outcome = personeel
    ///     .for_each(schools, move |school| async move { school.employees().list(year).await })
    ///     .await;
    /// // Only a complete result may deactivate anybody.
    /// for (school, staff) in outcome.complete()? {
    ///     println!("{school}: {}", staff.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// The work may fail with an error of its own: `Ok::<_, MyError>(…)` says with which.
    pub fn for_each<T, E, W, F>(&self, institutes: impl IntoIterator<Item = InstituteNumber>, work: W) -> ForEach<W>
    where
        W: Fn(Institute) -> F,
        F: Future<Output = std::result::Result<T, E>>,
    {
        ForEach::new(Arc::clone(&self.shared), institutes, work)
    }
}

impl fmt::Debug for Personeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Personeel").field("api_url", &self.shared.transport.api.as_str()).finish_non_exhaustive()
    }
}
