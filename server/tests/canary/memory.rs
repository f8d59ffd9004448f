//! What a process holds in its memory, as Linux shows it.

use std::{fs, io, net::SocketAddr, os::unix::fs::FileExt, time::Duration};

use super::needles::Needles;

const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// Far more than a server needs to notice that its visitors are gone.
const LOOKS: usize = 3_000;
/// Bytes looked through at a time, and more than the longest needle has.
const PART: usize = 16 * 1024 * 1024;
const OVERLAP: u64 = 4096;

/// How many connections with visitors the server at this address still holds: established, or closed by the other end alone.
fn visitors(address: SocketAddr) -> usize {
    let own = format!(":{:04X}", address.port());
    let is_held = |line: &&str| {
        let mut words = line.split_whitespace().skip(1);
        words.next().is_some_and(|local| local.ends_with(&own)) && words.nth(1).is_some_and(|state| ["01", "08"].contains(&state))
    };
    fs::read_to_string("/proc/net/tcp").unwrap().lines().filter(is_held).count()
}

/// Waits until the process has no visitors, and every thread of it sleeps.
pub fn wait_until_idle(pid: u32, address: SocketAddr) {
    for _ in 0..LOOKS {
        if visitors(address) == 0 && every_thread_sleeps(pid) {
            return;
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    panic!("the server is busy although everyone is gone: it holds {} connections", visitors(address));
}

fn every_thread_sleeps(pid: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let states = threads.filter_map(|thread| fs::read_to_string(thread.unwrap().path().join("stat")).ok());
    // The name, in brackets, may hold anything; the state follows it.
    states.into_iter().all(|stat| stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('S')))
}

/// Every needle in memory that the process can write to. A thread that ends takes its stack along, even while it is read: then all is read
/// anew.
pub fn search(pid: u32, needles: &Needles) -> Vec<String> {
    const TRIES: usize = 10;
    let mut read = (0..TRIES).map(|_| read_through(pid, needles));
    read.find_map(Result::ok).expect("memory that stays as it is while it is read")
}

fn read_through(pid: u32, needles: &Needles) -> io::Result<Vec<String>> {
    let memory = fs::File::open(format!("/proc/{pid}/mem"))?;
    let mut found = Vec::new();
    for map in fs::read_to_string(format!("/proc/{pid}/maps"))?.lines() {
        let mut words = map.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
        let name = format!("memory {}", words.last().unwrap_or("without a name"));
        // An allocator may reserve more than fits into one buffer. What lies across a border is found in the part that begins before it.
        for at in (from..to).step_by(PART) {
            let mut bytes = vec![0; usize::try_from((to - at).min(PART as u64 + OVERLAP)).unwrap()];
            memory.read_exact_at(&mut bytes, at)?;
            found.extend(needles.find(&name, &bytes));
        }
    }
    Ok(found)
}
