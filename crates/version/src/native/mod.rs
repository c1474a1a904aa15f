//! What one version is called by each ecosystem: writing, reading back, order and requirements.
//!
//! One file an ecosystem, one row in [`DIALECTS`]. A dialect knows no scheme: it is given a
//! [`Neutral`] version and answers in its ecosystem's text, or says what the target cannot hold.

mod error;
mod shared;
#[cfg(test)]
mod tests;

mod android;
mod apple;
mod assembly;
mod bazel;
mod cargo;
mod cocoapods;
mod composer;
mod conan;
mod deb;
mod elm;
mod galaxy;
mod go;
mod helm;
mod hex;
mod maven;
mod msi;
mod npm;
mod nuget;
mod numbers;
mod oci;
mod osgi;
mod pep440;
mod plain;
mod pub_dev;
mod rpm;
mod rubygems;
mod vcpkg;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

pub use android::ANDROID;
pub use apple::APPLE;
pub use assembly::ASSEMBLY;
pub use bazel::BAZEL;
pub use cargo::CARGO;
pub use cocoapods::COCOAPODS;
pub use composer::COMPOSER;
pub use conan::CONAN;
pub use deb::DEB;
pub use elm::ELM;
pub use error::{NativeError, Target};
pub use galaxy::GALAXY;
pub use go::{GO, GO_EXACT};
pub use helm::HELM;
pub use hex::HEX;
pub use maven::MAVEN;
pub use msi::MSI;
pub use npm::NPM;
pub use nuget::NUGET;
pub use numbers::NUMBERS;
pub use oci::OCI;
pub use osgi::{OSGI, OSGI_MATCHES};
pub use pep440::PEP440;
pub use plain::PLAIN;
pub use pub_dev::PUB;
pub use rpm::RPM;
pub use rubygems::RUBYGEMS;
pub use vcpkg::{VCPKG, VCPKG_DATE, VCPKG_SEMVER};

/// One ecosystem's way with versions.
#[derive(Debug)]
pub struct Dialect {
    /// The name that configuration uses: `cargo`, `msi`.
    pub id: &'static str,
    /// The name that people use: `Cargo`, `MSI`.
    pub title: &'static str,
    /// Whether every version that [`write`](Self::write) accepts is read back as it was.
    pub lossless: bool,
    /// Whether the ecosystem itself sorts versions, so that what it sorts wrongly would be no
    /// upgrade. Where it does not, [`order`](Self::order) is the one that people read.
    pub sorts: bool,
    /// Whether the ecosystem has a place for a build server's number that is not part of what it
    /// calls the version: metadata, a qualifier, a fourth field. Elsewhere in files the number is
    /// left out (IBEX-1), although [`write`](Self::write) may know how to spell it.
    pub build: bool,
    /// What a text ends with whose build number is filled in when it is built; empty where the
    /// ecosystem has no such word. A place that has it keeps it while no number is given.
    pub placeholder: &'static str,
    /// What stands behind a version that is being worked on, and never comes out under that name;
    /// `{n}` is a number. Empty where the ecosystem has no such custom (SEMANTICS 31).
    pub development: &'static [&'static str],
    /// Which spellings of a pre-release the ecosystem takes beside the one that [`write`](Self::write)
    /// has: `1.5.0-rc1` where that is `1.5.0-rc.1`. A place that has the scheme's own keeps it.
    pub takes: Option<fn(&str) -> bool>,
    /// Writes a version. The second argument is the number of numeric parts of the text that is
    /// replaced: it is kept by padding with zeros where the ecosystem allows, and never drops a
    /// number that is present (SEMANTICS 19). Errors say what the target cannot hold.
    pub write: fn(&Neutral, Option<usize>) -> Result<String, NativeError>,
    /// Reads what [`write`](Self::write) writes, and nothing else: another spelling of the same
    /// version is an error that suggests the one to use. Zeros that only pad are in `numbers`.
    pub read: fn(&str) -> Result<Neutral, NativeError>,
    /// The ecosystem's own comparison. It is total over all texts: what the ecosystem would not
    /// take for a version sorts below everything it would, by bytes.
    pub order: fn(&str, &str) -> Ordering,
    /// How a version is lifted above all that came out before; `None` in an ecosystem where only a
    /// greater version is ever an upgrade.
    pub epoch: Option<Epoch>,
    /// How the ecosystem's packages count the builds of one version, where they do.
    pub packages: Option<&'static Packages>,
    /// The ecosystem's requirement syntax, if it has one that we rewrite.
    pub requires: Option<&'static Requires>,
}

