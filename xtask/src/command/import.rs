//! `import`: a first release.toml from another tool's configuration.

use product::import::IMPORTERS;
use version::PRESETS;

use super::Command;
use crate::begin::{Beginning, begin};
use crate::{Error, Outcome, Session};

/// Write a release.toml that carries another tool's configuration over
///
/// Reads cargo-release, changesets, Lerna, Rush, Knope, release-please or bumpversion: how versions
/// are shared, how tags are named, which packages there are, where releases are made. The rest is
/// found as `init` finds it, and what has no counterpart is said. The other tool's files stay.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The tool, where several have left their files
    #[arg(long, value_name = "TOOL", value_parser = clap::builder::PossibleValuesParser::new(
        IMPORTERS.iter().map(|importer| importer.tool)
    ))]
    from: Option<String>,

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

impl Command for Import {
    const NAME: &'static str = "import";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("see what it would write", "syncline import --dry-run"),
        ("from one tool of several", "syncline import --from changesets"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let Self { from, dry_run, scheme, name } = self;
        begin(session, Beginning { dry_run, scheme, name, import: true, from })
    }
}
