//! One release from request to lead tag: load, plan, show, confirm, apply.

use apply::Published;
use product::{Plan, Purpose, Request};
use repo::Repo;

use crate::confirm::{ConfirmError, confirm};
use crate::consent::{self, Agreed};
use crate::load::{self, Loaded};
use crate::lowered::transaction;
use crate::options::{ChangeOptions, build_number, today};
use crate::progress::Progress;
use crate::pushing::{self, Way};
use crate::render;
use crate::render::Format;
use crate::session::to_stderr;
use crate::unplanned::Unplanned;
use crate::{Error, Outcome, Session, awaited, escape, hindrance, terminal, threads, unmerged};

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
        hindrance::nothing_unfinished(&repo)?;
    }
    let (loaded, plan) = plan(session, repo, asked, options)?;
    if options.dry_run {
        present(session, &loaded, &plan, None)?;
        session.say("dry run: nothing was changed\n");
        loaded.keep(plan);
        return Ok(Outcome::Done);
    }
    // Where programs read, standard output is for one document: what was published.
    to_be_confirmed(session, &plan, &pushing::way_to_show(&loaded, &plan, None))?;
    hindrance::ready(&loaded, &options.allow_branch)?;
    let agreed = Agreed { yes: options.yes, hooks: options.hooks.asked() };
    let done = carry_out(session, &loaded, &plan, pushing::way(&loaded, &plan, None)?, agreed)?;
    loaded.keep(plan);
    Ok(done)
}

/// Shows the plan that is about to be carried out. Where whoever read it has gone, what was asked
/// for is still to be done.
///
/// # Errors
/// Standard output that cannot be written.
pub fn to_be_confirmed(session: &Session, plan: &Plan, way: &Way) -> Result<(), Error> {
    match session.show(&render::plan(plan, way, session.width)) {
        Err(Error::ClosedPipe) => Ok(()),
        shown => shown,
    }
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
    hindrance::has_history(&repo.state()?)?;
    let progress = Progress::start(session, "planning");
    let date = today(options.date)?;
    let mut loaded = load::load_committed(session, repo, date)?;
    let mut request = Request { asked, options: planned_options(options) };
    if let Some(variable) = product::build_variable(&loaded.product, &request) {
        request.options.build = build_number(variable, std::env::var_os(variable).as_deref())?;
    }
    let plan = planned(session, &mut loaded, &request)?;
    let plan = plan.map_err(|refused| unplanned(session, &mut loaded, refused))?;
    drop(progress);
    Ok((loaded, plan))
}

/// Reads what planning `request` looks at, and plans it.
///
/// # Errors
/// What cannot be read; within, what planning refuses.
pub fn planned(
    session: &Session,
    loaded: &mut Loaded,
    request: &Request,
) -> Result<Result<Plan, product::PlanError>, Error> {
    let inventory = loaded.read(session, Purpose::Plan(request))?;
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    Ok(product::plan_from(product, snapshot, &inventory, request, &threads::execute))
}

/// What to say of a plan that cannot be made: while a release is unfinished, that. Its commit and
/// some of its tags may be there, and a plan made on them is refused with advice for a release that
/// nothing interrupted, which would take one of its two ways away.
fn unplanned(session: &Session, loaded: &mut Loaded, refused: product::PlanError) -> Error {
    match hindrance::nothing_unfinished(&loaded.repo) {
        Err(unfinished) => unfinished,
        Ok(()) => untagged(session, loaded, refused),
    }
}

/// What to say instead of a version that is no release's where a commit says that it is, and the
/// tags are all that is missing (`--no-tag`): to mend the file would undo that.
fn untagged(session: &Session, loaded: &mut Loaded, refused: product::PlanError) -> Error {
    let product::plan::Refusal::MovedByHand { component, manifest, place, .. } = refused.refusal()
    else {
        return refused.into();
    };
    // Only now is it worth a look at the history.
    if crate::stated::all(session, loaded).is_err() {
        return refused.into();
    }
    let release = loaded.snapshot.stated.iter().rev().find(|release| {
        release.stated.moved.iter().any(|(name, to)| (name, to) == (component, manifest))
    });
    match release {
        Some(one) if crate::stated::lacking(loaded, one).is_ok_and(|tags| !tags.is_empty()) => {
            let title = format!("{component} {manifest}");
            awaited::untagged_as(loaded, one, title, place.clone()).into()
        }
        _ => refused.into(),
    }
}

