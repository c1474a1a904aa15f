//! Locating and rewriting files of every format, in memory: the part of a release that is ours
//! alone.

use core::time::Duration;
use std::time::Instant;

use manifest::{Edit, FORMATS, Locator, SlotKind, Source, splice, verify_from};
use place::RepoPath;

/// How many files there are.
pub const FILES: usize = 5_000;

/// The best time of `rounds` to locate, rewrite and check [`FILES`] files, the formats' samples in
/// turn; `None` where a sample cannot be read, which the formats' own tests rule out.
#[must_use]
pub fn measure(rounds: usize) -> Option<Duration> {
    let mut best = None;
    for _ in 0..rounds {
        let started = Instant::now();
        for format in FORMATS.iter().cycle().take(FILES) {
            let name = format.files.first().unwrap_or(&"file").replace('*', "x");
            rewrite(&Locator::Format(format), &name, format.sample)?;
        }
        let took = started.elapsed();
        best = Some(best.map_or(took, |best: Duration| best.min(took)));
    }
    best
}

/// Moves the version of one file, as a release would.
fn rewrite(locator: &Locator, name: &str, text: &str) -> Option<()> {
    let path = RepoPath::new(&format!("some/folder/{name}")).ok()?;
    let source = Source::new(&path, text.as_bytes()).ok()?;
    let located = locator.locate(&source).ok()?;
    let version = located.version().map(|slot| slot.text.clone());
    let own = |kind: &SlotKind| *kind == SlotKind::Version || kind.is_second();
    let moves =
        located.slots.iter().filter(|slot| own(&slot.kind) && Some(&slot.text) == version.as_ref());
    let edits: Vec<Edit> = moves.map(|slot| slot.edit("1.5.0")).collect();
    let after = splice(text.as_bytes(), &edits).ok()?;
    // What a file of its kind cannot hold is refused, and costs as much.
    let _ = verify_from(locator, &path, text.as_bytes(), &located, &after, &edits);
    Some(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sample_is_rewritten() {
        assert!(super::measure(1).is_some());
    }
}
