//! Package versions: a version, and the packager's release that counts its builds.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain};

use crate::form::Form;
use crate::native::{DIALECTS, Dialect, NativeError, Packages, Target};
use crate::version::Version;

/// One build of one version, as its package is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The version that was built.
    pub version: Version,
    /// Which build it is. Of a pre-release, builds of all pre-releases that lead to the same final
    /// version are counted together (KOLAB-7).
    pub build: u64,
    /// The package's whole version, epoch and release included: `1:2.3~beta1-0.1`.
    pub text: String,
}

/// Why packages cannot be numbered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// An ecosystem whose packages have no release beside the version.
    #[error("{} has no package release that counts builds", target.title)]
    NoRelease {
        /// The ecosystem.
        target: Target,
    },
    /// A distribution's tag that the ecosystem would take for something else.
    #[error("`{dist}` is no distribution tag of {}: {why}", target.title)]
    Dist {
        /// The ecosystem.
        target: Target,
        /// As given.
        dist: String,
        /// Why not, as a fragment.
        why: String,
        /// A tag that does.
        wanted: String,
    },
    /// Versions that are not named in the order of their release.
    #[error("`{second}` does not come after `{first}`")]
    Order {
        /// The one named first.
        first: String,
        /// The one named after it.
        second: String,
    },
    /// A package that would not be an upgrade of the one before it.
    #[error("{} does not sort `{upper}` above `{lower}`, which is released before it", target.title)]
    Sinks {
        /// The ecosystem.
        target: Target,
        /// The package before.
        lower: String,
        /// The package after it.
        upper: String,
    },
    /// A version that the ecosystem cannot hold.
    #[error(transparent)]
    Native(#[from] NativeError),
}

impl Explain for PackageError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Sinks { .. } => Some("native-fits"),
            Self::Native(error) => error.rule(),
            Self::NoRelease { .. } | Self::Dist { .. } | Self::Order { .. } => None,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::NoRelease { .. } => {
                let counting = DIALECTS.iter().filter(|d| d.packages.is_some()).map(|d| d.id);
                Some(format!("it is counted in {}", counting.collect::<Vec<_>>().join(" and ")))
            }
            Self::Dist { wanted, .. } => Some(format!("write it like `{wanted}`")),
            Self::Order { .. } => Some("name them in the order of their release".into()),
            Self::Sinks { .. } => Some(
                "rename the pre-release labels in the scheme so that they sort in the order of \
                 release, such as alpha, beta, rc"
                    .into(),
            ),
            Self::Native(error) => error.help(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Sinks { .. } => Class::Policy,
            Self::Native(error) => error.class(),
            Self::NoRelease { .. } | Self::Dist { .. } | Self::Order { .. } => Class::Usage,
        }
    }
}

impl Form {
    /// The packages of each of `versions`, oldest first, as often as it is built: KEP 5's sequence.
    ///
    /// The release of a final version counts from 1. That of a pre-release stays below it, and
    /// counts every build of every pre-release of one final version, whatever their labels.
    /// `after` builds of the first version, or of pre-releases before it, were made already.
    /// `dist` is a distribution's tag, which comes last: `.el5`, `~bpo50+1`.
    ///
    /// # Errors
    /// An ecosystem without package releases, a tag that it would misread, versions out of order,
    /// and packages that its own comparison would not sort above the one before (KOLAB-8).
    pub fn packages(
        &self,
        d: &Dialect,
        versions: &[(Version, u64)],
        after: u64,
        dist: Option<&str>,
    ) -> Result<Vec<Package>, PackageError> {
        let target = d.target();
        let rules = d.packages.ok_or(PackageError::NoRelease { target })?;
        let dist = dist.unwrap_or_default();
        rules.accept(target, dist)?;
        let mut made: Vec<Package> = Vec::new();
        let mut build = after;
        let mut before: Option<&Version> = None;
        for (version, builds) in versions {
            if let Some(first) = before {
                if self.key(first) >= self.key(version) {
                    let (first, second) = (first.to_string(), version.to_string());
                    return Err(PackageError::Order { first, second });
                }
                if !self.leads_to_the_same(first, version) {
                    build = 0;
                }
            }
            before = Some(version);
            for _ in 0..*builds {
                build += 1;
                let text = self.package(d, rules, version, build)? + dist;
                if let Some(last) =
                    made.last().filter(|last| (rules.order)(&last.text, &text).is_ge())
                {
                    return Err(PackageError::Sinks {
                        target,
                        lower: last.text.clone(),
                        upper: text,
                    });
                }
                made.push(Package { version: version.clone(), build, text });
            }
        }
        Ok(made)
    }

