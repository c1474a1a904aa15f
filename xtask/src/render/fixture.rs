//! What the tests of every format print.

use place::{Finding, Place, Severity, Span};

use super::{Report, Reported, Sources};

/// Each finding with what it can say.
pub(super) fn reported<'a>(findings: &'a [Finding], sources: &'a Sources) -> Vec<Reported<'a>> {
    findings.iter().map(|finding| (finding, Report::of_finding(finding, sources))).collect()
}

/// Findings of every kind of place, some of them hostile, and the texts they point into.
pub(super) fn findings() -> (Vec<Finding>, Sources) {
    let mut sources = Sources::default();
    let pom = "<project>\r\n\t<version>1.0.161205</version>\r\n</project>\r\n";
    sources.insert("sdk/java/pom.xml", pom);
    sources.insert("evil,\n::error::x", "a = '\u{1b}[2J' ##[group]\n");
    let at = pom.find("1.0.").unwrap_or_default();
    let finding = |rule, severity, message: &str, place| Finding {
        rule,
        policy: None,
        severity,
        message: message.into(),
        component: None,
        place,
        help: None,
        fix: None,
    };
    let file = |path: &str, span| Some(Place::File { path: path.into(), span });
    let all = vec![
        Finding {
            policy: Some("CHAIN-1".into()),
            component: Some("sdk-java".into()),
            help: Some("write 1.0.20161205".into()),
            fix: Some("1.0.20161205".into()),
            ..finding(
                "part-date",
                Severity::Error,
                "`161205` is not a date of the form YYYYMMDD",
                file("sdk/java/pom.xml", Some(Span::new(at, at + 10))),
            )
        },
        finding(
            "not-lower",
            Severity::Error,
            "100% \u{202e}::x\n::error::y ${a} [b](c)",
            file("evil,\n::error::x", Some(Span::new(5, 9))),
        ),
        finding(
            "stray-tag",
            Severity::Warning,
            "no component owns this tag",
            Some(Place::Ref("v1".into())),
        ),
        Finding {
            component: Some("mac".into()),
            ..finding("lag", Severity::Note, "behind the line", None)
        },
        finding(
            "unread",
            Severity::Warning,
            "no version here",
            file("gone.toml", Some(Span::new(3, 9))),
        ),
    ];
    (all, sources)
}
