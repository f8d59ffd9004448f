//! The loop that accepts connections, and how it ends.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request, response::Response, routing::get};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::{Service, ServiceBuilder};

use super::{
    client::{Entrance, Peer},
    layers::portal,
    observe,
};
use crate::app::App;

/// A request head has to arrive within this time; an idle connection is closed after it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
const HEADERS_MAX: usize = 64;
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Connections at once on one listener; further ones wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 8_192;
/// Requests under way get this long to end once the portal was told to stop.
const DRAIN: Duration = Duration::from_secs(20);
/// After a failed accept (too many open files), so that the loop does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// The longest that an answer may stand still on its way, because the other end takes nothing more of it.
const STANDSTILL: Duration = Duration::from_secs(120);
/// How soon this node sees what another one changed in units and lists.
const REFRESH: Duration = Duration::from_secs(2);

/// The listeners of one process.
pub struct Doors {
    /// People.
    pub web: TcpListener,
    /// The onion service, if there is one.
    pub onion: Option<TcpListener>,
    /// Figures, on an address of their own, if they are wanted.
    pub metrics: Option<TcpListener>,
}

impl Doors {
    /// Listens on these addresses.
    ///
    /// # Errors
    /// An address is taken, or not this machine's; it is named.
    pub async fn open(web: SocketAddr, onion: Option<SocketAddr>, metrics: Option<SocketAddr>) -> io::Result<Self> {
        Ok(Self { web: listen(web).await?, onion: listen_if(onion).await?, metrics: listen_if(metrics).await? })
    }
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))
}

async fn listen_if(address: Option<SocketAddr>) -> io::Result<Option<TcpListener>> {
    match address {
        Some(address) => listen(address).await.map(Some),
        None => Ok(None),
    }
}

/// Serves until `stop` ends, then finishes the requests under way.
///
/// # Errors
/// Figures are wanted and cannot be kept.
pub async fn serve(app: App, doors: Doors, stop: impl Future<Output = ()>) -> io::Result<()> {
    let (stopping, stopped) = watch::channel(());
    let mut loops = tokio::task::JoinSet::new();
    if let Some(listener) = doors.metrics {
        loops.spawn(accept(listener, Entrance::Web, figures()?, stopped.clone()));
    }
    if let Some(listener) = doors.onion {
        loops.spawn(accept(listener, Entrance::Onion, portal(app.clone(), Entrance::Onion), stopped.clone()));
    }
    loops.spawn(accept(doors.web, Entrance::Web, portal(app.clone(), Entrance::Web), stopped));
    let upkeep = tokio::spawn(stay_current(app));
    stop.await;
    drop(stopping);
    while loops.join_next().await.is_some() {}
    upkeep.abort();
    Ok(())
}

/// Ends when the process is told to stop by SIGTERM or SIGINT.
///
/// # Errors
/// The signals cannot be listened to.
pub fn signal_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        tracing::info!("stopping: finishing the requests under way");
    })
}

fn figures() -> io::Result<Router> {
    let handle = observe::keep_figures().map_err(io::Error::other)?;
    Ok(Router::new().route("/metrics", get(async move || handle.render())))
}

/// Reads units and lists anew, as another node may have changed them, and forgets clients whose budgets are full again.
async fn stay_current(app: App) {
    let mut timer = tokio::time::interval(REFRESH);
    loop {
        timer.tick().await;
        app.budgets().forget_idle();
        if let Err(error) = app.refresh().await {
            tracing::warn!(%error, "units and lists stay as they were read before");
        }
    }
}

async fn accept<S>(listener: TcpListener, entrance: Entrance, service: S, mut stopped: watch::Receiver<()>)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok((stream, address)) => {
                let conversation = converse(stream, Peer { address, entrance }, service.clone(), graceful.watcher());
                tokio::spawn(async move {
                    conversation.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

/// A socket that refuses these is closed already.
fn prepare(stream: &TcpStream) {
    // Without it small answers wait for the other end's acknowledgement.
    let _ = stream.set_nodelay(true);
    // Whoever takes nothing of an answer would keep it in memory for as long as it likes (RFC 5482).
    let _ = SockRef::from(stream).set_tcp_user_timeout(Some(STANDSTILL));
}

/// Serves one connection; each of its requests learns where it came from.
async fn converse<S>(stream: TcpStream, peer: Peer, service: S, watcher: Watcher)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    prepare(&stream);
    let service = ServiceBuilder::new()
        .map_request(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            request
        })
        .service(service);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    // A connection that breaks concerns only its other end.
    let _ = watcher.watch(connection).await;
}
