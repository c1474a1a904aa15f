//! Words of a command line that people are told to run.

use core::fmt;

/// `word` as a POSIX shell reads it as one word, and no command as an option. What names a file or
/// a folder comes from the repository, and a command that is shown is a command that is pasted.
pub(crate) fn quoted(word: impl fmt::Display) -> String {
    let word = word.to_string();
    let word = if word.starts_with('-') { format!("./{word}") } else { word };
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@:=,%^~".contains(c);
    if !word.is_empty() && !word.starts_with('~') && word.chars().all(plain) {
        return word;
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        for (word, wanted) in [
            ("core/Cargo.toml", "core/Cargo.toml"),
            ("a b", "'a b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("it's", r"'it'\''s'"),
            ("--help", "./--help"),
            ("~", "'~'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), wanted);
        }
    }
}
