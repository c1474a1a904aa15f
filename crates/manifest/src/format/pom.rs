//! pom.xml: the project's version, its parent's, and requirements by `groupId:artifactId`.

mod properties;
#[cfg(test)]
mod tests;

use alloc::format;
use alloc::string::{String, ToString};

use roxmltree::Node;
use version::native::MAVEN;

use super::Format;
use crate::syntax::xml;
use crate::{ByValue, Elsewhere, Import, LocateError, Located, Members, SlotKind, Source, Trouble};
use properties::{Properties, Reference, Value, reference};

pub(super) static FORMAT: Format = Format {
    id: "maven",
    title: "pom.xml",
    files: &["pom.xml"],
    dialect: &MAVEN,
    locks: &[],
    above: &["pom.xml"],
    locate,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- core 1.4.0 -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent>
    <groupId>org.example</groupId>
    <artifactId>all</artifactId>
    <version>1.4.0</version>
  </parent>
  <artifactId>core</artifactId>
  <version>1.4.0</version>
  <properties>
    <net.version>1.4.0</net.version>
    <left.version>1.4.0</left.version>
  </properties>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>org.example</groupId>
        <artifactId>wire</artifactId>
        <version>[1.4.0,2.0)</version>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>${project.groupId}</groupId>
      <artifactId>net</artifactId>
      <version>${net.version}</version>
    </dependency>
    <dependency>
      <groupId>org.example</groupId>
      <artifactId>client</artifactId>
      <version>${project.version}</version>
    </dependency>
  </dependencies>
</project>
"#,
};

/// The paths from `<project>` (and from each profile) to requirements: the table's name, the
/// elements down to the list, and the list's element.
const TABLES: &[(&str, &[&str], &str)] = &[
    ("dependencies", &["dependencies"], "dependency"),
    ("dependencyManagement", &["dependencyManagement", "dependencies"], "dependency"),
    ("plugins", &["build", "plugins"], "plugin"),
    ("pluginManagement", &["build", "pluginManagement", "plugins"], "plugin"),
];

/// What those who have no version of their own take from their parent.
const OWN_KEY: &str = "project/version";

struct Project<'s, 't, 'd, 'a> {
    source: &'s Source<'t>,
    root: Node<'d, 'a>,
    group: Option<&'d str>,
    has_parent: bool,
    /// Whether the parent is one of this repository, as far as the file says.
    inherits: bool,
    properties: Properties<'d, 'a>,
    found: Located,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "project" {
        let wanted = "<project> as its root".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    }
    let parent = xml::only(source, root, "parent")?;
    let mut group = value(source, root, "groupId")?;
    if let (None, Some(parent)) = (group, parent) {
        group = value(source, parent, "groupId")?;
    }
    let properties = Properties::of(source, root)?;
    let any_here = Some(
        "require `${project.version}` where both have one version, or an open range: `[1.0,)`",
    );
    let (has_parent, found) = (parent.is_some(), Located { any_here, ..Located::default() });
    // An empty path says that it comes from a registry.
    let inherits = match parent {
        Some(parent) => value(source, parent, "relativePath")? != Some(""),
        None => false,
    };
    let mut project = Project { source, root, group, has_parent, inherits, properties, found };
    project.found.name = project.name(root)?;
    project.own(parent)?;
    project.found.stated_by_heirs = true;
    if let Some(parent) = parent {
        project.found.imports.extend(beside(source, parent)?);
        let before = project.found.slots.len();
        project.requirement(parent, "parent")?;
        project.found.parent = project.found.slots.get(before).map(|slot| slot.span);
    }
    project.part(root)?;
    if let Some(profiles) = xml::only(source, root, "profiles")? {
        for profile in xml::children(profiles, "profile") {
            project.part(profile)?;
        }
    }
    let Project { properties, mut found, .. } = project;
    let own = found.version().map(|slot| (OWN_KEY.to_string(), slot.span));
    found.inheritable.extend(own);
    properties.hand_down(source, &mut found);
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

impl<'d, 'a> Project<'_, '_, 'd, 'a> {
    fn own(&mut self, parent: Option<Node<'d, 'a>>) -> Result<(), LocateError> {
        let source = self.source;
        if let Some(element) = xml::only(source, self.root, "version")? {
            return self.version(element);
        }
        let inherited = match parent {
            Some(parent) => xml::only(source, parent, "version")?,
            None => None,
        };
        let Some(version) = inherited else {
            let wanted = "<version> in <project>, or a <parent>".into();
            return Err(source.refuse(xml::head(self.root), Trouble::NoVersion { wanted }));
        };
        let (range, _) = xml::text(source, "parent/version", version)?;
        self.found.elsewhere.push(Elsewhere::Version {
            span: source.span(range),
            how: "the version of <parent>".into(),
            parent_file: "pom.xml",
            shared_key: OWN_KEY.into(),
        });
        Ok(())
    }

    /// `<version>` itself, the property it refers to, or what the parent is to define.
    fn version(&mut self, element: Node<'d, 'a>) -> Result<(), LocateError> {
        let source = self.source;
        let (range, text) = xml::text(source, "project/version", element)?;
        let Some(reference) = reference(text) else {
            let slot = xml::slot(source, "project/version", element, SlotKind::Version)?;
            self.found.slots.push(slot);
            return Ok(());
        };
        let Reference::Property(name) = reference else {
            if let Some(property) = self.only_piece(text)? {
                self.found.slots.push(xml::slot(source, text, property, SlotKind::Version)?);
                return Ok(());
            }
            let (span, how) = (source.span(range), text.to_string());
            let look = "write the whole version, or one property that holds it: `${revision}`";
            self.found.elsewhere.push(Elsewhere::Computed { span, how, look: Some(look.into()) });
            return Ok(());
        };
        if let Some(property) = self.properties.get(source, name)? {
            self.found.slots.push(xml::slot(source, name, property, SlotKind::Version)?);
            return Ok(());
        }
        if !self.has_parent {
            let trouble =
                Trouble::Reference { what: "project/version".into(), reference: text.into() };
            return Err(source.refuse(range, trouble));
        }
        self.found.elsewhere.push(Elsewhere::Version {
            span: source.span(range),
            how: text.to_string(),
            parent_file: "pom.xml",
            shared_key: properties::key(name),
        });
        Ok(())
    }

