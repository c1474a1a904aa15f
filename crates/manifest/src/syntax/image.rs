//! Image references: `registry.example/acme/core:1.4.0@sha256:…`.
//!
//! Source: the grammar in the reference package of the distribution project.

use super::code::Cursor;

/// A reference's pieces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Image<'t> {
    /// The repository, without the registry that is meant where none is said.
    pub(crate) name: &'t str,
    pub(crate) tag: Option<Cursor<'t>>,
    /// Whether a digest says which image it is, whatever the tag says.
    pub(crate) digest: bool,
}

/// Takes a reference apart.
pub(crate) fn parse(reference: Cursor<'_>) -> Image<'_> {
    let (tagged, digest) = reference.until(|c| c == '@');
    let folder = tagged.text.rfind('/').map_or(0, |at| at + 1);
    let colon = tagged.text.get(folder..).and_then(|last| last.find(':')).map(|at| folder + at);
    let name = tagged.text.get(..colon.unwrap_or(tagged.text.len())).unwrap_or_default();
    let tag = colon.and_then(|at| {
        let text = tagged.text.get(at + 1..)?;
        Some(Cursor { text, at: tagged.at + at + 1 })
    });
    Image { name: repository(name), tag, digest: !digest.text.is_empty() }
}

/// A repository's name, without the registry that is meant where none is said.
pub(crate) fn repository(name: &str) -> &str {
    name.strip_prefix("docker.io/").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_ports_and_digests() {
        let of = |text| {
            let image = parse(Cursor { text, at: 10 });
            (image.name, image.tag.map(|tag| (tag.text, tag.at)), image.digest)
        };
        assert_eq!(of("acme/core:1.4"), ("acme/core", Some(("1.4", 20)), false));
        assert_eq!(of("localhost:5000/core"), ("localhost:5000/core", None, false));
        assert_eq!(of("docker.io/acme/core:1@sha256:0"), ("acme/core", Some(("1", 30)), true));
        assert_eq!(of("core"), ("core", None, false));
    }
}
