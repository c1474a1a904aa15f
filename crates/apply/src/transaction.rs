//! What is to be published, as the caller lowers its plan to it: files, message, tags.

use place::{ObjectId, Place, RepoPath, ref_fault};
use serde::{Deserialize, Serialize};

use crate::bytes;
use crate::{ApplyError, Push};

/// The longest names that are made, in bytes: a loose ref's file name has to fit with its `.lock`, and
/// a release branch has a tag's name in its own.
const LONGEST_TAG: usize = 100;
const LONGEST_BRANCH: usize = 200;

/// One release, ready to be published: everything is known, nothing is decided here.
///
/// It knows paths, bytes, messages and ref names. What a version is, it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// The plan's id. A release is recognised as applied by `Release-Plan: <id>` in the message of
    /// its lead tag.
    pub id: String,
    /// What people call it, for messages: `Chain Core 1.1`.
    pub title: String,
    /// The branch that gets the commit, without `refs/heads/`. It must be checked out.
    pub branch: String,
    /// The commit that the plan was made on; the branch must still be there.
    pub base: ObjectId,
    /// The files to write, no path twice. Without any, no commit is made and the tags are put on
    /// the base.
    pub files: Vec<Change>,
    /// The commands that are run once the files are staged, in order. Each of them can refuse.
    #[serde(default)]
    pub hooks: Vec<Hook>,
    /// Environment variables for them: names and values.
    #[serde(default)]
    pub variables: Vec<(String, String)>,
    /// Files that the plan was made from besides those it writes (configuration). They must be as
    /// the base has them.
    pub guards: Vec<RepoPath>,
    /// The commit's message.
    pub message: String,
    /// The tags to make, the lead tag last.
    pub tags: Vec<NewTag>,
    /// Whether the commit is signed; `None` leaves it to `commit.gpgSign`.
    pub sign_commit: Option<bool>,
    /// Whether the tags are signed; `None` leaves it to `tag.gpgSign`.
    pub sign_tags: Option<bool>,
    /// Where it is pushed to, branch and tags first, the lead tag last; `None` keeps it here.
    #[serde(default)]
    pub push: Option<Push>,
    /// The branch to make the commit on in the place of [`Transaction::branch`], opened for it and
    /// checked out: for one that commits reach through a merge. Goes with `no_tag`.
    #[serde(default)]
    pub via: Option<String>,
    /// The commit to put the tags on, where it is not the base: one in its history. Only without
    /// files.
    #[serde(default)]
    pub on: Option<ObjectId>,
    /// Makes the commit only. [`Published::missing`](crate::Published::missing) then lists the tags
    /// that make the release complete.
    pub no_tag: bool,
    /// How the running program is called, for messages that name a command: its own path, since a
    /// half-written workspace may not be able to build it again.
    pub hint: String,
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where.
    pub path: RepoPath,
    /// The blob that the base has there; `None` for a file that is new.
    pub old: Option<ObjectId>,
    /// What the new blob holds: repository bytes, before any end-of-line or smudge filter.
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
}

/// A command that can refuse the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// What people call it, for messages, in marks of its own: "`make check` of `core`".
    pub title: String,
    /// The program and its arguments. A program whose name has a slash is looked for from the
    /// repository's root, any other on the search path.
    pub argv: Vec<String>,
    /// Where it is configured.
    #[serde(with = "places")]
    pub place: Option<Place>,
}

/// One annotated tag to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// Its message.
    pub message: String,
    /// The object that it holds, where it is here already and is this release's own: then it is
    /// not made, and neither is it taken back.
    #[serde(default)]
    pub here: Option<ObjectId>,
}

/// The line that ties a commit or a tag to the plan `id`.
pub(crate) fn trailer(id: &str) -> String {
    format!("Release-Plan: {id}")
}

impl Transaction {
    /// The lead tag: published last and alone. A release exists when its lead tag exists.
    #[must_use]
    pub fn lead(&self) -> Option<&NewTag> {
        if self.no_tag { None } else { self.tags.last() }
    }

    /// The tags of this transaction's release, the lead last: none with `no_tag`. Some may be here
    /// already.
    #[must_use]
    pub fn made(&self) -> &[NewTag] {
        if self.no_tag { &[] } else { &self.tags }
    }

    /// The branch that gets the commit.
    #[must_use]
    pub fn target(&self) -> &str {
        self.via.as_deref().unwrap_or(&self.branch)
    }

