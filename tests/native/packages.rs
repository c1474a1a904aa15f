//! Package versions: KEP 5's tables, counters, backports and epochs.

use super::{json, native};
use crate::support::Repository;

/// The packages of the versions `words`, a line each.
fn packages(words: &str) -> Vec<String> {
    let words: Vec<&str> = words.split(' ').collect();
    let output = native(&[&words[..], &["--scheme", "kolab"]].concat());
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{words:?}");
    output.stdout.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn kolab_8_the_tables_of_kep_5() {
    let versions = "2.3-beta1 2.3-beta2 2.3-rc1 2.3.0";
    assert_eq!(
        packages(&format!("{versions} --dialect rpm --builds 2,1,1,1 --dist .el5")),
        [
            "2.3-0.1.beta1.el5",
            "2.3-0.2.beta1.el5",
            "2.3-0.3.beta2.el5",
            "2.3-0.4.rc1.el5",
            "2.3.0-1.el5"
        ]
    );
    assert_eq!(
        packages(&format!("{versions} --dialect deb --builds 2,1,1,1")),
        ["2.3~beta1-0.1", "2.3~beta1-0.2", "2.3~beta2-0.3", "2.3~rc1-0.4", "2.3.0-1"]
    );
    let backport = packages("2.3-beta1 --dialect deb --builds 1 --dist ~bpo50+1");
    assert_eq!(backport, ["2.3~beta1-0.1~bpo50+1"]);
}

#[test]
fn kolab_7_the_count_goes_on_across_labels() {
    let three = packages("2.5-beta1 --dialect rpm --builds 3");
    assert_eq!(three, ["2.5-0.1.beta1", "2.5-0.2.beta1", "2.5-0.3.beta1"]);
    let then = packages("2.5-rc1 --dialect rpm --builds 1 --after 3");
    assert_eq!(then, ["2.5-0.4.rc1"]);
    let ten = packages("2.5-beta1 --dialect deb --builds 10");
    assert_eq!(ten.last().unwrap(), "2.5~beta1-0.10", "a pair of integers, not a fraction");
    let table = packages("2.5-beta1 2.5-rc1 --builds 3,1");
    assert_eq!(table[0].split_whitespace().collect::<Vec<_>>(), ["version", "build", "deb", "rpm"]);
    let last: Vec<&str> = table[4].split_whitespace().collect();
    assert_eq!(last, ["2.5-rc1", "4", "2.5~rc1-0.4", "2.5-0.4.rc1"]);
}

#[test]
fn kolab_7_versions_out_of_order_have_no_packages_in_any_dialect() {
    let words = ["2.3-rc1", "2.3-beta1", "--scheme", "kolab", "--builds", "1"];
    let all = native(&words);
    let one = native(&[&words[..], &["--dialect", "rpm"]].concat());
    assert_eq!((all.code, all.stdout.as_str()), (2, ""), "{}", all.stderr);
    assert_eq!(all.stderr, one.stderr);
}

#[test]
fn kolab_7_packages_as_json() {
    let words = ["2.5-beta1", "2.5.0", "--scheme", "kolab", "--builds", "1", "--json"];
    let document = json(&native(&words));
    assert_eq!(document["packages"].as_array().unwrap().len(), 4, "{document}");
    let last = &document["packages"][3];
    assert_eq!((&last["dialect"], &last["version"]), (&"rpm".into(), &"2.5.0".into()));
    assert_eq!((&last["build"], &last["package"]), (&1.into(), &"2.5.0-1".into()));
    assert!(document["refused"].as_array().unwrap().is_empty());
}

#[test]
fn kolab_8_labels_that_do_not_sort_are_refused_for_debian_only() {
    let repository = Repository::new();
    let labels =
        "[pre]\nlabels = [\"prealpha\", \"alpha\"]\n[pre.unstable]\nlabels = [\"alpha\"]\n";
    repository.write("k.toml", format!("extends = \"kolab\"\nname = \"k\"\n{labels}"));
    let versions = ["native", "2.5-prealpha1", "2.5-alpha1", "--scheme", "k.toml", "--builds", "1"];
    let output = repository.run(&versions);
    assert_eq!(output.code, 0, "{}", output.stderr);
    for words in ["2.5-0.2.alpha1", "refused", "note[native-fits]", "(KOLAB-8)", "rename"] {
        assert!(output.stdout.contains(words), "no {words:?} in\n{}", output.stdout);
    }
    let alone = repository.run(&[&versions[..], &["--dialect", "deb"]].concat());
    assert_eq!((alone.code, alone.stdout.as_str()), (1, ""), "{}", alone.stderr);
    assert!(alone.stderr.contains("error[KOLAB-8]"), "{}", alone.stderr);
}

#[test]
fn an_epoch_is_asked_for_or_configured() {
    for (words, wanted) in [
        ("2.3-rc1 --dialect deb --epoch 1", "1:2.3~rc1"),
        ("2.3-rc1 --dialect rpm --epoch 1", "1:2.3~rc1"),
        ("2.3-rc1 --dialect pep440 --epoch 1", "1!2.3rc1"),
        ("2.3-rc1 --dialect deb --epoch 2 --builds 1", "2:2.3~rc1-0.1"),
        ("2.3-rc1 --dialect rpm --epoch 2 --builds 1", "2:2.3-0.1.rc1"),
    ] {
        assert_eq!(packages(words), [wanted], "{words}");
    }
    let repository = Repository::new();
    repository
        .write("server/version.txt", "2.3.0\n")
        .write(
            "release.toml",
            "scheme = \"kolab\"\n[product]\nname = \"Kolab\"\n[component.server]\n\
             manifests = [{ path = \"server/version.txt\", regex = '(?<version>.+)', dialect = \"deb\" }]\n\
             native = { deb = { epoch = 1 }, rpm = { epoch = 1 } }\n",
        )
        .commit("Start");
    let run = |arguments: &[&str]| repository.run(&[&["native", "server"], arguments].concat());
    assert_eq!(run(&["--dialect", "deb"]).stdout, "1:2.3.0\n");
    assert_eq!(run(&["--dialect", "rpm"]).stdout, "2.3.0\n", "a spec file has a tag for it");
    assert_eq!(run(&["--dialect", "rpm", "--builds", "1"]).stdout, "1:2.3.0-1\n");
    let release = repository.run(&["patch", "server", "--yes"]);
    assert_eq!(release.code, 0, "{}", release.stderr);
    assert_eq!(repository.file("server/version.txt"), "1:2.3.1\n", "the epoch comes with it");
}

#[test]
fn what_cannot_be_numbered_is_2() {
    for (words, says) in [
        ("2.3-rc1 --dialect npm --builds 1", "npm has no package release"),
        ("2.3-rc1 --dialect npm --epoch 1", "npm has no epoch"),
        ("2.3-rc1 --dialect rpm --builds 1 --dist el5", "it begins with `.`"),
        ("2.3.0 2.3-rc1 --dialect rpm --builds 1", "does not come after"),
        ("2.3.0 suite@2.3.1 --dialect rpm --builds 1", "not one component"),
        ("2.3-rc1 --dialect deb --builds 1,2", "2 numbers for one version"),
        ("2.3-rc1 2.3.0 --dialect deb", "2 versions are named"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let output = native(&[&words[..], &["--scheme", "kolab"]].concat());
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{words:?}");
        assert!(output.stderr.contains(says), "{words:?}: {}", output.stderr);
        assert!(output.stderr.contains("help: "), "{words:?}: {}", output.stderr);
    }
}
