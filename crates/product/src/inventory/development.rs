//! Manifests in development: what they lead to, and what agrees with them (SEMANTICS 31).

use version::{Development, Dialect, Form, Version};

use super::{Edge, Holding, Inventory, Own};

impl Own {
    /// The version that it states, or is in development of, and the text of that alone.
    pub(crate) fn leads_to(&self) -> Option<(&Version, &str)> {
        match (&self.version, &self.development) {
            (Ok(version), _) => Some((version, &self.text)),
            (Err(_), Some(Development { version, base })) => Some((version, base)),
            (Err(_), None) => None,
        }
    }
}

impl Holding {
    /// Whether `own` says what the component's manifests have to say while `version` is the one
    /// that it has, if it has any. Beside a primary slot in development, others may be in
    /// development of the same, or state what was released last, as a README does; a file that
    /// release.toml lists may be in development beside a primary slot that is not.
    pub(crate) fn agrees(&self, form: &Form, own: &Own, version: Option<&Version>) -> bool {
        let same = |a: &Version, b: &Version| form.key(a) == form.key(b);
        match (&own.version, &own.development, &self.development) {
            (Ok(stated), _, Some(ahead)) => same(stated, version.unwrap_or(ahead)),
            (Ok(stated), _, None) => version.is_some_and(|version| same(stated, version)),
            (Err(_), Some(stated), Some(ahead)) => same(&stated.version, ahead),
            (Err(_), Some(stated), None) => {
                let above = |version| form.key(&stated.version) > form.key(version);
                own.must_agree() && version.is_some_and(above)
            }
            (Err(_), None, _) => false,
        }
    }
}

impl Inventory {
    /// Whether an ecosystem's registry may get component `index`, as far as its manifests say.
    pub(crate) fn is_public(&self, index: usize, dialect: &Dialect) -> bool {
        let manifests = self.manifests(index).iter().filter(|one| one.dialect == dialect);
        let mut located = manifests.filter_map(|manifest| self.located(&manifest.path));
        located.all(|located| located.public)
    }

    /// The version that component `index` is in development of, as its primary slot says.
    #[must_use]
    pub fn development(&self, index: usize) -> Option<&Version> {
        self.holding(index)?.development.as_ref()
    }

    /// Whether a requirement states, or admits, what its sibling's manifest says while that is in
    /// development.
    pub(crate) fn admits_development(&self, edge: &Edge) -> bool {
        let own = self.own(edge.on).iter();
        let mut ahead = own.filter(|own| own.development.is_some() && own.dialect == edge.dialect);
        let admits = |text: &str| {
            let rules = edge.dialect.requires;
            rules.is_none_or(|rules| (rules.admits)(&edge.text, text) == Ok(true))
        };
        ahead.any(|own| own.text == edge.text || admits(&own.text))
    }
}
