//! The audit over histories that live in memory: commits, branches and tags, made by hand or by
//! plans.

mod bills;
mod lines;
mod native;
mod order;
mod silent;
mod tags;

use alloc::collections::BTreeMap;

use place::{Finding, ObjectId, Place};
use product::audit::{Ancestry, CommitAt, History, Statements, TagAt, Unread, audit};
use product::{Asked, Inventory, Plan, Purpose};
use version::Date;

use crate::world::World;

type Files = BTreeMap<String, Vec<u8>>;

struct Commit {
    parents: Vec<usize>,
    files: Files,
    message: String,
    time: i64,
}

/// A product line, and everything that was ever committed and tagged in it.
pub(crate) struct Chronicle {
    pub(crate) world: World,
    commits: Vec<Commit>,
    /// Each with its commit, and its message and time if it is annotated.
    tags: BTreeMap<String, (usize, Option<(String, i64)>)>,
    branches: BTreeMap<String, usize>,
    branch: String,
}

impl Chronicle {
    /// One commit of these files on `main`.
    pub(crate) fn new(config: &str, files: &[(&str, &str)]) -> Self {
        Self::of(World::new(config, files))
    }

    /// The same of a world, with the tags that it has.
    pub(crate) fn of(world: World) -> Self {
        let mut chronicle = Self {
            world,
            commits: Vec::new(),
            tags: BTreeMap::new(),
            branches: BTreeMap::new(),
            branch: "main".into(),
        };
        chronicle.commit("Start");
        let names: Vec<String> = chronicle.world.tags.keys().cloned().collect();
        for name in names {
            chronicle.annotate(&name, "");
        }
        chronicle
    }

    pub(crate) fn on(&mut self, date: &str) -> &mut Self {
        self.world.on(date);
        self
    }

    pub(crate) fn write(&mut self, path: &str, text: &str) -> &mut Self {
        self.world.write(path, text);
        self
    }

    /// Noon of today, UTC.
    fn now(&self) -> i64 {
        let days = self.world.today.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
        days * 86_400 + 43_200
    }

    /// Commits the files as they are now, on the present branch.
    pub(crate) fn commit(&mut self, message: &str) -> &mut Self {
        let parents = self.branches.get(&self.branch).copied().into_iter().collect();
        let (files, time) = (self.world.files.clone(), self.now());
        self.commits.push(Commit { parents, files, message: message.into(), time });
        self.branches.insert(self.branch.clone(), self.commits.len() - 1);
        self
    }

    /// Goes to a branch; a new one begins where the present one is.
    pub(crate) fn switch(&mut self, branch: &str) -> &mut Self {
        let here = self.branches[&self.branch];
        let at = *self.branches.entry(branch.into()).or_insert(here);
        self.branch = branch.into();
        self.world.branch = branch.into();
        self.world.files = self.commits[at].files.clone();
        self
    }

    /// Merges a branch into the present one, whose files stay.
    pub(crate) fn merge(&mut self, branch: &str) -> &mut Self {
        let other = self.branches[branch];
        self.commit("Merge");
        self.commits.last_mut().unwrap().parents.push(other);
        self
    }

    /// Forgets a branch; its commits stay.
    pub(crate) fn forget(&mut self, branch: &str) -> &mut Self {
        self.branches.remove(branch);
        self
    }

    /// Makes an annotated tag on the present branch, and lets plans know of it.
    pub(crate) fn annotate(&mut self, name: &str, message: &str) -> &mut Self {
        let (at, time) = (self.branches[&self.branch], self.now());
        self.tags.insert(name.into(), (at, Some((message.into(), time))));
        self.world.tags.insert(name.into(), (self.world.files.clone(), message.into()));
        self
    }

