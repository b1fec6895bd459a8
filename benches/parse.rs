// benches/parse.rs - Reads and parses the sources of a project with syn, and does nothing else

//! Reads and parses the sources of a project with syn, on as many threads as the linter has, and does nothing else: what
//! `benches/commands` holds the linter against.
//!
//! `parse FOLDER` prints the number of files and lines.

#![allow(clippy::expect_used, reason = "a benchmark ends where something is not as expected")]

use rayon::prelude::*;

use rulebook_lint::project::file_system::{Disk, FileSystem};

fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let disk = Disk::new(folder);
    // As much stack as the linter has, so that what it reads can be read here.
    let pool = rayon::ThreadPoolBuilder::new().stack_size(512 * 1024 * 1024).build().expect("threads");
    let rust: Vec<String> = disk.walk("").files.into_iter().filter(|path| path.ends_with(".rs")).collect();
    let parse = |path: &String| {
        let text = String::from_utf8(disk.read(path).expect("a file")).expect("UTF-8");
        let items = syn::parse_file(&text).map_or(0, |file| file.items.len());
        proc_macro2::extra::invalidate_current_thread_spans();
        (text.lines().count(), items)
    };
    let counts: Vec<(usize, usize)> = pool.install(|| rust.par_iter().map(parse).collect());
    let lines: usize = counts.iter().map(|(lines, _)| lines).sum();
    let items: usize = counts.iter().map(|(_, items)| items).sum();
    println!("{} files, {lines} lines, {items} items", rust.len());
}