    /// The commit that the tags are put on where none is made.
    pub(crate) fn tagged(&self) -> &ObjectId {
        self.on.as_ref().unwrap_or(&self.base)
    }

    /// The line that ties a commit or a tag to its plan.
    #[must_use]
    pub fn trailer(&self) -> String {
        trailer(&self.id)
    }

    /// A tag's message as it is written. The lead tag's carries the trailer, because that is how an
    /// applied release is recognised.
    pub(crate) fn tag_message(&self, tag: &NewTag) -> String {
        let trailer = self.trailer();
        let leads = self.lead().is_some_and(|lead| lead.name == tag.name);
        if !leads || tag.message.lines().any(|line| line.trim_end() == trailer) {
            return tag.message.clone();
        }
        format!("{}\n\n{trailer}\n", tag.message.trim_end())
    }

    /// Refuses what must never reach git: names of tags and branches outside the narrow set that we
    /// create ([`ref_fault`]), names that clash among themselves, paths twice, an id that is not one
    /// word.
    ///
    /// # Errors
    /// [`ApplyError::Malformed`].
    pub(crate) fn check(&self) -> Result<(), ApplyError> {
        let refuse = |what: String| Err(ApplyError::Malformed { what });
        if self.id.is_empty() || !self.id.bytes().all(|b| b.is_ascii_graphic()) {
            return refuse(format!("plan id {:?} is not one word", self.id));
        }
        if self.branch.is_empty() || self.branch.chars().any(|c| c.is_control() || c == ' ') {
            return refuse(format!("branch name {:?} is not one that git takes", self.branch));
        }
        let narrow = |via: &String| ref_fault(via, LONGEST_BRANCH).is_none() && *via != self.branch;
        if !self.via.as_ref().is_none_or(narrow) {
            return refuse(format!("branch name {:?} is not one that is made", self.target()));
        }
        if self.via.is_some() && (!self.no_tag || self.files.is_empty()) {
            return refuse("a release branch has a commit and no tags".into());
        }
        if self.on.is_some() && !self.files.is_empty() {
            return refuse("tags on another commit and files at once".into());
        }
        let messages = self.tags.iter().map(|tag| &tag.message).chain([&self.message]);
        if let Some(message) = messages.into_iter().find(|message| message.contains('\0')) {
            return refuse(format!("message {message:?} has a NUL character"));
        }
        let hooked = |hook: &Hook| hook.argv.first().is_some_and(|program| !program.is_empty());
        if !self.hooks.iter().all(hooked) {
            return refuse("a hook has no program".into());
        }
        let words = self.hooks.iter().flat_map(|hook| &hook.argv);
        let words = words.chain(self.variables.iter().map(|(_, value)| value));
        if let Some(word) = words.into_iter().find(|word| word.contains('\0')) {
            return refuse(format!("{word:?} has a NUL character, which no program can be told"));
        }
        if self.files.is_empty() && self.made().is_empty() {
            return refuse("it changes no file and makes no tag".into());
        }
        let odd = |name: &&String| ref_fault(name, LONGEST_TAG).is_some();
        if let Some(name) = self.tags.iter().map(|tag| &tag.name).find(odd) {
            return refuse(format!("tag name {name:?} is not one that we create"));
        }
        let mut names: Vec<&str> = self.tags.iter().map(|tag| tag.name.as_str()).collect();
        names.sort_unstable();
        if let Some(name) = twice(&names) {
            return refuse(format!("tag `{name}` is to be made twice"));
        }
        for name in &names {
            let folders = name.match_indices('/').filter_map(|(at, _)| name.get(..at));
            if let Some(other) = folders.into_iter().find(|f| names.binary_search(f).is_ok()) {
                return refuse(format!("tags `{other}` and `{name}` cannot both exist"));
            }
        }
        let mut paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        match twice(&paths) {
            Some(path) => refuse(format!("file `{path}` is to be written twice")),
            None if paths.first() == Some(&"") => refuse("the root is not a file".into()),
            None => Ok(()),
        }
    }
}

/// The first name that stands beside its equal in a sorted list.
fn twice<'n>(sorted: &[&'n str]) -> Option<&'n str> {
    sorted.iter().zip(sorted.iter().skip(1)).find(|(a, b)| a == b).map(|(a, _)| *a)
}

/// Where a hook is configured, with the bytes in that file.
mod places {
    use place::{Place, Span};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Written = Option<(String, Option<(usize, usize)>)>;

