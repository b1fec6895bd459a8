// examples/load.rs - Sends one request again and again over many connections, and tells how long answers take

use std::error::Error;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// What to say to somebody who asks in another way.
const USAGE: &str = "usage: load METHOD URL TOKEN SECONDS CONNECTIONS [BODY]";

/// What one connection saw.
#[derive(Default)]
struct Seen {
    /// How long each answer with a status of 2xx took.
    times: Vec<Duration>,
    /// Other answers.
    refused: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (method, url, token, seconds, connections, body) = match words.as_slice() {
        [method, url, token, seconds, connections] => {
            (method, url, token, seconds, connections, String::new())
        }
        [method, url, token, seconds, connections, body] => {
            (method, url, token, seconds, connections, body.clone())
        }
        _ => return Err(USAGE.into()),
    };
    let url: Uri = url.parse()?;
    let request = Request::builder()
        .method(method.as_str())
        .uri(url.path_and_query().map_or("/", |path| path.as_str()))
        .header(HOST, url.authority().ok_or(USAGE)?.as_str())
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body)))?;
    let address = url.authority().ok_or(USAGE)?.to_string();
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds.parse()?);
    let mut senders = JoinSet::new();
    for _ in 0..connections.parse()? {
        senders.spawn(send_until(end, address.clone(), request.clone()));
    }
    let mut all = Seen::default();
    let mut broken = 0;
    while let Some(seen) = senders.join_next().await {
        match seen? {
            Ok(seen) => {
                all.times.extend(seen.times);
                all.refused += seen.refused;
            }
            Err(error) => {
                eprintln!("{error}");
                broken += 1;
            }
        }
    }
    let elapsed = begun.elapsed().as_secs_f64();
    all.times.sort_unstable();
    let milliseconds = |share: f64| {
        let place = (all.times.len() as f64 * share) as usize;
        all.times.get(place).map(|time| time.as_secs_f64() * 1000.0)
    };
    let report = json!({
        "per_second": all.times.len() as f64 / elapsed,
        "p50_ms": milliseconds(0.5),
        "p99_ms": milliseconds(0.99),
        "refused": all.refused,
        "broken": broken,
    });
    println!("{report}");
    Ok(())
}

/// Sends a request over a connection of its own, one after the other, until the end.
async fn send_until(
    end: Instant,
    address: String,
    request: Request<Full<Bytes>>,
) -> Result<Seen, Box<dyn Error + Send + Sync>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut seen = Seen::default();
    while Instant::now() < end {
        sender.ready().await?;
        let sent = Instant::now();
        let response = sender.send_request(request.clone()).await?;
        let status = response.status();
        response.into_body().collect().await?;
        if status.is_success() {
            seen.times.push(sent.elapsed());
        } else {
            seen.refused += 1;
        }
    }
    Ok(seen)
}
