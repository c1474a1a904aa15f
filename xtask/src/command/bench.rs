//! `bench`: how long it all takes, beside git.

use std::path::Path;
use std::process;

use super::Command;
use crate::bench::{self, figures};
use crate::error::{FileError, UsageError};
use crate::options::JsonOption;
use crate::progress::Progress;
use crate::render::{self, Format};
use crate::{Error, Outcome, Session};

/// The sizes that are measured where none is asked for.
const SIZES: &[usize] = &[10, 100, 1_000, 5_000];

/// Measure how long this program takes on large product lines, beside git
///
/// Product lines are made in a temporary folder: Cargo workspaces with 1 to 20 tags for each
/// component. On each, planning, status, lint and a whole release run several times, and so does
/// what git alone needs to list the tags, read the manifests, commit the same change and make as
/// many tags. The best time of each counts. Targets that are missed are marked; nothing fails.
#[derive(Debug, clap::Args)]
pub(super) struct Bench {
    /// How many components a line has; once for each line [default: 10, 100, 1000 and 5000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    components: Vec<u16>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Bench {
    const NAME: &'static str = "bench";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("everything, which takes minutes", "syncline bench"),
        ("one size, for a program", "syncline bench --components 1000 --json"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        if cfg!(debug_assertions) {
            if let Some(outcome) = optimised(session)? {
                return Ok(outcome);
            }
            session.say("this is a debug build: a release build takes a fraction of these times\n");
        }
        let temporary = std::env::temp_dir();
        let program = std::env::current_exe().map_err(FileError::at("find", &temporary))?;
        let asked: Vec<usize> = self.components.iter().copied().map(usize::from).collect();
        let sizes = if asked.is_empty() { SIZES } else { &asked };
        let mut all = Vec::with_capacity(sizes.len());
        for (done, components) in sizes.iter().enumerate() {
            let progress = Progress::start(session, "measuring");
            progress.set(&format!("{components} components"), done, sizes.len());
            let folder =
                tempfile::tempdir().map_err(FileError::at("create a folder in", &temporary))?;
            all.push(bench::measure(&program, folder.path(), *components)?);
        }
        if session.format == Format::Json {
            session.print(&render::json::document(&figures::json(&all)))?;
        } else {
            session.show(&figures::table(&all, session.width))?;
        }
        Ok(Outcome::Done)
    }
}

/// Runs the same command in a release build, which Cargo makes first; `None` where Cargo did not
/// start us, and so cannot be asked.
fn optimised(session: &Session) -> Result<Option<Outcome>, Error> {
    let (Some(cargo), Some(package)) =
        (std::env::var_os("CARGO"), std::env::var_os("CARGO_MANIFEST_DIR"))
    else {
        return Ok(None);
    };
    let manifest = Path::new(&package).join("Cargo.toml");
    if !manifest.is_file() {
        return Ok(None);
    }
    session.say("making a release build first\n");
    let mut command = process::Command::new(&cargo);
    command.args(["run", "--quiet", "--release", "--manifest-path"]).arg(&manifest).arg("--");
    let status = command.args(std::env::args_os().skip(1)).current_dir(&session.cwd).status();
    let status = status.map_err(FileError::at("start", Path::new(&cargo)))?;
    match status.success() {
        true => Ok(Some(Outcome::Done)),
        false => Err(UsageError {
            message: "the release build could not be made or measured".into(),
            help: "its own words are above".into(),
        }
        .into()),
    }
}
