//! What requirements admit, and how they follow a version.

use alloc::string::String;

use place::Explain;

use crate::native::{
    CARGO, Dialect, HELM, MAVEN, NPM, NUGET, NativeError, PEP440, RUBYGEMS, Requires,
};

pub(super) fn requires(dialect: &Dialect) -> &'static Requires {
    dialect.requires.expect("it has requirements")
}

pub(super) fn follow(
    dialect: &Dialect,
    requirement: &str,
    version: &str,
) -> Result<String, NativeError> {
    (requires(dialect).follow)(requirement, version)
}

pub(super) fn admits(dialect: &Dialect, requirement: &str, version: &str) -> bool {
    (requires(dialect).admits)(requirement, version).expect(requirement)
}

/// Every row: the requirement, the version it follows to, and what it then is.
pub(super) fn follows(dialect: &Dialect, rows: &[(&str, &str, &str)]) {
    for (requirement, version, wanted) in rows {
        let moved = follow(dialect, requirement, version);
        assert_eq!(moved.as_deref(), Ok(*wanted), "{} {requirement} to {version}", dialect.id);
        assert!(admits(dialect, wanted, version), "{} {wanted} admits {version}", dialect.id);
    }
}

/// Every row: the requirement, versions it admits, versions it does not.
pub(super) fn divides(dialect: &Dialect, rows: &[(&str, &[&str], &[&str])]) {
    for (requirement, inside, outside) in rows {
        for version in *inside {
            assert!(
                admits(dialect, requirement, version),
                "{} {requirement} without {version}",
                dialect.id
            );
        }
        for version in *outside {
            assert!(
                !admits(dialect, requirement, version),
                "{} {requirement} with {version}",
                dialect.id
            );
        }
    }
}

/// Every row: the requirement, the version it cannot follow to, and the suggestion.
pub(super) fn stuck(dialect: &Dialect, rows: &[(&str, &str, &str)]) {
    for (requirement, version, wanted) in rows {
        let error = follow(dialect, requirement, version).expect_err(requirement);
        assert!(matches!(error, NativeError::Stuck { .. }), "{error}");
        assert!(
            error.help().expect("a suggestion").contains(&alloc::format!("`{wanted}`")),
            "{error}: {:?}",
            error.help()
        );
        if !wanted.contains("${") {
            assert!(admits(dialect, wanted, version), "{wanted}");
        }
    }
}

#[test]
fn cargo_follows_with_operators_and_precision_kept() {
    follows(
        &CARGO,
        &[
            ("^1", "2.1.0", "^2"),
            ("~1.4", "1.5.0", "~1.5"),
            (">=1.2, <2", "2.1.0", ">=2.1, <3"),
            (">=1.2, <2", "1.5.3", ">=1.5, <2"),
            (">= 1.2.0 , <2.0.0", "2.1.0", ">= 2.1.0 , <3.0.0"),
            ("1.*", "2.1.0", "2.*"),
            ("1.2.*", "2.1.0", "2.1.*"),
            ("=1.0.0", "1.1.0", "=1.1.0"),
            ("= 1.0", "1.1.0", "= 1.1"),
            ("1", "1.4.0", "1"),
            ("1.2.3", "1.4.0", "1.4.0"),
            ("^1.4", "1.5.0-rc.1", "^1.5.0-rc.1"),
            ("^1.5.0-rc.1", "1.5.0", "^1.5.0"),
            ("^1", "1.5.0-rc.1", "^1.5.0-rc.1"),
            (">1.0, <2", "2.1.0", ">1.0, <3"),
            ("<=1.4", "1.5.0", "<=1.5"),
            ("<0.5", "0.6.1", "<0.7"),
            ("<1.5.0", "1.6.2", "<1.7.0"),
            ("*", "2.0.0", "*"),
            ("^1.2.3", "1.4.0+77", "^1.4.0"),
            ("0.1", "0.2.0", "0.2"),
            ("1.1.20161101", "1.1.20161108", "1.1.20161108"),
        ],
    );
    stuck(&CARGO, &[("1.*", "1.5.0-rc.1", "1.5.0-rc.1"), (">2", "1.9.0", "1.9.0")]);
}

