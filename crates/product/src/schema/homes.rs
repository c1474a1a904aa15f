//! Where a key belongs that stands where nothing reads it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::ConfigError;

use super::shape::{Table, Takes};
use super::{release, scheme};
use crate::ProductError;

/// The same error; if it is of a key that nothing reads where it stands, with the tables of
/// release.toml that have such a key.
pub(crate) fn told_where(error: ProductError) -> ProductError {
    let ProductError::Config(ConfigError::UnknownKey { place, key, known, .. }) = error else {
        return error;
    };
    let name = key.rsplit_once('.').map_or(key.as_str(), |(_, name)| name);
    let mut homes = Vec::new();
    add_homes(&release::RELEASE, name, "", &mut homes);
    ConfigError::UnknownKey { place, key, known, homes }.into()
}

/// Adds the dotted key of `table`, which is `at`, and of those below it, where they have `name`.
/// Schemes are a language of their own and left out.
fn add_homes(table: &Table, name: &str, at: &str, homes: &mut Vec<String>) {
    if table.name == scheme::SCHEME.name {
        return;
    }
    if table.keys.iter().any(|key| key.name == name) {
        homes.push(at.into());
    }
    for key in table.keys {
        let dot = if at.is_empty() { "" } else { "." };
        add_homes_of(&key.takes, name, &format!("{at}{dot}{}", key.name), homes);
    }
}

fn add_homes_of(takes: &Takes, name: &str, at: &str, homes: &mut Vec<String>) {
    match takes {
        Takes::Table(table) => add_homes(table, name, at, homes),
        Takes::Named(_, takes) => add_homes_of(takes, name, &format!("{at}.NAME"), homes),
        Takes::Each(takes) => add_homes_of(takes, name, at, homes),
        Takes::Any(all) => all.iter().for_each(|takes| add_homes_of(takes, name, at, homes)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Product;
    use place::Explain;

    fn help(text: &str) -> String {
        let error = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap_err();
        error.help().unwrap_or_default()
    }

    #[test]
    fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
        let cases = [
            (
                "[product]\nscheme = \"semver\"",
                "the file itself (above its first [table]), [line.NAME]",
            ),
            ("scheme = \"semver\"\nallow-branch = [\"main\"]", "[git]; known here: format, "),
            (
                "scheme = \"semver\"\n[product]\nallow-branch = [\"main\"]",
                "[git]; known here: name, ",
            ),
            ("scheme = \"semver\"\n[component.a]\nregex = \"x\"", "[component.NAME.manifests]; "),
        ];
        for (text, expected) in cases {
            let help = help(text);
            assert!(help.contains(&format!("is a key of {expected}")), "{text}\n{help}");
        }
        assert_eq!(help("scheme = \"semver\"\n[product]\nnames = 1"), "did you mean `name`?");
    }
}
