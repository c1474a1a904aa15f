//! `[git]`, as far as it says what is pushed: `push`, `remote`, `push-tags`, `via-branch`.

use alloc::format;
use alloc::string::String;

use place::{Place, RefFault, Section, ref_fault};

use super::{ProductError, slug};

/// What a release branch is called where nobody says.
const USUAL: &str = "release/{tag}";

/// The longest that such a name may be beside its tag, in bytes.
const LONGEST: usize = 100;

/// What a release pushes, and where to. Which remotes there are, a clone knows and this does not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Push {
    /// Whether releases are pushed where nobody says otherwise.
    pub on: bool,
    /// The remote's name; `None` leaves it to the branch, and to how many there are.
    pub remote: Option<String>,
    /// Whether the tags go out a few at a time instead of all at once or none.
    pub batched: bool,
    /// Whether releases are committed on a branch of their own, and tagged once that is merged.
    pub via: bool,
    /// What that branch is called, with `{tag}` (the lead tag) and `{product}`; `None` leaves it to
    /// us.
    template: Option<String>,
}

impl Push {
    /// What `push-tags` may say, and whether that is a few at a time.
    pub(crate) const TAGS: &[(&str, bool)] = &[("together", false), ("batched", true)];

    /// Reads its keys of `[git]`.
    pub(super) fn read(section: &Section<'_>) -> Result<Self, ProductError> {
        let on = section.bool("push")?.is_some_and(|on| *on);
        let remote = section.string("remote")?;
        if let Some(mut remote) = remote.clone().filter(|remote| !is_remote(remote)) {
            let help = "name a remote of `git remote`: remote = \"origin\"";
            if remote.contains('@')
                && let Place::File { span, .. } = &mut remote.place
            {
                // It may hold a password: its line is not to be shown.
                *span = None;
            }
            return Err(remote.refuse("`remote` is the name of a remote", help).into());
        }
        let batched = match section.string("push-tags")? {
            None => false,
            Some(value) => match Self::TAGS.iter().find(|(word, _)| *word == value.value) {
                Some((_, batched)) => *batched,
                None => {
                    let help = "write \"together\" or \"batched\"";
                    return Err(value.refuse(format!("unknown value `{}`", *value), help).into());
                }
            },
        };
        let (via, template) = via(section)?;
        let remote = remote.map(|remote| remote.value);
        Ok(Self { on, remote, batched, via, template })
    }

    /// What the branch of a release is called: `lead` is its lead tag, `product` the product's name.
    #[must_use]
    pub fn branch(&self, product: &str, lead: &str) -> String {
        let template = self.template.as_deref().unwrap_or(USUAL);
        template.replace("{product}", &slug(product)).replace("{tag}", lead)
    }

    /// Whether a release branch of `product` may be called `branch`.
    #[must_use]
    pub fn is_branch(&self, product: &str, branch: &str) -> bool {
        let around = around(self.template.as_deref().unwrap_or(USUAL), product);
        around.is_some_and(|(before, after)| {
            let rest = branch.strip_prefix(before.as_str());
            rest.and_then(|rest| rest.strip_suffix(after.as_str()))
                .is_some_and(|tag| !tag.is_empty())
        })
    }
}

/// The text around `{tag}` in the name of a release branch of the product called `product`.
fn around(template: &str, product: &str) -> Option<(String, String)> {
    let template = template.replace("{product}", &slug(product));
    let (before, after) = template.split_once("{tag}")?;
    Some((before.into(), after.into()))
}

/// Whether `text` can be a remote's name: a place would have none to fetch from afterwards, and might
/// hold a password; what begins with `-` is an option to git.
pub(crate) fn is_remote(text: &str) -> bool {
    let odd = |c: char| c == ':' || c.is_whitespace() || c.is_control();
    !text.is_empty() && !text.starts_with('-') && !text.contains(odd)
}

/// `via-branch = true`, `false` or `"…"`.
fn via(section: &Section<'_>) -> Result<(bool, Option<String>), ProductError> {
    if let Ok(Some(switch)) = section.bool("via-branch") {
        return Ok((switch.value, None));
    }
    let Some(template) = section.string("via-branch")? else { return Ok((false, None)) };
    let help = "write via-branch = true, or \"release/{tag}\"";
    if template.matches("{tag}").count() != 1 {
        let message = "`via-branch` has `{tag}` once: every release has a branch of its own";
        return Err(template.refuse(message, help).into());
    }
    let filled = template.replace("{tag}", "1").replace("{product}", "x");
    match ref_fault(&filled, LONGEST) {
        None => Ok((true, Some(template.value))),
        Some(RefFault::Character(odd)) => {
            let message = format!("`{odd}` has no place in the name of a release branch");
            Err(template.refuse(message, help).into())
        }
        Some(RefFault::Start) => {
            let message = "the name of a release branch begins with a letter, a digit, `_` or `@`";
            Err(template.refuse(message, help).into())
        }
        Some(RefFault::Long) => {
            let message = format!(
                "the name of a release branch has more than {LONGEST} bytes beside the tag"
            );
            Err(template.refuse(message, help).into())
        }
        Some(RefFault::Empty | RefFault::Part(_) | RefFault::Reserved) => {
            Err(template.refuse("git takes no branch of that name", help).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_branch_is_known_by_the_text_around_its_tag() {
        let push =
            |template: Option<&str>| Push { template: template.map(Into::into), ..Push::default() };
        let usual = push(None);
        assert!(usual.is_branch("Chain Core", &usual.branch("Chain Core", "@a/b@1.0")));
        for other in ["release/", "release", "main", "x/release/v1"] {
            assert!(!usual.is_branch("Chain Core", other), "{other}");
        }
        let own = push(Some("rel-{product}/{tag}/to-merge"));
        assert!(own.is_branch("Chain Core", &own.branch("Chain Core", "v1")));
        assert!(!own.is_branch("Other", &own.branch("Chain Core", "v1")));
        assert!(!own.is_branch("Chain Core", "rel-chain-core/to-merge"));
    }
}
