//! `notes`: what the next release would tell.

use jiff::civil::Date;
use place::RepoPath;
use product::{Plan, Product, Purpose, notes};
use repo::View;

use super::Command;
use crate::error::UsageError;
use crate::load::{self, Loaded};
use crate::options::{JsonOption, date, today};
use crate::progress::Progress;
use crate::render::Format;
use crate::{Error, Outcome, Session, escape, hindrance, parties, render, threads};

/// Print the release notes since the last release, of what moves, as Markdown
///
/// Of those that `release auto` would release now, with the versions that it would give: the notes of
/// pending change files by their impact, and in their place the subjects of the commits since. Where
/// no change is pending, of what changed since its last release, without a new version.
#[derive(Debug, clap::Args)]
pub(super) struct Notes {
    /// The component; without it, all that would be released
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// The product line, where the repository has several
    #[arg(long, value_name = "NAME")]
    line: Option<String>,

    /// The day to plan for, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Notes {
    const NAME: &'static str = "notes";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("what the next release would tell", "syncline notes"),
        ("one component's", "syncline notes sdk-java"),
        ("for a program", "syncline notes --json"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        hindrance::has_history(&repo.state()?)?;
        let progress = Progress::start(session, "reading");
        let date = today(self.date)?;
        let mut loaded = load::load_committed(session, repo, date)?;
        let only = self.name.as_deref().map(|name| component(&loaded.product, name)).transpose()?;
        let mut all = Vec::new();
        for line in self.lines(&loaded.product, only)? {
            all.push(told(session, &mut loaded, line, only)?);
        }
        drop(progress);
        let nothing = all.iter().all(|notes| notes.components.is_empty());
        if session.format == Format::Json {
            session.print(&render::json::lines(&all))?;
        } else {
            let texts: Vec<String> = all
                .iter()
                .map(|notes| match notes.components.as_slice() {
                    [component] if only.is_some() => notes::one(component),
                    _ => notes::whole(notes),
                })
                .filter(|text| !text.is_empty())
                .collect();
            session.print(&escape::lines(&texts.join("\n").replace('\t', "    ")))?;
        }
        if nothing {
            session.say("nothing to tell: no change since the last release\n");
        }
        uncommitted(session, &loaded)?;
        Ok(Outcome::Done)
    }
}

impl Notes {
    /// The lines asked for: one, that of the component, or all.
    fn lines(&self, product: &Product, only: Option<usize>) -> Result<Vec<usize>, Error> {
        let of = only.and_then(|only| product.components.get(only)).map(|one| one.line);
        let lines = parties::lines(product, self.line.as_deref())?;
        match of {
            None => Ok(lines),
            Some(of) if lines.contains(&of) => Ok(vec![of]),
            Some(_) => Err(UsageError {
                message: format!(
                    "`{}` is not on the line `{}`",
                    self.name.as_deref().unwrap_or_default(),
                    self.line.as_deref().unwrap_or_default()
                ),
                help: "leave out --line: the component tells".into(),
            }
            .into()),
        }
    }
}

/// The component called `name`, one that is still there.
fn component(product: &Product, name: &str) -> Result<usize, Error> {
    let index = parties::component(product, name)?;
    match product.components.get(index).filter(|component| component.retired) {
        None => Ok(index),
        Some(_) => Err(UsageError {
            message: format!("`{name}` is retired"),
            help: "`syncline status` lists the components".into(),
        }
        .into()),
    }
}

/// The notes of one line, by the plan of what is pending there.
fn told(
    session: &Session,
    loaded: &mut Loaded,
    line: usize,
    only: Option<usize>,
) -> Result<notes::Notes, Error> {
    let name = loaded.product.lines.get(line).and_then(|line| line.name.as_deref());
    let request = notes::request(name);
    let inventory = loaded.read(session, Purpose::Plan(&request))?;
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let plan = product::plan_from(product, snapshot, &inventory, &request, &threads::execute);
    let plan = match plan {
        Ok(plan) => Some(plan),
        Err(refused) if notes::is_nothing_pending(&refused) => None,
        Err(refused) => return Err(refused.into()),
    };
    for warning in plan.iter().flat_map(|plan| &plan.warnings) {
        session.say(&render::warned(warning, session.width));
    }
    let inventory = loaded.read(session, Purpose::Status)?;
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let plan: Option<&Plan> = plan.as_ref();
    let untold = notes::untold(product, snapshot, &inventory, (line, only), plan)?;
    let inventory = loaded.read(session, Purpose::Told(&untold))?;
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    for tag in untold.iter().filter(|tag| !matches!(snapshot.tagged.get(*tag), Some(Some(_)))) {
        let tag = escape::visible(tag).into_owned();
        session.say(&format!("{tag} leads to no commit: what came since is not told\n"));
    }
    Ok(notes::notes(product, snapshot, &inventory, (line, only), plan)?)
}

/// Says beside the notes which change files a release would not see.
fn uncommitted(session: &Session, loaded: &Loaded) -> Result<(), Error> {
    let folder = &loaded.product.changes;
    let listed = loaded.repo.list_seen(&View::Worktree, core::slice::from_ref(folder))?;
    let names = listed.into_iter().flatten().flatten().filter(|entry| !entry.folder);
    let paths: Vec<RepoPath> = names
        .filter(|entry| product::impact::is_change_file(&entry.name))
        .filter_map(|entry| folder.join(&entry.name).ok())
        .collect();
    for (path, how) in loaded.repo.dirty(&paths)? {
        let path = escape::visible(path.as_str()).into_owned();
        session.say(&format!("{path} is {how}: a release sees what is committed\n"));
    }
    Ok(())
}
