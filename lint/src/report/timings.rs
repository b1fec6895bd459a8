// src/report/timings.rs - How long the parts of a run took

use std::cmp::Reverse;
use std::fmt::Write;
use std::time::Duration;

use super::style::Styles;
use crate::observe::Observer;

/// The stages in their order, then the rules, the slowest first.
pub fn timings(observer: &Observer, color: bool) -> String {
    let styles = Styles::new(color);
    let mut out = format!("{}\n", styles.strong("Stages"));
    for (stage, time) in observer.stages() {
        // Writing to a string can't fail; so below.
        let _ = writeln!(out, "{}  {}", milliseconds(time), stage.title());
    }
    let mut rules: Vec<_> = observer.rules().collect();
    rules.sort_by_key(|(rule, time)| (Reverse(*time), rule.code));
    let _ = writeln!(out, "{}", styles.strong("Rules, summed over threads"));
    for (rule, time) in rules {
        let _ = writeln!(out, "{}  {} {}", milliseconds(time), rule.code, rule.name);
    }
    out
}

fn milliseconds(time: Duration) -> String {
    format!("{:>10.2} ms", time.as_secs_f64() * 1000.0)
}
