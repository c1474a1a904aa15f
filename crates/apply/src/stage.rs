//! The index and the planned files on the disk: forward to the planned tree, and back.

use alloc::collections::BTreeMap;
use std::fs;
use std::io;

use place::{ObjectId, RepoPath};
use repo::{Git, View};

use crate::import::quoted;
use crate::journal::{Made, Original, Record};
use crate::marks::Marks;
use crate::overwrite::{self, Rest, is_between};
use crate::release::Release;
use crate::{ApplyError, Change, refs};

/// One path in which the index (new) differs from a commit (old), as git prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) old_mode: String,
    pub(crate) new_mode: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// The step `stage`. Planned files that can be are written over. A two-tree merge moves the others from
/// the base to the planned tree, in the index and on the disk, and leaves every other path alone, staged
/// or not.
pub(crate) fn forward(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    const DOING: &str = "to stage the planned files";
    let tx = &release.head.transaction;
    if tx.files.is_empty() {
        return Ok(Made::default());
    }
    if release.resumed {
        return put(release, Side::New, None).map(|()| Made::default());
    }
    release.prepared = refs::prepare(release);
    match overwrite::forward(release)? {
        Rest::Nothing => return Ok(Made::default()),
        Rest::Some => {}
        Rest::Astray => return put(release, Side::New, None).map(|()| Made::default()),
    }
    let tx = &release.head.transaction;
    let git = writing(release);
    let merge = ["read-tree", "-m", "-u", tx.base.as_str(), release.commit()?.as_str()];
    // A slow filter may keep git at it when this program is killed alone.
    let merged = || match release.lock.and_then(|lock| lock.lend("read-tree").ok()) {
        Some(held) => git.run_holding(&merge, held),
        None => git.run(&merge, b""),
    };
    if let Err(first) = merged() {
        // A file that was only touched has old times in the index, and counts as changed until git
        // has looked into it. Whatever else was wrong is still wrong then, and said first.
        let refresh = ["update-index", "-q", "--refresh"];
        let _ = git.ask(&refresh, b"").map_err(ApplyError::git(DOING))?;
        merged().map_err(|_| ApplyError::git(DOING)(first))?;
    }
    Ok(Made::default())
}

/// Undoes `stage`: the planned paths are as the base and the disk had them. Where the branch has
/// gone elsewhere meanwhile, that is so for those that it did not touch: what is staged there is the
/// release's still, and the next commit would take it along. The others belong to whoever moved it.
pub(crate) fn back(release: &mut Release<'_>) -> Result<(), ApplyError> {
    if release.made.blobs.is_empty() {
        return Ok(());
    }
    match release.repo.state()?.head.commit() {
        Some(now) if *now == release.head.transaction.base => put(release, Side::Old, None),
        Some(now) => {
            let own = still_own(release, now)?;
            put(release, Side::Old, Some(&own))
        }
        None => Ok(()),
    }
}

/// The planned paths, by their numbers, that the commit `now` has as the base has them, and that are
/// staged as the base or the release has them.
fn still_own(release: &Release<'_>, now: &ObjectId) -> Result<Vec<usize>, ApplyError> {
    // A path that is no file any more is none of ours.
    let entries = release.repo.entries_at(now, &release.head.paths()).unwrap_or_default();
    let staged = differences(release, now)?;
    let files = release.head.transaction.files.iter().zip(entries).enumerate();
    let own = files.filter(|(at, (change, entry))| {
        let planned = release.made.blobs.get(*at).map(ObjectId::as_str);
        let is_ours = |entry: &Difference| Some(entry.new.as_str()) == planned;
        change.old.as_ref() == entry.as_ref().map(|(_, id)| id)
            && staged.get(change.path.as_str().as_bytes()).is_none_or(is_ours)
    });
    Ok(own.map(|(at, _)| at).collect())
}

/// Differences by path: as git has it, in whatever bytes.
pub(crate) type Differences = BTreeMap<Vec<u8>, Difference>;

/// In what the index differs from a commit, by path.
pub(crate) fn differences(
    release: &Release<'_>,
    from: &ObjectId,
) -> Result<Differences, ApplyError> {
    // Of a sparse index git would name a folder in the place of its files.
    let args = ["diff-index", "--cached", "-r", "--raw", "-z", "--no-renames", "--no-abbrev"];
    differing(release, &[&args[..], &[from.as_str(), "--"]].concat())
}

