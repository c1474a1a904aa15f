//! `changelog`: the files that releases write their notes into are there, and are text.

use alloc::format;
use alloc::string::String;

use manifest::Source;
use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};

pub(super) const RULE: Rule = Rule {
    id: "changelog",
    severity: Severity::Error,
    about: About::Content,
    text: "A changelog that releases write their notes into is there, and is text in UTF-8. A release is refused where it has a section of its version already.",
    example: "`changelog = \"CHANGELOG.md\"` in [component.core], and no CHANGELOG.md: begin one, or remove the key.",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, changelog) in lint.product.changelogs() {
        let path = &changelog.path;
        match lint.snapshot.files.get(path) {
            // Of staged content only what is staged has been read.
            None => {}
            Some(None) => {
                let place = Some(changelog.place.clone());
                findings.add(index, place, missing(path.as_str()), help(path.as_str()), None);
            }
            Some(Some(content)) => {
                if let Err(error) = Source::new(path, content.bytes()) {
                    let error = error.named_at(Some(&changelog.place));
                    findings.told(index, &error);
                }
            }
        }
    }
}

/// That a changelog is not there.
pub(crate) fn missing(path: &str) -> String {
    format!("there is no {path} to write the release's notes into")
}

/// What to do then.
pub(crate) fn help(path: &str) -> String {
    format!("begin it with a title (`# Changelog`) and commit it, or correct `changelog`: {path}")
}
