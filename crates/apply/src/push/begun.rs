//! Whether a push had begun to send when it failed: what git's trace of its processes tells.

use std::path::Path;

use serde::Deserialize;

/// The commands of git whose start is the start of sending. A remote does nothing about a ref before
/// it has the pack that goes with it, an empty one where it has every object already.
const SENDERS: &[&str] = &["pack-objects", "http-push"];

/// The helpers for remotes that leave the sending to those commands, as `remote-NAME`. Whatever
/// others do is theirs to know.
const HELPERS: &[&str] = &["http", "https", "ftp", "ftps", "ext", "fd"];

/// What a trace of git's (`GIT_TRACE2_EVENT`) says in a line; further keys are passed over.
#[derive(Deserialize)]
struct Event {
    event: String,
    /// Which process it is from.
    #[serde(default)]
    sid: String,
    /// Which of its processes it is about.
    #[serde(default)]
    child_id: u64,
    /// What kind of a process that is.
    #[serde(default)]
    child_class: String,
    #[serde(default)]
    argv: Vec<String>,
}

/// Whether the push that the trace `path` tells of may have sent something. Without a trace that can
/// be read, nobody knows, and it may.
pub(super) fn may_have_sent(path: &Path) -> bool {
    std::fs::read_to_string(path).map_or(true, |trace| sends(&trace))
}

fn sends(trace: &str) -> bool {
    let mut push = None;
    // A hook of the push, which waits for it: what it does, gits of its own among it, is no sending.
    let mut hook = None;
    for line in trace.lines() {
        let Ok(event) = serde_json::from_str::<Event>(line) else { return true };
        let is_own = push.as_ref().is_none_or(|push| *push == event.sid);
        match event.event.as_str() {
            "child_exit" if is_own && hook == Some(event.child_id) => hook = None,
            _ if hook.is_some() => {}
            "child_start" if is_own && event.child_class == "hook" => hook = Some(event.child_id),
            "child_start" if is_sender(&event.argv) => return true,
            "start" if push.is_none() => push = Some(event.sid),
            _ => {}
        }
    }
    // git writes down its own start before it does anything.
    push.is_none()
}

/// Whether this command sends, or may.
fn is_sender(argv: &[String]) -> bool {
    let [program, command, ..] = argv else { return false };
    if program != "git" {
        return false;
    }
    let helper = command.strip_prefix("remote-");
    SENDERS.contains(&command.as_str()) || helper.is_some_and(|name| !HELPERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_sent_once_objects_are_packed_or_where_nobody_knows() {
        let start = r#"{"event":"start","sid":"1","argv":["git","push"]}"#;
        let child =
            |argv: &str| format!("{start}\n{{\"event\":\"child_start\",\"argv\":{argv}}}\n");
        assert!(!sends(&format!("{start}\n")));
        assert!(!sends(&child(r#"["git-receive-pack '../o.git'"]"#)));
        assert!(!sends(&child(r#"["git","remote-https","origin","https://x/y"]"#)));
        assert!(!sends(&child(r#"[".git/hooks/pre-push","origin","../o.git"]"#)));
        assert!(sends(&child(r#"["git","pack-objects","--stdout"]"#)));
        assert!(sends(&child(r#"["git","remote-s3","origin","s3://x"]"#)), "not ours to know");
        assert!(sends(""), "no trace");
        let event = |sid: &str, rest: &str| format!("{{\"sid\":\"{sid}\",{rest}}}\n");
        let packs = event("1/2", r#""event":"child_start","argv":["git","pack-objects"]"#);
        let begins = event("1", r#""event":"child_start","child_id":1,"child_class":"hook""#);
        let ends = event("1", r#""event":"child_exit","child_id":1"#);
        let other = event("1/2", r#""event":"child_exit","child_id":1"#);
        assert!(!sends(&format!("{start}\n{begins}{other}{packs}{ends}")), "in a hook");
        assert!(sends(&format!("{start}\n{begins}{ends}{packs}")), "after it");
        assert!(sends(&format!("{start}\n{{\"event\":\"chi")), "a torn one");
        assert!(may_have_sent(Path::new("/nowhere/at/all")));
    }
}
