//! How many lines two versions are apart.

use version::{Kind, Part, PartId};

use super::Party;

/// The lines that are known: a version's line is what people bump above the lowest of it, so that
/// 7.2.0 and 7.2.1 are of one line, 7.2.
#[derive(Debug, Default)]
pub struct Lines {
    /// Ascending, each once.
    known: Vec<Vec<u64>>,
    /// Whether these are all that there are. Otherwise numbers in between count as lines too.
    complete: bool,
}

impl Lines {
    /// The lines of `versions`; `complete` where they are all that were ever released.
    #[must_use]
    pub fn of<'p>(versions: impl IntoIterator<Item = &'p Party>, complete: bool) -> Self {
        let mut known: Vec<Vec<u64>> = versions.into_iter().map(line).collect();
        known.sort();
        known.dedup();
        Self { known, complete }
    }

    /// How many lines lie from one version to the other: 0 on one line, 1 on neighbouring ones.
    #[must_use]
    pub fn apart(&self, a: &Party, b: &Party) -> u64 {
        let (from, to) = (line(a), line(b));
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let up_to = |line: &Vec<u64>| self.known.partition_point(|known| known <= line);
        let between = u64::try_from(up_to(&to) - up_to(&from)).unwrap_or(u64::MAX);
        if self.complete { between } else { between.max(by_number(a, &from, &to)) }
    }
}

/// The values of the parts that people bump, above the lowest of them.
fn line(party: &Party) -> Vec<u64> {
    parts(party).map(|(part, _)| party.version.value(part).unwrap_or(0)).collect()
}

/// The parts that people bump, above the lowest of them.
fn parts(party: &Party) -> impl Iterator<Item = (PartId, &Part)> {
    let lowest = party.form.lowest_bumpable().map_or(0, |part| part.0);
    let above = party.form.parts().iter().take(lowest).enumerate();
    above.filter(|(_, part)| part.is_bumpable()).map(|(at, part)| (PartId(at), part))
}

/// The difference of the first number that is not the same; dates do not count lines.
fn by_number(of: &Party, from: &[u64], to: &[u64]) -> u64 {
    let mut pairs = from.iter().zip(to).zip(parts(of).map(|(_, part)| part));
    match pairs.find(|((from, to), _)| from != to) {
        Some(((from, to), part)) if !matches!(part.kind, Kind::Date(_)) => from.abs_diff(*to),
        Some(_) => 1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use version::Scheme;

    use super::*;

    fn versions(scheme: &str, texts: &[&str]) -> Vec<Party> {
        let form = Scheme::preset(scheme).unwrap().plain().clone();
        let party = |text: &&str| Party {
            name: None,
            role: None,
            version: form.parse(text).unwrap(),
            form: form.clone(),
            component: None,
        };
        texts.iter().map(party).collect()
    }

    #[test]
    fn ibex_7_patches_are_no_lines() {
        let all = versions("ibex", &["7.2.0", "7.2.9", "7.4.1.678", "8.0.0"]);
        for (complete, wanted) in [(true, [0, 1, 2]), (false, [0, 2, 2])] {
            let lines = Lines::of(&all, complete);
            let apart = |at: usize| lines.apart(&all[0], &all[at]);
            assert_eq!([apart(1), apart(2), apart(3)], wanted, "complete: {complete}");
            assert_eq!(lines.apart(&all[3], &all[0]), lines.apart(&all[0], &all[3]));
        }
    }

    #[test]
    fn months_are_no_lines_without_a_release() {
        let all = versions("calver", &["2026.1.0", "2026.9.3"]);
        assert_eq!(Lines::of(&all, false).apart(&all[0], &all[1]), 1);
    }
}
