//! Tags, revisions and history.

use super::*;

fn build(sample: &Sample) {
    sample.commit("one");
    sample.git(&["tag", "light"]);
    sample.git(&["tag", "-a", "-m", "words\n\nRelease-Component: core 1.1", "core/v1.1"]);
    sample.git(&["tag", "-a", "-m", "outer", "nested", "core/v1.1"]);
    sample.git(&["tag", "packed"]);
    if sample.root().join(".git/refs/tags/packed").exists() {
        sample.git(&["pack-refs", "--all"]);
    }
    sample.git(&["tag", "a-loose-one"]);
    sample.git(&["tag", "blob", &sample.git(&["hash-object", "-w", "--stdin"])]);
    for odd in ["--upload-pack=x", "-d", "bidi\u{202e}", "c1\u{9b}31m", "v1-3-gabcdef"] {
        sample.git(&["update-ref", &format!("refs/tags/{odd}"), "HEAD"]);
    }
}

#[test]
fn tag_names_are_merged_and_sorted_by_bytes() {
    every_kind(build, |_, repo, which| {
        let names = repo.tag_names().unwrap();
        let wanted = [
            "--upload-pack=x",
            "-d",
            "a-loose-one",
            "bidi\u{202e}",
            "blob",
            "c1\u{9b}31m",
            "core/v1.1",
            "light",
            "nested",
            "packed",
            "v1-3-gabcdef",
        ];
        let wanted: Vec<Vec<u8>> = wanted.iter().map(|name| name.as_bytes().to_vec()).collect();
        assert_eq!(names, wanted, "{which}");
    });
}

#[test]
fn branches_are_named_wherever_they_are_kept() {
    let build = |sample: &Sample| {
        sample.commit("one");
        for name in ["heads/packed", "heads/a/b", "remotes/up/stream/main"] {
            sample.git(&["update-ref", &format!("refs/{name}"), "HEAD"]);
        }
        sample.git(&["tag", "heads"]);
        sample.git(&["pack-refs", "--all"]);
        sample.git(&["update-ref", "refs/heads/a/loose", "HEAD"]);
        sample.git(&["symbolic-ref", "refs/remotes/up/HEAD", "refs/remotes/up/stream/main"]);
    };
    every_kind(build, |sample, repo, which| {
        let own = sample.git(&["symbolic-ref", "--short", "HEAD"]);
        let mut wanted = vec!["a/b", "a/loose", "packed", &own];
        wanted.sort_unstable();
        for (folder, wanted) in [
            ("refs/heads/", wanted.as_slice()),
            ("refs/heads/a/", &["b", "loose"]),
            ("refs/remotes/", &["up/HEAD", "up/stream/main"]),
            ("refs/none/", &[]),
        ] {
            let names = repo.names_below(folder).unwrap().into_iter();
            let names: Vec<String> = names.map(|name| String::from_utf8(name).unwrap()).collect();
            assert_eq!(names, wanted, "{which}: {folder}");
        }
    });
}

#[test]
fn tags_lead_to_commits_with_the_outer_message() {
    every_kind(build, |sample, repo, which| {
        let asked = ["light", "core/v1.1", "nested", "none", "blob", "core", "--upload-pack=x"];
        let tags = repo.tags(&asked).unwrap();
        let head = sample.head();
        let seen: Vec<_> = tags
            .iter()
            .map(|tag| {
                let tag = tag.as_ref()?;
                assert_eq!(tag.commit, head, "{which}");
                Some((tag.object.clone(), tag.message.as_deref()))
            })
            .collect();
        let annotated = "words\n\nRelease-Component: core 1.1\n";
        let wanted = [
            Some((head.clone(), None)),
            Some((sample.id("refs/tags/core/v1.1"), Some(annotated))),
            Some((sample.id("refs/tags/nested"), Some("outer\n"))),
            None,
            None,
            None,
            Some((head.clone(), None)),
        ];
        assert_eq!(seen, wanted, "{which}");
    });
}

