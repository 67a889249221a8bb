//! Sessions on a real database.
