//! What is read of pom.xml, and what is refused.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Handed;
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
            "1.4.0 Beside(Setting)".into(),
            "1.4.0 Beside(Setting)".into(),
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
    for (own, key) in
        [("", "project/version"), ("<version>${revision}</version>", "project/properties/revision")]
    {
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

/// A project with a parent, properties, and a dependency of that version.
fn depends(properties: &str, version: &str) -> String {
    format!(
        "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>1.0.0</version>\
         </parent><properties>{properties}</properties><dependencies><dependency>\
         <groupId>g</groupId><artifactId>core</artifactId><version>{version}</version>\
         </dependency></dependencies></project>"
    )
}

#[test]
fn a_requirement_through_properties_stands_where_the_last_one_is() {
    let on = "1.4.0 Requirement { on: \"g:core\", path: None, table: \"dependencies\" }";
    for properties in ["<a>1.4.0</a>", "<a>${b}</a><b>1.4.0</b>"] {
        let found = slots(&FORMAT, &depends(properties, "${a}"));
        assert!(found.iter().any(|slot| slot == on), "{found:?}");
    }
    for own in ["${project.version}", "[${project.version},)", "${a}"] {
        let found = located(&FORMAT, &depends("<a>${project.version}</a>", own));
        let required = found.slots.iter().filter(|slot| slot.text != "1.0.0").count();
        assert_eq!((required, found.elsewhere.len()), (0, 1), "{own}");
    }
}

#[test]
fn a_requirement_through_an_inherited_property_says_which() {
    let found = located(&FORMAT, &depends("", "${a}"));
    let [Elsewhere::Version { .. }, Elsewhere::Requirement { on, by_value, .. }] =
        &found.elsewhere[..]
    else {
        panic!("{found:?}")
    };
    assert_eq!(on, "project/properties/a");
    assert_eq!(by_value.as_ref().unwrap().on, "g:core");
    let alone = depends("", "${a}").replace("<parent>", "<!--").replace("</parent>", "-->");
    let alone = alone.replacen("<properties>", "<version>1</version><properties>", 1);
    let found = located(&FORMAT, &alone);
    let [Elsewhere::Unread { on, trouble, .. }] = &found.elsewhere[..] else { panic!("{found:?}") };
    assert_eq!(on, "g:core");
    assert!(matches!(trouble, Trouble::Reference { .. }));
}

#[test]
fn a_requirement_that_is_put_together_is_not_read() {
    for (properties, version) in
        [("<lo>1.4.0</lo>", "[${lo},2)"), ("<a>${b}</a><b>${a}</b>", "${a}"), ("", "1${x}")]
    {
        let found = located(&FORMAT, &depends(properties, version));
        let unread =
            |one: &Elsewhere| matches!(one, Elsewhere::Unread { on, .. } if on == "g:core");
        assert!(found.elsewhere.iter().any(unread), "{version}: {found:?}");
    }
}

#[test]
fn properties_with_numbers_are_handed_down() {
    let text = depends(
        "<a>1.4.0</a><b>${project.version}</b><c>UTF-8 &amp;</c><d>x</d><e>1</e><e>2</e>",
        "1.0.0",
    );
    let found = located(&FORMAT, &text);
    let keys: Vec<&str> = found.inheritable.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["project/properties/a", "project/properties/b"]);
    let by = ByValue { on: "g:core".into(), trouble: Trouble::Empty { what: String::new() } };
    let handed = |key: &str| found.handed(key, "dependencies", Some(&by));
    let Some(Handed::Slot(slot)) = handed("project/properties/a") else { panic!() };
    assert!(matches!(&slot.kind, SlotKind::Requirement { on, .. } if on == "g:core"));
    assert_eq!(handed("project/properties/b"), Some(Handed::Itself));
    assert_eq!(handed("project/properties/d"), None);
}

#[test]
fn a_parent_beside_is_read_where_it_is() {
    for (path, wanted) in
        [("../parent", "../parent/pom.xml"), ("../up/up.xml", "../up/up.xml"), ("", "")]
    {
        let text = depends("", "1")
            .replace("</parent>", &format!("<relativePath>{path}</relativePath></parent>"));
        let imports = located(&FORMAT, &text).imports;
        assert_eq!(imports.first().map_or("", |one| one.file.as_str()), wanted);
    }
}
