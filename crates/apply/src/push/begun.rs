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
    #[serde(default)]
    argv: Vec<String>,
}

/// Whether the push that the trace `path` tells of may have sent something. Without a trace that can
/// be read, nobody knows, and it may.
pub(super) fn may_have_sent(path: &Path) -> bool {
    std::fs::read_to_string(path).map_or(true, |trace| sends(&trace))
}

fn sends(trace: &str) -> bool {
    let mut started = false;
    for line in trace.lines() {
        let Ok(event) = serde_json::from_str::<Event>(line) else { return true };
        started |= event.event == "start";
        if event.event == "child_start" && is_sender(&event.argv) {
            return true;
        }
    }
    // git writes down its own start before it does anything.
    !started
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
        assert!(sends(&format!("{start}\n{{\"event\":\"chi")), "a torn one");
        assert!(may_have_sent(Path::new("/nowhere/at/all")));
    }
}
