//! The blocking client and its institutes.

use std::fmt;
use std::future::IntoFuture;

use personeel_client::Request;
use personeel_wire::InstituteNumber;

use super::{Call, Runtime};
use crate::access::Access;
use crate::builder::Builder;
use crate::error::Result;

/// A client for the Personeel web API that blocks on each call. Clones are cheap and share connections and tokens.
///
/// [`Builder::build_blocking`](crate::Builder::build_blocking) builds one. See the [module](crate::blocking) for an
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
    /// The errors of [`build`](Self::build), and `Configuration` if no thread can be started.
    pub fn build_blocking(self) -> Result<Personeel> {
        Ok(Personeel { client: self.build()?, runtime: Runtime::start()? })
    }
}

impl Personeel {
    /// Returns a handle for one institute, from which every call starts. This is cheap and sends nothing.
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

    /// Blocks on a future of the async client, for operations without a blocking method:
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
    /// The error of the future, or `Configuration` in async code, where the future is not polled.
    pub fn wait<T>(&self, work: impl IntoFuture<Output = Result<T>>) -> Result<T> {
        self.runtime.wait(work.into_future())?
    }

    /// Returns the underlying async client, which shares tokens and connections. Pass its calls to
    /// [`wait`](Self::wait), since their connections run on this client's thread.
    pub fn as_async(&self) -> &crate::Personeel {
        &self.client
    }
}

impl fmt::Debug for Personeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}

/// A handle for one institute, whose number is sent with every call. Clones are cheap.
///
/// The calls are grouped by resource, for example [`employees`](Self::employees); [`send`](Self::send) takes any of
/// them as a value.
#[derive(Clone)]
pub struct Institute {
    institute: crate::Institute,
    runtime: Runtime,
}

impl Institute {
    /// Returns the institute's number.
    pub fn number(&self) -> InstituteNumber {
        self.institute.number()
    }

    /// Creates a call from a request value, which a program can keep, pass around or build from data.
    ///
    /// ```no_run
    /// use personeel::requests::ListEmployees;
    ///
    /// # fn example(school: personeel::blocking::Institute) -> personeel::Result<()> {
    /// let request = ListEmployees::new("2026-27".parse().expect("a school year"));
    /// let staff = school.send(request).send()?;
    /// # Ok(()) }
    /// ```
    pub fn send<R: Request>(&self, request: R) -> Call<R> {
        Call::new(self.institute.send(request), self.runtime.clone())
    }

    /// Checks that calls for this institute work. See
    /// [`Institute::check_access`](crate::Institute::check_access).
    ///
    /// # Errors
    ///
    /// The errors of the call.
    pub fn check_access(&self) -> Result<Access> {
        self.wait(self.institute.check_access())
    }

    /// Blocks on a future of the async institute, for operations without a blocking method. See [`Personeel::wait`].
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
    /// The error of the future, or `Configuration` in async code, where the future is not polled.
    pub fn wait<T>(&self, work: impl IntoFuture<Output = Result<T>>) -> Result<T> {
        self.runtime.wait(work.into_future())?
    }

    /// Returns the underlying async handle. Pass its calls to [`wait`](Self::wait).
    pub fn as_async(&self) -> &crate::Institute {
        &self.institute
    }
}

impl fmt::Debug for Institute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.institute, f)
    }
}
