//! The scheme that speaks: the product line's, or one named on the command line.

use alloc::collections::BTreeSet;
use core::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use place::RepoPath;
use product::{Inventory, LineState, Product, Purpose, line_state};
use repo::{Repo, RepoError};
use version::{Date, Scheme};

use super::PartyError;
use crate::load::{self, Loaded};
use crate::{Error, Session};

/// Options of commands that ask a scheme about versions.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PolicyOptions {
    /// The policy to ask, outside any product: a preset, or the path of a scheme file
    #[arg(long, value_name = "NAME|FILE", help_heading = "Policy")]
    pub scheme: Option<String>,

    /// The role of a version (of a pair: of the provider) that does not say it as core@1.0 does
    #[arg(long, value_name = "ROLE", help_heading = "Policy")]
    pub role: Option<String>,

    /// The product line, where the repository has several
    #[arg(long, value_name = "NAME", conflicts_with = "scheme", help_heading = "Policy")]
    pub line: Option<String>,
}

/// A scheme, and the product line that is under it, if the question is about one.
#[derive(Debug)]
pub struct Policy {
    /// What speaks.
    pub scheme: Scheme,
    /// The role that `--role` names.
    pub(super) role: Option<String>,
    /// The product line; `None` where the scheme was named.
    pub(super) product: Option<ProductLine>,
}

/// A product line, as far as it was read.
#[derive(Debug)]
pub(super) struct ProductLine {
    pub(super) loaded: Loaded,
    /// An index into [`Product::lines`].
    pub(super) index: usize,
    /// What manifests and tags say, where the question needs it.
    pub(super) read: Option<(Inventory, LineState)>,
    /// The state of every line, where another one than the own was asked about.
    pub(super) others: OnceCell<Vec<LineState>>,
}

impl Policy {
    /// The scheme that `options` names, else the one of the product line around the session's
    /// folder. `words` are the arguments, which may name components; `all` is whether every version
    /// of the line is wanted, and not just those in `words`.
    ///
    /// # Errors
    /// A scheme or a product that is not there or is refused; a line that is not clear.
    pub fn open(
        session: &Session,
        options: &PolicyOptions,
        words: &[String],
        all: bool,
    ) -> Result<Self, Error> {
        let (scheme, product) = match &options.scheme {
            Some(name) => (named(session, name)?, None),
            None => {
                let (scheme, product) = around(session, options, &Meant::Words(words), all)?;
                (scheme, Some(product))
            }
        };
        Self { product, ..Self::of_scheme(scheme) }.with_role(options)
    }

    /// The same with the role that `options` name, which the scheme has to have.
    fn with_role(self, options: &PolicyOptions) -> Result<Self, Error> {
        let policy = Self { role: options.role.clone(), ..self };
        if let Some(role) = &policy.role {
            policy.form(Some(role))?;
        }
        Ok(policy)
    }

    /// The scheme that judges an installation: the one that `options` names, else that of the
    /// product line around the session's folder, else the one that the installed components name,
    /// where it comes with the program. Of several lines it is the first under the scheme that they all
    /// name: which pairs are of one line is theirs to say.
    ///
    /// # Errors
    /// As [`Policy::open`]; no scheme that is clear.
    pub fn of_installation(
        session: &Session,
        options: &PolicyOptions,
        named: &BTreeSet<&str>,
    ) -> Result<Self, Error> {
        if options.scheme.is_some() {
            return Self::open(session, options, &[], true);
        }
        if options.line.is_some() || in_product(session) {
            let (scheme, product) = around(session, options, &Meant::Installed(named), true)?;
            return Self { product: Some(product), ..Self::of_scheme(scheme) }.with_role(options);
        }
        let mut names = named.iter();
        let (Some(name), None) = (names.next(), names.next()) else {
            let named = named.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(PartyError::WhichScheme { named }.into());
        };
        let scheme = Scheme::preset(name)
            .map_err(|_| PartyError::WhichScheme { named: (*name).to_owned() })?;
        Ok(Self { scheme, role: options.role.clone(), product: None })
    }