/// What git prints of a comparison that `args` ask for in its raw form, by path.
pub(crate) fn differing(release: &Release<'_>, args: &[&str]) -> Result<Differences, ApplyError> {
    const DOING: &str = "what is staged";
    let output = release.repo.git().reading().run(args, b"").map_err(ApplyError::git(DOING))?;
    let bytes = output.stdout.strip_suffix(b"\0").unwrap_or(&output.stdout);
    let mut fields = bytes.split(|byte| *byte == 0);
    let mut all = BTreeMap::new();
    while let (Some(entry), Some(path)) = (fields.next(), fields.next()) {
        let entry = String::from_utf8_lossy(entry);
        let words: Vec<&str> = entry.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, new, _status] = words.as_slice() else {
            return Err(ApplyError::Answer { doing: DOING, answer: entry.into_owned() });
        };
        let [old_mode, new_mode, old, new] =
            [old_mode, new_mode, old, new].map(|w| (*w).to_owned());
        all.insert(path.to_vec(), Difference { old_mode, new_mode, old, new });
    }
    Ok(all)
}

/// Sets index entries, each a path, a mode (`000000` removes it) and an object id. Their marks stay.
pub(crate) fn restore(
    release: &Release<'_>,
    entries: &[(Vec<u8>, String, String)],
) -> Result<(), ApplyError> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut input = Vec::new();
    for (path, mode, id) in entries {
        let mode = if mode == "000000" { "0" } else { mode };
        input.extend_from_slice(format!("{mode} {id}\t").as_bytes());
        input.extend_from_slice(path);
        input.push(0);
    }
    let git = writing(release);
    let marks = Marks::look(&git)?;
    git.run(&["update-index", "-z", "--index-info"], &input)
        .map_err(ApplyError::git("to stage files"))?;
    let there = entries.iter().filter(|(_, mode, _)| mode != "000000");
    marks.put_back(&git, there.map(|(path, ..)| path.as_slice()))
}

/// Which state of the planned files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// What stands in a planned file on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// What was there, or what the index would check out for it.
    Old,
    /// The planned content.
    New,
    /// Nothing, the beginning of a side's content, or what lies between both: writing it was cut off.
    Part,
    /// Something else.
    Foreign,
}

/// Puts the planned paths to one side, whatever state an interruption left them in. Content that is
/// neither side's is left as it stands; where a hook may have written it, it is kept as a blob. `only`
/// leaves out all paths but those numbers, of a release that somebody works past: what they write is
/// not overwritten.
fn put(release: &mut Release<'_>, side: Side, only: Option<&[usize]>) -> Result<(), ApplyError> {
    let stands = standing(release)?;
    let target =
        if side == Side::Old { &release.head.transaction.base } else { release.commit()? };
    let wrong = differences(release, target)?;
    let hooked = only.is_none() && release.hooked;
    let blobs = release.made.blobs.clone();
    let wanted = if side == Side::Old { Stands::Old } else { Stands::New };
    let (mut entries, mut checkout) = (Vec::new(), Vec::new());
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    for (at, (change, original)) in release.head.files().enumerate() {
        if only.is_some_and(|only| only.binary_search(&at).is_err()) {
            continue;
        }
        let id = if side == Side::Old { change.old.as_ref() } else { blobs.get(at) };
        let mode = if id.is_some() { original.mode.as_str() } else { "000000" };
        let none = "0".repeat(release.head.transaction.base.as_str().len());
        let id = id.map_or(none, ToString::to_string);
        let path = change.path.as_str().as_bytes();
        if wrong.contains_key(path) {
            entries.push((path.to_vec(), mode.to_owned(), id));
        }
        let now = stands.get(at).copied().unwrap_or(Stands::Foreign);
        match now {
            Stands::Foreign if hooked => kept.push(change.path.clone()),
            Stands::Foreign => left.push(change.path.clone()),
            _ => {}
        }
        if now != wanted && (now != Stands::Foreign || hooked) {
            checkout.push(at);
        }
    }
    keep(release, kept)?;
    release.left = left;
    if entries.is_empty() && checkout.is_empty() {
        return Ok(());
    }
    restore(release, &entries)?;
    let marks = Marks::look(&writing(release))?;
    let files: Vec<_> = release.head.files().collect();
    let mut files: Vec<_> = checkout.iter().filter_map(|at| files.get(*at)).collect();
    // What a sparse checkout leaves out is nowhere on the disk, on either side.
    files.retain(|(change, _)| {
        let path = release.repo.root().join(change.path.as_str());
        !marks.is_skipped(change.path.as_str().as_bytes()) || fs::symlink_metadata(path).is_ok()
    });
    match side {
        Side::New => {
            check_out(release, &files.iter().map(|file| &file.0.path).collect::<Vec<_>>())?;
        }
        Side::Old => {
            let there = files.iter().filter(|(_, original)| original.disk.is_some());
            check_out(release, &there.map(|(change, _)| &change.path).collect::<Vec<_>>())?;
            for (change, original) in files {
                set_disk(release, change, original.disk.as_deref())?;
            }
        }
    }
    // The new index entries carry no times yet, so that git would read every file again.
    let refresh = ["update-index", "-q", "--refresh"];
    writing(release).ask(&refresh, b"").map_err(ApplyError::git("to look at the files"))?;
    Ok(())
}

