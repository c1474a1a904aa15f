//! Tags with a word that is no component's name as its files have it, and that are one's all the same.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::components::{Found, clean};
use super::templates::{OWN, before, is_tagged, newest, rank, whole};
use super::{Seen, by_folder};

/// Adds the word of such tags to the names of the only component that has a word in common with it
/// and states the newest version that they have, as in `app-helm-chart-1.20.0` of charts/app.
pub(super) fn name(seen: &Seen<'_>, components: &mut [Found]) {
    if components.len() < 2 {
        return;
    }
    let words: BTreeSet<&str> = seen.tags.iter().filter_map(|tag| before(tag)).collect();
    for word in words {
        let name = word.strip_suffix('v').unwrap_or(word).trim_end_matches(['-', '/', '@', '_']);
        let known = |one: &Found| one.names.iter().any(|known| known == name);
        if clean(name) != name || name.is_empty() || components.iter().any(known) {
            continue;
        }
        // As one of the usual forms has it, by which it is found again.
        let names = [name.to_string()];
        let form = format!("{word}{{version}}");
        let is_usual = OWN.iter().any(|own| own.replace("{component}", name) == form);
        let Some(newest) = whole(seen, &form).newest.filter(|_| is_usual) else { continue };
        let parts = parts(name);
        let fits = |one: &Found| {
            let own = one.names.iter().map(String::as_str).chain([one.path.as_str()]);
            let stated = one.version.as_ref().map(|(text, _)| rank(text));
            stated.as_ref() == Some(&newest)
                && own.flat_map(self::parts).any(|part| parts.contains(&part))
                && !released_as(seen, one)
        };
        let mut fitting = components.iter().enumerate().filter(|(_, one)| fits(one));
        let (Some((at, one)), None) = (fitting.next(), fitting.next()) else { continue };
        // A folder's tags are of what lies in it, although that may be no component any more.
        let folder = by_folder::folder_of(seen, name, &form);
        if folder.is_some_and(|folder| !one.path.is_within(&folder)) {
            continue;
        }
        if let Some(one) = components.get_mut(at) {
            one.names.extend(names);
        }
    }
}

/// Whether a component's own tags have the version that it states.
fn released_as(seen: &Seen<'_>, one: &Found) -> bool {
    let stated = one.version.as_ref().map(|(text, _)| rank(text));
    OWN.iter().any(|form| {
        is_tagged(seen, form, &one.names)
            && newest(&super::templates::tagged(seen, form, &one.names)) == stated
    })
}

/// The words of a name: what stands between its marks.
fn parts(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| part.len() > 1).collect()
}
