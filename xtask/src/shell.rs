//! Running other programs, and saying how long the steps take.

use std::{
    error::Error,
    fmt,
    process::{Command, ExitStatus, Stdio},
    time::Instant,
};

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Something this machine lacks and that we may not install, with the one command that would.
#[derive(Debug)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Missing {}

/// Runs a program with its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    succeeded(command, status)
}

/// Runs a program and gives what it wrote to standard output; its standard error is shown.
pub fn read(command: &mut Command) -> Outcome<String> {
    let (status, text) = read_anyway(command)?;
    succeeded(command, status)?;
    Ok(text)
}

/// Runs a program and gives its end and what it wrote to standard output, also when it failed.
pub fn read_anyway(command: &mut Command) -> Outcome<(ExitStatus, String)> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    Ok((output.status, String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// Whether a program runs and succeeds; what it says is nobody's concern.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Does one step and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let began = Instant::now();
    let done = work()?;
    eprintln!("xtask: {what}, {:.1} s", began.elapsed().as_secs_f32());
    Ok(done)
}

fn succeeded(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", line(command)).into()) }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}`: {error}", line(command))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