#[test]
fn cargo_leaves_pre_releases_outside_a_final_range() {
    divides(
        &CARGO,
        &[
            ("^1.4", &["1.4.0", "1.9.9"], &["1.5.0-rc.1", "2.0.0", "1.3.9"]),
            ("^1.5.0-rc.1", &["1.5.0-rc.1", "1.5.0-rc.2", "1.5.0"], &["1.6.0-rc.1"]),
        ],
    );
    let error = (requires(&CARGO).admits)("1 || 2", "1.0.0").expect_err("no alternatives");
    assert_eq!(error.rule(), Some("requirement-excludes"));
}

#[test]
fn npm_ranges_divide_versions_as_node_semver_does() {
    divides(
        &NPM,
        &[
            ("1.2.3", &["1.2.3", "1.2.3+9"], &["1.2.4"]),
            ("^1.2", &["1.2.0", "1.9.0"], &["2.0.0", "2.0.0-rc.1", "1.5.0-rc.1", "1.1.9"]),
            ("^0.2.3", &["0.2.3", "0.2.9"], &["0.3.0"]),
            ("^0.0.3", &["0.0.3"], &["0.0.4"]),
            ("^0.0", &["0.0.0", "0.0.9"], &["0.1.0"]),
            ("^0.x", &["0.9.9"], &["1.0.0"]),
            ("~1.2.3", &["1.2.9"], &["1.3.0"]),
            ("~1", &["1.9.0"], &["2.0.0"]),
            ("~> 1.2", &["1.2.9"], &["1.3.0"]),
            ("1.x", &["1.0.0", "1.9.9"], &["2.0.0"]),
            // A workspace's own package is taken whatever it is.
            ("", &["0.0.0", "9.0.0", "1.0.0-rc.1"], &[]),
            ("*", &["9.0.0", "1.0.0-rc.1"], &[]),
            ("latest", &["1.0.0", "1.0.0-rc.1"], &[]),
            ("latest || *", &["1.0.0"], &[]),
            ("^1 || next", &["1.0.0", "3.0.0"], &[]),
            ("npm:@acme/core@latest", &["1.0.0"], &[]),
            (">=1.2 <2", &["1.2.0", "1.9.9"], &["2.0.0", "2.0.0-rc.1"]),
            (">= 1.2.3-rc.1 < 2.0.0", &["1.2.3-rc.2", "1.2.4"], &["1.2.4-rc.1"]),
            (">1.2", &["1.3.0"], &["1.2.9"]),
            ("<=1.2", &["1.2.9"], &["1.3.0"]),
            ("1.2.3 - 2.3", &["1.2.3", "2.3.9"], &["1.2.2", "2.4.0"]),
            ("^1 || ^3", &["1.5.0", "3.0.0"], &["2.0.0"]),
            ("workspace:^", &["1.0.0"], &[]),
            ("workspace:^1.2.0", &["1.3.0"], &["2.0.0"]),
            ("npm:@acme/core@^1.2.0", &["1.3.0"], &["2.0.0"]),
        ],
    );
}

