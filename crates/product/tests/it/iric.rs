//! iRIC's rules on solvers in memory.

use place::Severity;
use product::Asked;

use crate::next::next;
use crate::world::{World, patch, refusal, release};

const CONFIG: &str = "scheme = \"iric\"\n\
    [component.nays2d]\nmanifests = [\"nays2d/definition.xml\", \"nays2d/package.xml\"]\n\
    [component.mflow]\nmanifests = [\"mflow/definition.xml\"]\n";

fn definition(name: &str, version: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\"?>\r\n<SolverDefinition\r\n  name=\"{name}\"\r\n  \
         caption=\"Solver\"\r\n  version=\"{version}\">\r\n  <!-- since {version} -->\r\n\
         </SolverDefinition>\r\n"
    )
}

fn package(name: &str, version: &str) -> String {
    format!("<Package>\n  <Name>{name}</Name>\n  <Version>{version}</Version>\n</Package>\n")
}

/// Two solvers, released as 2.1 and 1.0.
fn solvers() -> World {
    let files = [
        ("nays2d/definition.xml", definition("nays2d", "2.1")),
        ("nays2d/package.xml", package("nays2d", "2.1")),
        ("nays2d/main.f90", "program nays2d\nend program\n".into()),
        ("mflow/definition.xml", definition("mflow", "1.0")),
        ("mflow/main.cpp", "int main() {}\n".into()),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let mut world = World::new(CONFIG, &files);
    world.tag(&["nays2d-2.1", "mflow-1.0"]);
    world
}

#[test]
fn iric_1_zeros_in_front_are_read_and_warned_of() {
    let mut world = solvers();
    world.write("mflow/definition.xml", &definition("mflow", "1.00.8"));
    world.tags.clear();
    world.tag(&["nays2d-2.1", "mflow-1.0.8"]);
    assert_eq!(world.versions(), ["nays2d 2.1", "mflow 1.0.8"]);
    assert_eq!(world.findings(), ["version-canonical mflow"]);
    let finding = &world.lint()[0];
    assert_eq!((finding.severity, finding.policy.as_deref()), (Severity::Warning, Some("IRIC-1")));
    assert_eq!(finding.message, "`1.00.8` is written 1.0.8");
    assert_eq!(finding.fix.as_deref(), Some("1.0.8"));
    let plan = world.run(patch(&["mflow"])).unwrap();
    assert_eq!(
        (plan.components[0].from.as_deref(), plan.edits[0].old.as_str()),
        (Some("1.0.8"), "1.00.8")
    );
    assert!(world.text("mflow/definition.xml").contains("version=\"1.0.9\""));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn iric_1_words_are_no_version_and_the_short_spelling_is_none_the_worse() {
    let mut world = solvers();
    for (text, found) in [("3.2 beta", 1), ("v1.0", 1), ("1", 1), ("1.0.0", 0), ("1.0", 0)] {
        world.write("mflow/definition.xml", &definition("mflow", text));
        let mut findings = world.lint();
        findings.retain(|finding| finding.rule != "unreleased-change");
        let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["version-parse"; 1][..found], "{text}: {findings:?}");
        assert!(
            findings.iter().all(|finding| finding.policy.as_deref() == Some("IRIC-1")),
            "{text}"
        );
    }
    world.write("mflow/definition.xml", &definition("mflow", "3.2 beta"));
    let said = refusal(world.plan(patch(&["mflow"])));
    assert!(said.starts_with("IRIC-1: `mflow` has `3.2 beta`"), "{said}");
}

/// Every way to ask for a release of one solver.
fn requests() -> Vec<Asked> {
    let parts = ["fix", "minor", "major", "4.0"];
    let releases = parts.iter().map(|part| release(part, &["nays2d"]));
    releases.chain([patch(&["nays2d"])]).collect()
}

#[test]
fn iric_2_another_name_is_refused_even_with_a_major_bump() {
    for (path, old, new) in [
        ("nays2d/definition.xml", "name=\"nays2d\"", "name=\"nays2dh\""),
        ("nays2d/definition.xml", "  name=\"nays2d\"\r\n", ""),
        ("nays2d/package.xml", "<Name>nays2d</Name>", "<Name>Nays2D</Name>"),
    ] {
        let mut world = solvers();
        let text = world.text(path);
        assert!(text.contains(old), "{path}");
        world.write(path, &text.replace(old, new));
        for asked in requests() {
            let said = refusal(world.plan(asked.clone()));
            let wanted = "but it was released as `nays2d` (nays2d-2.1)";
            assert!(said.starts_with("IRIC-2: the name of `nays2d` is "), "{asked:?}: {said}");
            assert!(said.contains(wanted) && said.ends_with("/ 1"), "{asked:?}: {said}");
        }
        // The other solver has nothing to do with it.
        world.plan(patch(&["mflow"])).unwrap();
        let findings: Vec<_> =
            world.lint().into_iter().filter(|finding| finding.rule == "identity").collect();
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        let said = (finding.severity, finding.policy.as_deref(), finding.component.as_deref());
        assert_eq!(said, (Severity::Error, Some("IRIC-2"), Some("nays2d")));
        let fix = (!new.is_empty()).then_some("nays2d");
        assert_eq!(finding.fix.as_deref(), fix, "a name that is gone has no bytes to mend");
    }
}

#[test]
fn iric_2_the_caption_is_free_and_a_new_name_is_a_new_component() {
    let mut world = solvers();
    let text = world.text("mflow/definition.xml");
    world.write("mflow/definition.xml", &text.replace("caption=\"Solver\"", "caption=\"M\""));
    world.run(release("major", &["mflow"])).unwrap();
    assert!(world.findings().is_empty(), "{:?}", world.findings());

    let config = format!("{CONFIG}[component.nays2dh]\nmanifests = [\"nays2dh/definition.xml\"]\n");
    world.product = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
    world.write("nays2dh/definition.xml", &definition("nays2dh", "1.0"));
    let plan = world.run(release("1.0", &["nays2dh"])).unwrap();
    assert!(plan.components[0].first);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

/// The name is the file's, whatever the scheme: who shares the file shares the rule.
#[test]
fn iric_2_names_are_pinned_under_any_scheme() {
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.s]\nmanifests = [\"s/definition.xml\"]\n",
        &[("s/definition.xml", &definition("s", "2.1.0"))],
    );
    world.tag(&["s-2.1.0"]).write("s/definition.xml", &definition("t", "2.1.0"));
    assert_eq!(world.findings(), ["identity s"]);
    let said = refusal(world.plan(release("major", &["s"])));
    assert!(said.starts_with("identity: the name of `s` is `t`"), "{said}");
    assert_eq!(next(&world), [None], "nor does status have a next version of it");
}

#[test]
fn iric_4_a_change_without_a_version_of_its_own_is_found() {
    let mut world = solvers();
    world.write("nays2d/main.f90", "program nays2d\n! faster\nend program\n");
    assert_eq!(world.findings(), ["unreleased-change nays2d"]);
    let finding = &world.lint()[0];
    assert_eq!((finding.severity, finding.policy.as_deref()), (Severity::Warning, Some("IRIC-4")));
    assert_eq!(finding.message, "`nays2d` changed since nays2d-2.1, and its version is still 2.1");
    assert_eq!(
        finding.help.as_deref(),
        Some("release the change: `release auto -p nays2d` goes as far as it needs")
    );
    // A release that leaves it out says so, and goes on.
    let plan = world.plan(patch(&["mflow"])).unwrap();
    let said: Vec<_> = plan.warnings.iter().filter(|w| w.rule == "unreleased-change").collect();
    assert_eq!(said.len(), 1, "{:?}", plan.warnings);
    assert_eq!(said[0].message, "`nays2d` changed since nays2d-2.1, and its version stays 2.1");
    let plan = world.run(patch(&["nays2d"])).unwrap();
    assert!(plan.warnings.iter().all(|w| w.rule != "unreleased-change"), "{:?}", plan.warnings);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn iric_4_what_is_excluded_is_no_change_and_other_policies_wait() {
    let mut world = solvers();
    let config =
        CONFIG.replace("[component.mflow]", "exclude = [\"nays2d/doc/**\"]\n[component.mflow]");
    world.product = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
    world.write("nays2d/doc/manual.tex", "").write("README", "");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    let mut other =
        World::new("scheme = \"semver-independent\"\n[component.a]\n", &[("a/VERSION", "1.0.0")]);
    other.tag(&["a-1.0.0"]).write("a/x", "");
    assert!(other.findings().is_empty(), "{:?}", other.findings());
}

/// How much it matters is the policy's to say, in its own scheme.
#[test]
fn iric_3_and_4_a_second_file_that_nobody_lists_disagrees_once_it_has_followed() {
    let definition = |version: &str| {
        format!("<SolverDefinition name=\"nays\" caption=\"N\" version=\"{version}\"/>\n")
    };
    let package = |version: &str| format!("<Package><Version>{version}</Version></Package>\n");
    let config = "scheme = \"iric\"\n[component.nays]\n";
    let files = [("nays/definition.xml", definition("2.1")), ("nays/package.xml", package("2.1"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let mut world = World::new(config, &files);
    world.tag(&["nays-2.1"]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.write("nays/package.xml", &package("2.2"));
    let found = world.lint();
    assert_eq!((found[0].rule, found[0].fix.as_deref()), ("manifests-agree", Some("2.1")));
    let said = &found[0].message;
    assert!(said.contains("2.1 in nays/definition.xml:1, but `2.2` here"), "{said}");
    // One that said something else all along has a version of its own.
    let mut other = World::new(config, &files);
    other.write("nays/package.xml", &package("7.0"));
    other.tag(&["nays-2.1"]);
    assert!(other.findings().is_empty(), "{:?}", other.findings());
}

#[test]
fn iric_4_a_scheme_says_how_severe_its_rule_is() {
    for (word, severity) in [("error", Severity::Error), ("note", Severity::Note)] {
        let scheme = format!(
            "[scheme]\nextends = \"iric\"\nname = \"own\"\n[scheme.rule.IRIC-4]\nseverity = \"{word}\"\n"
        );
        let mut world = solvers();
        let config = CONFIG.replace("scheme = \"iric\"\n", &scheme);
        world.product =
            product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap();
        world.write("nays2d/main.f90", "");
        let finding = &world.lint()[0];
        assert_eq!((finding.rule, finding.severity), ("unreleased-change", severity));
    }
    let bad = "[scheme]\nextends = \"iric\"\nname = \"own\"\n[scheme.rule.IRIC-4]\nseverity = \"fatal\"\n";
    let error = product::Product::parse("release.toml", bad.as_bytes(), &|_| None).unwrap_err();
    assert!(error.to_string().contains("cannot be `fatal`"), "{error}");
}

#[test]
fn iric_5_a_minor_drops_the_fix_and_a_fix_adds_it() {
    for (from, asked, wanted) in [
        ("2.1.1", release("minor", &["mflow"]), "2.2"),
        ("2.1", patch(&["mflow"]), "2.1.1"),
        ("2.1", release("fix", &["mflow"]), "2.1.1"),
        ("2.9", release("minor", &["mflow"]), "2.10"),
        ("2.10.4", release("major", &["mflow"]), "3.0"),
    ] {
        let mut world = solvers();
        world.write("mflow/definition.xml", &definition("mflow", from));
        world.tags.remove("mflow-1.0");
        world.tag(&[&format!("mflow-{from}")]);
        let before = world.text("mflow/definition.xml");
        world.run(asked).unwrap();
        // The mark, the line ends and the same number elsewhere stay.
        let attribute = |version: &str| format!("version=\"{version}\">");
        let after = before.replace(&attribute(from), &attribute(wanted));
        assert_eq!(world.text("mflow/definition.xml"), after);
        assert!(after.starts_with('\u{feff}') && after.contains(&format!("since {from} -->\r\n")));
    }
}

/// Whatever is typed, what is written and tagged is the policy's spelling.
#[test]
fn iric_1_an_exact_version_is_written_as_the_scheme_writes_it() {
    for typed in ["2.2.0", "2.2"] {
        let mut world = solvers();
        let plan = world.run(release(typed, &["mflow"])).unwrap();
        assert_eq!(
            (plan.components[0].to.as_str(), plan.tags[0].name.as_str()),
            ("2.2", "mflow-2.2")
        );
        assert!(world.text("mflow/definition.xml").contains("version=\"2.2\">"), "{typed}");
        assert!(world.findings().is_empty(), "{:?}", world.findings());
        // What people wrote themselves is the same version, and no edit of a file's.
        world.write("mflow/definition.xml", &definition("mflow", "2.3.0"));
        let adopted = world.run(release(&typed.replace("2.2", "2.3"), &["mflow"])).unwrap();
        assert_eq!((adopted.files.len(), adopted.tags[0].name.as_str()), (0, "mflow-2.3"));
        assert!(world.findings().is_empty(), "{:?}", world.findings());
    }
    let mut world = solvers();
    world.write("mflow/definition.xml", &definition("mflow", "2.03.0"));
    let plan = world.run(release("2.3", &["mflow"])).unwrap();
    assert_eq!(plan.edits[0].new, "2.3", "that spelling is warned of");
}

#[test]
fn iric_case_files_that_disagree_are_an_error_that_names_both() {
    let mut world = solvers();
    world.write("nays2d/package.xml", &package("nays2d", "2.0"));
    let finding = &world.lint()[0];
    assert_eq!((finding.rule, finding.severity), ("manifests-agree", Severity::Error));
    assert_eq!(finding.policy.as_deref(), Some("IRIC-4"));
    assert_eq!(finding.message, "`nays2d` is 2.1 in nays2d/definition.xml:5, but `2.0` here");
    assert!(format!("{:?}", finding.place).contains("nays2d/package.xml"), "{finding:?}");
    let said = refusal(world.plan(patch(&["nays2d"])));
    assert!(
        said.starts_with("IRIC-4: `nays2d` is 2.1 in nays2d/definition.xml:5, but `2.0` here"),
        "{said}"
    );
    // The same number in the other spelling is the same number.
    world.write("nays2d/package.xml", &package("nays2d", "2.1.0"));
    assert!(!world.findings().contains(&"manifests-agree nays2d".into()), "{:?}", world.findings());
}

#[test]
fn iric_7_one_solver_side_by_side_is_no_duplicate() {
    let mut config = String::from("scheme = \"iric\"\n");
    let mut files = Vec::new();
    for (folder, version) in [("nays2d_old", "2.0"), ("n", "2.1.1"), ("next", "3.0")] {
        config += &format!("[component.{folder}]\nmanifests = [\"{folder}/definition.xml\"]\n");
        files.push((format!("{folder}/definition.xml"), definition("nays2d", version)));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut world = World::new(&config, &files);
    world.tag(&["nays2d_old-2.0", "n-2.1.1", "next-3.0"]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.write("n/main.f90", "").run(patch(&["n"])).unwrap();
    assert_eq!(world.versions(), ["nays2d_old 2.0", "n 2.1.2", "next 3.0"]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}
