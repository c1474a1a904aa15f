//! Files of components that stay, and that have to require at least what those require which they take
//! from this repository: with a folder in the place of a release, a new requirement reaches them at once.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use super::requirements::Following;
use super::{Context, Moves, Warning};
use crate::inventory::Told;

/// Those that a plan leaves behind what they take from here: nothing of them moves, and their tool
/// refuses to build them until the file is written anew.
pub(super) fn outrun(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    let following = Following::new(cx, moved);
    for (index, component) in cx.product.live().filter(|(at, _)| moved.of(*at).is_none()) {
        let edges = cx.inventory.requires(index);
        let mut behind: BTreeMap<&RepoPath, (&str, &str, Vec<String>)> = BTreeMap::new();
        for via in edges.iter().filter(|edge| edge.told == Told::Plainly) {
            let located = cx.inventory.located(&via.path);
            let Some(command) = located.and_then(|located| located.settled_by) else { continue };
            let Some(step) = moved.of(via.on) else { continue };
            // What cannot follow is refused where it is to be written.
            for (theirs, _, new) in following.of(cx, step).unwrap_or_default() {
                let lower = edges.iter().find(|edge| {
                    edge.path == via.path
                        && edge.on == theirs.on
                        && edge.dialect == theirs.dialect
                        && (edge.dialect.order)(&edge.text, &new).is_lt()
                });
                if let Some(edge) = lower {
                    let (on, by) = (cx.name(edge.on), cx.name(via.on));
                    let one = format!(
                        "requires `{on}` {} and takes `{by}` from here, which will require {new}",
                        edge.text
                    );
                    let entry = behind.entry(&via.path);
                    let (.., all) =
                        entry.or_insert_with(|| (command, via.dialect.title, Vec::new()));
                    if !all.contains(&one) {
                        all.push(one);
                    }
                }
            }
        }
        for (path, (command, title, all)) in behind {
            let (name, why) = (&component.name, all.join("; it "));
            found.push(cx.warning(
                "requirement-excludes",
                format!("`{name}` stays as it is, and {title} will not build {path}: it {why}"),
                format!(
                    "release `{name}` along: `-p {name}`; or run `{command}` there afterwards, and \
                     commit what it writes"
                ),
            ));
        }
    }
}
