//! `[component.NAME]`: one thing that is released under the product's policy.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use globset::GlobSet;
use manifest::{Locator, Pointer, RegexLocator};
use place::{Key, Place, RepoPath, Section, Value, nearest};
use tags::Template;
use version::{Dialect, Form, Scheme};

use super::defaults::{Defaults, tag_setting};
use super::globs::globs;
use super::works_with::Said;
use super::{Alias, Changelog, Hook, Hooked, ProductError, WorksWith};
use crate::minimum::NeedsCore;

/// A component, as configured or as found in a workspace.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its name, unique in the product.
    pub name: String,
    /// Where it is configured, or found.
    pub place: Place,
    /// The line it is released on: an index into [`super::Product::lines`].
    pub line: usize,
    /// Its role in the scheme, if the scheme has roles.
    pub role: Option<String>,
    /// How its versions look: the scheme's form for its role.
    pub form: Form,
    /// Its folder.
    pub path: RepoPath,
    /// Where release.toml names that folder, if it does.
    pub path_told: Option<Place>,
    /// Its manifests; `None` for those found in its folder. Empty: its version is only in tags.
    pub manifests: Option<Vec<ManifestRef>>,
    /// The components that are built into it: indices into [`super::Product::components`].
    pub embeds: Vec<usize>,
    /// The components that it runs beside and talks to.
    pub works_with: Vec<WorksWith>,
    /// How its tags are called; `None` where it has none of its own (`tag = false`).
    pub tag: Option<Template>,
    /// Its earlier names, and how its tags were called under them.
    pub aliases: Vec<Alias>,
    /// The lowest release of the core that it needs, whatever its versions have said so far.
    pub needs_core: Option<NeedsCore>,
    /// Whether it is no longer there. It still counts for the line (CHAIN-11).
    pub retired: bool,
    /// Further files whose change is a change of this component: globs relative to the repository.
    pub include: GlobSet,
    /// Files below its folder that do not count.
    pub exclude: GlobSet,
    /// What its packages are called in an ecosystem where no manifest of its own says so: its
    /// container image, for one.
    pub packages: Vec<(&'static Dialect, String)>,
    /// How its caption is written at a release, with `{version}` in it; `None` leaves it alone
    /// (IRIC-3).
    pub caption: Option<String>,
    /// Where its own table says so, or that it stays; `[defaults]` speak of those alone that have a
    /// caption.
    pub caption_told: Option<Place>,
    /// The file that its releases write their notes into.
    pub changelog: Option<Changelog>,
    /// What its releases run before they commit.
    pub hooks: Vec<Hook>,
}

/// One manifest of a component, and how its version is found there.
#[derive(Debug, Clone)]
pub struct ManifestRef {
    /// The file.
    pub path: RepoPath,
    /// Where it is listed in release.toml.
    pub place: Place,
    /// Where release.toml says how the version is found, if it does.
    pub told: Option<Place>,
    /// How the version is found.
    pub locator: Locator,
    /// How the version is written there.
    pub dialect: &'static Dialect,
}

/// What a component's table says of others, by names that are looked up when all are known.
pub(super) struct OfOthers {
    pub(super) embeds: Vec<Value<String>>,
    pub(super) works_with: Vec<Said>,
}

/// What is needed besides its own table to read a component.
pub(super) struct Around<'a> {
    pub(super) product: &'a str,
    pub(super) line: usize,
    pub(super) line_name: &'a str,
    pub(super) scheme: &'a Scheme,
    pub(super) defaults: &'a Defaults,
}

impl Around<'_> {
    pub(super) fn template(
        &self,
        text: &str,
        component: &str,
        at: &Place,
    ) -> Result<Template, ProductError> {
        let product = super::naming::slug(self.product);
        let names =
            [("component", component), ("product", product.as_str()), ("line", self.line_name)];
        Template::parse(text, &names).map_err(|error| {
            let help = place::Explain::help(&error).unwrap_or_default();
            place::ConfigError::value(at.clone(), format!("{error}"), help).into()
        })
    }
}

impl Component {
    /// Whether files are said to be its own: such a one has a folder, or `include` in place of it,
    /// since nothing else would be a change of it. What has its version in tags only, and is not said
    /// to be anywhere, is not.
    pub(crate) fn has_files(&self) -> bool {
        self.path_told.is_some()
            || self.include.is_empty() && self.manifests.as_ref().is_none_or(|own| !own.is_empty())
    }

    /// Where its folder is said: at its `path`, or where its name is.
    pub(crate) fn path_place(&self) -> &Place {
        self.path_told.as_ref().unwrap_or(&self.place)
    }

