//! The memory of processes, as reported by the kernel.

use crate::Failure;

/// The current resident set size, in bytes.
pub fn resident() -> Result<u64, Failure> {
    read_status("VmRSS:")
}

/// The peak resident set size in bytes, since [`reset_peak`] or the start of the process.
pub fn peak() -> Result<u64, Failure> {
    read_status("VmHWM:")
}

/// The peak resident set size of another process so far, in bytes.
pub fn peak_of(process: u32) -> Result<u64, Failure> {
    read_status_of(&process.to_string(), "VmHWM:")
}

/// Resets the peak (proc(5), `clear_refs`).
pub fn reset_peak() -> Result<(), Failure> {
    Ok(std::fs::write("/proc/self/clear_refs", "5")?)
}

fn read_status(name: &str) -> Result<u64, Failure> {
    read_status_of("self", name)
}

fn read_status_of(process: &str, name: &str) -> Result<u64, Failure> {
    let text = std::fs::read_to_string(format!("/proc/{process}/read_status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)).ok_or("the kernel does not report it")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}