#[test]
fn names_that_are_no_refs_are_no_tags_even_where_git_would_read_them_as_revisions() {
    every_kind(build, |sample, repo, which| {
        let short = sample.head().short().to_owned();
        let describe = format!("v9-1-g{short}");
        let asked = ["light^{commit}", "light~0", "", "a..b", "*", "../heads/main", &describe];
        assert!(repo.tags(&asked).unwrap().iter().all(Option::is_none), "{which}");
    });
}

#[test]
fn hundreds_of_tags_are_looked_up_in_the_order_asked() {
    let build = |sample: &Sample| {
        sample.commit("one");
        let lines: String = (0..300).map(|n| format!("create refs/tags/t{n} HEAD\n")).collect();
        sample.git.run(&["update-ref", "--stdin"], lines.as_bytes()).unwrap();
    };
    every_kind(build, |_, repo, which| {
        let mut names: Vec<String> = (0..300).rev().map(|n| format!("t{n}")).collect();
        names.insert(7, "missing".to_owned());
        let asked: Vec<&str> = names.iter().map(String::as_str).collect();
        let tags = repo.tags(&asked).unwrap();
        let missing: Vec<usize> = (0..tags.len()).filter(|at| tags[*at].is_none()).collect();
        assert_eq!(missing, [7], "{which}");
    });
}

#[test]
fn revisions_are_resolved_and_nothing_else_is() {
    every_kind(build, |sample, repo, which| {
        sample.commit("two");
        let (one, two) = (sample.id("HEAD~1"), sample.head());
        for (rev, wanted) in
            [("main", &two), ("HEAD~1", &one), ("nested", &one), (one.as_str(), &one), ("@", &two)]
        {
            assert_eq!(repo.resolve(rev).unwrap(), *wanted, "{which}: {rev}");
        }
        for rev in ["", "nope", "--all", "-x", "a..b", "HEAD~1..HEAD", "blob", "HEAD\n", "HEAD:"] {
            let error = repo.resolve(rev).unwrap_err();
            let message = error.to_string();
            assert!(message.ends_with("does not name a commit"), "{which}: {rev:?}: {message}");
        }
        sample.git(&["reset", "-q", "--hard", "HEAD~1"]);
    });
}

#[test]
fn ancestors_are_found_however_far_back_they_are() {
    let build = |sample: &Sample| {
        sample.commit("first");
        sample.git(&["branch", "old"]);
        sample.commit("left behind");
        sample.git(&["branch", "aside"]);
        sample.git(&["reset", "-q", "--hard", "old"]);
        let mut last = sample.id("old").to_string();
        for step in 0..100 {
            let message = format!("step {step}");
            last = sample.git(&["commit-tree", "HEAD^{tree}", "-p", &last, "-m", &message]);
        }
        sample.git(&["reset", "-q", "--hard", last.trim()]);
    };
    every_kind(build, |sample, repo, which| {
        let (old, aside, recent, head) =
            (sample.id("old"), sample.id("aside"), sample.id("HEAD~2"), sample.head());
        let asked = [aside.clone(), old.clone(), recent.clone()];
        assert_eq!(repo.ancestors(&asked, &head).unwrap(), [false, true, true], "{which}");
        assert_eq!(repo.ancestors(&[old], &head).unwrap(), [true], "{which}");
        assert_eq!(repo.ancestors(&[recent], &aside).unwrap(), [false], "{which}");
    });
}

