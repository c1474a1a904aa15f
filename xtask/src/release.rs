//! One release from request to lead tag: load, plan, show, confirm, apply.

use alloc::collections::BTreeMap;

use apply::{Change, NewTag, Published, Transaction};
use place::{ObjectId, RepoPath};
use product::{Lowered, Plan, Request};
use repo::{Head, Repo, View};

use crate::confirm::confirm;
use crate::load::{self, LoadError, Loaded, Purpose};
use crate::options::{ChangeOptions, build_number};
use crate::progress::Progress;
use crate::render;
use crate::render::Format;
use crate::{Error, Outcome, Session, threads};

/// Plans `asked` and, unless it is only to be shown, asks and carries it out.
///
/// # Errors
/// Everything that planning, the repository's state or applying refuses.
pub fn run(
    session: &Session,
    asked: product::Asked,
    options: &ChangeOptions,
) -> Result<Outcome, Error> {
    let repo = load::open(session)?;
    if !options.dry_run {
        nothing_unfinished(&repo)?;
    }
    let (loaded, plan) = plan(session, repo, asked, options)?;
    if options.dry_run {
        show(session, &plan)?;
        session.say("dry run: nothing was changed\n");
        // The program ends here: giving a large line's memory back piece by piece takes longer.
        core::mem::forget((loaded, plan));
        return Ok(Outcome::Done);
    }
    // Where programs read, standard output is for one document: what was published.
    session.show(&render::plan(&plan, session.width))?;
    ready(&loaded, &options.allow_branch)?;
    confirm(&format!("release {}", plan.title()), options.yes)?;
    carry_out(session, &loaded, &plan)
}

/// Plans `asked` on the commit that HEAD is at.
///
/// # Errors
/// What loading and planning refuse; a shallow clone.
pub fn plan(
    session: &Session,
    repo: Repo,
    asked: product::Asked,
    options: &ChangeOptions,
) -> Result<(Loaded, Plan), Error> {
    let state = repo.state()?;
    load::head(&state)?;
    if state.shallow {
        return Err(LoadError::Shallow.into());
    }
    let progress = Progress::start(session, "planning");
    let date = options.today()?;
    let mut loaded = load::load_committed(session, repo, date)?;
    let mut request = Request { asked, options: planned_options(options) };
    if let Some(variable) = product::build_variable(&loaded.product, &request) {
        request.options.build = build_number(variable, std::env::var_os(variable).as_deref())?;
    }
    let inventory = loaded.read(session, Purpose::Plan(&request))?;
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let plan = product::plan_from(product, snapshot, &inventory, &request, &threads::check)?;
    drop(progress);
    Ok((loaded, plan))
}

/// Carries out a plan that was saved, or just made.
///
/// # Errors
/// A plan that no longer fits, and everything that applying refuses.
pub fn carry_out(session: &Session, loaded: &Loaded, plan: &Plan) -> Result<Outcome, Error> {
    let transaction = transaction(loaded, plan)?;
    let progress = Progress::start(session, "releasing");
    let published = apply::publish(&loaded.repo, &transaction, &mut |step, done, total| {
        progress.set(step, done, total)
    })?;
    drop(progress);
    report(session, plan.title().as_str(), &published)?;
    Ok(Outcome::Done)
}

/// Says what was published.
///
/// # Errors
/// Standard output that cannot be written.
pub fn report(session: &Session, title: &str, published: &Published) -> Result<(), Error> {
    if session.format == Format::Json {
        let tags: Vec<&str> = published.tags.iter().map(String::as_str).collect();
        return session.print(&render::json::document(&serde_json::json!({
            "format": 1,
            "released": title,
            "commit": published.commit.as_str(),
            "tags": tags,
            "missing": published.missing,
            "already": published.already,
        })));
    }
    session.show(&render::published(title, published))
}

