// src/cache.rs - Keeps what the linter found out in the folder that cargo builds in

//! Keeps what the linter found out in the folder that cargo builds in, so that `cargo clean` takes it away.

use std::env;
use std::fs;
use std::io::{self, Write};
#[cfg(unix)]
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tempfile::NamedTempFile;

use rulebook_lint::cache::{Cache, Opened, Part, Writing};
use rulebook_lint::identity::hash_on;

/// The first line that the specification of <https://bford.info/cachedir/> asks for. Backups leave the folder out, and so
/// does the linter.
const TAG: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by rulebook. It can be deleted.\n";

/// A folder with one file a part. Each ends with the version that wrote it: another one does not read it.
#[derive(Debug)]
pub struct FolderCache {
    folder: PathBuf,
    version: Vec<u8>,
}

impl FolderCache {
    /// The cache of the project at `root`, below `CARGO_TARGET_DIR` where that is set. Several projects may build there.
    pub fn of(root: &Path) -> Self {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        let project = format!("{:016x}", hash_on(0, &root.to_string_lossy()));
        Self { folder: target.join("rulebook").join(project), version: version() }
    }

    fn file(&self, part: Part) -> PathBuf {
        self.folder.join(part.name())
    }

    fn write(&self, part: Part, write: &mut Writing<'_>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        if let Some(above) = self.folder.parent() {
            for (name, text) in [("CACHEDIR.TAG", TAG), (".gitignore", "*\n")] {
                let path = above.join(name);
                if !path.is_file() {
                    fs::write(path, text)?;
                }
            }
        }
        // Whoever reads meanwhile gets the old file, none, or the new one.
        let mut file = NamedTempFile::new_in(&self.folder)?;
        write(&mut file)?;
        file.write_all(&self.version)?;
        // ext4 writes a file to the disk at once if it takes another's place, so that one of both outlives a crash. That takes
        // half a millisecond, and here what is damaged is made anew.
        let to = self.file(part);
        fs::remove_file(&to).ok();
        file.persist(to)?;
        Ok(())
    }
}

/// A part that is read in pieces, each from its place: several threads read the same file.
#[cfg(unix)]
struct OpenedFile {
    file: fs::File,
    /// Without the version behind it.
    size: usize,
}

#[cfg(unix)]
impl OpenedFile {
    fn read_bytes(&self, place: Range<usize>, into: &mut Vec<u8>) -> Option<()> {
        use std::os::unix::fs::FileExt;
        into.resize(place.len(), 0);
        self.file.read_exact_at(into, place.start as u64).ok()
    }
}

#[cfg(unix)]
impl Opened for OpenedFile {
    fn size(&self) -> usize {
        self.size
    }

    fn read(&self, place: Range<usize>, into: &mut Vec<u8>) -> Option<()> {
        (place.end <= self.size).then(|| self.read_bytes(place, into))?
    }
}

impl Cache for FolderCache {
    fn load(&self, part: Part) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.file(part)).ok()?;
        let length = bytes.strip_suffix(self.version.as_slice())?.len();
        bytes.truncate(length);
        Some(bytes)
    }

    #[cfg(unix)]
    fn open(&self, part: Part) -> Option<Box<dyn Opened>> {
        let file = fs::File::open(self.file(part)).ok()?;
        let all = usize::try_from(file.metadata().ok()?.len()).ok()?;
        let size = all.checked_sub(self.version.len())?;
        let file = OpenedFile { file, size };
        let mut version = Vec::new();
        file.read_bytes(size..all, &mut version)?;
        (version == self.version).then(|| Box::new(file) as _)
    }

    fn save(&self, part: Part, write: &mut Writing<'_>) {
        // A folder that can't be written makes the next run slower, no more.
        self.write(part, write).ok();
    }
}

/// What files say, kept in a folder; outcomes are not: a run that found one would not link the project. Links are taken and not
/// saved: those of two states of a project would take turns, and a lint would find none of its own.
#[derive(Debug)]
pub struct FactsAlone(pub FolderCache);

impl Cache for FactsAlone {
    fn load(&self, part: Part) -> Option<Vec<u8>> {
        if is_taken(part) { self.0.load(part) } else { None }
    }

    fn open(&self, part: Part) -> Option<Box<dyn Opened>> {
        if is_taken(part) { self.0.open(part) } else { None }
    }

    fn save(&self, part: Part, write: &mut Writing<'_>) {
        if is_of_facts(part) {
            self.0.save(part, write);
        }
    }
}

fn is_taken(part: Part) -> bool {
    is_of_facts(part) || matches!(part, Part::Links | Part::ChangedLinks)
}

fn is_of_facts(part: Part) -> bool {
    matches!(part, Part::Facts | Part::ChangedFacts)
}

/// What tells this program from others that call themselves the same: its version, its size and when it was made.
fn version() -> Vec<u8> {
    let program = env::current_exe().and_then(fs::metadata).ok();
    let made = program.as_ref().and_then(|program| program.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let size = program.as_ref().map_or(0, fs::Metadata::len);
    let made = made.map_or(0, |made| made.as_nanos());
    format!("rulebook {} {size} {made}\n", env!("CARGO_PKG_VERSION")).into_bytes()
}
