//! `compat`: whether two versions work together.

mod check;
mod declared;
mod emit;

use std::path::PathBuf;

use place::{Class, Severity};
use product::pairs::is_fine;
use version::{CompatSeverity, Verdict};

use super::Command;
use crate::error::UsageError;
use crate::options::JsonOption;
use crate::parties::{Known, Lines, Matrix, Party, Policy, PolicyOptions};
use crate::render::Format;
use crate::{Error, Outcome, Session, escape, render};

/// Say whether two versions work together, by the policy's own rules
///
/// The provider comes first: the server, the solver, the core. Then the consumer: the client, the
/// project file, the sub-system. Each is a version, or NAME@VERSION, where NAME is a component or a
/// role of the scheme. Inside a product a component's name alone stands for its current version.
#[derive(Debug, clap::Args)]
#[command(override_usage = "syncline compat [OPTIONS] PROVIDER CONSUMER\n       \
    syncline compat [OPTIONS] --matrix [VERSION]...\n       \
    syncline compat [OPTIONS] --find CONSUMER [PROVIDER]...\n       \
    syncline compat [OPTIONS] --declared [COMPONENT]...\n       \
    syncline compat [OPTIONS] --emit [-o PATH] [COMPONENT]...\n       \
    syncline compat [OPTIONS] --check DIR")]
pub(super) struct Compat {
    /// The versions to judge: the provider, then the consumer
    #[arg(value_name = "VERSION")]
    versions: Vec<String>,

    /// Judge every pair of the versions given, or of all that the product has released
    ///
    /// Of the versions given, those of the role that provides are rows: core@3.0.0.1883. A mark
    /// stands at pairs that the policy calls too far apart. The exit code is 0 whatever the table
    /// holds, unless --deny is given.
    #[arg(long, conflicts_with = "find")]
    matrix: bool,

    /// List which versions can provide for CONSUMER: of those given, or of all that the product has
    /// released or holds
    #[arg(long, value_name = "CONSUMER")]
    find: Option<String>,

    /// Judge the pairs that `works-with` in release.toml declares, as they stand: of the components
    /// given, or all
    #[arg(long, conflicts_with_all = ["matrix", "find", "emit", "check", "scheme", "role"])]
    declared: bool,

    /// Write the file that says what a component is and what it needs: of the components given, or
    /// of all
    ///
    /// It is a small JSON document for an installation to be checked by, to be put beside what is
    /// installed. Outside a product a component is NAME@VERSION.
    #[arg(long, conflicts_with_all = ["matrix", "find", "check", "deny"])]
    emit: bool,

    /// The file or folder to write to, in place of standard output, which takes one component
    #[arg(short, long, value_name = "PATH", requires = "emit")]
    output: Option<PathBuf>,

    /// Judge every pair of what is installed in DIR and below, by the files that --emit wrote
    ///
    /// They end in .compat.json. Without a product around and without --scheme, the policy is the
    /// one that they name.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["matrix", "find", "versions"])]
    check: Option<PathBuf>,

    /// End with 1 unless everything is compatible, for advisory verdicts, warnings and unknown
    /// pairs too
    #[arg(long)]
    deny: bool,

