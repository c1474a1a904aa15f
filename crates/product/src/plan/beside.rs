//! What a release writes beside a version: dates, captions, entries of changelogs.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Beside, Blank, DayForm, Edit, Filling, Located, Locator, Slot, SlotKind, Source};
use place::{Place, RepoPath};
use version::{Dialect, Form, Version};

use super::check::verify_failed;
use super::edits::Replaced;
use super::{Context, EditRole, ManifestRefusal, Move, Moves, PlanError, counted};
use crate::config::Component;
use crate::inventory::Own;

/// Writes what stands beside the version that `own` is: once for each file, with its first version
/// that moves, which is now written `native`.
///
/// # Errors
/// A date that is none, an entry that has to say who releases where git does not know, and an
/// entry that would not read back.
pub(super) fn write(
    cx: &Context<'_>,
    step: &Move,
    own: &Own,
    native: &str,
    replaced: &mut Replaced,
) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(step.component) else { return Ok(()) };
    let Some(located) = cx.inventory.located(&own.path) else { return Ok(()) };
    // What is adopted as it stands is what the file is for already. A pre-release's label may stand in
    // the package's release, and not in the version that is written.
    let form = &component.form;
    let stays = own.text == native
        && own.version.as_ref().is_ok_and(|version| form.key(version) == form.key(&step.to));
    let count = |last: &str| match stays {
        true => last.to_string(),
        false => package_release(&component.form, own.dialect, step, native, last),
    };
    let refuse = |error, place: Place| ManifestRefusal::Native {
        component: component.name.clone(),
        to: step.to.to_string(),
        place,
        error,
    };
    for slot in &located.slots {
        let SlotKind::Beside(what) = slot.kind else { continue };
        let (role, new) = match what {
            Beside::Date => (EditRole::Date, Some(day(cx, &own.path, slot)?)),
            Beside::Caption => {
                let caption = component.caption.as_deref();
                (EditRole::Caption, caption.map(|caption| captioned(caption, &step.to)))
            }
            Beside::PackageRelease if stays => continue,
            Beside::PackageRelease => (EditRole::PackageRelease, Some(count(&slot.text))),
            Beside::Revision => {
                let new = counted::revision(component, step, slot)
                    .map_err(|error| refuse(error, Place::bytes(&own.path, slot.span)))?;
                (EditRole::Revision, new)
            }
            Beside::Name | Beside::Setting => continue,
        };
        if let Some(new) = new {
            replaced.put(&own.path, slot.span, &slot.text, new, role);
        }
    }
    for stanza in &located.stanzas {
        // What is adopted has its entry, unless that is the one which is still being written.
        let takes = stanza.instead_of == Some(own.span);
        if stays && stanza.kept_for.as_deref() == Some(native) {
            continue;
        }
        let finishes =
            |blank: &Blank| blank.span.start <= own.span.start && own.span.end <= blank.span.end;
        if takes && own.text == native && !stanza.blanks.iter().any(finishes) {
            continue;
        }
        let author = match &cx.snapshot.author {
            Some(Some(author)) => (author.name.as_str(), author.mail.as_str()),
            _ if stanza.names_author() => {
                return Err(ManifestRefusal::NoAuthor { path: own.path.clone() }.into());
            }
            _ => ("", ""),
        };
        let filling = Filling {
            version: native,
            pre: component.form.is_pre(&step.to),
            day: cx.given.date,
            author,
            notes: &notes(),
            package_release: &count,
        };
        let edits = stanza.edits(&filling);
        if stanza.instead_of.is_some() {
            reads_back(cx, own, &edits, native)?;
        }
        for edit in edits {
            replaced.put(&own.path, edit.span, &edit.old, edit.new, EditRole::Stanza);
        }
    }
    Ok(())
}

/// Refuses a component that says of itself how its caption is written and has none.
pub(super) fn has_caption(cx: &Context<'_>, step: &Move) -> Result<(), PlanError> {
    let component = cx.product.components.get(step.component);
    let writes = |one: &&Component| one.caption_told.is_some() && one.caption.is_some();
    match component.filter(writes) {
        Some(component) if captions(cx, step.component).is_empty() => {
            Err(ManifestRefusal::NoCaption { component: component.name.clone() }.into())
        }
        _ => Ok(()),
    }
}

