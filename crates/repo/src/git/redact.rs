//! Takes secrets out of what is shown of a git command.

use std::ffi::OsStr;

/// A command's arguments for people: text, without credentials.
pub(super) fn shown<A: AsRef<OsStr>>(args: &[A]) -> Vec<String> {
    args.iter().map(|arg| without_credentials(&arg.as_ref().to_string_lossy())).collect()
}

/// `text` with the user and password of every URL in it left out, what a URL asks for (`?token=…`),
/// and the value of an `http.extraHeader` setting, which is where continuous integration keeps its
/// token. Passwords may hold any character: what is left out may be more than there had to be.
pub(crate) fn without_credentials(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        clean.push_str(before);
        clean.push_str("://");
        let word = after.find(char::is_whitespace).unwrap_or(after.len());
        let (url, tail) = after.split_at_checked(word).unwrap_or((after, ""));
        let end = url.find('/').unwrap_or(url.len());
        let (authority, path) = url.split_at_checked(end).unwrap_or((url, ""));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        clean.push_str(host.split('?').next().unwrap_or_default());
        // What a URL asks for may hold another one: it goes as a whole.
        let asked = match host.split_once('?') {
            Some((_, asked)) => Some(("", if path.is_empty() { asked } else { path })),
            None => path.split_once('?').filter(|(kept, _)| !kept.contains("://")),
        };
        rest = after.get(end..).unwrap_or_default();
        if let Some((kept, asked)) = asked {
            clean.push_str(kept);
            clean.push_str("?…");
            // Marks that end a quotation are not the URL's.
            let own = asked.trim_end_matches(['\'', '"', '`', ':', ',', '.', ')']);
            clean.push_str(asked.get(own.len()..).unwrap_or_default());
            rest = tail;
        }
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

/// Where a remote is, for people: the whole of `place` is a URL, `user@host:path`, or a path. User,
/// password, and all that follows the path of a URL are left out.
pub(crate) fn place(place: &str) -> String {
    if let Some((scheme, rest)) = place.split_once("://") {
        let rest = rest.split(['?', '#']).next().filter(|kept| {
            // A password that nobody escaped may hold those, too.
            kept.contains('@') || !rest.contains('@') || kept.contains('/')
        });
        let rest = rest.unwrap_or_else(|| place.rsplit_once('@').map_or("", |(_, host)| host));
        let (authority, path) = rest.split_once('/').map_or((rest, None), |(a, p)| (a, Some(p)));
        let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
        let odd =
            !authority.contains('@') && !port.bytes().all(|b| b.is_ascii_digit() || b == b']');
        let whole = match authority.rsplit_once('@') {
            Some((_, host)) => path.map_or(host.into(), |path| format!("{host}/{path}")),
            // No port has letters: what looks like one is a password with a slash in it.
            None if odd => rest.rsplit_once('@').map_or(rest, |(_, host)| host).to_owned(),
            None => rest.to_owned(),
        };
        return format!("{scheme}://{whole}");
    }
    let (host, path) = place.split_once('/').map_or((place, None), |(h, p)| (h, Some(p)));
    match host.rsplit_once('@') {
        // A file may have such a name; where a colon follows or goes before, it is a host.
        Some((_, last)) if host.contains(':') => {
            path.map_or(last.to_owned(), |path| format!("{last}/{path}"))
        }
        _ => place.to_owned(),
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
            ("https://me:se'cr\"et@h/x'y", "https://h/x'y"),
            ("https://me:a?b#c@h/x", "https://h/x"),
            ("at 'https://h/x?private_token=abc': no", "at 'https://h/x?…': no"),
            ("https://h?t=abc https://u:p@g/y?t=abc", "https://h?… https://g/y?…"),
            ("https://h/x?to=https://u:p@g/y z", "https://h/x?… z"),
            ("https://h?to=/x/abc: no", "https://h?…: no"),
            ("https://h/x,https://u:p@g/y?a", "https://h/x,https://g/y?…"),
        ] {
            assert_eq!(without_credentials(text), clean);
        }
    }

    #[test]
    fn a_remotes_place_is_shown_without_whatever_may_be_secret() {
        for (text, clean) in [
            ("https://me:se'cr\"et@host/x.git", "https://host/x.git"),
            ("https://me:a b@host:8443/x", "https://host:8443/x"),
            ("https://host/x?private_token=abc#def", "https://host/x"),
            ("https://host?private_token=abc", "https://host"),
            ("https://me:se/cret@host/x", "https://host/x"),
            ("https://me:se?cret@host/x", "https://host/x"),
            ("https://me:se#cret@host", "https://host"),
            ("https://host/a@b", "https://host/a@b"),
            ("ssh://git@host:22/x", "ssh://host:22/x"),
            ("ssh://git@[::1]:22/x", "ssh://[::1]:22/x"),
            ("ssh://[::1]/x@y", "ssh://[::1]/x@y"),
            ("file:///a/b@c", "file:///a/b@c"),
            ("me:secret@host:x.git", "host:x.git"),
            ("me:secret@host/x.git", "host/x.git"),
            ("git@host:a/b@c", "host:a/b@c"),
            ("../a@b/c:d", "../a@b/c:d"),
            ("a@b", "a@b"),
            ("", ""),
        ] {
            assert_eq!(place(text), clean, "{text}");
        }
    }
}
