//! The program `personeel`.

fn main() {}