    /// A scheme on its own, outside any product.
    #[must_use]
    pub fn of_scheme(scheme: Scheme) -> Self {
        Self { scheme, role: None, product: None }
    }

    /// The product's name; `None` outside of one.
    #[must_use]
    pub fn product_name(&self) -> Option<&str> {
        self.product.as_ref().map(|line| line.loaded.product.name.as_str())
    }

    /// The names of the line's components that are still there; none outside a product.
    #[must_use]
    pub fn members(&self) -> Vec<String> {
        let members = self.product.iter().flat_map(ProductLine::members);
        members.map(|(_, component)| component.name.clone()).collect()
    }

    /// Whether compatibility depends on what components are called.
    #[must_use]
    pub fn looks_at_names(&self) -> bool {
        looks_at_names(&self.scheme)
    }

    /// Whether there is a product line, whose versions are known.
    #[must_use]
    pub fn has_product(&self) -> bool {
        self.product.is_some()
    }

    /// Says beside an answer that rests on all that the product has released that some of it may be
    /// missing, where that is so.
    pub fn doubt(&self, session: &Session) {
        if let Some(line) = &self.product {
            line.loaded.doubt(session);
        }
    }

    /// Whether versions of different components are not alike: the scheme's rules look at names,
    /// or at who provides.
    #[must_use]
    pub fn tells_components_apart(&self) -> bool {
        self.looks_at_names() || self.scheme.provider_role().is_some()
    }
}

/// Whether the scheme's compatibility depends on what components are called.
pub(super) fn looks_at_names(scheme: &Scheme) -> bool {
    let conditions = scheme.compat().iter().filter_map(|rule| rule.text.as_deref());
    conditions.into_iter().any(|condition| condition.contains(".name"))
}

/// Whether a product line is configured around the session's folder.
fn in_product(session: &Session) -> bool {
    let root = || Repo::discover(&session.cwd).ok().map(|repo| repo.root().to_owned());
    session.config.is_some() || root().is_some_and(|root| root.join(load::CONFIG).exists())
}

/// What says which of a product's lines is meant.
enum Meant<'a> {
    /// Arguments, which may name components.
    Words(&'a [String]),
    /// The schemes that installed components name.
    Installed(&'a BTreeSet<&'a str>),
}

fn around(
    session: &Session,
    options: &PolicyOptions,
    meant: &Meant<'_>,
    all: bool,
) -> Result<(Scheme, ProductLine), Error> {
    let repo = match Repo::discover(&session.cwd) {
        Err(RepoError::NotARepository { start }) => {
            return Err(PartyError::NoProduct { start }.into());
        }
        other => other?,
    };
    // Nothing here depends on the day.
    let mut loaded = load::load_committed(session, repo, Date::MIN)?;
    let words = match meant {
        Meant::Words(words) => *words,
        Meant::Installed(_) => &[],
    };
    let index = match (&options.line, loaded.product.lines.len(), meant) {
        (Some(name), _, _) => line_named(&loaded.product, name)?,
        (None, 1, _) => 0,
        (None, _, Meant::Words(words)) => line_of(&loaded.product, words)?,
        (None, _, Meant::Installed(named)) => line_under(&loaded.product, named)?,
    };
    let Some(scheme) = loaded.product.lines.get(index).map(|line| line.scheme.clone()) else {
        return Err(PartyError::WhichLine { known: String::new() }.into());
    };
    let mut read = None;
    let alone = words.iter().any(|word| loaded.product.component(word).is_some());
    let declares = product::pairs::pairs(&loaded.product).next().is_some();
    if all || alone || words.is_empty() || declares || looks_at_names(&scheme) {
        let inventory = loaded.read(session, Purpose::Status)?;
        let state = line_state(&loaded.product, &loaded.snapshot, &inventory, index);
        read = Some((inventory, state));
    }
    Ok((scheme, ProductLine { loaded, index, read, others: OnceCell::new() }))
}

