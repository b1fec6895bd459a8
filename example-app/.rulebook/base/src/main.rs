// src/main.rs - Reads the settings, starts the logger, serves until it is told to stop

use std::error::Error;
use std::process::ExitCode;

use tokio::signal;

use example_app::Application;
use example_app::core::logger;
use example_app::core::settings::Settings;

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The logger may be what failed.
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let settings = Settings::load()?;
    let _writing = logger::start(&settings.log)?;
    let application = Application::build(settings).await?;
    let address = application.address()?;
    tracing::info!(url = %format_args!("http://{address}"), docs = "/docs", "listening");
    application.run(stop_signal()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Waits for ctrl-c, or for the signal by which a supervisor asks a process to stop.
async fn stop_signal() {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => drop(signals.recv().await),
            Err(error) => {
                tracing::error!(%error, "SIGTERM can't be waited for");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = terminated => {}
        result = signal::ctrl_c() => {
            if let Err(error) = result {
                tracing::error!(%error, "ctrl-c can't be waited for");
            }
        }
    }
    tracing::info!("stopping: requests at work finish");
}
