//! What the large calls cost, measured on a line of a thousand components. Run with
//! `cargo test --release -p syncline-repo -- --ignored --nocapture speed`.

use core::fmt::Write as _;
use core::time::Duration;
use std::time::Instant;

use super::*;
use crate::View;

/// A thousand folders of three files; a thousand commits, each of which changes one folder and is
/// the baseline of that folder; then one more commit that changes every tenth.
fn line() -> (Sample, Vec<(ObjectId, RepoPath)>) {
    let sample = Sample::new();
    let mut stream = String::new();
    let file = |stream: &mut String, n: usize, name: &str, text: &str| {
        write!(stream, "M 100644 inline crates/c{n:04}/{name}\ndata {}\n{text}\n", text.len())
    };
    let commit = |stream: &mut String, mark: usize| {
        let who = "T <t@example.invalid>";
        writeln!(stream, "commit refs/heads/main\nmark :{mark}\ncommitter {who} {mark} +0000")?;
        writeln!(stream, "data 1\nx")
    };
    for round in 0..=1001 {
        commit(&mut stream, round + 1).unwrap();
        for n in 0..1000 {
            let text = format!("{n} in {round}");
            if round == 0 {
                for name in ["Cargo.toml", "src/lib.rs", "README.md"] {
                    file(&mut stream, n, name, &text).unwrap();
                }
            } else if round == n + 1 || (round == 1001 && n % 10 == 0) {
                file(&mut stream, n, "src/lib.rs", &text).unwrap();
            }
        }
    }
    sample.git.run(&["fast-import", "--quiet"], stream.as_bytes()).unwrap();
    sample.git(&["repack", "-adq"]);
    sample.git(&["reset", "-q", "--hard"]);
    let log = sample.git(&["rev-list", "--reverse", "main"]);
    let baselines = log.lines().skip(1).take(1000);
    let queries = baselines
        .enumerate()
        .map(|(n, id)| (ObjectId::new(id).unwrap(), path(&format!("crates/c{n:04}"))));
    (sample, queries.collect())
}

/// The best of five, each with a repository opened anew: the time on a processor where the system
/// tells it, so that what else the machine does counts for less, and else the time on the clock.
/// Processes that are started work beside it and are waited for, so with them only the clock counts.
fn best(sample: &Sample, plain: bool, mut call: impl FnMut(&Repo)) -> Duration {
    let on_processor = || {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok().filter(|_| !plain)?;
        text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    };
    let mut time = || {
        let repo = Repo::open(sample.root(), Opening { index: None, plain }).unwrap();
        let (start, clock) = (on_processor(), Instant::now());
        call(&repo);
        match (start, on_processor()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => clock.elapsed(),
        }
    };
    (0..5).map(|_| time()).min().unwrap()
}

#[test]
#[ignore = "measures; wants a release build and a quiet machine"]
fn speed_of_a_line_of_a_thousand_components() {
    let (sample, queries) = line();
    let head = sample.head();
    // Written as git packs them; a hundred thousand loose refs would take minutes to make.
    let mut packed = String::from("# pack-refs with: peeled fully-peeled sorted \n");
    for n in 0..100_000 {
        writeln!(packed, "{head} refs/tags/c{:04}/v1.{:02}.0", n / 100, n % 100).unwrap();
    }
    sample.write(".git/packed-refs", packed);
    let manifests: Vec<RepoPath> =
        queries.iter().map(|(_, folder)| folder.join("Cargo.toml").unwrap()).collect();
    let names: Vec<String> = (0..1000).map(|n| format!("c{n:04}/v1.50.0")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // Every other one: the first half would also stand first in each tree, and be found sooner.
    let half: Vec<_> = queries.iter().step_by(2).cloned().collect();
    for (which, plain) in [("libgit2", false), ("plumbing", true)] {
        let changed = best(&sample, plain, |repo| {
            let changed = repo.changed(&queries, &head).unwrap();
            assert_eq!(changed.iter().filter(|paths| !paths.is_empty()).count(), 100);
        });
        let halved = best(&sample, plain, |repo| drop(repo.changed(&half, &head).unwrap()));
        let tag_names = best(&sample, plain, |repo| {
            assert_eq!(repo.tag_names().unwrap().len(), 100_000);
        });
        let tags = best(&sample, plain, |repo| {
            assert!(repo.tags(&names).unwrap().iter().all(Option::is_some));
        });
        let committed = View::Commit(head.clone());
        let files = |view: &View| {
            best(&sample, plain, |repo| {
                assert!(repo.files(view, &manifests).unwrap().iter().all(Option::is_some));
            })
        };
        let (commit, index, disk) =
            (files(&committed), files(&View::Index), files(&View::Worktree));
        let dirty = best(&sample, plain, |repo| {
            assert!(repo.dirty(&manifests).unwrap().is_empty());
        });
        let staged = best(&sample, plain, |repo| assert!(repo.staged().unwrap().is_empty()));
        let state = best(&sample, plain, |repo| drop(repo.state().unwrap()));
        eprintln!(
            "{which}: changed, 1,000 baselines {changed:.1?} (500: {halved:.1?}); tag names, 100,000 \
             {tag_names:.1?}; tags, 1,000 {tags:.1?}; files, 1,000: commit {commit:.1?}, index \
             {index:.1?}, disk {disk:.1?}; dirty {dirty:.1?}; staged {staged:.1?}; state {state:.1?}"
        );
        // What is to be excluded is a cost that quadruples when the baselines double.
        assert!(
            changed < halved * 3,
            "{which}: twice the baselines took {changed:?} after {halved:?}"
        );
    }
}
