//! Makes exactly the reads that planning or linting asks for.

use alloc::collections::{BTreeMap, BTreeSet};

use place::{ObjectId, RepoPath};
use product::{Author, Content, Entry, Needs, Product, Soon, Tagged};
use repo::{File, Mode, Repo, RepoError, View, Within};

use super::{Loaded, named};
use crate::{Error, Session, threads};

/// Makes the reads of `needs` and adds what they give to the snapshot, and those of `soon`
/// where they can be read along.
pub(super) fn fill(
    session: &Session,
    loaded: &mut Loaded,
    needs: &Needs,
    soon: &Soon,
) -> Result<(), Error> {
    texts(loaded, needs)?;
    folders(loaded, &needs.folders)?;
    disk(loaded, &needs.disk);
    // What cannot be read is refused when it is needed.
    let _ = folders(loaded, &soon.folders);
    files(session, loaded, &needs.files, &soon.files)?;
    let mut tags: BTreeSet<&str> = needs.tags.iter().map(String::as_str).collect();
    tags.extend(needs.told.iter().map(String::as_str));
    tags.extend(needs.changes.iter().map(|(tag, _)| tag.as_str()));
    tags.extend(needs.tagged_files.iter().map(|(tag, _)| tag.as_str()));
    tags.extend(needs.tagged_folders.iter().map(|(tag, _)| tag.as_str()));
    tags.extend(needs.commits.iter().map(String::as_str));
    tags.retain(|tag| !loaded.snapshot.tagged.contains_key(*tag));
    resolve(loaded, &tags.into_iter().collect::<Vec<_>>())?;
    messages(loaded, needs)?;
    told(loaded, needs)?;
    changes(loaded, needs)?;
    tagged_folders(loaded, needs)?;
    tagged_files(loaded, needs)?;
    super::commits::fill(loaded, &needs.commits)?;
    if needs.author {
        loaded.snapshot.author = Some(author(loaded));
    }
    Ok(())
}

/// Who releases, by git's own rules (environment, configuration); `None` where git does not know,
/// which planning refuses where an entry has to say so.
fn author(loaded: &Loaded) -> Option<Author> {
    let git = loaded.repo.git().reading();
    let ident = git.run(&["var", "GIT_AUTHOR_IDENT"], b"").ok()?.line();
    let (name, rest) = ident.split_once(" <")?;
    let (mail, _) = rest.split_once('>')?;
    Some(Author { name: name.to_owned(), mail: mail.to_owned() })
}

/// Reads what may be looked into: a link, or a file that cannot be read, is passed over.
fn texts(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    if needs.tracked {
        loaded.snapshot.tracked = Some(loaded.repo.all_paths(&loaded.view)?);
    }
    if needs.texts.is_empty() {
        return Ok(());
    }
    let paths: Vec<RepoPath> = needs.texts.iter().cloned().collect();
    let (repo, view) = (&loaded.repo, &loaded.view);
    let (known, paths) = divide(loaded, &paths).unwrap_or_else(|_| (Vec::new(), paths));
    let alone = |path: &RepoPath| repo.any_seen(view, core::slice::from_ref(path)).ok()?.pop()?;
    let read = repo.any_seen(view, &paths);
    let read = read.unwrap_or_else(|_| paths.iter().map(alone).collect());
    let read = paths.into_iter().zip(read.into_iter().map(|file| {
        let file = file.filter(|file| file.mode != Mode::Symlink)?;
        Some(Content::new(file.id, file.bytes))
    }));
    loaded.snapshot.files.extend(read);
    loaded.snapshot.files.extend(known.into_iter().map(|(path, content)| (path, Some(content))));
    Ok(())
}

/// Files that are at hand as the last look read them, and the paths of those that have to be read.
type Divided = (Vec<(RepoPath, Content)>, Vec<RepoPath>);

