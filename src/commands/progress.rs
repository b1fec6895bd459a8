// src/commands/progress.rs - A bar on the terminal where work takes over a second

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::Terminal;
use rulebook_lint::observe::Observer;

/// Work that takes less needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const REDRAW: Duration = Duration::from_millis(100);

/// Does work that writes to `observer`; on a terminal, with a bar from the second second on. It is gone when this returns.
pub fn shown<T>(observer: &Arc<Observer>, terminal: Terminal, work: impl FnOnce() -> T) -> T {
    if !terminal.errors_are_seen() {
        return work();
    }
    std::thread::scope(|scope| {
        let (done, waiting) = channel::<()>();
        let observer = Arc::clone(observer);
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = bar();
            while waiting.recv_timeout(REDRAW) == Err(RecvTimeoutError::Timeout) {
                let (read, all) = observer.progress();
                bar.set_length(all as u64);
                bar.set_position(read as u64);
                bar.set_message(if read == all { "judging the project" } else { "reading files" });
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(done);
        result
    })
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // The default has no message; a template that can't be read leaves the default.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}
