//! Who is installed beside whom, and whether they work together.

use place::{Explain, Finding};
use product::pairs::{RULE, Stated, provides, speaks, together};
use version::Verdict;

use super::judge::{Installed, Pair, Wrong, of_file};
use crate::parties::{Lines, Policy};

/// What leaves everything to the policy's rules.
const ANY: &str = "*";

/// Every pair that the policy can speak of: who provides with everybody else, or everybody with
/// everybody where nobody in particular provides; but whoever says whom it works with, beside who
/// provides for all, with those alone. Of two lines only what is said counts. Two versions of one
/// component are no pair, and neither are different names where the policy tells components apart
/// by them, unless one says that it works with the other. Ranges that are none are told as
/// `findings`.
pub(super) fn pairs(
    policy: &Policy,
    components: &[Installed],
    findings: &mut Vec<Finding>,
) -> Vec<Pair> {
    let scheme = &policy.scheme;
    let (anybody, by_names) = (scheme.provider_role().is_none(), policy.looks_at_names());
    unread(policy, components, findings);
    let lines = Lines::of(components.iter().map(|installed| &installed.party), false);
    let mut pairs = Vec::new();
    for (provider, a) in components.iter().enumerate() {
        for (consumer, b) in components.iter().enumerate() {
            if a.file.component == b.file.component {
                continue;
            }
            let by_role = provides(scheme, a.party.role.as_deref(), b.party.role.as_deref());
            let named = b.file.works_with.contains_key(&a.file.component);
            let verdict = if named || ((says(a) || says(b)) && !by_role) {
                match declared(policy, a, b) {
                    Ok(verdict) => verdict,
                    Err(wrong) => {
                        findings.push(of_file(scheme, &b.path, &b.file.component, wrong));
                        None
                    }
                }
            } else {
                let is_pair = (anybody || by_role) && !by_names && a.file.line == b.file.line;
                is_pair.then(|| scheme.compare(a.party.side(), b.party.side()))
            };
            let Some(verdict) = verdict else { continue };
            let apart = |far| a.file.line == b.file.line && lines.apart(&a.party, &b.party) >= far;
            let too_far = scheme.too_far().is_some_and(apart);
            pairs.push(Pair { provider, consumer, verdict, too_far });
        }
    }
    pairs
}

/// Tells of ranges that are none where nothing else would: of what is not installed.
fn unread(policy: &Policy, components: &[Installed], findings: &mut Vec<Finding>) {
    let scheme = &policy.scheme;
    let is_there = |name: &str| components.iter().any(|one| one.file.component == name);
    for Installed { file, path, .. } in components {
        let needed =
            file.works_with.iter().filter(|(name, text)| text.trim() != ANY && !is_there(name));
        for (name, text) in needed {
            // Whose role it has is not known here.
            let roles = || scheme.roles().map(Some).chain([None]);
            if roles().filter_map(|role| scheme.form(role)).any(|form| form.range(text).is_ok()) {
                continue;
            }
            if let Err(error) = scheme.plain().range(text) {
                let own = &file.component;
                let message = format!("`{own}` is said to need `{name}` {text}, but {error}");
                let wrong = Wrong::new(message, error.help().unwrap_or_default());
                findings.push(of_file(scheme, path, own, wrong));
            }
        }
    }
}

/// Whether a component says whom it works with.
fn says(installed: &Installed) -> bool {
    !installed.file.works_with.is_empty()
}

/// What is said of a provider that `consumer` says it works with; `None` where it does not say so,
/// or where neither the policy nor a range can tell.
fn declared(
    policy: &Policy,
    provider: &Installed,
    consumer: &Installed,
) -> Result<Option<Verdict>, Wrong> {
    let (own, other) = (&consumer.file.component, &provider.file.component);
    let Some(text) = consumer.file.works_with.get(other) else { return Ok(None) };
    let wanted = Some(text).filter(|text| text.trim() != ANY);
    let range = wanted.map(|text| provider.party.form.range(text)).transpose();
    let range = range.map_err(|error| {
        let message = format!("`{own}` is said to need `{other}` {text}, but {error}");
        Wrong::new(message, error.help().unwrap_or_default())
    })?;
    let scheme = &policy.scheme;
    let rule = scheme.policy(RULE).map_or(RULE, |policy| policy.id.as_str());
    let stated = range.as_ref().map(|range| Stated {
        range,
        rule: rule.to_owned(),
        because: format!("`{own}` says that it needs `{other}` {range}"),
    });
    let (a, b) = (&provider.party, &consumer.party);
    let one_line = consumer.file.line == provider.file.line;
    let ruled = (one_line && speaks(scheme, a.role.as_deref())).then(|| {
        scheme.compare((a.role.as_deref(), &a.version, None), (b.role.as_deref(), &b.version, None))
    });
    Ok(together(stated, &a.version, ruled))
}
