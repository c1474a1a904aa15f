//! A new change file: its text, and a name that nothing had before.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, RepoPath};

use super::{ChangeError, ChangeFile};
use crate::{Product, Snapshot};

/// The longest name that is made of a note, in bytes.
const LONGEST: usize = 48;

/// The text of a change file about `components` with these `impacts`. It reads back as just that.
///
/// # Errors
/// A component or an impact that there is not, one named twice, no impact, an empty note: as
/// [`ChangeFile::read`] would say of the file, but about the argument.
pub fn change_text(
    product: &Product,
    components: &[String],
    impacts: &[String],
    note: &str,
) -> Result<String, ArgumentError> {
    let list = |names: &[String]| match names {
        [one] => yaml(one),
        names => {
            format!("[{}]", names.iter().map(|name| yaml(name)).collect::<Vec<_>>().join(", "))
        }
    };
    let note = note.replace("\r\n", "\n");
    let text = format!(
        "---\ncomponents: {}\nimpact: {}\n---\n\n{}\n",
        list(components),
        list(impacts),
        note.trim()
    );
    // Whatever would be found in the file is found before there is one; a name from before is for
    // those that there are.
    match ChangeFile::read_by(product, &product.changes, text.as_bytes(), Product::component) {
        Ok(_) => Ok(text),
        Err(wrong) => Err(ArgumentError { wrong, text }),
    }
}

