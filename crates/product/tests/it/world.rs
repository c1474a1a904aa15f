//! A repository in memory: files, tags that remember them, and what the loader would do.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;

use place::{Explain, Finding, ObjectId, RepoPath};
use product::notes::Notes;
use product::{
    Asked, Author, Committed, Content, DiscoverError, Discovered, Entry, Inventory, Needs, Options,
    Plan, PlanError, Product, Purpose, Request, Snapshot, Standing, StatedRelease, Status, Tagged,
};
use tags::TagIndex;
use version::Date;

type Files = BTreeMap<String, Vec<u8>>;

/// A product line and its repository.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) product: Product,
    pub(crate) files: Files,
    pub(crate) tags: BTreeMap<String, (Files, String)>,
    pub(crate) today: Date,
    pub(crate) branch: String,
    pub(crate) releasing: BTreeMap<String, String>,
    /// What the last commit says it released, and what was out before it.
    pub(crate) stated: Vec<StatedRelease>,
    /// Tags on commits that this branch does not have.
    pub(crate) elsewhere: Vec<String>,
    /// Commits, the oldest first, and how many of them each tag has in its history.
    pub(crate) commits: Vec<Arc<Committed>>,
    pub(crate) at: BTreeMap<String, usize>,
    /// What the commits of tags say.
    pub(crate) told: BTreeMap<String, String>,
    /// Who git says releases.
    pub(crate) author: Option<Author>,
}

