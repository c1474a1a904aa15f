//! The command line: global options, the table of commands, and how the program ends.

extern crate alloc;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::{OsStringValueParser, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Args as _, FromArgMatches as _, ValueEnum as _};
use place::Explain as _;

use crate::command::{self, COMMANDS, Entry};
use crate::error::{Error, FileError, UsageError};
use crate::options::ChangeOptions;
use crate::render::{self, Format, Sources};
use crate::session::{self, Session, Verbosity};
use crate::spent::Spent;
use crate::terminal::Color;
use crate::{crash, escape, outcome, style};

/// The copy of `-C` that is understood behind a command's name.
const AND_DIRECTORY: &str = "and-directory";

/// Options that every command understands.
#[derive(Debug, clap::Args)]
struct GlobalOptions {
    /// Run as if started in DIR; each further one is seen from the one before, as git does
    #[arg(short = 'C', value_name = "DIR", action = ArgAction::Append, value_parser = folder())]
    directory: Vec<PathBuf>,

    /// The configuration to use instead of the release.toml of the repository
    #[arg(long, value_name = "FILE", global = true, help_heading = "Global options")]
    config: Option<PathBuf>,

    /// When to use colours; NO_COLOR is respected
    #[arg(long, value_name = "WHEN", global = true, help_heading = "Global options")]
    #[arg(value_enum, default_value_t, hide_possible_values = false)]
    color: Color,

    /// Print answers and errors only
    #[arg(short, long, global = true, help_heading = "Global options", conflicts_with = "verbose")]
    quiet: bool,

    /// Print what was looked at as well
    #[arg(short, long, global = true, help_heading = "Global options")]
    verbose: bool,
}

/// A folder that may be empty, which a path that is asked for may not.
fn folder() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// Runs the program with these arguments, the program's name first; the result is the process's
/// exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    crash::install();
    crash::guard(|| start(&arguments))
}

/// The whole command line as clap knows it: for completions, manual pages and all that is told of it.
#[must_use]
pub fn program() -> clap::Command {
    program_with(|_| true)
}

