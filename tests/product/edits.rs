// tests/product/edits.rs - Cycles of edits, regeneration and new templates, in which no edit may be lost

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::support::{Sandbox, command};

/// Numbers that look like chance and are the same in each run (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A project that a person edits without end.
struct Edited {
    sandbox: Sandbox,
    chance: Chance,
    /// The mark of each edit, with the file that it was made in.
    marks: BTreeMap<String, String>,
    number: usize,
    /// How many runs ended with which exit code.
    ended: BTreeMap<i32, usize>,
}

/// Templates of what the project does not have, which change nothing in it.
const UNUSED: [&str; 7] = [
    "service/",
    "engine/",
    "integration/",
    "resource/actions/",
    "resource/analytics/",
    "resource/change/",
    "project/change/",
];

/// Files that can go without the project being no project any more.
const EXPENDABLE: [&str; 3] = ["tests/", "src/api/job", "src/services/job"];

impl Edited {
    fn new(seed: u64) -> Self {
        let sandbox = Sandbox::new();
        let job = "job title:string:len=1..80 status:enum=open,done:default=open due_on:date:null";
        sandbox.rulebook("", ["new", "shop", "--resource", job, "--vcs", "none"]).expect(0);
        sandbox.rulebook("shop", ["templates", "eject"]).expect(0);
        Self { sandbox, chance: Chance(seed), marks: BTreeMap::new(), number: 0, ended: BTreeMap::new() }
    }

    /// The files of the project that are edited, with their texts.
    fn files(&self) -> Vec<(String, String)> {
        let files = self.sandbox.tree("shop").into_iter();
        let files = files.filter(|(path, _)| !path.starts_with(".rulebook/") && !path.starts_with("migrations/"));
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }

    fn write(&self, path: &str, text: &str) {
        self.sandbox.write(&format!("shop/{path}"), text);
    }

    /// Makes one edit of a random kind in a random file.
    fn edit(&mut self) {
        let files: Vec<(String, String)> = self.files().into_iter().filter(|(path, _)| path.ends_with(".rs")).collect();
        let (path, text) = self.chance.one(&files).clone();
        self.number += 1;
        let mark = format!("edit_{}_", self.number);
        let edited = match self.chance.below(12) {
            0 => Some(text.replace("\r\n", "\n").replace('\n', "\r\n")),
            1 => {
                self.reformat(&path);
                None
            }
            2 if EXPENDABLE.iter().any(|start| path.starts_with(start)) && self.chance.below(4) == 0 => {
                fs::remove_file(self.sandbox.path(format!("shop/{path}"))).unwrap();
                self.marks.retain(|_, file| *file != path);
                None
            }
            3..=5 => self.marked(&mark, &path, format!("{}\n\nfn {mark}() {{}}\n", text.trim_end())),
            // Between the lines of a conflict it would go with those that are not chosen.
            6.. if text.contains("<<<<<<< edited") => None,
            6..=7 => {
                let literals: Vec<usize> = text.match_indices("(\"").map(|(at, _)| at + 2).collect();
                let at = *self.chance.one(&literals.iter().copied().chain([0]).collect::<Vec<_>>());
                if at == 0 { None } else { self.marked(&mark, &path, format!("{}{mark}{}", &text[..at], &text[at..])) }
            }
            _ => {
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                let at = self.chance.below(lines.len());
                self.marked(&mark, &path, format!("{}// {mark}\n{}", lines[..at].concat(), lines[at..].concat()))
            }
        };
        if let Some(edited) = edited {
            self.write(&path, &edited);
        }
    }

    fn marked(&mut self, mark: &str, path: &str, text: String) -> Option<String> {
        self.marks.insert(mark.to_owned(), path.to_owned());
        Some(text)
    }

    /// Formats a file with other settings than those of the project. One with conflicts can't be formatted.
    fn reformat(&mut self, path: &str) {
        let width = self.chance.one(&["60", "80", "140"]);
        let config = format!("max_width={width}");
        let file = self.sandbox.path(format!("shop/{path}"));
        // The text goes in and out, so that rustfmt does not follow `mod` lines to other files.
        let text = fs::read(&file).unwrap();
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--edition", "2024", "--config", &config]);
        let formatted = piped(&mut rustfmt, &text);
        if let Some(formatted) = formatted {
            fs::write(file, formatted).unwrap();
        }
    }

