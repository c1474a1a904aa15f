//! Which scheme the released versions and those in the files fit best.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{Dialect, Form, Kind, PRESETS, PartId, ProductTag, Scheme, Subset, Version};

use super::Seen;
use super::evidence::Evidence;
use super::fourth::{self, Fourth};
use super::labels::Labels;
use crate::import::Sharing;

/// What `[release]` says where all have one number, and only those that changed move to it: as
/// Lerna's fixed mode does.
pub(super) const LAGS: &str = "participants = \"changed\"\nsubset = \"allow\"\n";

/// The scheme that was chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// The preset's name.
    pub(super) name: String,
    /// The fourth number that it has beside the preset's three, if it has one.
    pub(super) fourth: Option<Fourth>,
    /// What its pre-releases are called, where that is not what the preset says.
    pub(super) labels: Option<Labels>,
    /// Whether some components are behind the one number of all: see [`LAGS`].
    pub(super) lags: bool,
    /// What the choice rests on, for people.
    pub(super) because: String,
    /// What files say that is no version under it, as their ecosystem writes it.
    pub(super) unread: Vec<Unread>,
    /// Why the first of them is none.
    pub(super) why: Option<String>,
}

/// A version that files state and a scheme does not read, and how it is written: another ecosystem may
/// write the same and be read.
pub(super) type Unread = (String, &'static Dialect);

/// How well a scheme fits; higher is better, compared field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether there is something of all that it can do: see [`seen_of`].
    seen: Feature,
    /// Whether it reads dates in more than a few of them: what is a date each time is no chance.
    dates: bool,
    /// Whether the components are where it would have them: on one line, or all at one version.
    holds: bool,
    /// How many parts are shared: the policy that says most.
    shared: usize,
    /// How many versions it reads, to the last one.
    read: usize,
}

/// Whether the parts that a scheme may leave out are ever there, the least likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Feature {
    /// No date, or no build server's number, where the scheme is about them.
    Foreign,
    /// A part that is never left out, or always.
    Idle,
    /// All are used, or there are none.
    Used,
}

/// A scheme, and what it makes of the evidence.
struct Candidate {
    name: &'static str,
    scheme: Scheme,
    fourth: Option<Fourth>,
    labels: Option<Labels>,
    finals: Vec<Version>,
    pres: usize,
    current: usize,
    now: Vec<Version>,
    unread: Vec<Unread>,
    why: Option<String>,
    fit: Fit,
}