#[test]
fn npm_follows_with_operators_and_precision_kept() {
    follows(
        &NPM,
        &[
            ("^1.2.3", "1.4.0", "^1.4.0"),
            ("^1", "2.0.0", "^2"),
            ("~1.4", "1.5.0", "~1.5"),
            ("1.x", "2.0.0", "2.x"),
            ("1.x.x", "2.0.0", "2.x.x"),
            (">=1.2 <2", "2.1.0", ">=2.1 <3"),
            (">=1.2.0  <2.0.0-0", "2.1.0", ">=2.1.0  <3.0.0-0"),
            ("1.2.3", "1.3.0", "1.3.0"),
            ("=v1.2.3", "1.3.0", "=v1.3.0"),
            ("1.2 - 1.4", "1.5.0", "1.5 - 1.5"),
            ("^1.4.0", "1.5.0-rc.1", "^1.5.0-rc.1"),
            ("workspace:*", "2.0.0", "workspace:*"),
            ("workspace:^", "2.0.0", "workspace:^"),
            ("workspace:^1.0.0", "2.0.0", "workspace:^2.0.0"),
            ("npm:@acme/core@^1.2.0", "2.0.0", "npm:@acme/core@^2.0.0"),
            ("*", "2.0.0", "*"),
            ("", "2.0.0", ""),
            ("latest", "2.0.0", "latest"),
            ("latest || *", "2.0.0-rc.1", "latest || *"),
            ("^1 || ^2", "2.3.0", "^1 || ^2"),
        ],
    );
    stuck(
        &NPM,
        &[("^1 || ^2", "3.0.0", "^1 || ^2 || ^3.0.0"), ("1.x", "2.0.0-rc.1", "^2.0.0-rc.1")],
    );
    for requirement in ["file:../core", "link:../core", "git+ssh://x", "acme/core", "catalog:"] {
        let error = follow(&NPM, requirement, "1.0.0").expect_err(requirement);
        assert!(matches!(error, NativeError::Unsupported { .. }), "{error}");
        assert!(error.help().is_some());
    }
    for requirement in ["1.2.3.4", ">=1.2,<2", "^", "1.x.3", "1-rc", "01.2"] {
        assert!(
            matches!(follow(&NPM, requirement, "1.0.0"), Err(NativeError::Requirement { .. })),
            "{requirement}"
        );
    }
}

#[test]
fn helm_takes_commas_and_lets_named_pre_releases_in() {
    divides(
        &HELM,
        &[
            (">= 1.2, < 2.0", &["1.9.0"], &["2.0.0", "1.9.0-rc.1"]),
            (">=1.2.0-0", &["1.9.0-rc.1"], &["1.1.0"]),
            ("!=1.5.0, ^1", &["1.4.0"], &["1.5.0"]),
        ],
    );
    follows(&HELM, &[(">= 1.2, < 2.0", "2.1.0", ">= 2.1, < 3.0"), ("~1.2.0", "1.3.0", "~1.3.0")]);
}

#[test]
fn pep440_specifiers_divide_versions_as_packaging_does() {
    divides(
        &PEP440,
        &[
            ("~=1.4", &["1.4", "1.9.2", "1.9.post1"], &["2.0", "1.3", "1.5rc1"]),
            ("~=1.4.2", &["1.4.9"], &["1.5.0", "1.4.1"]),
            ("==1.*", &["1.0", "1.9.9"], &["2.0", "1.0rc1"]),
            ("!=1.5.*", &["1.4"], &["1.5", "1.5.3"]),
            ("==1.0", &["1.0.0", "1.0+local"], &["1.0.1", "1.0.post1"]),
            ("==1.0+a", &["1.0+A"], &["1.0", "1.0+b"]),
            (">=1.2, <2", &["1.2", "1.9"], &["2.0", "2.0rc1", "1.1"]),
            ("<2.0rc1", &["2.0b1"], &["2.0rc1"]),
            (">1.7", &["1.8", "1.7.1"], &["1.7", "1.7.0.post1", "1.7+x"]),
            (">1.7.post2", &["1.7.post3"], &["1.7.post2", "1.7.0"]),
            (">=1.5rc1", &["1.5rc1", "1.6b1", "1.5"], &["1.5b1"]),
            ("===1.0", &["1.0"], &["1.0.0"]),
            ("", &["1.0"], &["1.0rc1"]),
            ("==1!1.*", &["1!1.4"], &["1.4"]),
        ],
    );
    for specifier in
        ["=1.0", "^1.*", "~1.0+x", "1.0 2.0", "latest", "~=1", ">=1.*", ">=1.0+x", "==", ">=1.0,"]
    {
        let error = follow(&PEP440, specifier, "2.0").expect_err(specifier);
        assert!(matches!(error, NativeError::Requirement { .. }), "{specifier}: {error}");
    }
}