/// One ecosystem's epoch: a number that counts before the version itself, raised by the packager
/// where versions had to start again lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    /// What divides it from the version: `:`, PEP 440's `!`.
    pub sign: char,
    /// Whether files hold it with the version, as one text; otherwise it has a place of its own
    /// there, and stands with the version only where packages are named.
    pub inline: bool,
    /// Where a packager writes it: completes "write it …".
    pub place: &'static str,
}

/// How one ecosystem's packages count builds: the release, after the version and a hyphen (KEP 5,
/// "Releases and Native Packaging").
#[derive(Debug)]
pub struct Packages {
    /// The release of a pre-release's `{n}`th build, below every final version's. Where it names
    /// the label, `{pre}`, the version is written without one.
    pub pre_release: &'static str,
    /// The release of a final version's `{n}`th build.
    pub release: &'static str,
    /// What a distribution's tag begins with, so that it is not read as a part of the release.
    pub dist_starts: &'static [char],
    /// The signs that it may hold beside letters and digits.
    pub dist_signs: &'static [char],
    /// A distribution's tag, as an example.
    pub dist: &'static str,
    /// The ecosystem's comparison of whole package versions, epoch and release included.
    pub order: fn(&str, &str) -> Ordering,
}

impl Packages {
    /// The label, and its number, that a pre-release's release names: `rc1` of `0.4.rc1`.
    pub(crate) fn label_in(&self, release: &str) -> Option<(String, u64)> {
        let (before, rest) = self.pre_release.split_once("{n}")?;
        let (between, after) = rest.split_once("{pre}")?;
        let counted =
            release.strip_prefix(before)?.trim_start_matches(|c: char| c.is_ascii_digit());
        shared::numbers::label_and_number(counted.strip_prefix(between)?.strip_suffix(after)?)
    }
}

impl Epoch {
    /// The epoch as it stands before a version: `1:`; nothing for 0, which is none.
    #[must_use]
    pub fn mark(&self, epoch: u64) -> String {
        match epoch {
            0 => String::new(),
            epoch => format!("{epoch}{}", self.sign),
        }
    }
}

/// Versions that a requirement on any version lets in, however low or high they are.
const PROBES: &[&str] =
    &["0.0.0", "0.0.1", "0.1.0", "1.0.0", "1.2.3", "2.0.0", "10.20.30", "9999.0.0"];

impl Requires {
    /// Whether a requirement asks for no version in particular: it lets in the lowest as well as the
    /// highest. Such a one is not to be narrowed: `>=0`.
    #[must_use]
    pub fn is_free(&self, requirement: &str) -> bool {
        PROBES.iter().all(|version| (self.admits)(requirement, version) == Ok(true))
    }
}

impl Dialect {
    /// Whether a requirement is one version and no other: it does not admit the next one either.
    #[must_use]
    pub fn pins(&self, requirement: &str) -> bool {
        let (Some(rules), Ok(mut next)) = (self.requires, (self.read)(requirement)) else {
            return false;
        };
        next.pre = None;
        next.numbers.last_mut().into_iter().for_each(|last| *last = last.saturating_add(1));
        let admits = |version: &str| (rules.admits)(requirement, version) == Ok(true);
        admits(requirement) && (self.write)(&next, None).is_ok_and(|next| !admits(&next))
    }