/// Refuses while an earlier release is unfinished.
///
/// # Errors
/// [`LoadError::Unfinished`], and journals that cannot be read.
pub fn nothing_unfinished(repo: &Repo) -> Result<(), Error> {
    match apply::pending(repo)? {
        None => Ok(()),
        Some(pending) => Err(LoadError::Unfinished {
            title: pending.title,
            step: pending.step.to_string(),
            program: program(),
        }
        .into()),
    }
}

/// How to call this program when Cargo cannot build it: its own path.
#[must_use]
pub fn program() -> String {
    std::env::current_exe()
        .map_or_else(|_| "syncline".to_owned(), |path| path.display().to_string())
}

/// Refuses the states of a repository in which no release is made, before anybody is asked.
///
/// # Errors
/// [`LoadError`], with the command that helps.
pub fn ready(loaded: &Loaded, allowed: &[String]) -> Result<(), Error> {
    // A rebase detaches HEAD: what is under way says more than where HEAD is.
    if let Some(operation) = loaded.state.operation {
        return Err(LoadError::Operation { operation }.into());
    }
    let branch = match &loaded.state.head {
        Head::Branch { name, .. } => name,
        Head::Detached { .. } => return Err(LoadError::Detached.into()),
        Head::Unborn { branch } => return Err(LoadError::Unborn { branch: branch.clone() }.into()),
    };
    if !loaded.product.git.allows(branch, allowed) {
        return Err(LoadError::Branch {
            branch: branch.clone(),
            allowed: loaded.product.git.allow_branch.clone(),
        }
        .into());
    }
    Ok(())
}

fn planned_options(options: &ChangeOptions) -> product::Options {
    product::Options {
        line: options.line.clone(),
        build: options.build,
        because: options.because.clone(),
        no_tag: options.no_tag,
        sign: options.sign.then_some(true),
        allow_branch: options.allow_branch.clone(),
    }
}

/// Shows a plan in the format asked for.
///
/// # Errors
/// Standard output that cannot be written.
pub fn show(session: &Session, plan: &Plan) -> Result<(), Error> {
    if session.format == Format::Json {
        return session.print(&render::json::document(plan));
    }
    session.show(&render::plan(plan, session.width))
}

/// Lowers a plan to what is written, reading those of the files that it edits that planning has not
/// read from its base.
fn transaction(loaded: &Loaded, plan: &Plan) -> Result<Transaction, Error> {
    let Some(base) = ObjectId::new(&plan.base) else {
        return Err(product::LowerError::Altered.into());
    };
    let view = View::Commit(base.clone());
    let mut contents = BTreeMap::new();
    let mut unread = Vec::new();
    for file in &plan.files {
        let path = RepoPath::new(&file.path).map_err(product::LowerError::Path)?;
        match loaded.snapshot.content(&path).filter(|_| loaded.view == view) {
            Some(content) => drop(contents.insert(path, Some(content.clone()))),
            None => unread.push(path),
        }
    }
    let read = loaded.repo.files(&view, &unread)?.into_iter();
    let read = read.map(|file| file.map(|file| product::Content::new(file.id, file.bytes)));
    contents.extend(unread.into_iter().zip(read));
    let Lowered { files, message, tags } = product::lower(plan, &contents)?;
    let sign = plan.options.sign;
    Ok(Transaction {
        id: plan.id.clone(),
        title: plan.title(),
        branch: plan.branch.clone(),
        base,
        files: files.into_iter().map(|(path, old, bytes)| Change { path, old, bytes }).collect(),
        guards: plan.guards.iter().filter_map(|path| RepoPath::new(path).ok()).collect(),
        message,
        tags: tags.into_iter().map(|tag| NewTag { name: tag.name, message: tag.message }).collect(),
        sign_commit: sign.or(loaded.product.git.sign_commit),
        sign_tags: sign.or(loaded.product.git.sign_tag),
        no_tag: plan.options.no_tag,
        hint: program(),
    })
}
