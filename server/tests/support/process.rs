//! A portal as its operator runs it: the binary, in a folder of its own.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

const LOG: &str = "log";

/// A folder with an installed portal.
pub struct Site {
    folder: tempfile::TempDir,
    database: Option<String>,
}

impl Site {
    /// On SQLite in its data folder.
    pub fn sqlite() -> Self {
        Self::on(None)
    }

    /// On this database.
    pub fn on(database: Option<String>) -> Self {
        let site = Self::empty(database);
        site.done(&["init"]);
        site
    }

    /// Where nothing is installed yet.
    pub fn empty(database: Option<String>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    /// Runs a command that has to succeed.
    pub fn done(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{}", self.log());
    }

    /// The folder with everything that the portal writes.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What commands and server have said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path().join(LOG)).unwrap()
    }

    /// Calls the binary, which adds what it says to the log.
    fn command(&self, arguments: &[&str]) -> Command {
        // A file that may not grow then is an error like a full disk, not the end of the process.
        let mut command = Command::new("sh");
        command.args(["-c", r#"trap "" XFSZ; exec "$@""#, "sh", env!("CARGO_BIN_EXE_qingfeng")]);
        let log = File::options().create(true).append(true).open(self.path().join(LOG)).unwrap();
        let said = log.try_clone().unwrap();
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null()).stdout(said).stderr(log);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("QINGFENG_")) {
            command.env_remove(name);
        }
        command.env("QINGFENG_CAPTCHA", "off").env("QINGFENG_RATE_LIMIT", "off");
        if let Some(database) = &self.database {
            command.env("QINGFENG_DATABASE_URL", database);
        }
        command
    }

    /// Adds a member.
    pub fn add_member(&self, login: &str, unit: &str, roles: &[&str], password: &str) {
        let roles: Vec<&str> = roles.iter().flat_map(|role| ["--role", role]).collect();
        let mut command = self.command(&[&["staff", "add", login, "--unit", unit], &roles[..], &["--password-stdin"]].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{}", self.log());
    }

    /// Starts the server, which logs all that it ever would, and waits until it serves.
    pub fn serve(&self) -> Server {
        // Between finding a free port and taking it another process may be quicker.
        (0..5).find_map(|_| self.try_to_serve()).unwrap_or_else(|| panic!("{}", self.log()))
    }

    fn try_to_serve(&self) -> Option<Server> {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = self.command(&["serve"]);
        command.env("QINGFENG_LISTEN", address.to_string()).env("RUST_LOG", "trace").stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        while said.read_line(&mut line).unwrap() > 0 {
            if line.contains("Qingfeng serves") {
                // What it says later is read as well, or it would wait for ever.
                let rest = std::thread::spawn(move || {
                    said.read_to_string(&mut line).unwrap();
                    line
                });
                return Some(Server { process, address, said: Some(rest) });
            }
        }
        process.wait().unwrap();
        None
    }
}

/// A server that runs.
pub struct Server {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    said: Option<JoinHandle<String>>,
}

impl Server {
    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Tells it to stop, as an operator does.
    pub fn terminate(&self) {
        assert!(Command::new("kill").arg(self.pid().to_string()).status().unwrap().success());
    }

    /// Waits until it has ended; returns how, and what it said on the standard output.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let status = self.process.wait().unwrap();
        (status, self.said.take().unwrap().join().unwrap())
    }

    /// Ends it without a chance to tidy up.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, unless a test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