    /// Annotated tags without further words.
    pub(crate) fn tag(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            self.annotate(name, "by hand");
        }
        self
    }

    pub(crate) fn light(&mut self, name: &str) -> &mut Self {
        self.tag(&[name]);
        self.tags.get_mut(name).unwrap().1 = None;
        self
    }

    /// Puts a tag that there is on the present commit.
    pub(crate) fn move_tag(&mut self, name: &str) -> &mut Self {
        let at = self.branches[&self.branch];
        self.tags.get_mut(name).unwrap().0 = at;
        self
    }

    pub(crate) fn delete_tag(&mut self, name: &str) -> &mut Self {
        self.tags.remove(name).unwrap();
        self
    }

    /// Plans, and commits and tags as it was planned.
    pub(crate) fn release(&mut self, asked: Asked) -> Plan {
        let plan = self.world.plan(asked).unwrap_or_else(|error| panic!("{error}"));
        self.carry_out(&plan);
        plan
    }

    pub(crate) fn carry_out(&mut self, plan: &Plan) {
        let lowered = product::lower(plan, &self.world.base(plan)).unwrap();
        self.world.apply(plan);
        // What writes no file makes no commit: its tags go where the branch is.
        if !plan.files.is_empty() {
            self.commit(&lowered.message);
        }
        for tag in lowered.tags {
            self.annotate(&tag.name, &tag.message);
        }
    }

    fn history(&self, inventory: &Inventory) -> History {
        let owners = self.world.product.owners();
        let names = self.tags.keys().map(String::as_bytes);
        let index = ::tags::TagIndex::build(&owners, names);
        let id = |commit: usize| ObjectId::new(&format!("{commit:010x}{:030}", 0)).unwrap();
        let tagged = self.tags.iter().map(|(name, (commit, said))| {
            let message = said.as_ref().map(|(message, _)| message.as_str());
            let time = said.as_ref().map(|(_, time)| *time);
            (name.clone(), TagAt::new(id(*commit), message, time))
        });
        let tagged: BTreeMap<String, TagAt> = tagged.collect();
        let commits = self.commits.iter().enumerate();
        let commits = commits.map(|(at, c)| (id(at), CommitAt::new(&c.message, c.time)));
        let branches: Vec<(String, ObjectId)> =
            self.branches.iter().map(|(name, at)| (name.clone(), id(*at))).collect();
        let matter: Vec<ObjectId> = (0..self.commits.len())
            .map(id)
            .filter(|id| {
                tagged.values().any(|tag| tag.commit == *id)
                    || branches.iter().any(|(_, tip)| tip == id)
            })
            .collect();
        let mut ancestry = Ancestry::new(matter.iter());
        // A commit's parents are below it: from the last to the first, children come first.
        for (at, commit) in self.commits.iter().enumerate().rev() {
            let parents: Vec<ObjectId> = commit.parents.iter().map(|parent| id(*parent)).collect();
            ancestry.tell(id(at).as_str(), parents.iter().map(ObjectId::as_str));
        }
        let mut statements = Statements::new(&self.world.product, inventory, &index, None);
        loop {
            let wanted = statements.wanted();
            if wanted.is_empty() {
                break;
            }
            let mut contents = BTreeMap::new();
            let blobs = wanted.iter().map(|file| {
                let (commit, _) = self.tags.get(file.tag)?;
                let bytes = self.commits[*commit].files.get(file.path.as_str())?;
                let blob = blob(bytes);
                contents.insert(blob.clone(), bytes.clone());
                Some(blob)
            });
            let blobs: Vec<Option<ObjectId>> = blobs.collect();
            let unread = statements.unread(0, &blobs);
            assert!(statements.unread(0, &blobs).is_empty(), "nothing is read twice");
            let read = |one: Unread| {
                let bytes = &contents[one.blob()];
                one.read(bytes)
            };
            statements.learn(unread.into_iter().map(read));
            statements.take(&blobs);
        }
        let (date, statements) = (self.world.today, statements.done());
        History {
            date,
            tags: index,
            tagged,
            commits: commits.collect(),
            ancestry,
            branches,
            statements,
        }
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        // What plans look at is in the world; where manifests are is all that counts here.
        let mut today = self.world.clone();
        today.tags.clear();
        let snapshot = today.snapshot(Purpose::Status);
        let inventory = Inventory::take(&today.product, &snapshot).unwrap();
        audit(&today.product, &self.history(&inventory), &inventory)
    }

    /// What was found: `rule tag`, the tag of the finding's place.
    pub(crate) fn found(&self) -> Vec<String> {
        let text = |finding: Finding| match finding.place {
            Some(Place::Ref(tag)) => format!("{} {tag}", finding.rule),
            other => format!("{} {other:?}", finding.rule),
        };
        self.findings().into_iter().map(text).collect()
    }

    /// What one rule has to say: each finding's policy, message and help.
    pub(crate) fn said(&self, rule: &str) -> Vec<String> {
        let own = self.findings().into_iter().filter(|finding| finding.rule == rule);
        own.map(|f| {
            let (policy, help) = (f.policy.unwrap_or_default(), f.help.unwrap_or_default());
            format!("{policy}: {} / {help}", f.message)
        })
        .collect()
    }
}

/// A stand-in for a blob's name: equal content, equal name.
fn blob(bytes: &[u8]) -> ObjectId {
    let mut sum: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in bytes {
        sum = (sum ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    ObjectId::new(&format!("{sum:040x}")).unwrap()
}
