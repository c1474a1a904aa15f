//! `minimum-known`: no component needs a core that is not out.

use alloc::format;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::minimum::core;

pub(crate) const RULE: Rule = Rule {
    id: "minimum-known",
    severity: Severity::Error,
    about: About::Content,
    text: "A component needs no release of the core that is not out.",
    example: "`patch users --needs-core 1900` with the core at 1890: release the core first.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let stated = component.form.minimum().zip(lint.inventory.version(index));
        let Some((version, needs)) =
            stated.and_then(|(part, version)| Some((version, version.value(part)?)))
        else {
            continue;
        };
        let Some((at, part)) = core(lint.product, component.line) else { continue };
        let released = state.baseline(at).map(|baseline| &baseline.version);
        // A core that was never released, or is being released, is what its manifest says.
        let stated = lint.inventory.version(at);
        let stated = stated.filter(|_| released.is_none() || lint.is_releasing(at));
        let newest = [released, stated].into_iter().flatten().filter_map(|v| v.value(part)).max();
        if needs <= newest.unwrap_or(0) {
            continue;
        }
        let core = lint.product.name_of(at);
        let (message, help) = match newest {
            Some(newest) => (
                format!(
                    "`{}` {version} needs {core} {needs}, and its newest release is {newest}",
                    component.name
                ),
                format!("release `{core}` first, or need at most {newest}"),
            ),
            None => (
                format!(
                    "`{}` {version} needs {core} {needs}, which has no release",
                    component.name
                ),
                format!("release `{core}` first"),
            ),
        };
        findings.add(Some(index), lint.inventory.place(index), message, help, None);
    }
}
