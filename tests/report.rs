//! `report`: the page of a real repository.

use crate::support::{Play, Repository, chain};

fn page(repository: &Repository, words: &[&str]) -> String {
    let output = repository.run(&[&["report", "-o", "-"], words].concat());
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{words:?}");
    output.stdout
}

/// The text of all elements of that name, without what is marked up in it.
fn texts(page: &str, name: &str) -> Vec<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(page, options);
    let document = document.unwrap_or_else(|error| panic!("{error}: {page}"));
    let found = document.descendants().filter(|node| node.has_tag_name(name));
    let text = |node: roxmltree::Node<'_, '_>| -> String {
        node.descendants().filter_map(|one| one.text().filter(|_| one.is_text())).collect()
    };
    found.map(text).collect()
}

#[test]
fn a_line_is_shown_as_it_was_released() {
    let repository = chain::released();
    repository.write("core/change", "").commit("Change it");
    let words = ["release", "minor", "-p", "core", "--yes", "--date", "2016-11-01"];
    assert_eq!(repository.run(&words).code, 0);
    let page = page(&repository, &["--date", "2016-11-02"]);
    for tag in repository.tags() {
        assert!(page.contains(&format!("tag {tag}</small>")), "no {tag}");
    }
    let rows = texts(&page, "title");
    for row in [
        "core: 2 releases, from 1.0 on 2016-10-01 to 1.1 on ",
        "sdk: one release, 1.0 on 2016-10-01",
    ] {
        assert!(rows.iter().any(|title| title.starts_with(row)), "no {row:?} in {rows:?}");
    }
    let sdk = rows.iter().find(|title| title.starts_with("sdk: ")).unwrap();
    assert!(sdk.contains("; behind the line since "), "{sdk}");
    let mac = rows.iter().find(|title| title.starts_with("mac: ")).unwrap();
    assert!(!mac.contains("behind"), "{mac}");
    assert_eq!(texts(&page, "desc"), ["mac embeds core."]);
    // The status and the matrix are those of the other commands.
    let cells = texts(&page, "td");
    for wanted in ["1.1.20161102", "lags", "mac-1.1", "yes", "?"] {
        assert!(cells.iter().any(|cell| cell == wanted), "no {wanted:?} in {cells:?}");
    }
    assert_eq!(texts(&page, "h1"), ["Chain Core"]);
}

#[test]
fn every_story_has_a_page_with_all_its_tags() {
    for policy in ["chain", "diavolo", "ibex", "iric", "kolab"] {
        let play = Play::through(policy);
        let day = jiff::civil::date(2030, 1, 1);
        let (code, page) = play.run(&["report", "-o", "-"], day);
        assert_eq!(code, 0, "{policy}: {page}");
        let shown = texts(&page, "li").join("\n");
        let tags = play.tags();
        assert!(tags.len() > 5, "{policy}: {tags:?}");
        for tag in &tags {
            assert!(shown.contains(&format!("tag {tag}")), "{policy}: no {tag} in {shown}");
        }
        assert_eq!(play.run(&["report", "-o", "-"], day).1, page, "{policy}: twice the same");
    }
}

#[test]
fn lines_are_shown_one_by_one_or_all() {
    let play = Play::through("ibex");
    let day = jiff::civil::date(2030, 1, 1);
    let (_, all) = play.run(&["report", "-o", "-"], day);
    assert_eq!(texts(&all, "h2"), ["Line ibex", "Line script-generator"]);
    let (_, one) = play.run(&["report", "-o", "-", "--line", "ibex"], day);
    assert!(one.contains("genie-python") && !one.contains("script-generator"));
    let (code, said) = play.run(&["report", "-o", "-", "--line", "nope"], day);
    assert!(code == 2 && said.contains("script-generator"), "{code}: {said}");
}

/// Releases of a component without tags of its own are those that the lead tags tell.
#[test]
fn components_without_tags_are_known_by_bills_of_materials() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "scheme = \"semver\"\n[defaults]\ntag = false\n[component.a]\n[component.b]\n",
    );
    repository.write("a/VERSION", "1.0.0\n").write("b/VERSION", "1.0.0\n").commit("Start");
    let bill = "1.0.0\n\nRelease-Component: a 1.0.0\nRelease-Component: b 1.0.0\n";
    repository.annotate("v1.0.0", bill);
    repository.write("a/change", "").commit("Change it");
    let released = repository.run(&["release", "minor", "-p", "a", "--yes"]);
    assert_eq!(released.code, 0, "{released:?}");
    let rows = texts(&page(&repository, &[]), "title");
    assert!(rows.iter().any(|row| row.starts_with("a: 2 releases, from 1.0.0 on ")), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("b: one release, 1.0.0 on ")), "{rows:?}");
    // What is given tags later goes on from what a release's commit tells.
    let config = "scheme = \"semver\"\n[component.a]\n[component.b]\n";
    repository.write("release.toml", config).commit("Give them tags");
    let rows = texts(&page(&repository, &[]), "title");
    assert!(rows.iter().any(|row| row.starts_with("a: one release, 1.1.0 on ")), "{rows:?}");
}

#[test]
fn a_page_takes_the_place_of_the_one_before_as_a_whole() {
    let repository = chain::released();
    repository.write("out/report.html", "before");
    let output = repository.run(&["report", "-o", "out/report.html", "--date", "2016-11-02"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output:?}");
    assert!(output.stderr.contains("out/report.html"), "{output:?}");
    assert_eq!(repository.file("out/report.html"), page(&repository, &["--date", "2016-11-02"]));
    let beside: Vec<_> = std::fs::read_dir(repository.at("out")).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(repository.at("out/report.html")).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o644);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("out/report.html", repository.at("link.html")).unwrap();
        repository.write("out/report.html", "before");
        assert_eq!(repository.run(&["report", "-o", "link.html"]).code, 0);
        assert!(repository.at("link.html").is_symlink(), "a link stays");
        assert!(repository.file("out/report.html").contains("</html>"));
        let path = repository.at("out/report.html");
        let mut kept = std::fs::metadata(&path).unwrap().permissions();
        kept.set_readonly(true);
        std::fs::set_permissions(&path, kept).unwrap();
        let output = repository.run(&["report", "-o", "link.html"]);
        assert_eq!(output.code, 5, "what is not to be written is not: {output:?}");
    }
    let output = repository.run(&["report", "-o", "nowhere/report.html"]);
    assert_eq!(output.code, 5, "no folder is made: {output:?}");
    assert!(!repository.at("nowhere").exists());
    let output = repository.run(&["report", "-o", "out"]);
    assert_eq!(output.code, 5, "{output:?}");
    assert!(output.stderr.contains("could not write `out`"), "{output:?}");
    let output = repository.run(&["report"]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains("--output"), "{output:?}");
}
