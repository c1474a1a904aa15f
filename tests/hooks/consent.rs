//! Who agreed that hooks run: never the repository.

use super::{RELEASE, and, document, look, marks, run, toolbox};
use crate::support::Repository;

/// Saves the plan of the release beside the repository.
fn saved(repository: &Repository) -> String {
    let output = look(repository, &and(&["plan"], &and(RELEASE, &["--json"])), 0);
    let path = repository.beside("plan.json");
    std::fs::write(&path, output.stdout).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Both ways to have a release made.
fn ways(plan: &str) -> [Vec<&str>; 2] {
    [RELEASE.to_vec(), vec!["apply", plan]]
}

#[test]
fn without_a_word_of_the_users_nothing_is_released() {
    let repository = toolbox();
    let plan = saved(&repository);
    for words in ways(&plan) {
        for more in [&[][..], &["--yes"], &["--yes", "--json"]] {
            let output = look(&repository, &and(&words, more), 2);
            for says in [
                "`tools/mark product 1.0.1 core-1.0.1` and 3 more",
                "nobody agreed",
                "release.toml:6:10",
                "--hooks",
                "--no-hooks",
                "git config syncline.hooks true",
            ] {
                assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
            }
            assert_eq!(marks(&repository), "");
        }
    }
}

#[test]
fn the_users_word_is_an_option_or_a_setting_of_gits_and_the_option_goes_first() {
    for (setting, more, ran) in [
        (None, &["--hooks"][..], Some(4)),
        (None, &["--no-hooks"], Some(0)),
        (Some("true"), &[], Some(4)),
        (Some("true"), &["--no-hooks"], Some(0)),
        (Some("false"), &[], None),
        (Some("false"), &["--hooks"], Some(4)),
        (Some("false"), &["--no-hooks"], Some(0)),
    ] {
        for at in 0..2 {
            let repository = toolbox();
            let plan = saved(&repository);
            if let Some(value) = setting {
                repository.git(&["config", "syncline.hooks", value]);
            }
            let words = and(&and(&ways(&plan)[at], more), &["--yes"]);
            let Some(ran) = ran else {
                let output = look(&repository, &words, 2);
                assert!(output.stderr.contains("forbids"), "{words:?}: {}", output.stderr);
                continue;
            };
            let output = run(&repository, &words, 0);
            assert_eq!(marks(&repository).lines().count(), ran, "{setting:?} {words:?}");
            assert!(repository.tags().contains(&"core-1.0.1".to_owned()));
            if more == ["--no-hooks"] {
                let said = output.stdout + &output.stderr;
                assert!(said.contains("--no-hooks"), "{words:?}: {said}");
            }
        }
    }
}

#[test]
fn a_setting_of_all_of_somebodys_repositories_counts_and_nonsense_is_refused() {
    let repository = toolbox();
    let settings = repository.beside("settings");
    std::fs::write(&settings, "[syncline]\n\thooks\n").unwrap();
    let mut command = repository.program("", &and(RELEASE, &["--yes"]));
    command.env("GIT_CONFIG_GLOBAL", &settings);
    assert_eq!(crate::support::run(command).code, 0);
    assert_eq!(marks(&repository).lines().count(), 4);
    let repository = toolbox();
    repository.git(&["config", "syncline.hooks", "perhaps"]);
    let output = look(&repository, &and(RELEASE, &["--yes"]), 2);
    for says in ["`syncline.hooks` is neither true nor false", "release.toml:6:10", "--no-hooks"] {
        assert!(output.stderr.contains(says), "no {says}: {}", output.stderr);
    }
    look(&repository, &and(RELEASE, &["--dry-run"]), 0);
}

/// Cloning a repository, and looking, never runs what is in it; and no file of it can agree.
#[test]
fn nothing_in_the_repository_agrees() {
    let repository = toolbox();
    repository.write(".gitconfig", "[syncline]\n\thooks = true\n");
    repository.write("config", "[syncline]\n\thooks = true\n").commit("Agree with myself");
    look(&repository, &and(RELEASE, &["--yes"]), 2);
    let text = repository.file("release.toml");
    let config = format!("{text}\n[git]\nhooks = true\n");
    std::fs::write(repository.at("release.toml"), config).unwrap();
    let output = look(&repository, &and(RELEASE, &["--yes"]), 2);
    assert!(output.stderr.contains("unknown key `git.hooks`"), "{}", output.stderr);
}

/// A plan says what it runs, and agrees to nothing.
#[test]
fn a_plan_with_other_hooks_is_none_that_was_planned() {
    let repository = toolbox();
    let path = saved(&repository);
    let planned: product::Plan =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let forgeries: [fn(&mut product::Plan); 3] = [
        |plan| plan.hooks.clear(),
        |plan| plan.hooks[1].argv = vec!["sh".into(), "-c".into(), "exit 1".into()],
        |plan| plan.options.no_hooks = true,
    ];
    for forge in forgeries {
        let mut forged = planned.clone();
        forge(&mut forged);
        std::fs::write(&path, serde_json::to_string(&forged).unwrap()).unwrap();
        look(&repository, &["apply", &path, "--yes", "--hooks"], 2);
        forged.id = forged.digest();
        std::fs::write(&path, serde_json::to_string(&forged).unwrap()).unwrap();
        let output = look(&repository, &["apply", &path, "--yes", "--hooks"], 1);
        assert!(output.stderr.contains("stale"), "{}", output.stderr);
    }
    // Planned without hooks, it is applied without, and needs nobody's word.
    let words = and(&["plan"], &and(RELEASE, &["--no-hooks", "--json"]));
    let output = look(&repository, &words, 0);
    assert_eq!(document(&output)["options"]["no-hooks"], true);
    std::fs::write(&path, output.stdout).unwrap();
    let output = look(&repository, &["apply", &path, "--yes", "--hooks"], 2);
    assert!(output.stderr.contains("made with --no-hooks"), "{}", output.stderr);
    repository.git(&["config", "syncline.hooks", "true"]);
    let output = run(&repository, &["apply", &path, "--yes"], 0);
    assert!(output.stderr.contains("no hook runs"), "{}", output.stderr);
    assert!(!output.stderr.contains("mark"), "{}", output.stderr);
    assert_eq!(marks(&repository), "");
}

/// On a terminal, whoever confirms has seen them.
#[test]
fn a_confirmation_is_consent() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    if !cfg!(target_os = "linux") || Command::new("script").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no `script` to make a terminal with");
        return;
    }
    for (answer, more, ran) in [
        ("y\n", "", 4),
        ("n\n", "", 0),
        ("y\n", " --json", 4),
        ("y\n", " --no-hooks", 0),
        ("y\n", " > out.txt", 4),
        ("n\n", " | cat > out.txt", 0),
    ] {
        let repository = toolbox();
        let program = repository.program("", &[]);
        let line = format!("'{}' {}{more}", env!("CARGO_BIN_EXE_syncline"), RELEASE.join(" "));
        let mut command = Command::new("script");
        command.args(["-q", "-e", "-c", &line, "/dev/null"]).current_dir(repository.root());
        command.env_clear();
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("SHELL", "/bin/sh");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(marks(&repository).lines().count(), ran, "{more} {answer:?}: {said}");
        let released = repository.tags().contains(&"core-1.0.1".to_owned());
        assert_eq!(released, answer == "y\n", "{said}");
        if more != " --no-hooks" {
            let question = "run the hooks and release core 1.0.1? [y/N]";
            let (before, _) = said.split_once(question).unwrap_or_else(|| panic!("{said}"));
            assert!(before.contains("tools/mark sdk 2.0.1"), "{said}");
            assert_eq!(said.contains("--yes --hooks"), answer == "n\n", "{said}");
        }
    }
}

