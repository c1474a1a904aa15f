//! A release of a thousand files and a thousand tags: a constant number of processes.
//!
//! A test binary of its own, because processes are counted for the whole program.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "clippy knows test functions, and not what only they call"
)]

use core::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use place::{ObjectId, RepoPath};
use repo::Repo;
use syncline_apply::{Change, Hook, NewTag, Told, Transaction, publish};

/// The most git processes that a release without signatures may start, of any size.
const PROCESSES: usize = 24;

/// The most that it may start for each hook of its own.
const EACH: usize = 2;

#[test]
fn invariant_7_processes_are_constant_in_files_and_tags() {
    let small = release(10, 0);
    let large = release(1000, 0);
    println!("10: {small:?}; 1000: {large:?}");
    assert_eq!(small.0, large.0);
    assert!(large.0 <= PROCESSES, "{} processes", large.0);
    // A look before the first hook, and one after each.
    let (one, three) = (release(10, 1).0, release(10, 3).0);
    assert_eq!(one, release(1000, 1).0);
    let each = (three - one) / 2;
    assert!(each <= EACH && one - small.0 <= 2 * EACH, "{} and {three} processes", one);
}

/// Releases `count` files and tags with so many hooks: how many processes of git it started, and the
/// milliseconds.
fn release(count: usize, hooks: usize) -> (usize, u128) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    git(root, &["init", "-q", "-b", "main"]);
    for (key, value) in [
        ("user.name", "Rel Ease"),
        ("user.email", "rel@example.com"),
        ("commit.gpgSign", "false"),
        ("tag.gpgSign", "false"),
        ("core.autocrlf", "false"),
    ] {
        git(root, &["config", key, value]);
    }
    let text =
        |version: &str| format!("[package]\nversion = \"{version}\"\n{}", "# text\n".repeat(150));
    for at in 0..count {
        fs::create_dir_all(root.join(format!("c{at}"))).unwrap();
        fs::write(root.join(format!("c{at}/Cargo.toml")), text(&format!("1.0.{at}"))).unwrap();
    }
    git(root, &["add", "."]);
    git(root, &["commit", "-q", "-m", "Begin"]);
    // The clock's tick between writing and committing must not look like unfinished writing.
    git(root, &["status", "--porcelain"]);
    let listed = git(root, &["ls-tree", "-r", "HEAD"]);
    let files = listed.lines().map(|line| {
        let (entry, path) = line.split_once('\t').unwrap();
        Change {
            path: RepoPath::new(path).unwrap(),
            old: ObjectId::new(entry.split(' ').nth(2).unwrap()),
            bytes: text("1.1.0").replace("# text", path).into_bytes(),
        }
    });
    let mut bill = String::new();
    for at in 0..count {
        writeln!(bill, "Release-Component: c{at} 1.1").unwrap();
    }
    let hook = Hook { title: "`true`".into(), argv: vec!["true".into()], place: None };
    let tx = Transaction {
        id: "1a".into(),
        title: "All".into(),
        branch: "main".into(),
        base: ObjectId::new(git(root, &["rev-parse", "HEAD"]).trim_end()).unwrap(),
        files: files.collect(),
        hooks: vec![hook; hooks],
        variables: Vec::new(),
        guards: Vec::new(),
        message: format!("Release\n\n{bill}"),
        tags: (0..count)
            .map(|at| NewTag {
                name: format!("c{at}-1.1"),
                message: bill.lines().next().unwrap().into(),
                here: None,
            })
            .collect(),
        sign_commit: None,
        sign_tags: None,
        push: None,
        via: None,
        on: None,
        no_tag: false,
        hint: "syncline".into(),
    };
    let repo = Repo::discover(root).unwrap();
    let (before, begun) = (repo::started(), Instant::now());
    let mut steps: Vec<(&'static str, Instant)> = Vec::new();
    let mut watch = |told: Told<'_>| {
        if let Told::Step { text, .. } = told {
            steps.push((text, Instant::now()));
        }
    };
    let published = publish(&repo, &tx, &mut watch).unwrap();
    let (started, took) = (repo::started() - before, begun.elapsed().as_millis());
    steps.push(("", Instant::now()));
    print!("checks {} ms", steps[0].1.duration_since(begun).as_millis());
    for pair in steps.windows(2) {
        print!("; {} {} ms", pair[0].0, pair[1].1.duration_since(pair[0].1).as_millis());
    }
    println!();
    assert_eq!(published.tags.len(), count);
    assert_eq!(git(root, &["tag"]).lines().count(), count);
    assert_eq!(git(root, &["status", "--porcelain"]), "");
    (started, took)
}

fn git(root: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(args).current_dir(root).stdin(Stdio::null());
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