/// Takes the scheme that fits best, or the one that `seen` asks for, of those that share versions as
/// `sharing` says. The steps, each among those that
/// the one before left over: who reads the newest final versions as it would write them; who has
/// pre-releases, where some are made; who reads them, and who reads what the files say now. A tenth
/// less than the best is as good. Then [`Fit`] decides, and of equals the one listed first. Where the
/// components `lag` behind one number, one that has one number for all goes before all others.
pub(super) fn choose(
    seen: &Seen<'_>,
    sharing: Option<Sharing>,
    lag: bool,
    evidence: &Evidence<'_>,
) -> Choice {
    let sharing = sharing.filter(|_| seen.scheme.is_none());
    let names = PRESETS.iter().map(|preset| preset.name);
    let names = names.filter(|name| seen.scheme.is_none_or(|wanted| wanted == *name));
    let mut left: Vec<Candidate> = names
        .filter_map(|name| candidate(name, None, evidence))
        .filter(|one| sharing.is_none_or(|sharing| shares(&one.scheme, sharing)))
        .filter(|one| seen.scheme.is_some() || is_kept(&one.scheme, evidence))
        .collect();
    let most = |all: &mut dyn Iterator<Item = &Candidate>| {
        all.map(|one| one.finals.len()).max().unwrap_or(0)
    };
    let read = most(&mut left.iter());
    // Who has a part that is idle does not tell why all have four.
    let fitting = most(&mut left.iter().filter(|one| one.fit.seen == Feature::Used));
    if !is_odd(evidence.finals.len().saturating_sub(fitting), evidence.finals.len()) {
        let bases = PRESETS.iter().map(|preset| preset.name);
        let bases = bases.filter(|name| seen.scheme.is_none_or(|wanted| wanted == *name));
        let more = bases.flat_map(|name| fourth::of(name).into_iter().map(move |one| (name, one)));
        let more = more.filter_map(|(name, fourth)| candidate(name, Some(fourth), evidence));
        let shares = |one: &Candidate| sharing.is_none_or(|sharing| shares(&one.scheme, sharing));
        // A preset that reads as many goes before one that was added to.
        left.extend(more.filter(shares).filter(|one| one.finals.len() > read));
    }
    keep(&mut left, evidence.finals.len(), |one| one.finals.len());
    if evidence.has_pre {
        keep(&mut left, evidence.current.len(), |one| one.current);
        keep(&mut left, 1, |one| usize::from(one.scheme.plain().labels().next().is_some()));
        keep(&mut left, evidence.pres.len(), |one| one.pres);
    }
    keep(&mut left, evidence.now.len(), |one| one.now.len());
    let lags = lag && left.iter().any(|one| may_lag(&one.scheme));
    if lags {
        left.retain(|one| may_lag(&one.scheme));
    }
    // The first of equals: `max_by` takes the last.
    left.reverse();
    let Some(best) = left.into_iter().max_by(|a, b| a.fit.cmp(&b.fit)) else {
        return Choice::default();
    };
    let because = because(evidence, lags, &best);
    let Candidate { name, fourth, labels, unread, why, .. } = best;
    Choice { because, lags, name: name.to_string(), fourth, labels, unread, why }
}

/// Whether a scheme with one number for all, of which each release makes the product's tag, can let
/// some of them wait.
fn may_lag(scheme: &Scheme) -> bool {
    let text = format!("extends = {:?}\n[release]\n{LAGS}", scheme.name());
    let lagging = Scheme::parse("release.toml", &text, &|_| None);
    let shared = |part: &version::Part| part.scope != version::Scope::Component;
    shares(scheme, Sharing::Whole)
        && scheme.release().product_tag == ProductTag::Line
        && scheme.plain().parts().iter().all(shared)
        && lagging.is_ok()
}

/// Whether `count` of `all` are so few that they make no policy: a tenth, or a single one.
fn is_odd(count: usize, all: usize) -> bool {
    count * 10 <= all || (count == 1 && all >= 5)
}

/// Leaves out those whose score is below the best by more than a few of `all`.
fn keep(left: &mut Vec<Candidate>, all: usize, score: impl Fn(&Candidate) -> usize) {
    let best = left.iter().map(&score).max().unwrap_or(0);
    left.retain(|one| is_odd(best.saturating_sub(score(one)), all));
}

fn candidate(
    name: &'static str,
    fourth: Option<Fourth>,
    evidence: &Evidence<'_>,
) -> Option<Candidate> {
    let base = match fourth {
        Some(fourth) => fourth.base(name),
        None => format!("extends = {name:?}\n"),
    };
    let preset = match fourth {
        Some(_) => Scheme::parse("release.toml", &base, &|_| None).ok()?,
        None => Scheme::preset(name).ok()?,
    };
    let labels = evidence.has_pre.then(|| Labels::find(&preset, &base, evidence)).flatten();
    let (scheme, labels) = match labels {
        Some((labels, scheme)) => (scheme, Some(labels)),
        None => (preset, None),
    };
    let form = scheme.plain();
    let finals = apart(form, &evidence.finals);
    let reads = |all: &[&str]| all.iter().filter(|text| form.parse(text).is_ok()).count();
    let (pres, current) = (reads(&evidence.pres), reads(&evidence.current));
    // What is written between releases (`1.85.0-SNAPSHOT`) has the numbers of a release at least.
    let numbers = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        form.parse(text.get(..end)?.trim_end_matches('.')).ok()
    };
    let read = |(text, d): &(&str, &Dialect)| form.from_native(d, text).ok();
    let unread = evidence.now.iter().filter(|one| read(one).is_none());
    let first = unread.clone().min_by_key(|(text, _)| *text);
    let why = first.and_then(|(text, d)| Some(form.from_native(d, text).err()?.to_string()));
    let mut unread: Vec<Unread> = unread.map(|(text, d)| (text.to_string(), *d)).collect();
    unread.sort_by_key(|(text, d)| (text.clone(), d.id));
    unread.dedup_by_key(|(text, d)| (text.clone(), d.id));
    let read = |one: &(&str, &Dialect)| read(one).or_else(|| numbers(one.0));
    let now: Vec<Version> = evidence.now.iter().filter_map(read).collect();
    let fit = measure(&scheme, evidence, &finals, &now);
    Some(Candidate { name, fourth, labels, pres, current, fit, finals, now, unread, why, scheme })
}

