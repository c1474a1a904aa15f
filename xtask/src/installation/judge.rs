//! What the policy says of an installation: of each component's file, and of every pair.

use alloc::collections::BTreeMap;

use place::{Explain, Finding, Place, Severity};
use version::{CompatSeverity, Scheme, Verdict};

use super::CompatFile;
use super::file::{needs, provides};
use super::pairs::pairs;
use crate::parties::{Party, PartyError, Policy};

/// The rule of the installation itself, whatever the policy calls it.
const RULE: &str = "installation";

/// An installation, judged.
#[derive(Debug)]
pub struct Installation {
    /// The components whose files can be used, in the order of their paths.
    pub components: Vec<Installed>,
    /// Every pair that the policy can speak of.
    pub pairs: Vec<Pair>,
    /// What is wrong with the files and with the installation as a whole.
    pub findings: Vec<Finding>,
}

/// One installed component.
#[derive(Debug)]
pub struct Installed {
    /// What it says of itself.
    pub file: CompatFile,
    /// The file that says so.
    pub path: String,
    /// The same, as the policy takes it.
    pub party: Party,
}

/// Two components of an installation.
#[derive(Debug)]
pub struct Pair {
    /// The one that provides: an index into [`Installation::components`].
    pub provider: usize,
    /// The other.
    pub consumer: usize,
    /// What the policy says of them.
    pub verdict: Verdict,
    /// Whether it calls them too far apart (IBEX-7).
    pub too_far: bool,
}

impl Installation {
    /// Judges `files`, each with its path, under `policy`. `folder` is what the installation is
    /// called; `broken` are the findings of files that could not be read.
    #[must_use]
    pub fn judge(
        policy: &Policy,
        folder: &str,
        files: Vec<(String, CompatFile)>,
        broken: Vec<Finding>,
    ) -> Self {
        let mut findings = Vec::new();
        for finding in broken {
            findings.push(Finding { policy: bound(&policy.scheme, finding.rule), ..finding });
        }
        let mut components = Vec::new();
        for (path, file) in files {
            match party(policy, &file) {
                Ok(party) => {
                    if let Some(wrong) = contradiction(policy, &file, &party) {
                        findings.push(of_file(&policy.scheme, &path, &file.component, wrong));
                    }
                    components.push(Installed { file, path, party });
                }
                Err(wrong) => {
                    findings.push(of_file(&policy.scheme, &path, &file.component, wrong));
                }
            }
        }
        findings.extend(twice(policy, &components));
        findings.extend(without_provider(policy, folder, &components));
        let pairs = pairs(policy, &components, &mut findings);
        Self { components, pairs, findings }
    }

    /// How many pairs must not be used together.
    #[must_use]
    pub fn blocked(&self) -> usize {
        self.pairs.iter().filter(|pair| pair.verdict.severity == CompatSeverity::Block).count()
    }
}

/// What is wrong with a file, and what to do.
pub(super) struct Wrong {
    rule: &'static str,
    message: String,
    help: String,
}

impl Wrong {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { rule: RULE, message: message.into(), help: help.into() }
    }
}

pub(super) fn of_file(scheme: &Scheme, path: &str, component: &str, wrong: Wrong) -> Finding {
    Finding {
        rule: wrong.rule,
        policy: bound(scheme, wrong.rule),
        severity: Severity::Error,
        message: wrong.message,
        component: Some(component.to_owned()),
        place: Some(Place::File { path: path.to_owned(), span: None }),
        help: (!wrong.help.is_empty()).then_some(wrong.help),
        fix: None,
    }
}

fn bound(scheme: &Scheme, rule: &str) -> Option<String> {
    scheme.policy(rule).map(|policy| policy.id.clone())
}

