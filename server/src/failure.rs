//! Why a command did not succeed: one line for standard error, without secrets, and an exit status.

use std::process::ExitCode;

/// One line and a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    line: String,
    status: u8,
}

impl Failure {
    /// Something went wrong.
    pub fn new(line: impl Into<String>) -> Self {
        Self { line: one_line(&line.into()), status: 1 }
    }

    /// A setting is wrong.
    pub fn setting(name: &str, why: impl std::fmt::Display) -> Self {
        Self { line: one_line(&format!("{name}: {why}")), status: 2 }
    }

    /// The command line is wrong.
    pub fn usage(why: &str) -> Self {
        Self { line: one_line(why), status: 2 }
    }

    /// Something of the backend's went wrong.
    #[expect(clippy::needless_pass_by_value, reason = "it stands where a function is passed")]
    pub fn of(error: backend::Error) -> Self {
        Self::new(error.to_string())
    }

    /// What the process ends with.
    pub fn status(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.line)
    }
}

impl From<backend::Error> for Failure {
    fn from(error: backend::Error) -> Self {
        Self::of(error)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
