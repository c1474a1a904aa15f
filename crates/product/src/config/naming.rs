//! Names of products: as people write them, and as tags do.

use alloc::borrow::ToOwned;
use alloc::string::String;

use place::Value;

use super::ProductError;

/// What a product is called: it stands in commits' first lines and in tags' messages.
pub(super) fn called(name: Value<String>) -> Result<String, ProductError> {
    if name.is_empty() || name.contains(char::is_control) || name.trim() != *name {
        let help = "one line, without space around it: it stands in commits' first lines";
        return Err(name.refuse("a product's name is one line", help).into());
    }
    Ok(name.value)
}

/// A name as tags write it: lower case, `-` in place of whatever tags do not allow.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() || "._".contains(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
