//! Stands in for the overlay's `call` module: what the generated calls need, without the transport.

use std::fmt::Display;

#[derive(Debug)]
pub struct Call<R>(pub(crate) R);

impl<R> Call<R> {
    pub(crate) fn set<T, V>(mut self, _name: &str, value: V, set: impl FnOnce(&mut R, T)) -> Self
    where
        V: TryInto<T, Error: Display>,
    {
        if let Ok(value) = value.try_into() {
            set(&mut self.0, value);
        }
        self
    }
}

macro_rules! call_of_one {
    ($name:ident, $response:ty) => {
        impl $name {
            pub fn send(self) -> $response {
                unimplemented!()
            }
        }
    };
}

macro_rules! call_of_list {
    ($name:ident, $record:ty) => {
        $crate::call::call_of_one!($name, ::std::vec::Vec<$record>);

        impl $name {
            pub fn stream(self) -> ::std::vec::Vec<$record> {
                unimplemented!()
            }
        }
    };
}

pub(crate) use {call_of_list, call_of_one};
