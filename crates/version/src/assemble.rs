//! What a scheme file says, checked against itself and made into a [`Scheme`].

use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use place::{ConfigError, Place, Severity, Span, Value, nearest_or};

use crate::PartId;
use crate::assemble_impacts::impacts;
use crate::assemble_parts::{order, parts};
use crate::assemble_pre::pre_rules;
use crate::compat::{CompatRule, CompatSeverity, Compatibility};
use crate::condition::Condition;
use crate::form::{Epochs, Form, Shape};
use crate::form_native::{native_epoch, native_template};
use crate::format::Format;
use crate::grammar::Grammar;
use crate::layer::{CompatLayer, Layer, Named, RuleLayer};
use crate::native_template::NativeTemplate;
use crate::part::{Part, Scope};
use crate::release::{EmbedsLevel, Participants, PolicyRule, ProductTag, ReleasePolicy, Subset};
use crate::scheme::{Scheme, SchemeError};

impl Layer {
    /// Checks everything that one key alone cannot show, and makes the scheme.
    ///
    /// # Errors
    /// The first contradiction, at the place of the key that has it.
    pub(crate) fn assemble(self) -> Result<Scheme, SchemeError> {
        let missing = |key: &str, help: &str| ConfigError::Missing {
            place: self.place.clone(),
            key: key.into(),
            help: help.into(),
        };
        let name = self
            .name
            .as_ref()
            .ok_or_else(|| missing("name", "name the scheme, or let it extend another"))?;
        let text = self
            .format
            .as_ref()
            .ok_or_else(|| missing("format", "write `format = \"{major}.{minor}[.{patch}]\"`"))?;
        let format = Format::parse(text).map_err(|fault| {
            let help = "parts in braces, separators between them, optional tails in brackets";
            ConfigError::value(inside(&text.place, fault.span), fault.message, help)
        })?;
        let plain = self.form(None, &format, text)?;
        let mut roles: Vec<(String, Form)> = Vec::new();
        for role in &self.roles {
            roles.push((role.name.clone(), self.form(Some(&role.name), &format, text)?));
        }
        let role = |value: &Value<String>| known_role(value, &roles);
        let release = self.release_policy(&plain, &roles)?;
        let provider = self.provider.as_ref().map(role).transpose()?;
        let policies = self.rules.iter().map(policy).collect::<Result<Vec<_>, _>>()?;
        let compat = self.compat.iter().map(|rule| self.compat_rule(rule, &plain, &policies));
        let compat = compat.collect::<Result<Vec<_>, _>>()?;
        let breaking = self.breaking.iter().map(|version| {
            plain.parse(version).map_err(|error| {
                version.refuse(error.to_string(), place::Explain::help(&error).unwrap_or_default())
            })
        });
        let breaking = breaking.collect::<Result<Vec<_>, _>>()?;
        let mut conditions = compat.iter().filter_map(|rule| rule.condition.as_ref());
        if let (Some(first), false) =
            (self.breaking.first(), conditions.any(|condition| condition.uses_era()))
        {
            let help = "compare `provider.era` with `consumer.era` in a [[compat]] rule";
            return Err(first.refuse("no [[compat]] rule looks at breaking releases", help).into());
        }
        Ok(Scheme {
            name: name.value.clone(),
            release,
            embeds: self.embeds_level(&plain)?,
            compat,
            impacts: impacts(&self.impacts, plain.parts(), &policies)?,
            policies,
            provider,
            breaking,
            too_far: self.too_far.as_ref().map(|lines| lines.value),
            plain,
            roles,
        })
    }

    fn form(
        &self,
        role: Option<&str>,
        format: &Format,
        text: &Value<String>,
    ) -> Result<Form, SchemeError> {
        let layer = self.roles.iter().find(|layer| Some(layer.name.as_str()) == role);
        let parts = parts(&self.parts, layer, format, text)?;
        let listed = layer.map(|layer| &layer.value.order).filter(|order| !order.is_empty());
        let order = order(listed.unwrap_or(&self.order), &parts)?;
        let shared = parts.iter().take_while(|part| part.scope == Scope::Product).count();
        let pre = self.pre.as_ref().map(|pre| pre_rules(pre, format, &parts)).transpose()?;
        let (natives, epochs) = self.natives(&parts)?;
        let role = role.map(Into::into);
        let loose = choice(self.leading_zeros.as_ref(), LEADING_ZEROS)?.unwrap_or(false);
        let format = format.clone();
        let grammar = Grammar { format: &format, parts: &parts, pre: pre.as_ref() }.text();
        let shape =
            Shape { role, format, parts, shared, order, pre, grammar, natives, epochs, loose };
        Ok(Form { shape: Arc::new(shape) })
    }