/// Whether what each owner of tags released keeps what some form of the scheme, the plain one or a
/// role's, says of its numbers: a minimum never starts anew, and a serial is that of one release. Once
/// is enough: such numbers mean something else to everybody who does not have that policy. In order by
/// their numbers, a fix of an old line may have a higher one than what comes behind it.
fn is_kept(scheme: &Scheme, evidence: &Evidence<'_>) -> bool {
    let kept = |form: &Form, texts: &[&str]| {
        let read: Option<Vec<Version>> = texts.iter().map(|text| as_written(form, text)).collect();
        let Some(versions) = read else { return false };
        let values = |part: PartId| versions.iter().map(move |version| version.value(part));
        let start = |part: PartId| form.parts().get(part.0).map(|part| part.start);
        // The newest first.
        let anew = |part| {
            let mut steps = values(part).zip(values(part).skip(1));
            steps.any(|(new, old)| new == start(part) && old != new)
        };
        let repeats = |part| {
            let mut seen = BTreeSet::new();
            !values(part).all(|value| seen.insert(value))
        };
        !form.minimum().is_some_and(anew) && !form.serial().is_some_and(repeats)
    };
    let forms = || core::iter::once(None).chain(scheme.roles().map(Some));
    let is_read = |text: &&str| as_written(scheme.plain(), text).is_some();
    evidence.histories.iter().all(|texts| {
        let texts: Vec<&str> = texts.iter().copied().filter(is_read).collect();
        forms().filter_map(|role| scheme.form(role)).any(|form| kept(form, &texts))
    })
}

/// The versions that texts are, without those that are another one's as well: a scheme under which
/// v8.1.3 and v8.1.3.1 are one version is not that of tags that have both.
fn apart(form: &Form, texts: &[&str]) -> Vec<Version> {
    let mut count: BTreeMap<_, usize> = BTreeMap::new();
    for text in texts.iter().copied().collect::<BTreeSet<&str>>() {
        if let Some(version) = as_written(form, text) {
            *count.entry(form.key(&version)).or_default() += 1;
        }
    }
    let alone = |version: &Version| count.get(&form.key(version)) == Some(&1);
    texts.iter().filter_map(|text| as_written(form, text)).filter(alone).collect()
}

/// The version that a text is, where the scheme would write it as it stands: a scheme that writes 3.2
/// is not that of tags that say 3.2.0.
fn as_written(form: &Form, text: &str) -> Option<Version> {
    let version = form.parse(text).ok()?;
    (form.canonical(&version).as_str() == text).then_some(version)
}

/// Whether a scheme shares versions as another tool was told to.
fn shares(scheme: &Scheme, sharing: Sharing) -> bool {
    match sharing {
        Sharing::Whole => scheme.release().subset == Subset::Refuse,
        Sharing::None => !scheme.shared(),
    }
}

