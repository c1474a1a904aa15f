//! The checks that a scheme's rules are bound to: each is one that there is.

use alloc::format;

use place::{ConfigError, nearest_or};
use version::Scheme;

use crate::rules::{RULES, rule};

/// Refuses a rule of `scheme` that is bound to a check nobody makes: it would never speak.
///
/// # Errors
/// The first such check, at its place in the scheme.
pub(super) fn check(scheme: &Scheme) -> Result<(), ConfigError> {
    for policy in scheme.policies() {
        let unknown = policy.checks().zip(&policy.places).find(|(id, _)| rule(id).is_none());
        if let Some((id, place)) = unknown {
            let help = nearest_or(id, RULES.iter().map(|rule| rule.id), || {
                "`syncline explain` lists them; a rule that people keep needs none".into()
            });
            let message =
                format!("{} is enforced by `{id}`, and there is no such check", policy.id);
            return Err(ConfigError::value(place.clone(), message, help));
        }
    }
    Ok(())
}
