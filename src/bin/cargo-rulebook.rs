// src/bin/cargo-rulebook.rs - `cargo rulebook ..` does what `rulebook ..` does

//! Cargo runs `cargo-rulebook rulebook lint` for `cargo rulebook lint`. This hands the rest to the `rulebook` that was
//! installed beside it.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut args: Vec<_> = std::env::args_os().skip(1).collect();
    if args.first().is_some_and(|first| first == "rulebook") {
        args.remove(0);
    }
    let name = format!("rulebook{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().map(|own| own.with_file_name(&name)).filter(|path| path.is_file());
    let program = beside.unwrap_or_else(|| PathBuf::from(name));
    match Command::new(&program).args(args).status() {
        // A process that a signal ended has no code.
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(3)),
        Err(error) => {
            eprintln!("error: can't run `{}`: {error}", program.display());
            eprintln!("help: install both with `cargo install --path .`");
            ExitCode::from(3)
        }
    }
}