    #[command(flatten)]
    policy: PolicyOptions,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Compat {
    const NAME: &'static str = "compat";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a pair of versions, outside any product", "syncline compat --scheme iric 2.1 2.0"),
        (
            "a role, for a program",
            "syncline compat --scheme diavolo core@3.0.0.1883 1.0.1883.5 --json",
        ),
        ("two components of this product", "syncline compat backend@7.4.1 gui@7.2.0"),
        ("a component as it is now", "syncline compat backend@7.4.1 gui"),
        ("all that was ever released", "syncline compat --matrix"),
        ("what is deployed", "syncline compat --matrix 7.2.1 7.4.0 8.0.0 --scheme ibex"),
        ("what opens this project", "syncline compat --find 2.1"),
        ("what runs beside each other, as it stands", "syncline compat --declared --deny"),
        ("say what a component is, beside it", "syncline compat --emit users -o users/bin/"),
        ("check what is installed together", "syncline compat --check /srv/portal"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        if let Some(folder) = &self.check {
            let installation = check::check(session, &self.policy, folder)?;
            let verdicts =
                installation.pairs.iter().all(|pair| is_fine(&pair.verdict) && !pair.too_far);
            let wrong = installation.findings.iter().any(|one| one.severity == Severity::Error);
            let fine = verdicts && installation.findings.is_empty();
            return Ok(self.outcome(wrong || installation.blocked() > 0, fine));
        }
        if self.declared {
            let pairs = declared::declared(session, &self.policy, &self.versions)?;
            let blocked = pairs.iter().any(|pair| pair.verdict.severity == CompatSeverity::Block);
            let fine = pairs.iter().all(|pair| is_fine(&pair.verdict));
            return Ok(self.outcome(blocked, fine));
        }
        if self.emit {
            let policy = Policy::open(session, &self.policy, &self.versions, true)?;
            return emit::emit(session, &policy, &self.versions, self.output.as_deref());
        }
        let all = self.matrix || self.find.is_some();
        let words: Vec<String> = self.versions.iter().chain(&self.find).cloned().collect();
        if !all && words.len() != 2 {
            return Err(UsageError {
                message: format!("a verdict is on two versions, not on {}", words.len()),
                help:
                    "`compat PROVIDER CONSUMER`; --matrix takes any number of them, and --declared \
                       none"
                        .into(),
            }
            .into());
        }
        let policy = Policy::open(session, &self.policy, &words, all)?;
        for word in &words {
            // A provider's form may differ from a consumer's; how numbers are written does not.
            if let Ok(party) = policy.provider(word).or_else(|_| policy.consumer(word))
                && let Some(words) = policy.written_otherwise(word, &party)
            {
                session.say(&format!("{}\n", escape::visible(&words)));
            }
        }
        if let Some(consumer) = &self.find {
            return self.find(session, &policy, &policy.consumer(consumer)?);
        }
        if self.matrix {
            return self.matrix(session, &policy);
        }
        match self.versions.as_slice() {
            [provider, consumer] => self.pair(
                session,
                &policy,
                &policy.provider(provider)?,
                &policy.consumer(consumer)?,
            ),
            _ => Ok(Outcome::Done),
        }
    }
}

impl Compat {
    fn pair(
        &self,
        session: &Session,
        policy: &Policy,
        provider: &Party,
        consumer: &Party,
    ) -> Result<Outcome, Error> {
        let scheme = &policy.scheme;
        // Who provides is known from release.toml; nobody's order is changed without a word.
        let turned = policy.is_turned(provider, consumer);
        let (provider, consumer) = if turned { (consumer, provider) } else { (provider, consumer) };
        if turned {
            let name = |party| policy.component(party).unwrap_or_default();
            let (own, other) = (name(consumer), name(provider));
            let words = format!("note: `{own}` works with `{other}`, so `{other}` is the provider");
            session.say(&format!("{}\n", escape::visible(&words)));
        }
        let verdict = policy.judge(provider, consumer);
        let update = policy.update(provider, consumer);
        let update = update.as_deref();
        if session.format == Format::Json {
            let document = render::Pair::new(provider, consumer, &verdict, update).turned(turned);
            session.print(&render::json::document(&document))?;
        } else {
            let sides = (provider, consumer);
            session.show(&render::pair(scheme, sides, &verdict, update, session.width))?;
        }
        Ok(self.outcome(verdict.severity == CompatSeverity::Block, is_fine(&verdict)))
    }

    fn matrix(&self, session: &Session, policy: &Policy) -> Result<Outcome, Error> {
        let given = self.versions.iter().map(|word| policy.consumer(word));
        let given = given.collect::<Result<Vec<Party>, _>>()?;
        policy.doubt(session);
        let known: Vec<Party> = policy.known().into_iter().map(|known| known.party).collect();
        let lines = Lines::of(known.iter().chain(&given), policy.has_product());
        let versions = if given.is_empty() { &known } else { &given };
        if versions.is_empty() {
            return Err(nothing(policy));
        }
        let matrix = Matrix::of(policy, versions, &lines, given.is_empty());
        if session.format == Format::Json {
            session.print(&render::matrix_json(&policy.scheme, &matrix))?;
        } else if matrix.is_silent() {
            session.say(&render::silent_matrix(&policy.scheme));
        } else {
            session.show(&render::matrix(&policy.scheme, &matrix, session.width))?;
        }
        let fine = matrix
            .pairs()
            .all(|(_, _, cell)| !cell.too_far && matrix.verdict(cell).is_none_or(is_fine));
        Ok(self.outcome(false, fine))
    }

    fn find(&self, session: &Session, policy: &Policy, consumer: &Party) -> Result<Outcome, Error> {
        let mut candidates = Vec::new();
        for word in &self.versions {
            let party = policy.provider(word)?;
            let components = party.name.iter().cloned().collect();
            candidates.push(Known { party, components, tags: Vec::new() });
        }
        if candidates.is_empty() {
            policy.doubt(session);
            candidates = policy.known_providers(consumer).unwrap_or_else(|| {
                let mut all = policy.known();
                if let Some(role) = policy.scheme.provider_role() {
                    all.retain(|known| known.party.role.as_deref() == Some(role));
                }
                all
            });
        }
        if candidates.is_empty() {
            return Err(nothing(policy));
        }
        let judged = candidates.into_iter().map(|known| {
            let verdict = policy.judge(&known.party, consumer);
            (known, verdict)
        });
        let judged: Vec<(Known, Verdict)> = judged.collect();
        if session.format == Format::Json {
            session.print(&render::found_json(consumer, &judged))?;
        } else {
            session.show(&render::found(consumer, &judged, session.width))?;
        }
        let verdicts = || judged.iter().map(|(_, verdict)| verdict);
        let blocked = verdicts().all(|verdict| verdict.severity == CompatSeverity::Block);
        Ok(self.outcome(blocked, verdicts().any(is_fine)))
    }

    /// 1 for what is blocked, and with `--deny` for whatever is not fine (SEMANTICS 27).
    fn outcome(&self, blocked: bool, fine: bool) -> Outcome {
        if blocked || (self.deny && !fine) {
            Outcome::Refused(Class::Policy)
        } else {
            Outcome::Done
        }
    }
}

fn nothing(policy: &Policy) -> Error {
    let help = if policy.has_product() {
        "nothing was released yet; name versions to judge"
    } else {
        "name versions to judge: outside a product none are known"
    };
    UsageError { message: "there are no versions to compare".into(), help: help.into() }.into()
}
