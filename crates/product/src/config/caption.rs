//! `caption`: what a release writes into the caption beside a version.

use alloc::string::String;

use place::{Section, Value};

use super::ProductError;

const EXAMPLE: &str = "caption = \"Sample Solver {version}\"";

/// What a component's own table says: a template, or with `false` that its caption stays.
pub(super) fn own(section: &Section<'_>) -> Result<Option<Value<Option<String>>>, ProductError> {
    match section.bool("caption") {
        Ok(Some(switch)) if switch.value => {
            Err(switch.refuse("`caption` takes text or false", EXAMPLE).into())
        }
        Ok(Some(switch)) => Ok(Some(switch.map(|_| None))),
        _ => {
            let Some(caption) = section.string("caption")? else { return Ok(None) };
            let told = caption.clone().map(|_| None);
            let text = sound(caption)?;
            Ok(Some(told.map(|_: Option<String>| Some(text))))
        }
    }
}

/// A caption holds the version and no other placeholder, on one line.
pub(super) fn sound(caption: Value<String>) -> Result<String, ProductError> {
    let fixed = caption.replace("{version}", "");
    let why = if fixed.len() == caption.len() {
        "a caption has {version} in it"
    } else if fixed.contains(['{', '}']) {
        "a caption knows no other placeholder than {version}"
    } else if fixed.contains(char::is_control) {
        "a caption is one line"
    } else {
        return Ok(caption.value);
    };
    Err(caption.refuse(why, EXAMPLE).into())
}