#[test]
fn the_history_since_many_is_that_since_each() {
    let build = |sample: &Sample| {
        sample.commit("first");
        let root = sample.head().to_string();
        let tree = sample.git(&["rev-parse", "HEAD^{tree}"]);
        let commit = |step: &str, parents: &[&str]| {
            let mut words = vec!["commit-tree", tree.trim(), "-m", step];
            parents.iter().for_each(|parent| words.extend(["-p", parent.trim()]));
            sample.git(&words)
        };
        // A branch with merges, and one that is never merged.
        let mut main = root.clone();
        let mut side = root.clone();
        for step in 0..6 {
            side = commit(&format!("side {step}"), &[&side]);
            sample.git(&["tag", &format!("side-{step}"), side.trim()]);
            main = commit(&format!("main {step}"), &[&main]);
            sample.git(&["tag", &format!("main-{step}"), main.trim()]);
            if step % 2 == 1 {
                main = commit(&format!("merge {step}"), &[&main, &side]);
            }
        }
        let lost = commit("lost", &[&root]);
        sample.git(&["tag", "lost", lost.trim()]);
        sample.git(&["reset", "-q", "--hard", main.trim()]);
    };
    every_kind(build, |sample, repo, which| {
        let tags = sample.git(&["tag"]);
        let mut from: Vec<ObjectId> = tags.lines().map(|tag| sample.id(tag)).collect();
        from.push(sample.head());
        let head = sample.head();
        let logs = repo.logs(&from, &head).unwrap();
        assert_eq!(logs.since.len(), from.len(), "{which}");
        for from in &from {
            let told: Vec<_> = logs.since[from].iter().map(|at| &logs.commits[*at]).collect();
            let wanted = repo.log(from, &head).unwrap();
            assert_eq!(told, wanted.iter().collect::<Vec<_>>(), "{which}: {from}");
        }
        let once: alloc::collections::BTreeSet<_> = logs.commits.iter().collect();
        assert_eq!(once.len(), logs.commits.len(), "{which}");
        assert!(repo.logs(&[], &head).unwrap().commits.is_empty(), "{which}");
    });
}

#[test]
fn history_is_told_parents_first() {
    let build = |sample: &Sample| {
        sample.commit("one");
        sample.git(&["checkout", "-q", "-b", "side"]);
        sample.commit("two");
        sample.git(&["checkout", "-q", "main"]);
        sample.commit("three");
        sample.git(&["merge", "-q", "--no-ff", "-m", "merge \u{e4}\n\nBody: x", "side"]);
    };
    every_kind(build, |sample, repo, which| {
        let (one, side, main, head) =
            (sample.id("HEAD^1~1"), sample.id("side"), sample.id("HEAD^1"), sample.head());
        let mut middle = [side.clone(), main.clone()];
        middle.sort();
        let [a, b] = middle;
        assert_eq!(repo.log(&one, &head).unwrap(), [a, b, head.clone()], "{which}");
        assert_eq!(repo.log(&head, &head).unwrap(), [], "{which}");
        assert_eq!(repo.log(&side, &head).unwrap(), [main.clone(), head.clone()], "{which}");
        assert!(repo.is_ancestor(&side, &head).unwrap(), "{which}");
        assert!(repo.is_ancestor(&head, &head).unwrap(), "{which}");
        assert!(!repo.is_ancestor(&side, &main).unwrap(), "{which}");
        let all = [side.clone(), main.clone(), one.clone(), head.clone()];
        assert_eq!(repo.ancestors(&all, &head).unwrap(), [true; 4], "{which}");
        assert_eq!(repo.ancestors(&all, &main).unwrap(), [false, true, true, false], "{which}");
        assert_eq!(repo.ancestors(&[], &main).unwrap(), [false; 0], "{which}");
        let commit = repo.commit(&head).unwrap();
        assert_eq!(commit.parents, [main, side], "{which}");
        assert_eq!(commit.message, "merge \u{e4}\n\nBody: x\n", "{which}");
        assert_eq!(commit.time, 1_714_564_800, "{which}");
        assert_eq!(commit.tree, sample.id("HEAD^{tree}"), "{which}");
        assert!(repo.commit(&commit.tree).is_err(), "{which}");
        let nowhere = ObjectId::new(&"1".repeat(head.as_str().len())).unwrap();
        let error = repo.commit(&nowhere).unwrap_err();
        assert!(error.to_string().contains("is missing"), "{which}: {error}");
    });
}

