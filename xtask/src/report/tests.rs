//! The page of facts that are made up: whatever they are, it is sound, complete and the same.

use jiff::civil::date;
use product::{Status, StatusComponent};
use roxmltree::{Document, Node, ParsingOptions};
use version::{CompatSeverity, Date, Scheme, Verdict};

use super::facts::{Behind, Compatibility, Component, Facts, Line, Move, Release, Requirement};
use super::page;
use crate::parties::{Declared, Lines, Matrix, Party, Policy};

fn release(version: &str, tag: &str, day: Option<Date>) -> Release {
    Release { version: version.into(), tag: tag.into(), day, pre: version.contains("rc") }
}

fn component(name: &str, embeds: &[usize]) -> Component {
    Component {
        name: name.into(),
        retired: false,
        embeds: embeds.to_vec(),
        requires: Vec::new(),
        releases: vec![release("1.0.0", &format!("{name}-1.0.0"), Some(date(2020, 1, 1)))],
        behind: Vec::new(),
    }
}

fn status(name: &str, lag: bool) -> StatusComponent {
    StatusComponent {
        name: name.into(),
        version: Some("1.0.0".into()),
        development: None,
        problem: None,
        tag: Some(format!("{name}-1.0.0")),
        pending: None,
        changed: false,
        lag,
        next: Some("1.1.1".into()),
        needs: None,
        impacts: Vec::new(),
        suggested: Vec::new(),
    }
}

fn matrix(texts: &[&str]) -> Compatibility {
    let scheme = Scheme::preset("semver").unwrap();
    let form = scheme.plain().clone();
    let party = |text: &&str| Party {
        name: None,
        role: None,
        version: form.parse(text).unwrap(),
        form: form.clone(),
        component: None,
    };
    let all: Vec<Party> = texts.iter().map(party).collect();
    let too_far = scheme.too_far();
    let matrix = Matrix::of(&Policy::of_scheme(scheme), &all, &Lines::of(&all, true), true);
    Compatibility::Of { matrix, of: None, too_far }
}

fn facts(components: Vec<Component>) -> Facts {
    let standing = components.iter().filter(|one| !one.retired);
    let standing = standing.map(|one| status(&one.name, !one.behind.is_empty())).collect();
    let line = Line {
        scheme: "semver".into(),
        status: Status {
            format: 1,
            product: "Sample".into(),
            name: None,
            line: Some("1.1".into()),
            shallow: false,
            broken: Vec::new(),
            components: standing,
        },
        moves: vec![
            Move { day: date(2020, 1, 1), to: "1.0".into() },
            Move { day: date(2020, 3, 1), to: "1.1".into() },
        ],
        releases: vec![release("1.1.0", "v1.1.0", Some(date(2020, 3, 1)))],
        components,
        matrix: matrix(&["1.0.0", "1.1.0", "2.0.0"]),
        pairs: Vec::new(),
    };
    Facts { product: "Sample".into(), date: date(2020, 3, 9), lines: vec![line] }
}

