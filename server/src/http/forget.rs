//! Wipes the stack of a thread that is about to rest. The allocator wipes what is freed; but what a function kept in its own variables, and
//! what ciphers keep in blocks, stays where it was until something else is written there, which on an idle server is never.

use std::{cell::Cell, future::poll_fn, pin::pin};

use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use zeroize::zeroize_stack;

/// Bytes below the caller: more than any handler reaches down to.
const DEPTH: usize = 256 * 1024;
/// Where also what is only looked at is secret.
const OF_STAFF: [&str; 3] = ["/staff", "/admin", "/api"];

thread_local! {
    /// Whether something secret may have stood on this thread's stack since it was wiped.
    static HELD_SOMETHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs the rest, and notes each thread on which it ran for [`wipe_before_rest`]. Public pages show nothing secret.
pub(super) async fn note_what_to_wipe(request: Request, next: Next) -> Response {
    if is_public(&request) {
        return next.run(request).await;
    }
    let mut answer = pin!(next.run(request));
    poll_fn(|context| {
        HELD_SOMETHING.set(true);
        answer.as_mut().poll(context)
    })
    .await
}

/// To be called by the runtime before a thread of its parks. A busy thread writes over its stack by itself, and never pays for it.
pub fn wipe_before_rest() {
    if HELD_SOMETHING.take() {
        zeroize_stack::<DEPTH>();
    }
}

/// A page that is read, and not by staff.
fn is_public(request: &Request) -> bool {
    let of_staff = OF_STAFF.iter().any(|area| request.uri().path().starts_with(area));
    request.method() == Method::GET && !of_staff
}

#[cfg(test)]
mod tests {
    use std::{
        hint::black_box,
        os::unix::fs::FileExt,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
    };

    use axum::{
        Router,
        body::Body,
        middleware,
        routing::{any, get},
    };
    use tokio::runtime::Builder;
    use tower::ServiceExt;

    use super::*;

    /// Deeper than anything that the test itself does afterwards.
    const FRAMES: usize = 64;

    #[inline(never)]
    fn leave_behind(mark: u8, frames: usize) {
        let mut kept = [0; 1024];
        if frames > 0 {
            leave_behind(mark, frames - 1);
        } else {
            kept.iter_mut().enumerate().for_each(|(place, byte)| *byte = byte_at(mark, place));
        }
        black_box(&mut kept);
    }

    fn byte_at(mark: u8, place: usize) -> u8 {
        mark ^ (place as u8)
    }

    /// Whether the stack of this thread has it.
    fn is_on_stack(mark: u8) -> bool {
        let here = std::ptr::from_ref(&mark).addr() as u64;
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let ranges = maps.lines().filter_map(|map| map.split(' ').next()?.split_once('-'));
        let mut ranges = ranges.map(|(from, to)| [from, to].map(|address| u64::from_str_radix(address, 16).unwrap()));
        let [from, to] = ranges.find(|[from, to]| (*from..*to).contains(&here)).unwrap();
        let mut stack = vec![0; usize::try_from(to - from).unwrap()];
        std::fs::File::open("/proc/self/mem").unwrap().read_exact_at(&mut stack, from).unwrap();
        stack.windows(64).any(|bytes| bytes.iter().enumerate().all(|(place, byte)| *byte == byte_at(mark, place)))
    }

    async fn ask(method: Method, path: &str, mark: u8) {
        let handler = move || async move { leave_behind(mark, FRAMES) };
        let routes = Router::new().route("/", any(handler)).route("/staff/queue", get(handler));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        routes.layer(middleware::from_fn(note_what_to_wipe)).oneshot(request).await.unwrap();
    }

    /// Asks on a runtime of one thread, and looks at that thread's stack after it has rested.
    fn stays_after_rest(method: Method, path: &'static str, mark: u8) -> bool {
        let answered = Arc::new(AtomicBool::new(false));
        let (rests, rested) = mpsc::channel();
        let seen = Arc::clone(&answered);
        let mut runtime = Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).on_thread_park(move || {
            wipe_before_rest();
            rests.send(seen.load(Ordering::SeqCst)).unwrap();
        });
        let runtime = runtime.build().unwrap();
        runtime.spawn(async move {
            ask(method, path, mark).await;
            answered.store(true, Ordering::SeqCst);
        });
        assert!(rested.iter().any(|after_the_answer| after_the_answer));
        runtime.block_on(runtime.spawn(async move { is_on_stack(mark) })).unwrap()
    }

    #[test]
    fn nothing_of_a_form_or_of_a_page_of_staff_stays_on_the_stack() {
        assert!(!stays_after_rest(Method::POST, "/", 0x5A));
        assert!(!stays_after_rest(Method::GET, "/staff/queue", 0xA5));
        assert!(stays_after_rest(Method::GET, "/", 0x3C), "without wiping it stays");
    }
}