/// The same, where some commands are known in `full` and the others by name alone: to parse what one
/// of them is called with, the options of all the others need not be told.
fn program_with(full: impl Fn(&Entry) -> bool) -> clap::Command {
    // First the options, whose own description would replace the program's.
    let program = GlobalOptions::augment_args(clap::Command::new("syncline"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Releases product lines: many components, one version line, a written policy")
        .long_about(
            "Releases a product line: many components, in many languages, that share one version \
             line under a written policy. One command gives one plan — which components move, to \
             which version, and why — and then one all-or-nothing change: every manifest, \
             lockfile and tag.",
        )
        .styles(style::clap())
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_long_help(command::exit_codes(outcome::EXIT_CODES.iter().map(|(code, _)| *code)));
    COMMANDS.iter().fold(program, |program, entry| {
        let command = if full(entry) {
            with_directory((entry.command)())
        } else {
            clap::Command::new(entry.name)
        };
        program.subcommand(command)
    })
}

/// `command` and those inside it with a `-C` of their own: a global one forgets what stood before.
fn with_directory(command: clap::Command) -> clap::Command {
    let again = Arg::new(AND_DIRECTORY)
        .short('C')
        .value_name("DIR")
        .value_parser(folder())
        .action(ArgAction::Append)
        .help("Run as if started in DIR; each further one is seen from the one before, as git does")
        .help_heading("Global options");
    command.mut_subcommands(with_directory).arg(again)
}

fn start(arguments: &[OsString]) -> u8 {
    let format = asked_format(arguments);
    if let Some(error) = control_character(arguments) {
        return refuse(&error, format);
    }
    let called = |entry: &Entry| arguments.iter().any(|word| word == entry.name);
    let parsed = program_with(called).try_get_matches_from(arguments);
    match parsed.or_else(|_| program().try_get_matches_from(arguments)) {
        Ok(matches) => dispatch(&matches, format),
        Err(error) => usage(&unassuming(error), format),
    }
}

/// The format that errors are to have, by words that may not parse: whoever asked for a document gets
/// one.
fn asked_format(arguments: &[OsString]) -> Format {
    let mut words = arguments.iter().map(|word| word.to_str().unwrap_or_default());
    let named = |word: &str| Format::from_str(word, false).ok();
    while let Some(word) = words.next() {
        let asked = match (word, word.strip_prefix("--format=")) {
            ("--json", _) => Some(Format::Json),
            ("--format", _) => words.next().and_then(named),
            (_, Some(name)) => named(name),
            ("--", _) => break,
            _ => None,
        };
        if let Some(format) = asked {
            return format;
        }
    }
    Format::Human
}

fn dispatch(matches: &ArgMatches, format: Format) -> u8 {
    let Some((entry, inner)) = chosen(matches) else { return outcome::CRASH };
    let mut session = match open(matches, inner) {
        Ok(session) => session,
        Err(error) => return refuse(&error, format),
    };
    let begun = Instant::now();
    let ended = (entry.run)(inner, &mut session);
    session.detail(&format!("took {} ms\n", begun.elapsed().as_millis()));
    session.detail(&Spent::so_far().line());
    match ended {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => {
            if let Error::Explained(error) = &error {
                session.report(&**error);
            }
            error.exit_code()
        }
    }
}

fn chosen(matches: &ArgMatches) -> Option<(&'static Entry, &ArgMatches)> {
    let (name, inner) = matches.subcommand()?;
    Some((COMMANDS.iter().find(|entry| entry.name == name)?, inner))
}

fn open(matches: &ArgMatches, inner: &ArgMatches) -> Result<Session, UsageError> {
    let refused =
        |error: clap::Error| UsageError { message: error.to_string(), help: String::new() };
    let options = GlobalOptions::from_arg_matches(matches).map_err(refused)?;
    options.color.apply();
    let mut cwd = std::env::current_dir().map_err(|error| UsageError {
        message: format!("the current folder cannot be entered: {error}"),
        help: "change to a folder that exists, or name one with -C".into(),
    })?;
    let levels = core::iter::successors(Some(inner), |matches| Some(matches.subcommand()?.1));
    let later = levels.flat_map(|level| level.get_many::<PathBuf>(AND_DIRECTORY)).flatten();
    for folder in options.directory.iter().chain(later) {
        cwd = enter(&cwd, folder)?;
    }
    let verbosity = match (options.quiet, options.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    Ok(Session::new(cwd, options.config, verbosity))
}

/// One `-C`: an empty one changes nothing, as git has it.
fn enter(cwd: &Path, folder: &Path) -> Result<PathBuf, UsageError> {
    let there = if folder.as_os_str().is_empty() { cwd.to_owned() } else { cwd.join(folder) };
    let refused = |why: &str| UsageError {
        message: format!("-C `{}`: {why}", folder.display()),
        help: "name a folder that exists; each -C is seen from the one before".into(),
    };
    match std::fs::metadata(&there) {
        Ok(found) if found.is_dir() => Ok(there),
        Ok(_) => Err(refused("not a folder")),
        Err(error) => Err(refused(&error.to_string())),
    }
}

/// No name, path or version that a person means has a control character; one that a script passes
/// on by accident would end up in tags and terminals.
fn control_character(arguments: &[OsString]) -> Option<UsageError> {
    let bad = |word: &&OsString| word.to_string_lossy().chars().any(char::is_control);
    arguments.iter().skip(1).find(bad).map(|word| UsageError {
        message: format!("argument `{}` has a control character in it", word.to_string_lossy()),
        help: "type it again without the character shown by its code".into(),
    })
}

/// Without a tip to pass the word behind `--`, where no command takes it as a value either, and without
/// one to agree: the words that apply a release unasked are for those who mean them, and are
/// not what a slip (`--exclude`, near `--execute`) is to be mended with.
fn unassuming(mut error: clap::Error) -> clap::Error {
    error.remove(ContextKind::TrailingArg);
    if let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) {
        let behind = |tip: &StyledStr| tip.to_string().contains("'-- ");
        let kept: Vec<StyledStr> = tips.iter().filter(|tip| !behind(tip)).cloned().collect();
        match kept.is_empty() {
            true => drop(error.remove(ContextKind::Suggested)),
            false => drop(error.insert(ContextKind::Suggested, ContextValue::StyledStrs(kept))),
        }
    }
    let agrees = match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(word)) => ChangeOptions::agrees(word),
        Some(ContextValue::Strings(words)) => words.iter().any(|word| ChangeOptions::agrees(word)),
        _ => false,
    };
    if agrees {
        error.remove(ContextKind::SuggestedArg);
        // It has the word in it as well.
        error.remove(ContextKind::Usage);
    }
    error
}

/// What clap has to say: help and versions are answers, everything else is wrong usage.
fn usage(error: &clap::Error, format: Format) -> u8 {
    let text = error.render().ansi().to_string();
    if !error.use_stderr() {
        let mut out = anstream::stdout().lock();
        return match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Whether somebody reads to the end or not, nothing is wrong.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let error = FileError::at("write", Path::new("standard output"))(error);
                session::to_stderr(&render::error(&error, &Sources::default(), Format::Human, 80));
                error.class().exit_code()
            }
            Ok(()) | Err(_) => 0,
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        session::to_stderr(&text);
        return 2;
    }
    // Arguments with control characters were refused before, so every escape in it is clap's.
    session::to_stderr(&escape::styled(&text));
    tell(&explained(&error.render().to_string()), format);
    2
}

