//! `serial-reused`: a serial is one release's, on whatever branch it was made.

use alloc::format;

use place::{Place, Severity};
use tags::OwnerId;
use version::Version;

use super::{About, Findings, Lint, Mended, Rule};

pub(crate) const RULE: Rule = Rule {
    id: "serial-reused",
    severity: Severity::Error,
    about: About::Content,
    text: "A serial is that of one release, on every branch: no other version has it.",
    example: "core-3.0.0.1891 is out and another branch would release 4.0.0.1891: take 4.0.0.1892.",
    check: Some(check),
    mended: Mended::First,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, state) in lint.components() {
        let form = &component.form;
        let Some(serial) = form.serial() else { continue };
        let alike = |a: &Version, b: &Version| form.may_share_serial(a, b);
        let released = lint.snapshot.tags.released(OwnerId::Component(index));
        // Releases are in order, and a form that is known by its serial has equal ones side by side;
        // where other parts come first, equal serials may be anywhere.
        let mut by_serial: alloc::vec::Vec<_> =
            released.iter().filter_map(|one| Some((one.version.value(serial)?, one))).collect();
        by_serial.sort_by_key(|(value, _)| *value);
        for pair in by_serial.windows(2) {
            let [(value, first), (other, second)] = pair else { continue };
            if value == other && !alike(&first.version, &second.version) {
                findings.add(
                    Some(index),
                    Some(Place::Ref(second.tag.clone())),
                    format!(
                        "`{}` was released twice as {value}: {} is that too",
                        component.name, first.tag
                    ),
                    "what is out stays: release again, and take down whichever should not be used",
                    None,
                );
            }
        }
        let Some(version) = lint.inventory.version(index) else { continue };
        let baseline = state.baseline(index);
        // Beside its own baseline, it is a version that was moved by hand.
        let beside = baseline.is_some_and(|b| b.version.value(serial) == version.value(serial));
        let used = by_serial.iter().find(|(value, one)| {
            Some(*value) == version.value(serial) && !alike(&one.version, version)
        });
        let Some((value, used)) = used.filter(|_| !beside) else { continue };
        let restored = lint.restored(index, baseline.map(|baseline| &baseline.version));
        findings.add(
            Some(index),
            lint.inventory.place(index),
            format!(
                "`{}` is at {version}, but {value} is the serial of {}",
                component.name, used.tag
            ),
            restored.help(
                "restore the released version, and let `release` or `patch` choose the next serial",
            ),
            restored.fix.clone(),
        );
        findings.restored_along(lint, index, &restored);
    }
}
