//! The whole file: lines, components, and what holds between them.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Config, Place, RepoPath, Section, Value};
use tags::{Owner, OwnerId};

use super::component::Around;
use super::defaults::Defaults;
use super::line::{Named, build_env, line_of, lines};
use super::naming;
use super::{
    Branch, Changelog, Component, Git, Hook, Hooked, Line, LintSettings, ProductError,
    Requirements, foreign,
};
use crate::Meant;

/// The format of release.toml that this program reads.
pub(crate) const FORMAT: u64 = 1;

/// A product line.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its name, for people.
    pub name: String,
    /// The configuration file, as places name it.
    pub file: String,
    /// The folder of its change files.
    pub changes: RepoPath,
    /// Where release.toml names that folder, if it does.
    pub changes_told: Option<Place>,
    /// The file that every release writes its notes into.
    pub changelog: Option<Changelog>,
    /// What every release runs before it commits.
    pub hooks: Vec<Hook>,
    /// Its version lines; one unless the file has `[line.NAME]` tables.
    pub lines: Vec<Line>,
    /// Its components, in file order. Empty where they are to be found in a workspace.
    pub components: Vec<Component>,
    /// Whether the components are those of the workspace at the root, not listed in the file.
    pub found: bool,
    /// What happens to requirements between components that move together.
    pub requirements: Requirements,
    /// The environment variable that the build server's number is in, where lines that have a part
    /// for one take it from there (IBEX-1).
    pub build_env: Option<String>,
    /// How releases are recorded.
    pub git: Git,
    /// What lint leaves alone.
    pub lint: LintSettings,
    /// Branches bound to a range of the line.
    pub branches: Vec<Branch>,
    /// Scheme files of the repository that were read: a release is refused while they differ from
    /// the last commit.
    pub scheme_files: Vec<String>,
    pub(super) defaults: Defaults,
    /// The place of each component among `components`.
    places: BTreeMap<String, usize>,
}

/// Finds the text of a scheme file by the path that release.toml names; returns the name that
/// places carry, and the text.
pub type SchemeSource<'a> = dyn Fn(&str) -> Option<(String, String)> + 'a;

impl Product {
    /// Reads release.toml. `file` is the name that places carry, `bytes` what it holds; `schemes`
    /// reads scheme files that it names by path.
    ///
    /// # Errors
    /// Everything that makes the configuration unusable, with the place: syntax, unknown keys,
    /// schemes that are refused, cycles of embeds, ambiguous tag templates.
    pub fn parse(
        file: &str,
        bytes: &[u8],
        schemes: &SchemeSource<'_>,
    ) -> Result<Self, ProductError> {
        let text = configuration_text(file, bytes)?;
        let config = Config::parse(file, text)?;
        Self::read(file, text, &config, schemes).map_err(crate::schema::told_where)
    }

    fn read(
        file: &str,
        text: &str,
        config: &Config,
        schemes: &SchemeSource<'_>,
    ) -> Result<Self, ProductError> {
        let top = config.top();
        foreign::refuse(&top)?;
        super::messages::refuse_others(&top)?;
        super::hooks::refuse_others(&top, true)?;
        format_is_known(&top)?;
        let read = core::cell::RefCell::new(Vec::new());
        let schemes = |name: &str| {
            let found = schemes(name);
            if let Some((file, _)) = &found {
                read.borrow_mut().push(file.clone());
            }
            found
        };
        let head = top.section("product")?;
        let name = match &head {
            Some(head) => head.string("name")?.map(naming::called).transpose()?,
            None => None,
        };
        let name = name.unwrap_or_else(|| "product".to_owned());
        let (changes, changes_told) = changes(head.as_ref(), top.place())?;
        let changelog = head.as_ref().map(super::changelog::own).transpose()?.flatten().flatten();
        let hooks = head.as_ref().map(|head| super::hooks::read(head, Hooked::Product));
        let hooks = hooks.transpose()?.flatten().unwrap_or_default();
        let defaults = Defaults::read(top.section("defaults")?)?;
        let lines = lines(&top, head.as_ref(), &name, &schemes)?;
        let build_env = head.as_ref().map(|head| build_env(head, &lines)).transpose()?.flatten();
        if let Some(head) = head {
            head.finish()?;
        }
        let own: Vec<Line> = lines.iter().map(|named| named.line.clone()).collect();
        let mut product = Self {
            name,
            file: file.to_owned(),
            changes,
            changes_told,
            changelog,
            hooks,
            components: Vec::new(),
            found: !top.has("component"),
            requirements: Requirements::read(&top)?,
            build_env,
            git: Git::read(top.section("git")?)?,
            lint: LintSettings::read(top.section("lint")?)?,
            branches: Branch::read_all(top.section("branches")?, &own)?,
            scheme_files: Vec::new(),
            lines: own,
            defaults,
            places: BTreeMap::new(),
        };
        product.read_components(&top, &lines, text)?;
        top.finish()?;
        product.scheme_files = read.take();
        if !product.found {
            product.check()?;
        }
        Ok(product)
    }

