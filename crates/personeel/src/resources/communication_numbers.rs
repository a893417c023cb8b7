//! Communication numbers.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::PutCommunicationNumber;
use personeel_wire::Guid;

use crate::call::{Built, Call, Request};
use crate::check;
use crate::error::Result;
use crate::institute::Institute;

/// Telephone and mobile numbers of employees.
#[derive(Clone, Copy, Debug)]
pub struct CommunicationNumbers<'a>(pub(crate) &'a Institute);

impl CommunicationNumbers<'_> {
    /// Adds a number to an employee, or changes the one whose `id` the body gives. The answer is its id, in whichever
    /// form the reply comes. A repeated addition whose first attempt may have landed gives the id of what that one
    /// added.
    ///
    /// Refusals: BR001 and BR020 to BR026; [`Error::existing_id`](crate::Error::existing_id) gives the id that BR025
    /// and BR026 carry.
    ///
    /// Guide: `PUT /employees/{personId}/communication-number`.
    pub fn put(self, person: Guid, body: PutCommunicationNumber) -> Call<PutCommunicationNumberCall> {
        Call::new(self.0, PutCommunicationNumberCall { person, body })
    }

    /// Removes a number. A repeated removal whose first attempt may have landed is a success.
    ///
    /// Refusals: BR001, BR027 and BR028.
    ///
    /// Guide: `DELETE /employees/{personId}/communication-number/{communicationNoId}`.
    pub fn delete(self, person: Guid, number: Guid) -> Call<DeleteCommunicationNumber> {
        Call::new(self.0, DeleteCommunicationNumber { person, number })
    }
}

/// Arguments of [`CommunicationNumbers::put`].
pub struct PutCommunicationNumberCall {
    person: Guid,
    body: PutCommunicationNumber,
}

impl Request for PutCommunicationNumberCall {
    type Answer = Guid;
    const OPERATION: Operation = Operation::PutCommunicationNumber;

    fn check(&self) -> Result<()> {
        check::body(Self::OPERATION, &self.body)
    }

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.put_communication_number(&self.person, &self.body).await
    }
}

/// Arguments of [`CommunicationNumbers::delete`].
pub struct DeleteCommunicationNumber {
    person: Guid,
    number: Guid,
}

impl Request for DeleteCommunicationNumber {
    type Answer = ();
    const OPERATION: Operation = Operation::DeleteCommunicationNumber;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.delete_communication_number(&self.person, &self.number).await
    }
}
