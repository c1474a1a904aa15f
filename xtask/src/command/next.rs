//! `next`: just the version, for scripts.

mod alone;

use product::plan::Step;

use super::Command;
use super::patch::PatchAsked;
use super::pre::PreAsked;
use super::release::ReleaseAsked;
use crate::error::UsageError;
use crate::options::{ChangeOptions, JsonOption};
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, load, release};

/// Print the version that a release, a patch or a pre-release would give, and nothing else
///
/// It takes the words of those commands. Where several components get versions of their own and none of
/// them is the product's, each is printed on a line of its own, after its name. With --scheme, outside any product, the
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
        #[command(flatten)]
        asked: ReleaseAsked,
        /// The version that moves, with --scheme
        #[arg(value_name = "VERSION")]
        version: Option<String>,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
    /// The version that a patch would give a component; with --scheme, the version that moves is named
    Patch {
        #[command(flatten)]
        asked: PatchAsked,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
    /// The version of the components that a pre-release would move
    Pre {
        #[command(flatten)]
        asked: PreAsked,
        /// The version that moves, with --scheme
        #[arg(value_name = "VERSION")]
        version: Option<String>,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
}

/// What is asked for, in a product or outside of any.
struct Words {
    asked: product::Asked,
    /// The version that moves, where it is named beside that.
    version: Option<String>,
    change: ChangeOptions,
}

impl Command for Next {
    const NAME: &'static str = "next";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("the next minor version", "syncline next release minor"),
        ("one component's", "syncline next patch sdk-java"),
        ("of all together", "syncline next patch --all"),
        ("the next beta", "syncline next pre beta"),
        ("outside any product", "syncline next release minor 2.1.1 --scheme iric"),
        ("a role's", "syncline next patch core@3.0.0.1890 --scheme diavolo"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 5, 6];

    fn format(&self) -> Format {
        match &self.operation {
            Operation::Release { json, .. }
            | Operation::Patch { json, .. }
            | Operation::Pre { json, .. } => json.format(),
        }
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let words = self.operation.words();
        if let Some(scheme) = self.scheme {
            let next = alone::next(session, scheme, self.role, words)?.to_string();
            return told(session, Some(&next), &[]);
        }
        if let Some(version) = words.version {
            return Err(UsageError {
                message: format!("`{version}` would move outside of a product only"),
                help: "name the policy with --scheme, or leave the version out".into(),
            }
            .into());
        }
        let named = match &words.asked {
            product::Asked::Patch { components, .. } => components.clone(),
            _ => Vec::new(),
        };
        let repo = load::open(session)?;
        let (loaded, plan) = release::plan(session, repo, words.asked, &words.change)?;
        // What moves along with those that were named is not what was asked.
        let mut own = plan.components.iter().filter(|step| named.contains(&step.name));
        let first = own.next().map(|step| &step.to);
        let next = match first {
            Some(to) => own.all(|step| step.to == *to).then_some(to),
            None => plan.version(&loaded.product).map(|step| &step.to),
        };
        let is_meant = |step: &&Step| first.is_none() || named.contains(&step.name);
        let moves: Vec<&Step> = match session.format {
            Format::Json => plan.components.iter().collect(),
            _ => plan.components.iter().filter(is_meant).collect(),
        };
        told(session, next.map(String::as_str), &moves)
    }
}

/// Prints the one version, or what each of those that move gets; both, where a program reads it.
fn told(session: &Session, next: Option<&str>, moves: &[&Step]) -> Result<Outcome, Error> {
    let text: String = match (session.format, next) {
        (Format::Json, _) => render::done::next(next, moves),
        (_, Some(next)) => format!("{next}\n"),
        (_, None) => moves.iter().map(|step| format!("{} {}\n", step.name, step.to)).collect(),
    };
    session.print(&text)?;
    Ok(Outcome::Done)
}

impl Operation {
    fn words(self) -> Words {
        let (asked, version, change) = match self {
            Self::Release { asked, version, change, .. } => (asked.asked(), version, change),
            Self::Patch { asked, change, .. } => (asked.asked(), None, change),
            Self::Pre { asked, version, change, .. } => (asked.asked(), version, change),
        };
        Words { asked, version, change }
    }
}
