//! Takes secrets out of what is shown of a git command.

use std::ffi::OsStr;

/// A command's arguments for people: text, without credentials.
pub(super) fn shown<A: AsRef<OsStr>>(args: &[A]) -> Vec<String> {
    args.iter().map(|arg| without_credentials(&arg.as_ref().to_string_lossy())).collect()
}

/// `text` with the user and password of every URL in it left out, and the value of an
/// `http.extraHeader` setting, which is where continuous integration keeps its token.
pub(crate) fn without_credentials(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        clean.push_str(before);
        clean.push_str("://");
        let end = after
            .find(|c: char| c == '/' || c.is_whitespace() || matches!(c, '\'' | '"' | '?' | '#'))
            .unwrap_or(after.len());
        let (authority, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        clean.push_str(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
        rest = tail;
    }
    clean.push_str(rest);
    match clean.to_ascii_lowercase().find("extraheader=") {
        Some(at) => {
            let kept = clean.get(..at + "extraheader=".len()).unwrap_or_default();
            format!("{kept}…")
        }
        None => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_go_and_everything_else_stays() {
        for (text, clean) in [
            ("https://u:p@host/x", "https://host/x"),
            ("https://host/a@b", "https://host/a@b"),
            ("https://token@host", "https://host"),
            ("https://u:p@ss@host/x", "https://host/x"),
            ("fatal: 'ssh://git@h/x' and http://a:b@c/d", "fatal: 'ssh://h/x' and http://c/d"),
            ("git@host:path", "git@host:path"),
            ("a://", "a://"),
            ("http.https://h/.extraHeader=Authorization: x", "http.https://h/.extraHeader=…"),
            ("plain", "plain"),
        ] {
            assert_eq!(without_credentials(text), clean);
        }
    }
}
