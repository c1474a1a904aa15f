//! What was measured, and what it is held against.

extern crate alloc;

use alloc::collections::BTreeMap;
use core::time::Duration;

use serde_json::{Map, Value, json};

use crate::spent::Spent;
use crate::style;
use crate::table::{Align, Cell, Table};

/// What this program does by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ours {
    /// Plans a release of what changed.
    Plan,
    /// Plans a release of everything.
    PlanAll,
    /// Tells where everything stands.
    Status,
    /// Checks everything.
    Lint,
    /// Checks what is staged: one component.
    LintStaged,
    /// Releases everything.
    Release,
}

impl Ours {
    /// Its command line, without the program.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Plan => &["release", "minor", "--dry-run"],
            Self::PlanAll => &["release", "minor", "--all", "--dry-run"],
            Self::Status => &["status"],
            Self::Lint => &["lint"],
            Self::LintStaged => &["lint", "--staged"],
            Self::Release => &["release", "minor", "--all", "--yes"],
        }
    }
}

/// What others do by the clock: nothing that does the same can be quicker by far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// `git for-each-ref refs/tags`.
    List,
    /// `cat` of all manifests.
    Cat,
    /// `git cat-file --batch` of all manifests.
    CatFile,
    /// `git commit -a` of a release's change.
    Commit,
    /// `git update-ref --stdin` of a release's tags.
    UpdateRef,
}

/// The figures of one line.
#[derive(Debug, Clone)]
pub struct Figures {
    components: usize,
    tags: usize,
    ours: BTreeMap<Ours, Duration>,
    floors: BTreeMap<Floor, Duration>,
    /// What files of all formats take in memory.
    pub mixed: Option<Duration>,
    /// Git processes that a release started.
    processes: Option<usize>,
    /// The most memory that any command had, in KiB.
    peak: Option<u64>,
}

impl Figures {
    /// Nothing measured yet.
    #[must_use]
    pub fn new(components: usize, tags: usize) -> Self {
        Self {
            components,
            tags,
            ours: BTreeMap::new(),
            floors: BTreeMap::new(),
            mixed: None,
            processes: None,
            peak: None,
        }
    }

    /// Takes one run of ours, which counts where it is the best so far.
    pub fn ours(&mut self, what: Ours, time: Duration, spent: Option<Spent>) {
        let best = self.ours.entry(what).or_insert(time);
        *best = time.min(*best);
        let Some(spent) = spent else { return };
        self.peak = self.peak.max(spent.peak);
        if what == Ours::Release {
            self.processes = self.processes.max(Some(spent.processes));
        }
    }

    /// Takes one run of another program, which counts where it is the best so far.
    pub fn floor(&mut self, what: Floor, time: Duration) {
        let best = self.floors.entry(what).or_insert(time);
        *best = time.min(*best);
    }

    fn took(&self, what: Ours) -> Option<f64> {
        self.ours.get(&what).map(|time| time.as_secs_f64() * 1e3)
    }

    fn others(&self, all: &[Floor]) -> Option<f64> {
        all.iter().map(|what| self.floors.get(what).map(|time| time.as_secs_f64() * 1e3)).sum()
    }

    fn ratio(&self, what: Ours, floor: &[Floor]) -> Option<f64> {
        Some(self.took(what)? / self.others(floor)?)
    }
}

/// One row of the report.
struct Measure {
    id: &'static str,
    title: &'static str,
    decimals: usize,
    value: fn(&Figures) -> Option<f64>,
    target: Option<Target>,
}

/// What a row is held against.
struct Target {
    most: f64,
    /// The number of components that it is meant for; `None` for all.
    at: Option<usize>,
}

impl Target {
    const fn everywhere(most: f64) -> Option<Self> {
        Some(Self { most, at: None })
    }

    const fn at(components: usize, most: f64) -> Option<Self> {
        Some(Self { most, at: Some(components) })
    }

    fn holds_for(&self, figures: &Figures) -> bool {
        self.at.is_none_or(|at| at == figures.components)
    }
}

const READS: &[Floor] = &[Floor::List, Floor::Cat];
const WRITES: &[Floor] = &[Floor::Commit, Floor::UpdateRef];

const fn row(
    id: &'static str,
    title: &'static str,
    decimals: usize,
    value: fn(&Figures) -> Option<f64>,
    target: Option<Target>,
) -> Measure {
    Measure { id, title, decimals, value, target }
}

