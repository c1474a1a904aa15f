//! `patch`: single components, on parts of their own.

use super::Command;
use crate::options::{ChangeOptions, JsonOption};
use crate::render::Format;
use crate::{Error, Outcome, Session, release};

/// Release single components on their own lowest part, with all that embed them
///
/// A component behind the line first catches up with it, skipping what it missed, and never goes
/// past it. A shared part is refused: that is `release`.
#[derive(Debug, clap::Args)]
pub(super) struct Patch {
    #[command(flatten)]
    asked: PatchAsked,
    #[command(flatten)]
    change: ChangeOptions,
    #[command(flatten)]
    json: JsonOption,
}

/// What a patch is of.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PatchAsked {
    /// The components
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// All components
    #[arg(long, visible_alias = "workspace", conflicts_with = "names")]
    all: bool,

    /// Another part of their own than the lowest
    #[arg(long, value_name = "PART")]
    level: Option<String>,

    /// The lowest core release that they need from now on: its number, its version, or latest
    ///
    /// Never one that is not released. A lower one than before takes --level of a part above it, and
    /// --because.
    #[arg(long, value_name = "N|latest")]
    needs_core: Option<String>,

    /// A fix to be tried out first: its pre-release, where the scheme has such an exception
    #[arg(long, conflicts_with_all = ["level", "needs_core"])]
    unstable: bool,
}

impl PatchAsked {
    pub(super) fn asked(self) -> product::Asked {
        product::Asked::Patch {
            components: self.names,
            all: self.all,
            level: self.level,
            needs_core: self.needs_core,
            unstable: self.unstable,
        }
    }
}

impl Command for Patch {
    const NAME: &'static str = "patch";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("release one component", "syncline patch sdk-java"),
        ("raise the core that it needs", "syncline patch users --needs-core latest"),
        ("two of them, and look first", "syncline patch core sdk-java --dry-run"),
        ("try a critical fix out first", "syncline patch kolabd --unstable"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 4, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        release::run(session, self.asked.asked(), &self.change)
    }
}
