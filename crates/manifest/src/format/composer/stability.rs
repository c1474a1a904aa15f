//! The stabilities that composer.lock notes of what composer.json requires.
//!
//! Source: `RootPackageLoader::extractStabilityFlags` and `VersionParser::parseStability`.

use alloc::string::String;

use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{LocateError, Source};

/// The stabilities, and their numbers: the higher, the less stable.
const STABILITIES: &[(&str, u64)] =
    &[("stable", 0), ("rc", 5), ("beta", 10), ("b", 10), ("alpha", 15), ("a", 15), ("dev", 20)];

/// Refuses a lock file that notes other stabilities of `manifest`'s requirements than Composer would:
/// it takes no pre-release of a package that it has no word of. What people say in words of their own
/// (`@dev`, `dev-main`, an alias) is left to them.
///
/// # Errors
/// The value that differs; files that cannot be read.
pub(super) fn agrees(manifest: &Source<'_>, lock: &Source<'_>) -> Result<(), LocateError> {
    let (top, locked) = (json::parse(manifest)?, json::parse(lock)?);
    let Some(flags) = locked.get("stability-flags") else { return Ok(()) };
    let least = top.get("minimum-stability").and_then(Node::text);
    let least = least.and_then(|word| number(&word.to_ascii_lowercase())).unwrap_or_default();
    let tables = ["require", "require-dev"].into_iter().filter_map(|table| top.get(table));
    for Entry { key, node, .. } in tables.flat_map(Node::entries) {
        let Some(needed) = node.text().and_then(|text| needed(text, least)) else { continue };
        let noted = flags.get(&key.to_ascii_lowercase());
        let noted = noted.map(|noted| lock.body().get(noted.range.clone()).unwrap_or_default());
        let noted = noted.map_or(Some(0), |text| text.parse().ok());
        if noted != Some(needed) {
            return Err(node.wrong(manifest, key, "one whose stability composer.lock notes"));
        }
    }
    Ok(())
}

/// The stability that Composer notes for a constraint, where nothing is more stable than `least`: 0
/// for none. `None` where the constraint says it in other words than by its versions.
fn needed(constraint: &str, least: u64) -> Option<u64> {
    let mut needed = 0;
    for piece in constraint.split(['|', ',', ' ']).filter(|piece| !piece.is_empty()) {
        // What is divided from its version, an operator or a range's hyphen, is read otherwise.
        let version = piece.contains(|c: char| c.is_ascii_alphanumeric() || c == '*');
        let piece = piece.to_ascii_lowercase();
        if !version || piece.contains(['@', '#']) || piece == "as" || piece.contains("dev") {
            return None;
        }
        let (bare, _) = piece.split_once('+').unwrap_or((&piece, ""));
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
        let word: String = bare.chars().rev().take_while(char::is_ascii_alphabetic).collect();
        let word: String = word.chars().rev().collect();
        let stability = number(&word).unwrap_or_default();
        if stability >= least {
            needed = stability.max(needed);
        }
    }
    Some(needed)
}

fn number(word: &str) -> Option<u64> {
    STABILITIES.iter().find(|(known, _)| *known == word).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use super::*;

    #[test]
    fn stabilities_are_composers() {
        for (constraint, least, wanted) in [
            ("^1.0", 0, Some(0)),
            ("*", 0, Some(0)),
            ("self.version", 0, Some(0)),
            ("^1.1.0-rc1", 0, Some(5)),
            ("^1.0 || ^1.1.0-beta.2", 0, Some(10)),
            (">=1.1.0-alpha1,<2.0", 0, Some(15)),
            ("1.1.0-RC1", 0, Some(5)),
            ("1.1.0-rc1+x.2", 0, Some(5)),
            ("^1.1.0-rc1", 5, Some(5)),
            ("^1.1.0-rc1", 10, Some(0)),
            ("1.1.0-p1", 0, Some(0)),
            ("^1.1@beta", 0, None),
            ("dev-main as 1.1.0", 0, None),
            ("1.x-dev", 0, None),
            (">= 1.1.0-rc1", 0, None),
            ("1.0 - 1.1-rc1", 0, None),
        ] {
            assert_eq!(needed(constraint, least), wanted, "{constraint}");
        }
    }

    #[test]
    fn a_lock_file_notes_what_is_no_release() {
        let path = RepoPath::new("composer.json").unwrap();
        let ask = |constraint: &str, flags: &str| {
            let manifest = alloc::format!("{{\"require\": {{\"Ex/net\": \"{constraint}\"}}}}");
            let lock = alloc::format!("{{\"content-hash\": \"0\"{flags}}}");
            let manifest = Source::new(&path, manifest.as_bytes()).unwrap();
            agrees(&manifest, &Source::new(&path, lock.as_bytes()).unwrap()).is_ok()
        };
        for (constraint, flags, wanted) in [
            ("^1.0", "", true),
            ("^1.1.0-rc1", "", true),
            ("^1.0", ", \"stability-flags\": []", true),
            ("^1.0", ", \"stability-flags\": {}", true),
            ("^1.1.0-rc1", ", \"stability-flags\": []", false),
            ("^1.1.0-rc1", ", \"stability-flags\": {\"ex/net\": 5}", true),
            ("^1.1.0-beta1", ", \"stability-flags\": {\"ex/net\": 5}", false),
            ("^1.1.0", ", \"stability-flags\": {\"ex/net\": 5}", false),
            ("^1.1.0@dev", ", \"stability-flags\": {\"ex/net\": 20}", true),
        ] {
            assert_eq!(ask(constraint, flags), wanted, "{constraint} {flags}");
        }
    }
}
