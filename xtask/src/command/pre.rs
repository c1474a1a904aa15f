//! `pre`: the next pre-release.

use super::Command;
use crate::options::{ChangeOptions, JsonOption};
use crate::render::Format;
use crate::{Error, Outcome, Session, release};

/// Make the next pre-release of what is to come, for the components that take part
///
/// The same label again counts on (beta1, beta2), a later one begins anew (rc1), an earlier one is
/// refused. Who takes part, and what moves along, is as in `release`; the line stays where it is
/// until `release` without an argument promotes the pre-release.
#[derive(Debug, clap::Args)]
pub(super) struct Pre {
    #[command(flatten)]
    asked: PreAsked,
    #[command(flatten)]
    change: ChangeOptions,
    #[command(flatten)]
    json: JsonOption,
}

/// What a pre-release is of.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PreAsked {
    /// A pre-release label of the scheme: alpha, beta, rc
    #[arg(value_name = "LABEL")]
    label: String,

    /// The part whose next version it leads to, where that is not the pending one
    #[arg(long, value_name = "PART")]
    level: Option<String>,

    /// A component that takes part; once for each
    #[arg(short, long = "package", value_name = "NAME", conflicts_with = "all")]
    packages: Vec<String>,

    /// All components take part
    #[arg(long, visible_alias = "workspace")]
    all: bool,

    /// A component that does not; once for each
    #[arg(long, value_name = "NAME")]
    exclude: Vec<String>,
}

impl PreAsked {
    pub(super) fn asked(self) -> product::Asked {
        product::Asked::Pre {
            label: self.label,
            level: self.level,
            components: self.packages,
            all: self.all,
            exclude: self.exclude,
        }
    }
}

impl Command for Pre {
    const NAME: &'static str = "pre";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a beta of the next minor version, look first", "syncline pre beta -n"),
        ("a release candidate of the next major one", "syncline pre rc --level major"),
        ("of one component and what embeds it", "syncline pre beta -p kolabd"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 4, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        release::run(session, self.asked.asked(), &self.change)
    }
}
