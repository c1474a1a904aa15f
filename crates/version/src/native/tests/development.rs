//! What a text in development is, ecosystem by ecosystem, and what is none.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};

use crate::native::{
    APPLE, ASSEMBLY, BAZEL, CARGO, COCOAPODS, COMPOSER, CONAN, DEB, DIALECTS, Dialect, ELM, GALAXY,
    GO, HELM, HEX, MAVEN, MSI, NPM, NUGET, OCI, PEP440, PLAIN, PUB, RPM, RUBYGEMS, VCPKG_SEMVER,
};
use crate::{Form, Scheme};

fn form(scheme: &str) -> Form {
    Scheme::preset(scheme).unwrap().plain().clone()
}

/// What `text` leads to, and the text without its marker.
fn leads_to(form: &Form, dialect: &Dialect, text: &str) -> Option<(String, String)> {
    let found = form.in_development(dialect, text)?;
    Some((found.version.to_string(), found.base))
}

#[test]
fn each_ecosystem_has_its_markers() {
    let semver = form("semver");
    for (dialect, suffixes) in [
        (&PLAIN, &["-dev", "-dev.0", ".dev", ".dev3", "-SNAPSHOT"][..]),
        (&CARGO, &["-dev", "-dev.0", "-SNAPSHOT"]),
        (&NPM, &["-dev", "-dev.20", "-SNAPSHOT"]),
        (&HEX, &["-dev", "-dev.1"]),
        (&HELM, &["-dev", "-SNAPSHOT"]),
        (&OCI, &["-dev", "-SNAPSHOT"]),
        (&CONAN, &["-dev"]),
        (&BAZEL, &["-dev", "-dev.1"]),
        (&VCPKG_SEMVER, &["-dev"]),
        (&COCOAPODS, &["-dev", ".dev"]),
        (&COMPOSER, &["-dev"]),
        (&GALAXY, &["-dev", "-dev0", "-dev.0"]),
        (&PUB, &["-dev", "-wip", "-dev.2"]),
        (&MAVEN, &["-SNAPSHOT"]),
        (&PEP440, &[".dev", ".dev0", ".dev12", "-dev", "-dev0", "dev", "dev0"]),
        (&RUBYGEMS, &[".dev", ".dev1", ".dev.1", "-SNAPSHOT"]),
        (&NUGET, &["-dev", "-dev.7"]),
    ] {
        for suffix in suffixes {
            let text = format!("1.45.0{suffix}");
            let wanted = Some(("1.45.0".to_owned(), "1.45.0".to_owned()));
            assert_eq!(leads_to(&semver, dialect, &text), wanted, "{}: {text}", dialect.id);
        }
    }
    let wanted = Some(("1.45.0".to_owned(), "v1.45.0".to_owned()));
    assert_eq!(leads_to(&semver, &GO, "v1.45.0-dev"), wanted);
}

#[test]
fn nothing_else_is_in_development() {
    let semver = form("semver");
    for (dialect, texts) in [
        (&CARGO, &["1.45.0", "1.45.0-rc.1", "1.45-dev", "-dev", "dev", "1.45.0-devel", ""][..]),
        (&CARGO, &["1.45.0dev", "1.45.0-dev.", "1.45.0-dev1", "1.45.0-dev.x", "1.45.0-wip"]),
        (&NPM, &["0.0.0-development", "1.45.0-snapshot", "1.45.0--dev", "1.45.0-dev+7"]),
        (&MAVEN, &["1.45.0-dev", "1.45.0-SNAPSHOT-1", "1.45.0-20240101.1-1", "SNAPSHOT"]),
        (&PEP440, &["1.45.0", "1.45.0rc1", "1.45.0.post1", "1.45.0.devel", "1.45.0..dev0", "dev0"]),
        (&NUGET, &["1.45.0-SNAPSHOT", "1.45.0-alpha.1", "1.45.0-preview"]),
        (&PUB, &["1.45.0-wip.1x", "1.45.0+dev"]),
    ] {
        for text in texts {
            assert_eq!(leads_to(&semver, dialect, text), None, "{}: {text}", dialect.id);
        }
    }
    for dialect in [&DEB, &RPM, &APPLE, &ASSEMBLY, &MSI, &ELM] {
        assert!(dialect.development.is_empty(), "{}", dialect.id);
    }
}

#[test]
fn a_base_is_what_the_scheme_writes() {
    let chain = form("chain");
    let wanted = Some(("1.1".to_owned(), "1.1.0".to_owned()));
    assert_eq!(leads_to(&chain, &NPM, "1.1.0-dev"), wanted);
    assert_eq!(leads_to(&chain, &MAVEN, "1.1.20161332-SNAPSHOT"), None, "no day");
    // What leads to a pre-release is in development as well.
    let wanted = Some(("2.0.0-rc.1".to_owned(), "2.0.0-rc-1".to_owned()));
    assert_eq!(leads_to(&form("semver"), &MAVEN, "2.0.0-rc-1-SNAPSHOT"), wanted);
}

#[test]
fn a_label_of_the_scheme_goes_before_a_marker() {
    let scheme = "name = \"dev\"\nformat = \"{major}.{minor}.{patch}\"\n\
                  [part.major]\nscope = \"component\"\n[part.minor]\nscope = \"component\"\n\
                  [part.patch]\nscope = \"component\"\n\
                  [pre]\nlabels = [\"dev\", \"rc\"]\nwrite = \"-{label}.{n}\"\n";
    let scheme = Scheme::parse("dev.toml", scheme, &|_| None).unwrap();
    let form = scheme.plain();
    for (dialect, text) in [(&CARGO, "1.45.0-dev.1"), (&PEP440, "1.45.0.dev1")] {
        assert_eq!(form.from_native(dialect, text).unwrap().as_str(), "1.45.0-dev.1");
        assert_eq!(leads_to(form, dialect, text), None, "{text}");
    }
    // Without the number that the scheme wants it is a pre-release that is written wrong.
    assert_eq!(leads_to(form, &CARGO, "1.45.0-dev"), None);
    assert!(leads_to(form, &CARGO, "1.45.0-SNAPSHOT").is_some(), "another marker is one still");
}

#[test]
fn a_marker_is_a_sign_and_letters_and_at_most_a_number() {
    for dialect in DIALECTS {
        for marker in dialect.development {
            let word = marker.strip_suffix("{n}").unwrap_or(marker);
            let word = word.strip_suffix('.').unwrap_or(word).trim_start_matches(['-', '.']);
            let letters = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
            assert!(letters, "{}: {marker}", dialect.id);
        }
    }
}
