//! The table of formats: one small file a format, one line in [`FORMATS`].

use core::fmt;

use version::Dialect;
use version::native::PLAIN;

use crate::{LocateError, Located, Source};

mod assembly_info;
mod autoconf;
mod bazel_module;
mod bun_lock;
mod bundle;
mod c_header;
mod cargo_lock;
mod cargo_toml;
mod chart;
mod chart_lock;
mod cmake;
mod compose;
mod composer;
mod conan;
mod debian;
mod debian_control;
mod dockerfile;
mod dotnet;
mod dotnet_packages;
mod eclipse;
mod elm;
mod epics;
mod galaxy;
mod gemfile_lock;
mod go;
mod go_mod;
mod gradle;
mod gradle_build;
mod gradle_catalog;
mod history;
mod info_plist;
mod inno;
mod iric;
mod kustomize;
mod makefile;
mod meson;
mod metainfo;
mod mix;
mod nsis;
mod nuget_lock;
mod nuspec;
mod package_json;
mod package_lock;
mod plain;
mod pnpm_lock;
mod pnpm_workspace;
mod podspec;
mod poetry_lock;
mod pom;
mod pubspec;
mod pyproject;
mod python;
mod resource;
mod rpm;
mod ruby;
mod sbt;
mod setup_cfg;
mod setup_py;
mod snapcraft;
mod swift;
mod terraform;
mod uv_lock;
mod vcpkg;
mod wix;
mod xcode;
mod yarn_lock;

/// A kind of file that holds versions.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name in release.toml.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The file names that it is recognised by: exact, or `*` and a suffix.
    pub files: &'static [&'static str],
    /// The native versions it holds.
    pub dialect: &'static Dialect,
    /// Names of the lock files that copy from it, beside it or in a folder above.
    pub locks: &'static [&'static str],
    /// Names of the files in the folders above, its own among them, that it may inherit from; behind
    /// `*.suffix/`, in the folders there whose names end so.
    pub above: &'static [&'static str],
    /// Finds its versions. Slots come back ascending.
    pub locate: fn(&Source<'_>) -> Result<Located, LocateError>,
    /// A small file of this format that holds its version, the same text where it must not be
    /// touched, and every kind of slot the format knows.
    pub sample: &'static str,
}

impl Format {
    /// The dialect of the version of another file that is taken from one of this format: the format's
    /// own, or the `reader`'s, as a file without an ecosystem of its own is written as its reader
    /// takes it.
    #[must_use]
    pub fn dialect_beside(&self, reader: &'static Dialect) -> &'static Dialect {
        if *self.dialect == PLAIN { reader } else { self.dialect }
    }
}

/// Every format.
pub const FORMATS: &[&Format] = &[
    &cargo_toml::FORMAT,
    &cargo_lock::FORMAT,
    &pnpm_workspace::FORMAT,
    &package_json::FORMAT,
    &package_lock::FORMAT,
    &bun_lock::FORMAT,
    &pnpm_lock::FORMAT,
    &yarn_lock::FORMAT,
    &pom::FORMAT,
    &composer::MANIFEST,
    &composer::LOCK,
    &pubspec::MANIFEST,
    &pubspec::LOCK,
    &mix::FORMAT,
    &elm::FORMAT,
    &galaxy::FORMAT,
    &go_mod::FORMAT,
    &swift::PACKAGE,
    &swift::CONSTANT,
    &pyproject::FORMAT,
    &uv_lock::FORMAT,
    &poetry_lock::FORMAT,
    &setup_cfg::FORMAT,
    &setup_py::FORMAT,
    &python::FORMAT,
    &ruby::GEMSPEC,
    &ruby::CONSTANT,
    &gemfile_lock::FORMAT,
    &podspec::SPEC,
    &podspec::LOCK,
    &dotnet::PROJECT,
    &dotnet::SHARED,
    &dotnet_packages::FORMAT,
    &nuspec::FORMAT,
    &nuget_lock::FORMAT,
    &assembly_info::FORMAT,
    &wix::FORMAT,
    &inno::FORMAT,
    &nsis::FORMAT,
    &resource::FORMAT,
    &info_plist::FORMAT,
    &xcode::FORMAT,
    &dockerfile::FORMAT,
    &compose::FORMAT,
    &kustomize::FORMAT,
    &chart::FORMAT,
    &chart_lock::FORMAT,
    &debian::FORMAT,
    &debian_control::FORMAT,
    &metainfo::FORMAT,
    &rpm::FORMAT,
    &cmake::FORMAT,
    &autoconf::FORMAT,
    &meson::FORMAT,
    &conan::RECIPE,
    &conan::LIST,
    &vcpkg::FORMAT,
    &bazel_module::FORMAT,
    &makefile::FORMAT,
    &go::FORMAT,
    &c_header::FORMAT,
    &gradle_build::FORMAT,
    &gradle::FORMAT,
    &gradle_catalog::FORMAT,
    &sbt::FORMAT,
    &bundle::FORMAT,
    &eclipse::FEATURE,
    &eclipse::PRODUCT,
    &iric::DEFINITION,
    &iric::PACKAGE,
    &history::FORMAT,
    &epics::FORMAT,
    &snapcraft::FORMAT,
    &terraform::FORMAT,
    &plain::FORMAT,
];

/// The format of that ID.
#[must_use]
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// The format that a file's name (without its folder) tells; an exact name goes before a suffix.
#[must_use]
pub fn format_for(file_name: &str) -> Option<&'static Format> {
    let exact = FORMATS.iter().find(|format| format.files.contains(&file_name));
    let suffix = |pattern: &&str| pattern.strip_prefix('*').is_some_and(|s| file_name.ends_with(s));
    let by_suffix = || FORMATS.iter().find(|format| format.files.iter().any(suffix));
    exact.or_else(by_suffix).copied()
}

/// Whether a file is some ecosystem's lock file, by its name (without its folder): a tool writes it, and
/// it goes along with what it locks.
#[must_use]
pub fn is_lock(file_name: &str) -> bool {
    FORMATS.iter().any(|format| format.locks.contains(&file_name))
}

/// Whether a file may be one of those that others read as if they stood in them
/// ([`Located::imports`]), by its name.
#[must_use]
pub fn is_imported(file_name: &str) -> bool {
    dotnet::IMPORTED.iter().any(|end| file_name.ends_with(end))
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.id).finish()
    }
}
