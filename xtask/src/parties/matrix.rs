//! Every pair of some versions: who works with whom, and who is too far behind.

use version::{Scheme, Verdict};

use super::{Lines, Party};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// An index into [`Matrix::verdicts`]; `None` where nothing speaks of the pair.
    verdict: Option<usize>,
    /// Whether the scheme calls the pair too far apart (IBEX-7).
    pub too_far: bool,
}

impl Matrix {
    /// All pairs of `versions`, as `judge` has a provider and a consumer, if it has anything to say of
    /// them. Where the scheme says who provides, those are the rows and all others the columns, besides
    /// whom `judge` speaks of. With `grouped`, versions that do not
    /// differ in any pair become one row or column; `versions` are then to be in ascending order.
    #[must_use]
    pub fn of(
        scheme: &Scheme,
        judge: &dyn Fn(&Party, &Party) -> Option<Verdict>,
        versions: &[Party],
        lines: &Lines,
        grouped: bool,
    ) -> Self {
        let role = scheme.provider_role();
        let has_role = |party: &Party| role.is_some() && party.role.as_deref() == role;
        let provides = |party: &&Party| {
            let asked = || versions.iter().any(|other| judge(party, other).is_some());
            role.is_none() || has_role(party) || asked()
        };
        let consumes = |party: &&Party| {
            let asked = || versions.iter().any(|other| judge(other, party).is_some());
            !has_role(party) || asked()
        };
        let providers: Vec<&Party> = versions.iter().filter(provides).collect();
        let consumers: Vec<&Party> = versions.iter().filter(consumes).collect();
        let mut verdicts = Vec::new();
        let mut cells = Vec::with_capacity(providers.len());
        for provider in &providers {
            let row = consumers.iter().map(|consumer| {
                let verdict = judge(provider, consumer);
                let apart = |far| verdict.is_some() && lines.apart(provider, consumer) >= far;
                let too_far = scheme.too_far().is_some_and(apart);
                Cell { verdict: verdict.map(|verdict| numbered(&mut verdicts, verdict)), too_far }
            });
            cells.push(row.collect::<Vec<_>>());
        }
        if !grouped {
            let alone = |parties: &[&Party]| {
                parties.iter().map(|party| Group(vec![(*party).clone()])).collect()
            };
            return Self {
                providers: alone(&providers),
                consumers: alone(&consumers),
                cells,
                verdicts,
            };
        }
        let (providers, cells) = merged(&providers, &cells);
        let (consumers, columns) = merged(&consumers, &transposed(&cells, consumers.len()));
        let cells = transposed(&columns, providers.len());
        Self { providers, consumers, cells, verdicts }
    }

    /// A pair's verdict; `None` where nothing speaks of it.
    #[must_use]
    pub fn verdict(&self, cell: Cell) -> Option<&Verdict> {
        self.verdicts.get(cell.verdict?)
    }

    /// All pairs with their cells, row by row.
    pub fn pairs(&self) -> impl Iterator<Item = (&Group, &Group, Cell)> {
        self.providers.iter().zip(&self.cells).flat_map(|(provider, row)| {
            self.consumers.iter().zip(row).map(move |(consumer, cell)| (provider, consumer, *cell))
        })
    }
}

impl Group {
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

/// Where `verdict` stands among `all`, after adding it if it is new.
fn numbered(all: &mut Vec<Verdict>, verdict: Verdict) -> usize {
    all.iter().position(|known| *known == verdict).unwrap_or_else(|| {
        all.push(verdict);
        all.len() - 1
    })
}

/// Neighbours of one component and role with the same cells as one group, with its cells.
fn merged(parties: &[&Party], rows: &[Vec<Cell>]) -> (Vec<Group>, Vec<Vec<Cell>>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut kept: Vec<Vec<Cell>> = Vec::new();
    for (party, row) in parties.iter().zip(rows) {
        let alike = |other: &Party| (&other.name, &other.role) == (&party.name, &party.role);
        match (groups.last_mut(), kept.last()) {
            (Some(group), Some(last)) if last == row && group.0.iter().all(alike) => {
                group.0.push((*party).clone());
            }
            _ => {
                groups.push(Group(vec![(*party).clone()]));
                kept.push(row.clone());
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
    use super::*;
    use crate::parties::pairs::ruled;

    fn parties(scheme: &Scheme, texts: &[&str]) -> Vec<Party> {
        let party = |text: &&str| {
            let (role, text) = text.split_once('@').map_or((None, *text), |(r, t)| (Some(r), t));
            let form = scheme.form(role).unwrap().clone();
            let version = form.parse(text).unwrap();
            Party { name: None, role: role.map(Into::into), form, version, component: None }
        };
        texts.iter().map(party).collect()
    }

    fn by_rules(scheme: &Scheme) -> impl Fn(&Party, &Party) -> Option<Verdict> {
        |provider, consumer| ruled(scheme, provider, consumer)
    }

    fn labels(groups: &[Group]) -> Vec<String> {
        groups.iter().map(Group::label).collect()
    }

    #[test]
    fn ibex_7_versions_that_behave_alike_are_one() {
        let scheme = Scheme::preset("ibex").unwrap();
        let all = parties(&scheme, &["7.2.0", "7.2.1", "7.3.0", "7.4.0", "8.0.0", "8.0.1"]);
        let lines = Lines::of(&all, true);
        let matrix = Matrix::of(&scheme, &by_rules(&scheme), &all, &lines, true);
        let wanted = ["7.2.0 … 7.2.1", "7.3.0", "7.4.0", "8.0.0 … 8.0.1"];
        assert_eq!(labels(&matrix.providers), wanted);
        assert_eq!(labels(&matrix.consumers), wanted);
        let far: Vec<bool> = matrix.cells[0].iter().map(|cell| cell.too_far).collect();
        assert_eq!(far, [false, false, true, true]);
        let loose = Matrix::of(&scheme, &by_rules(&scheme), &all, &lines, false);
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
        let matrix = Matrix::of(&scheme, &by_rules(&scheme), &all, &Lines::default(), true);
        assert_eq!(labels(&matrix.providers), ["3.0.0.1882", "3.0.0.1883"]);
        assert_eq!(labels(&matrix.consumers), ["1.0.1883.5"]);
    }
}
