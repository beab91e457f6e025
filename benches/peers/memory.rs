//! Memory of this process, where the system tells: Linux only.

use std::fs;

/// Forgets the peak so far; without effect where the system does not offer it.
pub(crate) fn reset_peak() {
    // What cannot be reset stays as it is, and the peak is then that of loading, or above it.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Bytes in memory now.
pub(crate) fn resident() -> Option<u64> {
    status("VmRSS:")
}

/// Most bytes in memory since the start, or since the last reset.
pub(crate) fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(name: &str) -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/status").ok()?, name)
        .map(|kibibytes| kibibytes * 1024)
}

fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_by_name() {
        let status = "VmPeak:\t  300 kB\nVmHWM:\t    120 kB\nVmRSS:\t 90 kB\nThreads:\t1\n";
        assert_eq!(kibibytes(status, "VmHWM:"), Some(120));
        assert_eq!(kibibytes(status, "VmRSS:"), Some(90));
        assert_eq!(kibibytes(status, "Threads:"), None);
        assert_eq!(kibibytes(status, "VmSwap:"), None);
    }
}
