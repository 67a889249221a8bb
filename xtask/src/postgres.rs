//! A private PostgreSQL for the tests: made from the programs on this machine, on loopback, gone at the end.
//!
//! A keeper, a small shell script, starts the server and waits on a pipe that we hold. However we end, by
//! success, failure, panic, Ctrl-C or a kill, the pipe closes; the keeper then stops the server and removes
//! its files.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    hex::hex,
    shell::{self, Missing, Outcome},
    tools,
    workspace::Workspace,
};

const KEEPER: &str = r#"
set -eu
trap '' INT HUP TERM
home=$(mktemp -d "$PARENT/caretrack-postgres.XXXXXX")
server=
trap '[ -z "$server" ] || kill -INT "$server" 2>/dev/null || true; wait; rm -rf "$home"' EXIT
cd "$home"
printf %s "$PASSWORD" > password
"$PROGRAMS/initdb" --pgdata=data --username=caretrack --pwfile=password --auth=password \
    --encoding=UTF8 --no-locale --no-sync > initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
"$PROGRAMS/postgres" -D data -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
    -c log_connections=on > log 2>&1 &
server=$!
echo "$home"
read -r _ || true
"#;

/// Users that need no more rights than to own the server's files.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; dropping it stops it.
pub struct Postgres {
    keeper: Child,
    home: PathBuf,
    programs: PathBuf,
    address: String,
}

impl Postgres {
    /// Makes and starts a server on a free port.
    pub fn start(ws: &Workspace) -> Outcome<Self> {
        let programs = tools::postgres()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let password = password()?;
        let parent = if tools::is_root() { std::env::temp_dir() } else { ws.target.clone() };
        let mut keeper = unprivileged_shell()?
            .args(["-c", KEEPER])
            .env("PARENT", parent)
            .env("PASSWORD", &password)
            .env("PROGRAMS", &programs)
            .env("PORT", port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut home = String::new();
        if let Some(said) = keeper.stdout.take() {
            BufReader::new(said).read_line(&mut home)?;
        }
        let address = format!("postgres://caretrack:{password}@127.0.0.1:{port}/postgres");
        let server = Self { keeper, home: home.trim().into(), programs, address };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Where it is, with user, password and database.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its client, with which the browser tests make themselves databases.
    pub fn psql(&self) -> PathBuf {
        tools::find(&["psql"], std::slice::from_ref(&self.programs)).unwrap_or_else(|| "psql".into())
    }

    /// How many connections it has accepted so far: the proof that a suite has really used it.
    pub fn connections(&self) -> usize {
        self.log().matches("connection authorized").count()
    }

    fn wait_until_ready(&self) -> Outcome {
        let began = Instant::now();
        while !self.log().contains("ready to accept connections") {
            if began.elapsed() > PATIENCE {
                return Err(format!("PostgreSQL did not start: {}", self.log()).into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// A shell that is not root, because PostgreSQL refuses to run as root.
fn unprivileged_shell() -> Outcome<Command> {
    if !tools::is_root() {
        return Ok(Command::new("sh"));
    }
    let exists = |user: &&str| shell::succeeds(Command::new("id").args(["-u", user]));
    let user = UNPRIVILEGED.into_iter().find(exists);
    let user = user.ok_or(Missing("there is no user to run PostgreSQL as; type: useradd postgres".into()))?;
    let mut shell = Command::new("runuser");
    shell.args(["-u", user, "--", "sh"]);
    Ok(shell)
}

/// Other users of this machine are to find no open database, not even for these minutes.
fn password() -> Outcome<String> {
    let mut random = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut random)?;
    Ok(hex(&random))
}
