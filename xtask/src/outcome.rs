//! How a command ended, and the exit codes.

use place::{Class, Finding, Severity};

/// How a command that met no error ended. What there is to say it has already said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or nothing wrong: 0.
    Done,
    /// The answer itself is a "no": findings, an incompatible pair, nothing to release.
    Refused(Class),
}

impl Outcome {
    /// How a command ended whose answer is these findings: `unusable` is whether the configuration
    /// could not be used, and of the findings errors alone are a "no".
    #[must_use]
    pub fn of<'f>(unusable: bool, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let error = |finding: &Finding| finding.severity == Severity::Error;
        match (unusable, findings.into_iter().any(error)) {
            (true, _) => Self::Refused(Class::Usage),
            (false, true) => Self::Refused(Class::Policy),
            (false, false) => Self::Done,
        }
    }

    /// The process's exit code.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused(class) => class.exit_code(),
        }
    }
}

/// Makes errors of warnings, as `--deny warnings` has it.
pub fn deny_warnings<'f>(findings: impl IntoIterator<Item = &'f mut Finding>) {
    for finding in findings {
        if finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
        }
    }
}

/// The exit code of a bug of ours.
pub const CRASH: u8 = 101;

/// Every exit code with its meaning, as `--help` and the manual pages list them.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (0, "done, or nothing wrong"),
    (1, "findings, incompatible, or the policy refuses"),
    (2, "the request or the configuration is wrong"),
    (3, "nothing to release, resume or abandon"),
    (4, "not confirmed"),
    (5, "git, a file or a remote failed: nothing changed"),
    (6, "an unfinished release: run `resume` or `abandon`"),
    (CRASH, "a bug in syncline"),
];

/// The name of a class in JSON.
#[must_use]
pub fn class_name(class: Class) -> &'static str {
    match class {
        Class::Policy => "policy",
        Class::Usage => "usage",
        Class::Nothing => "nothing",
        Class::Unconfirmed => "unconfirmed",
        Class::State => "state",
        Class::Unfinished => "unfinished",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_documented_exit_code_and_a_name_of_its_own() {
        let classes = [
            Class::Policy,
            Class::Usage,
            Class::Nothing,
            Class::Unconfirmed,
            Class::State,
            Class::Unfinished,
        ];
        let mut names = Vec::new();
        for (wanted, class) in (1..).zip(classes) {
            assert_eq!(Outcome::Refused(class).exit_code(), wanted);
            assert!(EXIT_CODES.iter().any(|(code, _)| *code == wanted));
            names.push(class_name(class));
        }
        names.dedup();
        assert_eq!(names.len(), classes.len());
    }
}
