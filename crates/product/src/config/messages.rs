//! `messages` in `[git]`: what a release's commit and its tags say first.

use alloc::format;
use alloc::string::{String, ToString};

use place::{ConfigError, Section, Value, is_hostile, nearest};
use version::Date;

use super::ProductError;

/// Templates of the first lines of messages; each is one line, and what a release adds below it for
/// its own sake always follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    /// The commit's, with the placeholders of [`Message::Commit`].
    pub commit: Option<String>,
    /// A component's tag's, with those of [`Message::Tag`].
    pub tag: Option<String>,
}

/// One kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// A release's commit.
    Commit,
    /// A component's tag.
    Tag,
}

impl Message {
    /// The names that its template may have in braces: the product; what is released, which is the
    /// product (or the line) where the line moves and else the component that leads; a component,
    /// on the commit the one that leads; the version; the operation's day; the tag, on the commit
    /// the lead tag.
    #[must_use]
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Commit => &["product", "name", "component", "version", "date", "tag"],
            Self::Tag => &["product", "component", "version", "date", "tag"],
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tag => "tag",
        }
    }
}

/// What other tools call these keys, and this one did: each with what it is here.
const OTHER_KEYS: &[(&str, Message)] = &[
    ("pre-release-commit-message", Message::Commit),
    ("commit-message", Message::Commit),
    ("message", Message::Commit),
    ("tag-message", Message::Tag),
];

/// What cargo-release calls placeholders that are called otherwise here.
const OTHER_NAMES: &[(&str, &str)] = &[("crate_name", "component"), ("tag_name", "tag")];

impl Messages {
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ProductError> {
        refuse_others(section)?;
        let Some(section) = section.section("messages")? else { return Ok(Self::default()) };
        let read = |message: Message| -> Result<Option<String>, ProductError> {
            section.string(message.key())?.map(|value| sound(value, message)).transpose()
        };
        let messages = Self { commit: read(Message::Commit)?, tag: read(Message::Tag)? };
        section.finish()?;
        Ok(messages)
    }

    /// What the release of a component is called in the message of its tag `tag`; `date` is the day
    /// on which that is made.
    pub(crate) fn tag_title(
        &self,
        product: &str,
        component: &str,
        version: &str,
        date: Date,
        tag: &str,
    ) -> String {
        let Some(template) = &self.tag else { return format!("{component} {version}") };
        let date = date.to_string();
        let values = [
            ("product", product),
            ("component", component),
            ("version", version),
            ("date", &date),
            ("tag", tag),
        ];
        filled(template, &values)
    }
}

/// Refuses keys by which other tools know these messages, with how they are written here.
pub(super) fn refuse_others(section: &Section<'_>) -> Result<(), ProductError> {
    let keys = section.keys();
    let found = OTHER_KEYS.iter().find(|(key, _)| keys.iter().any(|known| known == key));
    let Some((key, message)) = found else { return Ok(()) };
    let text = section.string(key).ok().flatten().map(|value| value.value);
    let text = text.map_or_else(|| "…".to_string(), |text| translated(&text));
    Err(ConfigError::value(
        section.key_place(key),
        format!("`{key}` is written as `{}` of `messages` here", message.key()),
        format!("under [git]: messages = {{ {} = {} }}", message.key(), quoted(&text)),
    )
    .into())
}

/// A template of cargo-release's with the placeholders that stand for the same here.
pub(crate) fn translated(text: &str) -> String {
    let mut text = text.to_string();
    for (theirs, ours) in OTHER_NAMES {
        text = text.replace(&format!("{{{{{theirs}}}}}"), &format!("{{{ours}}}"));
    }
    text.replace("{{", "{").replace("}}", "}")
}

