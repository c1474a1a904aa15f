//! `hooks`: commands of the user's own that a release runs before it commits.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Section, Value, is_hostile};

use super::ProductError;
use super::messages::braces;

/// A command as it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The program and its arguments, each a template with the placeholders of [`Hooked`].
    pub argv: Vec<String>,
    /// Where release.toml has it, in the defaults if it is taken from there.
    pub place: Place,
}

/// What a hook is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hooked {
    /// Every release.
    Product,
    /// A component, whenever it moves.
    Component,
}

impl Hooked {
    /// The names that a word may have in braces: the product; what is released, which is the product
    /// (or the line) where the line moves and else the component that leads; the component and its
    /// folder; the version, of what is released or of the component; the operation's day; the lead
    /// tag, or the component's own where it has one.
    #[must_use]
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Product => &["product", "name", "version", "date", "tag"],
            Self::Component => &["product", "component", "path", "version", "date", "tag"],
        }
    }
}

/// How many hooks one table may have.
const MOST_HOOKS: usize = 64;

/// How many words a hook may have.
const MOST_WORDS: usize = 256;

/// How many bytes a word may have before its placeholders are filled in.
const LONGEST: usize = 4096;

/// How a hook is written, for what to do instead.
const EXAMPLE: &str = "write each word as a string of its own: hooks = [[\"cargo\", \"test\"]]";

/// What cargo-release calls a command that runs before its commit.
const THEIRS: &str = "pre-release-hook";

/// Refuses what is written elsewhere, or otherwise, at the top of the file or in `section`.
pub(super) fn refuse_others(section: &Section<'_>, top: bool) -> Result<(), ProductError> {
    let keys = section.keys();
    let wrong = |key: &str| (top && key == "hooks") || key == THEIRS;
    let Some(key) = keys.iter().find(|key| wrong(key)) else { return Ok(()) };
    let message = format!("`{key}` is written as `hooks` of [product], [defaults] or a component");
    let place = section.key_place(key);
    Err(ConfigError::value(place, message, "hooks = [[\"cargo\", \"test\"]]").into())
}

/// `hooks` of a table; `None` where it is not there, which is not the same as an empty list.
pub(super) fn read(section: &Section<'_>, of: Hooked) -> Result<Option<Vec<Hook>>, ProductError> {
    refuse_others(section, false)?;
    let Some(lists) = section.lists("hooks")? else { return Ok(None) };
    if let Some(first) = lists.get(MOST_HOOKS) {
        let help = "gather them in a script, and run that";
        return Err(first.refuse(format!("more than {MOST_HOOKS} hooks"), help).into());
    }
    lists.into_iter().map(|list| sound(list, of)).collect::<Result<_, _>>().map(Some)
}

/// Whether `argv` could be a hook's words.
pub(crate) fn runs(argv: &[String], of: Hooked) -> bool {
    let named = argv.first().is_some_and(|program| !program.trim().is_empty());
    named && argv.len() <= MOST_WORDS && argv.iter().all(|word| fault(word, of).is_none())
}

/// A hook that can be run once its placeholders are filled in.
fn sound(list: Value<Vec<Value<String>>>, of: Hooked) -> Result<Hook, ProductError> {
    match list.first() {
        None => return Err(list.refuse("a hook without a program", EXAMPLE).into()),
        Some(program) if program.trim().is_empty() => {
            return Err(program.refuse("a hook's program has no name", EXAMPLE).into());
        }
        Some(_) => {}
    }
    if let Some(word) = list.get(MOST_WORDS) {
        let help = "keep what it works on in a file";
        return Err(word.refuse(format!("a hook of more than {MOST_WORDS} words"), help).into());
    }
    for word in list.iter() {
        if let Some((what, help)) = fault(word, of) {
            return Err(word.refuse(what, help).into());
        }
    }
    let Value { value, place, .. } = list;
    Ok(Hook { argv: value.into_iter().map(|word| word.value).collect(), place })
}

/// What is wrong with a word, and what to do about it.
fn fault(word: &str, of: Hooked) -> Option<(String, String)> {
    if word.len() > LONGEST {
        let help = "keep what it says in a file";
        return Some((format!("a word of more than {LONGEST} bytes"), help.into()));
    }
    if word.contains(is_hostile) {
        let help = "a hook is shown before it runs: take out control characters and what has no \
                    width; what takes several lines goes into a script";
        return Some(("a hook has nothing hidden in it".into(), help.into()));
    }
    let (what, help) = braces(word, of.placeholders())?;
    let script = "; a script may have braces of its own";
    Some((what, if help.starts_with("known") { help + script } else { help }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain_text_with_known_placeholders() {
        let long = "x".repeat(LONGEST + 1);
        for (word, wanted) in [
            ("--version={version}", None),
            ("", None),
            (" ", None),
            ("ä", None),
            ("{component} {path} {product} {date} {tag}", None),
            ("{name}", Some("unknown placeholder `{name}`")),
            ("{vresion}", Some("did you mean {version}?")),
            ("{{tag_name}}", Some("write {tag}")),
            ("{print $1}", Some("a script may have braces of its own")),
            ("{", Some("a `{` is never closed")),
            ("a\0b", Some("nothing hidden")),
            ("a\nb", Some("nothing hidden")),
            ("a\u{202e}b", Some("nothing hidden")),
            (&long, Some("more than 4096 bytes")),
        ] {
            let said = fault(word, Hooked::Component).map(|(what, help)| format!("{what}: {help}"));
            match (wanted, said) {
                (None, None) => {}
                (Some(words), Some(said)) => assert!(said.contains(words), "{word}: {said}"),
                (_, said) => panic!("{word}: {said:?}"),
            }
        }
        assert_eq!(fault("{name}", Hooked::Product), None);
        assert!(fault("{path}", Hooked::Product).is_some_and(|(what, _)| what.contains("{path}")));
    }
}
