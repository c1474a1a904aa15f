//! OCI images: a tag is the scheme's own spelling, in the characters that registries take.
//!
//! Source: OCI distribution specification, "Pulling manifests": `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.

mod tag;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

use super::{Dialect, NativeError, Neutral, Requires, Target, plain};

const TARGET: Target = Target { id: "oci", title: "an OCI registry" };
const MOST_CHARACTERS: usize = 128;

/// Tags of container images and other OCI artifacts.
pub static OCI: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: false,
    build: false,
    placeholder: "",
    takes: None,
    development: &["-dev", "-dev.{n}", "-SNAPSHOT"],
    write,
    read,
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits: tag::admits, follow: tag::follow, promise: None }),
};

/// `+` is written `_`, as Helm does; a version that has an underscore already could not be read
/// back, and is refused.
fn write(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    let spelling = plain::spelling(version);
    if spelling.contains('_') {
        return Err(refused(&spelling, "`_` stands for `+` in a tag".to_owned(), None));
    }
    let tag = spelling.replace('+', "_");
    check(&tag)?;
    Ok(tag)
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    check(text)?;
    Ok(plain::taken_apart(&text.replacen('_', "+", 1)))
}

fn check(tag: &str) -> Result<(), NativeError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if let Some(other) = tag.chars().find(|&c| !fits(c)) {
        let wanted = (other == '+').then(|| tag.replace('+', "_"));
        return Err(refused(
            tag,
            format!("a tag cannot hold `{}`", other.escape_default()),
            wanted,
        ));
    }
    if tag.is_empty() || tag.starts_with(['.', '-']) {
        return Err(refused(tag, "a tag begins with a letter, a digit or `_`".to_owned(), None));
    }
    if tag.len() > MOST_CHARACTERS {
        return Err(NativeError::TooLong {
            target: TARGET,
            text: tag.to_string(),
            most: MOST_CHARACTERS,
        });
    }
    Ok(())
}

fn refused(text: &str, why: String, wanted: Option<String>) -> NativeError {
    NativeError::Syntax { target: TARGET, text: text.to_owned(), why, wanted }
}

/// Registries do not order tags, so this is the plain order.
fn order(a: &str, b: &str) -> Ordering {
    plain::order(&a.replacen('_', "+", 1), &b.replacen('_', "+", 1))
}
