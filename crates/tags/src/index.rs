//! Everything that was ever released, by whose it is.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::affixes::Affixes;
use crate::language::Language;
use crate::name;
use crate::near_miss::NearMisses;
use crate::owner::{Owner, OwnerId};
use crate::released::Released;
use crate::stray::{Stray, StrayKind};
use crate::taken::Taken;

/// All tags of a repository: each owner's releases in order, and the tags that are nobody's.
#[derive(Debug, Clone)]
pub struct TagIndex {
    /// Which list is an owner's. Owners whose tags are the same share one.
    lists: BTreeMap<OwnerId, usize>,
    /// Each ascending by [`Released::order`].
    releases: Vec<Vec<Released>>,
    strays: Vec<Stray>,
    taken: Taken,
}

/// Owners that read the same versions from the same tags.
struct Reader<'o> {
    /// The first of them.
    owner: &'o Owner,
    /// Its grammar's language, by its place among all.
    language: usize,
    found: Vec<Released>,
}

impl TagIndex {
    /// Sorts `names`, the bytes of each tag's name below `refs/tags/` in any order, by owner.
    ///
    /// A tag belongs to every owner whose template and form read it: to several only where their
    /// templates are the same (SEMANTICS 7), if [`crate::conflicts`] found none. The cost is that
    /// of reading each name, times the logarithm of the number of owners.
    #[must_use]
    pub fn build<'n>(owners: &[Owner], names: impl Iterator<Item = &'n [u8]>) -> Self {
        let (mut readers, languages, members) = readers(owners);
        let speakers: Vec<&Owner> = readers.iter().map(|reader| reader.owner).collect();
        let affixes = Affixes::new(readers.iter().enumerate().map(|(at, reader)| {
            let template = &reader.owner.template;
            (template.prefix(), template.suffix(), at)
        }));
        let mut texts: Vec<&str> = Vec::with_capacity(names.size_hint().0);
        let mut strays = Vec::new();
        let mut near = 0;
        let mut misses: Option<NearMisses<'_>> = None;
        for bytes in names {
            let Ok(name) = core::str::from_utf8(bytes) else {
                strays.push(Stray { name: name::shown(bytes), kind: StrayKind::NotText });
                continue;
            };
            texts.push(name);
            near = affixes.seek(name, near);
            let mut any = false;
            for fit in affixes.around_at(near, name) {
                for at in fit.values {
                    let Some(reader) = readers.get_mut(*at) else { continue };
                    // An automaton says no far sooner than an error is explained.
                    let language = languages.get(reader.language).and_then(Option::as_ref);
                    if language.is_none_or(|language| language.admits(fit.middle)) {
                        any |= reader.read(name, fit.middle);
                    }
                }
            }
            if !any {
                let misses = misses.get_or_insert_with(|| NearMisses::new(&speakers, &affixes));
                let kind = misses.find(name).unwrap_or(StrayKind::Unknown);
                strays.push(Stray { name: name::shown(bytes), kind });
            }
        }
        strays.sort_by(|a: &Stray, b: &Stray| a.name.cmp(&b.name));
        strays.dedup();
        let (lists, releases) = listed(readers, &members);
        Self { lists, releases, strays, taken: Taken::new(texts.into_iter()) }
    }

    /// Leaves out the tags whose names `ignored` takes: they are nobody's release and no stray, and no
    /// tag of such a name can be made all the same.
    pub fn leave_out(&mut self, ignored: impl Fn(&str) -> bool) {
        for list in &mut self.releases {
            list.retain(|release| !ignored(&release.tag));
        }
        self.strays.retain(|stray| !ignored(&stray.name));
    }

    /// Everything that an owner released, pre-releases included, ascending by key; empty for an
    /// owner that released nothing. Tags with equal keys (2.1 and 2.1.0) all stand there: those of
    /// old names first, then by name.
    #[must_use]
    pub fn released(&self, id: OwnerId) -> &[Released] {
        let list = self.lists.get(&id).and_then(|list| self.releases.get(*list));
        list.map_or(&[], Vec::as_slice)
    }

    /// An owner's highest final release, whatever branch it is of. Its baseline (SEMANTICS 1) is the
    /// highest one that the branch may build on (SEMANTICS 18), which an index does not know.
    #[must_use]
    pub fn highest(&self, id: OwnerId) -> Option<&Released> {
        self.released(id).iter().rev().find(|release| !release.pre)
    }

    /// The owners that the index was built for, ascending.
    pub fn owners(&self) -> impl Iterator<Item = OwnerId> {
        self.lists.keys().copied()
    }

    /// The tags that are nobody's, ascending by name as shown.
    #[must_use]
    pub fn strays(&self) -> &[Stray] {
        &self.strays
    }

    /// Every tag's name that is text, ascending by bytes, each once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.taken.iter()
    }

    /// Whether there is a tag of exactly this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// An existing tag that leaves no room for one called `name`: the same name, one that differs
    /// in ASCII case only, or one of which either is a folder of the other (`a` and `a/b`).
    #[must_use]
    pub fn clash(&self, name: &str) -> Option<&str> {
        self.taken.clash(name)
    }
}

