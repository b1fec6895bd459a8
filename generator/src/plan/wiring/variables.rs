// src/plan/wiring/variables.rs - Variables shown in the example of an environment, and taken out again

//! Variables shown in the example of an environment, and taken out again. All of them are commented out: they are the defaults.

use super::Outcome;

/// Adds a block of variables behind all others, unless one of them is mentioned.
pub(super) fn add(text: &str, description: &str, prefix: &str, names: &[(&str, String)]) -> Outcome {
    if text.lines().any(|line| is_of(line, prefix)) {
        return Outcome::Already;
    }
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<String> = names.iter().map(|(name, default)| format!("# {prefix}{name}={default}{eol}")).collect();
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { eol };
    Outcome::Done(format!("{text}{before}{eol}# {description}{eol}{}", lines.concat()))
}

/// The text without the variables of a prefix that are commented out, and without what was written over them. A value that
/// somebody gave one of them stays.
pub(super) fn remove(text: &str, description: &str, prefix: &str) -> String {
    let header = format!("# {description}");
    let mut kept: Vec<&str> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim_end() == header {
            if kept.last().is_some_and(|before| before.trim().is_empty()) {
                kept.pop();
            }
        } else if !(line.starts_with('#') && is_of(line, prefix)) {
            kept.push(line);
        }
    }
    kept.concat()
}

fn is_of(line: &str, prefix: &str) -> bool {
    line.trim_start_matches(['#', ' ']).starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use super::{add, remove};
    use crate::plan::wiring::Outcome;

    #[test]
    fn variables_come_and_go() {
        let names = [("URL", "https://mail.example.com".to_owned()), ("TOKEN", String::new())];
        for (before, after) in [
            ("# A=1\n", "# A=1\n\n# Mail.\n# APP__MAIL__URL=https://mail.example.com\n# APP__MAIL__TOKEN=\n"),
            ("A=1\r\n", "A=1\r\n\r\n# Mail.\r\n# APP__MAIL__URL=https://mail.example.com\r\n# APP__MAIL__TOKEN=\r\n"),
        ] {
            let Outcome::Done(done) = add(before, "Mail.", "APP__MAIL__", &names) else { panic!("{before}") };
            assert_eq!(done, after);
            assert_eq!(add(&done, "Mail.", "APP__MAIL__", &names), Outcome::Already);
            assert_eq!(remove(&done, "Mail.", "APP__MAIL__"), before);
            let edited = done.replace("# APP__MAIL__TOKEN=", "APP__MAIL__TOKEN=mine");
            assert_eq!(add(&edited, "Mail.", "APP__MAIL__", &names), Outcome::Already);
            let left = remove(&edited, "Mail.", "APP__MAIL__");
            assert!(left.contains("APP__MAIL__TOKEN=mine") && !left.contains("URL"), "{left}");
        }
        assert_eq!(add("# APP__MAIL__URL=x\n", "Mail.", "APP__MAIL__", &names), Outcome::Already);
    }
}
