//! The policies' cases, the language's refusals, and properties of every preset.

extern crate std;

mod calver;
mod chain;
mod diavolo;
mod errors;
mod histories;
mod ibex;
mod iric;
mod kolab;
mod language;
mod packages;
mod parts;
mod properties;
mod ranges;
mod semver;
mod step;
pub(crate) mod vectors;

use crate::{Compatibility, Date, Form, Given, Scheme, Version};

fn scheme(name: &str) -> Scheme {
    Scheme::preset(name)
        .unwrap_or_else(|error| panic!("{name}: {error} at {:?}", place::Explain::place(&error)))
}

fn plain(name: &str) -> Form {
    scheme(name).plain().clone()
}

fn role(name: &str, role: &str) -> Form {
    scheme(name).form(Some(role)).unwrap().clone()
}

/// Nothing but a day.
fn on(year: i16, month: i8, day: i8) -> Given {
    Given { date: Date::constant(year, month, day), external: None, minimum: None }
}

fn v(form: &Form, text: &str) -> Version {
    form.parse(text).unwrap()
}

fn bumped(form: &Form, from: &str, part: &str, given: &Given) -> Version {
    form.bump(&v(form, from), form.part(part).unwrap(), given).unwrap()
}

/// `from` caught up with `line` and then bumped: what `patch` does.
fn patched(form: &Form, from: &str, line: &str, part: &str, given: &Given) -> Version {
    let line = form.line_from(line).unwrap();
    let caught = form.onto(&v(form, from), &line, given);
    form.bump(&caught, form.part(part).unwrap(), given).unwrap()
}

fn ascending(form: &Form, versions: &[&str]) {
    for two in versions.windows(2) {
        let (low, high) = (form.key(&v(form, two[0])), form.key(&v(form, two[1])));
        assert!(low < high, "{} is not below {}", two[0], two[1]);
    }
}

/// The verdict for two bare versions of a preset.
fn verdict(scheme: &Scheme, provider: &str, consumer: &str) -> Compatibility {
    let form = scheme.plain();
    let (provider, consumer) = (v(form, provider), v(form, consumer));
    scheme.compare((None, &provider, None), (None, &consumer, None)).verdict
}
