//! Tests of a complete sandbox that need more than its public interface.

mod newer_document;
mod panics;