/// Components that move with a caption that stays as it is, and the captions (IRIC-3): but for those
/// that say so of theirs.
pub(super) fn unchanged_captions<'a>(
    cx: &'a Context<'_>,
    moved: &'a Moves,
) -> impl Iterator<Item = (&'a Component, &'a str)> {
    // A first release may be what its files say already: then its caption is right as it is.
    let moving = moved.iter().filter(|step| step.from.as_ref() != Some(&step.to));
    moving.flat_map(move |step| {
        let keeps = |one: &&Component| one.caption_told.is_some() && one.caption.is_none();
        let component = cx.product.components.get(step.component).filter(|one| !keeps(one));
        let captions = captions(cx, step.component);
        component.into_iter().flat_map(move |component| {
            let new = component.caption.as_deref().map(|caption| captioned(caption, &step.to));
            let stays = move |slot: &&Slot| new.as_ref().is_none_or(|new| *new == slot.text);
            captions
                .clone()
                .into_iter()
                .filter(stays)
                .map(move |slot| (component, slot.text.as_str()))
        })
    })
}

/// The captions in the files that state a component's version.
fn captions<'a>(cx: &'a Context<'_>, component: usize) -> Vec<&'a Slot> {
    let files: BTreeSet<&RepoPath> =
        cx.inventory.own(component).iter().map(|own| &own.path).collect();
    let located = files.into_iter().filter_map(|path| cx.inventory.located(path));
    let slots = located.flat_map(|located: &Located| &located.slots);
    slots.filter(|slot| slot.kind == SlotKind::Beside(Beside::Caption)).collect()
}

/// A caption's template with the version in it.
fn captioned(template: &str, version: &Version) -> String {
    template.replace("{version}", version.as_str())
}

/// The operation's day, as the date in `slot` is written.
fn day(cx: &Context<'_>, path: &RepoPath, slot: &Slot) -> Result<String, PlanError> {
    match DayForm::of(&slot.text) {
        Some(form) => Ok(form.write(cx.given.date)),
        None => {
            let place = Place::bytes(path, slot.span);
            Err(ManifestRefusal::NotADay { text: slot.text.clone(), place }.into())
        }
    }
}

/// What an entry says is new.
fn notes() -> Vec<String> {
    alloc::vec!["New upstream release.".to_string()]
}

/// The package's own count behind a version, as the ecosystem has it (KOLAB-7): it starts anew for
/// a final version, and goes on from one pre-release to the next that leads to the same one. `last`
/// is that of the last entry; the label is left out where the version carries it (KOLAB-8).
fn package_release(
    form: &Form,
    dialect: &Dialect,
    step: &Move,
    native: &str,
    last: &str,
) -> String {
    let Some(rules) = dialect.packages else { return last.to_string() };
    let Some((label, number)) = form.label(&step.to) else {
        return rules.release.replace("{n}", "1");
    };
    let target = |version: &Version| form.promote(version).ok().map(|to| form.key(&to));
    let goes_on = step.from.as_ref().is_some_and(|from| {
        form.is_pre(from) && target(from).is_some() && target(from) == target(&step.to)
    });
    let (before, _) = rules.pre_release.split_once("{n}").unwrap_or_default();
    let count = last.strip_prefix(before).filter(|_| goes_on).map_or(0, |rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or(0)
    });
    let label = match number {
        _ if native.contains(label) => String::new(),
        Some(number) => format!(".{label}{number}"),
        None => format!(".{label}"),
    };
    let count = count.saturating_add(1).to_string();
    rules.pre_release.replace(".{pre}", &label).replace("{n}", &count)
}

/// Requires that an entry which takes the version's place says the new one; an epoch of the version
/// may stand before what the format takes for it.
fn reads_back(cx: &Context<'_>, own: &Own, edits: &[Edit], native: &str) -> Result<(), PlanError> {
    let path = &own.path;
    let refuse = |message: String| verify_failed(path, message, None);
    let before = cx.snapshot.bytes(path).unwrap_or_default();
    let after = manifest::splice(before, edits).map_err(|error| refuse(error.to_string()))?;
    let (_, bare) = own.dialect.split_epoch(native);
    let text = Source::new(path, &after).map_err(|error| refuse(error.to_string()))?;
    let locators = cx.inventory.locators(path).iter();
    for locator in locators.filter(|locator| matches!(locator, Locator::Format(_))) {
        let located = locator.locate(&text).map_err(|error| refuse(error.to_string()))?;
        let found = located.version();
        let written = |slot: &Slot| {
            let head = text.text.get(..slot.span.end).unwrap_or_default();
            slot.text == native || (slot.text == bare && head.ends_with(native))
        };
        if !found.is_some_and(written) {
            let found = found.map_or("nothing", |slot| slot.text.as_str());
            return Err(refuse(format!("`{found}` reads back where `{native}` was added")));
        }
    }
    Ok(())
}