    pub(super) fn serialize<S: Serializer>(
        place: &Option<Place>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let written: Written = match place {
            Some(Place::File { path, span }) => {
                Some((path.clone(), span.map(|span| (span.start, span.end))))
            }
            _ => None,
        };
        written.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Place>, D::Error> {
        let written = Written::deserialize(from)?;
        Ok(written.map(|(path, span)| Place::File {
            path,
            span: span.map(|(start, end)| Span::new(start, end)),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Transaction {
        Transaction {
            id: "0123abcd".into(),
            title: "Sample 1.1".into(),
            branch: "main".into(),
            base: ObjectId::new(&"a".repeat(40)).unwrap(),
            files: vec![Change {
                path: RepoPath::new("a/b.toml").unwrap(),
                old: None,
                bytes: vec![0xff, 0],
            }],
            hooks: vec![Hook {
                title: "`make check`".into(),
                argv: vec!["make".into(), "check".into()],
                place: Some(Place::File {
                    path: "release.toml".into(),
                    span: Some(place::Span::new(3, 9)),
                }),
            }],
            variables: vec![("SYNCLINE_TAG".into(), "v1.1".into())],
            guards: vec![RepoPath::new("release.toml").unwrap()],
            message: "Release 1.1\n".into(),
            tags: ["core-1.1", "v1.1"]
                .map(|name| NewTag { name: name.into(), message: name.into(), here: None })
                .into(),
            sign_commit: None,
            sign_tags: Some(false),
            push: None,
            via: None,
            on: None,
            no_tag: false,
            hint: "syncline".into(),
        }
    }

    #[test]
    fn comes_back_from_json_as_it_went() {
        let text = serde_json::to_string(&sample()).unwrap();
        assert_eq!(serde_json::from_str::<Transaction>(&text).unwrap(), sample());
        let outside = text.replace("a/b.toml", "../b.toml");
        assert!(serde_json::from_str::<Transaction>(&outside).is_err());
        let option = text.replace(&"a".repeat(40), "--upload-pack=x");
        assert!(serde_json::from_str::<Transaction>(&option).is_err());
    }

    #[test]
    fn a_hook_has_a_program_and_nothing_that_ends_a_word() {
        let with = |argv: &[&str]| {
            let mut tx = sample();
            tx.hooks[0].argv = argv.iter().map(|word| (*word).into()).collect();
            tx.check().map_err(|error| error.to_string())
        };
        assert_eq!(with(&["make", ""]), Ok(()));
        for argv in [&[][..], &[""]] {
            assert!(with(argv).unwrap_err().contains("a hook has no program"));
        }
        assert!(with(&["make", "a\0b"]).unwrap_err().contains("NUL"));
    }

    #[test]
    fn only_narrow_names_pass() {
        let tag = |name: &str| {
            let mut tx = sample();
            tx.tags.truncate(1);
            tx.tags[0].name = name.into();
            tx.check()
        };
        let branch = |name: &str| {
            let via = Some(name.into());
            Transaction { via, no_tag: true, tags: Vec::new(), ..sample() }.check()
        };
        let long = "a".repeat(LONGEST_TAG);
        for name in ["v1.1", "@scope/pkg@1.0", "a/b/c-1+2", "9", "_a-1", "a./1", &long] {
            assert_eq!((tag(name).is_ok(), branch(name).is_ok()), (true, true), "{name}");
        }
        for name in [
            "", "-v1", "a b", "a..b", "a/", "/a", "a//b", "a.lock", "x/.a", "a.", "a\n", "a@{b",
            "@",
        ] {
            assert_eq!((tag(name).is_err(), branch(name).is_err()), (true, true), "{name:?}");
        }
        assert!(tag(&"a".repeat(LONGEST_TAG + 1)).is_err());
        assert!(branch(&"a".repeat(LONGEST_BRANCH + 1)).is_err());
    }

    #[test]
    fn clashes_among_its_own_names_are_refused() {
        let with = |names: &[&str]| {
            let tags = names.iter().map(|n| NewTag {
                name: (*n).into(),
                message: String::new(),
                here: None,
            });
            Transaction { tags: tags.collect(), ..sample() }.check()
        };
        assert!(with(&["a", "b"]).is_ok());
        assert!(with(&["a", "a"]).unwrap_err().to_string().contains("twice"));
        assert!(with(&["a/b", "a"]).unwrap_err().to_string().contains("cannot both exist"));
        assert!(with(&["a-b", "a/b/c", "a"]).is_err());
        let mut doubled = sample();
        doubled.files.extend(sample().files);
        assert!(doubled.check().unwrap_err().to_string().contains("written twice"));
    }
}
