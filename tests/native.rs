//! Native versions: what each ecosystem calls a version, and what it cannot hold.

mod packages;
mod page;

use serde_json::Value;

use crate::support::{Output, Repository, chain};

/// Runs `native` outside any product.
fn native(arguments: &[&str]) -> Output {
    Repository::new().run(&[&["native"], arguments].concat())
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", output.stdout, output.stderr))
}

/// The version in one dialect, alone on standard output.
fn says(scheme: &str, version: &str, dialect: &str) -> String {
    let output = native(&[version, "--scheme", scheme, "--dialect", dialect]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{scheme} {version} {dialect}");
    output.stdout
}

/// What is said of a version that the dialect cannot hold: exit code 1, nothing on standard output.
fn refuses(scheme: &str, version: &str, dialect: &str) -> String {
    let output = native(&[version, "--scheme", scheme, "--dialect", dialect]);
    let case = format!("{scheme} {version} {dialect}");
    assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{case}: {}", output.stderr);
    assert!(output.stderr.contains("help: "), "{case}: {}", output.stderr);
    output.stderr
}

#[test]
fn chain_case_6_native_forms() {
    assert_eq!(says("chain", "1.1", "npm"), "1.1.0\n");
    let document = json(&native(&["1.1", "--scheme", "chain", "--json"]));
    assert_eq!(document["native"]["npm"], "1.1.0");
    assert_eq!(document["reads"]["npm"], "1.1");
    assert_eq!((&document["version"], &document["component"]), (&"1.1".into(), &Value::Null));
    let refused = refuses("chain", "1.1.20161108", "msi");
    for words in ["error[CHAIN-10]", "20161108", "65535", "{build|days:2000-01-01|0}"] {
        assert!(refused.contains(words), "no {words:?} in {refused}");
    }
    refuses("chain", "1.1.20161108", "assembly");
}

#[test]
fn chain_10_the_encoding_that_is_offered_fits() {
    let repository = Repository::new();
    let template = "{major}.{minor}.{build|days:2000-01-01|0}";
    let scheme =
        format!("extends = \"chain\"\nname = \"c\"\n[native.msi]\ntemplate = \"{template}\"\n");
    repository.write("c.toml", scheme);
    for (version, wanted) in [("1.1.20161108", "1.1.6156\n"), ("1.1", "1.1.0\n")] {
        let arguments = ["native", version, "--scheme", "c.toml", "--dialect", "msi"];
        assert_eq!(repository.run(&arguments).stdout, wanted);
    }
}

#[test]
fn ibex_case_6_the_build_appears_where_there_is_room() {
    for (dialect, with, without) in [
        ("assembly", "1.2.3.678\n", "1.2.3\n"),
        ("maven", "1.2.3.678\n", "1.2.3\n"),
        ("npm", "1.2.3+678\n", "1.2.3\n"),
        ("osgi", "1.2.3.678\n", "1.2.3\n"),
    ] {
        assert_eq!(says("ibex", "1.2.3.678", dialect), with);
        assert_eq!(says("ibex", "1.2.3", dialect), without);
    }
    assert!(refuses("ibex", "1.2.3.678", "go").contains("678"));
    assert_eq!(says("ibex", "1.2.3", "go"), "v1.2.3\n");
}

#[test]
fn diav_1_no_part_is_above_65534() {
    assert_eq!(says("diavolo", "core@65534.0.0.1882", "assembly"), "65534.0.0.1882\n");
    assert_eq!(says("diavolo", "65534.65534.65534.65534", "assembly"), "65534.65534.65534.65534\n");
    for version in
        ["65535.0.1883.5", "1.65535.1883.5", "1.0.65535.5", "1.0.1883.65535", "core@3.0.0.65535"]
    {
        let output = native(&[version, "--scheme", "diavolo", "--dialect", "assembly"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{version}");
        for words in ["error[DIAV-1]", "65535", "65534"] {
            assert!(output.stderr.contains(words), "{version}: {}", output.stderr);
        }
    }
    let role = native(&["3.0.0.1", "--role", "core", "--scheme", "diavolo"]);
    assert_eq!(role.code, 2, "{}", role.stdout);
    assert!(role.stderr.contains("below 1882"), "{}", role.stderr);
    let refused = refuses("semver", "1.0.65535", "assembly");
    assert!(refused.contains("native-fits") && refused.contains("65534"), "{refused}");
}

#[test]
fn kolab_8_pre_releases_sort_below() {
    assert_eq!(says("kolab", "2.5-beta1", "deb"), "2.5~beta1\n");
    assert_eq!(says("kolab", "2.5-beta1", "rpm"), "2.5~beta1\n");
    assert!(refuses("kolab", "2.5-beta1", "msi").contains("beta"));
}

#[test]
fn all_dialects_are_listed_and_refusals_explained() {
    let output = native(&["1.1.20161108", "--scheme", "chain"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    for dialect in version::DIALECTS {
        let line = output.stdout.lines().find(|line| line.starts_with(dialect.id));
        assert!(line.is_some(), "{} is missing:\n{}", dialect.id, output.stdout);
    }
    // How wide the columns are depends on the longest name in them.
    let words: Vec<&str> = output.stdout.split_whitespace().collect();
    let shown = words.join(" ");
    for words in ["msi refused", "go v1.1.20161108 1.1.20161108", "(CHAIN-10)", "help: "] {
        assert!(shown.contains(words), "no {words:?} in\n{}", output.stdout);
    }
    let document = json(&native(&["1.1.20161108", "--scheme", "chain", "--json"]));
    let refused = document["refused"].as_array().unwrap();
    let msi = refused.iter().find(|one| one["dialect"] == "msi").unwrap();
    assert_eq!(msi["rule"], "native-fits");
    assert!(msi["message"].as_str().unwrap().contains("20161108"), "{msi}");
    assert_eq!(document["native"].get("msi"), None);
}

#[test]
fn components_have_their_own_templates_and_versions() {
    let repository = chain::released();
    repository
        .replace(
            "release.toml",
            "[component.mac]\n",
            "[component.mac]\nnative = { msi = \"{major}.{minor}.{build|days:2000-01-01|0}\" }\n",
        )
        .write("mac/version.txt", "version = \"1.0.20161101\"\n")
        .commit("Release mac");
    let run = |arguments: &[&str]| repository.run(&[&["native"], arguments].concat());
    assert_eq!(run(&["mac", "--dialect", "msi"]).stdout, "1.0.6149\n");
    assert_eq!(run(&["mac@1.1.20161108", "--dialect", "msi"]).stdout, "1.1.6156\n");
    assert_eq!(run(&["1.1.20161108", "--dialect", "msi"]).code, 1);
    assert_eq!(run(&["sdk", "--dialect", "npm"]).stdout, "1.0.0\n");
    assert_eq!(run(&["--dialect", "plain"]).stdout, "1.0\n", "the product's own version");
    assert_eq!(json(&run(&["mac", "--json"]))["component"], "mac");
    let unknown = run(&["mca@1.0"]);
    assert_eq!(unknown.code, 2, "{}", unknown.stdout);
    assert!(unknown.stderr.contains("did you mean `mac`?"), "{}", unknown.stderr);
}

#[test]
fn roles_and_products_without_a_line() {
    let repository = Repository::new();
    let component = |name: &str, role: &str| {
        format!(
            "[component.{name}]\n{role}manifests = [{{ path = \"{name}.txt\", \
             regex = '(?<version>[\\d.]+)' }}]\n"
        )
    };
    let text = String::from("scheme = \"diavolo\"\n[product]\nname = \"Diavolo\"\n");
    let users = component("users", "");
    repository
        .write("users.txt", "1.0.1883.5\n")
        .write("core.txt", "3.0.0.1883\n")
        .write("release.toml", format!("{text}{}{users}", component("core", "role = \"core\"\n")))
        .commit("Start");
    let run = |arguments: &[&str]| repository.run(&[&["native"], arguments].concat());
    assert_eq!(
        run(&["--dialect", "assembly"]).stdout,
        "3.0.0.1883\n",
        "the core's is the product's"
    );
    assert_eq!(run(&["users", "--dialect", "assembly"]).stdout, "1.0.1883.5\n");
    assert_eq!(run(&["core@3.0.0.1"]).code, 2);
    let forum = component("forum", "");
    repository
        .write("forum.txt", "1.0.1883.0\n")
        .write("release.toml", format!("{text}{users}{forum}"))
        .commit("Two sub-systems and no core");
    let output = run(&[]);
    assert_eq!(output.code, 2, "{}", output.stdout);
    assert!(output.stderr.contains("users, forum"), "{}", output.stderr);
}

#[test]
fn an_unknown_dialect_is_2() {
    for (dialect, says) in [("debian", "deb"), ("xyz", "plain, cargo, npm")] {
        let output = native(&["1.1", "--scheme", "chain", "--dialect", dialect]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{dialect}");
        assert!(output.stderr.contains(says), "{dialect}: {}", output.stderr);
    }
}
