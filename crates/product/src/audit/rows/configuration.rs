//! `configuration`: without a sound one, nothing that is said about the past can be trusted.

use alloc::string::ToString;

use place::Explain;

use super::super::{Audit, Findings};
use crate::audit::past::Past;
use crate::rules::configuration::RULE;
use crate::rules::told::problems;

pub(super) const ROW: Audit = Audit { rule: &RULE, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for (index, problem) in problems(past.product, past.inventory, RULE.id) {
        let help = problem.help().unwrap_or_default();
        findings.today(index, problem.place(), problem.to_string(), help);
    }
}