    /// What an embedding component gets at least: a part that it moves by itself.
    fn embeds_level(&self, plain: &Form) -> Result<EmbedsLevel, ConfigError> {
        let Some(level) = self.embeds.as_ref().filter(|level| *level.value != *"same") else {
            return Ok(EmbedsLevel::Same);
        };
        let part = known_part(level, plain.parts())?;
        if plain.scope_of(part) == Scope::Component {
            return Ok(EmbedsLevel::Part(part));
        }
        let help = "name a part with `scope = \"component\"`, or `same`";
        let message = match plain.scope_of(part) {
            Scope::Product => format!("`{0}` is shared: it moves for all at once", level.value),
            _ => format!("nobody moves `{0}` by name", level.value),
        };
        Err(level.refuse(message, help))
    }

    /// The native templates and the epochs, each under its dialect's name.
    fn natives(&self, parts: &[Part]) -> Result<(Vec<NativeTemplate>, Epochs), SchemeError> {
        let (mut templates, mut epochs) = (Vec::new(), Vec::new());
        for Named { name, place, value } in &self.natives {
            // A dialect that there is not is what is wrong, whatever is said of it.
            let known = crate::native::dialect(name).is_some();
            let at = |own: &Place| if known { own.clone() } else { place.clone() };
            if let Some(template) = &value.template {
                templates.push(native_template(name, template, parts, at(&template.place))?);
            }
            if let Some(epoch) = &value.epoch {
                epochs.push(native_epoch(name, epoch.value, at(&epoch.place))?);
            }
        }
        Ok((templates, epochs))
    }

    fn release_policy(
        &self,
        plain: &Form,
        roles: &[(String, Form)],
    ) -> Result<ReleasePolicy, ConfigError> {
        let participants = match &self.release.participants {
            None => Participants::Changed,
            Some(who) => match who.as_str() {
                "changed" => Participants::Changed,
                "all" => Participants::All,
                _ => Participants::Role(known_role(who, roles)?),
            },
        };
        let shares = plain.parts().iter().any(|part| part.scope == Scope::Product);
        let product_tag = match &self.release.product_tag {
            None if shares => ProductTag::Line,
            None => ProductTag::None,
            Some(tag) => match tag.as_str() {
                "line" if shares => ProductTag::Line,
                "line" => {
                    let help = "name the role whose version is the product's, or write \"none\"";
                    return Err(tag.refuse("no part is shared, so there is no line to tag", help));
                }
                "none" => ProductTag::None,
                _ => ProductTag::Role(known_role(tag, roles)?),
            },
        };
        let subset = choice(self.release.subset.as_ref(), SUBSETS)?.unwrap_or(Subset::Allow);
        if let (Subset::Refuse, Participants::Changed, Some(key)) =
            (subset, &participants, &self.release.subset)
        {
            let help = "write `participants = \"all\"`, or `subset = \"allow\"`";
            return Err(key.refuse("all must move together, but only changed ones take part", help));
        }
        Ok(ReleasePolicy { participants, subset, product_tag })
    }

    fn compat_rule(
        &self,
        layer: &CompatLayer,
        plain: &Form,
        policies: &[PolicyRule],
    ) -> Result<CompatRule, ConfigError> {
        let verdicts: Vec<_> = Compatibility::ALL.iter().map(|v| (v.id(), *v)).collect();
        let severities: Vec<_> = CompatSeverity::ALL.iter().map(|s| (s.id(), *s)).collect();
        let verdict = choice(Some(&layer.verdict), &verdicts)?.unwrap_or(Compatibility::Unknown);
        let usual = match verdict {
            Compatibility::Incompatible => CompatSeverity::Block,
            _ => CompatSeverity::None,
        };
        let condition = layer.condition.as_ref().map(|text| {
            let refuse = |(message, help): (String, String)| text.refuse(message, help);
            Condition::parse(text, plain.parts()).map_err(refuse)
        });
        Ok(CompatRule {
            text: layer.condition.as_ref().map(|text| text.value.clone()),
            condition: condition.transpose()?,
            verdict,
            severity: choice(layer.severity.as_ref(), &severities)?.unwrap_or(usual),
            rule: layer.rule.as_ref().map(|rule| known_rule(rule, policies)).transpose()?,
            because: layer.because.as_ref().map(|text| text.value.clone()),
        })
    }
}