impl World {
    /// A world of this release.toml and these files, on 2016-10-24.
    pub(crate) fn new(config: &str, files: &[(&str, &str)]) -> Self {
        crate::schemas::agree("release.toml", config.as_bytes(), &|_| None);
        let product = Product::parse("release.toml", config.as_bytes(), &|_| None);
        let product = product.unwrap_or_else(|error| panic!("{error}: {:?}", error.help()));
        let files = files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().to_vec()));
        let mut world = Self {
            product,
            files: files.collect(),
            tags: BTreeMap::new(),
            today: version::Date::constant(2016, 10, 24),
            branch: "main".into(),
            releasing: BTreeMap::new(),
            stated: Vec::new(),
            elsewhere: Vec::new(),
            commits: Vec::new(),
            at: BTreeMap::new(),
            told: BTreeMap::new(),
            author: Some(Author { name: "A Name".into(), mail: "name@example.org".into() }),
        };
        if world.product.found {
            world.discover().unwrap();
        }
        world
    }

    /// Takes the members of the workspace for the components.
    pub(crate) fn discover(&mut self) -> Result<(), DiscoverError> {
        let mut snapshot = Snapshot::new(self.today, TagIndex::build(&[], core::iter::empty()));
        loop {
            match product::discover(&self.product, &snapshot)? {
                Discovered::Needs { needs, .. } => self.fill(&mut snapshot, &needs),
                Discovered::Members(members) => {
                    self.product = self.product.clone().with_found(&members).unwrap();
                    return Ok(());
                }
            }
        }
    }

    pub(crate) fn on(&mut self, date: &str) -> &mut Self {
        self.today = date.parse().unwrap();
        self
    }

    pub(crate) fn write(&mut self, path: &str, text: &str) -> &mut Self {
        self.files.insert(path.into(), text.as_bytes().to_vec());
        self
    }

    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.files.get(path).unwrap().clone()).unwrap()
    }

    /// Puts tags on what is there now.
    pub(crate) fn tag(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            self.tags.insert((*name).into(), (self.files.clone(), String::new()));
            self.at.insert((*name).into(), self.commits.len());
        }
        self
    }

    /// Changes files and says so in a commit.
    pub(crate) fn commit(&mut self, message: &str, paths: &[&str]) -> &mut Self {
        for path in paths {
            self.files.entry((*path).into()).or_default().extend(message.as_bytes());
        }
        self.commits.push(Arc::new(Committed {
            id: id(&self.files),
            message: message.into(),
            files: paths.iter().map(|path| RepoPath::new(path).unwrap()).collect(),
        }));
        self
    }

    /// A snapshot with exactly what `purpose` needs.
    pub(crate) fn snapshot(&self, purpose: Purpose<'_>) -> Snapshot {
        let owners = self.product.owners();
        let index = TagIndex::build(&owners, self.tags.keys().map(String::as_bytes));
        let mut snapshot = Snapshot::new(self.today, index);
        snapshot.branch = Some(self.branch.clone());
        snapshot.base = Some(id(&self.files));
        snapshot.releasing.clone_from(&self.releasing);
        snapshot.stated.clone_from(&self.stated);
        snapshot.only_reachable = matches!(purpose, Purpose::Lint | Purpose::Released);
        for _ in 0..20 {
            let needs = product::needs(&self.product, &snapshot, purpose);
            if needs.is_empty() {
                return snapshot;
            }
            self.fill(&mut snapshot, &needs);
        }
        panic!("the needs never end");
    }

    fn fill(&self, snapshot: &mut Snapshot, needs: &Needs) {
        if needs.author {
            snapshot.author = Some(self.author.clone());
        }
        if needs.tracked {
            let all = self.files.keys().map(|path| RepoPath::new(path).unwrap());
            snapshot.tracked = Some(all.collect());
        }
        for path in needs.files.iter().chain(&needs.texts) {
            snapshot.files.insert(path.clone(), content(&self.files, path));
        }
        for folder in &needs.folders {
            snapshot.folders.insert(folder.clone(), Some(list(&self.files, folder)));
        }
        for folder in &needs.disk {
            snapshot.disk.insert(folder.clone(), None);
        }
        for tag in &needs.tags {
            let tagged = self.tags.get(tag).map(|(files, _)| Tagged {
                commit: id(files),
                ancestor: !self.elsewhere.contains(tag),
            });
            snapshot.tagged.insert(tag.clone(), tagged);
        }
        for tag in &needs.messages {
            let message = self.tags.get(tag).map(|(_, message)| message.clone());
            snapshot.messages.insert(tag.clone(), message);
        }
        for tag in &needs.told {
            let told = self.told.get(tag).map(|message| tags::read_releases(message));
            snapshot.told.insert(tag.clone(), told.unwrap_or_default());
        }
        for (tag, folder) in &needs.changes {
            let (then, _) = self.tags.get(tag).unwrap();
            let mut paths: Vec<&String> = then.keys().chain(self.files.keys()).collect();
            paths.sort();
            paths.dedup();
            let changed = paths.into_iter().filter(|path| then.get(*path) != self.files.get(*path));
            let changed = changed.map(|path| RepoPath::new(path).unwrap());
            let inside = changed.filter(|path| path.is_within(folder)).collect();
            snapshot.changes.insert((tag.clone(), folder.clone()), inside);
        }
        for (tag, folder) in &needs.tagged_folders {
            let (then, _) = self.tags.get(tag).unwrap();
            let then = list(then, folder);
            snapshot.tagged_folders.insert((tag.clone(), folder.clone()), Some(then));
        }
        for tag in &needs.commits {
            let had = self.at.get(tag).copied().unwrap_or_default();
            snapshot.commits.insert(tag.clone(), self.commits[had..].to_vec());
        }
        for (tag, path) in &needs.tagged_files {
            let (then, _) = self.tags.get(tag).unwrap();
            snapshot.tagged_files.insert((tag.clone(), path.clone()), content(then, path));
        }
    }

    pub(crate) fn plan(&self, asked: Asked) -> Result<Plan, PlanError> {
        self.plan_with(asked, Options::default())
    }

    pub(crate) fn plan_with(&self, asked: Asked, options: Options) -> Result<Plan, PlanError> {
        let request = Request { asked, options };
        let snapshot = self.snapshot(Purpose::Plan(&request));
        product::plan(&self.product, &snapshot, &request)
    }

    /// What the next release would tell, of all or of one component.
    pub(crate) fn notes(&self, only: Option<&str>) -> Notes {
        let only = only.map(|name| self.product.component(name).unwrap());
        let request = product::notes::request(None);
        let plan = match self.plan_with(request.asked, request.options) {
            Ok(plan) => Some(plan),
            Err(error) if product::notes::is_nothing_pending(&error) => None,
            Err(error) => panic!("{error}"),
        };
        let mut snapshot = self.snapshot(Purpose::Status);
        let inventory = Inventory::take(&self.product, &snapshot).unwrap();
        let (product, plan) = (&self.product, plan.as_ref());
        let untold = product::notes::untold(product, &snapshot, &inventory, (0, only), plan);
        let untold = untold.unwrap();
        let needs = product::needs(product, &snapshot, Purpose::Told(&untold));
        self.fill(&mut snapshot, &needs);
        assert!(product::needs(product, &snapshot, Purpose::Told(&untold)).is_empty());
        product::notes::notes(product, &snapshot, &inventory, (0, only), plan).unwrap()
    }

    /// Plans and carries out.
    pub(crate) fn run(&mut self, asked: Asked) -> Result<Plan, PlanError> {
        let plan = self.plan(asked)?;
        self.apply(&plan);
        Ok(plan)
    }

    /// As [`World::run`], and remembers the release's commit among all others.
    pub(crate) fn run_as_commit(&mut self, asked: Asked) -> Result<Plan, PlanError> {
        let plan = self.plan(asked)?;
        let message = product::lower(&plan, &self.base(&plan)).unwrap().message;
        let files = plan.files.iter().map(|file| RepoPath::new(&file.path).unwrap()).collect();
        self.commits.push(Arc::new(Committed { id: id(&self.files), message, files }));
        self.apply(&plan);
        Ok(plan)
    }

    pub(crate) fn apply(&mut self, plan: &Plan) {
        let lowered = product::lower(plan, &self.base(plan)).unwrap();
        for (path, _, bytes) in lowered.files {
            self.files.insert(path.as_str().into(), bytes);
        }
        for tag in lowered.tags {
            if !plan.files.is_empty() {
                self.told.insert(tag.name.clone(), lowered.message.clone());
            }
            self.at.insert(tag.name.clone(), self.commits.len());
            let before = self.tags.insert(tag.name.clone(), (self.files.clone(), tag.message));
            assert!(before.is_none(), "tag {} made twice", tag.name);
        }
    }

    /// Carries out a plan, and remembers what its commit says of it for the next lints.
    pub(crate) fn apply_and_state(&mut self, plan: &Plan) {
        let snapshot = self.snapshot(Purpose::Released);
        let inventory = product::Inventory::take(&self.product, &snapshot).unwrap();
        let mut before = Standing::take(&self.product, &snapshot, &inventory);
        let message = product::lower(plan, &self.base(plan)).unwrap().message;
        self.stated.clear();
        for stated in tags::read_releases(&message) {
            let mut after = before.clone();
            after.pass(&self.product, &stated.moved);
            self.stated.push(StatedRelease {
                commit: "0123456789".into(),
                in_the_making: false,
                before: core::mem::replace(&mut before, after),
                taken: Vec::new(),
                inspected: true,
                stated,
            });
        }
        assert_eq!(self.stated.len(), 1, "{message}");
        self.apply(plan);
    }

    /// The planned files as they are now.
    pub(crate) fn base(&self, plan: &Plan) -> BTreeMap<RepoPath, Option<Content>> {
        let paths = plan.files.iter().map(|file| RepoPath::new(&file.path).unwrap());
        paths.map(|path| (path.clone(), content(&self.files, &path))).collect()
    }

    pub(crate) fn lint(&self) -> Vec<Finding> {
        product::lint(&self.product, &self.snapshot(Purpose::Lint)).unwrap()
    }

    /// The rules that speak, each with its component.
    pub(crate) fn findings(&self) -> Vec<String> {
        let text = |finding: Finding| match finding.component {
            Some(component) => format!("{} {component}", finding.rule),
            None => finding.rule.to_owned(),
        };
        self.lint().into_iter().map(text).collect()
    }

    pub(crate) fn status(&self) -> Status {
        product::status(&self.product, &self.snapshot(Purpose::Status), 0).unwrap()
    }

    /// `name version` of every component.
    pub(crate) fn versions(&self) -> Vec<String> {
        let components = self.status().components;
        let version = |v: Option<String>| v.unwrap_or_else(|| "none".into());
        components.into_iter().map(|c| format!("{} {}", c.name, version(c.version))).collect()
    }
}

