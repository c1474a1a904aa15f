//! pom.xml: the project's version, its parent's, and requirements by `groupId:artifactId`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};

use roxmltree::Node;
use version::native::MAVEN;

use super::Format;
use crate::syntax::xml;
use crate::{Elsewhere, LocateError, Located, Members, SlotKind, Source, Trouble};

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

struct Project<'s, 't, 'd, 'a> {
    source: &'s Source<'t>,
    root: Node<'d, 'a>,
    group: Option<&'d str>,
    has_parent: bool,
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
    let properties = properties(source, root)?;
    let any_here = Some(
        "require `${project.version}` where both have one version, or an open range: `[1.0,)`",
    );
    let (has_parent, found) = (parent.is_some(), Located { any_here, ..Located::default() });
    let mut project = Project { source, root, group, has_parent, properties, found };
    project.found.name = project.name(root)?;
    project.own(parent)?;
    project.found.stated_by_heirs = true;
    if let Some(parent) = parent {
        let before = project.found.slots.len();
        project.requirement(parent, "parent")?;
        project.found.parent = project.found.slots.get(before).map(|slot| slot.span);
    }
    project.tables(root)?;
    if let Some(profiles) = xml::only(source, root, "profiles")? {
        for profile in xml::children(profiles, "profile") {
            project.tables(profile)?;
        }
    }
    if let Some(modules) = xml::only(source, root, "modules")? {
        let texts =
            xml::children(modules, "module").map(|module| xml::text(source, "module", module));
        let include = texts.map(|found| found.map(|(_, text)| text.to_string()));
        let include = include.collect::<Result<_, _>>()?;
        project.found.members = Some(Members { include, nested: true, ..Members::default() });
    }
    let mut found = project.found;
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
            shared_key: "project/version".into(),
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
        if let Some(property) = self.property(name)? {
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
            shared_key: format!("project/properties/{name}"),
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
            let Some(property) = self.property(name)? else { return Ok(None) };
            let empty = xml::text(self.source, name, property)?.1.is_empty();
            if !empty && only.replace(property).is_some() {
                return Ok(None);
            }
            rest = after;
        }
        Ok(only.filter(|_| rest.is_empty()))
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
        let (_, text) = xml::text(source, "version", version)?;
        let element = match reference(text) {
            None => version,
            Some(Reference::Property(name)) => match self.property(name)? {
                Some(property) => property,
                None => return Ok(()),
            },
            Some(Reference::Mixed) => return Ok(()),
        };
        let kind = SlotKind::Requirement { on, path: None, table: table.into() };
        self.found.slots.push(xml::slot(source, table, element, kind)?);
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

    /// The property's element.
    fn property(&self, name: &str) -> Result<Option<Node<'d, 'a>>, LocateError> {
        match self.properties.get(name) {
            Some((_, Some(again))) => {
                let trouble = Trouble::DuplicateKey { key: name.into() };
                Err(self.source.refuse(xml::head(*again), trouble))
            }
            found => Ok(found.map(|(element, _)| *element)),
        }
    }
}

/// The children of `<properties>` by name, and of each the second one, if there is one.
type Properties<'d, 'a> = BTreeMap<&'d str, (Node<'d, 'a>, Option<Node<'d, 'a>>)>;

fn properties<'d, 'a: 'd>(
    source: &Source<'_>,
    root: Node<'d, 'a>,
) -> Result<Properties<'d, 'a>, LocateError> {
    let mut all = Properties::new();
    let list = xml::only(source, root, "properties")?;
    for element in list.into_iter().flat_map(|list| list.children()).filter(Node::is_element) {
        let name = element.tag_name().name();
        all.entry(name).and_modify(|(_, again)| *again = Some(element)).or_insert((element, None));
    }
    Ok(all)
}

enum Reference<'t> {
    /// `${name}` and nothing else.
    Property(&'t str),
    /// `${a}${b}`, `1.0${c}`.
    Mixed,
}

fn reference(text: &str) -> Option<Reference<'_>> {
    if !text.contains("${") {
        return None;
    }
    let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let single = name.filter(|name| !name.contains(['$', '{', '}']));
    Some(single.map_or(Reference::Mixed, Reference::Property))
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

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    fn requires(text: &str, on: &str, table: &str) -> String {
        format!("{text} Requirement {{ on: \"{on}\", path: None, table: \"{table}\" }}")
    }

    #[test]
    fn the_parents_version_is_not_the_projects() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                requires("1.4.0", "org.example:all", "parent"),
                "1.4.0 Version".into(),
                requires("1.4.0", "org.example:net", "dependencies"),
                requires("[1.4.0,2.0)", "org.example:wire", "dependencyManagement"),
            ]
        );
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("org.example:core"));
        assert_eq!(found.parent, found.slots.first().map(|slot| slot.span));
    }

    #[test]
    fn properties_are_followed() {
        let text = "<project><version>${revision}</version>\
            <properties><revision>1.4.0</revision></properties></project>";
        let found = located(&FORMAT, text);
        assert_eq!(found.version().unwrap().span.start, text.find("1.4.0").unwrap());
        let absent = "<project><version>${revision}</version></project>";
        assert!(matches!(trouble(&FORMAT, absent), Trouble::Reference { .. }));
        let computed = "<project><version>1${x}</version></project>";
        assert!(matches!(located(&FORMAT, computed).elsewhere[..], [Elsewhere::Computed { .. }]));
    }

    #[test]
    fn what_is_put_together_is_the_only_piece_that_holds_anything() {
        let of = |changelist: &str, sha1: &str| {
            format!(
                "<project><version>${{revision}}${{sha1}}${{changelist}}</version><properties>\
                 <revision>1.4.0</revision>{changelist}{sha1}</properties></project>"
            )
        };
        let empty = of("<changelist/>", "<sha1></sha1>");
        assert_eq!(located(&FORMAT, &empty).version().unwrap().text, "1.4.0");
        for text in [of("<changelist>-SNAPSHOT</changelist>", "<sha1/>"), of("<changelist/>", "")] {
            assert!(matches!(located(&FORMAT, &text).elsewhere[..], [Elsewhere::Computed { .. }]));
        }
    }

    #[test]
    fn inherited_versions_say_where() {
        let parent = "<parent><artifactId>p</artifactId><version>1.4.0</version></parent>";
        for (own, key) in [
            ("", "project/version"),
            ("<version>${revision}</version>", "project/properties/revision"),
        ] {
            let found = located(&FORMAT, &format!("<project>{parent}{own}</project>"));
            let [Elsewhere::Version { shared_key, .. }] = found.elsewhere.as_slice() else {
                panic!("{own}")
            };
            assert_eq!(shared_key, key);
            assert!(found.version().is_none());
        }
    }

    #[test]
    fn versions_not_plainly_written_are_refused() {
        let of = |version: &str| format!("<project><version>{version}</version></project>");
        for version in ["1&#46;0", "<![CDATA[1.0]]>", "1<!-- x -->.0", "<b>1.0</b>"] {
            let trouble = trouble(&FORMAT, &of(version));
            assert!(matches!(trouble, Trouble::Unplain { .. } | Trouble::Type { .. }), "{version}");
        }
        assert!(matches!(trouble(&FORMAT, &of("")), Trouble::Empty { .. }));
        let twice = "<project><version>1</version><version>2</version></project>";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { found: 2, .. }));
        let dtd = "<!DOCTYPE project [<!ENTITY v '1'>]><project><version>&v;</version></project>";
        assert!(matches!(trouble(&FORMAT, dtd), Trouble::Dtd));
    }
}