/// The component that a file speaks of, as the policy takes it.
fn party(policy: &Policy, file: &CompatFile) -> Result<Party, Wrong> {
    let scheme = policy.scheme.name();
    if file.scheme != scheme {
        return Err(Wrong::new(
            format!("`{}` is under the scheme `{}`, not `{scheme}`", file.component, file.scheme),
            "judge each policy's components by themselves: --scheme NAME, on their own folder",
        ));
    }
    policy
        .installed(file.product.as_deref(), &file.component, file.role.as_deref(), &file.version)
        .map_err(|error| {
            let rule = match &error {
                PartyError::Version { error, .. } => error.rule().and_then(product::rule),
                _ => None,
            };
            Wrong {
                rule: rule.map_or(RULE, |rule| rule.id),
                message: error.to_string(),
                help: error.help().unwrap_or_default(),
            }
        })
}

/// A file whose parts say different things: it was changed by hand, or written for another version.
fn contradiction(policy: &Policy, file: &CompatFile, party: &Party) -> Option<Wrong> {
    let again = "write it anew: `compat --emit NAME -o FILE`";
    if file.role != party.role {
        let role = |role: &Option<String>| match role {
            Some(role) => format!("the role `{role}`"),
            None => "no role".to_owned(),
        };
        let (said, has) = (role(&file.role), role(&party.role));
        return Some(Wrong::new(
            format!("`{}` is said to have {said}, and has {has}", file.component),
            again,
        ));
    }
    let scheme = &policy.scheme;
    for (verb, said, stated) in [
        ("provide", &file.provides, provides(scheme, party)),
        ("need", &file.needs, needs(scheme, party)),
    ] {
        if *said != stated {
            return Some(Wrong::new(
                format!(
                    "`{}` is said to {verb} {}, but its version {} says {}",
                    file.component,
                    words(said),
                    file.version,
                    words(&stated)
                ),
                again,
            ));
        }
    }
    None
}

/// Roles with their numbers, as people read them.
fn words(numbers: &BTreeMap<String, u64>) -> String {
    let all: Vec<String> =
        numbers.iter().map(|(role, number)| format!("{role} {number}")).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}

/// Components that are there more than once. Where the policy's rules look at names, versions of one
/// component may stand side by side (IRIC-7): then only the same version is there twice.
fn twice(policy: &Policy, components: &[Installed]) -> Vec<Finding> {
    let side_by_side = policy.looks_at_names();
    let mut seen: BTreeMap<(&str, Option<&str>), &Installed> = BTreeMap::new();
    let mut found = Vec::new();
    for installed in components {
        let version = side_by_side.then_some(installed.file.version.as_str());
        let key = (installed.file.component.as_str(), version);
        let Some(first) = seen.get(&key) else {
            seen.insert(key, installed);
            continue;
        };
        let wrong = Wrong::new(
            format!(
                "`{}` is installed twice: {} here, and {} in {}",
                installed.file.component, installed.file.version, first.file.version, first.path
            ),
            "remove the one that is not used",
        );
        found.push(of_file(&policy.scheme, &installed.path, &installed.file.component, wrong));
    }
    found
}

/// An installation in which nobody has the role that all others need.
fn without_provider(policy: &Policy, folder: &str, components: &[Installed]) -> Option<Finding> {
    let role = policy.scheme.provider_role()?;
    let provides = |installed: &&Installed| installed.party.role.as_deref() == Some(role);
    let others: Vec<String> = components
        .iter()
        .filter(|installed| !provides(installed))
        .map(|installed| format!("`{}`", installed.file.component))
        .collect();
    if others.is_empty() || components.iter().any(|installed| provides(&installed)) {
        return None;
    }
    let named = others.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = match others.len().saturating_sub(5) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(Finding {
        rule: RULE,
        policy: bound(&policy.scheme, RULE),
        severity: Severity::Error,
        message: format!(
            "nothing in `{folder}` has the role `{role}`, on which these run: {named}{more}"
        ),
        component: None,
        place: None,
        help: Some(format!(
            "install it with its file: `compat --emit NAME`, of the one with `role = \"{role}\"`"
        )),
        fix: None,
    })
}