/// Which files the last look at another commit read as they are in this one.
///
/// # Errors
/// As [`repo::Repo::entries_at`].
fn divide(loaded: &Loaded, paths: &[RepoPath]) -> Result<Divided, RepoError> {
    let (Some(kept), View::Commit(commit)) = (loaded.kept(), &loaded.view) else {
        return Ok((Vec::new(), paths.to_vec()));
    };
    let (mut known, mut unread) = (Vec::new(), Vec::new());
    for (path, content) in paths.iter().zip(kept.known(commit, paths)?) {
        match content {
            Some(content) => known.push((path.clone(), content)),
            None => unread.push(path.clone()),
        }
    }
    Ok((known, unread))
}

fn folders(loaded: &mut Loaded, folders: &BTreeSet<RepoPath>) -> Result<(), Error> {
    if folders.is_empty() {
        return Ok(());
    }
    let folders: Vec<RepoPath> = folders.iter().cloned().collect();
    let as_folder = |error| named(loaded, error, Product::folder_named);
    let listed = loaded.repo.list_seen(&loaded.view, &folders).map_err(as_folder)?;
    // One that may still come, such as that of change files, may not be there; but nothing else may be
    // there in its place.
    let unlisted = folders.iter().zip(&listed).filter(|(_, listed)| listed.is_none());
    let astray = unlisted.filter(|(folder, _)| loaded.product.folder_named(folder).is_some());
    for (folder, _) in astray {
        no_file(&loaded.repo, &loaded.view, folder).map_err(as_folder)?;
    }
    let listed = folders.into_iter().zip(listed.into_iter().map(entries));
    loaded.snapshot.folders.extend(listed);
    Ok(())
}

/// Lists folders on the disk, to tell what is missing from what is not committed. A commit of the past
/// has nothing to do with what is there; what cannot be listed is not what anybody asked for.
fn disk(loaded: &mut Loaded, folders: &BTreeSet<RepoPath>) {
    let head = loaded.state.head.commit();
    let past = matches!(&loaded.view, View::Commit(commit) if Some(commit) != head);
    for folder in folders {
        let listed =
            || loaded.repo.list(&View::Worktree, core::slice::from_ref(folder)).ok()?.pop()?;
        // What git does not see cannot be committed either.
        let seen = |mut all: Vec<repo::Entry>| {
            all.retain(|entry| !entry.special);
            all
        };
        let listed = if past { None } else { entries(listed().map(seen)) };
        loaded.snapshot.disk.insert(folder.clone(), listed);
    }
}

fn entries(listed: Option<Vec<repo::Entry>>) -> Option<Vec<Entry>> {
    let entry = |entry: repo::Entry| Entry { name: entry.name, folder: entry.folder };
    listed.map(|entries| entries.into_iter().map(entry).collect())
}

/// Lists folders as they were at tags, each commit's once.
fn tagged_folders(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    let mut by_commit: BTreeMap<Option<ObjectId>, Vec<&(String, RepoPath)>> = BTreeMap::new();
    for wanted in &needs.tagged_folders {
        by_commit.entry(commit(loaded, &wanted.0)).or_default().push(wanted);
    }
    for (commit, wanted) in by_commit {
        // A tag that leads to no commit had no folders.
        let mut listed: BTreeMap<&RepoPath, Option<Vec<Entry>>> = BTreeMap::new();
        if let Some(commit) = commit {
            let folders: BTreeSet<&RepoPath> = wanted.iter().map(|(_, folder)| folder).collect();
            let paths: Vec<RepoPath> = folders.iter().map(|folder| (*folder).clone()).collect();
            let lists = loaded.repo.list(&View::Commit(commit), &paths)?;
            listed.extend(folders.into_iter().zip(lists.into_iter().map(entries)));
        }
        for (tag, folder) in wanted {
            let list = listed.get(folder).cloned().flatten();
            loaded.snapshot.tagged_folders.insert((tag.clone(), folder.clone()), list);
        }
    }
    Ok(())
}

fn files(
    session: &Session,
    loaded: &mut Loaded,
    files: &BTreeSet<RepoPath>,
    soon: &BTreeSet<RepoPath>,
) -> Result<(), Error> {
    if files.is_empty() {
        return Ok(());
    }
    // What is wanted soon comes first: lock files are large, and others locate what they hold while
    // the rest is read. What cannot be read is refused when it is needed.
    let along: Vec<RepoPath> = soon.iter().chain(files).cloned().collect();
    let contents = read_all(session, loaded, &along).or_else(|_| {
        let files: Vec<RepoPath> = files.iter().cloned().collect();
        read_all(session, loaded, &files)
    })?;
    loaded.snapshot.files.extend(contents);
    Ok(())
}