    /// Changes lines of documentation in the templates, as a newer rulebook would.
    fn renew_templates(&mut self) {
        let mut templates = self.sandbox.tree("shop/.rulebook/templates");
        templates.retain(|(path, _)| !UNUSED.iter().any(|folder| path.starts_with(folder)));
        for _ in 0..8 {
            let (path, bytes) = self.chance.one(&templates).clone();
            let text = String::from_utf8(bytes).unwrap();
            let plain = |line: &&str| line.trim_start().starts_with("/// ") && !line.contains(['{', '«', '»', '‹']);
            let lines: Vec<&str> = text.lines().filter(plain).collect();
            if !lines.is_empty() {
                let line = *self.chance.one(&lines);
                self.number += 1;
                let newer = format!("{line} v{}", self.number);
                self.sandbox.write(&format!("shop/.rulebook/templates/{path}"), text.replacen(line, &newer, 1));
            }
        }
    }

    /// Settles all conflicts in favour of what was edited.
    fn settle(&self) {
        for (path, text) in self.files() {
            if !text.contains("<<<<<<< edited") {
                continue;
            }
            let mut theirs = false;
            let mut settled = String::new();
            for line in text.split_inclusive('\n') {
                match line.trim_end() {
                    "<<<<<<< edited" => {}
                    "=======" => theirs = true,
                    ">>>>>>> rulebook" => theirs = false,
                    _ if theirs => {}
                    _ => settled += line,
                }
            }
            self.write(&path, &settled);
        }
    }

    fn cycle(&mut self) {
        for _ in 0..=self.chance.below(4) {
            self.edit();
        }
        if self.chance.below(3) > 0 {
            self.renew_templates();
        }
        let job = ["job", "title:string:len=1..80", "status:enum=open,done:default=open", "due_on:date:null"];
        let regenerate: Vec<&str> = ["generate", "resource"].into_iter().chain(job).collect();
        let args: &[&str] = if self.chance.below(2) == 0 { &["upgrade"] } else { &regenerate };
        let before = self.sandbox.tree("shop");
        let conflicts = self.files().iter().any(|(_, text)| text.contains("<<<<<<< edited"));
        let output = command(&self.sandbox.path("shop"), args).output().unwrap();
        let code = output.status.code().unwrap();
        let said = format!("{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        *self.ended.entry(code).or_default() += 1;
        assert!(code == 0 || code == 1 || (code == 2 && conflicts), "{said}");
        if code == 2 {
            assert_eq!(self.sandbox.tree("shop"), before, "{said}");
        }
        self.nothing_is_lost(&said);
        if self.chance.below(2) == 0 {
            self.settle();
            self.nothing_is_lost("settled");
        }
    }

    fn nothing_is_lost(&self, said: &str) {
        let files = self.files();
        for (mark, path) in &self.marks {
            assert!(files.iter().any(|(_, text)| text.contains(mark)), "{mark} of {path} is lost: {said}");
        }
        for (path, text) in
            files.iter().filter(|(path, text)| path.ends_with(".rs") && !text.contains("<<<<<<< edited"))
        {
            if let Err(error) = syn::parse_file(text) {
                panic!("{path}:{:?}: {error}: {said}\n{text}", error.span().start());
            }
        }
    }
}

/// What a program makes of a text, if it succeeds.
fn piped(program: &mut Command, text: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write;
    use std::process::Stdio;

    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn({
        let text = text.to_owned();
        move || drop(input.write_all(&text))
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.status.success().then_some(output.stdout)
}

#[test]
fn no_edit_is_lost() {
    let mut edited = Edited::new(1);
    (0..8).for_each(|_| edited.cycle());
    assert!(edited.marks.len() > 4);
}

#[test]
#[ignore = "deep: 200 cycles of edits, regeneration and new templates"]
fn no_edit_is_lost_in_many_cycles() {
    for seed in [2, 3] {
        let mut edited = Edited::new(seed);
        (0..100).for_each(|_| edited.cycle());
        assert!(edited.ended.get(&0).is_some_and(|clean| *clean > 10), "{:?}", edited.ended);
        assert!(edited.ended.get(&1).is_some_and(|conflicts| *conflicts > 3), "{:?}", edited.ended);
        assert!(edited.marks.len() > 50, "{:?}", edited.ended);
    }
}
