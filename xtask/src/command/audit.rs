//! `audit`: the whole tag history against the policy.

use super::Command;
use crate::history::{self, Asked};
use crate::options::FormatOption;
use crate::outcome::deny_warnings;
use crate::render::{self, Format};
use crate::session::Verbosity;
use crate::{Error, Outcome, Session, escape, load};

/// Check the whole tag history against the policy
///
/// Looks at every tag that there is: order along the history, versions that came out twice, what
/// manifests and bills of materials stated, who stayed behind the line or went ahead of it, and
/// whether every release was an upgrade in its ecosystem. Reads only.
#[derive(Debug, clap::Args)]
pub(super) struct Audit {
    /// Report on this component only; can be given several times
    #[arg(short, long = "package", value_name = "NAME")]
    packages: Vec<String>,

    /// Report only tags on commits that REV does not have: what came before is as it is
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// Take warnings for errors
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,

    #[command(flatten)]
    format: FormatOption,
}

impl Command for Audit {
    const NAME: &'static str = "audit";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("everything that was ever released", "syncline audit"),
        ("one component, every finding", "syncline audit -p sdk-java --verbose"),
        ("what was tagged since a release, in CI", "syncline audit --since v1.2.0 --format github"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.format.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let asked = Asked { components: &self.packages, since: self.since.as_deref() };
        let audited = history::audit(session, load::open(session)?, &asked)?;
        let mut findings = audited.findings;
        if self.deny.is_some() {
            deny_warnings(&mut findings);
        }
        if session.format == Format::Human {
            let all = session.verbosity == Verbosity::Verbose;
            session.show(&render::audited(&findings, &session.sources(), session.width, all))?;
        } else {
            let batches = [(findings.clone(), session.take_sources())];
            session.print(&render::findings(&batches, session.format, session.width))?;
        }
        if findings.is_empty() {
            session.say(&self.clean(audited.tags));
        }
        Ok(Outcome::of(audited.unusable, &findings))
    }
}

impl Audit {
    /// That nothing was found, and in what: of other tags than those nothing is said.
    fn clean(&self, tags: usize) -> String {
        let of = match self.packages.as_slice() {
            [] => String::new(),
            names => format!(" of {}", names.join(", ")),
        };
        let since = self.since.as_ref().map(|rev| format!(" since {}", escape::visible(rev)));
        let since = since.unwrap_or_default();
        match tags {
            0 if !(of.is_empty() && since.is_empty()) => format!("no tag{of}{since}\n"),
            1 => format!("1 tag{of}{since}: nothing breaks the policy\n"),
            tags => format!("{tags} tags{of}{since}: nothing breaks the policy\n"),
        }
    }
}