    /// The ecosystem's own spelling of `text`, where it names one that it takes for the same
    /// version; `None` where `text` has none or is none.
    #[must_use]
    pub fn canonical(&self, text: &str) -> Option<String> {
        match (self.read)(text) {
            Ok(_) => Some(text.into()),
            Err(NativeError::Syntax { wanted, .. }) => {
                wanted.filter(|wanted| (self.order)(wanted, text).is_eq())
            }
            Err(_) => None,
        }
    }

    /// The ecosystem, as errors name it.
    #[must_use]
    pub fn target(&self) -> Target {
        Target { id: self.id, title: self.title }
    }

    /// The epoch that a text in a file begins with, and the version after it.
    #[must_use]
    pub fn split_epoch<'t>(&self, text: &'t str) -> (Option<u64>, &'t str) {
        let epoch = self.epoch.filter(|epoch| epoch.inline);
        let parts = epoch.and_then(|epoch| text.split_once(epoch.sign));
        match parts.map(|(before, after)| (before.parse().ok(), after)) {
            Some((Some(epoch), after)) => (Some(epoch), after),
            _ => (None, text),
        }
    }
}

/// Two dialects are one where their names are: a table has each once.
impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Dialect {}

/// One ecosystem's requirements on another package's version.
#[derive(Debug)]
pub struct Requires {
    /// Whether the requirement, as the ecosystem's resolver reads it, lets this version in.
    pub admits: fn(requirement: &str, version: &str) -> Result<bool, NativeError>,
    /// The requirement moved to this version: bounds are replaced; operators, precision and white
    /// space are kept (SEMANTICS 11). The result admits the version. Requirements that follow by
    /// themselves (`workspace:*`, `*`) come back unchanged.
    pub follow: fn(requirement: &str, version: &str) -> Result<String, NativeError>,
    /// What before a version makes the requirement of everything that the ecosystem takes for
    /// compatible with it; `None` where its numbers promise nothing.
    pub promise: Option<&'static str>,
}

/// A version without its spelling: what a dialect is given to write, and what it reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Neutral {
    /// The scheme's own spelling. Empty when read, except by the dialects that carry that spelling
    /// as it is (plain text and OCI tags).
    pub text: String,
    /// The parts that are present, highest first; external ones are left out.
    pub numbers: Vec<u64>,
    /// The pre-release's label, as the scheme spells it, and its number. Read back in the long
    /// spelling where the ecosystem abbreviates (PEP 440 `b1` is `beta`, 1).
    pub pre: Option<(String, u64)>,
    /// The number that the build server gave. Dialects that have build metadata write `+N`; the
    /// others write it as the fourth number, and read it back as one of `numbers`.
    pub external: Option<u64>,
}

/// Every dialect, the plain one first.
pub const DIALECTS: &[&Dialect] = &[
    &PLAIN,
    &CARGO,
    &NPM,
    &PEP440,
    &MAVEN,
    &RUBYGEMS,
    &NUGET,
    &ASSEMBLY,
    &MSI,
    &APPLE,
    &ANDROID,
    &DEB,
    &RPM,
    &OCI,
    &HELM,
    &GO,
    &OSGI,
    &NUMBERS,
    &COMPOSER,
    &PUB,
    &HEX,
    &COCOAPODS,
    &ELM,
    &GALAXY,
    &CONAN,
    &VCPKG,
    &VCPKG_SEMVER,
    &VCPKG_DATE,
    &BAZEL,
];

/// The dialect that configuration calls `id`.
#[must_use]
pub fn dialect(id: &str) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| dialect.id == id).copied()
}

/// What to write into a table about the dialect `id` that says nothing of it.
#[must_use]
pub fn missing(id: &str) -> &'static str {
    match dialect(id) {
        Some(dialect) if dialect.epoch.is_some() => "write a `template`, an `epoch`, or both",
        _ => "write `template = \"{major}.{minor}.{patch}\"` or the like, or remove the table",
    }
}
