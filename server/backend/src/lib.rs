//! Being built.

#[cfg_attr(not(test), expect(dead_code, reason = "the tables are there before the features that use them"))]
mod entity;
