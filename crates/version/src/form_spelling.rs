//! What a scheme calls its pre-releases, where an ecosystem takes more than the one spelling.

use alloc::borrow::ToOwned;

use crate::form::Form;
use crate::native::{Dialect, NativeError, Neutral};
use crate::version::Version;

impl Form {
    /// The scheme's own spelling of a pre-release, where dialect `d` takes that as it is.
    #[must_use]
    pub fn own_spelling<'v>(&self, d: &Dialect, version: &'v Version) -> Option<&'v str> {
        let takes = d.takes.filter(|_| version.mark.is_some() && !self.has_template(d))?;
        let own = version.as_str();
        // A build server's number is written as the ecosystem has it.
        (takes(own) && self.without_external(version).as_str() == own).then_some(own)
    }

    /// Why what stands before a marker of development in `text` is no version of this form: the marker
    /// is right, and something else is wrong.
    pub(crate) fn base_refused(&self, d: &Dialect, text: &str) -> Option<NativeError> {
        d.unmarked(text).filter(|(_, base)| (d.read)(base).is_ok()).find_map(|(_, base)| match self
            .version_in(d, base, None)
        {
            Err(NativeError::Shape { target, why, format, .. }) => {
                Some(NativeError::Shape { target, text: text.to_owned(), why, format })
            }
            _ => None,
        })
    }

    /// Calls a pre-release as the scheme does, where `d` takes that and `text` for the same version: `b`
    /// and PEP 440's `beta`, in a scheme that has no `beta`; `rc` and Composer's `RC`.
    pub(crate) fn in_own_words(&self, d: &Dialect, text: &str, neutral: &mut Neutral) {
        let Some((label, number)) = neutral.pre.clone() else { return };
        if self.labels().any(|known| known == label) {
            return;
        }
        let is_so = |known: &&str| {
            let pre = Some(((*known).to_owned(), number));
            let own = (d.write)(&Neutral { pre, ..neutral.clone() }, None);
            own.is_ok_and(|own| (d.order)(&own, text).is_eq())
        };
        if let Some(own) = self.labels().find(is_so) {
            neutral.pre = Some((own.to_owned(), number));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::native::{CARGO, COMPOSER, MAVEN, MSI, NPM, NUGET, PEP440, PUB};
    use crate::{Form, Scheme};

    fn form(pre: &str) -> Form {
        let text = alloc::format!("extends = \"semver-fixed\"\n[pre]\n{pre}\n");
        Scheme::parse("x.toml", &text, &|_| None).unwrap().plain().clone()
    }

    #[test]
    fn a_label_without_a_number_is_written_where_the_ecosystem_has_it() {
        let semver = Scheme::preset("semver-fixed").unwrap().plain().clone();
        let version = semver.parse("1.0.0-beta").unwrap();
        for dialect in [&CARGO, &NPM, &PUB] {
            assert_eq!(semver.native(dialect, &version, None).unwrap(), "1.0.0-beta");
            assert_eq!(semver.from_native(dialect, "1.0.0-beta"), Ok(version.clone()));
            assert!(semver.from_native(dialect, "1.0.0-gamma").is_err());
        }
        for dialect in [&PEP440, &MSI] {
            assert!(semver.native(dialect, &version, None).is_err(), "{}", dialect.id);
        }
    }

    #[test]
    fn the_schemes_own_spelling_is_read_where_the_ecosystem_takes_it() {
        let form = form("write = \"-{label}{n}\"");
        let version = form.parse("1.1.0-rc1").unwrap();
        for text in ["1.1.0-rc1", "1.1.0-rc.1"] {
            assert_eq!(form.from_native(&NPM, text), Ok(version.clone()), "{text}");
        }
        // What is written where nothing was sorts right, with ten of them too.
        assert_eq!(form.native(&NPM, &version, None).unwrap(), "1.1.0-rc.1");
        assert!(form.from_native(&NPM, "1.1.0-rc01").is_err());
        assert!(form.from_native(&PEP440, "1.1.0-rc1").is_err());
    }

    #[test]
    fn labels_are_those_of_the_scheme() {
        let form = form("labels = [\"a\", \"b\", \"rc\"]\nwrite = \"{label}{n}\"");
        for text in ["2.14.0a1", "2.14.0b1", "2.14.0rc1"] {
            let version = form.parse(text).unwrap();
            assert_eq!(form.from_native(&PEP440, text), Ok(version.clone()), "{text}");
            assert_eq!(form.native(&PEP440, &version, None).unwrap(), text);
        }
        assert!(form.from_native(&PEP440, "2.14.0.dev1").is_err());
    }

    #[test]
    fn labels_are_known_in_whatever_case_and_by_their_short_names() {
        let form = form("labels = [\"alpha\", \"M\", \"RC\"]\nwrite = \"-{label}{n}\"");
        for (dialect, own, native) in [
            (&MAVEN, "2.1.0-M1", "2.1.0-M1"),
            (&MAVEN, "2.1.0-RC1", "2.1.0-RC1"),
            (&COMPOSER, "2.1.0-RC1", "2.1.0-RC1"),
            (&PEP440, "2.1.0-RC1", "2.1.0rc1"),
        ] {
            let version = form.parse(own).unwrap();
            assert_eq!(form.native(dialect, &version, None).unwrap(), native, "{}", dialect.id);
            assert_eq!(form.from_native(dialect, native), Ok(version), "{}", dialect.id);
        }
        let version = form.parse("2.1.0-RC1").unwrap();
        assert_eq!(form.from_native(&MAVEN, "2.1.0-RC-1"), Ok(version.clone()));
        // A place with more numbers keeps them, and so the spelling that has them.
        assert_eq!(form.native(&MAVEN, &version, Some(4)).unwrap(), "2.1.0.0-RC-1");
        assert_eq!(MAVEN.canonical("2.1.0-RC1").as_deref(), Some("2.1.0-RC-1"));
        assert!((MAVEN.order)("2.1.0-M1", "2.1.0-RC-1").is_lt());
        assert!((MAVEN.order)("2.1.0-RC-1", "2.1.0").is_lt());
        // Without its number right behind it, one letter is a qualifier that sorts after all.
        assert!(form.from_native(&MAVEN, "2.1.0-M-1").is_err());
    }

    #[test]
    fn a_label_in_another_case_is_the_schemes_where_the_ecosystem_takes_them_for_one() {
        let semver = Scheme::preset("semver-fixed").unwrap().plain().clone();
        let version = semver.parse("1.5.0-rc.1").unwrap();
        for (dialect, text) in [(&COMPOSER, "1.5.0-RC1"), (&NUGET, "1.5.0-RC.1")] {
            assert_eq!(semver.from_native(dialect, text), Ok(version.clone()), "{text}");
        }
        for dialect in [&CARGO, &NPM, &PUB] {
            assert!(semver.from_native(dialect, "1.5.0-RC.1").is_err(), "{}", dialect.id);
        }
    }

    #[test]
    fn a_missing_number_before_a_marker_is_named() {
        let semver = Scheme::preset("semver-fixed").unwrap().plain().clone();
        let error = semver.from_native(&MAVEN, "1.0-SNAPSHOT").unwrap_err();
        let says = "`1.0-SNAPSHOT` is no version of this scheme as Maven has them: it has no number for `patch`";
        assert_eq!(alloc::format!("{error}"), says);
    }

    #[test]
    fn a_missing_sign_is_named() {
        let semver = Scheme::preset("semver-fixed").unwrap().plain().clone();
        let error = semver.parse("1.0.0-rc1").unwrap_err();
        assert!(alloc::format!("{error}").contains("`.` is missing before"), "{error}");
    }
}
