//! Which names git takes for refs.

/// Whether git would list a ref whose last part of the name is `name`: the rules of `git
/// check-ref-format`, one name or several with `/` between them.
///
/// git passes over a ref with a broken name, which only a hand in `.git` can make; libgit2 lists
/// some of those.
pub(crate) fn valid(name: &[u8]) -> bool {
    let odd = |b: &u8| *b < 0x20 || *b == 0x7f || b" ~^:?*[\\".contains(b);
    if name.iter().any(odd) || name.ends_with(b".") {
        return false;
    }
    if name.windows(2).any(|pair| pair == b".." || pair == b"@{") {
        return false;
    }
    name.split(|b| *b == b'/')
        .all(|part| !part.is_empty() && !part.starts_with(b".") && !part.ends_with(b".lock"))
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
