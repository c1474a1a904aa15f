//! `all-together`: where all components move under one number, each release was of all of them.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use tags::OwnerId;
use version::Subset;

use super::super::ancestry::Node;
use super::super::{About, Audit, Findings};
use crate::audit::past::{Past, listed};
use crate::audit::release::Release;
use crate::rules::planned::ALL_TOGETHER;

pub(super) const ROW: Audit = Audit { rule: &ALL_TOGETHER, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for (index, line) in past.product.lines.iter().enumerate() {
        if line.scheme.release().subset == Subset::Refuse {
            of_line(past, index, findings);
        }
    }
}

fn of_line(past: &Past<'_>, index: usize, findings: &mut Findings<'_>) {
    let mut commits: BTreeMap<Node, Vec<&Release<'_>>> = BTreeMap::new();
    for release in past.releases().iter().filter(|r| r.line == index && !r.pre && !r.billed) {
        commits.entry(release.at).or_default().push(release);
    }
    for (at, releases) in commits {
        // The highest of each: a component without files may be released twice on one commit.
        let newest: BTreeMap<OwnerId, &Release<'_>> =
            releases.iter().map(|release| (release.owner, *release)).collect();
        let Some(first) = newest.values().next() else { continue };
        let about = || About { owner: Some(OwnerId::Product(index)), tag: first.tag, at: Some(at) };
        // What components move by themselves may differ: only what all share is one number.
        let line = first.line_version();
        let apart = |release: &&&Release<'_>| release.line_version() != line;
        if let Some(other) = newest.values().find(apart) {
            findings.add(
                about(),
                format!("{} and {} were released together under two numbers", first.tag, other.tag),
                "one release gives all of them one number: `release PART`",
            );
            continue;
        }
        let members = past.product.members(index);
        let left = members.filter(|(at_index, _)| {
            !newest.contains_key(&OwnerId::Component(*at_index)) && past.had_tags(*at_index, at)
        });
        let left: Vec<&str> = left.map(|(_, component)| component.name.as_str()).collect();
        if !left.is_empty() {
            findings.add(
                about(),
                format!("{} was released without {}", first.tag, listed(&left)),
                "all of them move together: `release PART`, `patch --all`",
            );
        }
    }
}
