//! `not-lower`: no release is below one that its own history has.

use alloc::format;
use alloc::vec::Vec;

use super::super::falls::falls;
use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::not_lower::RULE;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.owners() {
        let all: Vec<&Release<'_>> = past.of(owner).collect();
        let order = |a: &&Release<'_>, b: &&Release<'_>| a.key.cmp(&b.key);
        let counts =
            |a: &&Release<'_>, b: &&Release<'_>| a.follows(b) && !past.is_out_of_range(a, b);
        for (lower, higher) in falls(past.ancestry(), &all, |r| r.at, order, false, counts) {
            if lower.billed {
                findings.add(
                    *lower,
                    format!(
                        "{} says {} of {}, below {} in {}, which its history has",
                        lower.tag,
                        lower.version,
                        past.product.owner_name(owner),
                        higher.version,
                        higher.tag
                    ),
                    format!("release it above {} next", higher.version),
                );
            } else if lower.once {
                findings.add(
                    *lower,
                    format!("{} is below {}, which its history has", lower.tag, higher.tag),
                    format!(
                        "tags stay as they are published; the next release goes above {}",
                        higher.version
                    ),
                );
            }
        }
    }
}