/// Whether fewer than all may move, as schemes write it.
pub(crate) const SUBSETS: &[(&str, Subset)] =
    &[("allow", Subset::Allow), ("refuse", Subset::Refuse)];

/// Whether numbers with leading zeros are read, as schemes write it.
pub(crate) const LEADING_ZEROS: &[(&str, bool)] = &[("refuse", false), ("warn", true)];

/// How much a finding matters, as schemes write it.
pub(crate) const SEVERITIES: &[(&str, Severity)] =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

fn policy(rule: &Named<RuleLayer>) -> Result<PolicyRule, ConfigError> {
    let text = |value: &Option<Value<String>>| value.as_ref().map(|value| value.value.clone());
    Ok(PolicyRule {
        id: rule.name.clone(),
        enforces: rule.value.enforces.iter().map(|id| id.value.clone()).collect(),
        places: rule.value.enforces.iter().map(|id| id.place.clone()).collect(),
        text: text(&rule.value.text).unwrap_or_default(),
        source: text(&rule.value.source).unwrap_or_default(),
        example: text(&rule.value.example),
        fix: text(&rule.value.fix),
        severity: choice(rule.value.severity.as_ref(), SEVERITIES)?,
    })
}

/// The row of `table` that `value` names.
///
/// # Errors
/// Another word, with the nearest row or all of them.
pub(crate) fn choice<T: Clone>(
    value: Option<&Value<String>>,
    table: &[(&str, T)],
) -> Result<Option<T>, ConfigError> {
    let Some(value) = value else { return Ok(None) };
    if let Some((_, row)) = table.iter().find(|(name, _)| *name == value.value) {
        return Ok(Some(row.clone()));
    }
    let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    let all = || format!("it takes {}", names.join(", "));
    let help = nearest_or(value, names.iter().copied(), all);
    Err(value.refuse(format!("`{}` cannot be `{}`", value.key, value.value), help))
}

/// The part that `value` names.
pub(crate) fn known_part(value: &Value<String>, parts: &[Part]) -> Result<PartId, ConfigError> {
    if let Some(index) = parts.iter().position(|part| part.name == value.value) {
        return Ok(PartId(index));
    }
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let all = || format!("the format's parts are {}", names.join(", "));
    let help = nearest_or(value, names.iter().copied(), all);
    Err(value.refuse(format!("the scheme has no part `{}`", value.value), help))
}

/// The ID of the rule that `value` names.
pub(crate) fn known_rule(
    value: &Value<String>,
    policies: &[PolicyRule],
) -> Result<String, ConfigError> {
    if policies.iter().any(|policy| policy.id == value.value) {
        return Ok(value.value.clone());
    }
    let known = policies.iter().map(|policy| policy.id.as_str());
    let help = nearest_or(value, known, || format!("describe it in [rule.{}]", value.value));
    Err(value.refuse(format!("the scheme has no rule `{}`", value.value), help))
}

fn known_role(value: &Value<String>, roles: &[(String, Form)]) -> Result<String, ConfigError> {
    if roles.iter().any(|(name, _)| *name == value.value) {
        return Ok(value.value.clone());
    }
    let known = roles.iter().map(|(name, _)| name.as_str());
    let help = nearest_or(value, known, || {
        format!("add a table [role.{}], empty if the role changes nothing", value.value)
    });
    Err(value.refuse(format!("the scheme has no role `{}`", value.value), help))
}

/// The bytes `span` of a string that stands at `place`, its opening quote not counted. A string
/// of another length than its bytes (escapes, three quotes) is pointed at as a whole.
fn inside(place: &Place, span: Span) -> Place {
    match place {
        Place::File { path, span: Some(whole) } if span.end + 2 <= whole.len() => {
            Place::File { path: path.to_string(), span: Some(span.shifted(whole.start + 1)) }
        }
        other => other.clone(),
    }
}