/// What a folder holds, sorted by name.
fn list(files: &Files, folder: &RepoPath) -> Vec<Entry> {
    let mut names: Vec<(String, bool)> = Vec::new();
    for path in files.keys() {
        let Some(below) = RepoPath::new(path).unwrap().below(folder).map(str::to_owned) else {
            continue;
        };
        match below.split_once('/') {
            Some((name, _)) => names.push((name.to_owned(), true)),
            None => names.push((below, false)),
        }
    }
    names.sort();
    names.dedup();
    names.into_iter().map(|(name, folder)| Entry { name, folder }).collect()
}

fn content(files: &Files, path: &RepoPath) -> Option<Content> {
    let bytes = files.get(path.as_str())?;
    let one = BTreeMap::from([(String::new(), bytes.clone())]);
    Some(Content::new(Some(id(&one)), bytes.clone()))
}

/// A stand-in for git's object names: equal content, equal name.
fn id(files: &Files) -> ObjectId {
    let mut sum: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let bytes = files.iter().flat_map(|(path, bytes)| path.as_bytes().iter().chain(bytes));
    for byte in bytes {
        sum = (sum ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    ObjectId::new(&format!("{sum:040x}")).unwrap()
}

pub(crate) fn release(what: &str, components: &[&str]) -> Asked {
    Asked::Release {
        what: Some(what.into()),
        components: components.iter().map(ToString::to_string).collect(),
        all: false,
        exclude: Vec::new(),
    }
}

/// `release` without an argument.
pub(crate) fn promote(components: &[&str]) -> Asked {
    let Asked::Release { components, all, exclude, .. } = release("", components) else {
        unreachable!()
    };
    Asked::Release { what: None, components, all, exclude }
}

pub(crate) fn pre(label: &str, level: Option<&str>, components: &[&str]) -> Asked {
    Asked::Pre {
        label: label.into(),
        level: level.map(Into::into),
        components: components.iter().map(ToString::to_string).collect(),
        all: false,
        exclude: Vec::new(),
    }
}

/// `patch NAME --unstable`.
pub(crate) fn unstable(component: &str) -> Asked {
    let Asked::Patch { components, all, level, needs_core, .. } = patch(&[component]) else {
        unreachable!()
    };
    Asked::Patch { components, all, level, needs_core, unstable: true }
}

pub(crate) fn patch(components: &[&str]) -> Asked {
    Asked::Patch {
        components: components.iter().map(ToString::to_string).collect(),
        all: false,
        level: None,
        needs_core: None,
        unstable: false,
    }
}

/// The rule, the message and the help of a refusal.
pub(crate) fn refusal(result: Result<Plan, PlanError>) -> String {
    match result {
        Ok(plan) => panic!("planned: {:?}", plan.components),
        Err(error) => format!(
            "{}: {error} / {} / {}",
            error.rule().unwrap_or("-"),
            error.help().unwrap_or_default(),
            error.class().exit_code()
        ),
    }
}
