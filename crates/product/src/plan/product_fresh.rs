//! A release of the product has the shared parts alone, where the policy says so (CHAIN-6).

use alloc::string::{String, ToString};

use place::{Class, Explain};

use super::called::Called;
use super::{Context, PlanError, Refusal};

/// The generic rule that speaks.
pub(crate) const RULE: &str = "product-fresh";

/// A number for the product that only a component's own release has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the product cannot be released as {version}: that has a part of the components' own")]
pub struct NotFresh {
    /// What was asked for.
    version: String,
    /// The product's number on that line.
    fresh: String,
}

impl Explain for NotFresh {
    fn rule(&self) -> Option<&str> {
        Some(RULE)
    }

    fn help(&self) -> Option<String> {
        Some(alloc::format!(
            "`release {}` is the product's; `patch NAME` releases a component by itself",
            self.fresh
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// Refuses an exact number for the product that is no fresh one of its line.
pub(super) fn check(cx: &Context<'_>, called: &Called) -> Result<(), PlanError> {
    let scheme = &cx.line.scheme;
    let (Some(version), form) = (&called.product, scheme.plain()) else { return Ok(()) };
    let fresh = form.fresh(&form.line(version), &cx.given(form));
    if scheme.policy(RULE).is_none() || form.is_pre(version) || form.same(version, &fresh) {
        return Ok(());
    }
    let (version, fresh) = (version.to_string(), fresh.to_string());
    Err(Refusal::from(NotFresh { version, fresh }).into())
}
