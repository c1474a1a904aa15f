//! `explain`: a rule, in the policy's words and in ours.

use place::nearest;
use product::RULES;
use repo::View;
use version::Scheme;

use super::Command;
use crate::error::UsageError;
use crate::parties::{Policy, PolicyOptions};
use crate::{Error, Outcome, Session, escape, load, style, text};

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
}

impl Command for Explain {
    const NAME: &'static str = "explain";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a policy's rule", "syncline explain CHAIN-3 --scheme chain"),
        ("a finding's rule", "syncline explain moved-by-hand"),
    ];
    const EXITS: &'static [u8] = &[0, 2];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let schemes = self.schemes(session)?;
        let Some(wanted) = &self.rule else {
            for rule in RULES {
                let line = format!("{}: {}", rule.id, rule.text);
                session.show(&format!("{}\n", text::wrap(&line, session.width).join("\n  ")))?;
            }
            return Ok(Outcome::Done);
        };
        let policies = || schemes.iter().flat_map(Scheme::policies);
        // A rule of another policy than the product's own is explained as well: its ID is its own.
        let presets = if self.scheme.is_some() { Vec::new() } else { presets() };
        let mut all = policies().chain(presets.iter().flat_map(Scheme::policies));
        if let Some(policy) = all.find(|policy| policy.id.eq_ignore_ascii_case(wanted)) {
            let mut rows = vec![("rule", policy.text.clone()), ("source", policy.source.clone())];
            let checks: Vec<&str> = policy.checks().collect();
            rows.push(match checks.as_slice() {
                [] => ("enforced as", "no check: people keep it".to_owned()),
                checks => ("enforced as", checks.join(", ")),
            });
            if let Some(rule) = checks.first().and_then(|check| product::rule(check)) {
                rows.push(("example", rule.example.to_owned()));
            }
            rows.extend(policy.fix.clone().map(|fix| ("fix", fix)));
            return show(session, &policy.id, &rows);
        }
        if let Some(rule) = product::rule(wanted) {
            let mut bound: Vec<String> = policies()
                .filter(|policy| policy.checks().any(|check| check == rule.id))
                .map(|policy| format!("{}: {}", policy.id, policy.text))
                .collect();
            // Schemes that extend another one have its rules.
            bound.dedup();
            let mut rows = vec![
                ("rule", rule.text.to_owned()),
                ("example", rule.example.to_owned()),
                ("severity", format!("{:?}", rule.severity).to_lowercase()),
            ];
            rows.push(("fix", rule.mending().to_owned()));
            rows.extend(bound.into_iter().map(|text| ("policy", text)));
            return show(session, rule.id, &rows);
        }
        let ids = policies().chain(presets.iter().flat_map(Scheme::policies));
        let ids = ids.map(|policy| policy.id.as_str());
        let known = ids.chain(RULES.iter().map(|rule| rule.id));
        Err(UsageError {
            message: format!("there is no rule `{wanted}`"),
            help: nearest(wanted, known).map_or_else(
                || "`explain` lists the generic rules; --scheme names a policy".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        }
        .into())
    }
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

fn show(session: &Session, title: &str, rows: &[(&str, String)]) -> Result<Outcome, Error> {
    session.show(&format!("{}\n", style::paint(style::STRONG, &escape::visible(title))))?;
    for (name, words) in rows {
        let lines = text::wrap(&escape::visible(words), session.width.saturating_sub(14));
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { *name } else { "" };
            session.show(&format!("  {name:<12}{line}\n"))?;
        }
    }
    Ok(Outcome::Done)
}
