//! `next`: just the version, for scripts.

mod alone;

use super::Command;
use crate::error::UsageError;
use crate::options::ChangeOptions;
use crate::{Error, Outcome, Session, load, release};

/// Print the version that a release, a patch or a pre-release would give, and nothing else
///
/// Where a release gives several components versions of their own and none of them is the product's,
/// each is printed on a line of its own, after its name. With --scheme, outside any product, the
/// version that moves is given instead.
#[derive(Debug, clap::Args)]
pub(super) struct Next {
    #[command(subcommand)]
    operation: Operation,

    /// The policy to ask, outside any product: a preset, or the path of a scheme file
    #[arg(long, value_name = "NAME|FILE", global = true, help_heading = "Policy")]
    scheme: Option<String>,

    /// The role of a version that does not say it as core@1.0 does
    #[arg(long, value_name = "ROLE", global = true, requires = "scheme", help_heading = "Policy")]
    role: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Operation {
    /// The version of the components that a release would move
    Release {
        /// A part of the scheme, an exact version, or auto; without it, the pending pre-release
        #[arg(value_name = "LEVEL")]
        level: Option<String>,
        /// The version that moves, with --scheme
        #[arg(value_name = "VERSION")]
        version: Option<String>,
        #[command(flatten)]
        change: ChangeOptions,
    },
    /// The version that a patch would give a component
    Patch {
        /// The component; the version that moves, with --scheme
        #[arg(value_name = "NAME|VERSION")]
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
        /// The version that moves, with --scheme
        #[arg(value_name = "VERSION")]
        version: Option<String>,
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
        ("outside any product", "syncline next release minor 2.1.1 --scheme iric"),
        ("a role's", "syncline next patch core@3.0.0.1890 --scheme diavolo"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 5, 6];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        if let Some(scheme) = self.scheme {
            let next = alone::next(session, scheme, self.role, self.operation)?;
            session.print(&format!("{next}\n"))?;
            return Ok(Outcome::Done);
        }
        let (asked, change, own) = self.operation.asked()?;
        let (loaded, plan) = release::plan(session, load::open(session)?, asked, &change)?;
        let own = own.and_then(|name| plan.components.iter().find(|step| step.name == name));
        let text: String = match own.or_else(|| plan.version(&loaded.product)) {
            Some(step) => format!("{}\n", step.to),
            None => {
                plan.components.iter().map(|step| format!("{} {}\n", step.name, step.to)).collect()
            }
        };
        session.print(&text)?;
        Ok(Outcome::Done)
    }
}

impl Operation {
    /// The request to plan, and the component whose version is wanted, where it is one's.
    fn asked(self) -> Result<(product::Asked, ChangeOptions, Option<String>), Error> {
        let alone = |version: Option<String>| match version {
            None => Ok(()),
            Some(version) => Err(UsageError {
                message: format!("`{version}` would move outside of a product only"),
                help: "name the policy with --scheme, or leave the version out".into(),
            }),
        };
        Ok(match self {
            Self::Release { level, version, change } => {
                alone(version)?;
                let (components, exclude) = (Vec::new(), Vec::new());
                let asked =
                    product::Asked::Release { what: level, components, all: false, exclude };
                (asked, change, None)
            }
            Self::Patch { name, unstable, change } => {
                let asked = product::Asked::Patch {
                    components: vec![name.clone()],
                    all: false,
                    level: None,
                    needs_core: None,
                    unstable,
                };
                (asked, change, Some(name))
            }
            Self::Pre { label, version, level, change } => {
                alone(version)?;
                let (components, exclude) = (Vec::new(), Vec::new());
                let asked = product::Asked::Pre { label, level, components, all: false, exclude };
                (asked, change, None)
            }
        })
    }
}
