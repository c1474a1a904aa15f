//! A small product line: a core, a packager that embeds it, and an SDK of its own.

use std::sync::OnceLock;

use super::{Mould, Repository};

/// The configuration. `version = "…"` is how every manifest holds its version.
pub(crate) const RELEASE_TOML: &str = r#"scheme = "chain"

[product]
name = "Chain Core"
tag = "chain-{version}"

[component.core]
manifests = [{ path = "core/version.txt", regex = 'version = "(?<version>[^"]*)"' }]

[component.sdk]
manifests = [{ path = "sdk/version.txt", regex = 'version = "(?<version>[^"]*)"' }]

[component.mac]
embeds = ["core"]
manifests = [{ path = "mac/version.txt", regex = 'version = "(?<version>[^"]*)"' }]
"#;

/// The components, in the order of the configuration.
pub(crate) const COMPONENTS: [&str; 3] = ["core", "sdk", "mac"];

/// The product line with everything released as 1.0.
pub(crate) fn released() -> Repository {
    static MOULD: OnceLock<Mould> = OnceLock::new();
    let mould = MOULD.get_or_init(|| {
        let repository = untagged();
        tag(&repository);
        Mould::of(&repository)
    });
    mould.cast()
}

/// The same, made by `git init` with further options.
pub(crate) fn released_with(options: &[&str]) -> Repository {
    let repository = Repository::with_format(options);
    fill(&repository);
    tag(&repository);
    repository
}

/// The product line at 1.0, before its first release.
pub(crate) fn untagged() -> Repository {
    let repository = Repository::new();
    fill(&repository);
    repository
}

fn fill(repository: &Repository) {
    repository.write("release.toml", RELEASE_TOML);
    for name in COMPONENTS {
        repository.write(&format!("{name}/version.txt"), "version = \"1.0\"\n");
    }
    repository.commit("Start the product line");
}

fn tag(repository: &Repository) {
    for name in COMPONENTS {
        repository.annotate(&format!("{name}-1.0"), "Release 1.0");
    }
    repository.annotate("chain-1.0", "Release 1.0");
}