/// Reads files, and locates what they hold.
fn read_all(session: &Session, loaded: &Loaded, paths: &[RepoPath]) -> Result<Contents, Error> {
    // In a large line nothing else takes as long that can be done for each file by itself as to
    // locate what it holds: other threads do it while the next files are read.
    let parts = paths.chunks(threads::part(paths.len()));
    let parts = parts.map(|part| read(session, loaded, part));
    let contents = threads::follow(parts, located)?;
    Ok(contents.into_iter().flatten().collect())
}

/// Files by path; nothing for one that is not there.
type Contents = Vec<(RepoPath, Option<Content>)>;

fn read(session: &Session, loaded: &Loaded, paths: &[RepoPath]) -> Result<Contents, Error> {
    let contents =
        contents(loaded, paths).map_err(|error| named(loaded, error, Product::file_named))?;
    for (path, content) in &contents {
        if let Some(content) = content
            && let Ok(text) = core::str::from_utf8(content.bytes())
        {
            session.remember(path.as_str(), text);
        }
    }
    Ok(contents)
}

fn contents(loaded: &Loaded, paths: &[RepoPath]) -> Result<Contents, RepoError> {
    let (known, paths) = divide(loaded, paths)?;
    let mut contents: Contents = known.into_iter().map(|(path, one)| (path, Some(one))).collect();
    let read = loaded.repo.seen(&loaded.view, &paths)?;
    for (path, file) in paths.into_iter().zip(read) {
        refuse_link(&path, file.as_ref())?;
        contents.push((path, file.map(|file| Content::new(file.id, file.bytes))));
    }
    Ok(contents)
}

/// The same files, once what they hold is located.
fn located(contents: Contents) -> Contents {
    for (path, content) in &contents {
        content.iter().for_each(|content| content.find_early(path));
    }
    contents
}

/// Refuses a symbolic link: what it holds is a path, not the file's text.
fn refuse_link(path: &RepoPath, file: Option<&File>) -> Result<(), RepoError> {
    match file {
        Some(File { mode: Mode::Symlink, bytes, .. }) => Err(RepoError::Link {
            path: path.clone(),
            target: String::from_utf8_lossy(bytes).into_owned(),
        }),
        _ => Ok(()),
    }
}

/// One file that is no link, if it is there.
pub(super) fn one(repo: &Repo, view: &View, path: &RepoPath) -> Result<Option<File>, RepoError> {
    let file = repo.seen(view, core::slice::from_ref(path))?.pop().flatten();
    refuse_link(path, file.as_ref())?;
    Ok(file)
}

/// Refuses whatever is where a folder should be, if anything is.
fn no_file(repo: &Repo, view: &View, folder: &RepoPath) -> Result<(), RepoError> {
    let file = || RepoError::File { path: folder.clone() };
    let there = repo.files(view, core::slice::from_ref(folder)).map_err(|error| match error {
        RepoError::TooLarge { .. } | RepoError::CaseTwins { .. } => file(),
        error => error,
    })?;
    let there = there.into_iter().flatten().next();
    refuse_link(folder, there.as_ref())?;
    there.map_or(Ok(()), |_| Err(file()))
}

/// Resolves tags, and asks of all their commits at once whether they are in HEAD's history.
fn resolve(loaded: &mut Loaded, names: &[&str]) -> Result<(), Error> {
    if names.is_empty() {
        return Ok(());
    }
    let resolved = loaded.repo.tags_within(names, loaded.snapshot.base.as_ref())?;
    for (name, tagged) in names.iter().zip(resolved) {
        loaded.snapshot.tagged.insert((*name).to_owned(), tagged.map(self::tagged));
    }
    Ok(())
}

/// Where a tag leads, as the snapshot has it.
pub(super) fn tagged(found: Within) -> Tagged {
    Tagged { commit: found.commit, ancestor: found.ancestor }
}