/// Writes planned files as git would: filters, line endings and permissions included. Their times and
/// sizes are not noted in the index: git takes a size that differs for a change without reading on,
/// and the bytes that the user had may be more or fewer than those that git writes.
fn check_out(release: &Release<'_>, paths: &[&RepoPath]) -> Result<(), ApplyError> {
    if paths.is_empty() {
        return Ok(());
    }
    let input: String = paths.iter().map(|path| format!("{path}\0")).collect();
    writing(release)
        .run(&["checkout-index", "-f", "-q", "-z", "--stdin"], input.as_bytes())
        .map_err(ApplyError::git("to write the planned files"))?;
    Ok(())
}

/// Makes the file on the disk what it was before, byte for byte: line endings may have differed
/// from what git would check out.
fn set_disk(
    release: &Release<'_>,
    change: &Change,
    bytes: Option<&[u8]>,
) -> Result<(), ApplyError> {
    let path = release.repo.root().join(change.path.as_str());
    match bytes {
        Some(bytes) if fs::read(&path).is_ok_and(|now| now == bytes) => Ok(()),
        Some(bytes) => fs::write(&path, bytes).map_err(ApplyError::file("write", path)),
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ApplyError::file("remove", path)(error))
            }
            _ => {
                // Folders that were made for it; one that holds anything else refuses to go.
                let folders = change.path.ancestors().filter(|folder| !folder.is_root());
                let mut folders = folders.map(|folder| release.repo.root().join(folder.as_str()));
                let _ = folders.try_for_each(fs::remove_dir);
                Ok(())
            }
        },
    }
}

/// What stands in each planned file.
fn standing(release: &Release<'_>) -> Result<Vec<Stands>, ApplyError> {
    let files = release.repo.files(&View::Worktree, &release.head.paths())?;
    let mut stands = Vec::new();
    let mut unclear = Vec::new();
    for (at, ((change, original), file)) in release.head.files().zip(files).enumerate() {
        let now = file.map(|file| file.bytes);
        stands.push(match now {
            now if now == original.disk => Stands::Old,
            None => Stands::Part,
            Some(now) if now == change.bytes => Stands::New,
            Some(now) if release.may_be_torn() && is_torn(&now, change, original) => Stands::Part,
            Some(_) => {
                unclear.push((at, change.path.clone()));
                Stands::Foreign
            }
        });
    }
    // Only git knows what its filters make of a file.
    let paths: Vec<RepoPath> = unclear.iter().map(|(_, path)| path.clone()).collect();
    for ((at, _), id) in unclear.iter().zip(hashes(release, &paths, false)?) {
        let old = release.head.transaction.files.get(*at).and_then(|change| change.old.as_ref());
        let new = release.made.blobs.get(*at);
        if let Some(stand) = stands.get_mut(*at) {
            *stand = match Some(&id) {
                id if id == old => Stands::Old,
                id if id == new => Stands::New,
                _ => Stands::Foreign,
            };
        }
    }
    Ok(stands)
}

/// Whether `now` is what a planned file may hold where writing either side was cut off.
fn is_torn(now: &[u8], change: &Change, original: &Original) -> bool {
    let lines = || String::from_utf8_lossy(&change.bytes).replace('\n', "\r\n").into_bytes();
    let old = original.disk.as_deref().unwrap_or_default();
    is_between(now, old, &change.bytes) || lines().starts_with(now)
}

/// Keeps foreign content as blobs that `git cat-file blob` gives back, and notes them: whoever finishes
/// the release tells of them, if this program does not get that far.
fn keep(release: &mut Release<'_>, paths: Vec<RepoPath>) -> Result<(), ApplyError> {
    if paths.is_empty() {
        return Ok(());
    }
    let ids = hashes(release, &paths, true)?;
    release.note(Record::Kept(paths.into_iter().zip(ids).collect()))?;
    release.settle()
}

/// The blobs that files on the disk would become, written to the repository if asked for.
pub(crate) fn hashes(
    release: &Release<'_>,
    paths: &[RepoPath],
    write: bool,
) -> Result<Vec<ObjectId>, ApplyError> {
    const DOING: &str = "what the planned files hold";
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let input: String = paths.iter().map(|path| quoted(path.as_str()) + "\n").collect();
    let args: &[&str] = &["hash-object", "--stdin-paths", "-w"];
    let args = if write { args } else { args.get(..2).unwrap_or(args) };
    let output = writing(release).run(args, input.as_bytes()).map_err(ApplyError::git(DOING))?;
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let ids: Option<Vec<ObjectId>> = answer.lines().map(ObjectId::new).collect();
    let ids = ids.filter(|ids| ids.len() == paths.len());
    ids.ok_or(ApplyError::Answer { doing: DOING, answer })
}

/// The runner for the index, which has to be on the disk before the branch moves: a lost one would
/// show the release as staged reversals.
pub(crate) fn writing(release: &Release<'_>) -> Git {
    let git = release.repo.git().with_setting("core.fsync=objects,index");
    git.with_variable("GIT_LITERAL_PATHSPECS", "1")
}
