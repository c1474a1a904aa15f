//! Who is no component although a file of it states a version: what lies in another one's folder,
//! what was never released beside others that were, and what does not stand under the product's
//! number.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;

use super::Seen;
use super::by_folder::is_by_folder;
use super::components::{Components, Found};
use super::evidence::stated;
use super::foreign::Foreign;
use super::history::History;
use super::members::{dozen, is_below, leave_out, paths, say};
use super::past::{Numbers, Releases, Then, newest};
use super::reading::{agree, same_version};
use super::templates::{OWN, Rank, is_tagged, rank, tagged};

/// Leaves out what belongs to a released component around it, and what has no version anywhere beside
/// others that have tags: no release gets past it.
pub(super) fn never_tagged(seen: &Seen<'_>, found: &mut Components) {
    let tags = |one: &Found| OWN.iter().any(|form| is_tagged(seen, form, &one.names));
    let with: Vec<bool> = found.components.iter().map(tags).collect();
    let ecosystem =
        |one: &Found| Some(manifest::format_for(one.manifests.first()?.file_name())?.dialect.id);
    let mut owners = BTreeMap::new();
    for one in &found.components {
        let around = found.components.iter().zip(&with).filter(|(other, _)| {
            !other.path.is_root() && one.path != other.path && one.path.is_within(&other.path)
        });
        let nearest = around.max_by_key(|(other, _)| other.path.as_str().len());
        let Some((around, true)) = nearest else { continue };
        // Tags of a name that both have are the outer one's.
        let rest: Vec<String> =
            one.names.iter().filter(|name| !around.names.contains(name)).cloned().collect();
        let is_required = one.package.as_ref().is_some_and(|name| {
            found.required.contains(name) && around.package.as_ref() != Some(name)
        });
        let is_released = OWN.iter().any(|form| is_tagged(seen, form, &rest));
        if !is_required && !is_released && ecosystem(around) != ecosystem(one) {
            owners.insert(one.path.clone(), around.path.clone());
        }
    }
    let inside = leave_out(found, |one| owners.contains_key(&one.path));
    let has_inside = !inside.is_empty();
    // What says the same is moved with its owner, and nothing that is left out.
    let mut alone = Vec::new();
    for mut one in inside {
        let owner = owners.get(&one.path);
        let owner = found.components.iter_mut().find(|other| Some(&other.path) == owner);
        let same = |owner: &&mut Found| agree(owner.reading().as_ref(), one.reading().as_ref());
        match owner.filter(same) {
            Some(owner) => owner.manifests.append(&mut one.manifests),
            None => alone.push(one),
        }
    }
    say(found, "being part of the released component around them and without a tag", &alone);
    let any = with.contains(&true);
    let released = any || super::templates::fit(seen, &found.components).1.is_some();
    let silent = leave_out(found, |one| {
        let by_folder = is_by_folder(one);
        let counts = if by_folder { released } else { any };
        counts && one.version.is_none() && !one.home.is_root() && !tags(one)
    });
    say(found, "having a version in no file and in no tag", &silent);
    if has_inside || !silent.is_empty() {
        found.workspace = None;
    }
}

/// Leaves all out where none has anything to do with the product's tags, and lets the product be the
/// component: a file of a test, or of a part that was never released, is not what the tags are of.
/// Such a file has no tag at its number, and that number is behind all that was released; one at the
/// root is of no major version that was. So is a file below the root that stayed behind when the
/// newest releases were made.
pub(super) fn strangers(seen: &Seen<'_>, found: &mut Components) {
    let Some(product) = super::templates::fit(seen, &found.components).1 else { return };
    let tags = tagged(seen, &product.template, &[String::new()]);
    let released: Vec<Vec<u64>> = tags.iter().map(|(_, text)| rank(text).0).collect();
    let own =
        |one: &Found| one.version.as_ref().map(|(text, dialect)| rank(stated(text, dialect)).0);
    let is_behind = |one: &Found| {
        let newest = product.newest.as_ref().map(|(newest, _)| newest);
        own(one).is_some_and(|own| newest.is_some_and(|newest| own < *newest))
            && !OWN.iter().any(|form| is_tagged(seen, form, &one.names))
    };
    if !found.components.iter().all(is_behind) {
        return;
    }
    let is_strange = |one: &Found| {
        let own = own(one).unwrap_or_default();
        let near = |other: &Vec<u64>| match one.path.is_root() {
            true => other.first() == own.first(),
            false => *other == own || other.get(..2) == own.get(..2),
        };
        !released.iter().any(near)
    };
    let past = Releases::of(seen, &product);
    let is_left =
        |one: &Found| !one.home.is_root() && matches!(past.then(one), Then::Apart | Then::Absent);
    if !found.components.iter().all(|one| is_strange(one) || is_left(one)) {
        return;
    }
    let Some(whole) = super::members::in_tags_only(seen) else { return };
    let out = core::mem::replace(&mut found.components, Vec::from([whole]));
    found.workspace = None;
    let (strange, left): (Vec<Found>, Vec<Found>) = out.into_iter().partition(is_strange);
    say(found, "being under a number that was never released", &strange);
    let tags: Vec<&str> = newest(seen, &product.template).iter().map(|(tag, _)| *tag).collect();
    let why =
        format!("saying another version when the newest tags were made ({})", tags.join(", "));
    say(found, &why, &left);
}

