//! What the answers of calls become.

use personeel_wire::Guid;
use serde::de::DeserializeOwned;

use crate::decode::{DecodeError, DecodeErrorKind, decode};

/// What a call answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// A list of records. "No data" is an empty one.
    List,
    /// One record. "No data" is none.
    Record,
    /// The id of the record that was written.
    Id,
    /// Nothing: a success says that it is done.
    Done,
}

/// What a good answer becomes. Implemented for the answers of the API's calls; users have no need to.
pub trait Response: Sized + Send + sealed::Response + 'static {
    /// What the call answers.
    const KIND: ResponseKind;

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// A [`DecodeError`] where the body doesn't have the shape of the document.
    fn read(body: &[u8]) -> Result<Self, DecodeError>;

    /// What "there is no data" means; `None` where the call must have some.
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

/// The id in a reply that comes as a JSON string, as bare text, in braces or in an object: the first GUID in it.
pub(crate) fn find_id<T: From<Guid>>(body: &[u8]) -> Result<T, DecodeError> {
    Guid::find_in_bytes(body).map(T::from).ok_or_else(|| DecodeError::new(DecodeErrorKind::NoId))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_give_the_first_id() {
        let id = "a8050737-6004-459a-bc35-6028e15bd0a3";
        for body in
            [format!("\"{id}\""), id.to_owned(), format!("{{ \n \"{id}\" }}"), format!("{{\"id\":\"{{{id}}}\"}}")]
        {
            assert_eq!(find_id::<Guid>(body.as_bytes()).unwrap().to_string(), id);
        }
        assert_eq!(find_id::<Guid>(b"{}").unwrap_err().kind(), DecodeErrorKind::NoId);
    }
}
