//! `native`: what a version is called by each ecosystem.

use place::{Class, Explain, nearest};
use version::{DIALECTS, Dialect, NativeError};

use super::Command;
use crate::options::{ChangeOptions, JsonOption};
use crate::parties::{Party, Policy, PolicyOptions};
use crate::render::{Format, Row};
use crate::{Error, Outcome, Session, render};

/// Say what a version is called by Cargo, npm, Debian, MSI and the others, or why it cannot be
///
/// A component is asked for by its name, which stands for its current version, or as NAME@VERSION;
/// its own native templates apply. Without either, the product's own version is meant.
#[derive(Debug, clap::Args)]
pub(super) struct Native {
    /// A component, a version, or COMPONENT@VERSION
    #[arg(value_name = "NAME|VERSION")]
    subject: Option<String>,

    /// Print the version in this dialect and nothing else; end with 1 where it cannot be said
    #[arg(long, value_name = "DIALECT", value_parser = dialect)]
    dialect: Option<&'static Dialect>,

    #[command(flatten)]
    policy: PolicyOptions,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Native {
    const NAME: &'static str = "native";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a component's version, everywhere", "syncline native sdk-java"),
        ("just the text, for a script", "syncline native sdk-java --dialect deb"),
        ("a version outside any product", "syncline native 1.1.20161108 --scheme chain"),
        ("a role's version", "syncline native core@3.0.0.1883 --scheme diavolo --dialect assembly"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let words: Vec<String> = self.subject.iter().cloned().collect();
        let policy = Policy::open(session, &self.policy, &words, false)?;
        let party = match &self.subject {
            Some(word) => policy.subject(word)?,
            None => policy.product_version(ChangeOptions::default().today()?)?,
        };
        if let Some(dialect) = self.dialect {
            let row = row(&party, dialect);
            if session.format == Format::Json && row.written.is_ok() {
                session.print(&render::native_json(policy.component(&party), &party, &[row]))?;
                return Ok(Outcome::Done);
            }
            let text = row.written.map_err(|error| Refused::under(&policy, error))?;
            session.print(&format!("{text}\n"))?;
            return Ok(Outcome::Done);
        }
        let rows: Vec<Row> = DIALECTS.iter().map(|dialect| row(&party, dialect)).collect();
        if session.format == Format::Json {
            session.print(&render::native_json(policy.component(&party), &party, &rows))?;
        } else {
            session.show(&render::native(&policy.scheme, &party, &rows, session.width))?;
        }
        Ok(Outcome::Done)
    }
}

fn row(party: &Party, dialect: &'static Dialect) -> Row {
    let written = party.form.native(dialect, &party.version, None);
    let read = written.as_ref().ok().and_then(|text| party.form.from_native(dialect, text).ok());
    Row { dialect, written, read }
}

fn dialect(id: &str) -> Result<&'static Dialect, String> {
    version::dialect(id).ok_or_else(|| {
        let known = || DIALECTS.iter().map(|dialect| dialect.id);
        match nearest(id, known()) {
            Some(near) => format!("there is no dialect `{id}`; did you mean `{near}`?"),
            None => format!("the dialects are {}", known().collect::<Vec<_>>().join(", ")),
        }
    })
}

/// A version that the dialect asked for cannot hold: whatever the reason, the answer is no.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
struct Refused {
    error: NativeError,
    /// The policy's own rule.
    policy: Option<String>,
}

impl Refused {
    fn under(policy: &Policy, error: NativeError) -> Self {
        let rule = error.rule().and_then(|rule| policy.scheme.policy(rule));
        Self { policy: rule.map(|rule| rule.id.clone()), error }
    }
}

impl Explain for Refused {
    fn rule(&self) -> Option<&str> {
        self.policy.as_deref().or_else(|| self.error.rule())
    }

    fn help(&self) -> Option<String> {
        self.error.help()
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}
