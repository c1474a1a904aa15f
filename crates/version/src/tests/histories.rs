//! Native versions along histories of releases: each is above the one before, in every ecosystem
//! that can hold it, and reads back as what was released.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Place;
use proptest::prelude::*;

use super::plain;
use super::properties::forms;
use crate::{DIALECTS, Date, Dialect, Form, Given, LineVersion, PartId, Version, dialect};

/// One operation, with more choices than any one form needs.
#[derive(Debug, Clone)]
struct Step {
    kind: usize,
    part: usize,
    label: usize,
    days: i32,
    external: Option<u64>,
    again: usize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0..5_usize, 0..5_usize, 0..3_usize, 0..400_i32, prop::option::of(0..999_u64), 1..12_usize);
    let step = step.prop_map(|(kind, part, label, days, external, again)| Step {
        kind,
        part,
        label,
        days,
        external,
        again,
    });
    prop::collection::vec(step, 1..14)
}

/// A component on its line.
struct Walk<'f> {
    form: &'f Form,
    line: LineVersion,
    now: Version,
    today: Date,
}

impl<'f> Walk<'f> {
    /// From the lowest version of a form that was released at all.
    fn new(form: &'f Form) -> Option<Self> {
        let today = Date::constant(2016, 10, 1);
        let given = Given { date: today, external: None, minimum: None };
        let lowest =
            form.shape.compose(form.parts().iter().map(|part| Some(part.start)).collect(), None);
        let line = form.line(&lowest);
        let now = form.fresh(&line, &given);
        form.parse(now.as_str()).ok()?;
        Some(Self { form, line, now, today })
    }

    fn given(&self, step: &Step) -> Given {
        let external = step.external.filter(|_| self.form.counts_external());
        Given { date: self.today, external, minimum: None }
    }

    /// The version after `step`, if the policy permits it.
    fn next(&mut self, step: &Step) -> Option<Version> {
        let form = self.form;
        let given = self.given(step);
        // What people may move; the rest moves by itself, or is given.
        let parts = form.parts().iter().enumerate().filter(|(_, part)| part.is_bumpable());
        let parts: Vec<PartId> = parts.map(|(index, _)| PartId(index)).collect();
        let part = parts[step.part % parts.len()];
        let labels: Vec<&str> = form.labels().collect();
        let label = labels.get(step.label % labels.len().max(1)).copied();
        let bumped = |walk: &Self| {
            let caught = form.onto(&walk.now, &walk.line, &given);
            form.bump(&caught, part, &given).ok()
        };
        match (step.kind, form.is_pre(&self.now)) {
            (0 | 1, true) => form.promote(&self.now).ok(),
            (_, true) => form.pre(&self.now, label?).ok(),
            (0, false) => {
                let line = form.next_line(&self.line, part, &given).ok()?;
                let next = form.onto(&self.now, &line, &given);
                self.line = line;
                Some(next)
            }
            (1, false) => form.pre(&bumped(self)?, label?).ok(),
            (_, false) => bumped(self),
        }
    }

    /// Every version that comes out along `steps`, in order, the first one included.
    fn all(mut self, steps: &[Step]) -> Vec<(Version, Option<u64>)> {
        let mut out = Vec::from([(self.now.clone(), None)]);
        for step in steps {
            for _ in 0..step.again {
                self.today = self.today.checked_add(jiff::Span::new().days(step.days)).unwrap();
                let Some(next) = self.next(step) else { continue };
                if !self.form.is_pre(&next) {
                    self.line = self.form.line(&next).max(self.line);
                }
                out.push((next.clone(), step.external));
                self.now = next;
            }
        }
        out
    }
}

/// `version` as a manifest of dialect `d` holds it, the build server's number where there is room.
fn written(form: &Form, d: &Dialect, version: &Version, external: Option<u64>) -> Option<String> {
    let version = match external.filter(|_| form.has_room(d)) {
        Some(number) => form.with_external(version, number),
        None => version.clone(),
    };
    form.native(d, &version, None).ok()
}

