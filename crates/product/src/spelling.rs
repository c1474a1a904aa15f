//! How a place writes a version: as its ecosystem does, with the place's own habit kept.

use alloc::string::String;

use version::{Dialect, Form, NativeError, Version};

use crate::inventory::Own;

/// `version` as it is written where `own` stands. A place that pads or shortens what its ecosystem
/// writes keeps doing so: `1.4.2` in an assembly becomes `1.5.0`, not `1.5.0.0`. One that does not
/// is written anew: `1.0.20161101` in a pom.xml becomes `1.1`, not `1.1.0` (SEMANTICS 19).
///
/// # Errors
/// What the ecosystem cannot hold.
pub(crate) fn spelled(form: &Form, own: &Own, version: &Version) -> Result<String, NativeError> {
    // A package's release that stays as it is can only stand for the label that it names.
    let same = own.version.as_ref().is_ok_and(|own| form.label(own) == form.label(version));
    written(form, own, version, is_beside_release(form, own) && same)
}

/// As [`spelled`], where the package's release beside it is written anew as well, and so names a
/// pre-release's label where its ecosystem has it there (KOLAB-8).
///
/// # Errors
/// As [`spelled`].
pub(crate) fn spelled_beside(
    form: &Form,
    own: &Own,
    version: &Version,
) -> Result<String, NativeError> {
    written(form, own, version, is_beside_release(form, own))
}

/// Whether a pre-release's label goes into the package's release beside `own`, where its ecosystem has
/// it there: not where the version itself holds one.
pub(crate) fn is_beside_release(form: &Form, own: &Own) -> bool {
    let labelled = || form.from_native(own.dialect, &own.text).is_ok_and(|v| form.is_pre(&v));
    own.release.is_some() && !labelled()
}

/// How many numbers the place of `own` writes, where that is not as its ecosystem does it.
pub(crate) fn habit(form: &Form, own: &Own) -> Option<usize> {
    // A build server's number comes and goes: what a place does without it is its habit.
    let stated = own.leads_to();
    let usual = stated.map(|(version, _)| form.released(version));
    let usual = usual.and_then(|v| form.native(own.dialect, &v, None).ok());
    let (bare, _) = bare(own);
    // A divided version has as many places as it has numbers.
    let divided = !own.rest.is_empty();
    // A text that is no version shows no habit: how many numbers it has may be what is wrong.
    let plain = stated.is_none() || usual.as_deref() == Some(bare);
    if plain && !divided { None } else { numbers(before_label(bare)) }
}

/// What a place says, or leads to, before the word that stands for a build server's number until the
/// build; and that word, where it is there.
fn bare(own: &Own) -> (&str, &str) {
    let said = own.leads_to().map_or(own.text.as_str(), |(_, text)| text);
    let word = own.dialect.placeholder;
    match said.strip_suffix(word).filter(|_| !word.is_empty()) {
        Some(bare) => (bare, word),
        None => (said, ""),
    }
}

fn written(form: &Form, own: &Own, version: &Version, beside: bool) -> Result<String, NativeError> {
    let (habit, (_, word)) = (habit(form, own), bare(own));
    let divided = !own.rest.is_empty();
    let mut text = if let Some(own) = alike(form, own.dialect, &own.text, version) {
        own
    } else if beside {
        form.beside_release(own.dialect, version, habit)?
    } else {
        form.native(own.dialect, version, habit)?
    };
    if form.external().is_none_or(|part| version.value(part).is_none()) {
        text.push_str(word);
    }
    let count = own.rest.len() + 1;
    if divided && (text.split('.').count() != count || numbers(&text) != Some(count)) {
        let target = own.dialect.target();
        return Err(NativeError::TooMany {
            target,
            text,
            count: numbers(version.as_str()).unwrap_or(0),
            most: count,
            parts: form.parts().iter().map(|part| part.name.clone()).collect(),
        });
    }
    Ok(text)
}

/// Whether the number of dialect `dialect` that rises with a version is made of it: by a template, or
/// because the version is one number itself. Where it is not, nothing but its count is known.
pub(crate) fn is_made(form: &Form, dialect: &Dialect, version: &Version) -> bool {
    form.has_template(dialect) || form.native(dialect, version, None).is_ok()
}

/// The scheme's own spelling of a pre-release, for a place that has the last one so: `1.5.0-rc1` in
/// npm, which usually is `1.5.0-rc.1` there.
pub(crate) fn alike(form: &Form, dialect: &Dialect, was: &str, to: &Version) -> Option<String> {
    let own = form.own_spelling(dialect, to)?;
    let before = form.parse(was).ok()?;
    let usual = form.native(dialect, &before, None).is_ok_and(|usual| usual == was);
    (!usual && form.own_spelling(dialect, &before) == Some(was)).then(|| own.into())
}

