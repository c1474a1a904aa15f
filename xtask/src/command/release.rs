//! `release`: the product speaks.

use super::Command;
use crate::options::{ChangeOptions, JsonOption};
use crate::render::Format;
use crate::{Error, Outcome, Session, release};

/// Release the product: a part of its version, or an exact one, for the components that take part
///
/// Without PART or VERSION, pending pre-releases are promoted: 2.5-rc1 becomes 2.5.0.
///
/// The scheme says who takes part: those that changed since their last release, all, or the core;
/// -p names them instead. Whatever embeds one of them moves with it. The rest stay where they are,
/// and catch up when they are next released.
#[derive(Debug, clap::Args)]
pub(super) struct Release {
    #[command(flatten)]
    pub(super) asked: ReleaseAsked,
    #[command(flatten)]
    change: ChangeOptions,
    #[command(flatten)]
    json: JsonOption,
}

/// What a release is of.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ReleaseAsked {
    /// A part of the scheme (major, minor, …), an exact version, or auto: as far as the pending
    /// changes need; without it, pending pre-releases are promoted
    #[arg(value_name = "PART|VERSION|auto")]
    what: Option<String>,

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

impl ReleaseAsked {
    pub(super) fn asked(self) -> product::Asked {
        product::Asked::Release {
            what: self.what,
            components: self.packages,
            all: self.all,
            exclude: self.exclude,
        }
    }
}

impl Command for Release {
    const NAME: &'static str = "release";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("look at what a minor release would do", "syncline release minor --dry-run"),
        ("make it", "syncline release minor"),
        ("with two components taking part", "syncline release minor -p core -p sdk-java"),
        ("as far as the pending changes need", "syncline release auto"),
        ("an exact version", "syncline release 2.0 --yes"),
        ("promote the pending pre-release", "syncline release"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 4, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        release::run(session, self.asked.asked(), &self.change)
    }
}
