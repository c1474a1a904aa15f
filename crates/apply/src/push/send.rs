//! One `git push`, and what became of it.

use std::path::Path;

use repo::{Outcome, Repo};

use super::begun::may_have_sent;
use super::there::short;
use super::{Push, Wanted};
use crate::lock::Lock;

/// How many tags go out at a time where they are not to go together: with more than three in one
/// push, some forges tell nobody of them.
const FEW: usize = 3;

/// How a line of `git push --porcelain` begins, before a tab, about a ref that is there as it is to be:
/// it moved forward, is new, or was there.
const DONE: [&str; 3] = [" ", "*", "="];

/// How any of its lines about a ref begins; the others are of what a release never pushes.
const FLAGS: [&str; 6] = [" \t", "*\t", "=\t", "!\t", "+\t", "-\t"];

/// What git said of a push that it did not report as done.
pub(super) struct Failure {
    /// Whether anything was sent, as far as is known.
    pub(super) has_sent: bool,
    /// Whether nothing is still on its way: nothing was sent, or the remote said of the refs that
    /// they were refused.
    pub(super) is_definite: bool,
    /// Whether the remote cannot take several refs at once or none.
    pub(super) is_not_atomic: bool,
    /// The first ref that was refused by itself, not along with others, as git names it, and why.
    pub(super) why: Option<(String, String)>,
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

/// What a push needs besides what it sends.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) repo: &'a Repo,
    /// Our folder in the common git folder.
    pub(super) folder: &'a Path,
    /// The repository's lock, which the push holds as long as it runs: who takes a release back
    /// must not do so while a push goes on that another process began.
    pub(super) lock: Option<&'a Lock>,
}

/// Pushes `group` by object ids. Refs that are there move forward or not at all.
pub(super) fn send(means: Means<'_>, push: &Push, group: &[Wanted]) -> Result<(), Failure> {
    // Whatever else the configuration would have pushed, along or instead, is not the release's.
    let fixed = ["push", "--porcelain", "--no-follow-tags", "--no-recurse-submodules"];
    let mut args: Vec<String> = fixed.iter().map(|word| (*word).to_owned()).collect();
    if !push.batched && group.len() > 1 {
        args.push("--atomic".to_owned());
    }
    args.extend(["--".to_owned(), push.remote.clone()]);
    args.extend(group.iter().map(|one| format!("{}:{}", one.id, one.name)));
    // It lies where everything goes that is not to outlast the release.
    let scratch = means.folder.join("scratch");
    let trace = scratch.join("push");
    drop(std::fs::create_dir_all(&scratch));
    drop(std::fs::remove_file(&trace));
    let git = means.repo.reaching().with_variable("GIT_TRACE2_EVENT", &trace);
    let never = |said| Failure {
        has_sent: false,
        is_definite: true,
        is_not_atomic: false,
        why: None,
        said,
    };
    let ran = match means.lock.map(|lock| lock.lend("push")) {
        None => git.ask(&args, b""),
        Some(Ok(held)) => git.ask_holding(&args, held),
        Some(Err(error)) => return Err(never(error.to_string())),
    };
    let has_sent = may_have_sent(&trace);
    drop(std::fs::remove_file(&trace));
    match ran {
        Ok(Outcome { code: Some(0), output }) if all_done(&output.stdout, group) => Ok(()),
        Ok(outcome) => Err(read(outcome.code, &outcome.told(), has_sent)),
        // It never ran: for one that names too many refs at once, the system says so.
        Err(error) => Err(never(error.to_string())),
    }
}

/// Whether git says of every ref of `group` that it is there now: code 0 alone says that all went well
/// that git was to do, and a setting may have kept it from doing this. A line is `FLAG`, `ID:NAME` and
/// words, with tabs between them (git-push, "--porcelain").
fn all_done(stdout: &[u8], group: &[Wanted]) -> bool {
    let text = String::from_utf8_lossy(stdout);
    let done: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(flag, _)| DONE.contains(flag))
        .filter_map(|(_, rest)| rest.split('\t').next()?.split_once(':'))
        .map(|(_, name)| name)
        .collect();
    group.iter().all(|one| done.contains(&one.name.as_str()))
}