/// What rises by the policy rises in `d`, and reads back.
fn rises(name: &str, form: &Form, d: &Dialect, steps: &[Step]) -> Result<usize, TestCaseError> {
    let Some(walk) = Walk::new(form) else { return Ok(0) };
    let mut before: Option<(Version, String)> = None;
    let mut held = 0;
    for (version, external) in walk.all(steps) {
        let Some(text) = written(form, d, &version, external) else { continue };
        held += 1;
        if d.lossless {
            let back = form.from_native(d, &text);
            prop_assert!(back.is_ok(), "{name} {version} in {}: {text}: {back:?}", d.id);
            prop_assert_eq!(
                form.key(&back.unwrap()),
                form.key(&version),
                "{} {} {}",
                name,
                version,
                text
            );
        }
        if let Some((old, lower)) = &before {
            prop_assert!(form.key(old) < form.key(&version), "{name}: {old} before {version}");
            let order = (d.order)(lower, &text);
            // Where only the fourth number moved, a plan warns: MSI does not look at it.
            let unseen = d.id == "msi" && first_three(lower) == first_three(&text);
            prop_assert!(
                order.is_lt() || (unseen && order.is_eq()),
                "{name}: {old} before {version}, but in {} {lower} is not below {text}",
                d.id
            );
        }
        before = Some((version, text));
    }
    Ok(held)
}

fn first_three(text: &str) -> Vec<&str> {
    text.split('.').take(3).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn native_versions_rise_along_every_permitted_history(index in 0..forms().len(), steps in steps()) {
        let (name, form) = &forms()[index];
        for d in DIALECTS {
            rises(name, form, d, &steps)?;
        }
    }

    #[test]
    fn templates_keep_the_order(index in 0..TEMPLATES.len(), steps in steps()) {
        let (name, form, d) = &templated()[index];
        rises(name, form, d, &steps)?;
    }
}

/// Templates that keep the order: forms, by name, with a template of their own for one dialect.
const TEMPLATES: &[(&str, &str, &str)] = &[
    ("chain", "msi", "{major}.{minor}.{build|days:2000-01-01|0}"),
    ("chain", "assembly", "{major}.{minor}.{build|days:2000-01-01|0}"),
    ("chain", "android", "{major}{minor|pad:3}{build|days:2000-01-01|0|pad:5}"),
    ("semver", "android", "{major}{minor|pad:3}{patch|pad:3}"),
    ("ibex", "android", "{major}{minor|pad:3}{patch|pad:3}"),
    ("semver", "vcpkg-date", "2000-01-01.{major}.{minor}.{patch}"),
    ("diavolo", "apple", "{major}.{minor}.{build}{revision|pad:5}"),
    ("diavolo", "npm", "{major}.{minor}.{build}{revision|pad:5}"),
];

/// The forms of [`TEMPLATES`], each with its dialect.
fn templated() -> Vec<(&'static str, Form, &'static Dialect)> {
    let made = TEMPLATES.iter().map(|(name, id, template)| {
        let place = Place::Argument("template".into());
        let form = plain(name).with_native(id, template, place).unwrap();
        (*name, form, dialect(id).unwrap())
    });
    made.collect()
}

#[test]
fn every_dialect_is_held_to_it() {
    let step = |kind| Step { kind, part: 0, label: 0, days: 1, external: None, again: 2 };
    let steps: Vec<Step> = [0, 2, 1, 0, 2].map(step).into();
    let templated = templated();
    for d in DIALECTS {
        let plain = forms().iter().map(|(name, form)| (name.as_str(), form));
        let own = templated.iter().filter(|(_, _, own)| own.id == d.id);
        let all = plain.chain(own.map(|(name, form, _)| (*name, form)));
        let held: usize = all.map(|(name, form)| rises(name, form, d, &steps).unwrap()).sum();
        assert!(held > 4, "{} was held to {held} versions", d.id);
    }
}

