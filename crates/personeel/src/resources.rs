//! The calls, by the guide's resources.
//!
//! Each call is a struct of its arguments; the required ones are arguments of the method that makes it, the optional
//! ones are set by name on the [`Call`](crate::Call).

mod appointments;
mod assignments;
mod attachments;
mod communication_numbers;
mod diplomas;
mod employees;
mod interruptions;
mod options;
mod own_fields;
mod photos;

pub use appointments::Appointments;
pub use assignments::Assignments;
pub use attachments::Attachments;
pub use communication_numbers::CommunicationNumbers;
pub use diplomas::Diplomas;
pub use employees::Employees;
pub use interruptions::Interruptions;
pub use own_fields::OwnFields;
pub use photos::Photos;
