//! Photos.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::Photo;
use personeel_wire::{Date, Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::takes_structure;
/// Portrait photos. [`Image::of`](crate::Image::of) decodes one.
#[derive(Clone, Copy, Debug)]
pub struct Photos<'a>(pub(crate) &'a Institute);

impl Photos<'_> {
    /// The photos of the employees of a school year. Optional: `structure` (only `311` and `312` count),
    /// `changed_since`.
    ///
    /// Guide: `GET /employees/photos?schoolyear={schoolYear}&structure={structure}&changedSince={changedSince}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListPhotos> {
        Call::new(self.0, ListPhotos { school_year, structure: None, changed_since: None })
    }

    /// The photo of one employee; `None` where there is none.
    ///
    /// Guide: `GET /employees/{personId}/photos`.
    pub fn get(self, person: Guid) -> Call<GetEmployeePhoto> {
        Call::new(self.0, GetEmployeePhoto { person })
    }
}

/// Arguments of [`Photos::list`].
pub struct ListPhotos {
    school_year: SchoolYear,
    structure: Option<Structure>,
    changed_since: Option<Date>,
}

impl Request for ListPhotos {
    type Answer = Vec<Photo>;
    const OPERATION: Operation = Operation::ListPhotos;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_photos(self.changed_since.as_ref(), &self.school_year, self.structure.as_ref()).await
    }
}

takes_structure!(ListPhotos);

impl Call<ListPhotos> {
    /// Keeps the photos that changed since this date.
    pub fn changed_since(mut self, date: Date) -> Self {
        self.request.changed_since = Some(date);
        self
    }
}

/// Arguments of [`Photos::get`].
pub struct GetEmployeePhoto {
    person: Guid,
}

impl Request for GetEmployeePhoto {
    type Answer = Option<Photo>;
    const OPERATION: Operation = Operation::GetEmployeePhoto;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.get_employee_photo(&self.person).await
    }
}