/// Clap's first line as the message, its tip as the next step.
fn explained(text: &str) -> UsageError {
    let mut paragraphs = text.split("\n\n");
    let head = paragraphs.next().unwrap_or("").trim_start_matches("error: ");
    let message = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let tip = text.lines().find_map(|line| line.trim_start().strip_prefix("tip: "));
    // Its usage names the command that was called, up to what that takes.
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or_default();
    let called = usage.split(' ').take_while(|word| word.starts_with(|c: char| c.is_alphabetic()));
    let called = called.collect::<Vec<_>>().join(" ");
    let called = if called.is_empty() { "syncline" } else { &called };
    let help = tip.map_or_else(|| format!("see `{called} --help`"), ToOwned::to_owned);
    UsageError { message, help }
}

fn refuse(error: &UsageError, format: Format) -> u8 {
    session::to_stderr(&render::error(error, &Sources::default(), Format::Human, 80));
    tell(error, format);
    2
}

/// Tells programs: people have been told.
fn tell(error: &UsageError, format: Format) {
    if format == Format::Human {
        return;
    }
    let text = render::error(error, &Sources::default(), format, 80);
    // The exit code says the same to whoever has stopped reading.
    drop(std::io::stdout().lock().write_all(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        program().debug_assert();
    }

    #[test]
    fn every_command_is_described_with_examples_that_parse() {
        let program = program();
        for entry in COMMANDS {
            let command = program.find_subcommand(entry.name).unwrap();
            assert!(command.get_about().is_some(), "{}: no description", entry.name);
            assert!(!entry.examples.is_empty(), "{}: no example", entry.name);
            for (_, example) in entry.examples {
                let parsed = program.clone().try_get_matches_from(words(example)).unwrap();
                assert_eq!(parsed.subcommand_name(), Some(entry.name), "{example}");
            }
            for code in entry.exits {
                assert!(outcome::EXIT_CODES.iter().any(|(known, _)| known == code));
            }
        }
    }

    /// The words of a command line as a shell takes them, up to where its output goes.
    fn words(line: &str) -> Vec<&str> {
        let line = line.split(" > ").next().unwrap();
        let pieces = line.split('\'').enumerate();
        let words = pieces.map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().collect(),
            _ => vec![piece],
        });
        words.collect::<Vec<_>>().concat()
    }

    #[test]
    fn directories_add_up_as_in_git() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("a/b")).unwrap();
        std::fs::write(root.path().join("a/f"), "").unwrap();
        let at = |base: &Path, folder: &str| enter(base, Path::new(folder));
        let a = at(root.path(), "a").unwrap();
        assert_eq!(at(&a, "b").unwrap(), root.path().join("a/b"));
        assert_eq!(at(&a, "").unwrap(), a);
        assert_eq!(at(&a, root.path().to_str().unwrap()).unwrap(), root.path());
        assert!(at(&a, "f").unwrap_err().to_string().contains("not a folder"));
        assert!(at(&a, "missing").is_err());
    }

    #[test]
    fn a_directory_may_stand_behind_every_word() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("a/b/c")).unwrap();
        let path = root.path().to_str().unwrap();
        let words = ["syncline", "-C", path, "change", "-C", "a", "list", "-C", "b", "-C", "c"];
        let matches = program().try_get_matches_from(words).unwrap();
        let (_, inner) = chosen(&matches).unwrap();
        assert_eq!(open(&matches, inner).unwrap().cwd, root.path().join("a/b/c"));
        let mut commands = vec![program()];
        while let Some(command) = commands.pop() {
            let known = command.get_arguments().any(|one| one.get_short() == Some('C'));
            assert!(known, "{}", command.get_name());
            commands.extend(command.get_subcommands().cloned());
        }
    }

    #[test]
    fn control_characters_are_refused() {
        for (word, refused) in
            [("a\u{1b}[2J", true), ("a\nb", true), ("a\u{9b}", true), ("\u{e4}", false)]
        {
            let arguments = [OsString::from("syncline"), OsString::from(word)];
            assert_eq!(control_character(&arguments).is_some(), refused, "{word:?}");
        }
    }

    #[test]
    fn what_clap_says_becomes_a_message_and_a_step() {
        let error = program().try_get_matches_from(["syncline", "complletions"]).unwrap_err();
        let error = explained(&error.render().to_string());
        assert_eq!(error.message, "unrecognized subcommand 'complletions'");
        assert_eq!(error.help, "some similar subcommands exist: 'compat', 'completions'");
        for (words, help) in [
            (&["demo", "--json"][..], "see `syncline demo --help`"),
            (&["change", "list", "--jsn"], "a similar argument exists: '--json'"),
            (&["change", "add"], "see `syncline change add --help`"),
            (&["--nope"], "see `syncline --help`"),
        ] {
            let words = [&["syncline"], words].concat();
            let error = unassuming(program().try_get_matches_from(words).unwrap_err());
            assert_eq!(explained(&error.render().to_string()).help, help);
            assert!(!error.render().to_string().contains("as a value"), "{error}");
        }
    }
}
