//! Findings of lint for people: those of one cause once, with who else has it.

use place::{Finding, Place, Severity};

use super::audited::one_rule;
use super::{Report, Reported, Sources, human};

/// All findings, each batch with the texts that its places point into: where they first come, those
/// of one rule about tags together, those of one rule at one place, and all notes of one rule in
/// files. Of each such group the first
/// few are shown, or `all`. A line counts what there is. Nothing for none.
#[must_use]
pub fn grouped(batches: &[(Vec<Finding>, Sources)], width: usize, all: bool) -> String {
    let mut out = String::new();
    let mut every: Vec<Reported<'_>> = Vec::new();
    for (findings, sources) in batches {
        let mut groups: Vec<Vec<Reported<'_>>> = Vec::new();
        for finding in findings {
            let report = (finding, Report::of_finding(finding, sources));
            every.push(report.clone());
            let same = groups
                .iter_mut()
                .find(|group| group.first().is_some_and(|(first, _)| are_alike(first, finding)));
            match same {
                Some(group) => group.push(report),
                None => groups.push(vec![report]),
            }
        }
        for group in groups {
            out.push_str(&one_rule(&group, width, all));
            out.push('\n');
        }
    }
    if !every.is_empty() {
        out.push_str(&human::summary(&every));
    }
    out
}

/// Whether two findings are of one rule, and about tags or at one place; or notes, in whatever file.
fn are_alike(one: &Finding, other: &Finding) -> bool {
    let places = match (&one.place, &other.place) {
        (Some(Place::Ref(_)), Some(Place::Ref(_))) => true,
        (Some(Place::File { .. }), Some(Place::File { .. })) if one.severity == Severity::Note => {
            true
        }
        (Some(Place::File { span: Some(_), .. }), place) => one.place == *place,
        _ => false,
    };
    places && one.rule == other.rule && one.severity == other.severity
}

#[cfg(test)]
mod tests {
    use place::Span;

    use super::*;

    fn found(rule: &'static str, place: Place, of: &str) -> Finding {
        Finding {
            rule,
            policy: None,
            severity: Severity::Error,
            message: format!("{of} is wrong"),
            component: Some(of.into()),
            place: Some(place),
            help: Some("write it anew".into()),
            fix: None,
        }
    }

    #[test]
    fn what_is_of_one_cause_is_told_once() {
        let tag = |at: usize| found("tag-near-miss", Place::Ref(format!("v{at}")), "a tag");
        let slot = |of: &str| {
            let place = Place::File { path: "Cargo.toml".into(), span: Some(Span::new(0, 5)) };
            found("not-lower", place, of)
        };
        let mut findings: Vec<Finding> = (0..9).map(tag).collect();
        findings.extend(["one", "two", "three", "four"].map(slot));
        findings.push(found("not-lower", Place::Ref("v1".into()), "a tag"));
        findings.extend(["a", "b", "c", "d", "d", "e"].map(|file| {
            let place = Place::File { path: file.into(), span: Some(Span::new(0, 1)) };
            Finding { severity: Severity::Note, ..found("unmanaged-version", place, "core") }
        }));
        let batches = [(findings, Sources::default())];
        let text = |all| anstream::adapter::strip_str(&grouped(&batches, 80, all)).to_string();
        let short = text(false);
        for said in [
            "7 more of tag-near-miss: v2, v3, v4, v5 and 3 more (`--verbose` shows them)\n",
            "2 more of not-lower: three, four (`--verbose` shows them)\n",
            "4 more of unmanaged-version: c, d, e (`--verbose` shows them)\n",
            "\n14 errors, 6 notes\n",
        ] {
            assert!(short.contains(said), "{short}");
        }
        assert_eq!(short.matches("error[").count(), 5, "{short}");
        assert_eq!(short.matches("help: ").count(), 4, "said once a group: {short}");
        assert_eq!(text(true).matches("error[").count(), 14);
        assert_eq!(grouped(&[], 80, false), "");
    }
}