fn messages(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    if needs.messages.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = needs.messages.iter().map(String::as_str).collect();
    for (name, tagged) in names.iter().zip(loaded.repo.tags(&names)?) {
        let message = tagged.and_then(|tagged| tagged.message);
        loaded.snapshot.messages.insert((*name).to_owned(), message);
    }
    Ok(())
}

/// Reads what the commits that tags lead to say they released, each commit once.
fn told(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    let ids: BTreeSet<ObjectId> = needs.told.iter().filter_map(|tag| commit(loaded, tag)).collect();
    let ids: Vec<ObjectId> = ids.into_iter().collect();
    let commits = loaded.repo.commits(&ids)?;
    let said = commits.iter().map(|commit| tags::read_releases(&commit.message));
    let said: BTreeMap<ObjectId, Vec<tags::Stated>> = ids.into_iter().zip(said).collect();
    for tag in &needs.told {
        let one = commit(loaded, tag).and_then(|id| said.get(&id).cloned());
        loaded.snapshot.told.insert(tag.clone(), one.unwrap_or_default());
    }
    Ok(())
}

fn changes(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    let mut asked = Vec::new();
    let mut queries = Vec::new();
    for (tag, folder) in &needs.changes {
        match commit(loaded, tag) {
            Some(commit) => {
                asked.push((tag.clone(), folder.clone()));
                queries.push((commit, folder.clone()));
            }
            // A tag that leads to no commit says nothing of what changed since.
            None => {
                loaded.snapshot.changes.insert((tag.clone(), folder.clone()), Vec::new());
            }
        }
    }
    let Some(head) = loaded.snapshot.base.clone() else {
        // On a branch without a commit there is no history either.
        let none = asked.into_iter().map(|asked| (asked, Vec::new()));
        loaded.snapshot.changes.extend(none);
        return Ok(());
    };
    if queries.is_empty() {
        return Ok(());
    }
    loaded.overtake();
    let changed = loaded.repo.changed(&queries, &head)?;
    loaded.snapshot.changes.extend(asked.into_iter().zip(changed));
    Ok(())
}

fn tagged_files(loaded: &mut Loaded, needs: &Needs) -> Result<(), Error> {
    let (mut asked, mut wanted) = (Vec::new(), Vec::new());
    for (tag, path) in &needs.tagged_files {
        match commit(loaded, tag) {
            Some(commit) => {
                asked.push((tag.clone(), path.clone()));
                wanted.push((commit, path.clone()));
            }
            // A link of long ago harms nobody either: that release's version is told by its tag.
            None => {
                loaded.snapshot.tagged_files.insert((tag.clone(), path.clone()), None);
            }
        }
    }
    let blobs = loaded.repo.blobs_at(&wanted)?;
    // What is as it was then has been read, and located, already.
    let same = |path: &RepoPath, blob: &ObjectId| {
        loaded.snapshot.content(path).filter(|content| content.id() == Some(blob)).cloned()
    };
    let known: Vec<Option<Content>> = asked
        .iter()
        .zip(&blobs)
        .map(|((_, path), blob)| blob.as_ref().and_then(|blob| same(path, blob)))
        .collect();
    let unread = known.iter().zip(&blobs).filter(|(known, _)| known.is_none());
    let unread: BTreeSet<ObjectId> = unread.filter_map(|(_, blob)| blob.clone()).collect();
    let unread: Vec<ObjectId> = unread.into_iter().collect();
    let contents = loaded.repo.contents(&unread)?;
    let read: BTreeMap<&ObjectId, &Option<Vec<u8>>> = unread.iter().zip(&contents).collect();
    for ((key, blob), known) in asked.into_iter().zip(blobs).zip(known) {
        let content = known.or_else(|| {
            let blob = blob?;
            let bytes = read.get(&blob)?.as_ref()?.clone();
            Some(Content::new(Some(blob), bytes))
        });
        loaded.snapshot.tagged_files.insert(key, content);
    }
    Ok(())
}

pub(super) fn commit(loaded: &Loaded, tag: &str) -> Option<ObjectId> {
    loaded.snapshot.tagged.get(tag)?.as_ref().map(|tagged| tagged.commit.clone())
}