/// Whether `text` could be a message's template.
pub(crate) fn fits(text: &str, message: Message) -> bool {
    fault(text, message).is_none()
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A template that can be filled in: one line, with known placeholders only.
fn sound(value: Value<String>, message: Message) -> Result<String, ProductError> {
    match fault(&value, message) {
        None => Ok(value.value),
        Some((what, help)) => Err(value.refuse(what, help).into()),
    }
}

/// What is wrong with a template, and what to do about it.
fn fault(text: &str, message: Message) -> Option<(String, String)> {
    if text.trim().is_empty() {
        let help = "say something, as in \"{version}\", or leave the key out";
        return Some(("the message says nothing".into(), help.into()));
    }
    if text.contains(char::is_control) || text.trim() != text {
        let help = "one line, without space around it: what moved is listed below it by itself";
        return Some(("a message is one line".into(), help.into()));
    }
    if text.contains(is_hostile) {
        let help = "take out what has no width, or turns the direction of text";
        return Some(("a message has nothing hidden in it".into(), help.into()));
    }
    braces(text, message.placeholders())
}

/// What is wrong with what a template has in braces, and what to do about it: the names in
/// `placeholders` stand for something, and nothing else does.
pub(super) fn braces(text: &str, placeholders: &[&str]) -> Option<(String, String)> {
    let known = || format!("known here: {{{}}}", placeholders.join("}, {"));
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let after = rest.get(at..).unwrap_or_default();
        if let Some((name, _)) = after.strip_prefix("{{").and_then(|rest| rest.split_once("}}")) {
            let ours = translated(&format!("{{{{{name}}}}}"));
            let there = placeholders.iter().any(|known| format!("{{{known}}}") == ours);
            let help = if there { format!("write {ours}") } else { known() };
            return Some((format!("`{{{{{name}}}}}` is another tool's placeholder"), help));
        }
        let Some((name, tail)) = after.strip_prefix('{').and_then(|rest| rest.split_once('}'))
        else {
            let what = if after.starts_with('{') { "never closed" } else { "never opened" };
            let brace = after.get(..1).unwrap_or_default();
            return Some((format!("a `{brace}` is {what}"), known()));
        };
        if !placeholders.contains(&name) {
            let near = nearest(name, placeholders.iter().copied());
            let help = near.map_or_else(known, |near| format!("did you mean {{{near}}}?"));
            return Some((format!("unknown placeholder `{{{name}}}`"), help));
        }
        rest = tail;
    }
    None
}

/// A template with its placeholders filled in, each once: what a value has in braces stays.
pub(crate) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_one_line_with_known_names() {
        for (text, wanted) in [
            ("Release {version}", None),
            ("\u{200b}", Some("a message has nothing hidden in it")),
            ("x\u{202e}y {version}", Some("a message has nothing hidden in it")),
            ("{component} {version} of {date}: {tag}", None),
            ("", Some("says nothing")),
            (" x", Some("one line")),
            ("a\nb", Some("one line")),
            ("{vresion}", Some("did you mean {version}?")),
            ("{{version}}", Some("write {version}")),
            ("{{tag_name}}", Some("write {tag}")),
            ("{{crate_name}} is", Some("write {component}")),
            ("{{prev_version}}", Some("known here: {product}, {component}")),
            ("{version", Some("a `{` is never closed")),
            ("version}", Some("a `}` is never opened")),
            ("{}", Some("unknown placeholder `{}`")),
            ("{name}", Some("unknown placeholder `{name}`")),
        ] {
            let said = fault(text, Message::Tag).map(|(what, help)| format!("{what}: {help}"));
            match (wanted, said) {
                (None, None) => {}
                (Some(words), Some(said)) => assert!(said.contains(words), "{text}: {said}"),
                (_, said) => panic!("{text}: {said:?}"),
            }
        }
        assert!(fits("{name}", Message::Commit));
    }

    #[test]
    fn values_are_filled_in_once() {
        let values = [("product", "{version}"), ("version", "1.0")];
        assert_eq!(filled("{product} {version}!", &values), "{version} 1.0!");
    }
}