/// Reads what git says where it did not push: a line `!`, `ID:NAME` and `[remote rejected] (why)`, with
/// tabs between them, for each ref that was refused.
fn read(code: Option<i32>, told: &str, has_sent: bool) -> Failure {
    let refused: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("!\t")).collect();
    // git says so itself, before anything is sent, whatever helper it sends with.
    let is_not_atomic = told
        .lines()
        .any(|line| line.starts_with("fatal: ") && line.contains("does not support --atomic"));
    // A connection over HTTP that ended before there was an answer ends with 1 too, but names no ref.
    let answered = code == Some(1)
        && !refused.is_empty()
        && !refused.iter().any(|line| line.contains("[remote failure]"));
    // A git that was killed may have left helpers that go on.
    let has_sent = has_sent || code.is_none();
    let mut why = refused.iter().filter_map(|line| {
        let (refs, words) = line.split_once('\t')?;
        let (_, name) = refs.split_once(':')?;
        let (_, why) = words.split_once(" (")?;
        Some((name, why.strip_suffix(')')?))
    });
    let why = why.find(|(_, why)| !why.starts_with("atomic "));
    Failure {
        has_sent,
        is_definite: answered || !has_sent || is_not_atomic,
        is_not_atomic,
        why: why.map(|(name, why)| (short(name), why.to_owned())),
        said: words(told),
    }
}

/// What git and the remote said, without what git says of every push, and of every failure.
pub(super) fn words(stderr: &str) -> String {
    let mut said = Vec::new();
    for line in stderr.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let noise = ["To ", "hint: ", "error: failed to push some refs"];
        // Of every ref in a line of its own, and at the end.
        let porcelain = line == "Done" || FLAGS.iter().any(|flag| line.starts_with(flag));
        // Over HTTP git says so of a connection that broke, too.
        let untrue = ["Everything up-to-date"];
        let advice = ["Please make sure you have", "and the repository exists."];
        if !porcelain
            && !noise.iter().chain(&advice).chain(&untrue).any(|noise| line.starts_with(noise))
        {
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
        let one = |name: &&str| Wanted { name: (*name).into(), id: id.clone(), own: true };
        names.iter().map(one).collect()
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
    fn a_push_is_believed_of_the_refs_that_it_names() {
        let group = wanted(&["refs/heads/main", "refs/tags/1"]);
        let says = |lines: &str| all_done(format!("To ../b.git\n{lines}Done\n").as_bytes(), &group);
        let (main, tag) = ("aa:refs/heads/main", "aa:refs/tags/1");
        assert!(says(&format!(" \t{main}\t1..2\n*\t{tag}\t[new tag]\n")));
        assert!(says(&format!("=\t{main}\t[up to date]\n*\t{tag}\t[new tag]\n")));
        assert!(!says(&format!(" \t{main}\t1..2\n")));
        assert!(!says(&format!(" \t{main}\t1..2\n!\t{tag}\t[rejected] (stale info)\n")));
        assert!(!says(&format!("{main} {tag}\n")), "words of a hook");
        assert!(!says(""), "a setting that pushes nothing");
    }

    #[test]
    fn nothing_is_on_its_way_where_none_was_sent_or_every_ref_was_refused() {
        let hook = "To ../b.git\n\
                    !\t4716604:refs/heads/main\t[remote rejected] (atomic push failure)\n\
                    !\t4f3d443:refs/tags/t2\t[remote rejected] (hook declined)\nDone\n\
                    remote: no tags        \n\
                    error: failed to push some refs to '../b.git'\n";
        let refused = read(Some(1), hook, true);
        assert!(refused.is_definite && !refused.is_not_atomic);
        assert_eq!(refused.why, Some(("t2".into(), "hook declined".into())));
        assert_eq!(refused.said, "remote: no tags");
        let gone = "send-pack: unexpected disconnect while reading sideband packet\n\
                    fatal: the remote end hung up unexpectedly\n";
        assert!(!read(Some(128), gone, true).is_definite);
        let http = format!("error: RPC failed; curl 52 Empty reply\n{gone}Everything up-to-date\n");
        assert!(!read(Some(1), &http, true).is_definite, "over HTTP that is a 1");
        assert!(!read(None, "", false).is_definite, "killed");
        let silent =
            "To x\n!\t4716604:refs/heads/main\t[remote failure] (remote failed to report status)\n";
        assert!(!read(Some(1), silent, true).is_definite);
        let atomic = "fatal: the receiving end does not support --atomic push\n";
        let atomic = read(Some(128), atomic, false);
        assert!(atomic.is_definite && atomic.is_not_atomic);
        let helper = "fatal: helper own does not support --atomic\n";
        let helper = read(Some(128), helper, true);
        assert!(helper.is_definite && helper.is_not_atomic);
        let options = "fatal: the receiving end does not support push options\n";
        assert!(read(Some(128), options, false).is_definite);
        let denied =
            "fatal: unable to access 'https://x/': The requested URL returned error: 403\n";
        assert!(read(Some(128), denied, false).is_definite);
        let hook = "nope\nerror: failed to push some refs to 'x'\n";
        assert!(read(Some(1), hook, false).is_definite, "a hook");
    }
}
