//! What the responses to calls are decoded into.

use personeel_wire::Guid;
use serde::de::DeserializeOwned;

use crate::decode::{DecodeError, DecodeErrorKind, decode};

/// The kind of response a call returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// A list of records. "No data" decodes to an empty list.
    List,
    /// A single record. "No data" decodes to `None`.
    Record,
    /// The id of the record that was written.
    Id,
    /// Nothing: the success status is all there is.
    Done,
}

/// What a successful response is decoded into.
///
/// Implemented for the responses of the API's calls; it cannot be implemented outside this crate.
pub trait Response: Sized + Send + sealed::Response + 'static {
    /// The kind of response.
    const KIND: ResponseKind;

    /// Decodes a body.
    ///
    /// # Errors
    ///
    /// Returns a [`DecodeError`] if the body doesn't have the shape that the document declares.
    fn read(body: &[u8]) -> Result<Self, DecodeError>;

    /// Returns the value that stands for "no data", or `None` if the call must return data.
    fn without_data() -> Option<Self>;
}

pub(crate) mod sealed {
    pub trait Response {}
    impl<T> Response for Vec<T> {}
    impl<T> Response for Option<T> {}
    impl Response for () {}
}

impl<T: DeserializeOwned + Send + 'static> Response for Vec<T> {
    const KIND: ResponseKind = ResponseKind::List;

    fn read(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body)
    }

    fn without_data() -> Option<Self> {
        Some(Vec::new())
    }
}

impl<T: DeserializeOwned + Send + 'static> Response for Option<T> {
    const KIND: ResponseKind = ResponseKind::Record;

    fn read(body: &[u8]) -> Result<Self, DecodeError> {
        decode(body).map(Some)
    }

    fn without_data() -> Option<Self> {
        Some(None)
    }
}

impl Response for () {
    const KIND: ResponseKind = ResponseKind::Done;

    fn read(_body: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }

    fn without_data() -> Option<Self> {
        Some(())
    }
}

/// Finds the id in a response: the first GUID in the body.
///
/// The service sends it as a JSON string, as bare text, in braces or in an object.
pub(crate) fn find_id<T: From<Guid>>(body: &[u8]) -> Result<T, DecodeError> {
    Guid::find_in_bytes(body).map(T::from).ok_or_else(|| DecodeError::new(DecodeErrorKind::NoId))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_in_the_body_is_found() {
        let id = "a8050737-6004-459a-bc35-6028e15bd0a3";
        for body in
            [format!("\"{id}\""), id.to_owned(), format!("{{ \n \"{id}\" }}"), format!("{{\"id\":\"{{{id}}}\"}}")]
        {
            assert_eq!(find_id::<Guid>(body.as_bytes()).unwrap().to_string(), id);
        }
        assert_eq!(find_id::<Guid>(b"{}").unwrap_err().kind(), DecodeErrorKind::NoId);
    }
}
