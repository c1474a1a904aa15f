//! Processes started are constant, however much is asked for (ARCHITECTURE.md, invariant 7). Alone
//! in its file: the count is the whole program's, and other tests start git too.
#![expect(clippy::unwrap_used, reason = "a test that cannot build its repository has failed")]

use std::fs;
use std::path::Path;

use place::{ObjectId, RepoPath};
use syncline_repo::{Git, Repo, View, started};

/// A repository that git alone can read, with `count` components, each with its tag.
fn sample(root: &Path, count: usize) -> Option<(Vec<RepoPath>, ObjectId)> {
    let git = Git::at(root)
        .with_variable("GIT_CONFIG_GLOBAL", root.join("no-configuration"))
        .with_setting("user.name=Tester")
        .with_setting("user.email=tester@example.invalid")
        .with_setting("commit.gpgSign=false");
    git.run(&["init", "-q", "--object-format=sha256"], b"").ok()?;
    let mut paths = Vec::new();
    for n in 0..count {
        let path = RepoPath::new(&format!("c{n}/Cargo.toml")).unwrap();
        fs::create_dir(root.join(format!("c{n}"))).unwrap();
        fs::write(root.join(path.as_str()), format!("{n}")).unwrap();
        paths.push(path);
    }
    git.run(&["add", "."], b"").unwrap();
    git.run(&["commit", "-qm", "one"], b"").unwrap();
    let tags: String = (0..count).map(|n| format!("create refs/tags/c{n} HEAD\n")).collect();
    git.run(&["update-ref", "--stdin"], tags.as_bytes()).unwrap();
    let head = git.run(&["rev-parse", "HEAD"], b"").unwrap().line();
    Some((paths, ObjectId::new(&head).unwrap()))
}

/// How many processes a whole plan's reading starts.
fn cost(count: usize) -> Option<usize> {
    let folder = tempfile::tempdir().unwrap();
    let (paths, head) = sample(folder.path(), count)?;
    let before = started();
    let repo = Repo::discover(folder.path()).unwrap();
    repo.state().unwrap();
    let names: Vec<String> = repo
        .tag_names()
        .unwrap()
        .into_iter()
        .map(|name| String::from_utf8(name).unwrap())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(repo.tags(&names).unwrap().iter().flatten().count(), count);
    for view in [View::Commit(head.clone()), View::Index, View::Worktree] {
        assert_eq!(repo.files(&view, &paths).unwrap().iter().flatten().count(), count);
    }
    let queries: Vec<_> = paths.iter().map(|path| (head.clone(), path.parent().unwrap())).collect();
    assert!(repo.changed(&queries, &head).unwrap().iter().all(Vec::is_empty));
    assert!(repo.dirty(&paths).unwrap().is_empty());
    assert_eq!(repo.branches().unwrap().len(), 1);
    repo.walk(core::slice::from_ref(&head), &mut |_, _| {}).unwrap();
    let then: Vec<_> = paths.iter().map(|path| (head.clone(), path.clone())).collect();
    let blobs: Vec<ObjectId> = repo.blobs_at(&then).unwrap().into_iter().flatten().collect();
    assert_eq!(repo.contents(&blobs).unwrap().len(), count);
    Some(started() - before)
}

#[test]
fn a_hundred_times_as_much_starts_no_more_processes() {
    let (Some(few), Some(many)) = (cost(5), cost(500)) else {
        eprintln!("SKIPPED: the git at hand knows no SHA-256");
        return;
    };
    assert_eq!(few, many);
    assert!(many <= 16, "{many} processes");
}
