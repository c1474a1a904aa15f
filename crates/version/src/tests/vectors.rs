//! The shared test vectors, where they are at hand: those that say how versions are read and moved.
//! Those that say how ecosystems order them are in `native/tests/vectors.rs`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{on, plain, std};
use crate::{Form, Scheme};

/// The folder of the vectors, beside the workspace.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors")
}

/// The text of a vector file; `None`, and a loud word, where it is not there.
pub(crate) fn vectors(name: &str) -> Option<String> {
    let path = folder().join(name);
    let text = fs::read_to_string(&path);
    if text.is_err() {
        // Past the test harness, which keeps the standard error of tests that pass.
        let mut out = std::io::stderr();
        let _ = std::writeln!(out, "!! SKIPPED: no test vectors at {}", path.display());
    }
    text.ok()
}

#[test]
fn every_vector_file_is_read() {
    let Ok(entries) = fs::read_dir(folder()) else { return };
    let readers = [include_str!("vectors.rs"), include_str!("../native/tests/vectors.rs")].concat();
    for entry in entries {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let vectors = Path::new(&name).extension().is_some_and(|extension| extension == "tsv");
        let quoted = alloc::format!("\"{name}\"");
        assert!(!vectors || readers.contains(&quoted), "{name} is read by no test");
    }
}

/// What a scheme leaves out of SemVer on purpose: build metadata, and labels that it does not list.
fn outside_the_scheme(text: &str) -> bool {
    let label = text.split_once('-').map(|(_, rest)| rest);
    text.contains('+')
        || label.is_some_and(|rest| {
            let (word, number) = rest.split_once('.').unwrap_or((rest, "0"));
            !["alpha", "beta", "rc"].contains(&word)
                || !number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[test]
fn semver_spec_order() {
    let form = plain("semver-fixed");
    let Some(text) = vectors("semver-spec-order.tsv") else { return };
    let mut checked = 0;
    for line in text.lines() {
        let mut fields = line.split('\t');
        let (Some(a), Some(op), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("{line}");
        };
        if outside_the_scheme(a) || outside_the_scheme(b) {
            continue;
        }
        let order = form.key(&form.parse(a).unwrap()).cmp(&form.key(&form.parse(b).unwrap()));
        let wanted = match op {
            "<" => order.is_lt(),
            ">" => order.is_gt(),
            "=" => order.is_eq(),
            _ => order.is_ne(),
        };
        assert!(wanted, "{line}: {order:?}");
        checked += 1;
    }
    assert!(checked > 5, "only {checked} of the vectors apply");
}

#[test]
fn semver_org_parse() {
    let form = plain("semver-fixed");
    let Some(text) = vectors("semver-org-parse.tsv") else { return };
    let mut checked = 0;
    for line in text.lines() {
        let Some((version, verdict)) = line.split_once('\t') else { panic!("{line}") };
        let parsed = form.parse(version);
        match verdict {
            "valid" if outside_the_scheme(version) => assert!(parsed.is_err(), "{version}"),
            // Numbers past 64 bits are SemVer's, and nobody's release.
            "valid" => match parsed {
                Ok(parsed) => assert_eq!(parsed.as_str(), version),
                Err(error) => assert!(!error.fault.is_syntax(), "{error}"),
            },
            _ => assert!(parsed.is_err(), "{version}"),
        }
        checked += 1;
    }
    assert!(checked >= 70, "only {checked} vectors");
}

/// What npm's `inc` of this kind makes of a version under `form`; `None` for kinds and labels that
/// the form does not have, and where we refuse on purpose: a pending pre-release is promoted or
/// followed, never bumped.
fn incremented(form: &Form, from: &str, kind: &str, label: Option<&str>) -> Option<String> {
    let version = form.parse(from).ok()?;
    let given = on(2026, 1, 1);
    let bumped = |part: &str| form.bump(&version, form.part(part).unwrap(), &given).ok();
    let next = match (kind, label) {
        ("release", _) => form.promote(&version).ok()?,
        ("major" | "minor" | "patch", _) => bumped(kind)?,
        ("prerelease", None) => form.pre(&version, form.label(&version)?.0).ok()?,
        ("prerelease", Some(label)) if form.is_pre(&version) => form.pre(&version, label).ok()?,
        ("prerelease", Some(label)) => form.pre(&bumped("patch")?, label).ok()?,
        (kind, label) => form.pre(&bumped(kind.strip_prefix("pre")?)?, label?).ok()?,
    };
    Some(next.as_str().to_owned())
}

#[test]
fn npm_inc() {
    let Some(text) = vectors("npm-inc.tsv") else { return };
    let mut checked = 0;
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [from, kind, wanted, arguments] = fields[..] else { panic!("{line}") };
        let arguments: Vec<&str> = arguments.split(", ").collect();
        let [label, start] = [1, 2].map(|at| arguments.get(at).map(|word| word.trim_matches('\'')));
        // npm counts from 0 unless told otherwise, and our presets from 1.
        let start = if start == Some("1") { 1 } else { 0 };
        if arguments.get(2) == Some(&"false") {
            continue;
        }
        let scheme = alloc::format!(
            "extends = 'semver-fixed'\n[pre]\nlabels = ['alpha', 'beta', 'dev']\nstart = {start}\n"
        );
        let scheme = Scheme::parse("npm.toml", &scheme, &|_| None).unwrap();
        if let Some(ours) = incremented(scheme.plain(), from, kind, label) {
            assert_eq!(ours, wanted, "{line}");
            checked += 1;
        }
    }
    assert!(checked >= 20, "only {checked} of the vectors apply");
}
