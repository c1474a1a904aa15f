//! `explain`: a rule, in the policy's words and in ours.

use place::nearest_or;
use product::RULES;
use repo::View;
use version::{PolicyRule, Scheme};

use super::Command;
use crate::error::UsageError;
use crate::options::JsonOption;
use crate::parties::{Policy, PolicyOptions};
use crate::render::{self, Bound, Format, Rule};
use crate::{Error, Outcome, Session, load, text};

/// Explain a rule: what it demands, where it comes from, an example, and what mends a breach
///
/// A rule is named by its generic ID (part-date) or by the policy's own (CHAIN-1).
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The rule; without one, all are listed
    rule: Option<String>,

    /// The policy to take it from, outside any product: a preset, or the path of a scheme file
    #[arg(long, value_name = "NAME|FILE")]
    scheme: Option<String>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Explain {
    const NAME: &'static str = "explain";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a policy's rule", "syncline explain CHAIN-3 --scheme chain"),
        ("a finding's rule", "syncline explain moved-by-hand"),
    ];
    const EXITS: &'static [u8] = &[0, 2];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let schemes = self.schemes(session)?;
        let json = session.format == Format::Json;
        let Some(wanted) = &self.rule else {
            if json {
                let rules: Vec<Rule<'_>> =
                    RULES.iter().map(|rule| generic(rule, &schemes)).collect();
                session.print(&render::explained_json(&rules))?;
                return Ok(Outcome::Done);
            }
            for rule in RULES {
                let line = format!("{}: {}", rule.id, rule.text);
                session.show(&format!("{}\n", text::wrap(&line, session.width).join("\n  ")))?;
            }
            return Ok(Outcome::Done);
        };
        // A rule of another policy than the product's own is explained as well: its ID is its own.
        let presets = if self.scheme.is_some() { Vec::new() } else { presets() };
        let all = || schemes.iter().chain(&presets).flat_map(Scheme::policies);
        let rule = match all().find(|policy| policy.id.eq_ignore_ascii_case(wanted)) {
            Some(policy) => policys(policy),
            None => match product::rule(wanted) {
                Some(rule) => generic(rule, &schemes),
                None => {
                    let ids = all().map(|policy| policy.id.as_str());
                    return Err(unknown(wanted, ids.chain(RULES.iter().map(|rule| rule.id))));
                }
            },
        };
        if json {
            session.print(&render::explained_json(&[rule]))?;
        } else {
            session.show(&render::explained(&rule, session.width))?;
        }
        Ok(Outcome::Done)
    }
}

/// A policy's own rule.
fn policys(policy: &PolicyRule) -> Rule<'_> {
    let checks: Vec<&str> = policy.checks().collect();
    let check = checks.first().and_then(|check| product::rule(check));
    Rule {
        id: &policy.id,
        text: &policy.text,
        source: Some(&policy.source),
        severity: None,
        example: policy.example.as_deref().or(check.map(|rule| rule.example)),
        fix: policy.fix.as_deref(),
        policies: Vec::new(),
        checks,
    }
}

/// A generic rule, and what it is in `schemes`.
fn generic<'a>(rule: &'static product::Rule, schemes: &'a [Scheme]) -> Rule<'a> {
    let policies = schemes.iter().flat_map(Scheme::policies);
    let speaks = policies.filter(|policy| policy.checks().any(|check| check == rule.id));
    let bound = speaks.map(|policy| Bound { id: policy.id.as_str(), text: policy.text.as_str() });
    let mut policies: Vec<Bound<'_>> = bound.collect();
    // Schemes that extend another one have its rules.
    policies.dedup();
    Rule {
        id: rule.id,
        text: rule.text,
        source: None,
        checks: Vec::new(),
        severity: Some(rule.severity),
        example: Some(rule.example),
        fix: Some(rule.mending()),
        policies,
    }
}

fn unknown<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Error {
    UsageError {
        message: format!("there is no rule `{wanted}`"),
        help: nearest_or(wanted, known, || {
            "`explain` lists the generic rules; --scheme names a policy".to_owned()
        }),
    }
    .into()
}

impl Explain {
    /// The schemes to look in: the one named, else the product's, else every preset.
    fn schemes(&self, session: &Session) -> Result<Vec<Scheme>, Error> {
        if let Some(name) = &self.scheme {
            let options = PolicyOptions { scheme: Some(name.clone()), role: None, line: None };
            return Ok(vec![Policy::open(session, &options, &[], false)?.scheme]);
        }
        let repo = load::open(session);
        let loaded =
            repo.and_then(|repo| load::load(session, repo, View::Worktree, jiff::civil::Date::MIN));
        Ok(match loaded {
            Ok(loaded) => loaded.product.lines.into_iter().map(|line| line.scheme).collect(),
            Err(_) => presets(),
        })
    }
}

/// Every scheme that comes with the program.
fn presets() -> Vec<Scheme> {
    version::PRESETS.iter().filter_map(|preset| Scheme::preset(preset.name).ok()).collect()
}
