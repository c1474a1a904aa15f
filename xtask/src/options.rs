//! Options that several commands share.

use std::ffi::OsStr;

use clap::Args as _;
use jiff::civil::Date;

use crate::error::UsageError;
use crate::render::Format;

/// Options of every command that changes something.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ChangeOptions {
    /// Show the plan and stop, whatever else is asked for
    #[arg(short = 'n', long, help_heading = "Applying")]
    pub dry_run: bool,

    /// Apply without asking; without it, asks on a terminal and refuses elsewhere
    #[arg(short = 'y', long, help_heading = "Applying")]
    #[arg(visible_short_alias = 'x', visible_aliases = ["execute", "no-confirm"])]
    pub yes: bool,

    /// The date of the release, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Versions")]
    pub date: Option<Date>,

    /// The build number of schemes that have one
    #[arg(long, value_name = "N", help_heading = "Versions")]
    pub build: Option<u64>,

    /// The product line, where the repository has several
    #[arg(long, value_name = "NAME", help_heading = "Versions")]
    pub line: Option<String>,

    /// Whether it is pushed.
    #[command(flatten)]
    pub push: PushOption,

    /// Whether hooks run.
    #[command(flatten)]
    pub hooks: HooksOption,

    /// Commit on a branch of its own, without tags: once it is merged, `resume` makes them
    #[arg(long, help_heading = "Publishing")]
    pub via_branch: bool,

    /// Commit without tags; the release is unfinished until `resume` makes them
    #[arg(long, help_heading = "Publishing")]
    pub no_tag: bool,

    /// Sign the commit and the tags
    #[arg(long, help_heading = "Publishing")]
    pub sign: bool,

    /// Allow a release from branches that match, beside those that release.toml allows
    #[arg(long, value_name = "GLOB", value_parser = glob, help_heading = "Publishing")]
    pub allow_branch: Vec<String>,

    /// Why, in words, where the policy leaves it to people; kept in the commit and the lead tag
    #[arg(long, value_name = "TEXT", value_parser = words, help_heading = "Publishing")]
    pub because: Option<String>,
}

/// Options of commands that complete, or take back, what was confirmed before.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct DoOptions {
    /// Say what would be done and stop
    #[arg(short = 'n', long, help_heading = "Applying")]
    pub dry_run: bool,

    /// Taken as other commands take it; nothing is asked here, with it or without
    #[arg(short = 'y', long, help_heading = "Applying")]
    #[arg(visible_short_alias = 'x', visible_aliases = ["execute", "no-confirm"])]
    pub yes: bool,
}

/// Whether what is made is pushed. Of both, the last holds.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct PushOption {
    /// Push it: branch and tags first, the lead tag last
    #[arg(long, overrides_with = "no_push", help_heading = "Publishing")]
    push: bool,

    /// Do not push it, whatever release.toml says
    #[arg(long, overrides_with = "push", help_heading = "Publishing")]
    no_push: bool,
}

impl PushOption {
    /// What was asked for; `None` leaves it to release.toml.
    #[must_use]
    pub fn asked(self) -> Option<bool> {
        match (self.push, self.no_push) {
            (false, false) => None,
            (push, _) => Some(push),
        }
    }
}

/// Whether the commands that release.toml names as hooks run. Of both, the last holds.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct HooksOption {
    /// Run the commands that release.toml names as hooks, whatever git's `syncline.hooks` says
    #[arg(long, overrides_with = "no_hooks", help_heading = "Applying")]
    hooks: bool,

    /// Release without them
    #[arg(long, overrides_with = "hooks", help_heading = "Applying")]
    no_hooks: bool,
}

impl HooksOption {
    /// What was asked for; `None` leaves it to git's configuration, or to whoever confirms.
    #[must_use]
    pub fn asked(self) -> Option<bool> {
        match (self.hooks, self.no_hooks) {
            (false, false) => None,
            (hooks, _) => Some(hooks),
        }
    }
}