    /// What it was called before.
    pub(crate) fn earlier(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().filter_map(|alias| alias.name.as_deref())
    }

    /// A component as the defaults make it, with nothing configured.
    pub(super) fn found(
        name: &str,
        path: RepoPath,
        place: Place,
        around: &Around<'_>,
    ) -> Result<Self, ProductError> {
        let form = around.scheme.plain().clone();
        let tag = around.defaults.tag.as_deref();
        let told = around.defaults.tag_place.as_ref().unwrap_or(&place);
        let tag = tag.map(|text| around.template(text, name, told)).transpose()?;
        let changelog = around.defaults.changelog.as_ref();
        let changelog = super::changelog::by_default(changelog, name, &path)?;
        Ok(Self {
            name: name.into(),
            place,
            line: around.line,
            role: None,
            form,
            path,
            path_told: None,
            manifests: None,
            embeds: Vec::new(),
            works_with: Vec::new(),
            tag,
            aliases: Vec::new(),
            needs_core: None,
            retired: false,
            include: GlobSet::empty(),
            exclude: GlobSet::empty(),
            packages: Vec::new(),
            caption: around.defaults.caption.clone(),
            caption_told: None,
            changelog,
            hooks: around.defaults.hooks.clone(),
        })
    }

    /// Reads a component's table, and what it says of others.
    pub(super) fn read(
        key: &Key,
        section: Section<'_>,
        around: &Around<'_>,
    ) -> Result<(Self, OfOthers), ProductError> {
        name_is_sound(key)?;
        let told = section.string("path")?;
        let path = match &told {
            Some(value) => repo_path(value)?,
            None => repo_path(&Value {
                value: key.name.clone(),
                key: key.name.clone(),
                place: key.place.clone(),
            })?,
        };
        let mut component = Self::found(&key.name, path, key.place.clone(), around)?;
        component.path_told = told.map(|told| told.place);
        if let Some(role) = section.string("role")? {
            component.form = around.scheme.form(Some(&role)).cloned().ok_or_else(|| {
                let known: Vec<&str> = around.scheme.roles().collect();
                let help = match (nearest(&role, known.iter().copied()), known.is_empty()) {
                    (Some(near), _) => format!("did you mean \"{near}\"?"),
                    (None, true) => "remove it: this scheme has no roles".into(),
                    (None, false) => format!("known roles: {}", known.join(", ")),
                };
                role.refuse(format!("the scheme has no role `{}`", *role), help)
            })?;
            component.role = Some(role.value);
        }
        if let Some(native) = section.section("native")? {
            component.form = super::native::read(component.form, &native)?;
        }
        if let Some(packages) = section.section("packages")? {
            component.packages = super::packages::read(&packages)?;
        }
        if let Some(tag) = tag_setting(&section)? {
            component.tag = match tag {
                Some(text) => Some(around.template(&text, &key.name, &text.place)?),
                None => None,
            };
        }
        component.aliases = super::alias::read(&section, around, &key.name)?;
        component.needs_core = super::needs_core::read(&section, &component.form)?;
        component.retired = section.bool("retired")?.is_some_and(|retired| *retired);
        component.include = globs(&section.strings("include")?)?;
        component.exclude = globs(&section.strings("exclude")?)?;
        if let Some(caption) = super::caption::own(&section)? {
            component.caption_told = Some(caption.place);
            component.caption = caption.value;
        }
        if let Some(changelog) = super::changelog::own(&section)? {
            component.changelog = changelog;
        }
        if let Some(hooks) = super::hooks::read(&section, Hooked::Component)? {
            component.hooks = hooks;
        }
        if section.has("manifests") {
            let mut listed = Vec::new();
            for entry in section.list("manifests")? {
                let one = manifest_ref(entry)?;
                once(&listed, &one)?;
                listed.push(one);
            }
            component.manifests = Some(listed);
        } else if component.retired {
            component.manifests = Some(Vec::new());
        }
        let embeds = section.strings("embeds")?;
        let works_with = super::works_with::read(&section)?;
        section.finish()?;
        Ok((component, OfOthers { embeds, works_with }))
    }
}