    /// `version` as it stands in a file of dialect `d` beside the package's release: without its
    /// label, where the release is to name that (KOLAB-8); otherwise as [`Form::native`].
    ///
    /// # Errors
    /// As [`Form::native`].
    pub fn beside_release(
        &self,
        d: &Dialect,
        version: &Version,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        if self.names_label(d) {
            return self.native(d, &Version { mark: None, ..version.clone() }, arity);
        }
        self.native(d, version, arity)
    }

    /// The version that `text` is in dialect `d` beside the package's `release`, which may name the
    /// label: as [`Form::beside_release`] wrote it.
    ///
    /// # Errors
    /// As [`Form::from_native`].
    pub fn from_beside_release(
        &self,
        d: &Dialect,
        text: &str,
        release: &str,
    ) -> Result<Version, NativeError> {
        let label = d.packages.filter(|_| self.names_label(d)).and_then(|p| p.label_in(release));
        let known = label.filter(|(label, _)| self.labels().any(|known| known == label));
        match known {
            Some(label) => self.version_in(d, text, Some(label)),
            None => self.from_native(d, text),
        }
    }

    /// Whether packages of dialect `d` have a pre-release's label in their release.
    fn names_label(&self, d: &Dialect) -> bool {
        let named = d.packages.is_some_and(|rules| rules.pre_release.contains("{pre}"));
        named && self.template(d).is_none()
    }

    /// `version` in dialect `d` with the epoch that is configured, wherever files keep that: as
    /// package managers show it. With `arity` numbers, as [`Form::native`] takes it.
    ///
    /// # Errors
    /// As [`Form::native`].
    pub fn with_its_epoch(
        &self,
        d: &Dialect,
        version: &Version,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        let text = self.native(d, version, arity)?;
        Ok(match d.epoch {
            Some(epoch) if !epoch.inline => epoch.mark(self.epoch(d)) + &text,
            _ => text,
        })
    }

    /// As [`Form::with_its_epoch`], of a package whose release stands beside its version and may name
    /// the label: what others require is the version alone, and a release that they do not name is any
    /// one (rpm's manual, "Dependencies").
    ///
    /// # Errors
    /// As [`Form::native`].
    pub fn with_its_epoch_beside_release(
        &self,
        d: &Dialect,
        version: &Version,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        let bare = Version { mark: None, ..version.clone() };
        self.with_its_epoch(d, if self.names_label(d) { &bare } else { version }, arity)
    }

    /// The version and the release of one package.
    fn package(
        &self,
        d: &Dialect,
        rules: &Packages,
        version: &Version,
        build: u64,
    ) -> Result<String, NativeError> {
        let release = match self.label(version) {
            None => rules.release.to_owned(),
            Some((label, number)) => {
                let number = number.map(|number| number.to_string()).unwrap_or_default();
                rules.pre_release.replace("{pre}", &(label.to_owned() + &number))
            }
        };
        let release = release.replace("{n}", &build.to_string());
        // A label that the release holds is not said again.
        let bare = Version { mark: None, ..version.clone() };
        let says_label = rules.pre_release.contains("{pre}");
        let text = self.with_its_epoch(d, if says_label { &bare } else { version }, None)?;
        Ok(format!("{text}-{release}"))
    }

    /// Whether both are pre-releases of one final version.
    fn leads_to_the_same(&self, a: &Version, b: &Version) -> bool {
        match (self.promote(a), self.promote(b)) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        }
    }
}

impl Packages {
    /// Refuses a distribution's tag that would be read as a part of the release.
    fn accept(&self, target: Target, dist: &str) -> Result<(), PackageError> {
        let refuse = |why: String| {
            let (dist, wanted) = (dist.to_owned(), self.dist.to_owned());
            Err(PackageError::Dist { target, dist, why, wanted })
        };
        if !dist.is_empty() && !dist.starts_with(self.dist_starts) {
            let starts = self.dist_starts.iter().map(|sign| format!("`{sign}`"));
            return refuse(format!("it begins with {}", starts.collect::<Vec<_>>().join(" or ")));
        }
        match dist.chars().find(|c| !c.is_ascii_alphanumeric() && !self.dist_signs.contains(c)) {
            Some(other) => refuse(format!("it cannot hold `{}`", other.escape_default())),
            None => Ok(()),
        }
    }
}
