//! What goes wrong when a repository is read, and what to do about it.

use std::path::PathBuf;

use place::{Class, Explain, ObjectId, Place, RepoPath};

use crate::GitError;
use crate::quote::quoted;

/// A repository, a ref or a file that could not be read. Its class is [`Class::State`] (SEMANTICS 27:
/// repository state and files exit with 5), but for a word of the command line that names nothing.
#[derive(Debug, thiserror::Error)]
pub enum RepoError {
    /// No repository at or above the folder.
    #[error("`{}` is not inside a git repository", start.display())]
    NotARepository {
        /// Where the search began.
        start: PathBuf,
    },
    /// A repository without files.
    #[error("`{}` is a bare repository: it has no files to release", path.display())]
    Bare {
        /// Its git folder.
        path: PathBuf,
    },
    /// The search began inside `.git`.
    #[error("`{}` lies in git's own folder, not among the files", start.display())]
    InsideGit {
        /// Where the search began.
        start: PathBuf,
    },
    /// The search began in a folder whose name no path in the repository can have.
    #[error("the folder `{}` cannot be named: {source}", start.display())]
    Unusual {
        /// Where the search began.
        start: PathBuf,
        /// What is wrong with its name.
        source: place::PathError,
    },
    /// git does not trust a repository of another user's.
    #[error("the repository `{}` belongs to another user, so git refuses to read it", path.display())]
    Owner {
        /// The repository, as git names it.
        path: PathBuf,
    },
    /// The git program failed.
    #[error(transparent)]
    Git(#[from] GitError),
    /// libgit2 could not answer, and neither could git, because it is not installed.
    #[error("{what} could not be read: {message}")]
    Libgit2 {
        /// What was asked for.
        what: &'static str,
        /// libgit2's words.
        message: String,
    },
    /// The file system refused.
    #[error("`{}` could not be read: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder above the file is a symbolic link.
    #[error("`{path}` lies behind the symbolic link `{at}`")]
    SymlinkedParent {
        /// The file asked for.
        path: RepoPath,
        /// The link.
        at: RepoPath,
    },
    /// The file is another repository's.
    #[error("`{path}` {}, which is another repository", within(path, at))]
    Submodule {
        /// The file asked for.
        path: RepoPath,
        /// The submodule's folder.
        at: RepoPath,
    },
    /// It is a folder where a file was asked for.
    #[error("`{path}` is a folder, not a file")]
    Folder {
        /// The path asked for.
        path: RepoPath,
    },
    /// A symbolic link where a file is to be read or written: it may lead anywhere, and what is written
    /// would take its place.
    #[error("`{path}` is a symbolic link to `{target}`")]
    Link {
        /// The path asked for.
        path: RepoPath,
        /// Where it points, as it is stored; bytes that are not UTF-8 replaced.
        target: String,
    },
    /// It is a file where a folder was asked for.
    #[error("`{path}` is a file, not a folder")]
    File {
        /// The path asked for.
        path: RepoPath,
    },
    /// It is neither a file nor a folder.
    #[error("`{path}` is a {kind}, not a file")]
    Special {
        /// The path asked for.
        path: RepoPath,
        /// `named pipe`, `socket`, `device`.
        kind: &'static str,
    },
    /// It is larger than [`LIMIT`](crate::LIMIT).
    #[error("`{path}` has {bytes} bytes; files of more than 8 MiB are not read")]
    TooLarge {
        /// The file.
        path: RepoPath,
        /// How many bytes it has.
        bytes: u64,
    },
    /// It has a merge conflict in the index.
    #[error("`{path}` has an unresolved merge conflict in the index")]
    Unmerged {
        /// The file.
        path: RepoPath,
    },
    /// Another file differs from it only in upper and lower case.
    #[error("`{path}` and `{twin}` differ only in case: some file systems hold only one of them")]
    CaseTwins {
        /// The path asked for.
        path: RepoPath,
        /// The other one.
        twin: String,
    },
    /// A word of the command line that leads to no commit.
    #[error("`{rev}` does not name a commit")]
    UnknownRevision {
        /// The word as given.
        rev: String,
    },
    /// An object that should be there is not.
    #[error("the object {id} is missing from the repository")]
    Missing {
        /// The object.
        id: ObjectId,
    },
    /// A tag whose object, or one that it leads to, is not there.
    #[error("the tag `{tag}` leads to {id}, which is missing from the repository")]
    BrokenTag {
        /// The tag's name, without `refs/tags/`.
        tag: String,
        /// The object.
        id: ObjectId,
    },
    /// An object, or something git said, does not read as it should.
    #[error("{what} does not read as git writes it: {why}")]
    Malformed {
        /// Whose content: `tree 4b825dc642`.
        what: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl RepoError {
    /// Whether another path was meant, or none of this repository's: what lies there is no file, or no
    /// folder, however the repository is put in order.
    #[must_use]
    pub fn is_another_meant(&self) -> bool {
        matches!(
            self,
            Self::SymlinkedParent { .. }
                | Self::Folder { .. }
                | Self::File { .. }
                | Self::Link { .. }
        )
    }

    /// The file or folder that was asked for, where it is one of the repository's.
    #[must_use]
    pub fn path(&self) -> Option<&RepoPath> {
        match self {
            Self::SymlinkedParent { path, .. }
            | Self::Submodule { path, .. }
            | Self::Folder { path }
            | Self::File { path }
            | Self::Link { path, .. }
            | Self::Special { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Unmerged { path }
            | Self::CaseTwins { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// How a path is a submodule's, as the end of a sentence.
fn within(path: &RepoPath, at: &RepoPath) -> String {
    if path == at { "is a submodule".to_owned() } else { format!("lies in the submodule `{at}`") }
}

impl Explain for RepoError {
    fn place(&self) -> Option<Place> {
        match self {
            Self::UnknownRevision { rev } => Some(Place::Argument(rev.clone())),
            Self::BrokenTag { tag, .. } => Some(Place::Ref(tag.clone())),
            Self::Io { path, .. } => {
                Some(Place::File { path: path.to_string_lossy().into_owned(), span: None })
            }
            _ => self.path().map(Place::file),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotARepository { .. } => {
                "change into the repository, or make one here: `git init`".to_owned()
            }
            Self::Bare { path } => format!(
                "work in a clone: `git clone {}`, or add a work tree: `git worktree add ../work`",
                quoted(path.display())
            ),
            Self::Unusual { .. } => "change into the repository's root".to_owned(),
            Self::InsideGit { .. } => {
                "change into the folder that holds `.git`, or into one below it".to_owned()
            }
            Self::Owner { path } => format!(
                "if you trust it: `git config --global --add safe.directory {}`",
                quoted(path.display())
            ),
            Self::Git(error) => return error.help(),
            Self::Libgit2 { .. } => {
                "install git, so that it can be asked instead: see that `git version` works".to_owned()
            }
            Self::Io { path, .. } => {
                format!("look at its permissions: `ls -ld {}`", quoted(path.display()))
            }
            Self::SymlinkedParent { at, .. } => format!(
                "name the file where it really lies: `readlink {}` shows where the link leads",
                quoted(at)
            ),
            Self::Submodule { at, .. } => {
                format!("release the submodule from its own repository: `cd {}`", quoted(at))
            }
            Self::Folder { path } => format!("name a file in it: `git ls-files {}`", quoted(path)),
            Self::File { .. } => "name the folder that is meant".to_owned(),
            Self::Link { .. } => {
                "name what it leads to, or put that in the link's place".to_owned()
            }
            Self::Special { path, .. } => {
                format!("put a file in its place, with `git restore {}` if git has it", quoted(path))
            }
            Self::TooLarge { path, .. } => format!(
                "name another file, or make this one smaller: `git log --oneline -- {}` shows what it is",
                quoted(path)
            ),
            Self::Unmerged { path } => {
                format!("resolve it, then `git add {}`; `git status` lists the others", quoted(path))
            }
            Self::CaseTwins { path, .. } => {
                format!("rename one of them: `git mv {} NEW-NAME`", quoted(path))
            }
            Self::UnknownRevision { .. } => {
                "`git log --oneline` lists commits; a clone may need `git fetch --tags`".to_owned()
            }
            Self::Missing { .. } => {
                "see what else is missing: `git fsck`; a shallow clone: `git fetch --unshallow --tags`"
                    .to_owned()
            }
            Self::BrokenTag { tag, .. } => format!(
                "fetch it anew: `git fetch --force origin {}`, or see `git fsck`",
                quoted(format!("refs/tags/{tag}:refs/tags/{tag}"))
            ),
            Self::Malformed { .. } => "see what is damaged: `git fsck --full`".to_owned(),
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::UnknownRevision { .. } => Class::Usage,
            _ => Class::State,
        }
    }
}
