//! A release killed at every step: it goes on to the very same result, or back to where it was.

mod foreseen;
mod outlived;

use std::sync::OnceLock;

use crate::support::{Mould, Output, Repository, State, chain};

/// A release that moves the line: three files, four tags, the product's last.
const RELEASE: &[&str] = &["release", "minor", "--all", "--yes", "--date", "2016-11-01"];

/// The steps that a release can be killed at, in order; a test compares them with the program's.
const STEPS: [&str; 15] = [
    "journal",
    "objects",
    "branch",
    "stage",
    "hooks",
    "pre-commit",
    "commit-msg",
    "commit",
    "tags",
    "refs",
    "push",
    "lead",
    "push-lead",
    "post-commit",
    "clean",
];

/// Runs the program at a fixed time, so that two runs make the same commit.
fn run(repository: &Repository, arguments: &[&str], fail_at: Option<&str>) -> Output {
    let mut command = repository.program("", arguments);
    for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(name, "@1478000000 +0000");
    }
    if let Some(point) = fail_at {
        command.env("SYNCLINE_FAIL_AT", point);
    }
    crate::support::run(command)
}

/// A repository before its release, and how it looks with and without it.
struct Ways {
    /// Before the release; a plan of it lies beside.
    mould: Mould,
    old: State,
    /// After a release that nothing interrupted.
    new: State,
}

impl Ways {
    /// Made once for all tests.
    fn get() -> &'static Self {
        static WAYS: OnceLock<Ways> = OnceLock::new();
        WAYS.get_or_init(Self::new)
    }

    fn new() -> Self {
        let repository = chain::released();
        // Other work must survive too.
        repository.write("mine.txt", "not committed\n").write("staged.txt", "staged\n");
        repository.git(&["add", "staged.txt"]);
        let plan = run(&repository, &["plan", "release", "minor", "--all", "--json"], None);
        assert_eq!(plan.code, 0, "{plan:?}");
        std::fs::write(repository.beside("plan.json"), plan.stdout).unwrap();
        let mould = Mould::of(&repository);
        let after = mould.cast();
        let output = run(&after, RELEASE, None);
        assert_eq!(output.code, 0, "{output:?}");
        Self { old: repository.state(), new: after.state(), mould }
    }

    /// A copy in which the release was killed.
    fn killed(&self, point: &str) -> Repository {
        let repository = self.mould.cast();
        let output = run(&repository, RELEASE, Some(point));
        assert_eq!(output.code, -1, "{point} is no failpoint: {output:?}");
        repository
    }

    fn is_new(&self, repository: &Repository, point: &str) {
        assert_same(repository, &self.new, point);
    }

    fn is_old(&self, repository: &Repository, point: &str) {
        assert_same(repository, &self.old, point);
    }
}

fn assert_same(repository: &Repository, wanted: &State, point: &str) {
    let changes = repository.state().changes_since(wanted);
    assert!(changes.is_empty(), "{point}: {changes:#?}");
}