/// The line called `name`: an index into [`Product::lines`].
///
/// # Errors
/// A name that no line has.
fn line_named(product: &Product, name: &str) -> Result<usize, PartyError> {
    let found = product.lines.iter().position(|line| line.name.as_deref() == Some(name));
    found.ok_or_else(|| PartyError::Line { name: name.into(), known: line_names(product) })
}

/// The lines that are asked for: the one called `name`, or all.
///
/// # Errors
/// A name that no line has.
pub fn lines(product: &Product, name: Option<&str>) -> Result<Vec<usize>, PartyError> {
    match name {
        None => Ok((0..product.lines.len()).collect()),
        Some(name) => Ok(vec![line_named(product, name)?]),
    }
}

/// The lines' names, separated by commas; empty where the only one has none.
fn line_names(product: &Product) -> String {
    let names = product.lines.iter().filter_map(|line| line.name.as_deref());
    names.collect::<Vec<_>>().join(", ")
}

/// The first line under the only scheme that is named.
fn line_under(product: &Product, named: &BTreeSet<&str>) -> Result<usize, PartyError> {
    let mut schemes = named.iter();
    let only = if let (Some(name), None) = (schemes.next(), schemes.next()) { *name } else { "" };
    product.lines.iter().position(|line| line.scheme.name() == only).ok_or_else(|| {
        PartyError::WhichInstalled {
            known: line_names(product),
            named: named.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        }
    })
}

/// The line of the components in `words`.
fn line_of(product: &Product, words: &[String]) -> Result<usize, PartyError> {
    let components = words.iter().filter_map(|word| {
        let before = word.rsplit_once('@').map(|(name, _)| name);
        let index = product.component(word).or_else(|| product.component(before?))?;
        Some((index, product.components.get(index)?))
    });
    let components: Vec<_> = components.collect();
    let Some(((_, first), rest)) = components.split_first() else {
        return Err(PartyError::WhichLine { known: line_names(product) });
    };
    let Some((_, other)) = rest.iter().find(|(_, other)| other.line != first.line) else {
        return Ok(first.line);
    };
    // Declared pairs may be of two lines: what the consumer needs is said on its own, of any number of
    // its providers' versions.
    let speaks = |consumer: usize, line: usize| {
        let mut others = components.iter().filter(|(_, other)| other.line != line);
        others.all(|(at, _)| product::pairs::pair(product, consumer, *at).is_some())
    };
    let consumer = components.iter().rev().find(|(at, one)| speaks(*at, one.line));
    consumer
        .map(|(_, one)| one.line)
        .ok_or_else(|| PartyError::TwoLines { a: first.name.clone(), b: other.name.clone() })
}

/// The preset called `name`, or the scheme in the file at that path.
fn named(session: &Session, name: &str) -> Result<Scheme, Error> {
    if !name.contains('/') && !name.ends_with(".toml") {
        return Ok(Scheme::preset(name)?);
    }
    let path = session.path(Path::new(name));
    let text = fs::read_to_string(&path)
        .map_err(|source| PartyError::SchemeFile { path: path.clone(), source })?;
    session.remember(name, text.clone());
    let root = Repo::discover(&session.cwd).map(|repo| repo.root().to_owned());
    let root = root.unwrap_or_else(|_| session.cwd.clone());
    Ok(Scheme::parse(name, &text, &|extended| below(session, &root, extended))?)
}

/// The scheme file that another one extends: below the repository's root, as in a product, or
/// below the folder that the command runs in, where there is no repository. Never outside of it.
fn below(session: &Session, root: &Path, name: &str) -> Option<(String, String)> {
    let inside = RepoPath::new(name).ok()?;
    let path: PathBuf = root.join(inside.as_str()).canonicalize().ok()?;
    if !path.starts_with(root.canonicalize().ok()?) {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    session.remember(inside.as_str(), text.clone());
    Some((inside.as_str().to_owned(), text))
}