#[test]
fn configuration_is_read_as_git_reads_it() {
    let build = |sample: &Sample| {
        sample.git(&["config", "commit.gpgSign", "yes"]);
        sample.git(&["config", "--add", "x.y", "first"]);
        sample.git(&["config", "--add", "x.y", "last\twith\ttabs"]);
        let config = sample.root().join(".git/config");
        let text = fs::read_to_string(&config).unwrap();
        fs::write(config, text + "[bare]\n\tvalueless\n").unwrap();
    };
    every_kind(build, |_, repo, which| {
        assert_eq!(repo.config_bool("commit.gpgSign").unwrap(), Some(true), "{which}");
        assert_eq!(repo.config("x.y").unwrap().as_deref(), Some("last\twith\ttabs"), "{which}");
        assert_eq!(repo.config("bare.valueless").unwrap().as_deref(), Some(""), "{which}");
        assert_eq!(repo.config_bool("bare.valueless").unwrap(), Some(true), "{which}");
        assert_eq!(repo.config("not.there").unwrap(), None, "{which}");
        assert_eq!(repo.config_bool("not.there").unwrap(), None, "{which}");
        assert!(repo.config_bool("x.y").is_err(), "{which}");
    });
}

#[test]
fn that_there_is_no_hook_is_certain() {
    let none = |sample: &Sample| {
        let _ = fs::remove_dir_all(sample.root().join(".git/hooks"));
    };
    let script = |sample: &Sample| {
        none(sample);
        sample.write(".git/hooks/pre-commit", "#!/bin/sh\n");
    };
    let elsewhere = |sample: &Sample| {
        none(sample);
        sample.git(&["config", "core.hooksPath", "somewhere/else"]);
    };
    let configured = |sample: &Sample| {
        none(sample);
        sample.git(&["config", "hook.tidy.event", "pre-commit"]);
    };
    every_kind(none, |_, repo, which| assert!(!repo.may_hook(&["pre-commit"]).unwrap(), "{which}"));
    for may in [&script as &dyn Fn(&Sample), &elsewhere, &configured] {
        every_kind(may, |_, repo, which| {
            assert!(repo.may_hook(&["post-commit", "pre-commit"]).unwrap(), "{which}");
        });
    }
    every_kind(script, |_, repo, which| {
        assert!(!repo.may_hook(&["post-commit"]).unwrap(), "{which}");
    });
}

#[test]
fn tags_are_as_they_are_now_however_git_keeps_them() {
    every_kind(build, |sample, repo, which| {
        let named = |name: &str| repo.tag_names().unwrap().iter().any(|one| one == name.as_bytes());
        assert!(named("packed") && !named("later"), "{which}");
        sample.git(&["commit", "-q", "--allow-empty", "-m", "two"]);
        sample.git(&["tag", "later"]);
        sample.git(&["tag", "-f", "packed"]);
        sample.git(&["pack-refs", "--all"]);
        let now = sample.head();
        assert!(named("later"), "{which}");
        for tag in repo.tags(&["later", "packed"]).unwrap() {
            assert_eq!(tag.unwrap().commit, now, "{which}");
        }
        // The next backend begins as this one did.
        sample.git(&["tag", "-d", "later"]);
        sample.git(&["reset", "-q", "--hard", "HEAD~1"]);
        sample.git(&["tag", "-f", "packed"]);
        assert!(!named("later"), "{which}");
    });
}

#[test]
fn a_tag_is_in_the_history_of_a_commit_or_beside_it() {
    every_kind(build, |sample, repo, which| {
        let one = sample.head();
        sample.git(&["commit", "-q", "--allow-empty", "-m", "two"]);
        sample.git(&["tag", "-f", "-a", "-m", "words", "after"]);
        let asked = ["core/v1.1", "none", "after", "blob", "light"];
        for head in [&one, &sample.head()] {
            let within = repo.tags_within(&asked, Some(head)).unwrap();
            let told: Vec<_> =
                within.iter().map(|tag| tag.as_ref().map(|tag| tag.ancestor)).collect();
            let wanted = [Some(true), None, Some(*head != one), None, Some(true)];
            assert_eq!(told, wanted, "{which}");
        }
        sample.git(&["reset", "-q", "--hard", "HEAD~1"]);
    });
}
