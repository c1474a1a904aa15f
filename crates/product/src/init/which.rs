//! Which of several files in one folder says what is released.

use alloc::string::String;
use alloc::vec::Vec;

use manifest::Elsewhere;
use version::Dialect;

use super::Seen;
use super::components::Stating;
use super::evidence::stated;
use super::past::{Then, newest};
use super::reading::Reading;
use super::templates::{self, Rank, rank};

/// What the product's tags tell of that.
pub(super) struct Which<'s> {
    seen: &'s Seen<'s>,
    /// The newest of them.
    released: Option<Rank>,
    /// The numbers of the newest releases that were looked at, each with what there was then.
    past: Vec<(Vec<u64>, Seen<'s>)>,
}

impl<'s> Which<'s> {
    /// As far as they are known.
    pub(super) fn of(seen: &'s Seen<'s>) -> Self {
        let product = templates::product(seen);
        let then = |(tag, text): (&str, &str)| {
            let past = seen.past.get(tag)?;
            Some((rank(text).0, Seen { files: &past.files, tracked: &past.tracked, ..*seen }))
        };
        let all = product.iter().flat_map(|product| newest(seen, &product.template));
        let past = all.filter_map(then).collect();
        Self { seen, released: product.and_then(|product| product.newest), past }
    }

    /// The package of a folder with these files, and the version that it is at; `None` where none of
    /// them is a package. It is the first one, unless another file says what the tags do.
    pub(super) fn package<'f>(
        &self,
        stating: &'f [Stating],
    ) -> Option<(&'f Stating, Option<(String, &'static Dialect)>)> {
        let first = stating.iter().find(|one| one.is_package())?;
        let gives_way = self.is_behind(first) || self.then(first) == Then::Apart;
        let mut others = stating.iter().filter(|_| gives_way);
        let other = others.find(|one| self.is_released(one) || self.then(one) == Then::Along);
        let package = other.filter(|one| one.is_package()).unwrap_or(first);
        // What a package says in tags only, a file beside it may say too.
        let beside = || {
            let mut all = stating.iter().filter(|one| self.then(one) != Then::Apart);
            let tagged = |text: &str| self.seen.tags.is_empty() || self.is_tagged(text);
            all.find_map(|one| one.version().filter(|(text, _)| tagged(text)))
        };
        Some((package, other.unwrap_or(package).version().or_else(beside)))
    }

    fn is_tagged(&self, text: &str) -> bool {
        self.seen.tags.iter().any(|tag| tag.ends_with(text))
    }

    /// Whether a file says a number from before all tags.
    fn is_behind(&self, one: &Stating) -> bool {
        let Some((text, dialect)) = one.version() else { return false };
        let text = stated(&text, dialect);
        let released = self.released.as_ref();
        released.is_some_and(|(numbers, _)| rank(text).0 < *numbers) && !self.is_tagged(text)
    }

    /// Whether a file says the product's own number.
    fn is_released(&self, one: &Stating) -> bool {
        let said = one.version();
        let said = said.as_ref().map(Reading::of).zip(self.released.as_ref());
        said.is_some_and(|(said, (numbers, _))| said.is_under(numbers))
    }

    /// What a file at the root had to do with the newest releases: what has its version from tags had
    /// theirs. Those below it have tags of their own as a rule.
    fn then(&self, one: &Stating) -> Then {
        if one.path.parent().is_some_and(|folder| !folder.is_root()) {
            return Then::Unknown;
        }
        let at = |(number, then): &(Vec<u64>, Seen<'_>)| {
            let Some(content) = then.files.get(&one.path) else { return Then::Absent };
            let Some(was) = Stating::read(then, &one.path, content) else { return Then::Unknown };
            let in_tags = |one: &Elsewhere| matches!(one, Elsewhere::Tags { .. });
            match was.version() {
                Some((text, dialect)) => Then::said(stated(&text, dialect), number),
                None if was.located.elsewhere.iter().any(in_tags) => Then::Along,
                None => Then::Unknown,
            }
        };
        Then::of(&self.past.iter().map(at).collect::<Vec<_>>())
    }
}
