//! What the relations of packages and the tags of images admit, and how they follow a version.

use place::Explain;

use super::requirements::{divides, follow, follows, stuck};
use crate::native::{DEB, OCI, RPM};

#[test]
fn rpm_relations_divide_and_follow() {
    divides(
        &RPM,
        &[
            (">= 1.0", &["1.0", "1.0-1", "1:0.1"], &["1.0~rc1", "0.9"]),
            ("< 2.0", &["2.0~rc1", "1.9"], &["2.0"]),
            ("= 1.0", &["1.0", "1.0-3"], &["1.0.1"]),
            (">= 1:1.0", &["1.1", "1:1.1"], &["0.9", "1:0.9"]),
            ("= %{version}-%{release}", &["1.0"], &[]),
        ],
    );
    follows(
        &RPM,
        &[
            (">= 1.0", "2.1.5", ">= 2.1"),
            (">=1.0.0", "2.1.5", ">=2.1.5"),
            ("== 1.0", "1.1", "== 1.1"),
            ("< 2", "2.1", "< 3"),
            ("<= 2", "2.1", "<= 2.1"),
            (">= 1:1.0", "1.1", ">= 1:1.1"),
            ("= %{version}", "2.0", "= %{version}"),
            (">= @VERSION@", "2.0", ">= @VERSION@"),
        ],
    );
    stuck(&RPM, &[("= 1.0-1", "1.1", "= %{version}-%{release}"), ("> 2.0", "1.1", ">= 1.1")]);
    let error = follow(&RPM, "1.0", "1.1").expect_err("no operator");
    assert_eq!(error.help().as_deref(), Some("write `>= 1.0`"));
}

#[test]
fn image_tags_divide_and_follow() {
    divides(
        &OCI,
        &[
            ("1.4", &["1.4.0", "1.4.7", "1.4"], &["1.5.0", "1.40.0", "1.4.0-rc.1"]),
            ("v1.4.0-alpine", &["1.4.0"], &["1.4.1"]),
            ("1.4.0-rc.1", &["1.4.0-rc.1"], &["1.4.0", "1.4.0-rc.2"]),
            ("latest", &["1.0.0"], &[]),
        ],
    );
    follows(
        &OCI,
        &[
            ("1.4", "1.5.2", "1.5"),
            ("1", "2.0.0", "2"),
            ("1.4.0", "1.5.2", "1.5.2"),
            ("v1.4.0", "1.5.0", "v1.5.0"),
            ("1.4.0-alpine3.19", "1.5.0", "1.5.0-alpine3.19"),
            ("1.4.0-rc.1", "1.4.0", "1.4.0"),
            ("1.4.0-rc.1-slim", "1.4.0-rc.2", "1.4.0-rc.2-slim"),
            ("1.4", "1.5.0-rc.1", "1.5.0-rc.1"),
            ("latest", "1.5.0", "latest"),
            ("1.0", "1.0.20161101", "1.0"),
        ],
    );
    let error = follow(&OCI, "1.4+7", "1.5").expect_err("a sign that tags do not have");
    assert_eq!(error.help().as_deref(), Some("write `1.4_7`"));
}

#[test]
fn debian_relations_divide_and_follow() {
    divides(
        &DEB,
        &[
            (">= 1.0", &["1.0", "1.0-1", "1:0.1"], &["1.0~rc1", "0.9"]),
            ("<< 2.0", &["2.0~rc1"], &["2.0"]),
            ("= ${binary:Version}", &["1.0"], &[]),
            // The revision that a version will have is not known.
            ("= 1.0-1", &["1.0", "1.0-1"], &["1.0-2", "1.1", "0.9"]),
            (">= 1.0-1", &["1.0", "1.0-1", "1.1"], &["0.9", "1.0-0"]),
            ("<< 1.0-1", &["0.9", "1.0-0"], &["1.0-1", "1.1"]),
        ],
    );
    follows(
        &DEB,
        &[
            (">= 1.0", "2.1.5", ">= 2.1"),
            (">=1.0-1", "1.1.0", ">=1.1"),
            (">= 2.3.0~", "2.4.0", ">= 2.4.0~"),
            ("<< 2.0~", "2.1", "<< 3.0~"),
            (">= 1.0", "1.1~rc1", ">= 1.1~rc1"),
            (">= 1:1.0", "1:1.1", ">= 1:1.1"),
            (">= 1:1.0", "1.1", ">= 1:1.1"),
            (">= 1.0", "1:1.1.5", ">= 1:1.1"),
            ("<< 1:2.0~", "1:2.1", "<< 1:3.0~"),
            ("= ${binary:Version}", "2.0", "= ${binary:Version}"),
            ("= 1.0", "1.1", "= 1.1"),
        ],
    );
    stuck(&DEB, &[("= 1.0-1", "1.1", "= ${binary:Version}"), (">> 2.0", "1.1", ">= 1.1")]);
    let error = follow(&DEB, "< 2.0", "1.0").expect_err("deprecated");
    assert_eq!(error.help().as_deref(), Some("write `<= 2.0`"));
}
