//! One scheme file over another: the child's keys win, key by key.

use alloc::string::String;
use alloc::vec::Vec;

use crate::format::Format;
use crate::layer::{
    ImpactLayer, Layer, Named, NativeLayer, PartLayer, PreLayer, ReleaseLayer, RoleLayer, RuleLayer,
};

impl Layer {
    /// This file over `parent`, whose own `extends` stays to be resolved.
    ///
    /// Tables merge by name and key; `order`, the compatibility rules, the labels and the breaking
    /// releases are lists with a meaning of their own and are replaced as wholes. Where the child
    /// has a format of its own, the parts that it no longer names go, and with them what was said
    /// of nothing else.
    pub(crate) fn over(self, mut parent: Self) -> Self {
        if let Some(format) = self.format.as_ref().and_then(|text| Format::parse(text).ok()) {
            parent.forget(&format);
        }
        Self {
            place: self.place,
            extends: parent.extends,
            name: self.name.or(parent.name),
            format: self.format.or(parent.format),
            order: own_list(self.order, parent.order),
            parts: merge(self.parts, parent.parts, PartLayer::over),
            roles: merge(self.roles, parent.roles, RoleLayer::over),
            release: self.release.over(parent.release),
            embeds: self.embeds.or(parent.embeds),
            provider: self.provider.or(parent.provider),
            pre: match (self.pre, parent.pre) {
                (Some(child), Some(parent)) => Some(child.over(parent)),
                (child, parent) => child.or(parent),
            },
            compat: own_list(self.compat, parent.compat),
            impacts: merge(self.impacts, parent.impacts, ImpactLayer::over),
            rules: merge(self.rules, parent.rules, RuleLayer::over),
            natives: merge(self.natives, parent.natives, NativeLayer::over),
            breaking: own_list(self.breaking, parent.breaking),
            too_far: self.too_far.or(parent.too_far),
            leading_zeros: self.leading_zeros.or(parent.leading_zeros),
        }
    }

    /// Drops what this layer says of parts that `format` does not name.
    fn forget(&mut self, format: &Format) {
        let known = |name: &str| format.pieces.iter().any(|piece| piece.name == name);
        self.parts.retain(|part| known(&part.name));
        for role in &mut self.roles {
            role.value.parts.retain(|part| known(&part.name));
            role.value.order.retain(|part| known(part));
        }
        self.order.retain(|part| known(part));
        self.impacts.retain(|impact| known(&impact.value.needs));
        for impact in &mut self.impacts {
            impact.value.while_zero.take_if(|part| !known(part));
        }
        let gone = |text: &str| names(text).any(|name| !known(name));
        for native in &mut self.natives {
            native.value.template.take_if(|template| gone(template));
        }
        self.natives.retain(|native| native.value.says_something());
        if let Some(pre) = &mut self.pre {
            let dropped = !pre.drop.is_empty();
            pre.drop.retain(|part| known(part));
            // The exception goes with what it is an exception to.
            pre.unstable.take_if(|_| dropped && pre.drop.is_empty());
            pre.level = pre.level.take().filter(|part| known(part));
            if let Some(unstable) = &mut pre.unstable {
                unstable.adds.take_if(|part| !known(part));
            }
        }
        // `same` names no part.
        self.embeds.take_if(|level| *level.value != *"same" && !known(level));
    }
}

/// The parts that a native template names.
fn names(template: &str) -> impl Iterator<Item = &str> {
    let inside = template.split('{').skip(1);
    inside.map(|rest| rest.split(['|', '}']).next().unwrap_or(""))
}

impl PartLayer {
    pub(crate) fn over(self, parent: Self) -> Self {
        Self {
            scope: self.scope.or(parent.scope),
            // Another kind starts afresh: what was said of the old one does not fit it.
            format: if self.kind.is_some() { self.format } else { self.format.or(parent.format) },
            same_day: if self.kind.is_some() {
                self.same_day
            } else {
                self.same_day.or(parent.same_day)
            },
            kind: self.kind.or(parent.kind),
            optional: self.optional.or(parent.optional),
            absent: self.absent.or(parent.absent),
            start: self.start.or(parent.start),
            max: self.max.or(parent.max),
        }
    }
}

impl RoleLayer {
    fn over(self, parent: Self) -> Self {
        Self {
            order: own_list(self.order, parent.order),
            parts: merge(self.parts, parent.parts, PartLayer::over),
        }
    }
}

impl ReleaseLayer {
    fn over(self, parent: Self) -> Self {
        Self {
            participants: self.participants.or(parent.participants),
            subset: self.subset.or(parent.subset),
            product_tag: self.product_tag.or(parent.product_tag),
        }
    }
}

impl PreLayer {
    fn over(self, parent: Self) -> Self {
        Self {
            place: self.place,
            labels: own_list(self.labels, parent.labels),
            write: self.write.or(parent.write),
            start: self.start.or(parent.start),
            level: self.level.or(parent.level),
            drop: own_list(self.drop, parent.drop),
            unstable: self.unstable.or(parent.unstable),
        }
    }
}

impl ImpactLayer {
    fn over(self, parent: Self) -> Self {
        Self {
            // Another need is another statement: what was enough in its place does not go with it.
            while_zero: if self.needs.value == parent.needs.value {
                self.while_zero.or(parent.while_zero)
            } else {
                self.while_zero
            },
            needs: self.needs,
            may: self.may.or(parent.may),
            last_word: self.last_word.or(parent.last_word),
            inferred_by: self.inferred_by.or(parent.inferred_by),
            rule: self.rule.or(parent.rule),
            text: self.text.or(parent.text),
        }
    }
}

impl RuleLayer {
    fn over(self, parent: Self) -> Self {
        Self {
            enforces: own_list(self.enforces, parent.enforces),
            text: self.text.or(parent.text),
            source: self.source.or(parent.source),
            example: self.example.or(parent.example),
            fix: self.fix.or(parent.fix),
            severity: self.severity.or(parent.severity),
        }
    }
}

impl NativeLayer {
    fn over(self, parent: Self) -> Self {
        Self { template: self.template.or(parent.template), epoch: self.epoch.or(parent.epoch) }
    }

    fn says_something(&self) -> bool {
        self.template.is_some() || self.epoch.is_some()
    }
}

/// The child's list, or the parent's where the child has none.
fn own_list<T>(child: Vec<T>, parent: Vec<T>) -> Vec<T> {
    if child.is_empty() { parent } else { child }
}

/// The parent's tables in their order, each under the child's of the same name; then the child's
/// new ones.
fn merge<T>(
    mut child: Vec<Named<T>>,
    parent: Vec<Named<T>>,
    over: impl Fn(T, T) -> T,
) -> Vec<Named<T>> {
    let mut all = Vec::with_capacity(child.len() + parent.len());
    for below in parent {
        let name: &String = &below.name;
        match child.iter().position(|above| above.name == *name) {
            Some(index) => {
                let above = child.remove(index);
                let value = over(above.value, below.value);
                all.push(Named { name: above.name, place: above.place, value });
            }
            None => all.push(below),
        }
    }
    all.append(&mut child);
    all
}
