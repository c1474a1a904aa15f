//! `init`: a first release.toml.

use version::PRESETS;

use super::Command;
use crate::begin::{Beginning, begin};
use crate::{Error, Outcome, Session};

/// Write a release.toml for this repository, from its files and tags
///
/// Finds the packages and other files that state versions, which of them belong together, how the
/// tags are named, and the scheme that the released versions fit best. What it cannot tell, it says.
/// It never overwrites a file, and what it wrote is yours to change.
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// Print the file instead of writing it
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// The scheme to use, in place of the one that fits best
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(
        PRESETS.iter().map(|preset| preset.name)
    ))]
    scheme: Option<String>,

    /// The product's name, in place of the folder's
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Command for Init {
    const NAME: &'static str = "init";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("see what it would write", "syncline init --dry-run"),
        ("write it", "syncline init"),
        ("under a policy of your choice", "syncline init --scheme semver-fixed"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let Self { dry_run, scheme, name } = self;
        begin(session, Beginning { dry_run, scheme, name, ..Beginning::default() })
    }
}