fn manifest_ref(entry: Result<Section<'_>, Value<String>>) -> Result<ManifestRef, ProductError> {
    let section = match entry {
        Ok(section) => section,
        Err(path) => return by_name(&path),
    };
    let path = section.required("path", "name the file: { path = \"README.md\", regex = '…' }")?;
    let regex = section.string("regex")?;
    let count = section.number_from("count", 1)?;
    let at = section.string("at")?;
    let format = section.string("format")?;
    let dialect = section.string("dialect")?;
    let place = section.place();
    section.finish()?;
    if let (Some(count), None) = (&count, &regex) {
        return Err(count.refuse("`count` is of a `regex`", "remove it").into());
    }
    let told = [&regex, &at, &format].into_iter().flatten().next().map(|told| told.place.clone());
    let locator = match (regex, at, format) {
        (Some(regex), None, None) => {
            let times = count.map_or(1, |count| usize::try_from(*count).unwrap_or(usize::MAX));
            Locator::Regex(
                RegexLocator::new(&regex, times).map_err(|error| located(&regex, &error))?,
            )
        }
        (None, Some(at), None) => {
            Locator::At(Pointer::parse(&at).map_err(|error| located(&at, &error))?)
        }
        (None, None, Some(id)) => match manifest::format(&id) {
            Some(format) => Locator::Format(format),
            None => {
                let known = manifest::FORMATS.iter().map(|format| format.id);
                let near =
                    nearest(&id, known.clone()).map(|near| format!("did you mean \"{near}\"?"));
                let all = || format!("known formats: {}", known.collect::<Vec<_>>().join(", "));
                let help = near.unwrap_or_else(all);
                return Err(id.refuse(format!("unknown format `{}`", *id), help).into());
            }
        },
        (None, None, None) => {
            let mut listed = by_name(&path)?;
            if let Some(dialect) = dialect {
                listed.dialect = dialect_named(&dialect)?;
            }
            return Ok(listed);
        }
        _ => {
            return Err(place::ConfigError::value(
                place,
                "a manifest is located by one of `regex`, `at` and `format`",
                "keep one of them",
            )
            .into());
        }
    };
    let dialect = match dialect {
        Some(dialect) => dialect_named(&dialect)?,
        None => locator.dialect(),
    };
    Ok(ManifestRef { path: repo_path(&path)?, place: path.place, told, locator, dialect })
}

/// Refuses a file that is listed twice, unless something else is looked for in it.
fn once(listed: &[ManifestRef], one: &ManifestRef) -> Result<(), ProductError> {
    let again = |other: &&ManifestRef| other.path == one.path && other.locator == one.locator;
    if listed.iter().find(again).is_none() {
        return Ok(());
    }
    Err(place::ConfigError::value(
        one.place.clone(),
        format!("`{}` is listed twice", one.path),
        "list it once; where it has the version twice, say where with `regex` or `at`",
    )
    .into())
}

fn by_name(path: &Value<String>) -> Result<ManifestRef, ProductError> {
    let file = repo_path(path)?;
    let Some(format) = manifest::format_for(file.file_name()) else {
        return Err(path
            .refuse(
                format!("no format is known for a file called `{}`", file.file_name()),
                format!("say where the version is: {{ path = \"{file}\", regex = 'version: (?<version>[^\\s]+)' }}"),
            )
            .into());
    };
    Ok(ManifestRef {
        path: file,
        place: path.place.clone(),
        told: None,
        locator: Locator::Format(format),
        dialect: format.dialect,
    })
}

pub(super) fn dialect_named(value: &Value<String>) -> Result<&'static Dialect, ProductError> {
    version::dialect(value).ok_or_else(|| {
        let known = version::DIALECTS.iter().map(|dialect| dialect.id);
        let help = match nearest(value, known.clone()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("known dialects: {}", known.collect::<Vec<_>>().join(", ")),
        };
        value.refuse(format!("unknown dialect `{}`", **value), help).into()
    })
}

fn located(value: &Value<String>, error: &dyn place::Explain) -> ProductError {
    value.refuse(format!("{error}"), error.help().unwrap_or_default()).into()
}

fn repo_path(value: &Value<String>) -> Result<RepoPath, ProductError> {
    RepoPath::new(value).map_err(|error| {
        value
            .refuse(
                format!("{error}"),
                "paths are relative to the repository's root and stay inside it",
            )
            .into()
    })
}

/// A component's name becomes part of tags and messages: it is held to what both allow.
fn name_is_sound(key: &Key) -> Result<(), ProductError> {
    let mut chars = key.name.chars();
    let sound = chars.next().is_some_and(|c| c.is_ascii_alphanumeric() || "_@".contains(c))
        && chars.all(|c| c.is_ascii_alphanumeric() || "._+/@-".contains(c));
    if sound {
        return Ok(());
    }
    Err(place::ConfigError::value(
        key.place.clone(),
        format!("`{}` cannot be a component's name", key.name),
        "a name has letters, digits and . _ + / @ -, and starts with a letter, a digit, _ or @",
    )
    .into())
}
