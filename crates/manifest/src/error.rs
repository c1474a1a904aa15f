//! Why versions cannot be located in a file.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use place::{Class, Explain, Place, RepoPath, Span};

/// Why a file's versions cannot be located, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{trouble}")]
pub struct LocateError {
    place: Place,
    // Boxed, so that a `Result` with this error stays small.
    trouble: Box<Trouble>,
}

/// What is wrong with a file whose versions cannot be located.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The file is not of its syntax.
    #[error("not valid {syntax}: {message}")]
    Syntax {
        /// `TOML`, `JSON`, `XML`, `YAML`.
        syntax: &'static str,
        /// The parser's words.
        message: String,
    },
    /// The file is not of the syntax in which a setting of release.toml reads it.
    #[error("`{setting}` reads {path} as {syntax}, which it is not: {message}")]
    Misread {
        /// The setting, as TOML.
        setting: String,
        /// The file.
        path: RepoPath,
        /// `TOML`, `JSON`, `XML`, `YAML`.
        syntax: &'static str,
        /// The parser's words.
        message: String,
        /// What to write instead.
        help: &'static str,
    },
    /// There is no version where one has to be.
    #[error("no version found: the file has to have {wanted}")]
    NoVersion {
        /// What was looked for.
        wanted: String,
    },
    /// There is more than one where only one may be.
    #[error("found {what} {found} times instead of {wanted}")]
    Count {
        /// What was looked for.
        what: String,
        /// How often it may be there.
        wanted: usize,
        /// How often it is.
        found: usize,
    },
    /// Places that have to hold one version differ.
    #[error("{what} is `{other}` here but `{first}` before")]
    Disagree {
        /// What is written in several places.
        what: String,
        /// What the first place holds.
        first: String,
        /// What this one holds.
        other: String,
    },
    /// A text without front matter, or with one that does not end.
    #[error("{}", if *open { "the front matter is not closed: no line `---` follows" } else { "there is no front matter: the first line has to be `---`" })]
    Unframed {
        /// Whether it begins at all.
        open: bool,
    },
    /// A key stands twice in one object.
    #[error("the key `{key}` stands here for the second time")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// The bytes are not the value.
    #[error("{what} is `{value}`, but its bytes are written another way")]
    Unplain {
        /// What it is.
        what: String,
        /// The decoded value.
        value: String,
    },
    /// A value of another type than the key takes.
    #[error("{key} has to be {wanted}")]
    Type {
        /// The key.
        key: String,
        /// What it takes, with an article.
        wanted: &'static str,
    },
    /// Something that names what is released beside the version, and would name the old one after it.
    #[error("{key} has to be left out, since it is of {of}")]
    Pinned {
        /// The key.
        key: String,
        /// What it names, with its number: "one image".
        of: &'static str,
    },
    /// An empty value where a version has to be.
    #[error("{what} is empty")]
    Empty {
        /// What it is.
        what: String,
    },
    /// More nesting than any manifest needs.
    #[error("nested deeper than {} levels", crate::syntax::DEEPEST)]
    Depth,
    /// A document type with declarations of its own.
    #[error("the document type declares entities of its own")]
    Dtd,
    /// A YAML anchor or alias.
    #[error("`{mark}` repeats a value by reference")]
    Alias {
        /// The alias as written.
        mark: String,
    },
    /// The version is a reference that this file does not resolve.
    #[error("{what} refers to `{reference}`, which this file does not define")]
    Reference {
        /// What refers.
        what: String,
        /// The reference as written.
        reference: String,
    },
    /// The version is computed by code.
    #[error("the version is computed: {how}")]
    Computed {
        /// The words that say so.
        how: String,
        /// What to write in release.toml instead, where the file tells.
        look: Option<String>,
    },
    /// The version is inherited, and the caller needs one in this file.
    #[error("the version is inherited: {how}")]
    Inherited {
        /// The words that say so.
        how: String,
        /// The file that holds it, in a folder above.
        parent_file: &'static str,
        /// The key there.
        key: String,
    },
    /// Lock entries in an order that their tool would not write.
    #[error("`{name} {version}` does not stand in its sorted place")]
    Unsorted {
        /// The package.
        name: String,
        /// Its version.
        version: String,
    },
}

impl LocateError {
    /// `trouble` in the file `path`, at `span` if it is one place in it.
    #[must_use]
    pub fn new(path: &RepoPath, span: Option<Span>, trouble: Trouble) -> Self {
        Self { place: Place::File { path: path.as_str().into(), span }, trouble: Box::new(trouble) }
    }

    /// The same error, told of the setting that has the file `path` read as what it is not, with
    /// what to write instead, where its syntax is what is wrong.
    #[must_use]
    pub fn misread(mut self, path: &RepoPath, setting: &str, help: &'static str) -> Self {
        if let Trouble::Syntax { syntax, message } = &*self.trouble {
            let (setting, message) = (setting.into(), message.clone());
            let path = path.clone();
            *self.trouble = Trouble::Misread { setting, path, syntax, message, help };
        }
        self
    }

    /// The same error at `place`, where that setting stands, if it is one of a setting.
    #[must_use]
    pub fn set_at(mut self, place: &Place) -> Self {
        if let Trouble::Misread { .. } = &*self.trouble {
            self.place = place.clone();
        }
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }
}

impl Explain for LocateError {
    fn rule(&self) -> Option<&str> {
        Some("manifest")
    }

    fn place(&self) -> Option<Place> {
        Some(self.place.clone())
    }

    fn help(&self) -> Option<String> {
        Some(match &*self.trouble {
            Trouble::Syntax { syntax, .. } => format!("mend the file until it is valid {syntax}"),
            Trouble::Misread { help, .. } => (*help).into(),
            Trouble::NoVersion { .. } => "write the version there, or name the place with \
                 `at` or `regex` in release.toml"
                .into(),
            Trouble::Count { wanted, .. } => format!(
                "leave exactly {wanted}, or name the place more closely with `at` or `regex` in \
                 release.toml"
            ),
            Trouble::Disagree { first, .. } => format!("write `{first}` here, or mend the other"),
            Trouble::Unframed { open: true } => {
                "write a line `---` between the keys and the text".into()
            }
            Trouble::Unframed { open: false } => {
                "begin with a line `---`, the keys, and another line `---`".into()
            }
            Trouble::DuplicateKey { .. } => "remove one of the two".into(),
            Trouble::Unplain { value, .. } if value.contains(char::is_control) => {
                "leave out the control characters: no version has any".into()
            }
            Trouble::Unplain { value, .. } => {
                format!("write it plainly, without escapes, entities or CDATA: `{value}`")
            }
            Trouble::Type { wanted, .. } => format!("write {wanted}"),
            Trouble::Pinned { .. } => {
                "remove it; where it has to stay, write the new one by hand after the release".into()
            }
            Trouble::Empty { .. } => "write the version there".into(),
            Trouble::Depth => "name another file, or have it written flatter".into(),
            Trouble::Dtd => "remove the `[...]` from the document type".into(),
            Trouble::Alias { .. } => "write the value itself in its place".into(),
            Trouble::Reference { .. } => {
                "define it in this file, or write the version itself".into()
            }
            Trouble::Computed { look: Some(look), .. } => look.clone(),
            Trouble::Computed { look: None, .. } => {
                "name the file that the code reads the version from in release.toml, in place of this \
                 one; where it stands in this one, say where with `regex`"
                    .into()
            }
            Trouble::Inherited { parent_file, key, .. } => {
                format!("look at `{key}` in the {parent_file} of a folder above")
            }
            Trouble::Unsorted { .. } => "let the package tool write its lock file again".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}
