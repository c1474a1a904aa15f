//! What a scheme says of its parts, by name and by how they stand to each other.

use alloc::string::ToString;

use place::{Explain, Place};

use super::language::{BASE, refused};
use crate::Scheme;

#[test]
fn what_embeds_moves_a_part_of_its_own() {
    let of = |level: &str| alloc::format!("{BASE}[embeds]\nlevel = '{level}'\n");
    for level in ["same", "b", "c"] {
        Scheme::parse("x.toml", &of(level), &|_| None).unwrap();
    }
    let text = of("a");
    let error = refused(&text);
    assert_eq!(error.to_string(), "`a` is shared: it moves for all at once");
    assert!(error.help().unwrap().contains("`scope = \"component\"`"), "{:?}", error.help());
    let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
    assert_eq!(span.of(&text), Some("'a'"));
    let external = alloc::format!("{BASE}scope = 'external'\n[embeds]\nlevel = 'c'\n");
    assert_eq!(refused(&external).to_string(), "nobody moves `c` by name");
}