    /// The same product with the components that a workspace was found to have, each a name and a
    /// folder.
    ///
    /// # Errors
    /// As for components that the file lists: ambiguous tags, for one.
    pub fn with_found(mut self, found: &[(String, RepoPath)]) -> Result<Self, ProductError> {
        let Some(line) = self.lines.first() else { return Ok(self) };
        let around = Around {
            product: &self.name,
            line: 0,
            line_name: line.name.as_deref().unwrap_or(""),
            scheme: &line.scheme,
            defaults: &self.defaults,
        };
        let place = Place::File { path: self.file.clone(), span: None };
        let mut components = Vec::with_capacity(found.len());
        for (name, path) in found {
            components.push(Component::found(name, path.clone(), place.clone(), &around)?);
        }
        self.components = components;
        self.place_components();
        self.check()?;
        Ok(self)
    }

    /// The files that say how it is released, sorted: no release is made while they differ from the
    /// last commit.
    #[must_use]
    pub fn guards(&self) -> BTreeSet<&str> {
        self.scheme_files.iter().chain([&self.file]).map(String::as_str).collect()
    }

    /// The component called `name`.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// The component that is called `name`, or was before (SEMANTICS 30).
    #[must_use]
    pub fn called(&self, name: &str) -> Option<usize> {
        let was = |component: &Component| component.earlier().any(|earlier| earlier == name);
        self.component(name).or_else(|| self.components.iter().position(was))
    }

    /// Every tag template and whose tags it names: the product's lines first, then components,
    /// their earlier names included.
    #[must_use]
    pub fn owners(&self) -> Vec<Owner> {
        let mut owners = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            if let Some(template) = &line.tag {
                let (id, form) = (OwnerId::Product(index), line.scheme.plain().clone());
                owners.push(Owner { id, template: template.clone(), form, alias: false });
            }
        }
        for (index, component) in self.components.iter().enumerate() {
            let own = component.tag.iter().map(|template| (template, false));
            let old = component.aliases.iter().map(|alias| (&alias.template, true));
            for (template, alias) in own.chain(old) {
                owners.push(Owner {
                    id: OwnerId::Component(index),
                    template: template.clone(),
                    form: component.form.clone(),
                    alias,
                });
            }
        }
        owners
    }

    /// What an owner of tags is called.
    pub(crate) fn owner_name(&self, id: OwnerId) -> String {
        match id {
            OwnerId::Product(line) => match self.lines.get(line).and_then(|l| l.name.as_ref()) {
                Some(name) => format!("the line `{name}`"),
                None => "the product".into(),
            },
            OwnerId::Component(index) => {
                self.components.get(index).map_or_else(String::new, |c| format!("`{}`", c.name))
            }
        }
    }

    fn read_components(
        &mut self,
        top: &Section<'_>,
        lines: &[Named],
        text: &str,
    ) -> Result<(), ProductError> {
        let tables = top.sections("component")?;
        if tables.is_empty() && top.has("component") {
            return Err(place::ConfigError::value(
                top.key_place("component"),
                "there is no component",
                "add `[component.NAME]`; where the members of a workspace are the components, leave \
                 `[component]` out",
            )
            .into());
        }
        let names: Vec<String> = tables.iter().map(|(key, _)| key.name.clone()).collect();
        for member in lines.iter().flat_map(|named| &named.members) {
            known(member, &names, &[])?;
        }
        let (mut embeds, mut works_with) = (Vec::new(), Vec::new());
        for (key, section) in tables {
            let index = line_of(&key.name, &key.place, lines)?;
            let Some(Named { line, .. }) = lines.get(index) else { continue };
            let around = Around {
                product: &self.name,
                line: index,
                line_name: line.name.as_deref().unwrap_or(""),
                scheme: &line.scheme,
                defaults: &self.defaults,
            };
            let (component, others) = Component::read(&key, section, &around)?;
            self.components.push(component);
            embeds.push(others.embeds);
            works_with.push(others.works_with);
        }
        self.place_components();
        super::embeds::resolve(self, embeds)?;
        super::works_with::resolve(self, works_with, text)
    }

    fn place_components(&mut self) {
        for (index, component) in self.components.iter().enumerate() {
            self.places.entry(component.name.clone()).or_insert(index);
        }
    }

    fn check(&self) -> Result<(), ProductError> {
        super::needs_core::check(self)?;
        super::alias::check(self)?;
        super::changelog::check(self)?;
        let owners = self.owners();
        if let Some(conflict) = tags::conflicts(&owners).into_iter().next() {
            let id = |at: usize| owners.get(at).map(|owner| owner.id);
            let place = match id(conflict.b) {
                Some(OwnerId::Product(line)) => self.lines.get(line).map(|l| l.place.clone()),
                Some(OwnerId::Component(at)) => self.components.get(at).map(|c| c.place.clone()),
                None => None,
            };
            let name = |at| id(at).map(|id| self.owner_name(id)).unwrap_or_default();
            return Err(ProductError::AmbiguousTags {
                place: place.unwrap_or(Place::File { path: self.file.clone(), span: None }),
                a: name(conflict.a),
                b: name(conflict.b),
                example: conflict.example,
            });
        }
        Ok(())
    }
}

