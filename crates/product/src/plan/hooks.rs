//! The commands of the user's own that a release runs before it commits.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::called::Called;
use super::{Context, Moves, Plan, PlannedHook, PlannedTag, Step};
use crate::Product;
use crate::config::{Hook, filled};

/// The product's hooks, then those of each component that moves, in the plan's order. What comes out
/// as the very same words runs once, where it comes first.
pub(super) fn planned(
    cx: &Context<'_>,
    moved: &Moves,
    called: &Called,
    (steps, tags): (&[Step], &[PlannedTag]),
) -> Vec<PlannedHook> {
    if cx.request.options.no_hooks {
        return Vec::new();
    }
    let product = cx.product.name.as_str();
    let date = cx.given.date.to_string();
    let lead = tags.last().map_or("", |tag| tag.name.as_str());
    let mut all = Once::default();
    if !cx.product.hooks.is_empty() {
        let Called { name, version, .. } = called;
        let values = [
            ("product", product),
            ("name", name),
            ("version", version),
            ("date", &date),
            ("tag", lead),
        ];
        cx.product.hooks.iter().for_each(|hook| all.add(None, hook, &values));
    }
    for (step, planned) in moved.iter().zip(steps) {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let path = if component.path.is_root() { "." } else { component.path.as_str() };
        let values = [
            ("product", product),
            ("component", component.name.as_str()),
            ("path", path),
            ("version", planned.to.as_str()),
            ("date", &date),
            ("tag", planned.tag.as_deref().unwrap_or(lead)),
        ];
        component.hooks.iter().for_each(|hook| all.add(Some(&component.name), hook, &values));
    }
    all.hooks
}

/// Hooks, none twice.
#[derive(Default)]
struct Once {
    hooks: Vec<PlannedHook>,
    at: BTreeMap<Vec<String>, usize>,
}

impl Once {
    fn add(&mut self, component: Option<&String>, hook: &Hook, values: &[(&str, &str)]) {
        let argv: Vec<String> = hook.argv.iter().map(|word| filled(word, values)).collect();
        if let Some(known) = self.at.get(&argv).and_then(|at| self.hooks.get_mut(*at)) {
            // Nobody's alone any more.
            known.component = known.component.take().filter(|one| Some(one) == component);
            return;
        }
        self.at.insert(argv.clone(), self.hooks.len());
        let place = Some(hook.place.clone());
        self.hooks.push(PlannedHook { component: component.cloned(), argv, place });
    }
}

impl PlannedHook {
    /// What people call it: "`make check` of `core`". Words that have more than letters, digits and
    /// what shells leave alone stand in quotes.
    #[must_use]
    pub fn title(&self) -> String {
        let words: Vec<String> = self.argv.iter().map(|word| quoted(word)).collect();
        let of = self.component.as_ref().map_or_else(String::new, |name| format!(" of `{name}`"));
        format!("`{}`{of}", words.join(" "))
    }
}

/// A word as it would be typed.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,^".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

impl Plan {
    /// What hooks are told of the release in their environment, by the names of the variables. It is
    /// the same for all: what is a component's stands in a hook's words.
    #[must_use]
    pub fn variables(&self, product: &Product) -> Vec<(&'static str, String)> {
        let lead = self.lead().map(|lead| lead.name.clone()).unwrap_or_default();
        alloc::vec![
            ("SYNCLINE_PLAN", self.id.clone()),
            ("SYNCLINE_PRODUCT", self.product.clone()),
            ("SYNCLINE_VERSION", self.lead_version(product).unwrap_or_default()),
            ("SYNCLINE_TAG", lead),
            ("SYNCLINE_DATE", self.date.clone()),
        ]
    }

    /// The version in the lead tag.
    fn lead_version(&self, product: &Product) -> Option<String> {
        let lead = self.lead()?;
        if let Some(component) = &lead.component {
            return self.components.iter().find(|s| s.name == *component).map(|s| s.to.clone());
        }
        // The product's own tag is of the line that moves: another's template may read more into it.
        let mut moved = self.components.iter().filter_map(|step| {
            product.components.iter().find(|component| component.name == step.name)
        });
        let template = product.lines.get(moved.next()?.line)?.tag.as_ref()?;
        template.read(&lead.name).map(ToString::to_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_called_by_what_would_be_typed() {
        let title = |component: Option<&str>, argv: &[&str]| {
            let argv = argv.iter().map(|word| (*word).into()).collect();
            PlannedHook { component: component.map(Into::into), argv, place: None }.title()
        };
        assert_eq!(title(None, &["cargo", "test", "--all=x@1.0"]), "`cargo test --all=x@1.0`");
        let wanted = "`sh -c 'it'\\''s; $x' ''` of `core`";
        assert_eq!(title(Some("core"), &["sh", "-c", "it's; $x", ""]), wanted);
    }
}
