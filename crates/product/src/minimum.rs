//! The core that components need, and how a minimum is stated (DIAV-3, DIAV-7).

use version::{PartId, Version};

use crate::line::LineState;
use crate::{Component, Product};

/// The lowest release of the core that a component needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedsCore {
    /// The newest there is when it is released.
    Latest,
    /// The release that is known by this number, or a later one.
    Release(u64),
}

impl NeedsCore {
    /// Reads `latest` or a number.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text == "latest" {
            return Some(Self::Latest);
        }
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| plain).map(Self::Release)
    }
}

/// The minimum that release.toml states for a component and its version does not state yet, where
/// `newest` is the number of the core's newest release. It is the least that the component needs: a
/// version may say more.
pub(crate) fn configured(
    component: &Component,
    current: Option<&Version>,
    newest: Option<u64>,
) -> Option<u64> {
    let least = least(component, newest)?;
    let stated = current.and_then(|version| version.value(component.form.minimum()?));
    stated.is_none_or(|stated| least > stated).then_some(least)
}

/// The minimum that release.toml states for a component, where `newest` is the number of the core's
/// newest release.
pub(crate) fn least(component: &Component, newest: Option<u64>) -> Option<u64> {
    match component.needs_core? {
        NeedsCore::Latest => newest,
        NeedsCore::Release(number) => Some(number),
    }
}

/// Whether the core that a version needs is out, where `newest` is the number of its newest release
/// and `None` where nothing of it is: then nobody needs more than none.
pub(crate) fn is_out(wanted: u64, newest: Option<u64>) -> bool {
    wanted <= newest.unwrap_or(0)
}

/// The number that the core's newest release is known by.
pub(crate) fn newest_core(product: &Product, state: &LineState, line: usize) -> Option<u64> {
    let (index, part) = core(product, line)?;
    state.baseline(index)?.version.value(part)
}

/// The core of a line: the first live component of the role that provides to the others, and the
/// part that its releases are known by, which is the lowest that people bump. `None` where the
/// scheme says of no role that it provides, or no component has it.
pub(crate) fn core(product: &Product, line: usize) -> Option<(usize, PartId)> {
    let role = product.lines.get(line)?.scheme.provider_role()?;
    let (index, core) = product.members(line).find(|(_, one)| one.role.as_deref() == Some(role))?;
    Some((index, core.form.lowest_bumpable()?))
}