#[test]
fn pep440_follows_with_operators_and_precision_kept() {
    follows(
        &PEP440,
        &[
            ("~=1.4", "1.5.0", "~=1.5"),
            ("~=1.4.2", "1.5.0", "~=1.5.0"),
            ("==1.*", "2.0.1", "==2.*"),
            ("==1.0.0", "1.1.0", "==1.1.0"),
            ("==1.0", "1.0.5", "==1.0.5"),
            ("== 1.0.0 ", "1.1", "== 1.1.0 "),
            (">=1.2,<2", "2.1.0", ">=2.1,<3"),
            (">=1.2, <2.0.dev0", "2.1.0", ">=2.1, <3.0.dev0"),
            (">=1.2, !=1.5", "1.6", ">=1.6, !=1.5"),
            ("~=1.4", "1.5.0rc1", "~=1.5rc1"),
            (">=1.4", "1.5.2b3", ">=1.5.2b3"),
            (">=1.4", "1.5.2+local", ">=1.5"),
            ("===1.0", "1.1", "===1.1"),
            ("==1!1.*", "1!2.0", "==1!2.*"),
            (">=1.4,<2", "1!2.0", ">=1!2.0,<1!3"),
            ("", "2.0", ""),
        ],
    );
    stuck(&PEP440, &[(">=1.2, !=1.5", "1.5", ">=1.5"), ("==1.*", "2.0rc1", ">=2.0rc1")]);
}

#[test]
fn rubygems_requirements_divide_and_follow() {
    divides(
        &RUBYGEMS,
        &[
            ("~> 1.4", &["1.4", "1.9.9"], &["2.0", "1.3", "1.5.rc1"]),
            ("~> 1.4.2", &["1.4.9"], &["1.5"]),
            ("~> 1.5.rc1", &["1.5.rc1", "1.5", "1.6"], &["2.0"]),
            (">= 1.2, < 2", &["1.2.0"], &["2.0"]),
            ("1.0", &["1.0.0"], &["1.0.1"]),
        ],
    );
    follows(
        &RUBYGEMS,
        &[
            ("~> 1.4", "1.5.0", "~> 1.5"),
            ("~> 1.4", "2.1.0", "~> 2.1"),
            (">= 1.2, < 2", "2.1.0", ">= 2.1, < 3"),
            (">=1.2", "2.1.0", ">=2.1"),
            ("= 1.0.0", "1.1.0", "= 1.1.0"),
            ("~> 1.4", "1.5.0.rc1", "~> 1.5.rc1"),
            ("~> 1.4.0", "1.5.0.rc1", "~> 1.5.0.rc1"),
        ],
    );
    stuck(&RUBYGEMS, &[("!= 1.5.0", "1.5.0", "~> 1.5.0")]);
    assert!(follow(&RUBYGEMS, "^1.0", "1.0").is_err());
}

#[test]
fn maven_versions_are_exact_and_ranges_are_intervals() {
    divides(
        &MAVEN,
        &[
            ("1.0", &["1.0", "1.0.0"], &["1.1"]),
            ("[1.0,2.0)", &["1.0", "1.9", "2.0-rc-1"], &["2.0", "0.9"]),
            ("(,1.0],[1.2,)", &["0.9", "1.0", "1.3"], &["1.1"]),
            ("[1.0]", &["1.0"], &["1.1"]),
            // Gradle's way.
            ("[1.4, 1.5[", &["1.4", "1.4.9"], &["1.5", "1.3"]),
            ("]1.4,1.5]", &["1.5"], &["1.4"]),
        ],
    );
    follows(
        &MAVEN,
        &[
            ("[1.4, 1.5[", "1.5.2", "[1.5, 1.6["),
            ("1.0", "1.1", "1.1"),
            (" 1.0\n", "1.1", " 1.1\n"),
            ("[1.0,2.0)", "2.1.0", "[2.1,3.0)"),
            ("[1.0, 2.0)", "1.5.0", "[1.5, 2.0)"),
            ("[1.0]", "1.1.0", "[1.1]"),
            ("[1.0,)", "2.0.0", "[2.0,)"),
            ("(,1.5]", "1.6", "(,1.6]"),
            ("(,1.0],[1.2,)", "1.3", "(,1.0],[1.2,)"),
            ("[1.0,2.0)", "1.5.0-rc-1", "[1.5-rc-1,2.0)"),
        ],
    );
    stuck(
        &MAVEN,
        &[("(,1.0],[1.2,1.3)", "1.4", "(,1.0],[1.2,1.3),[1.4,)"), ("(2.0,)", "1.4", "[1.4,)")],
    );
    for requirement in ["${core.version}", "LATEST"] {
        assert!(matches!(follow(&MAVEN, requirement, "1.0"), Err(NativeError::Unsupported { .. })));
    }
    for requirement in ["", "[1.0", "[1,2,3]", "(1.0)", "1.0,2.0", "[1.0,2.0) x"] {
        assert!(
            matches!(follow(&MAVEN, requirement, "1.0"), Err(NativeError::Requirement { .. })),
            "{requirement}"
        );
    }
}

