//! What an older consumer should be updated to.

use version::Compatibility;

use super::{Party, Policy};

impl Policy {
    /// The version to update `consumer` to, where it is older than its provider and both share a
    /// line (IBEX-5): of a known component, its highest release that the provider serves; otherwise
    /// the provider's line. `None` where it is not behind, or has nothing newer that works.
    #[must_use]
    pub fn update(&self, provider: &Party, consumer: &Party) -> Option<String> {
        let comparable = self.scheme.shared() && self.on_one_line(provider, consumer);
        if !comparable || consumer.line() >= provider.line() {
            return None;
        }
        let Some(index) = consumer.component else { return Some(provider.line().to_string()) };
        let newer = self.released(index).into_iter().filter(|version| {
            let newer = Party { version: version.clone(), ..consumer.clone() };
            let verdict = self.judge(provider, &newer);
            let above = consumer.form.key(version) > consumer.form.key(&consumer.version);
            above && verdict.verdict == Compatibility::Compatible
        });
        newer.last().map(|version| version.to_string())
    }
}
