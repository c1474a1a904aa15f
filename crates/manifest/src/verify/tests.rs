//! Tests of verification after an edit.

use place::RepoPath;

use super::*;

const BEFORE: &str = "[package]\nversion = \"1.4.0\"\n[dependencies]\nnet = \"^1.4\"\n";

fn path() -> RepoPath {
    RepoPath::new("core/Cargo.toml").unwrap()
}

fn cargo() -> Locator {
    Locator::Format(crate::format("cargo").unwrap())
}

fn edit(text: &str, old: &str, new: &str) -> Edit {
    let start = text.find(old).unwrap();
    Edit { span: Span::new(start, start + old.len()), old: old.into(), new: new.into() }
}

fn check(edits: &[Edit]) -> Result<(), VerifyError> {
    let after = splice(BEFORE.as_bytes(), edits).unwrap();
    verify(&cargo(), &path(), BEFORE.as_bytes(), &after, edits)
}

#[test]
fn planned_edits_pass() {
    let edits = [edit(BEFORE, "^1.4", "^2.0"), edit(BEFORE, "1.4.0", "2.0.0-rc.12")];
    assert_eq!(check(&edits), Ok(()));
    assert_eq!(check(&[]), Ok(()));
}

#[test]
fn bytes_outside_the_plan_are_noticed() {
    let edits = [edit(BEFORE, "1.4.0", "1.5.0")];
    let after = BEFORE.replace("1.4.0", "1.5.0").replace("net", "nat");
    let refused = verify(&cargo(), &path(), BEFORE.as_bytes(), after.as_bytes(), &edits);
    let Err(VerifyError::Outside { place: Place::File { span, .. } }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(span.map(|span| span.start), BEFORE.find("et "));
}

#[test]
fn only_whole_slots_are_replaced() {
    let half = check(&[edit(BEFORE, "1.4.", "1.5.")]);
    assert!(matches!(half, Err(VerifyError::NotASlot { .. })), "{half:?}");
    let other = check(&[edit(BEFORE, "net", "nat")]);
    assert!(matches!(other, Err(VerifyError::NotASlot { .. })), "{other:?}");
}

#[test]
fn values_that_read_back_otherwise_are_refused() {
    let broken = check(&[edit(BEFORE, "1.4.0", "1.\"")]);
    assert!(matches!(broken, Err(VerifyError::Locate(_))), "{broken:?}");
    let split = check(&[edit(BEFORE, "1.4.0", "2\"\ndescription = \"x")]);
    assert!(matches!(split, Err(VerifyError::Reads { .. })), "{split:?}");
    let more = check(&[edit(BEFORE, "^1.4", "1\"\nmore = \"1")]);
    assert!(matches!(more, Err(VerifyError::Reads { .. })), "{more:?}");
}

#[test]
fn insertions_move_what_follows() {
    let spec = crate::format("rpm").unwrap();
    let before = spec.sample;
    let at = before.find("* Mon").unwrap();
    let entry = Edit { span: Span::new(at, at), old: String::new(), new: "* Tue\n".into() };
    let checked = |edits: &[Edit]| {
        let after = splice(before.as_bytes(), edits).unwrap();
        verify(&Locator::Format(spec), &path(), before.as_bytes(), &after, edits)
    };
    let version = before.find("1.4.0\nRelease").unwrap();
    let version = Edit { span: Span::new(version, version + 5), ..edit(before, "1.4.0", "1.5.0") };
    assert_eq!(checked(&[entry.clone(), version]), Ok(()));
    let elsewhere = Edit { span: Span::new(at + 1, at + 1), ..entry };
    let refused = checked(&[elsewhere]);
    assert!(matches!(refused, Err(VerifyError::NotASlot { .. })), "{refused:?}");
}

#[test]
fn a_version_may_move_into_an_inserted_entry() {
    let changelog = crate::format("debian").unwrap();
    let entry = "core (1.5) unstable; urgency=low\n\n";
    let edits = [Edit { span: Span::new(0, 0), old: String::new(), new: entry.into() }];
    let (before, locator) = (changelog.sample.as_bytes(), Locator::Format(changelog));
    let after = splice(before, &edits).unwrap();
    assert_eq!(verify(&locator, &path(), before, &after, &edits), Ok(()));
    let broken = [Edit { new: "core 1.5\n".into(), ..edits[0].clone() }];
    let after = splice(before, &broken).unwrap();
    let refused = verify(&locator, &path(), before, &after, &broken);
    assert!(matches!(refused, Err(VerifyError::Locate(_))), "{refused:?}");
}