fn measure(scheme: &Scheme, evidence: &Evidence<'_>, finals: &[Version], now: &[Version]) -> Fit {
    let form = scheme.plain();
    let dated = finals.iter().filter(|version| form.date(version).is_some()).count();
    let shared = form.parts().iter().filter(|part| part.scope == version::Scope::Product).count();
    Fit {
        seen: seen_of(form, finals),
        dates: !is_odd(dated, finals.len()),
        holds: holds(scheme, evidence, now),
        shared,
        read: finals.len(),
    }
}

/// What is seen of the parts that the format may leave out. Seen is what more than a few versions
/// have; and what is never left out is no part that may be, a date apart.
fn seen_of(form: &Form, versions: &[Version]) -> Feature {
    let tails = form.parts().iter().enumerate().filter(|(_, part)| part.optional);
    let tails = tails.map(|(index, part)| {
        let has = |version: &&Version| version.value(PartId(index)).is_some();
        let with = versions.iter().filter(has).count();
        let dated = matches!(part.kind, Kind::Date { .. });
        let foreign = dated || part.scope == version::Scope::External;
        let seen = !is_odd(with, versions.len());
        let left_out = !is_odd(versions.len().saturating_sub(with), versions.len());
        match (seen, foreign) {
            (true, _) if dated || left_out => Feature::Used,
            (false, true) => Feature::Foreign,
            _ => Feature::Idle,
        }
    });
    tails.min().unwrap_or(Feature::Used)
}

/// Whether the components' versions are as a scheme would have them: all equal where it moves all
/// or none; where it lets some lag, nearly all on the line, now and when they were last released. A
/// version that cannot be read is on no line.
fn holds(scheme: &Scheme, evidence: &Evidence<'_>, now: &[Version]) -> bool {
    let form = scheme.plain();
    if !scheme.shared() || evidence.components < 2 {
        return true;
    }
    let tagged: Vec<Version> =
        evidence.tagged.iter().filter_map(|text| form.parse(text).ok()).collect();
    let unstated = evidence.unstated.iter().filter_map(|text| form.parse(text).ok());
    let now: Vec<Version> = now.iter().cloned().chain(unstated).collect();
    let all = evidence.now.len() + evidence.unstated.len();
    let on_line = |versions: &[Version], all: usize| {
        let line = versions.iter().map(|version| form.line(version)).max();
        let on = versions.iter().filter(|version| Some(form.line(version)) == line).count();
        on * 10 >= all * 9
    };
    let equal = || {
        let mut pairs = now.iter().zip(now.iter().skip(1));
        now.len() == all && (evidence.same || pairs.all(|(a, b)| form.key(a) == form.key(b)))
    };
    (evidence.same || on_line(&now, all + evidence.silent))
        && on_line(&tagged, evidence.tagged.len())
        && (scheme.release().subset == Subset::Allow || equal())
}

/// What the choice rests on.
fn because(evidence: &Evidence<'_>, lags: bool, best: &Candidate) -> String {
    let mut parts = Vec::new();
    if evidence.finals.is_empty() {
        parts.push("no final version to go by".to_string());
    } else {
        let what =
            if evidence.released { "newest final release(s)" } else { "version(s) in files" };
        let (read, all) = (best.finals.len(), evidence.finals.len());
        parts.push(format!("reads {read} of the {all} {what}"));
    }
    if evidence.has_pre && !evidence.pres.is_empty() && evidence.released {
        let (read, all) = (best.pres, evidence.pres.len());
        parts.push(format!("{read} of the {all} newest pre-release(s)"));
    }
    if evidence.components > 1 {
        parts.push(match (best.fit.shared > 0, best.fit.holds) {
            (true, _) if lags => "the components have one number, and some lag behind".to_string(),
            (true, true) => "the components share a line".to_string(),
            (true, false) => "the components do not all stand on one line".to_string(),
            (false, _) => "each component has its own number".to_string(),
        });
    }
    parts.join("; ")
}
