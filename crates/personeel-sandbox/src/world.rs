//! The invented staff, and the changes that calls have made to it.

pub(crate) mod assignment;
mod contact;
pub(crate) mod employee;
pub(crate) mod family;
pub(crate) mod ids;
pub(crate) mod interruption;
pub(crate) mod jpeg;
mod leaves;
pub(crate) mod money;
pub(crate) mod names;
mod origin;
pub(crate) mod overlay;
pub(crate) mod person;
pub(crate) mod photo;
pub(crate) mod places;
pub(crate) mod population;
pub(crate) mod random;
pub(crate) mod records;
pub(crate) mod subjects;
pub(crate) mod tenure;

pub(crate) use origin::World;
pub(crate) use population::InstituteIndex;
