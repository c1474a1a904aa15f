//! One side of a question: a version, and whose it is.

use product::{Component, Meant, Product};
use version::{Form, Given, LineVersion, ProductTag, Version};

use super::PartyError;
use super::policy::{Policy, ProductLine, looks_at_names};
use crate::text;

/// A version, and whose it is.
#[derive(Debug, Clone)]
pub struct Party {
    /// The name that the scheme's rules see; `None` for a bare version.
    pub name: Option<String>,
    /// Its role in the scheme.
    pub role: Option<String>,
    /// How its versions look; a component's own native templates included.
    pub form: Form,
    /// The version.
    pub version: Version,
    /// The component: an index into [`Product::components`].
    pub component: Option<usize>,
}

impl Party {
    /// As [`version::Scheme::compare`] takes a side.
    #[must_use]
    pub fn side(&self) -> (Option<&str>, &Version, Option<&str>) {
        (self.role.as_deref(), &self.version, self.name.as_deref())
    }

    /// The line that it is on.
    #[must_use]
    pub fn line(&self) -> LineVersion {
        self.form.line(&self.version)
    }

    /// As the command line names it: `2.1`, or `gui@7.2.0`.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{name}@{}", self.version),
            None => self.version.to_string(),
        }
    }
}

impl Policy {
    /// What provides, from a word such as `2.1`, `core@3.0.0.1883` or `backend`. A bare version has
    /// the role that `--role` names, else the one that provides in the scheme.
    ///
    /// # Errors
    /// A word that names no version.
    pub fn provider(&self, word: &str) -> Result<Party, PartyError> {
        self.party(word, self.role.as_deref().or_else(|| self.scheme.provider_role()))
    }

    /// What consumes; a bare version has no role.
    ///
    /// # Errors
    /// A word that names no version.
    pub fn consumer(&self, word: &str) -> Result<Party, PartyError> {
        self.party(word, None)
    }

    /// An installed component, as its file states it. One of this product is the component that
    /// release.toml has; any other may be anybody's.
    ///
    /// # Errors
    /// A version that is none, a component or a role that there is not.
    pub fn installed(
        &self,
        product: Option<&str>,
        component: &str,
        role: Option<&str>,
        version: &str,
    ) -> Result<Party, PartyError> {
        if self.product_name().is_some() && self.product_name() == product {
            return self.named(component, version);
        }
        let form = self.form(role)?;
        let version = self.parse(&form, version)?;
        let (name, role) = (Some(component.to_owned()), role.map(ToOwned::to_owned));
        Ok(Party { name, role, form, version, component: None })
    }

    /// A version on its own: a bare one has the role that `--role` names.
    ///
    /// # Errors
    /// A word that names no version.
    pub fn subject(&self, word: &str) -> Result<Party, PartyError> {
        self.party(word, self.role.as_deref())
    }

    /// What is to be said of the word `word` that names `party`, where its version is written
    /// another way than the scheme writes it (IRIC-1).
    #[must_use]
    pub fn written_otherwise(&self, word: &str, party: &Party) -> Option<String> {
        let is_name = |line: &ProductLine| line.loaded.product.component(word).is_some();
        if self.product.as_ref().is_some_and(is_name) {
            return None;
        }
        let text = word.rsplit_once('@').map_or(word, |(_, text)| text);
        let policy = self.scheme.policy("version-canonical");
        let rule = policy.map_or("version-canonical", |policy| policy.id.as_str());
        (text != party.version.as_str())
            .then(|| format!("warning[{rule}]: `{text}` is written {}", party.version))
    }

    /// The product's own version: the line's, freshly reset; else that of the component whose
    /// version is the product's, or of the only one. For this, [`Policy::open`] is given no words.
    ///
    /// # Errors
    /// No product, or none of these.
    pub fn product_version(&self, today: version::Date) -> Result<Party, PartyError> {
        let which = |known| PartyError::WhichComponent { known };
        let Some(line) = &self.product else { return Err(which("none, outside a product".into())) };
        let state = line.read.as_ref().map(|(_, state)| state);
        if let Some(shared) = state.and_then(|state| state.version.as_ref()) {
            let given = Given { date: today, external: None, minimum: None };
            let form = self.form(None)?;
            return Ok(Party {
                version: form.fresh(shared, &given),
                form,
                name: None,
                role: None,
                component: None,
            });
        }
        let members: Vec<(usize, &Component)> = line.members().collect();
        let role = match &self.scheme.release().product_tag {
            ProductTag::Role(role) => Some(role),
            ProductTag::Line | ProductTag::None => None,
        };
        let own = members.iter().find(|(_, c)| role.is_some() && c.role.as_ref() == role);
        match (own, members.as_slice()) {
            (Some((index, _)), _) | (None, [(index, _)]) => self.current(line, *index),
            _ => {
                let names: Vec<&str> = members.iter().map(|(_, c)| c.name.as_str()).collect();
                Err(which(text::some(&names)))
            }
        }
    }

    /// What release.toml calls the component whose version `party` is.
    #[must_use]
    pub fn component(&self, party: &Party) -> Option<&str> {
        let product = &self.product.as_ref()?.loaded.product;
        product.components.get(party.component?).map(|component| component.name.as_str())
    }

