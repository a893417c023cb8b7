//! The blocking client and its institutes.

use std::fmt;
use std::future::IntoFuture;

use personeel_client::Request;
use personeel_wire::InstituteNumber;

use super::{Call, Runtime};
use crate::access::Access;
use crate::builder::Builder;
use crate::error::Result;

/// A client of the Personeel web API that waits for each call. Clones are cheap and share connections and tokens.
///
/// [`Builder::build_blocking`](crate::Builder::build_blocking) makes one. See the [module](crate::blocking) for an
/// example.
#[derive(Clone)]
pub struct Personeel {
    client: crate::Personeel,
    runtime: Runtime,
}

impl Builder {
    /// Builds the client for programs without an async runtime. See [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build); `Configuration` if no thread can be started.
    pub fn build_blocking(self) -> Result<Personeel> {
        Ok(Personeel { client: self.build()?, runtime: Runtime::start()? })
    }
}

impl Personeel {
    /// Returns a handle for one institute, which has every call. Cheap; nothing is sent.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` if the number is not six digits.
    pub fn institute<N>(&self, number: N) -> Result<Institute>
    where
        N: TryInto<InstituteNumber, Error: fmt::Display>,
    {
        self.client.institute(number).map(|institute| Institute { institute, runtime: self.runtime.clone() })
    }

    /// Waits for a future of the async client, for what has no method here:
    ///
    /// ```no_run
    /// # fn example(personeel: personeel::blocking::Personeel, year: personeel::SchoolYear) -> personeel::Result<()> {
    /// let schools = ["011007", "038281"].map(|number| number.parse().expect("six digits"));
    /// let work = personeel.as_async().for_each(schools, move |school| async move { school.employees().list(year).await });
    /// let outcome = personeel.wait(async { Ok(work.await) })?;
    /// # drop(outcome);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// That of the future; `Configuration` in async code, where the future is not polled.
    pub fn wait<T>(&self, work: impl IntoFuture<Output = Result<T>>) -> Result<T> {
        self.runtime.wait(work.into_future())?
    }

    /// Returns the async client beneath, which shares tokens and connections. Pass its calls to [`wait`](Self::wait):
    /// their connections are driven by this client's thread.
    pub fn as_async(&self) -> &crate::Personeel {
        &self.client
    }
}

impl fmt::Debug for Personeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}

/// A handle for one institute: its number goes out with every call. Clones are cheap.
///
/// The calls are reached by resource, for example [`employees`](Self::employees); [`send`](Self::send) takes any of
/// them as a value.
#[derive(Clone)]
pub struct Institute {
    institute: crate::Institute,
    runtime: Runtime,
}

impl Institute {
    /// The institute's number.
    pub fn number(&self) -> InstituteNumber {
        self.institute.number()
    }

    /// Prepares any call of the API, given as a value that a program can keep, pass around or make from data.
    ///
    /// ```no_run
    /// use personeel::requests::ListEmployees;
    ///
    /// # fn example(school: personeel::blocking::Institute) -> personeel::Result<()> {
    /// let wanted = ListEmployees::new("2026-27".parse().expect("a school year"));
    /// let staff = school.send(wanted).send()?;
    /// # Ok(()) }
    /// ```
    pub fn send<R: Request>(&self, request: R) -> Call<R> {
        Call::new(self.institute.send(request), self.runtime.clone())
    }

    /// Checks that calls for this institute work, with one call. See
    /// [`Institute::check_access`](crate::Institute::check_access).
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub fn check_access(&self) -> Result<Access> {
        self.wait(self.institute.check_access())
    }

    /// Waits for a future of the async institute, for what has no method here. See [`Personeel::wait`].
    ///
    /// ```no_run
    /// # fn example(school: personeel::blocking::Institute) -> personeel::Result<()> {
    /// let call = school.as_async().raw(personeel::Method::GET, "/employees/photos?schoolyear=2026-27")?;
    /// let photos = school.wait(call.bytes())?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// That of the future; `Configuration` in async code, where the future is not polled.
    pub fn wait<T>(&self, work: impl IntoFuture<Output = Result<T>>) -> Result<T> {
        self.runtime.wait(work.into_future())?
    }

    /// Returns the async handle beneath, whose calls [`wait`](Self::wait) takes.
    pub fn as_async(&self) -> &crate::Institute {
        &self.institute
    }
}

impl fmt::Debug for Institute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.institute, f)
    }
}
