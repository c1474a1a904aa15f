//! Every pair of some versions: who works with whom, and who is too far behind.

use alloc::collections::{BTreeMap, BTreeSet};

use version::Verdict;

use super::judge::{Judge, Judged};
use super::{Lines, Party, Policy};

/// The verdicts of all pairs.
#[derive(Debug)]
pub struct Matrix {
    /// The rows.
    pub providers: Vec<Group>,
    /// The columns.
    pub consumers: Vec<Group>,
    /// One row a provider, one cell a consumer.
    pub cells: Vec<Vec<Cell>>,
    /// The different verdicts, in the order in which they come up.
    pub verdicts: Vec<Verdict>,
}

/// Neighbouring versions that stand to all others in the same way, ascending; never empty.
#[derive(Debug, Clone)]
pub struct Group(Vec<Party>);

/// One pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// An index into [`Matrix::verdicts`]; `None` where nothing speaks of the pair.
    verdict: Option<u32>,
    /// Whether the scheme calls the pair too far apart (IBEX-7).
    pub too_far: bool,
}

impl Matrix {
    /// All pairs of `versions`, as `policy` has a provider and a consumer, if anything speaks of them.
    /// Where the scheme says who provides, those are the rows and all others the columns, besides those
    /// of whom something else speaks. With `grouped`, versions that do not differ in any pair become one
    /// row or column; `versions` are then to be in ascending order.
    #[must_use]
    pub fn of(policy: &Policy, versions: &[Party], lines: &Lines, grouped: bool) -> Self {
        let too_far = policy.scheme.too_far();
        let mut judge = Judge::of(policy);
        // Versions that nothing tells apart are put together before anything is judged: a product has
        // thousands of releases, and few that differ in what its rules look at.
        let mut alike: Vec<Alike<'_>> = Vec::new();
        for party in versions {
            let judged = judge.judged(party);
            let joins = |last: Judged<'_>| {
                let near = too_far.is_none() || lines.apart(last.party, party) == 0;
                grouped && near && Judge::are_alike(last, judged)
            };
            match alike.last_mut() {
                Some((last, all)) if joins(*last) => all.push(party),
                _ => alike.push((judged, vec![party])),
            }
        }
        let numbers: Vec<Vec<Option<u32>>> = alike
            .iter()
            .map(|(provider, _)| {
                alike.iter().map(|(consumer, _)| judge.number(*provider, *consumer)).collect()
            })
            .collect();
        let role = policy.scheme.provider_role();
        let has_role = |one: &Judged<'_>| role.is_some() && one.party.role.as_deref() == role;
        let provides = |((one, _), row): (&Alike<'_>, &Vec<Option<u32>>)| {
            role.is_none() || has_role(one) || row.iter().any(Option::is_some)
        };
        let consumes = |(at, (one, _)): (usize, &Alike<'_>)| {
            !has_role(one) || numbers.iter().any(|row| matches!(row.get(at), Some(Some(_))))
        };
        let consumes: Vec<bool> = alike.iter().enumerate().map(consumes).collect();
        let is_far = |a: Judged<'_>, b: Judged<'_>| {
            too_far.is_some_and(|far| lines.apart(a.party, b.party) >= far)
        };
        let (mut providers, mut cells) = (Vec::new(), Vec::new());
        for (provider, row) in alike.iter().zip(&numbers).filter(|one| provides(*one)) {
            let row = alike.iter().zip(row).zip(&consumes).filter(|(_, consumes)| **consumes);
            let row = row.map(|(((consumer, _), verdict), _)| Cell {
                verdict: *verdict,
                too_far: verdict.is_some() && is_far(provider.0, *consumer),
            });
            providers.push(Group::of(&provider.1));
            cells.push(row.collect::<Vec<_>>());
        }
        let consumers = alike.iter().zip(&consumes).filter(|(_, consumes)| **consumes);
        let consumers: Vec<Group> = consumers.map(|((_, all), _)| Group::of(all)).collect();
        let verdicts = judge.verdicts();
        let (mut providers, mut consumers) = (providers, consumers);
        if grouped {
            let width = consumers.len();
            (providers, cells) = merged(providers, cells);
            (consumers, cells) = merged(consumers, transposed(&cells, width));
            cells = transposed(&cells, providers.len());
        }
        tell_roles_apart(&mut providers, &mut consumers);
        Self { providers, consumers, cells, verdicts }
    }

    /// Whether nothing speaks of any pair.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.cells.iter().flatten().all(|cell| cell.verdict.is_none())
    }

    /// A pair's verdict; `None` where nothing speaks of it.
    #[must_use]
    pub fn verdict(&self, cell: Cell) -> Option<&Verdict> {
        self.verdicts.get(usize::try_from(cell.verdict?).ok()?)
    }

    /// The different verdicts of some cells, in the order in which they first came up.
    #[must_use]
    pub fn verdicts_of(&self, cells: impl Iterator<Item = Cell>) -> Vec<&Verdict> {
        let numbers: BTreeSet<u32> = cells.filter_map(|cell| cell.verdict).collect();
        let places = numbers.into_iter().filter_map(|number| usize::try_from(number).ok());
        places.filter_map(|place| self.verdicts.get(place)).collect()
    }

    /// All pairs with their cells, row by row.
    pub fn pairs(&self) -> impl Iterator<Item = (&Group, &Group, Cell)> {
        self.providers.iter().zip(&self.cells).flat_map(|(provider, row)| {
            self.consumers.iter().zip(row).map(move |(consumer, cell)| (provider, consumer, *cell))
        })
    }
}

/// Versions that are sure to be judged alike, ascending, and one of them.
type Alike<'v> = (Judged<'v>, Vec<&'v Party>);

