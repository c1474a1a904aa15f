//! What holds of every command line, whatever the command.

use std::process::Stdio;
use std::{fs, io};

use crate::support::{Output, Repository, chain};

/// Runs in a repository with a product line and sees that nothing was written.
fn harmless(arguments: &[&str]) -> Output {
    let repository = chain::released();
    let before = repository.state();
    let output = repository.run(arguments);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{arguments:?} wrote something: {written:#?}");
    output
}

#[test]
fn help_and_version_are_answers() {
    for arguments in
        [&["--help"][..], &["--version"], &["help", "man"], &["man", "--help"], &["man", "-h"]]
    {
        let output = harmless(arguments);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn long_help_has_examples_and_exit_codes() {
    let help = harmless(&["completions", "--help"]).stdout;
    for words in ["Examples:", "syncline completions bash >", "Exit codes:", "  0  done"] {
        assert!(help.contains(words), "no {words:?} in:\n{help}");
    }
}

#[test]
fn wrong_usage_is_2() {
    for (arguments, word) in [
        (&[][..], "Usage"),
        (&["complletions", "bash"], "'completions'"),
        (&["completions"], "<SHELL>"),
        (&["completions", "tcsh"], "tcsh"),
        (&["completions", "bash", "--upload-pack=x"], "--upload-pack"),
        (&["-q", "-v", "completions", "bash"], "--verbose"),
        (&["--color", "sometimes", "completions", "bash"], "sometimes"),
        (&["-C", "nowhere", "completions", "bash"], "nowhere"),
        (&["-C", "release.toml", "completions", "bash"], "not a folder"),
    ] {
        let output = harmless(arguments);
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            output.stderr
        );
        assert!(output.stderr.contains(word), "{arguments:?}: {}", output.stderr);
    }
}

#[test]
fn control_characters_in_arguments_are_refused_and_not_echoed() {
    for word in ["a\u{1b}[2Jb", "a\nb", "a\u{9b}b", "--\u{7}"] {
        let output = harmless(&["completions", word]);
        assert_eq!(output.code, 2, "{word:?}");
        assert!(output.stderr.contains("control character"), "{word:?}: {}", output.stderr);
        let echoed = |c: char| c.is_control() && c != '\n';
        assert!(!output.stderr.contains(echoed), "{:?}", output.stderr);
    }
}

#[test]
fn hidden_characters_in_arguments_are_shown_by_their_codes() {
    let output = harmless(&["completions", "ba\u{202e}hs"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("ba\\u{202e}hs"), "{}", output.stderr);
}

#[test]
fn errors_are_json_where_json_was_asked_for() {
    let output = harmless(&["-C", "nowhere", "man", "--json", "x"]);
    assert_eq!(output.code, 2);
    let output = harmless(&["complletions", "--json"]);
    assert_eq!(output.code, 2);
    let value: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(value["format"], 1);
    assert_eq!(value["error"]["class"], "usage");
    assert_eq!(value["error"]["message"], "unrecognized subcommand 'complletions'");
    assert!(output.stderr.contains("complletions"), "people are told as well: {}", output.stderr);
}

#[test]
fn every_shell_gets_its_script_and_nothing_else() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = harmless(&["completions", shell]);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{shell}");
        assert!(output.stdout.contains("syncline"), "{shell}");
    }
}

#[test]
fn folders_named_with_c_add_up_on_both_sides_of_the_command() {
    let repository = Repository::new();
    fs::create_dir_all(repository.at("a/b")).unwrap();
    // An empty one changes nothing, as git has it.
    assert_eq!(repository.run(&["-C", "", "completions", "bash", "-C", ""]).code, 0);
    let output = repository.run(&["-C", "a", "man", "-C", "b", "pages"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let page = repository.file("a/b/pages/syncline-man.1");
    assert!(page.contains("syncline man"), "{page}");
    let foot = format!("\"syncline {}\"", env!("CARGO_PKG_VERSION"));
    for (command, names) in [
        ("release", &["[aliases: \\-x, \\-\\-execute, \\-\\-no\\-confirm]"][..]),
        ("release", &["[aliases: \\-\\-workspace]"]),
        ("change-add", &[]),
    ] {
        let page = repository.file(&format!("a/b/pages/syncline-{command}.1"));
        let title = page.lines().find(|line| line.starts_with(".TH")).unwrap();
        assert!(title.contains(&foot), "{title}");
        for name in names {
            assert!(page.contains(name), "{command}: no {name} in:\n{page}");
        }
    }
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["man", "pages", "--quiet"]).stderr, "");
    let help = repository.run(&["--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
        .collect();
    assert!(names.contains(&"completions"), "{names:?}");
    for name in names {
        assert!(repository.file(&format!("pages/syncline-{name}.1")).contains(".SH"), "{name}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_5() {
    let output = harmless(&["man", "release.toml/pages"]);
    assert_eq!(output.code, 5);
    assert!(output.stderr.starts_with("error: could not create `"), "{}", output.stderr);
    assert!(output.stderr.contains("\nhelp: "), "{}", output.stderr);
}

#[test]
fn a_closed_pipe_ends_quietly_with_0() {
    for arguments in [&["completions", "bash"][..], &["--help"]] {
        let repository = Repository::new();
        let (reader, writer) = io::pipe().unwrap();
        // Nobody reads from the start: the first write fails, however short it is.
        drop(reader);
        let mut command = repository.program("", arguments);
        let output = command.stdin(Stdio::null()).stdout(writer).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_no_success() {
    for arguments in [&["completions", "bash"][..], &["--help"], &["--version"], &["help", "man"]] {
        let repository = Repository::new();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = repository.program("", arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("make room on the disk"), "{arguments:?}: {said}");
    }
}

/// What is wrong with a request has one name, whoever finds it.
#[test]
fn a_wrong_request_is_usage() {
    for arguments in [
        &["patch", "nope", "--json"][..],
        &["patch", "--json"],
        &["release", "minro", "--json"],
        &["explain", "nope", "--json"],
        &["compat", "x@1", "y@1", "--json"],
        &["native", "--json", "--dialect", "nope"],
        &["complletions", "--json"],
        &["report", "-o", "-", "--json"],
    ] {
        let output = harmless(arguments);
        assert_eq!(output.code, 2, "{arguments:?}: {output:?}");
        let value: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(value["error"]["rule"], "usage", "{arguments:?}: {value:#}");
        assert!(!output.stderr.contains("[usage]"), "it is no rule: {}", output.stderr);
    }
    let output = harmless(&["abandon", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!((&value["error"]["rule"], output.code), (&().into(), 3));
}

/// Whoever leaves somebody out is not told to release without being asked.
#[test]
fn no_tip_is_to_agree() {
    for words in [&["patch", "--all", "--exclude", "a"][..], &["next", "patch", "--exclude", "a"]] {
        let output = harmless(words);
        assert_eq!(output.code, 2, "{output:?}");
        let said = output.stderr;
        assert!(said.contains("unexpected argument '--exclude'"), "{said}");
        assert!(!said.contains("--execute") && !said.contains("--yes"), "{said}");
    }
    let said = harmless(&["patch", "a", "--dry-rum"]).stderr;
    assert!(said.contains("'--dry-run'"), "other tips are given: {said}");
}

#[test]
fn colours_follow_the_option() {
    let repository = Repository::new();
    let plain = repository.run(&["man", "/dev/null/x"]);
    let coloured = repository.run(&["--color", "always", "man", "/dev/null/x"]);
    assert!(coloured.stderr.contains("\u{1b}["), "{:?}", coloured.stderr);
    assert!(!plain.stderr.contains('\u{1b}'), "{:?}", plain.stderr);
}

/// Where nobody reads it on a terminal, a message is one line, to be searched and compared.
#[test]
fn messages_are_broken_between_words_on_a_terminal_only() {
    let repository = chain::released();
    let arguments = ["demo", "--keep", "core"];
    let piped = repository.run(&arguments).stderr;
    let help = piped.lines().find(|line| line.starts_with("help: ")).unwrap();
    assert!(help.len() > 45, "{piped}");
    let program = repository.program("", &arguments);
    let words = core::iter::once(program.get_program()).chain(program.get_args());
    let words: Vec<String> = words.map(|word| format!("'{}'", word.to_string_lossy())).collect();
    let line = format!("stty rows 24 cols 45; {}", words.join(" "));
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null());
    script.current_dir(repository.at("")).env("NO_COLOR", "1");
    let Ok(output) = script.output() else {
        eprintln!("SKIPPED: there is no `script`");
        return;
    };
    let shown = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    assert!(shown.lines().all(|line| line.len() <= 45), "{shown}");
    let whole = shown.replace("\n      ", " ");
    assert!(whole.contains(help), "no {help} in {shown}");
}
