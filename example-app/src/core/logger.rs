// src/core/logger.rs - Logs to the console and to daily files

use std::io::IsTerminal;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::core::settings::{LogFormat, LogSettings};

/// Why the log can't be written.
#[derive(Debug, thiserror::Error)]
pub enum LoggerError {
    /// The filter does not parse.
    #[error("settings: log.filter: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// The folder of the log files can't be written to.
    #[error("settings: log.directory: {0}")]
    Directory(#[from] tracing_appender::rolling::InitError),
    /// Another logger is at work in this process.
    #[error("the logger was started twice: {0}")]
    Started(#[from] tracing_subscriber::util::TryInitError),
}

/// Starts the logger. Lines are written until the returned guard is dropped.
pub fn start(settings: &LogSettings) -> Result<Option<WorkerGuard>, LoggerError> {
    let mut outputs =
        vec![lines(settings.format, std::io::stdout, std::io::stdout().is_terminal())];
    let mut guard = None;
    if !settings.directory.as_os_str().is_empty() {
        let files = RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_suffix("log")
            .build(&settings.directory)?;
        let (writer, writing) = tracing_appender::non_blocking(files);
        outputs.push(lines(settings.format, writer, false));
        guard = Some(writing);
    }
    tracing_subscriber::registry()
        .with(outputs)
        .with(EnvFilter::try_new(&settings.filter)?)
        .try_init()?;
    Ok(guard)
}

/// A layer that writes each event as one line in the given format.
fn lines<W>(format: LogFormat, writer: W, colour: bool) -> Box<dyn Layer<Registry> + Send + Sync>
where
    W: for<'a> tracing_subscriber::fmt::MakeWriter<'a> + Send + Sync + 'static,
{
    let layer = tracing_subscriber::fmt::layer().with_writer(writer);
    match format {
        LogFormat::Text => layer.with_ansi(colour).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    }
}
