//! The keys of the workspaces' entries.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::resolutions::Resolutions;
use super::{Elsewhere, Lock, METADATA, Own, WORKSPACE, divided, names, scalar};
use crate::syntax::tree::Node;
use crate::syntax::yaml;
use crate::{LocateError, Source};

/// The keys of those entries that have several requirements in them: the package's own folder,
/// what no dependency of a workspace's package by its name explains (an alias's, say), and what all
/// entries ask for, as the project's `manifest` resolves it, that nothing from elsewhere answers.
pub(super) fn keys(manifest: &Source<'_>, source: &Source<'_>) -> Result<Vec<String>, LocateError> {
    let (resolutions, top) = (Resolutions::of(manifest)?, yaml::parse(source)?);
    let lock = Lock::new(&top);
    let (names, elsewhere) = (names(&lock), Elsewhere::of(&lock));
    let mut asked: Vec<BTreeSet<String>> = Vec::new();
    asked.resize(lock.own.len(), BTreeSet::new());
    for entry in top.entries().iter().filter(|entry| entry.key != METADATA) {
        let resolution = entry.node.get("resolution").and_then(Node::text).unwrap_or_default();
        let by = divided(resolution).map(|(name, _)| name).unwrap_or_default();
        for one in entry.node.get("dependencies").map(Node::entries).unwrap_or_default() {
            let (Some(at), Some(range)) = (names.get(one.key.as_ref()), scalar(source, &one.node))
            else {
                continue;
            };
            let range = resolutions.taken(by, &one.key, range);
            if !elsewhere.answers(&one.key, &range)
                && let Some(asked) = asked.get_mut(*at)
            {
                asked.insert(format!("{}@{range}", one.key));
            }
        }
    }
    let several = lock.own.iter().zip(asked).filter(|(own, _)| own.entry.key.contains(", "));
    let key = |(own, mut asked): (&Own<'_, '_>, BTreeSet<String>)| {
        let folder = format!("{}@{WORKSPACE}{}", own.name, own.folder);
        let explained = |text: &&str| {
            **text != *folder && divided(text).is_some_and(|(name, _)| name == own.name)
        };
        let kept = own.entry.key.split(", ").filter(|text| !explained(text));
        asked.extend(kept.map(ToString::to_string));
        asked.into_iter().collect::<Vec<_>>().join(", ")
    };
    Ok(several.map(key).collect())
}