/// The page, read as XML, given to `look`.
fn read(page: &str, look: impl FnOnce(&Document<'_>)) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(page, options);
    look(&document.unwrap_or_else(|error| panic!("{error}: {page}")));
}

fn texts(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

fn named<'a>(document: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name(name)).collect()
}

#[test]
fn who_works_with_whom_is_on_the_page_where_anybody_does() {
    let mut facts = facts(vec![component("core", &[]), component("app", &[])]);
    let title = "Components that run beside each other";
    assert!(!page(&facts).contains(title));
    facts.lines[0].pairs.push(Declared {
        provider: ("core".into(), Some("1.0.0".into())),
        consumer: ("app".into(), None),
        range: Some(">=1.1, <2".into()),
        verdict: Verdict {
            verdict: version::Compatibility::Incompatible,
            severity: CompatSeverity::Block,
            rule: Some("works-with".into()),
            because: "`app` needs it".into(),
        },
    });
    let page = page(&facts);
    read(&page, |document| {
        let all = texts(document.root());
        for wanted in
            [title, "core 1.0.0", "app –", ">=1.1, <2", "no", "works-with: `app` needs it"]
        {
            assert!(all.contains(wanted), "no {wanted:?} in {all}");
        }
    });
}

#[test]
fn every_component_and_every_tag_is_on_the_page() {
    let mut core = component("core", &[]);
    core.releases.push(release("1.1.0-rc.1", "core-1.1.0-rc.1", Some(date(2020, 2, 1))));
    core.releases.push(release("1.1.0", "core-1.1.0", None));
    let mut app = component("app", &[0]);
    app.behind.push(Behind { from: date(2020, 3, 1), to: None });
    let requirement = ("core".to_owned(), "^1.0".to_owned(), "app/package.json".to_owned());
    app.requires.push(Requirement { on: requirement.0, text: requirement.1, path: requirement.2 });
    let mut old = component("old", &[]);
    old.retired = true;
    let page = page(&facts(vec![core, app, old]));
    read(&page, |document| {
        let all = texts(document.root());
        for wanted in [
            "core-1.0.0",
            "core-1.1.0-rc.1",
            "core-1.1.0",
            "no day known",
            "app-1.0.0",
            "old-1.0.0",
            "retired",
            "v1.1.0",
            "core ^1.0 app/package.json",
            "lags",
            "behind the line since 2020-03-01",
            "app embeds core.",
            "yes",
        ] {
            assert!(all.contains(wanted), "no {wanted:?} in {all}");
        }
        let marks = |class: &str| {
            let circles = named(document, "circle").into_iter();
            circles.filter(|one| one.attribute("class") == Some(class)).count()
        };
        // One of each is in the legend; a release without a day is in no row.
        assert_eq!((marks("final"), marks("pre")), (3 + 1, 1 + 1));
        let lines = named(document, "line").into_iter();
        let lags = lines.filter(|one| one.attribute("class") == Some("lag")).count();
        assert_eq!(lags, 1 + 1);
    });
}

/// What a reader that sees nothing needs, and what nothing of ours may need.
#[test]
fn the_page_stands_for_itself_and_can_be_read_without_looking() {
    let page = page(&facts(vec![component("core", &[]), component("app", &[0])]));
    for foreign in ["http:", "https:", "//", "<script", "<link", "@import", "src=", "javascript"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    read(&page, |document| {
        for table in named(document, "table") {
            assert!(table.children().any(|child| child.has_tag_name("caption")), "{table:?}");
            let heads = table.descendants().filter(|node| node.has_tag_name("th"));
            assert!(heads.clone().count() > 0);
            assert!(heads.into_iter().all(|head| head.attribute("scope").is_some()));
        }
        for svg in named(document, "svg") {
            let hidden = svg.attribute("aria-hidden") == Some("true");
            let title = svg.children().any(|child| child.has_tag_name("title"));
            assert!(hidden || (title && svg.attribute("role") == Some("img")), "{svg:?}");
        }
        assert_eq!(named(document, "h1").len(), 1);
        let headings: Vec<String> = named(document, "h2").into_iter().map(texts).collect();
        assert_eq!(headings, ["Timeline", "Status", "Embeds and requirements", "Compatibility"]);
        let ids: Vec<&str> =
            document.descendants().filter_map(|node| node.attribute("id")).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{ids:?}");
    });
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let hostile = "</title><script>alert('&')</script>\u{202e}\u{1b}[2J\"";
    let mut one = component(hostile, &[]);
    one.releases.push(release(hostile, hostile, Some(date(2020, 2, 1))));
    one.requires.push(Requirement {
        on: hostile.into(),
        text: hostile.into(),
        path: hostile.into(),
    });
    let two = component("two", &[0]);
    let mut facts = facts(vec![one, two]);
    facts.product = hostile.into();
    let mut again = self::facts(vec![component("x", &[])]).lines;
    facts.lines.append(&mut again);
    for line in &mut facts.lines {
        line.status.name = Some(hostile.into());
        line.status.line = Some(hostile.into());
        line.scheme = hostile.into();
        line.moves.push(Move { day: date(2020, 3, 2), to: hostile.into() });
        line.releases.push(release(hostile, hostile, None));
        if let Some(one) = line.status.components.first_mut() {
            (one.version, one.next) = (Some(hostile.into()), Some(hostile.into()));
            one.tag = Some(hostile.into());
        }
    }
    let page = page(&facts);
    assert!(!page.chars().any(|c| crate::escape::is_hostile(c) && c != '\n'), "{page}");
    assert!(!page.contains("<script") && !page.contains("alert('"));
    read(&page, |document| {
        assert!(named(document, "script").is_empty());
        assert!(
            texts(document.root()).contains("<script>alert('&')</script>\\u{202e}\\u{1b}[2J\"")
        );
    });
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let facts = || facts(vec![component("core", &[]), component("app", &[0])]);
    assert_eq!(page(&facts()), page(&facts()));
}

#[test]
fn a_product_without_releases_has_a_page() {
    let mut core = component("core", &[]);
    core.releases.clear();
    let mut facts = facts(vec![core]);
    for line in &mut facts.lines {
        line.releases.clear();
        line.moves.clear();
        line.matrix = Compatibility::NoVersions;
    }
    read(&page(&facts), |document| {
        let all = texts(document.root());
        for wanted in ["Nothing was released yet.", "There are no versions to compare.", "core"] {
            assert!(all.contains(wanted), "no {wanted:?} in {all}");
        }
    });
}

/// Whoever is embedded stands left of whoever embeds it, however the file lists them.
#[test]
fn the_graph_is_in_layers() {
    let all = vec![component("top", &[1, 2]), component("middle", &[2]), component("base", &[])];
    read(&page(&facts(all)), |document| {
        let x = |wanted: &str| {
            let mut boxes = named(document, "g").into_iter();
            let node = boxes.find(|node| texts(*node).starts_with(wanted)).unwrap();
            let text = node.children().find(|child| child.has_tag_name("rect")).unwrap();
            text.attribute("x").unwrap().parse::<u32>().unwrap()
        };
        assert!(x("base") < x("middle") && x("middle") < x("top"));
        let edges = named(document, "path").into_iter();
        assert_eq!(edges.filter(|one| one.attribute("class") == Some("edge")).count(), 3);
    });
}

/// A thousand components with ten releases each: all there, most of it folded away, no row with more
/// marks than anybody could tell apart.
#[test]
fn a_large_line_is_folded() {
    let all = (0..1000).map(|at| {
        let mut one = component(&format!("c{at}"), if at == 0 { &[] } else { &[0] });
        let day = |n: i64| date(2020, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let many = if at == 7 { 5000 } else { 10 };
        one.releases = (0..many)
            .map(|n| release(&format!("1.0.{n}"), &format!("c{at}-1.0.{n}"), Some(day(n % 800))))
            .collect();
        one
    });
    let page = page(&facts(all.collect()));
    assert!(page.len() < 12_000_000, "{} bytes", page.len());
    assert!(page.contains("c999-1.0.9,") || page.contains("tag c999-1.0.9<"));
    assert!(page.contains("tag c7-1.0.4999<"));
    assert!(page.contains("Components 901 to 1000 of 1000: c900 to c999"));
    assert!(page.contains("too many to draw"));
    read(&page, |document| {
        let rows =
            named(document, "svg").into_iter().filter(|one| one.attribute("class") == Some("row"));
        let most = rows.map(|row| row.children().count()).max().unwrap();
        assert!(most < 500, "{most} marks");
    });
}

#[test]
fn one_move_of_the_line_is_said_once() {
    let mut facts = facts(vec![component("core", &[])]);
    facts.lines[0].moves.truncate(1);
    let page = page(&facts);
    assert!(page.contains("The line came to 1.0 on 2020-01-01<"), "{page}");
    assert!(!page.contains(" and to 1.0"), "{page}");
}
