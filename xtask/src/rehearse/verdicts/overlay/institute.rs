//! Stands in for the overlay's `institute` module.

use crate::call::Call;

#[derive(Debug)]
pub struct Institute;

impl Institute {
    pub fn send<R: personeel_client::Request>(&self, request: R) -> Call<R> {
        Call(request)
    }
}
