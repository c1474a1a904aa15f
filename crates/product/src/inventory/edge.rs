//! A requirement on a sibling: what it admits, and how it follows.

use alloc::string::String;

use manifest::Slot;
use place::{Place, RepoPath, Span};
use version::{Dialect, NativeError, Version};

use super::{Bond, Holding, Told};
use crate::Product;
use crate::config::Component;
use crate::plan::{ManifestRefusal, PlanError};
use crate::spelling::{alike, habit, is_beside_release};

/// A requirement on a sibling.
#[derive(Debug, Clone)]
pub struct Edge {
    /// The sibling.
    pub on: usize,
    /// The file that states it.
    pub path: RepoPath,
    /// The bytes.
    pub span: Span,
    /// What they say.
    pub text: String,
    /// How they say it.
    pub dialect: &'static Dialect,
    /// Whether it is stated once for all who inherit it.
    pub inherited: bool,
    /// What tells that it is on the sibling, and not on a registry's package of that name.
    pub told: Told,
    /// Whether only those who work on its holder are concerned (`devDependencies`).
    pub for_developers: bool,
    /// How the sibling's own file of this ecosystem states its version.
    pub manner: Manner,
}

/// How a file states its version, where that is not as its ecosystem does it by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// Whether a pre-release's label is in the package's release beside the version, so that no
    /// requirement names it (KOLAB-8).
    pub beside_release: bool,
    /// How many numbers it writes: the package is found under that text and no other.
    pub habit: Option<usize>,
}

impl Manner {
    /// As the files of `component` that are written in dialect `d` state its version.
    pub(super) fn of(component: &Component, holding: &Holding, d: &Dialect) -> Self {
        let form = &component.form;
        let mut all = holding.own.iter().filter(|own| own.dialect == d);
        let beside_release = all.clone().any(|own| is_beside_release(form, own));
        let stated = all.find(|own| own.bond == Bond::States);
        Self { beside_release, habit: stated.and_then(|own| habit(form, own)) }
    }
}

impl Edge {
    /// The requirement `slot` of the file at `path` on the package of component `on`, which is that
    /// package's own to follow: whoever has the file is not concerned.
    pub(super) fn of_its_own(on: usize, path: &RepoPath, slot: &Slot, d: &'static Dialect) -> Self {
        Self {
            on,
            path: path.clone(),
            span: slot.span,
            text: slot.text.clone(),
            dialect: d,
            inherited: false,
            told: Told::Plainly,
            for_developers: true,
            manner: Manner::default(),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::bytes(&self.path, self.span)
    }

    /// The sibling's version `to`, as this requirement's ecosystem writes it, and the sibling's own
    /// file there.
    ///
    /// # Errors
    /// What the ecosystem cannot hold.
    pub fn native(&self, product: &Product, to: &Version) -> Result<String, NativeError> {
        match product.components.get(self.on) {
            Some(sibling) => {
                let was = self.text.trim_start_matches(|c: char| !c.is_ascii_digit());
                let (form, Manner { beside_release, habit }) = (&sibling.form, self.manner);
                match alike(form, self.dialect, was, to) {
                    Some(own) => Ok(own),
                    None if beside_release => {
                        form.with_its_epoch_beside_release(self.dialect, to, habit)
                    }
                    None => form.with_its_epoch(self.dialect, to, habit),
                }
            }
            None => Ok(to.as_str().into()),
        }
    }

    /// Whether it admits the sibling's version `to`.
    ///
    /// # Errors
    /// A requirement, or a version, that its ecosystem does not understand.
    pub fn admits(&self, product: &Product, to: &Version) -> Result<bool, PlanError> {
        let Some(rules) = self.dialect.requires else { return Ok(true) };
        self.native(product, to)
            .and_then(|native| (rules.admits)(&self.text, &native))
            .map_err(|error| self.error(product, error))
    }

    /// A requirement, this one's text or a copy of it, following the sibling to `to`.
    ///
    /// # Errors
    /// A requirement that cannot be rewritten safely.
    pub fn follow(&self, product: &Product, text: &str, to: &Version) -> Result<String, PlanError> {
        let Some(rules) = self.dialect.requires else { return Ok(text.into()) };
        let follow = |native: &str| match rules.is_free(text) {
            // What asks for no version in particular is not narrowed, as long as it lets this one in.
            true if (rules.admits)(text, native)? => Ok(text.into()),
            _ => (rules.follow)(text, native),
        };
        self.native(product, to)
            .and_then(|native| follow(&native))
            .map_err(|error| self.error(product, error))
    }

    fn error(&self, product: &Product, error: NativeError) -> PlanError {
        let on = product.components.get(self.on).map(|sibling| sibling.name.clone());
        ManifestRefusal::Requirement {
            on: on.unwrap_or_default(),
            requirement: self.text.clone(),
            place: self.place(),
            error,
        }
        .into()
    }
}
