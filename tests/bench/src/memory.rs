//! The memory of processes, as the kernel counts it.

use crate::Failure;

/// Bytes that are resident now.
pub fn resident() -> Result<u64, Failure> {
    status("VmRSS:")
}

/// The most bytes that were resident since [`forget_peak`], or since the process began.
pub fn peak() -> Result<u64, Failure> {
    status("VmHWM:")
}

/// The most bytes that were resident of another process so far.
pub fn peak_of(process: u32) -> Result<u64, Failure> {
    status_of(&process.to_string(), "VmHWM:")
}

/// Lets the peak begin anew (proc(5), `clear_refs`).
pub fn forget_peak() -> Result<(), Failure> {
    Ok(std::fs::write("/proc/self/clear_refs", "5")?)
}

fn status(name: &str) -> Result<u64, Failure> {
    status_of("self", name)
}

fn status_of(process: &str, name: &str) -> Result<u64, Failure> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)).ok_or("the kernel does not tell")?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}