#[test]
fn a_width_is_written_read_back_and_not_passed() {
    let (_, form, d) = templated().into_iter().find(|(name, ..)| *name == "semver").unwrap();
    let version = |text: &str| form.parse(text).unwrap();
    for (text, native) in [("2.14.7", "2014007"), ("0.0.1", "0000001"), ("12.0.999", "12000999")] {
        let written = form.native(d, &version(text), None);
        // Android reads no zeros in front, and so refuses what would begin with them.
        match native.strip_prefix('0') {
            Some(_) => assert!(written.is_err(), "{text}: {written:?}"),
            None => {
                assert_eq!(written.as_deref(), Ok(native));
                assert_eq!(form.from_native(d, native).unwrap().as_str(), text);
            }
        }
    }
    let error = form.native(d, &version("1.2.1000"), None).unwrap_err();
    assert!(error.to_string().contains("1000 has more than 3 digits"), "{error}");
    assert!(form.from_native(d, "12").is_err(), "shorter than its widths");
}

/// The template that the refusal of `version` in dialect `id` offers, if it offers one.
fn offered(form: &Form, version: &str, id: &str) -> Option<String> {
    let error = form.native(dialect(id).unwrap(), &form.parse(version).unwrap(), None).err()?;
    let help = place::Explain::help(&error)?;
    let (_, after) = help.split_once(&alloc::format!("`native = {{ {id} = \""))?;
    let (template, _) = after.split_once("\" }`")?;
    template.contains('{').then(|| template.to_string()).filter(|text| text != "{PART}")
}

#[test]
fn the_template_that_is_offered_fits_and_names_the_schemes_own_parts() {
    for (name, version, id, wanted) in [
        ("semver", "1.2.3", "android", "{major}{minor|pad:3}{patch|pad:3}"),
        ("chain", "1.1.20161108", "android", "{major}{minor|pad:3}{build|days:2000-01-01|0|pad:5}"),
        ("chain", "1.1.20161108", "msi", "{major}.{minor}.{build|days:2000-01-01|0}"),
        ("diavolo", "1.0.1883.5", "apple", "{major}.{minor}.{build}{revision|pad:5}"),
        ("diavolo", "1.0.1883.5", "npm", "{major}.{minor}.{build}{revision|pad:5}"),
        // A qualifier is compared as text: 10 would be below 9.
        ("diavolo", "1.0.1883.5", "osgi", "{major}.{minor}.{build}{revision|pad:5}"),
    ] {
        assert_eq!(offered(&plain(name), version, id).as_deref(), Some(wanted), "{name} {id}");
    }
    assert_eq!(offered(&plain("diavolo"), "3.0.0.1883", "osgi"), None);
    // No template has a place for what leads to a version.
    assert_eq!(offered(&plain("semver"), "1.2.3-rc.1", "android"), None);
}

/// CHAIN-10: who pastes what is offered has an end of it, whichever release comes next.
#[test]
fn chain_10_every_template_that_is_offered_works() {
    let mut pasted = 0;
    for (name, versions) in [
        ("chain", &["1.1", "1.1.20161108", "1.2", "1.2.20270101"][..]),
        ("semver", &["1.2.3", "1.2.4", "1.3.0", "2.0.0"]),
        ("diavolo", &["1.0.1883.5", "1.0.1884.0", "1.1.1885.0"]),
        ("kolab", &["2.5.0", "2.5.1"]),
        ("iric", &["3.0.5", "3.1.0"]),
        ("ibex", &["2.1", "2.2"]),
    ] {
        let form = plain(name);
        for (d, first) in DIALECTS.iter().flat_map(|d| versions.iter().map(move |v| (d, *v))) {
            if form.parse(first).is_err() {
                continue;
            }
            let Some(template) = offered(&form, first, d.id) else { continue };
            let here = Place::Argument("template".into());
            let taken = form.with_native(d.id, &template, here).unwrap();
            for version in versions {
                let version = form.parse(version).unwrap();
                let text = taken.native(d, &version, None);
                let text =
                    text.unwrap_or_else(|error| panic!("{name} {} {template}: {error}", d.id));
                let read = taken.from_native(d, &text).unwrap();
                assert!(taken.same(&read, &version), "{name} {}: {read} {version}", d.id);
            }
            pasted += 1;
        }
    }
    assert!(pasted > 10, "{pasted}");
}

/// Thousands of histories in CI; enough to find a slip while working.
fn cases() -> u32 {
    if super::std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) { 1_500 } else { 200 }
}
