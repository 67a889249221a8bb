//! The first pages after sign-in: the admins' start page, the carers' Today and More.

pub mod admin;
pub mod more;
pub mod today;
