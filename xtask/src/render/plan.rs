//! A plan, and what became of it, for people.

use core::fmt::Write as _;

use apply::Published;
use product::Plan;
use product::plan::Warning;

use crate::pushing::{Goal, Way};
use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

/// How many names a line of those left alone spells out.
const NAMED: usize = 12;

/// A plan as people read it: what moves and why, what stays, what is written and tagged.
#[must_use]
pub fn plan(plan: &Plan, way: &Way, width: usize) -> String {
    let mut out = String::new();
    let line = match &plan.line {
        Some(line) if line.from.as_ref() == Some(&line.to) => format!(", line {}", line.to),
        Some(line) => {
            format!(", line {} → {}", line.from.as_deref().unwrap_or("none"), line.to)
        }
        None => String::new(),
    };
    let build = plan.options.build.map_or_else(String::new, |build| format!(", build {build}"));
    let name = plan.line.as_ref().and_then(|line| line.name.as_ref());
    let name = name.map_or_else(String::new, |name| format!(", {name}"));
    let head = format!("{}{name}: {}{line}{build}", plan.product, plan.date);
    let _ = writeln!(out, "{}\n", style::paint(style::STRONG, &escape::visible(&head)));
    let mut table = Table::new(&[
        ("component", Align::Left),
        ("from", Align::Left),
        ("to", Align::Left),
        ("because", Align::Left),
    ]);
    for step in &plan.components {
        let reasons: Vec<String> = step.reasons.iter().map(product::plan::Reason::text).collect();
        table.row([
            Cell::styled(&step.name, style::STRONG),
            Cell::from(step.from.as_deref().unwrap_or("–")),
            Cell::styled(&step.to, style::NOTE),
            Cell::from(if step.first {
                format!("{}; first release", reasons.join("; "))
            } else {
                reasons.join("; ")
            }),
        ]);
    }
    out.push_str(&table.render(width));
    unchanged(plan, width, &mut out);
    let _ = writeln!(out, "\n{}:", written(plan, way));
    let tags: Vec<String> = plan
        .tags
        .iter()
        .map(|tag| if tag.lead { format!("{} (last)", tag.name) } else { tag.name.clone() })
        .collect();
    out.push_str(&wrapped(&escape::visible(&tags.join(", ")), width, 2));
    if let Some(goal) = &way.goal {
        out.push_str(&wrapped(&escape::visible(&pushed_to(plan, goal)), width, 0));
    }
    out.push_str(&hooks(plan));
    let _ = writeln!(out, "plan {}", plan.id.get(..12).unwrap_or(&plan.id));
    for warning in &plan.warnings {
        out.push('\n');
        out.push_str(&warned(warning, width));
    }
    out
}

/// The commands that a plan runs, one a line, or that they are left out; nothing where there are none.
/// Their spaces are part of them, so that no line is broken or filled.
#[must_use]
pub fn hooks(plan: &Plan) -> String {
    if plan.options.no_hooks {
        return "no hook runs (--no-hooks)\n".into();
    }
    if plan.hooks.is_empty() {
        return String::new();
    }
    let before = if plan.files.is_empty() { "before the tags" } else { "before the commit" };
    let mut out = format!("{} run {before}:\n", count(plan.hooks.len(), "hook"));
    for hook in &plan.hooks {
        out.push_str("  ");
        for c in escape::visible(&hook.title()).chars() {
            // Any other space would pass for the plain one.
            if c.is_whitespace() && c != ' ' {
                escape::push_escaped(&mut out, c)
            } else {
                out.push(c)
            }
        }
        out.push('\n');
    }
    out
}

/// A warning as findings are shown: `warning[IBEX-1]: …`, and what could be done about it.
#[must_use]
pub fn warned(warning: &Warning, width: usize) -> String {
    let rule = warning.policy.as_deref().unwrap_or(&warning.rule);
    let head = format!("warning[{rule}]");
    let words = format!("{head}: {}", warning.message);
    let words = wrapped(&escape::visible(&words), width, 0);
    let mut out = words.replacen(&head, &style::paint(style::WARNING, &head), 1);
    if let Some(help) = &warning.help {
        out.push_str(&super::help(help));
    }
    out
}