/// The version that a text beside a package's `release` is to its ecosystem, where people may have
/// written it in another spelling than releases do; `None` where it is none.
pub(crate) fn meant(form: &Form, dialect: &Dialect, text: &str, release: &str) -> Option<Version> {
    let read = |text: &str| form.from_beside_release(dialect, text, release).ok();
    read(text).or_else(|| read(&dialect.canonical(text)?))
}

/// What `lint --fix` writes over the place of `own`, for it to say `version`; `None` where that is
/// several places, the ecosystem cannot hold it, or people wrote there what they work on.
pub(crate) fn mended(form: &Form, own: &Own, version: &Version) -> Option<String> {
    let mechanical = own.rest.is_empty() && own.development.is_none();
    if mechanical { spelled(form, own, version).ok() } else { None }
}

/// A version text without the label that stands right behind its last number: `1.5.0.0` of
/// `1.5.0.0-rc.1`, which has as many numbers as it will have without.
fn before_label(text: &str) -> &str {
    let is_number = |letter: char| letter.is_ascii_digit() || letter == '.';
    let end = text.find(|letter| !is_number(letter)).unwrap_or(text.len());
    match text.get(..end) {
        Some(bare) if bare.contains('.') && !bare.ends_with('.') => bare,
        _ => text,
    }
}

/// How many numbers a version text starts with; `None` where it starts with none.
fn numbers(text: &str) -> Option<usize> {
    let numbers = text.split(['.', ',']).take_while(|piece| {
        let digits = piece.trim();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    match numbers.count() {
        0 => None,
        count => Some(count),
    }
}

#[cfg(test)]
mod tests {
    use place::{RepoPath, Span};
    use version::{Scheme, native};

    use super::*;

    fn written(scheme: &str, dialect: &'static Dialect, text: &str, version: &str) -> String {
        let scheme = Scheme::preset(scheme).unwrap();
        let form = scheme.form(None).unwrap();
        let own = Own {
            path: RepoPath::new("f").unwrap(),
            span: Span::new(0, text.len()),
            text: text.into(),
            dialect,
            rest: alloc::vec![],
            shared: false,
            listed: true,
            bond: crate::inventory::Bond::States,
            release: None,
            version: form.from_native(dialect, text),
            development: form.in_development(dialect, text),
        };
        spelled(form, &own, &form.parse(version).unwrap()).unwrap()
    }

    #[test]
    fn a_place_keeps_its_habit_and_only_that() {
        for (scheme, dialect, text, version, wanted) in [
            ("semver", &native::ASSEMBLY, "1.4.2", "1.5.0", "1.5.0"),
            ("semver", &native::ASSEMBLY, "1.4.2.0", "1.5.0", "1.5.0.0"),
            ("semver", &native::CARGO, "1.4.2", "1.5.0", "1.5.0"),
            ("semver", &native::NUGET, "1.4.2.0", "1.5.0-rc.1", "1.5.0.0-rc.1"),
            ("semver", &native::NUGET, "1.5.0.0-rc.1", "1.5.0-rc.2", "1.5.0.0-rc.2"),
            ("semver", &native::NUGET, "1.5.0.0-rc.2", "1.5.0", "1.5.0.0"),
            ("semver", &native::PEP440, "1.5.0.0rc1", "1.5.0", "1.5.0.0"),
            ("semver", &native::DEB, "1.5.0.0~rc1", "1.5.0", "1.5.0.0"),
            ("semver", &native::PEP440, "1.5.0rc1", "1.5.0", "1.5.0"),
            ("chain", &native::MAVEN, "1.0.20161101", "1.1", "1.1"),
            ("chain", &native::MAVEN, "1.0", "1.0.20161101", "1.0.20161101"),
            ("chain", &native::MAVEN, "1.0.0", "1.1", "1.1.0"),
            ("chain", &native::APPLE, "1.0.20161101", "1.1", "1.1"),
            ("chain", &native::NPM, "1.0.0", "1.1", "1.1.0"),
            ("chain", &native::MAVEN, "nothing", "1.1", "1.1"),
            ("chain", &native::MAVEN, "1.0-SNAPSHOT", "1.1", "1.1"),
            ("chain", &native::MAVEN, "1.0.0-SNAPSHOT", "1.1", "1.1.0"),
            ("semver", &native::PEP440, "1.4.2.dev0", "1.5.0", "1.5.0"),
            ("semver", &native::NUGET, "1.4.2.0-dev", "1.5.0", "1.5.0.0"),
        ] {
            assert_eq!(written(scheme, dialect, text, version), wanted, "{text} -> {version}");
        }
    }
}