/// A word as YAML reads it back: in quotes where it could be taken for something else.
fn yaml(word: &str) -> String {
    let plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
        && !WORDS.contains(&word.to_ascii_lowercase().as_str());
    if plain {
        return word.to_string();
    }
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Words that some reader of YAML takes for a truth value or for nothing.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

/// The first free path for a change file with that note: named after the note's first line, or
/// after what it is about where that has no letters to use.
#[must_use]
pub fn change_path(
    product: &Product,
    snapshot: &Snapshot,
    about: &[String],
    note: &str,
) -> Option<RepoPath> {
    let mut stem = slug(note.lines().next().unwrap_or_default());
    if stem.is_empty() || stem == "readme" {
        stem = slug(&about.join(" "));
    }
    let taken = taken(product, snapshot);
    let names = (1..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
    let mut free = names.map(|name| format!("{name}.md")).filter(|name| !taken.contains(name));
    product.changes.join(&free.next()?).ok()
}

/// The path of the change file that people call `name`.
///
/// # Errors
/// A name that no change file can have, or that one has, or had in a release: it would count as
/// released.
pub fn named_path(
    product: &Product,
    snapshot: &Snapshot,
    name: &str,
) -> Result<RepoPath, NameError> {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let file = format!("{stem}.md");
    let sound = !stem.is_empty() && !stem.starts_with('.') && !stem.contains(['/', '\\']);
    if !sound || stem.eq_ignore_ascii_case("readme") {
        return Err(NameError::Unfit { name: name.to_string() });
    }
    let path =
        product.changes.join(&file).map_err(|_| NameError::Unfit { name: name.to_string() })?;
    if taken(product, snapshot).contains(&file.to_ascii_lowercase()) {
        return Err(NameError::Taken { path });
    }
    Ok(path)
}

/// The names that change files have, or had in somebody's last release, in lower case: there are
/// systems on which two names of one spelling are one file.
fn taken(product: &Product, snapshot: &Snapshot) -> BTreeSet<String> {
    let now = snapshot.folders.get(&product.changes).into_iter().flatten().flatten();
    let then = snapshot.tagged_folders.iter().filter(|((_, path), _)| *path == product.changes);
    let then = then.flat_map(|(_, listed)| listed.iter().flatten());
    now.chain(then).map(|entry| entry.name.to_ascii_lowercase()).collect()
}

/// A line's words in lower case, `-` between them, as many as fit.
fn slug(line: &str) -> String {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'');
    let mut slug = String::new();
    for word in words {
        let word: String = word.chars().filter(|c| *c != '\'').collect();
        let word: String = word.chars().take(LONGEST).collect::<String>().to_ascii_lowercase();
        if word.is_empty() {
            continue;
        }
        if slug.len() + 1 + word.len() > LONGEST && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// What is wrong with what a change file was to say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", wrong.first().map(ToString::to_string).unwrap_or_default())]
pub struct ArgumentError {
    wrong: Vec<ChangeError>,
    text: String,
}

impl Explain for ArgumentError {
    /// The argument that is wrong, where it is one.
    fn place(&self) -> Option<Place> {
        match self.wrong.first()?.place()? {
            Place::File { span: Some(span), .. } => {
                let word = span.of(&self.text).filter(|word| !word.is_empty())?;
                Some(Place::Argument(word.into()))
            }
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        match self.wrong.first()? {
            ChangeError::Note { .. } => Some("say what changes for people: -m TEXT".into()),
            ChangeError::Missing { key: "impact", .. } => Some("say which: --impact ID".into()),
            ChangeError::Unlisted { key, names, .. } => {
                let option = if *key == "impact" { "--impact" } else { "-p" };
                let each = names.iter().map(|name| format!("{option} {name}"));
                Some(format!("give each on its own: {}", each.collect::<Vec<_>>().join(" ")))
            }
            ChangeError::Missing { .. } => Some("name one or more: -p NAME".into()),
            other => other.help(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// Why a change file cannot have a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No file's name, or not that of a change file.
    #[error("`{name}` cannot be the name of a change file")]
    Unfit {
        /// As asked for.
        name: String,
    },
    /// There is, or was, one.
    #[error("there is a change file {path} already, or a release had one")]
    Taken {
        /// The path.
        path: RepoPath,
    },
}

impl Explain for NameError {
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Unfit { .. } => {
                "give a file's name without its folder: --name faster-search".into()
            }
            Self::Taken { .. } => {
                "give another --name: a change under a released one's name would count as released"
                    .into()
            }
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    fn product() -> Product {
        let config = "scheme = \"semver\"\n[component.core]\n[component.\"@acme/ui\"]\npath = \"ui\"\n\
            [component.1e5]\n[component.null]\n[component.No]\n[component.\"a+b\"]\n";
        Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap()
    }

    #[test]
    fn a_name_is_the_notes_first_words() {
        for (line, wanted) in [
            ("Search takes a time limit.", "search-takes-a-time-limit"),
            ("## `open()` doesn't leak", "open-doesnt-leak"),
            ("  ", ""),
            ("日本語 only", "only"),
            ("x".repeat(60).as_str(), "x".repeat(48).as_str()),
        ] {
            assert_eq!(slug(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_words_of_yaml_are_quoted() {
        for (word, wanted) in [
            ("core", "core"),
            ("sdk/java-1.x_y", "sdk/java-1.x_y"),
            ("@acme/ui", "\"@acme/ui\""),
            ("12", "\"12\""),
            ("No", "\"No\""),
            ("a\"b\\", "\"a\\\"b\\\\\""),
        ] {
            assert_eq!(yaml(word), wanted);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            which in proptest::sample::subsequence(vec![0usize, 1, 2, 3, 4, 5], 1..6),
            impacts in proptest::sample::subsequence(vec!["breaking", "feature", "fix"], 1..3),
            note in "(---|#|é|- x|: |\r\n|\n| |[a-z]{1,8}){1,12}",
        ) {
            let product = product();
            let names: Vec<String> =
                which.iter().map(|at| product.components[*at].name.clone()).collect();
            let impacts: Vec<String> = impacts.iter().map(ToString::to_string).collect();
            let plain = note.replace("\r\n", "\n").trim().to_string();
            match change_text(&product, &names, &impacts, &note) {
                Ok(text) => {
                    let path = RepoPath::new("changes/x.md").unwrap();
                    let read = ChangeFile::read(&product, &path, text.as_bytes()).unwrap();
                    prop_assert_eq!(read.components, which);
                    let ids: Vec<String> = read.impacts.into_iter().map(|one| one.id).collect();
                    prop_assert_eq!(ids, impacts);
                    prop_assert_eq!(read.note, plain);
                }
                Err(error) => prop_assert!(plain.is_empty(), "{error}: {note:?}"),
            }
        }
    }
}
