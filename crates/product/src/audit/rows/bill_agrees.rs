//! `bill-agrees`: a lead tag's bill of materials and the components' own tags say the same.

use alloc::format;
use alloc::string::String;

use tags::OwnerId;
use version::Version;

use super::super::{About, Audit, Findings};
use crate::audit::past::{Operation, Past};
use crate::config::Component;
use crate::rules::history::BILL_AGREES;

pub(super) const ROW: Audit = Audit { rule: &BILL_AGREES, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for operation in past.operations() {
        let Some((tag, told)) = operation.lead else { continue };
        for (name, text) in &told.bill {
            // A component that was renamed or removed since is nobody's to compare with.
            let Some((index, component)) = past.named(name) else { continue };
            let found = match component.form.parse(text) {
                Ok(version) => disagreement(past, operation, index, component, &version),
                Err(error) => Some((
                    format!("says {text} of `{name}`, which is no version: {error}"),
                    "leave it; the next release writes a bill of its own".into(),
                )),
            };
            if let Some((message, help)) = found {
                let owner = Some(OwnerId::Component(index));
                let about = About { owner, tag, at: Some(operation.at) };
                findings.add(about, format!("{tag} {message}"), help);
            }
        }
    }
}

/// What the tags say against a bill's entry, and what to do about it.
fn disagreement(
    past: &Past<'_>,
    operation: &Operation<'_>,
    index: usize,
    component: &Component,
    version: &Version,
) -> Option<(String, String)> {
    let template = component.tag.as_ref()?;
    let key = component.form.key(version);
    let owner = OwnerId::Component(index);
    let name = &component.name;
    let same = || past.of(owner).filter(|release| release.key == key);
    let (_, told) = operation.lead?;
    // Before its first release a component is in the bill with what its manifest states, which its
    // first tag may say later.
    let newest = past.highest_at(index, operation.at)?;
    if same().any(|release| past.ancestry().leads_to(release.at, operation.at)) {
        // A tag that was put there later was not out yet.
        let early = newest.told.time.is_none_or(|time| told.time.is_none_or(|lead| time < lead));
        return (newest.key > key && early).then(|| {
            (
                format!("says {version} of `{name}`, and {} was out", newest.tag),
                "find out which of them was meant; the next release goes above both".into(),
            )
        });
    }
    if let Some(elsewhere) = same().next() {
        return Some((
            format!(
                "says {version} of `{name}`, but {} is on a commit that it does not have",
                elsewhere.tag
            ),
            format!(
                "where it is another branch's, leave both: the next bill has what its branch has; where \
                 it was moved, and `git ls-remote` has it elsewhere: `git fetch --force origin \
                 refs/tags/{0}:refs/tags/{0}`",
                elsewhere.tag
            ),
        ));
    }
    let tag = template.write(version.as_str()).ok()?;
    Some((
        format!("says {version} of `{name}`, and there is no tag {tag}"),
        format!(
            "fetch it, or push it from the clone that has it: `git push origin refs/tags/{tag}`"
        ),
    ))
}
