//! What a process that works on a stranger's file may still ask of the kernel: memory that holds no program, what it is given on standard
//! input, its answer, and an end. Linux's seccomp, with a list of what is allowed; everything else fails, and so does the work.

use std::{collections::BTreeMap, env::consts::ARCH, io};

use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, apply_filter,
};

/// Whatever their arguments.
const ALLOWED: [i64; 20] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_close,
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_sched_yield,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];
/// For memory in which nothing can be run.
const WITHOUT_PROGRAM: [i64; 2] = [libc::SYS_mmap, libc::SYS_mprotect];
/// Which argument of these says what the memory is for.
const PROTECTION: u8 = 2;

/// Gives up everything else, for the calling thread and all that comes of it, for good.
///
/// # Errors
/// The kernel does not know seccomp.
pub(super) fn confine() -> io::Result<()> {
    filter().and_then(|program| apply_filter(&program)).map_err(io::Error::other)
}

fn filter() -> Result<BpfProgram, Error> {
    let runs_nothing = SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64);
    let runs_nothing = SeccompRule::new(vec![SeccompCondition::new(PROTECTION, SeccompCmpArgLen::Qword, runs_nothing, 0)?])?;
    let always = ALLOWED.map(|call| (call, Vec::new()));
    let sometimes = WITHOUT_PROGRAM.map(|call| (call, vec![runs_nothing.clone()]));
    let rules: BTreeMap<_, _> = always.into_iter().chain(sometimes).collect();
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    Ok(SeccompFilter::new(rules, refused, SeccompAction::Allow, ARCH.try_into()?)?.try_into()?)
}

#[cfg(test)]
mod tests {
    use std::{fs::File, io::ErrorKind, net::UdpSocket, process::Command, thread};

    use super::*;

    #[test]
    fn whoever_is_confined_has_memory_and_neither_files_nor_sockets_nor_other_programs() {
        // The filter ends with the thread.
        let confined = thread::spawn(|| {
            confine().unwrap();
            let refused =
                [File::open("/proc/self/environ").err(), UdpSocket::bind("127.0.0.1:0").err(), Command::new("/bin/true").spawn().err()];
            (refused.map(|error| error.map(|error| error.kind())), vec![7; 32 << 20].len())
        });
        let (refused, memory) = confined.join().unwrap();
        assert_eq!(refused, [Some(ErrorKind::PermissionDenied); 3]);
        assert_eq!(memory, 32 << 20);
    }
}
