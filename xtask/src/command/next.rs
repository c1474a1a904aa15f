//! `next`: just the version, for scripts.

use super::Command;
use crate::options::ChangeOptions;
use crate::{Error, Outcome, Session, load, release};

/// Print the version that a release, a patch or a pre-release would give, and nothing else
#[derive(Debug, clap::Args)]
pub(super) struct Next {
    #[command(subcommand)]
    operation: Operation,
}

#[derive(Debug, clap::Subcommand)]
enum Operation {
    /// The version of the components that a release would move
    Release {
        /// A part of the scheme, an exact version, or auto; without it, the pending pre-release
        #[arg(value_name = "LEVEL")]
        level: Option<String>,
        #[command(flatten)]
        change: ChangeOptions,
    },
    /// The version that a patch would give a component
    Patch {
        /// The component
        name: String,
        /// A fix to be tried out first
        #[arg(long)]
        unstable: bool,
        #[command(flatten)]
        change: ChangeOptions,
    },
    /// The version of the components that a pre-release would move
    Pre {
        /// A pre-release label of the scheme
        label: String,
        /// The part whose next version it leads to
        #[arg(long, value_name = "PART")]
        level: Option<String>,
        #[command(flatten)]
        change: ChangeOptions,
    },
}

impl Command for Next {
    const NAME: &'static str = "next";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("the next minor version", "syncline next release minor"),
        ("one component's", "syncline next patch sdk-java"),
        ("the next beta", "syncline next pre beta"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let (asked, change) = match self.operation {
            Operation::Release { level, change } => (
                product::Asked::Release {
                    what: level,
                    components: Vec::new(),
                    all: false,
                    exclude: Vec::new(),
                },
                change,
            ),
            Operation::Patch { name, unstable, change } => (
                product::Asked::Patch {
                    components: vec![name],
                    all: false,
                    level: None,
                    needs_core: None,
                    unstable,
                },
                change,
            ),
            Operation::Pre { label, level, change } => (
                product::Asked::Pre {
                    label,
                    level,
                    components: Vec::new(),
                    all: false,
                    exclude: Vec::new(),
                },
                change,
            ),
        };
        let (_, plan) = release::plan(session, load::open(session)?, asked, &change)?;
        if let Some(step) = plan.components.first() {
            session.print(&format!("{}\n", step.to))?;
        }
        Ok(Outcome::Done)
    }
}