#[test]
fn what_gradle_takes_by_its_beginning_follows_with_as_many_numbers() {
    divides(
        &MAVEN,
        &[
            ("1.4.+", &["1.4.0", "1.4.1-rc-1"], &["1.5.0", "1.40.0"]),
            ("1.4+", &["1.4", "1.40"], &["1.5"]),
            ("+", &["1.4", "2.0"], &[]),
        ],
    );
    let all = [("1.4.+", "2.0.1", "2.0.+"), ("1.+", "2.0.1", "2.+"), ("+", "2.0", "+")];
    follows(&MAVEN, &all);
    stuck(&MAVEN, &[("1.4+", "2.0.1", "2.0.1"), ("1.4.+", "2", "2")]);
}

#[test]
fn nuget_ranges_divide_and_follow() {
    divides(
        &NUGET,
        &[
            ("1.0", &["1.0.0", "9.0.0"], &["0.9.0", "1.1.0-rc.1"]),
            ("[1.0,2.0)", &["1.0.0", "1.9.9"], &["2.0.0"]),
            ("[1.0]", &["1.0.0"], &["1.0.1"]),
            ("1.*", &["1.9.0"], &["2.0.0"]),
            ("[1.0.0-rc.1,2.0)", &["1.0.0-rc.2", "1.0.0"], &["2.0.0"]),
        ],
    );
    follows(
        &NUGET,
        &[
            ("1.0", "1.1.0", "1.1"),
            ("1.0.0", "1.1.0", "1.1.0"),
            ("[1.0,2.0)", "2.1.0", "[2.1,3.0)"),
            ("[1.0]", "1.1.0", "[1.1]"),
            ("[1.0]", "1.1.2", "[1.1.2]"),
            ("1.*", "2.0.0", "2.*"),
            ("*", "2.0.0", "*"),
            ("1.0.0", "1.1.0-rc.1", "1.1.0-rc.1"),
        ],
    );
    assert!(matches!(follow(&NUGET, "1.0.0-*", "1.1.0"), Err(NativeError::Requirement { .. })));
}

#[test]
fn what_asks_for_no_version_in_particular_is_told_apart() {
    for (dialect, free, asks) in [
        (&CARGO, &["*", ">=0", ">=0.0.0"][..], &["^1", ">=0, <2", ">1", "0.*"][..]),
        (&NPM, &["*", "", "latest", "latest || *", "workspace:*", ">=0"], &["^1", "1.x", "<2"]),
        (&PEP440, &["", "*", ">=0", ">=0.0"], &["==1.*", ">=1", "!=2.0.0"]),
        (&RUBYGEMS, &[">= 0"], &["~> 1.0", ">= 1"]),
        (&MAVEN, &["[0,)"], &["1.4.0", "[1,2)"]),
    ] {
        for requirement in free {
            assert!(requires(dialect).is_free(requirement), "{}: {requirement}", dialect.id);
        }
        for requirement in asks {
            assert!(!requires(dialect).is_free(requirement), "{}: {requirement}", dialect.id);
        }
    }
}