/// What the plan writes and tags, up to the names of the tags.
fn written(plan: &Plan, way: &Way) -> String {
    let branch = match plan.branch.as_str() {
        "" => "no branch".into(),
        name => escape::visible(name),
    };
    let branch = match &way.via {
        Some(via) => format!("the new branch {}, to be merged into {branch}", escape::visible(via)),
        None => branch.into_owned(),
    };
    let tags =
        if plan.options.no_tag { "no tag yet".into() } else { count(plan.tags.len(), "tag") };
    if plan.files.is_empty() {
        return format!("no file changes, {tags} on the commit that {branch} is at");
    }
    let (edits, files) = (plan.edits.len(), plan.files.len());
    format!("{} in {}, one commit on {branch}, {tags}", count(edits, "edit"), count(files, "file"))
}

/// What goes where.
fn pushed_to(plan: &Plan, goal: &Goal) -> String {
    let (remote, branch) = (&goal.push.remote, &goal.push.branch);
    let place = if goal.place.is_empty() { String::new() } else { format!(" ({})", goal.place) };
    let last = plan.lead().filter(|_| !plan.options.no_tag);
    let last = last.map_or_else(String::new, |lead| format!(", {} last", lead.name));
    format!("pushed to {remote}{place}: {branch}{last}")
}

/// Those that stay, laggards apart from the rest.
fn unchanged(plan: &Plan, width: usize, out: &mut String) {
    let named = |lag: bool| {
        let kept: Vec<String> = plan
            .unchanged
            .iter()
            .filter(|kept| kept.lag == lag)
            .map(|kept| {
                kept.version
                    .as_ref()
                    .map_or_else(|| kept.name.clone(), |version| format!("{} {version}", kept.name))
            })
            .collect();
        (!kept.is_empty()).then(|| place::few(&kept, NAMED))
    };
    if let Some(kept) = named(false) {
        out.push('\n');
        out.push_str(&wrapped(&escape::visible(&format!("unchanged: {kept}")), width, 0));
    }
    if let Some(lagging) = named(true) {
        out.push('\n');
        let lagging = format!("stays behind, and catches up when it is next released: {lagging}");
        out.push_str(&wrapped(&escape::visible(&lagging), width, 0));
    }
}

/// A planned file that is as somebody wrote it meanwhile: a line without its end.
#[must_use]
pub fn left(path: &place::RepoPath) -> String {
    let path = escape::visible(path.as_str());
    format!(
        "{path} was edited after the release had written it, and is left as it stands: git diff {path}"
    )
}

/// What was published, for people.
#[must_use]
pub fn published(title: &str, published: &Published) -> String {
    let title = escape::visible(title);
    let mut out = if published.already {
        format!("{} {title} is released already\n", style::paint(style::NOTE, "done:"))
    } else if published.missing.is_empty() {
        format!(
            "{} {title}: commit {}, {}\n",
            style::paint(style::NOTE, "released"),
            published.commit.short(),
            count(published.tags.len(), "tag")
        )
    } else {
        format!(
            "{} {title}: commit {}\n",
            style::paint(style::WARNING, "committed"),
            published.commit.short()
        )
    };
    for (path, blob) in &published.kept {
        let path = escape::visible(path.as_str());
        let _ = writeln!(out, "what stood in {path} is kept: git cat-file blob {}", blob.short());
    }
    for path in &published.left {
        let _ = writeln!(out, "{}", left(path));
    }
    if let Some(push) = &published.pushed {
        let words = format!("pushed to {}, branch {}", push.remote, push.branch);
        let _ = writeln!(out, "{}", escape::visible(&words));
    }
    if !published.missing.is_empty() {
        match &published.via {
            Some(via) => {
                let words =
                    format!("on branch {via}, to be merged; then `resume` makes these tags");
                let _ = writeln!(out, "{}:", escape::visible(&words));
            }
            None => out.push_str(
                "the release is unfinished until these tags exist on that commit (`resume`):\n",
            ),
        }
        for tag in &published.missing {
            let _ = writeln!(out, "  {}", escape::visible(tag));
        }
    }
    out
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Escaped `words` in lines of at most `width` columns, each indented.
fn wrapped(words: &str, width: usize, indent: usize) -> String {
    let lines = text::wrap(words, width.saturating_sub(indent));
    lines.iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
}
