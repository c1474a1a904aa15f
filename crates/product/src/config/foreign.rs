//! Other tools that also call their file release.toml.

use place::Section;

use super::ProductError;

/// A tool, and top-level keys that it reads and we do not.
struct Foreign {
    tool: &'static str,
    /// Where else the tool reads the same settings.
    home: &'static str,
    keys: &'static [&'static str],
}

const FOREIGN: &[Foreign] = &[Foreign {
    tool: "cargo-release",
    home: "[workspace.metadata.release] of Cargo.toml, or the whole file to .release.toml",
    keys: &[
        "allow-branch",
        "sign-commit",
        "sign-tag",
        "push",
        "push-remote",
        "push-options",
        "publish",
        "verify",
        "owners",
        "registry",
        "release",
        "shared-version",
        "consolidate-commits",
        "pre-release-commit-message",
        "pre-release-replacements",
        "pre-release-hook",
        "dependent-version",
        "tag-message",
        "tag-prefix",
        "tag-name",
        "tag",
        "certs-source",
        "consolidate-pushes",
        "rate-limit",
        "target",
        "unstable",
        "features",
        "all-features",
        "enable-features",
        "enable-all-features",
        "metadata",
    ],
}];

/// Refuses a file that another tool would read: it has one of that tool's keys and no `scheme`.
pub(super) fn refuse(top: &Section<'_>) -> Result<(), ProductError> {
    let keys = top.keys();
    if keys.iter().any(|key| key == "scheme" || key == "line") {
        return Ok(());
    }
    let found = FOREIGN.iter().find_map(|foreign| {
        let key = keys.iter().find(|key| foreign.keys.contains(&key.as_str()))?;
        Some((foreign, key))
    });
    match found {
        None => Ok(()),
        Some((foreign, key)) => Err(ProductError::Foreign {
            place: top.key_place(key),
            tool: foreign.tool,
            home: foreign.home,
            key: key.clone(),
        }),
    }
}
