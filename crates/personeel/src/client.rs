//! The client.

use std::fmt;
use std::sync::Arc;

use personeel_wire::InstituteNumber;

use crate::error::{Error, Result};
use crate::institute::Institute;
use crate::many::ForEach;
use crate::shared::Shared;
use crate::token::AccessToken;
use crate::transport::token_error;

/// A client for the Personeel web API. Clones are cheap and share connections and tokens.
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

    /// Returns a handle for one institute, from which every call starts. This is cheap and sends nothing.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` if the number is not six digits.
    #[doc(alias = "school")]
    pub fn institute<N>(&self, number: N) -> Result<Institute>
    where
        N: TryInto<InstituteNumber>,
        N::Error: fmt::Display,
    {
        let number =
            number.try_into().map_err(|error| Error::invalid_argument(format!("institute number: {error}")))?;
        Ok(Institute::new(Arc::clone(&self.shared), number))
    }

    /// Lets institutes share tokens, so that one token request serves up to a hundred of them, or fewer if the servers
    /// reject tokens of that size. Institutes that already have a token keep it.
    pub fn share_token(&self, institutes: impl IntoIterator<Item = InstituteNumber>) {
        self.shared.transport.tokens.share(institutes);
    }

    /// Removes every cached response. Without a [cache](crate::Builder::cache) it does nothing.
    pub fn clear_cache(&self) {
        if let Some(cache) = &self.shared.cache {
            cache.clear();
        }
    }

    /// Returns the token that calls for an institute use, renewed if that is due. This is meant for checks and for
    /// tools that access the API themselves; calls don't need it.
    ///
    /// # Errors
    ///
    /// `Unauthorized` if the identity server refuses the client or the scope, `Connection` if it cannot be reached.
    pub async fn access_token(&self, institute: InstituteNumber) -> Result<AccessToken> {
        match self.shared.transport.tokens.token(institute).await {
            Ok(token) => Ok(token.to_access_token()),
            Err(unsupplied) => Err(token_error(&unsupplied.error).with_institute(institute)),
        }
    }

    /// Prepares the same work for many institutes, a few of them at a time; awaiting it does the work. The institutes
    /// share tokens and a budget of retries: when the service is down, most of them make a single attempt.
    ///
    /// ```no_run
    /// # use personeel::{InstituteNumber, Personeel, SchoolYear};
    /// # async fn example(personeel: Personeel, schools: Vec<InstituteNumber>, year: SchoolYear)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let outcome = personeel
    ///     .for_each(schools, move |school| async move { school.employees().list(year).await })
    ///     .await;
    /// // Deactivate people only if the result is complete.
    /// for (school, staff) in outcome.complete()? {
    ///     println!("{school}: {}", staff.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// The work may fail with an error type of its own, for example by returning `Ok::<_, MyError>(…)`.
    #[doc(alias = "batch")]
    #[doc(alias = "concurrent")]
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