/// Until somebody decides, nothing else is written.
fn everything_else_waits(repository: &Repository, point: &str) {
    let plan = repository.beside("plan.json");
    let before = repository.state();
    for arguments in [
        RELEASE,
        &["patch", "sdk", "--yes"],
        &["apply", plan.to_str().unwrap(), "--yes"],
        &["lint", "--fix"],
    ] {
        let output = run(repository, arguments, None);
        assert_eq!(output.code, 6, "{point}: {arguments:?}: {output:?}");
        let resume = format!("{} resume", env!("CARGO_BIN_EXE_syncline"));
        assert!(output.stderr.contains(&resume), "{point}: {arguments:?}: {}", output.stderr);
        assert!(output.stderr.contains("abandon"), "{point}: {arguments:?}: {}", output.stderr);
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{point}: {written:#?}");
}

/// What looks says it as well, and gives no advice that would spoil one of the two ways:
/// beside its answer, or, where no plan can be made, in its place.
fn what_looks_says_so_too(repository: &Repository, point: &str) {
    for arguments in [
        &["release", "minor", "--all", "--dry-run"][..],
        &["plan", "release", "minor", "--all"],
        &["plan", "release", "minor", "--all", "--json"],
        &["status"],
        &["status", "--json"],
        &["lint"],
        &["lint", "--staged"],
        &["lint", "--rev", "HEAD"],
        &["lint", "--range", "HEAD..HEAD"],
        &["audit"],
    ] {
        let output = run(repository, arguments, None);
        assert!(matches!(output.code, 0 | 6), "{point}: {arguments:?}: {output:?}");
        if arguments == ["status", "--json"] {
            let status: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
            let step = point.split(':').next().unwrap();
            assert_eq!(status["unfinished"]["step"], step, "{point}: {status:#}");
            assert!(status["unfinished"]["ways"][0].is_string(), "{point}: {status:#}");
        }
        let said = &output.stderr;
        assert!(said.contains("is unfinished: it stopped at"), "{point}: {arguments:?}: {said}");
        assert!(said.contains("abandon") || said.contains("resume"), "{point}: {said}");
        for wrong in ["not committed", "git stash", "is unfinished without", "lint --fix"] {
            assert!(!said.contains(wrong), "{point}: {arguments:?}: {said}");
        }
    }
}

/// A step's place in the order; those from the lead tag on cannot be taken back.
fn at(step: &str) -> usize {
    STEPS.iter().position(|other| *other == step).unwrap()
}

fn killed_at(step: &str) {
    let ways = Ways::get();
    for side in ["before", "after"] {
        let point = format!("{step}:{side}");
        let stands = at(step) > at("lead") || point == "lead:after";
        let forward = ways.killed(&point);
        // Where the journal is not there yet, or no more, nothing is unfinished.
        if point == "journal:before" || point == "clean:after" {
            // A first look takes over the lock of the process that died.
            assert_eq!(run(&forward, &["resume"], None).code, 3, "{point}");
            if stands {
                ways.is_new(&forward, &point);
            } else {
                ways.is_old(&forward, &point);
            }
            nothing_is_unfinished(&forward);
            continue;
        }
        let back = ways.killed(&point);
        if side == "before" {
            everything_else_waits(&forward, &point);
            what_looks_says_so_too(&forward, &point);
        }
        let output = run(&forward, &["resume"], None);
        assert_eq!(output.code, 0, "{point}: {output:?}");
        ways.is_new(&forward, &point);

        let output = run(&back, &["abandon"], None);
        assert_eq!(output.code, 0, "{point}: {output:?}");
        if stands {
            assert!(output.stdout.contains("complete"), "{point}: {output:?}");
            ways.is_new(&back, &point);
        } else {
            ways.is_old(&back, &point);
            // What was taken back can be made again.
            assert_eq!(run(&back, RELEASE, None).code, 0, "{point}");
            ways.is_new(&back, &point);
        }
    }
}

fn nothing_is_unfinished(repository: &Repository) {
    let before = repository.state();
    for arguments in [&["status", "--json"][..], &["lint"]] {
        let output = run(repository, arguments, None);
        assert!(!output.stderr.contains("unfinished"), "{arguments:?}: {output:?}");
        assert!(!output.stdout.contains("unfinished\": {"), "{arguments:?}: {output:?}");
    }
    for command in ["resume", "abandon"] {
        let output = run(repository, &[command], None);
        assert_eq!(output.code, 3, "{command}: {output:?}");
        assert!(output.stderr.contains("unfinished"), "{command}: {}", output.stderr);
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

macro_rules! killed {
    ($($name:ident $step:literal;)*) => {
        $(#[test] fn $name() { killed_at($step); })*

        /// No step is left out.
        #[test]
        fn safety_3_every_step_is_a_place_to_be_killed_at() {
            let steps: Vec<&str> = apply::STEPS.iter().map(apply::Step::name).collect();
            assert_eq!(steps, STEPS);
            assert_eq!(steps, [$($step),*]);
        }
    };
}

killed! {
    safety_3_killed_at_the_journal "journal";
    safety_3_killed_at_the_objects "objects";
    safety_3_killed_at_the_release_branch "branch";
    safety_3_killed_at_the_staging "stage";
    safety_3_killed_at_the_hooks "hooks";
    safety_3_killed_at_the_pre_commit_hook "pre-commit";
    safety_3_killed_at_the_message_hooks "commit-msg";
    safety_3_killed_at_the_commit "commit";
    safety_3_killed_at_the_tags "tags";
    safety_3_killed_at_the_refs "refs";
    safety_3_killed_at_the_push "push";
    safety_3_killed_at_the_lead_tag "lead";
    safety_3_killed_at_the_push_of_the_lead_tag "push-lead";
    safety_3_killed_at_the_post_commit_hook "post-commit";
    safety_3_killed_at_the_end "clean";
}

/// A journal that nobody can read is told of once, and keeps nobody from the status.
#[test]
fn a_journal_that_cannot_be_read_is_told_of_by_what_looks() {
    let repository = Ways::get().killed("stage:after");
    repository.write(".git/syncline/journal", "nonsense\n");
    for (arguments, code) in [(["status", "--json"], 0), (["lint", "--json"], 5)] {
        let output = run(&repository, &arguments, None);
        assert_eq!(output.code, code, "{output:?}");
        let told = output.stderr.matches("cannot be read").count();
        assert_eq!(told, 1, "{arguments:?}: {}", output.stderr);
    }
}

/// What reads only does not wait for anybody.
#[test]
fn semantics_26_looking_is_allowed_while_a_release_is_unfinished() {
    let ways = Ways::get();
    let repository = ways.killed("stage:after");
    let before = repository.state();
    for arguments in [
        &["status"][..],
        &["lint"],
        &["lint", "--staged"],
        &["plan", "release", "minor", "--all"],
        &["release", "minor", "--all", "--dry-run"],
        &["next", "patch", "sdk"],
    ] {
        let output = run(&repository, arguments, None);
        assert_eq!(output.code, 0, "{arguments:?}: {output:?}");
    }
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}

/// What the journal is about to write passes, byte for byte, and nothing else at its paths.
#[test]
fn semantics_26_only_the_unfinished_releases_own_bytes_pass() {
    let repository = Ways::get().killed("stage:after");
    repository.write("sdk/version.txt", "version = \"1.0.20161115\"\n");
    let said = run(&repository, &["lint"], None);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("moved-by-hand") && said.stdout.contains("sdk/version.txt"));
    assert!(!said.stdout.contains("core/version.txt"), "{said:?}");
    repository.write("sdk/version.txt", "# Mine.\nversion = \"1.1\"\n");
    assert_eq!(run(&repository, &["lint"], None).code, 1, "the number alone is not the release's");
    assert_eq!(run(&repository, &["lint", "--staged"], None).code, 0, "what is staged is");
    repository.git(&["add", "sdk/version.txt"]);
    assert_eq!(run(&repository, &["lint", "--staged"], None).code, 1);
    repository.write("sdk/version.txt", "version = \"1.1\"\n");
    assert_eq!(run(&repository, &["lint"], None).code, 0);
}

#[test]
fn semantics_25_with_nothing_unfinished_there_is_nothing_to_do() {
    let repository = chain::released();
    nothing_is_unfinished(&repository);
    assert_eq!(run(&repository, RELEASE, None).code, 0);
    nothing_is_unfinished(&repository);
}

/// Who committed what was staged has it still: nothing else is claimed.
#[test]
fn safety_3_an_abandoned_release_that_was_committed_is_told_of_as_it_is() {
    let repository = Ways::get().killed("stage:after");
    repository.git(&["commit", "-q", "--no-verify", "-m", "Take it along"]);
    let mine = repository.head();
    let output = run(&repository, &["abandon"], None);
    assert_eq!(output.code, 0, "{output:?}");
    assert!(!output.stdout.contains("as it was"), "{output:?}");
    let short = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    for words in ["the branch went on", short.trim(), "git revert"] {
        assert!(output.stdout.contains(words), "no {words}: {output:?}");
    }
    assert_eq!(repository.head(), mine);
    assert_eq!(run(&repository, &["lint"], None).code, 1, "and `lint` finds it");
}
