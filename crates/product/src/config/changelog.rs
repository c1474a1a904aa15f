//! `changelog`: the file that releases write their notes into.

use alloc::format;
use alloc::string::{String, ToString};

use place::{ConfigError, Place, RepoPath, Section, Value};

use super::{Product, ProductError};

/// A changelog, and where it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changelog {
    /// The file.
    pub path: RepoPath,
    /// Where release.toml names it, in the defaults if it is taken from there.
    pub place: Place,
}

/// How a changelog's name ends: notes are written in Markdown.
const ENDINGS: &[&str] = &["md", "markdown", "txt"];

/// What stands for the component's name in the defaults.
const COMPONENT: &str = "{component}";

/// `changelog` in the defaults: a path below each component's folder, or one from the root with the
/// component's name in it.
pub(super) fn default(section: &Section<'_>) -> Result<Option<Value<String>>, ProductError> {
    let Some(given) = section.string("changelog")? else { return Ok(None) };
    // Held against any component, so that the place of a mistake is here.
    below(&given, "component", &RepoPath::root())?;
    Ok(Some(given))
}

/// The changelog that the defaults give the component called `name` in the folder `path`.
pub(super) fn by_default(
    given: Option<&Value<String>>,
    name: &str,
    path: &RepoPath,
) -> Result<Option<Changelog>, ProductError> {
    let Some(given) = given else { return Ok(None) };
    Ok(Some(Changelog { path: below(given, name, path)?, place: given.place.clone() }))
}

/// `changelog` of one table, from the root: the outer `None` where it is not there, the inner one
/// for `changelog = false`.
pub(super) fn own(section: &Section<'_>) -> Result<Option<Option<Changelog>>, ProductError> {
    if let Ok(Some(switch)) = section.bool("changelog") {
        return match switch.value {
            false => Ok(Some(None)),
            true => Err(switch
                .refuse("`changelog` takes a file or false", "changelog = \"CHANGELOG.md\"")
                .into()),
        };
    }
    let Some(given) = section.string("changelog")? else { return Ok(None) };
    let path = sound(&given, &given)?;
    Ok(Some(Some(Changelog { path, place: given.place })))
}

fn below(given: &Value<String>, name: &str, folder: &RepoPath) -> Result<RepoPath, ProductError> {
    if given.contains(COMPONENT) {
        return sound(given, &given.replace(COMPONENT, name));
    }
    if folder.is_root() {
        return sound(given, given);
    }
    sound(given, &format!("{folder}/{}", given.value))
}

/// The path that `text`, given as `given`, names: a file of the repository that notes can be in.
fn sound(given: &Value<String>, text: &str) -> Result<RepoPath, ProductError> {
    let help = "changelog = \"CHANGELOG.md\"";
    if let Some((_, rest)) = text.split_once('{') {
        let name = rest.split_once('}').map_or(rest, |(name, _)| name);
        let message = format!("unknown placeholder `{{{name}}}`");
        let help =
            "only {component} in [defaults] stands for something; a component's own is a path";
        return Err(given.refuse(message, help).into());
    }
    let path = match RepoPath::new(text) {
        Ok(path) if !path.is_root() => path,
        Ok(_) => return Err(given.refuse("a changelog is a file", help).into()),
        Err(error) => {
            let help = "paths are relative to the repository's root and stay inside it; those of \
                        [defaults] are relative to the component's folder";
            return Err(given.refuse(error.to_string(), help).into());
        }
    };
    let name = path.file_name();
    if !is_markdown(name) {
        let message = format!("notes are Markdown, and `{name}` is not called so");
        return Err(given.refuse(message, help).into());
    }
    if let Some(format) = manifest::format_for(name) {
        let message = format!("`{name}` is read as {}, not as a changelog in Markdown", format.id);
        let help = "name another file; what a format has beside its version is written by it";
        return Err(given.refuse(message, help).into());
    }
    Ok(path)
}

fn is_markdown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_none_or(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether a changelog may be called so.
pub(crate) fn may_be_called(name: &str) -> bool {
    is_markdown(name) && manifest::format_for(name).is_none()
}

impl Product {
    /// Whether `path` may be a changelog. Those of components that are still to be found are known by
    /// their name alone.
    #[must_use]
    pub fn may_be_changelog(&self, path: &RepoPath) -> bool {
        let given = self.defaults.changelog.as_ref().filter(|_| self.found);
        let alike = |given: &Value<String>| given.ends_with(path.file_name());
        self.changelogs().any(|(_, one)| one.path == *path) || given.is_some_and(alike)
    }

    /// The changelogs that are written: the product's own, and those of components that are still
    /// there, each with its component.
    pub(crate) fn changelogs(&self) -> impl Iterator<Item = (Option<usize>, &Changelog)> {
        let own = self.changelog.iter().map(|changelog| (None, changelog));
        own.chain(self.live().filter_map(|(at, one)| Some((Some(at), one.changelog.as_ref()?))))
    }
}

/// Refuses a changelog that is something else as well.
pub(super) fn check(product: &Product) -> Result<(), ProductError> {
    let mut known: alloc::collections::BTreeMap<&RepoPath, String> =
        alloc::collections::BTreeMap::new();
    for (index, changelog) in product.changelogs() {
        let path = &changelog.path;
        let refuse = |message: String, help: &str| -> ProductError {
            ConfigError::value(changelog.place.clone(), message, help).into()
        };
        if path.is_within(&product.changes) {
            let message = format!("{path} would be a change file: it is in their folder");
            return Err(refuse(message, "keep it elsewhere, or the change files: `changes`"));
        }
        if product.guards().contains(path.as_str()) {
            return Err(refuse(
                format!("{path} is configuration, and no changelog"),
                "name another file",
            ));
        }
        let listed = product.components.iter().flat_map(|one| one.manifests.iter().flatten());
        if listed.into_iter().any(|manifest| manifest.path == *path) {
            let help = "keep one of the two: the changelog's new section has the version in it";
            return Err(refuse(format!("{path} is listed as a manifest as well"), help));
        }
        let owner = match index.and_then(|index| product.components.get(index)) {
            None => "the product".to_string(),
            Some(component) => format!("`{}`", component.name),
        };
        if let Some(other) = known.insert(path, owner.clone()) {
            let help =
                "give each a file of its own; one for everything is `changelog` in [product]";
            return Err(refuse(format!("{path} is the changelog of {other} and of {owner}"), help));
        }
    }
    Ok(())
}