/// Names the workspace's members that are in folders that we pass over: examples and tests, which
/// its package manager treats as all the others.
pub(super) fn passed_over(seen: &Seen<'_>, found: &mut Components) {
    let foreign = Foreign::of(seen.tracked);
    let is_member = |path: &RepoPath| {
        let home = path.parent().unwrap_or_else(RepoPath::root);
        found.workspaces.iter().any(|(root, members)| {
            let name = members.manifest.unwrap_or(root.file_name());
            let base = root.parent().unwrap_or_else(RepoPath::root);
            path.file_name() == name
                && foreign.has(path)
                && !seen.files.contains_key(path)
                && is_below(&home, &base, members)
        })
    };
    let members: Vec<String> =
        seen.tracked.iter().filter(|path| is_member(path)).map(ToString::to_string).collect();
    if !members.is_empty() {
        found.comments.push(format!(
            "Left out, being in folders of examples, tests or builds, although the workspace has \
             them as members: {}. One that is released needs a table.",
            dozen(members)
        ));
    }
}

/// Whether the components are under the product's number without having it all: each states a version
/// that it was released with as the product was, or the one that comes next, or is on the way there.
/// Leaves those out that do not, where most of the others do; `told` is whether another tool says that
/// all have one number.
pub(super) fn lag(seen: &Seen<'_>, told: bool, history: &History, found: &mut Components) -> bool {
    let Some(product) = history.product.as_ref().filter(|_| history.own.is_none()) else {
        return false;
    };
    if seen.scheme.is_some() || same_version(&found.components, Some(product)) {
        return false;
    }
    if told {
        return true;
    }
    let tags = tagged(seen, &product.template, &[String::new()]);
    let released: Vec<Rank> = tags.iter().map(|(_, text)| rank(text)).collect();
    let Some((newest, _)) = &product.newest else { return false };
    let stated =
        |one: &Found| one.version.as_ref().map(|(text, dialect)| rank(stated(text, dialect)));
    let major = |numbers: &[u64]| numbers.first().copied().unwrap_or(0);
    // The number that most of those state that are not below the last release.
    let mut ahead: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    for (numbers, _) in found.components.iter().filter_map(stated) {
        if numbers >= *newest && major(&numbers) <= major(newest) + 1 {
            *ahead.entry(numbers).or_default() += 1;
        }
    }
    // The lowest of equals: `max_by_key` takes the last.
    let number = ahead.iter().rev().max_by_key(|(_, count)| **count);
    let Some((number, count)) = number else { return false };
    // What only one states, and what does not come next, is that one's own number.
    if *count < 2 && !is_next(newest, number) {
        return false;
    }
    let past = Numbers::of(seen, product);
    let stands = |one: &Found| {
        one.reading().is_some_and(|one| one.is_under(newest))
            || stated(one).is_none_or(|(numbers, end)| {
                numbers == *number
                    || (major(&numbers) == major(number)
                        && released.contains(&(numbers, end))
                        && past.made(one))
            })
    };
    let standing = found.components.iter().filter(|one| stands(one)).count();
    // Fewer than half are enough where several have the very number that was released last.
    let several = number == newest && *count > 1;
    if standing < 2 || (standing * 2 < found.components.len() && !several) {
        return false;
    }
    let out = leave_out(found, |one| !stands(one));
    if !out.is_empty() {
        found.workspace = None;
        found.comments.push(format!(
            "Left out, not being under the product's number and without a tag: {}. What is released \
             under a number of its own needs a [line.NAME] with a scheme and a tag.",
            paths(&out)
        ));
    }
    !same_version(&found.components, Some(product))
}

/// Whether a release of `newest` may be followed by one of `number`: a part goes up, mostly by one,
/// and what is behind it begins again.
pub(super) fn is_next(newest: &[u64], number: &[u64]) -> bool {
    let part = |numbers: &[u64], at: usize| numbers.get(at).copied().unwrap_or(0);
    let Some(at) = (0..number.len()).find(|at| part(number, *at) != part(newest, *at)) else {
        return true;
    };
    part(number, at) == part(newest, at) + 1 && number.len() == at + 1
}