/// A file of the configuration as text.
///
/// # Errors
/// [`ProductError::Encoding`].
pub fn configuration_text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, ProductError> {
    let file = || file.to_owned();
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16",
        _ => "binary",
    };
    core::str::from_utf8(bytes).map_err(|_| ProductError::Encoding { file: file(), what })
}

fn format_is_known(top: &Section<'_>) -> Result<(), ProductError> {
    match top.number("format")? {
        Some(format) if *format != FORMAT => Err(format
            .refuse(
                format!(
                    "this file is of format {}, and this program reads format {FORMAT}",
                    *format
                ),
                "use a syncline that is as new as the file",
            )
            .into()),
        _ => Ok(()),
    }
}

/// The folder of change files, and where it is named, if it is: never the root, where every Markdown
/// file would be one.
fn changes(
    head: Option<&Section<'_>>,
    place: Place,
) -> Result<(RepoPath, Option<Place>), ProductError> {
    let given = match head {
        Some(head) => head.string("changes")?,
        None => None,
    };
    let told = given.as_ref().map(|given| given.place.clone());
    let usual = || Value { value: "changes".into(), key: "product.changes".into(), place };
    let folder = given.unwrap_or_else(usual);
    let help = "name a folder of the repository: changes = \"changes\"";
    match RepoPath::new(&folder) {
        Ok(path) if !path.is_root() => Ok((path, told)),
        Ok(_) => Err(folder.refuse("change files need a folder of their own", help).into()),
        Err(error) => Err(folder.refuse(error.to_string(), help).into()),
    }
}

/// Where in `names` the component `name` is; `components` are those that are read by now, for the
/// names that they had before.
///
/// # Errors
/// A name that no component has, with what was meant.
pub(super) fn known(
    name: &Value<String>,
    names: &[String],
    components: &[Component],
) -> Result<usize, ProductError> {
    names.iter().position(|known| *known == **name).ok_or_else(|| {
        let meant = Meant::of(name, components.iter(), names.iter().map(String::as_str));
        let words: Vec<String> = name
            .split([',', ' '])
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        let help = match meant.is_near() {
            _ if words.len() > 1 => format!("name each on its own: [{}]", words.join(", ")),
            true => meant.help(),
            false => format!("add [component.{}], or remove it here", **name),
        };
        name.refuse(format!("there is no component `{}`", **name), help).into()
    })
}
