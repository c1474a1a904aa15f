//! `embeds-follow`: what embeds a component was released with it, and at least as far.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use tags::OwnerId;
use version::{EmbedsLevel, Form, PartId, Version};

use super::super::{About, Audit, Findings};
use crate::audit::past::{Operation, Past};
use crate::rules::planned::EMBEDS_FOLLOW;

pub(super) const ROW: Audit = Audit { rule: &EMBEDS_FOLLOW, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let mut around: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (outer, component) in past.product.components.iter().enumerate() {
        for inner in &component.embeds {
            around.entry(*inner).or_default().push(outer);
        }
    }
    // Without a bill and without the commit's word, tags on one commit need not be one operation.
    for operation in past.operations().iter().filter(|operation| operation.sure) {
        // Each that embeds, with the first of what it embeds.
        let mut outers: BTreeMap<usize, usize> = BTreeMap::new();
        for inner in operation.moved.keys() {
            for outer in around.get(inner).into_iter().flatten() {
                outers.entry(*outer).or_insert(*inner);
            }
        }
        for (outer, inner) in outers {
            if let Some((message, help)) = breach(past, operation, outer, inner) {
                let owner = Some(OwnerId::Component(outer));
                let about = About { owner, tag: operation.tag(past), at: Some(operation.at) };
                findings.add(about, message, help);
            }
        }
    }
}

/// What an embedding component did not do, and what to do about it.
fn breach(
    past: &Past<'_>,
    operation: &Operation<'_>,
    outer: usize,
    inner: usize,
) -> Option<(String, String)> {
    let (component, inner) =
        (past.product.components.get(outer)?, past.product.components.get(inner)?);
    let name = &component.name;
    match operation.moved.get(&outer) {
        None => stayed(past, operation, outer).then(|| {
            let tag = operation.tag(past);
            (
                format!("`{}` was released in {tag} without `{name}`, which embeds it", inner.name),
                format!("release it too: `patch {name}`"),
            )
        }),
        Some(version) => {
            let (part, before) = too_low(past, operation, outer, version)?;
            Some((
                format!(
                    "`{name}` embeds `{}`, and rose from {before} to {version} only, where its {part} has to rise",
                    inner.name
                ),
                format!("the next release raises it: `release {part} -p {name}`"),
            ))
        }
    }
}

/// Whether a component was there to be released, and was not. One without tags of its own is only
/// told of by the commit.
fn stayed(past: &Past<'_>, operation: &Operation<'_>, outer: usize) -> bool {
    let Some(component) = past.product.components.get(outer) else { return false };
    !component.retired && past.had_tags(outer, operation.at)
}

/// The part that had to rise at least, and the version before, where a lower part rose.
fn too_low(
    past: &Past<'_>,
    operation: &Operation<'_>,
    outer: usize,
    version: &Version,
) -> Option<(String, Version)> {
    let component = past.product.components.get(outer)?;
    let EmbedsLevel::Part(level) = past.product.lines.get(component.line)?.scheme.embeds_level()
    else {
        return None;
    };
    let form = &component.form;
    let before = past.highest_before(outer, operation.at)?;
    // A pre-release leads to what its final will be, and a final promotes one.
    if form.is_pre(version) || form.key(version) < before.key {
        return None;
    }
    let rose = rose(form, &before.version, version)?;
    let part = form.parts().get(level.0)?;
    (rose > level).then(|| (part.name.clone(), before.version.clone()))
}

/// The highest part in which two versions differ.
fn rose(form: &Form, from: &Version, to: &Version) -> Option<PartId> {
    let mut parts = (0..form.parts().len()).map(PartId);
    parts.find(|part| from.value(*part).unwrap_or(0) != to.value(*part).unwrap_or(0))
}
