//! `[git]`, as far as it says what is pushed: `push`, `remote`, `push-tags`.

use alloc::format;
use alloc::string::String;

use place::Section;

use super::ProductError;

/// What a release pushes, and where to. Which remotes there are, a clone knows and this does not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Push {
    /// Whether releases are pushed where nobody says otherwise.
    pub on: bool,
    /// The remote's name; `None` leaves it to the branch, and to how many there are.
    pub remote: Option<String>,
    /// Whether the tags go out a few at a time instead of all at once or none.
    pub batched: bool,
}

impl Push {
    /// Reads its keys of `[git]`.
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ProductError> {
        let on = section.bool("push")?.is_some_and(|on| *on);
        let remote = section.string("remote")?;
        if let Some(remote) = &remote {
            // A place would have no name to fetch from afterwards, and might hold a password.
            if remote.is_empty() || remote.contains(':') || remote.contains(char::is_whitespace) {
                let help = "name a remote of `git remote`: remote = \"origin\"";
                return Err(remote.refuse("`remote` is the name of a remote", help).into());
            }
        }
        let batched = match section.string("push-tags")? {
            None => false,
            Some(value) => match value.as_str() {
                "together" => false,
                "batched" => true,
                other => {
                    let help = "write \"together\" or \"batched\"";
                    return Err(value.refuse(format!("unknown value `{other}`"), help).into());
                }
            },
        };
        Ok(Self { on, remote: remote.map(|remote| remote.value), batched })
    }
}
