//! One `git push`, and what became of it.

use repo::{GitError, Repo};

use super::{Push, Wanted};

/// How many tags go out at a time where they are not to go together: with more than three in one
/// push, some forges tell nobody of them.
const FEW: usize = 3;

/// What git said of a push that it did not report as done.
pub(super) struct Failure {
    /// Whether git or the remote said of every ref that it was refused: nothing is still on its way.
    pub(super) is_definite: bool,
    /// Whether the remote cannot take several refs at once or none.
    pub(super) is_not_atomic: bool,
    /// The first ref that was refused by itself, not along with others, and why.
    pub(super) why: Option<String>,
    /// What git and the remote said, without credentials.
    pub(super) said: String,
}

/// What goes out in one push each, in order: everything, or the branch alone and then a few tags at
/// a time.
pub(super) fn groups<'w>(push: &Push, wanted: &'w [Wanted]) -> Vec<&'w [Wanted]> {
    if !push.batched {
        return if wanted.is_empty() { Vec::new() } else { vec![wanted] };
    }
    let branches = wanted.iter().take_while(|one| one.is_branch()).count();
    let (branch, tags) = wanted.split_at_checked(branches).unwrap_or((wanted, &[]));
    branch.chunks(1).chain(tags.chunks(FEW)).collect()
}

/// Pushes `group` by object ids. Refs that are there move forward or not at all.
pub(super) fn send(repo: &Repo, push: &Push, group: &[Wanted]) -> Result<(), Failure> {
    // Whatever else the configuration would have pushed along is not the release's.
    let mut args = vec!["push".to_owned(), "--no-follow-tags".to_owned()];
    if !push.batched && group.len() > 1 {
        args.push("--atomic".to_owned());
    }
    args.extend(["--".to_owned(), push.remote.clone()]);
    args.extend(group.iter().map(|one| format!("{}:{}", one.id, one.name)));
    match repo.reaching().run(&args, b"") {
        Ok(_) => Ok(()),
        Err(error @ GitError::Failed { .. }) => Err(read(error.code(), error.stderr())),
        // It never ran: for one that names too many refs at once, the system says so.
        Err(error) => Err(Failure {
            is_definite: true,
            is_not_atomic: false,
            why: None,
            said: error.to_string(),
        }),
    }
}

/// Reads what git says where it did not push: a line ` ! [remote rejected] ID -> NAME (why)` for each
/// ref that was refused.
fn read(code: Option<i32>, stderr: &str) -> Failure {
    let refused: Vec<&str> =
        stderr.lines().filter(|line| line.trim_start().starts_with("! [")).collect();
    let is_not_atomic = stderr.contains("does not support --atomic");
    // 1: it was refused. Anything else: the connection ended before there was an answer.
    let answered = code == Some(1) && !refused.iter().any(|line| line.contains("[remote failure]"));
    let mut why = refused.iter().filter_map(|line| {
        let (_, rest) = line.split_once(" -> ")?;
        let (name, why) = rest.split_once(" (")?;
        Some((name.trim(), why.strip_suffix(')')?))
    });
    let why = why.find(|(_, why)| !why.starts_with("atomic "));
    Failure {
        is_definite: answered || is_not_atomic,
        is_not_atomic,
        why: why.map(|(name, why)| format!("`{name}`: {why}")),
        said: words(stderr),
    }
}

/// What git and the remote said, without what git says of every push, and of every failure.
pub(super) fn words(stderr: &str) -> String {
    let mut said = Vec::new();
    for line in stderr.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let noise = ["To ", "hint: ", " ! [", " * [", "error: failed to push some refs"];
        let advice = ["Please make sure you have", "and the repository exists."];
        if !noise.iter().chain(&advice).any(|noise| line.starts_with(noise)) {
            said.push(line);
        }
    }
    said.join("\n")
}

#[cfg(test)]
mod tests {
    use place::ObjectId;

    use super::*;

    fn wanted(names: &[&str]) -> Vec<Wanted> {
        let id = ObjectId::new(&"a".repeat(40)).unwrap();
        names.iter().map(|name| Wanted { name: (*name).into(), id: id.clone() }).collect()
    }

    #[test]
    fn batches_are_the_branch_and_then_a_few_tags_each() {
        let all = wanted(&[
            "refs/heads/main",
            "refs/tags/1",
            "refs/tags/2",
            "refs/tags/3",
            "refs/tags/4",
        ]);
        let push = |batched| Push { remote: "o".into(), branch: "main".into(), batched };
        let sizes = |batched, all: &[Wanted]| {
            groups(&push(batched), all).iter().map(|group| group.len()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(false, &all), [5]);
        assert_eq!(sizes(true, &all), [1, 3, 1]);
        assert_eq!(sizes(true, all.get(1..3).unwrap()), [2]);
        assert_eq!(sizes(true, &[]), [0; 0]);
        assert_eq!(sizes(false, &[]), [0; 0]);
    }

    #[test]
    fn only_an_answer_for_every_ref_is_definite() {
        let hook = "remote: no tags        \nTo ../b.git\n \
                    ! [remote rejected] 4716604 -> main (atomic push failure)\n \
                    ! [remote rejected] 4f3d443 -> t2 (hook declined)\n\
                    error: failed to push some refs to '../b.git'\n";
        let refused = read(Some(1), hook);
        assert!(refused.is_definite && !refused.is_not_atomic);
        assert_eq!(refused.why.as_deref(), Some("`t2`: hook declined"));
        assert_eq!(refused.said, "remote: no tags");
        let gone = "send-pack: unexpected disconnect while reading sideband packet\n\
                    fatal: the remote end hung up unexpectedly\n";
        assert!(!read(Some(128), gone).is_definite);
        assert!(!read(None, "").is_definite, "killed");
        let silent = "To x\n ! [remote failure] 4716604 -> main (remote failed to report status)\n";
        assert!(!read(Some(1), silent).is_definite);
        let plain = "fatal: the receiving end does not support --atomic push\n";
        let plain = read(Some(128), plain);
        assert!(plain.is_definite && plain.is_not_atomic);
        assert!(
            read(Some(1), "nope\nerror: failed to push some refs to 'x'\n").is_definite,
            "a hook"
        );
    }
}
