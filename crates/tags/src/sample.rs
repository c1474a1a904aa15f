//! Owners for tests.

use alloc::string::String;
use alloc::vec::Vec;

use version::{Form, Scheme};

use crate::{Owner, OwnerId, Template};

/// The form of a preset's plain role.
pub(crate) fn form(preset: &str) -> Form {
    Scheme::preset(preset).unwrap().form(None).unwrap().clone()
}

/// One component for each template, with forms that are clones of one.
pub(crate) fn owners<S: AsRef<str>>(form: &Form, templates: &[S]) -> Vec<Owner> {
    let owner = |(at, template): (usize, &S)| Owner {
        id: OwnerId::Component(at),
        template: Template::parse(template.as_ref(), &[]).unwrap(),
        form: form.clone(),
        alias: false,
    };
    templates.iter().enumerate().map(owner).collect()
}

/// Names as bytes.
pub(crate) fn bytes<S: AsRef<str>>(names: &[S]) -> impl Iterator<Item = &[u8]> {
    names.iter().map(|name| name.as_ref().as_bytes())
}

/// A strategy for a template's text: short affixes that often nest, with `v`s and versions in them.
pub(crate) fn template() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::string::string_regex("(a|b|a-|a-b-|v|a-v|1\\.|)\\{version\\}(|-a|\\.1|-b)").unwrap()
}
