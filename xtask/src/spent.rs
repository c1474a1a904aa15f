//! What this run of the program cost, as `--verbose` tells it in the end.

use std::fs;

/// What a run cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// How many git processes it started.
    pub processes: usize,
    /// The most memory it had at once, in KiB; `None` where the system does not tell.
    pub peak: Option<u64>,
}

impl Spent {
    /// What was spent so far.
    #[must_use]
    pub fn so_far() -> Self {
        // Linux tells it in a file; elsewhere it takes a system call that is not worth unsafe code.
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        Self { processes: repo::started(), peak }
    }

    /// As a line for people.
    #[must_use]
    pub fn line(self) -> String {
        let peak = self.peak.map(|peak| format!(", {peak} KiB of memory at most"));
        format!("{} git processes started{}\n", self.processes, peak.unwrap_or_default())
    }

    /// Reads [`Spent::line`] back from the end of what a program said.
    #[must_use]
    pub fn read(said: &str) -> Option<Self> {
        let (processes, rest) = said.lines().next_back()?.split_once(" git processes started")?;
        let peak = rest.strip_prefix(", ").and_then(|rest| rest.split_once(" KiB"));
        Some(Self {
            processes: processes.parse().ok()?,
            peak: peak.and_then(|(peak, _)| peak.parse().ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for peak in [None, Some(51_200)] {
            let spent = Spent { processes: 7, peak };
            assert_eq!(Spent::read(&format!("reading 3 files\n{}", spent.line())), Some(spent));
        }
        assert_eq!(Spent::read("reading 3 files\n"), None);
        assert!(cfg!(not(target_os = "linux")) || Spent::so_far().peak > Some(0));
    }
}
