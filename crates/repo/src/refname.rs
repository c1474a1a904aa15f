//! Which names git takes for refs.

/// Whether git would list a ref whose last part of the name is `name`: the rules of `git
/// check-ref-format`, one name or several with `/` between them.
///
/// git passes over a ref with a broken name, which only a hand in `.git` can make; libgit2 lists
/// some of those.
pub(crate) fn valid(name: &[u8]) -> bool {
    // In one pass: a large product line has tens of thousands of tags. The whole name follows a `/`.
    let mut before = b'/';
    for byte in name {
        let refused = match byte {
            ..0x20 | 0x7f | b' ' | b'~' | b'^' | b':' | b'?' | b'*' | b'[' | b'\\' => true,
            b'/' => before == b'/',
            b'.' => matches!(before, b'.' | b'/'),
            b'{' => before == b'@',
            _ => false,
        };
        if refused {
            return false;
        }
        before = *byte;
    }
    !matches!(before, b'/' | b'.')
        && !name.split(|b| *b == b'/').any(|part| part.ends_with(b".lock"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Git;

    #[test]
    fn names_are_valid_where_git_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let git = Git::at(folder.path());
        for name in [
            "v1",
            "a/b",
            "-x",
            "--upload-pack=x",
            "a..b",
            "a/.b",
            ".a",
            "a.lock",
            "a.lock/b",
            "a.",
            "a@{b",
            "@",
            "a@b",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[",
            "a\\b",
            "a\u{1b}b",
            "a\u{7f}b",
            "a\u{9b}b",
            "a\u{202e}b",
            "a//b",
            "a/",
            "/a",
            "a.b",
            "\u{e4}",
        ] {
            let full = format!("refs/tags/{name}");
            let outcome = git.ask(&["check-ref-format", &full], b"").unwrap();
            assert_eq!(valid(name.as_bytes()), outcome.code == Some(0), "{name:?}");
        }
    }
}
