//! Steps that no release makes from what was out before it (SEMANTICS 26).

use alloc::format;
use alloc::string::String;

use version::Version;

use crate::config::Component;
use crate::stated::component;
use crate::{Product, StatedRelease};

impl StatedRelease {
    /// The first of its steps that no release makes from what was out before it, in words that follow
    /// "says that it releases"; `None` where all of them are a release's. A version that its
    /// component's form cannot read is not looked at.
    #[must_use]
    pub fn misstep(&self, product: &Product) -> Option<String> {
        let moved = self.stated.moved.iter().filter_map(|(name, to)| {
            let (index, component) = component(product, name)?;
            Some((index, component, component.form.parse(to).ok()?))
        });
        let promotes = moved
            .clone()
            .any(|(index, component, to)| self.before.promotes(index, &component.form, &to));
        moved.into_iter().find_map(|(index, component, to)| {
            let behind = self.behind((index, component), &to);
            behind.or_else(|| self.astray((index, component), &to, promotes))
        })
    }

    /// That a component goes to `to`, and is there or beyond it already.
    pub(crate) fn behind(
        &self,
        (index, component): (usize, &Component),
        to: &Version,
    ) -> Option<String> {
        let (name, form) = (&component.name, &component.form);
        let last = self.before.latest(index)?;
        let behind = form.key(to) <= form.key(last);
        behind.then(|| format!("`{name}` {to}, and {last} was out before it"))
    }

    /// That no single step leads a component to `to`. A number that was asked for is one, unless the
    /// line is beyond it. `promotes` says whether the release promotes anybody.
    pub(crate) fn astray(
        &self,
        (index, component): (usize, &Component),
        to: &Version,
        promotes: bool,
    ) -> Option<String> {
        let (name, form) = (&component.name, &component.form);
        let line = self.before.line(component.line).filter(|line| !line.is_empty());
        let leads = if self.asks_for(component, to) {
            line.is_none_or(|line| form.line(to) >= *line)
        } else {
            self.before.leads_to(index, (component.line, form), to, promotes)
        };
        if leads {
            return None;
        }
        let line = line.map(|line| format!(", on the line {line}")).unwrap_or_default();
        let from = match self.before.latest(index) {
            Some(last) => format!("from {last}{line}"),
            None => format!("to a first release{line}"),
        };
        Some(format!("`{name}` {to}, and no single release leads there {from}"))
    }

    /// Whether `to` was asked for by its number.
    pub(crate) fn asks_for(&self, component: &Component, to: &Version) -> bool {
        let form = &component.form;
        let exact = self.stated.exact.as_deref().and_then(|text| form.parse(text).ok());
        exact.is_some_and(|exact| form.same(&exact, to))
    }
}
