// tests/product/support.rs - Running the command, cargo and a served application from outside

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// What a finished process left.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// What a process left that has ended.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Both streams, if the exit code is this one; the test ends here if not.
    #[track_caller]
    pub fn expect(self, code: i32) -> String {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self.out + &self.err
    }
}

/// A folder of the test's own, outside of this repository, gone with the test.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A place in it.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// A folder with these files in it.
    pub fn of(files: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>) -> Self {
        let sandbox = Self::new();
        files.into_iter().for_each(|(path, bytes)| sandbox.write(path.as_ref(), bytes));
        sandbox
    }

    /// Writes a file, with its folders.
    pub fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file.
    #[track_caller]
    pub fn read(&self, relative: &str) -> String {
        std::fs::read_to_string(self.path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// Runs the command in a folder of the sandbox.
    pub fn rulebook<S: AsRef<OsStr>>(&self, folder: &str, args: impl IntoIterator<Item = S>) -> Ran {
        rulebook(&self.path(folder), args)
    }

    /// Runs the command in a folder of the sandbox, with variables in its environment.
    pub fn rulebook_with(&self, folder: &str, args: &[&str], environment: &[(&str, &str)]) -> Ran {
        Ran::of(command(&self.path(folder), args).envs(environment.iter().copied()).output().unwrap())
    }

    /// Every file below a folder with its bytes, by relative path; `target` is left out.
    pub fn tree(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        tree(&self.path(folder))
    }
}

/// Runs git in a sandbox.
pub fn git(sandbox: &Sandbox, args: &[&str]) {
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
    let ran = Command::new("git").args(identity).args(args).current_dir(sandbox.path("")).output().unwrap();
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// Commits all that lies in a sandbox.
pub fn commit(sandbox: &Sandbox, message: &str) {
    git(sandbox, &["add", "--all"]);
    git(sandbox, &["commit", "--quiet", "--message", message]);
}

/// Runs the command in a folder.
pub fn rulebook<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> Ran {
    Ran::of(command(folder, args).output().unwrap())
}

/// The command, to be run in a folder, on nobody's terminal and not on CI.
pub fn command<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rulebook"));
    command
        .args(args)
        .current_dir(folder)
        // The same migration versions in each run.
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("CI")
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null());
    command
}

/// Every file below a folder with its bytes, sorted by relative path; build output, databases and git are left out.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| !matches!(entry.file_name().to_str(), Some("target" | ".git" | "data" | "logs")))
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Runs cargo in a generated project.
///
/// Generated projects have this workspace's lock file and target folder, so that their dependencies, which are those of
/// the example, are built once.
pub fn cargo(project: &Path, args: &[&str]) -> Ran {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = project.join("Cargo.lock");
    if !lock.exists() {
        std::fs::copy(workspace.join("Cargo.lock"), &lock).unwrap();
    }
    let output = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(project)
        .env("CARGO_TARGET_DIR", generated_target())
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran::of(output)
}

/// The target folder that generated projects share: that of this build.
pub fn generated_target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

/// A served application, ended with the test.
pub struct Served {
    process: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
}

impl Served {
    /// Starts a built application in a folder, on a free port, and waits until it says where it listens.
    #[track_caller]
    pub fn start(program: &Path, folder: &Path) -> Self {
        let mut process = Command::new(program)
            .current_dir(folder)
            .env("APP__SERVER__PORT", "0")
            .env("APP__LOG__FORMAT", "text")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let at = line.find("http://")?;
                line[at..].split_whitespace().next().map(|url| url.trim_end_matches(['"', '/', ',']).to_owned())
            })
            .expect("the application ended before it listened");
        // Whoever does not read a pipe blocks its writer.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// Asks it to end as an operator would, and gives its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