impl Reader<'_> {
    /// Takes the tag `name` if the owner's form reads `text`, which its template finds in it.
    fn read(&mut self, name: &str, text: &str) -> bool {
        let form = &self.owner.form;
        let Ok(version) = form.parse(text) else { return false };
        self.found.push(Released {
            key: form.key(&version),
            pre: form.is_pre(&version),
            alias: self.owner.alias,
            tag: name.into(),
            version,
        });
        true
    }
}

/// Each owner's readers, by their places: ascending, each once.
type Members = BTreeMap<OwnerId, Vec<usize>>;

/// One reader for all owners that read the same from the same tags; the languages of the grammars,
/// where one can be built; and who has which readers.
fn readers(owners: &[Owner]) -> (Vec<Reader<'_>>, Vec<Option<Language>>, Members) {
    let mut languages = Vec::new();
    let mut grammars: BTreeMap<&str, usize> = BTreeMap::new();
    let mut readers: Vec<Reader<'_>> = Vec::new();
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut members = Members::new();
    for owner in owners {
        let alike = alike.entry((&owner.template, owner.alias)).or_default();
        // Forms that are no copies of one may still be equal: that costs a reading more and changes
        // nothing.
        let same =
            |at: &usize| readers.get(*at).is_some_and(|reader| reader.owner.form.is(&owner.form));
        let known = alike.iter().copied().find(same);
        let at = known.unwrap_or_else(|| {
            alike.push(readers.len());
            let grammar = owner.form.grammar();
            let language = *grammars.entry(grammar).or_insert_with_key(|grammar| {
                languages.push(Language::new(grammar, ""));
                languages.len() - 1
            });
            readers.push(Reader { owner, language, found: Vec::new() });
            readers.len() - 1
        });
        let own = members.entry(owner.id).or_default();
        if let Err(place) = own.binary_search(&at) {
            own.insert(place, at);
        }
    }
    (readers, languages, members)
}

