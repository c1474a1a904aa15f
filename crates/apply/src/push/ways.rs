//! The ways out of an unfinished release that a push stopped. What it is pushed to is settled then: no
//! setting and no option changes it any more.

use place::Explain as _;

use super::PushError;
use super::destination::DestinationError;
use super::error::names;
use super::there::short;
use crate::ApplyError;

impl PushError {
    /// What to do about an unfinished release that this stopped. `hint` is how to call the program.
    pub(crate) fn ways_out(&self, hint: &str) -> String {
        match self {
            Self::Unreachable { remote, .. } => {
                format!("see that {}; {}", Self::reach(remote), on_or_look(hint))
            }
            Self::Destination(DestinationError::NoSuchRemote { remote, .. }) => format!(
                "it was begun for that remote: add it again with `git remote add {remote} URL`, or \
                 give it back its name with `git remote rename NEW {remote}`; {}",
                on_or_look(hint)
            ),
            Self::NotToBeTold { cause } => match &**cause {
                ApplyError::Push(error) => error.ways_out(hint),
                other => {
                    let help = other.help().map(|help| help + "; ").unwrap_or_default();
                    help + &on_or_look(hint)
                }
            },
            Self::Unknown { push, .. } => {
                format!("see that {}; {}", Self::reach(&push.remote), on_or_look(hint))
            }
            Self::Part { remote, there, foreign, .. } if !foreign.is_empty() => {
                in_the_way(remote, there, foreign, hint)
            }
            Self::Refused { foreign, remote, .. } if !foreign.is_empty() => {
                in_the_way(remote, &[], foreign, hint)
            }
            Self::Refused { .. } => format!("mend what refused it; {}", either(hint)),
            // Nobody changes how a release goes out that is under way.
            Self::NotAtomic { remote } => format!(
                "take it back with `{hint} abandon`, write `push-tags = \"batched\"` in [git] of \
                 release.toml, and release again; or go on with `{hint} resume` once `{remote}` can"
            ),
            _ if self.only_forward() => forward(hint),
            _ => either(hint),
        }
    }
}

/// What is another's stays: there is no way on beside it.
fn in_the_way(remote: &str, there: &[String], foreign: &[String], hint: &str) -> String {
    if there.is_empty() {
        return format!(
            "somebody else was first: take it back with `{hint} abandon`, take in what is there with \
             `git pull --rebase --tags {remote}`, and release again"
        );
    }
    let tags: Vec<String> = foreign
        .iter()
        .filter(|name| name.starts_with("refs/tags/"))
        .map(|name| short(name))
        .collect();
    if tags.is_empty() {
        return format!(
            "its commit is not in the history there any more: bring it back there with a merge, and go \
             on with `{hint} resume`; or remove {} there, and take it back with `{hint} abandon`",
            names(there)
        );
    }
    let all = tags.join(" ");
    format!(
        "nothing of another's is overwritten: find out who pushed it; if it is there by mistake, `git \
         push {remote} --delete {all}`, and go on with `{hint} resume`; if it is to stay, nothing \
         completes this release: remove {} there (a branch goes back to where it was), and take it back \
         with `{hint} abandon`",
        names(there)
    )
}

/// The one way out that is left once others may have seen it.
pub(crate) fn forward(hint: &str) -> String {
    format!("it can only go on: `{hint} resume`")
}

/// The two ways out where only the remote can tell whether there are two.
fn on_or_look(hint: &str) -> String {
    format!(
        "then go on with `{hint} resume`; `{hint} abandon` takes it back, if nothing of it is there"
    )
}

/// The two ways out of an unfinished release.
pub(crate) fn either(hint: &str) -> String {
    format!("finish it with `{hint} resume`, or undo it with `{hint} abandon`")
}

#[cfg(test)]
mod tests {
    use place::Place;

    use super::*;

    fn part(there: &[&str], foreign: &[&str]) -> PushError {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
        let lacking = vec!["refs/tags/v2".to_owned()];
        PushError::Part {
            remote: "origin".into(),
            there: names(there),
            lacking,
            foreign: names(foreign),
            said: None,
        }
    }

    #[test]
    fn it_can_only_go_on_where_something_is_there_and_nothing_in_the_way() {
        assert!(part(&["refs/tags/a"], &[]).ways_out("s").starts_with("it can only go on"));
        assert_eq!(part(&[], &[]).ways_out("s"), either("s"));
        let theirs = part(&["refs/heads/main"], &["refs/tags/v2"]).ways_out("s");
        for way in
            ["git push origin --delete v2", "`s resume`", "remove `main` there", "`s abandon`"]
        {
            assert!(theirs.contains(way), "{theirs}");
        }
        let first = part(&[], &["refs/tags/v2"]).ways_out("s");
        assert!(first.contains("`s abandon`") && !first.contains("resume"), "{first}");
        let moved = part(&["refs/tags/a"], &["refs/heads/main"]).ways_out("s");
        assert!(!moved.contains("--delete main"), "{moved}");
    }

    #[test]
    fn what_stands_in_the_way_is_the_place() {
        let place = |error: PushError| error.place();
        assert_eq!(place(part(&["refs/tags/a"], &["refs/heads/m"])), Some(Place::Ref("m".into())));
        assert_eq!(place(part(&["refs/tags/a"], &[])), Some(Place::Ref("v2".into())));
    }
}