impl Group {
    fn of(all: &[&Party]) -> Self {
        Self(all.iter().map(|party| (*party).clone()).collect())
    }

    /// The name and the role that all of its versions have.
    #[must_use]
    pub fn whose(&self) -> Option<(Option<&str>, Option<&str>)> {
        self.0.first().map(|party| (party.name.as_deref(), party.role.as_deref()))
    }

    /// Its versions, ascending.
    #[must_use]
    pub fn versions(&self) -> &[Party] {
        &self.0
    }

    /// The highest version, as the command line names it.
    #[must_use]
    pub fn highest(&self) -> String {
        self.0.last().map(Party::label).unwrap_or_default()
    }

    /// The version, or the first and the last of them: `7.2.0 … 7.2.3`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.0.as_slice() {
            [first, .., last] => format!("{} … {}", first.label(), last.version),
            _ => self.highest(),
        }
    }
}

/// Calls versions after their role where another one has the same number.
fn tell_roles_apart(providers: &mut [Group], consumers: &mut [Group]) {
    let mut roles: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    for party in providers.iter().chain(&*consumers).flat_map(|group| &group.0) {
        roles.entry(party.label()).or_default().insert(party.role.clone());
    }
    if roles.values().all(|roles| roles.len() == 1) {
        return;
    }
    for party in providers.iter_mut().chain(consumers).flat_map(|group| &mut group.0) {
        party.name = party.name.take().or_else(|| party.role.clone());
    }
}

/// Neighbours of one component and role with the same cells as one group, with its cells.
fn merged(all: Vec<Group>, rows: Vec<Vec<Cell>>) -> (Vec<Group>, Vec<Vec<Cell>>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut kept: Vec<Vec<Cell>> = Vec::new();
    for (group, row) in all.into_iter().zip(rows) {
        match groups.last_mut() {
            Some(last) if kept.last() == Some(&row) && last.whose() == group.whose() => {
                last.0.extend(group.0);
            }
            _ => {
                groups.push(group);
                kept.push(row);
            }
        }
    }
    (groups, kept)
}

/// Rows as columns; `width` is how many cells a row has, which empty `rows` do not tell.
fn transposed(rows: &[Vec<Cell>], width: usize) -> Vec<Vec<Cell>> {
    let column = |at: usize| rows.iter().filter_map(|row| row.get(at).copied()).collect();
    (0..width).map(column).collect()
}

#[cfg(test)]
mod tests {
    use version::Scheme;

    use super::*;

    fn parties(scheme: &Scheme, texts: &[&str]) -> Vec<Party> {
        let party = |text: &&str| {
            let (role, text) = text.split_once('@').map_or((None, *text), |(r, t)| (Some(r), t));
            let form = scheme.form(role).unwrap().clone();
            let version = form.parse(text).unwrap();
            Party { name: None, role: role.map(Into::into), form, version, component: None }
        };
        texts.iter().map(party).collect()
    }

    fn labels(groups: &[Group]) -> Vec<String> {
        groups.iter().map(Group::label).collect()
    }

    #[test]
    fn ibex_7_versions_that_behave_alike_are_one() {
        let scheme = Scheme::preset("ibex").unwrap();
        let all = parties(&scheme, &["7.2.0", "7.2.1", "7.3.0", "7.4.0", "8.0.0", "8.0.1"]);
        let lines = Lines::of(&all, true);
        let matrix = Matrix::of(&Policy::of_scheme(scheme.clone()), &all, &lines, true);
        let wanted = ["7.2.0 … 7.2.1", "7.3.0", "7.4.0", "8.0.0 … 8.0.1"];
        assert_eq!(labels(&matrix.providers), wanted);
        assert_eq!(labels(&matrix.consumers), wanted);
        let far: Vec<bool> = matrix.cells[0].iter().map(|cell| cell.too_far).collect();
        assert_eq!(far, [false, false, true, true]);
        let loose = Matrix::of(&Policy::of_scheme(scheme.clone()), &all, &lines, false);
        assert_eq!(loose.pairs().count(), 36);
        for (provider, consumer, cell) in matrix.pairs() {
            for (p, c) in provider
                .versions()
                .iter()
                .flat_map(|p| consumer.versions().iter().map(move |c| (p, c)))
            {
                assert_eq!(*matrix.verdict(cell).unwrap(), scheme.compare(p.side(), c.side()));
            }
        }
    }

    #[test]
    fn diav_3_only_the_core_provides() {
        let scheme = Scheme::preset("diavolo").unwrap();
        let all = parties(&scheme, &["1.0.1883.5", "core@3.0.0.1882", "core@3.0.0.1883"]);
        let matrix = Matrix::of(&Policy::of_scheme(scheme.clone()), &all, &Lines::default(), true);
        assert_eq!(labels(&matrix.providers), ["3.0.0.1882", "3.0.0.1883"]);
        assert_eq!(labels(&matrix.consumers), ["1.0.1883.5"]);
    }

    #[test]
    fn diav_8_one_number_of_two_roles_is_told_apart() {
        let scheme = Scheme::preset("diavolo").unwrap();
        let all = parties(&scheme, &["3.0.0.1883", "core@3.0.0.1882", "core@3.0.0.1883"]);
        for grouped in [false, true] {
            let policy = Policy::of_scheme(scheme.clone());
            let matrix = Matrix::of(&policy, &all, &Lines::default(), grouped);
            assert_eq!(labels(&matrix.consumers), ["3.0.0.1883"]);
            assert!(labels(&matrix.providers)[0].starts_with("core@3.0.0.1882"), "{matrix:?}");
        }
    }
}