/// Each owner's releases in order: owners with the same readers share a list.
fn listed(
    mut readers: Vec<Reader<'_>>,
    members: &Members,
) -> (BTreeMap<OwnerId, usize>, Vec<Vec<Released>>) {
    let mut known: BTreeMap<&[usize], usize> = BTreeMap::new();
    let mut lists = BTreeMap::new();
    for (id, set) in members {
        let next = known.len();
        lists.insert(*id, *known.entry(set).or_insert(next));
    }
    let mut uses: Vec<usize> = alloc::vec![0; readers.len()];
    for at in known.keys().copied().flatten() {
        uses.get_mut(*at).into_iter().for_each(|uses| *uses += 1);
    }
    let mut releases = alloc::vec![Vec::new(); known.len()];
    for (set, list) in known {
        let Some(all) = releases.get_mut(list) else { continue };
        for at in set {
            let (Some(reader), Some(uses)) = (readers.get_mut(*at), uses.get_mut(*at)) else {
                continue;
            };
            *uses -= 1;
            match (*uses, all.is_empty()) {
                (0, true) => *all = core::mem::take(&mut reader.found),
                (0, false) => all.append(&mut reader.found),
                _ => all.extend_from_slice(&reader.found),
            }
        }
        all.sort_unstable_by(Released::order);
        // A name that was handed in twice is one tag.
        all.dedup_by(|a, b| a.tag == b.tag);
    }
    (lists, releases)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;
    use version::Scheme;

    use alloc::string::String;

    use super::*;
    use crate::sample::{bytes, form, owners, template};

    const CORE: OwnerId = OwnerId::Component(0);

    fn tags(releases: &[Released]) -> Vec<&str> {
        releases.iter().map(|release| release.tag.as_str()).collect()
    }

    #[test]
    fn chain_2_releases_stand_in_their_order() {
        let all = owners(&form("chain"), &["core-{version}", "mac-{version}"]);
        let names =
            ["core-1.1", "core-1.0.20161101", "core-1.0", "core-1.10", "core-1.9", "mac-1.0"];
        let index = TagIndex::build(&all, bytes(&names));
        let wanted = ["core-1.0", "core-1.0.20161101", "core-1.1", "core-1.9", "core-1.10"];
        assert_eq!(tags(index.released(CORE)), wanted);
        assert_eq!(index.highest(CORE).unwrap().tag, "core-1.10");
        assert_eq!(tags(index.released(OwnerId::Component(1))), ["mac-1.0"]);
        assert_eq!(tags(index.released(OwnerId::Product(0))), [""; 0]);
        assert_eq!(index.owners().count(), 2);
    }

    #[test]
    fn a_pre_release_is_never_the_highest() {
        let all = owners(&form("semver-independent"), &["core-{version}"]);
        let highest = |names: &[&str]| {
            let index = TagIndex::build(&all, bytes(names));
            index.highest(CORE).map(|release| release.tag.to_string())
        };
        let pre = ["core-1.5.0-rc.1", "core-1.4.0", "core-1.5.0-beta.2"];
        assert_eq!(highest(&pre).as_deref(), Some("core-1.4.0"));
        assert_eq!(highest(&["core-0.1.0-rc.1"]), None);
        assert_eq!(highest(&[]), None);
    }

    #[test]
    fn iric_1_equal_versions_are_kept_and_told() {
        let mut all = owners(&form("iric"), &["nays-{version}", "old-{version}"]);
        all[1].id = CORE;
        all[1].alias = true;
        let names = ["nays-2.1", "nays-2.1.0", "old-2.1", "nays-2.0", "nays-2.0"];
        let index = TagIndex::build(&all, bytes(&names));
        let all = ["nays-2.0", "old-2.1", "nays-2.1", "nays-2.1.0"];
        assert_eq!(tags(index.released(CORE)), all, "a name handed in twice is one tag");
        assert_eq!(index.highest(CORE).unwrap().tag, "nays-2.1.0");
    }

    #[test]
    fn semantics_7_one_tag_belongs_to_all_who_share_its_template() {
        let mut all = owners(&form("ibex"), &["v{version}", "v{version}", "x-{version}"]);
        all[2].id = OwnerId::Component(1);
        let index = TagIndex::build(&all, bytes(&["v1.0.0", "x-0.9.0"]));
        assert_eq!(tags(index.released(CORE)), ["v1.0.0"]);
        assert_eq!(tags(index.released(OwnerId::Component(1))), ["x-0.9.0", "v1.0.0"]);
    }

    #[test]
    fn diav_2_each_role_orders_a_shared_tag_its_own_way() {
        let scheme = Scheme::preset("diavolo").unwrap();
        let mut all = owners(scheme.form(None).unwrap(), &["v{version}", "v{version}"]);
        all[0].form = scheme.form(Some("core")).unwrap().clone();
        let index = TagIndex::build(&all, bytes(&["v2.1.0.1883", "v2.0.0.1884"]));
        assert_eq!(index.highest(CORE).unwrap().tag, "v2.0.0.1884");
        assert_eq!(index.highest(OwnerId::Component(1)).unwrap().tag, "v2.1.0.1883");
    }

    #[test]
    fn hostile_names_are_strays() {
        let all = owners(&form("chain"), &["core-{version}"]);
        let names: [&[u8]; 5] =
            [b"core-1.\xff", "core-1.0\u{202e}".as_bytes(), b"core-1.0", b"", b"zz"];
        let index = TagIndex::build(&all, names.into_iter());
        let strays: Vec<_> = index.strays().iter().map(|stray| stray.name.as_str()).collect();
        assert_eq!(strays, ["", "core-1.0\\u{202e}", "core-1.\\xFF", "zz"]);
        assert_eq!(index.strays()[2].kind, StrayKind::NotText);
        assert_eq!(index.strays()[3].kind, StrayKind::Unknown);
        assert!(index.contains("core-1.0") && index.clash("Core-1.0") == Some("core-1.0"));
        assert_eq!(index.names().count(), 4);
    }

    proptest! {
        #[test]
        fn an_index_is_what_a_scan_finds(
            templates in prop::collection::vec(template(), 1..6),
            alias in any::<bool>(),
            names in prop::collection::vec("(a|A|b|a-|a-b-|v|)(v|)[0-2](\\.[0-2]){1,3}(-a|\\.1|)", 0..20),
        ) {
            let mut all = owners(&form("iric"), &templates);
            if alias && all.len() > 1 {
                all[1].id = CORE;
                all[1].alias = true;
            }
            let index = TagIndex::build(&all, bytes(&names));
            let read = |owner: &Owner, name: &str| {
                let version = owner.form.parse(owner.template.read(name)?).ok()?;
                Some((owner.form.key(&version), !owner.alias, name.to_string()))
            };
            for id in index.owners() {
                let own = all.iter().filter(|owner| owner.id == id);
                let mut scan: Vec<_> =
                    own.flat_map(|owner| names.iter().filter_map(|name| read(owner, name))).collect();
                scan.sort();
                scan.dedup_by(|a, b| a.2 == b.2);
                let found = index.released(id).iter();
                let found: Vec<_> =
                    found.map(|r| (r.key.clone(), !r.alias, r.tag.clone())).collect();
                prop_assert_eq!(found, scan);
            }
            let mut lost: Vec<String> = names
                .iter()
                .filter(|name| all.iter().all(|owner| read(owner, name).is_none()))
                .cloned()
                .collect();
            lost.sort();
            lost.dedup();
            let strays: Vec<_> = index.strays().iter().map(|stray| stray.name.clone()).collect();
            prop_assert_eq!(strays, lost);
            for stray in index.strays() {
                if let StrayKind::NearMiss { wanted: Some(wanted), owner, .. } = &stray.kind {
                    let mut own = all.iter().filter(|other| other.id == *owner);
                    prop_assert!(own.any(|owner| read(owner, wanted).is_some()), "{wanted}");
                    prop_assert_ne!(wanted, &stray.name);
                }
            }
        }
    }
}