    /// The only property in `${revision}${sha1}${changelist}` that holds anything, where this file
    /// defines them all: what Maven takes from its command line is empty here.
    fn only_piece(&self, text: &str) -> Result<Option<Node<'d, 'a>>, LocateError> {
        let mut only = None;
        let mut rest = text;
        while let Some((name, after)) =
            rest.strip_prefix("${").and_then(|rest| rest.split_once('}'))
        {
            let Some(property) = self.properties.get(self.source, name)? else { return Ok(None) };
            let empty = xml::text(self.source, name, property)?.1.is_empty();
            if !empty && only.replace(property).is_some() {
                return Ok(None);
            }
            rest = after;
        }
        Ok(only.filter(|_| rest.is_empty()))
    }

    /// What a project and each of its profiles may hold: requirements and modules.
    fn part(&mut self, from: Node<'d, 'a>) -> Result<(), LocateError> {
        self.tables(from)?;
        let Some(modules) = xml::only(self.source, from, "modules")? else { return Ok(()) };
        let nested = || Members { nested: true, ..Members::default() };
        let members = self.found.members.get_or_insert_with(nested);
        for module in xml::children(modules, "module") {
            let (_, text) = xml::text(self.source, "module", module)?;
            members.include.push(text.to_string());
        }
        Ok(())
    }

    fn tables(&mut self, from: Node<'d, 'a>) -> Result<(), LocateError> {
        for (table, path, item) in TABLES {
            let mut list = Some(from);
            for name in *path {
                list = match list {
                    Some(node) => xml::only(self.source, node, name)?,
                    None => None,
                };
            }
            for node in list.into_iter().flat_map(|list| xml::children(list, item)) {
                self.requirement(node, table)?;
            }
        }
        Ok(())
    }

    /// The `<version>` of a dependency, plugin or parent, or the property it refers to. What
    /// follows the project's own version by `${project.version}` needs no slot.
    fn requirement(&mut self, node: Node<'d, 'a>, table: &str) -> Result<(), LocateError> {
        let source = self.source;
        let Some(version) = xml::only(source, node, "version")? else { return Ok(()) };
        let Some(on) = self.name(node)? else { return Ok(()) };
        let (range, text) = xml::text(source, "version", version)?;
        let span = source.span(range);
        let value = self.properties.value(source, version)?;
        // A parent's version goes by what the parent is, whatever properties put it together.
        if table == "parent" && matches!(value, Value::Above(_) | Value::Mixed) {
            return Ok(());
        }
        let trouble = match value {
            Value::Here(element) => {
                let kind = SlotKind::Requirement { on, path: None, table: table.into() };
                self.found.slots.push(xml::slot(source, table, element, kind)?);
                return Ok(());
            }
            Value::Own => return Ok(()),
            Value::Above(name) => {
                let what = format!("the requirement on `{on}`");
                let trouble = Trouble::Reference { what, reference: text.into() };
                if self.inherits {
                    self.found.elsewhere.push(Elsewhere::Requirement {
                        span,
                        on: properties::key(name),
                        path: None,
                        table: table.into(),
                        parent_file: "pom.xml",
                        by_value: Some(ByValue { on, trouble }),
                    });
                    return Ok(());
                }
                trouble
            }
            Value::Mixed => {
                let look = "write the requirement out, or in one property that holds all of it";
                Trouble::Computed { how: text.into(), look: Some(look.into()) }
            }
        };
        self.found.elsewhere.push(Elsewhere::Unread { span, on, trouble });
        Ok(())
    }

    /// `groupId:artifactId`; a group left out is the project's own or, for plugins, Maven's.
    fn name(&self, node: Node<'d, 'a>) -> Result<Option<String>, LocateError> {
        let Some(artifact) = value(self.source, node, "artifactId")? else { return Ok(None) };
        let plugin = node.tag_name().name() == "plugin";
        let fallback = if plugin { Some("org.apache.maven.plugins") } else { self.group };
        let group = match value(self.source, node, "groupId")? {
            Some("${project.groupId}" | "${pom.groupId}" | "${groupId}") => self.group,
            Some(group) => Some(group),
            None => fallback,
        };
        Ok(Some(format!("{}:{artifact}", group.unwrap_or_default())))
    }
}

/// The parent's file, where `<relativePath>` says that it is in no folder above.
fn beside(source: &Source<'_>, parent: Node<'_, '_>) -> Result<Option<Import>, LocateError> {
    let path = value(source, parent, "relativePath")?.filter(|path| !path.is_empty());
    Ok(path.map(|path| {
        let folder = !path.ends_with(".xml");
        let file = if folder { format!("{path}/pom.xml") } else { path.into() };
        Import { file, format: &FORMAT }
    }))
}

fn value<'d>(
    source: &Source<'_>,
    node: Node<'d, '_>,
    name: &str,
) -> Result<Option<&'d str>, LocateError> {
    match xml::only(source, node, name)? {
        Some(element) => xml::text(source, name, element).map(|(_, text)| Some(text)),
        None => Ok(None),
    }
}