/// Carries out a plan that was saved, or just made, and sends it on its `way`, once it is confirmed:
/// unasked where that is `agreed`. What would be refused is refused before anybody is asked.
///
/// # Errors
/// Hooks that nobody agreed to; a plan that no longer fits, and everything that applying refuses.
pub fn carry_out(
    session: &Session,
    loaded: &Loaded,
    plan: &Plan,
    way: Way,
    agreed: Agreed,
) -> Result<Outcome, Error> {
    let mut hooks = consent::hooks(plan);
    hooks.retain(|_| agreed.hooks != Some(false));
    let asks = !consent::given(&loaded.repo, &hooks, agreed)?;
    unmerged::nothing_waits(loaded, plan)?;
    awaited::nothing_waits(session, loaded, plan)?;
    let transaction = transaction(loaded, plan, way, hooks)?;
    // Unasked, it is all looked at when it begins.
    if !agreed.yes
        && let Some(published) = apply::foresee(&loaded.repo, &transaction)?
    {
        report(session, plan.title().as_str(), &published);
        return Ok(Outcome::Done);
    }
    let question = format!("release {}", plan.title());
    if asks {
        // Whoever answers has to have seen them: the plan may have gone to a program or into a file.
        if session.format != Format::Human || !terminal::shows() {
            to_stderr(&render::hooks(plan));
        }
        let agreed = confirm(&format!("run the hooks and {question}"), false);
        agreed.map_err(ConfirmError::of_hooks)?;
    } else {
        confirm(&question, agreed.yes)?;
    }
    let progress = Progress::start(session, "releasing");
    let published = apply::publish(&loaded.repo, &transaction, &mut |told| {
        progress.told(session, told);
    })?;
    drop(progress);
    report(session, plan.title().as_str(), &published);
    Ok(Outcome::Done)
}

/// Says what was published, to whoever can still be told.
pub fn report(session: &Session, title: &str, published: &Published) {
    report_with(session, title, published, None);
}

/// As [`report`], with what the release has beyond its plan, which was said.
pub fn report_with(
    session: &Session,
    title: &str,
    published: &Published,
    unplanned: Option<&Unplanned>,
) {
    let text = render::published(title, published);
    // Where it is all that is left of the answer, it has the names as well.
    let mut told = text.clone();
    for tag in &published.tags {
        told.push_str(&format!("  {}\n", escape::visible(tag)));
    }
    if session.format != Format::Json {
        return session.conclude(&text, &told);
    }
    session.conclude(&render::done::published(title, published, unplanned), &told);
}

/// The release of `plan`, where it is out already.
///
/// # Errors
/// Tags of its names that are not its own, or that cannot be read.
pub fn published(repo: &Repo, plan: &Plan) -> Result<Option<Published>, Error> {
    let tags = plan.tags.iter().filter(|_| !plan.options.no_tag);
    let names: Vec<&str> = tags.map(|tag| tag.name.as_str()).collect();
    Ok(apply::applied(repo, &plan.id, &names)?)
}

/// Shows a plan that is not carried out now, in the format asked for; to people, with where it would
/// be pushed. Says beside it what would keep it from being carried out. `asked` is whether the
/// command line said that it is to be pushed.
///
/// # Errors
/// Standard output that cannot be written.
pub fn present(
    session: &Session,
    loaded: &Loaded,
    plan: &Plan,
    asked: Option<bool>,
) -> Result<(), Error> {
    let (format, width) = (session.format, session.width);
    let way = pushing::way_to_show(loaded, plan, asked);
    // A large line's plan takes as long to write down as its files to be looked at.
    let write = || match format {
        Format::Json => render::json::document(plan),
        _ => render::plan(plan, &way, width),
    };
    let (text, hindrance) = threads::beside(write, || hindrance::all_clear(session, loaded, plan));
    if format == Format::Json { session.print(&text) } else { session.show(&text) }?;
    let told = hindrance.and_then(|()| pushing::receivable(loaded, plan, asked));
    if let Err(Error::Explained(error)) = told {
        session.say(&render::foretold(&*error));
    }
    Ok(())
}

fn planned_options(options: &ChangeOptions) -> product::Options {
    product::Options {
        line: options.line.clone(),
        build: options.build,
        because: options.because.clone(),
        no_tag: options.no_tag,
        no_hooks: options.hooks.asked() == Some(false),
        via_branch: options.via_branch,
        push: options.push.asked(),
        sign: options.sign.then_some(true),
        allow_branch: options.allow_branch.clone(),
    }
}
