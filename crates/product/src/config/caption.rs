//! `caption`: what a release writes into the caption beside a version.

use alloc::string::String;

use place::Value;

use super::ProductError;

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
    Err(caption.refuse(why, "caption = \"Sample Solver {version}\"").into())
}