/// Every row: ours, what git takes, and how the two compare.
const MEASURES: &[Measure] = &[
    row("tags", "tags", 0, |f| Some(f.tags as f64), None),
    row("plan", "plan what changed, ms", 1, |f| f.took(Ours::Plan), None),
    row("plan-all", "plan everything, ms", 1, |f| f.took(Ours::PlanAll), None),
    row("status", "status, ms", 1, |f| f.took(Ours::Status), None),
    row("lint", "lint, ms", 1, |f| f.took(Ours::Lint), Target::at(100, 50.0)),
    row(
        "lint-staged",
        "lint one staged component, ms",
        1,
        |f| f.took(Ours::LintStaged),
        Target::at(1_000, 20.0),
    ),
    row("release", "release everything, ms", 1, |f| f.took(Ours::Release), None),
    row("list", "git for-each-ref, ms", 1, |f| f.others(&[Floor::List]), None),
    row("cat", "cat of the manifests, ms", 1, |f| f.others(&[Floor::Cat]), None),
    row("cat-file", "git cat-file of the same, ms", 1, |f| f.others(&[Floor::CatFile]), None),
    row("commit", "git commit -a, ms", 1, |f| f.others(&[Floor::Commit]), None),
    row("update-ref", "git update-ref, ms", 1, |f| f.others(&[Floor::UpdateRef]), None),
    row(
        "plan-ratio",
        "plan what changed : for-each-ref + cat",
        2,
        |f| f.ratio(Ours::Plan, READS),
        Target::at(1_000, 1.5),
    ),
    row(
        "plan-all-ratio",
        "plan everything : for-each-ref + cat",
        2,
        |f| f.ratio(Ours::PlanAll, READS),
        Target::at(1_000, 1.5),
    ),
    row(
        "release-ratio",
        "release : commit -a + update-ref",
        2,
        |f| f.ratio(Ours::Release, WRITES),
        Target::at(1_000, 1.0),
    ),
    row(
        "mixed",
        "rewrite 5,000 files of all formats, ms",
        0,
        |f| Some(f.mixed?.as_secs_f64() * 1e3),
        Target::everywhere(1_000.0),
    ),
    row("processes", "git processes of a release", 0, |f| Some(f.processes? as f64), None),
    row(
        "memory",
        "most memory, MiB",
        0,
        |f| Some(f.peak? as f64 / 1024.0),
        Target::at(5_000, 200.0),
    ),
];

/// The figures of all lines as a table: a column for each, and the targets.
#[must_use]
pub fn table(all: &[Figures], width: usize) -> String {
    let sizes: Vec<String> = all.iter().map(|figures| figures.components.to_string()).collect();
    let mut columns = vec![("components", Align::Left)];
    columns.extend(sizes.iter().map(|size| (size.as_str(), Align::Right)));
    columns.push(("target", Align::Left));
    let mut table = Table::new(&columns);
    for measure in MEASURES {
        let mut row = vec![Cell::from(measure.title)];
        row.extend(all.iter().map(|figures| cell(measure, figures)));
        row.push(Cell::from(measure.target.as_ref().map_or_else(String::new, |target| {
            let at = target.at.map_or_else(String::new, |at| format!(" at {at}"));
            format!("≤ {}{at}", target.most)
        })));
        table.row(row);
    }
    table.render(width)
}

fn cell(measure: &Measure, figures: &Figures) -> Cell {
    let Some(value) = (measure.value)(figures) else { return Cell::from("–") };
    let text = format!("{value:.*}", measure.decimals);
    match measure.target.as_ref().filter(|target| target.holds_for(figures)) {
        Some(target) if value > target.most => {
            Cell::styled(&format!("{text} (over)"), style::WARNING)
        }
        Some(_) => Cell::styled(&text, style::NOTE),
        None => Cell::from(text),
    }
}

/// The same for programs: an object for each line, with a value or null for each row.
#[must_use]
pub fn json(all: &[Figures]) -> Value {
    let values = |figures: &Figures| {
        let value = |measure: &Measure| (measure.id.to_owned(), json!((measure.value)(figures)));
        let mut object: Map<String, Value> = MEASURES.iter().map(value).collect();
        object.insert("components".into(), json!(figures.components));
        Value::Object(object)
    };
    let targets = MEASURES.iter().filter_map(|measure| {
        let target = measure.target.as_ref()?;
        Some(json!({ "measure": measure.id, "most": target.most, "components": target.at }))
    });
    json!({
        "format": 1,
        "debug": cfg!(debug_assertions),
        "lines": all.iter().map(values).collect::<Vec<_>>(),
        "targets": targets.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let mut figures = Figures::new(1_000, 10_000);
        for millis in [90, 60, 70] {
            let spent = Spent { processes: 9, peak: Some(millis * 1024) };
            figures.ours(Ours::Plan, Duration::from_millis(millis), Some(spent));
        }
        figures.floor(Floor::List, Duration::from_millis(20));
        figures.floor(Floor::Cat, Duration::from_millis(10));
        figures
    }

    #[test]
    fn the_best_time_and_the_most_memory_count() {
        let json = json(&[figures()]);
        let line = &json["lines"][0];
        assert_eq!(line["plan"], 60.0);
        assert_eq!(line["plan-ratio"], 2.0);
        assert_eq!(line["memory"], 90.0);
        assert!(line["lint"].is_null() && line["processes"].is_null());
    }

    #[test]
    fn a_missed_target_is_said_in_words() {
        let table = anstream::adapter::strip_str(&table(&[figures()], 100)).to_string();
        let row = |title: &str| table.lines().find(|line| line.starts_with(title)).unwrap();
        assert!(row("plan what changed : ").contains("2.00 (over)"), "{table}");
        assert!(row("plan what changed : ").contains("≤ 1.5 at 1000"), "{table}");
        assert!(row("lint one staged").contains("≤ 20 at 1000"), "{table}");
        assert!(!row("most memory").contains("over"), "that target is another line's: {table}");
    }

    #[test]
    fn every_row_has_an_id_of_its_own() {
        let mut ids: Vec<&str> = MEASURES.iter().map(|measure| measure.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), MEASURES.len());
    }
}