impl ChangeOptions {
    /// Whether `word` is `--yes`, or another name of it.
    #[must_use]
    pub fn agrees(word: &str) -> bool {
        let command = Self::augment_args(clap::Command::new(""));
        let yes = command.get_arguments().find(|option| option.get_id() == "yes");
        let names = yes.and_then(clap::Arg::get_long_and_visible_aliases).unwrap_or_default();
        word.strip_prefix("--").is_some_and(|name| names.contains(&name))
    }
}

/// `--json`, for commands whose answer programs read as well.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct JsonOption {
    /// Print one JSON document on standard output
    #[arg(long, help_heading = "Output")]
    json: bool,
}

impl JsonOption {
    /// The format asked for.
    #[must_use]
    pub fn format(self) -> Format {
        if self.json { Format::Json } else { Format::Human }
    }
}

/// `--format`, for commands that print findings.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct FormatOption {
    /// How to print findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    format: Format,

    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    json: bool,
}

impl FormatOption {
    /// The format asked for.
    #[must_use]
    pub fn format(self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// A date as people of every country read it: `YYYY-MM-DD`, a real day, nothing else.
///
/// # Errors
/// A lower-case fragment that says what is wrong with it.
pub fn date(text: &str) -> Result<Date, String> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return Err("a date is written YYYY-MM-DD, as in 2016-11-01".into());
    }
    text.parse().map_err(|_| "there is no such day".to_owned())
}

/// The date of the operation: the one `given` with `--date`, else SOURCE_DATE_EPOCH, else today; all in
/// UTC.
///
/// # Errors
/// A SOURCE_DATE_EPOCH that is not a number of seconds since 1970.
pub fn today(given: Option<Date>) -> Result<Date, UsageError> {
    let epoch = std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty());
    let epoch = epoch.map(|value| value.to_string_lossy().into_owned());
    day(given, epoch.as_deref(), jiff::Timestamp::now())
}

/// The build server's number in the environment variable `name`, which holds `value`: nothing
/// where it is not set, or empty.
///
/// # Errors
/// Anything but one whole number as people write it.
pub fn build_number(name: &str, value: Option<&OsStr>) -> Result<Option<u64>, UsageError> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = value.to_string_lossy();
    // What would be written is the number, so the text has to be that very number.
    let number = text.parse().ok().filter(|number: &u64| number.to_string() == text);
    number.map(Some).ok_or_else(|| UsageError {
        message: format!("the environment variable {name} holds `{text}`, not a build number"),
        help: format!("set {name} to a whole number, unset it, or pass the number with --build N"),
    })
}

/// A glob for branches.
fn glob(text: &str) -> Result<String, String> {
    product::check_glob(text).map(|()| text.to_owned())
}

/// People's words: not just white space.
fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("say why, in words".into());
    }
    Ok(text.to_owned())
}

