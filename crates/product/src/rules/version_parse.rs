//! `version-parse`, `part-date`, `serial-start` and `pre-shape`: every version is one of the
//! scheme's.

use alloc::format;
use alloc::string::ToString;

use place::{Explain, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::InventoryError;

pub(super) const RULE: Rule = Rule {
    id: "version-parse",
    severity: Severity::Error,
    about: About::Content,
    text: "Every version is written as the scheme says: its parts, in order, as plain numbers.",
    example: "`1.02` under `{major}.{minor}`: write 1.2.",
    check: Some(|lint, findings| check(lint, findings, RULE.id)),
    mended: Mended::First,
};

pub(super) const PART_DATE: Rule = Rule {
    id: "part-date",
    severity: Severity::Error,
    about: About::Content,
    text: "A part that holds a date holds a real day of the calendar, in the scheme's format.",
    example: "`1.0.161205` under YYYYMMDD: write 1.0.20161205.",
    check: Some(|lint, findings| check(lint, findings, PART_DATE.id)),
    mended: Mended::First,
};

pub(super) const SERIAL_START: Rule = Rule {
    id: "serial-start",
    severity: Severity::Error,
    about: About::Content,
    text: "A serial is never below the number that it starts at.",
    example: "`3.0.0.1` under `start = 1882`: the first release there ever was is 3.0.0.1882.",
    check: Some(|lint, findings| check(lint, findings, SERIAL_START.id)),
    mended: Mended::First,
};

/// The rules that speak of one kind of part; whatever else is wrong with a version is the general
/// rule's.
const OF_A_KIND: &[&str] = &[PART_DATE.id, SERIAL_START.id, PRE_SHAPE.id];

pub(super) const PRE_SHAPE: Rule = Rule {
    id: "pre-shape",
    severity: Severity::Error,
    about: About::Content,
    text: "A pre-release leaves out the part that the scheme's pre-releases drop, and a final version has it.",
    example: "`2.5` and `2.5.0-rc1` under Kolab's policy: write 2.5.0 and 2.5-rc1.",
    check: Some(|lint, findings| check(lint, findings, PRE_SHAPE.id)),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>, id: &str) {
    for (index, _, state) in lint.components() {
        for problem in lint.inventory.problems(index) {
            let InventoryError::Version { error, .. } = problem else { continue };
            let special = problem.rule().filter(|rule| OF_A_KIND.contains(rule));
            if special.unwrap_or(RULE.id) != id {
                continue;
            }
            // It was moved by hand, wherever to. What was meant, where that can be told, is people's
            // to say.
            let last = state.latest(index).map(|latest| &latest.version);
            let last = last.filter(|_| !error.suggests() && !lint.is_releasing(index));
            let restored = lint.restored(index, last);
            let help = match (last, &restored.fix) {
                (Some(last), Some(_)) => restored.help(&format!("restore {last} (`lint --fix`)")),
                (Some(last), None) if restored.has_advice() => {
                    restored.help(&format!("restore {last}"))
                }
                _ => problem.help().unwrap_or_default(),
            };
            findings.add(Some(index), problem.place(), problem.to_string(), help, restored.fix);
        }
    }
}