    /// How versions look under `role`.
    pub(super) fn form(&self, role: Option<&str>) -> Result<Form, PartyError> {
        self.scheme.form(role).cloned().ok_or_else(|| PartyError::Role {
            role: role.unwrap_or_default().to_owned(),
            scheme: self.scheme.name().to_owned(),
            known: self.scheme.roles().collect::<Vec<_>>().join(", "),
        })
    }

    fn party(&self, word: &str, role: Option<&str>) -> Result<Party, PartyError> {
        if let Some(line) = &self.product
            && let Some(index) = line.loaded.product.component(word)
        {
            return self.current(line, index);
        }
        if let Some(line) = &self.product
            && word.starts_with(|c: char| c.is_alphabetic())
            && !word.contains('@')
        {
            let refused = unknown(word, &line.loaded.product, core::iter::empty());
            if matches!(&refused, PartyError::Component { meant, .. } if meant.is_near()) {
                return Err(refused);
            }
        }
        match word.rsplit_once('@') {
            Some((name, text)) => self.named(name, text),
            None => {
                let form = self.form(role)?;
                let version = self.parse(&form, word)?;
                let role = role.map(ToOwned::to_owned);
                Ok(Party { name: None, role, form, version, component: None })
            }
        }
    }

    /// `name@text`: a component, by its own name or by the one in its manifest, or a role. Outside
    /// any product every other name is a component's.
    fn named(&self, name: &str, text: &str) -> Result<Party, PartyError> {
        let found = self.product.as_ref().and_then(|line| {
            let product = &line.loaded.product;
            let by_identity =
                || line.members().map(|(at, _)| at).find(|at| self.identity(line, *at) == name);
            let index = product.component(name).or_else(by_identity)?;
            Some((line, index, product.components.get(index)?))
        });
        if let Some((line, index, component)) = found {
            return Ok(Party {
                name: Some(self.identity(line, index)),
                role: component.role.clone(),
                form: component.form.clone(),
                version: self.parse(&component.form, text)?,
                component: Some(index),
            });
        }
        let is_role = self.scheme.roles().any(|role| role == name);
        if let (Some(line), false) = (&self.product, is_role) {
            return Err(unknown(name, &line.loaded.product, self.scheme.roles()));
        }
        let form = self.form(is_role.then_some(name))?;
        let version = self.parse(&form, text)?;
        let own = |wanted: bool| wanted.then(|| name.to_owned());
        Ok(Party { name: own(!is_role), role: own(is_role), form, version, component: None })
    }

    /// A component at the version that its manifest states, else its last release's; of what was
    /// never released, at what its manifest leads to.
    fn current(&self, line: &ProductLine, index: usize) -> Result<Party, PartyError> {
        let component = line.loaded.product.components.get(index);
        let Some(component) = component else {
            return Err(PartyError::NoVersion { name: index.to_string() });
        };
        if let Some(error) = line.unread(index) {
            let policy = self.scheme.own_rule(error);
            return Err(PartyError::Unread { error: Box::new(error.clone()), policy });
        }
        Ok(Party {
            name: Some(self.identity(line, index)),
            role: component.role.clone(),
            form: component.form.clone(),
            version: line
                .current(index)
                .ok_or_else(|| PartyError::NoVersion { name: component.name.clone() })?,
            component: Some(index),
        })
    }

    /// What component `index` is to the scheme's rules: where they look at names, the name that its
    /// manifest states, so that several versions of it may stand side by side (IRIC-7); otherwise
    /// the one in release.toml.
    pub(super) fn identity(&self, line: &ProductLine, index: usize) -> String {
        let stated = looks_at_names(&self.scheme).then(|| line.stated_name(index)).flatten();
        let component = || line.loaded.product.components.get(index);
        stated.or_else(|| component().map(|c| c.name.clone())).unwrap_or_default()
    }

    fn parse(&self, form: &Form, text: &str) -> Result<Version, PartyError> {
        form.parse_loosely(text).map_err(|error| {
            let policy = self.scheme.own_rule(&error);
            PartyError::Version { error: Box::new(error), policy }
        })
    }
}

impl ProductLine {
    /// The components of the line that are still there, with their indices.
    pub(super) fn members(&self) -> impl Iterator<Item = (usize, &Component)> {
        self.loaded.product.members(self.index)
    }

    /// The name that a component's first manifest states.
    fn stated_name(&self, index: usize) -> Option<String> {
        let (inventory, _) = self.read.as_ref()?;
        let path = &inventory.own(index).first()?.path;
        let content = self.loaded.snapshot.content(path)?;
        let located = inventory.locators(path).iter().filter_map(|l| content.found(path, l).ok());
        located.into_iter().find_map(|located| located.name.clone())
    }
}

/// The component called `name`: an index into [`Product::components`].
///
/// # Errors
/// A name that no component has.
pub fn component(product: &Product, name: &str) -> Result<usize, PartyError> {
    product.component(name).ok_or_else(|| unknown(name, product, core::iter::empty()))
}

fn unknown<'s>(
    name: &str,
    product: &'s Product,
    roles: impl Iterator<Item = &'s str>,
) -> PartyError {
    let meant = Meant::of(name, product.components.iter(), roles);
    PartyError::Component { name: name.to_owned(), meant }
}