fn day(
    explicit: Option<Date>,
    epoch: Option<&str>,
    now: jiff::Timestamp,
) -> Result<Date, UsageError> {
    if let Some(date) = explicit {
        return Ok(date);
    }
    let moment = match epoch {
        None => now,
        Some(text) => {
            // Digits alone, as its specification has it: no sign, and nothing before 1970.
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let seconds = text.parse().ok().filter(|_| digits);
            seconds.and_then(|n| jiff::Timestamp::from_second(n).ok()).ok_or_else(|| {
                UsageError {
                    message: format!(
                        "SOURCE_DATE_EPOCH is `{text}`, not a number of seconds since 1970"
                    ),
                    help: "unset it, or give the date with --date YYYY-MM-DD".into(),
                }
            })?
        }
    };
    Ok(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use jiff::civil;

    use super::*;

    /// What it does
    #[derive(clap::Parser)]
    struct Example {
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        output: JsonOption,
    }

    #[test]
    fn what_agrees_is_known_by_all_its_names() {
        for word in ["--yes", "--execute", "--no-confirm"] {
            assert!(ChangeOptions::agrees(word), "{word}");
        }
        for word in ["yes", "--dry-run", "--push", "--exclude"] {
            assert!(!ChangeOptions::agrees(word), "{word}");
        }
    }

    fn parse(words: &[&str]) -> ChangeOptions {
        Example::try_parse_from([&["x"], words].concat()).unwrap().change
    }

    #[test]
    fn a_commands_description_is_its_own() {
        use clap::CommandFactory as _;
        assert_eq!(Example::command().get_about().unwrap().to_string(), "What it does");
        assert_eq!(Example::parse_from(["x", "--json"]).output.format(), Format::Json);
    }

    #[test]
    fn yes_has_the_names_that_other_tools_taught() {
        for word in ["-y", "--yes", "-x", "--execute", "--no-confirm"] {
            assert!(parse(&[word]).yes, "{word}");
        }
        assert!(!parse(&[]).yes);
    }

    #[test]
    fn whether_to_push_is_what_was_said_last() {
        assert_eq!(parse(&[]).push.asked(), None);
        assert_eq!(parse(&["--push"]).push.asked(), Some(true));
        assert_eq!(parse(&["--push", "--no-push"]).push.asked(), Some(false));
        assert_eq!(parse(&["--no-push", "--push"]).push.asked(), Some(true));
    }

    #[test]
    fn whether_hooks_run_is_what_was_said_last() {
        assert_eq!(parse(&[]).hooks.asked(), None);
        assert_eq!(parse(&["--hooks"]).hooks.asked(), Some(true));
        assert_eq!(parse(&["--hooks", "--no-hooks"]).hooks.asked(), Some(false));
        assert_eq!(parse(&["--no-hooks", "--hooks"]).hooks.asked(), Some(true));
    }

    #[test]
    fn a_reason_has_words_in_it() {
        assert_eq!(parse(&["--because", "It is time"]).because.as_deref(), Some("It is time"));
        assert!(Example::try_parse_from(["x", "--because", " "]).is_err());
    }

    #[test]
    fn dates_are_real_days_in_one_spelling() {
        assert_eq!(date("2016-11-01"), Ok(civil::date(2016, 11, 1)));
        for (text, wanted) in [
            ("2016-02-30", "no such day"),
            ("16-11-01", "YYYY-MM-DD"),
            ("20161101", "YYYY-MM-DD"),
            ("2016-11-01T00:00", "YYYY-MM-DD"),
            ("٢٠١٦-١١-٠١", "YYYY-MM-DD"),
            ("", "YYYY-MM-DD"),
        ] {
            assert!(date(text).unwrap_err().contains(wanted), "{text}");
        }
    }

    #[test]
    fn ibex_1_a_variable_holds_a_number_or_nothing() {
        let read = |value: &str| build_number("BUILD_NUMBER", Some(OsStr::new(value)));
        assert_eq!(build_number("BUILD_NUMBER", None).unwrap(), None);
        assert_eq!(read("").unwrap(), None);
        assert_eq!(read("678").unwrap(), Some(678));
        assert_eq!(read("0").unwrap(), Some(0));
        for bad in ["6a", "-1", "+7", " 7", "007", "1.0", "18446744073709551616", "٧"] {
            let error = read(bad).unwrap_err().to_string();
            assert!(error.contains("BUILD_NUMBER holds") && error.contains(bad), "{error}");
        }
    }

    #[test]
    fn the_date_is_the_given_one_or_the_epochs_or_todays_in_utc() {
        let now = "2016-11-01T23:59:59Z".parse().unwrap();
        let given = civil::date(2020, 2, 29);
        assert_eq!(day(Some(given), Some("nonsense"), now).unwrap(), given);
        assert_eq!(day(None, Some("86400"), now).unwrap(), civil::date(1970, 1, 2));
        assert_eq!(day(None, None, now).unwrap(), civil::date(2016, 11, 1));
        for bad in ["soon", "-5", "+5", "1.5", " 5", "99999999999999", "99999999999999999999"] {
            let error = day(None, Some(bad), now).unwrap_err().to_string();
            assert!(error.contains("SOURCE_DATE_EPOCH") && error.contains(bad), "{error}");
        }
    }
}