/// What is shown is what runs, to the space.
#[test]
fn commands_are_shown_as_they_are() {
    let repository = super::with("[[\"echo\", \"a   b\", \"   \", \"\u{2003}\"]]");
    let output = look(&repository, &and(RELEASE, &["--dry-run"]), 0);
    let wanted = "\n  `echo 'a   b' '   ' '\\u{2003}'`\n";
    assert!(output.stdout.contains(wanted), "{}", output.stdout);
    // Letters without a shape pass for spaces, and are refused as all that is hidden is.
    for blank in ["\u{3164}", "\u{115f}", "\u{1160}", "\u{ffa0}", "\u{2800}"] {
        let repository = super::with(&format!("[[\"echo\", \"{blank}\"]]"));
        let output = look(&repository, &and(RELEASE, &["--dry-run"]), 2);
        assert!(output.stderr.contains("a hook has nothing hidden in it"), "{}", output.stderr);
    }
    let long = format!("{}  {}", "x".repeat(70), "y".repeat(70));
    let repository = super::with(&format!("[[\"echo\", \"{long}\"]]"));
    let output = look(&repository, &and(RELEASE, &["--dry-run"]), 0);
    assert!(output.stdout.contains(&format!("  `echo '{long}'`\n")), "{}", output.stdout);
}
