//! Everything that an audit looks at: what was tagged, where, when, and in which order.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use jiff::Timestamp;
use jiff::tz::Offset;
use place::ObjectId;
use tags::TagIndex;
use version::Date;

use super::ancestry::Ancestry;
use super::statement::Statement;

/// The whole history of a product line, as its tags tell it.
#[derive(Debug, Clone)]
pub struct History {
    /// Today, in UTC.
    pub date: Date,
    /// Every tag, by whose it is.
    pub tags: TagIndex,
    /// What tags lead to; those that lead to no commit are left out.
    pub tagged: BTreeMap<String, TagAt>,
    /// The tagged commits.
    pub commits: BTreeMap<ObjectId, CommitAt>,
    /// How the tagged commits and the branches' descend from each other.
    pub ancestry: Ancestry,
    /// Every branch: its name, without that of its remote, and its commit. A HEAD that is detached
    /// is one called `HEAD`.
    pub branches: Vec<(String, ObjectId)>,
    /// What a component's manifest states at a tag of its own.
    pub statements: BTreeMap<(usize, String), Statement>,
}

/// What a tag is, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagAt {
    /// The commit that it leads to.
    pub commit: ObjectId,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z, if it says so.
    pub time: Option<i64>,
    /// Whether it is a tag object with a message, not just a name.
    pub annotated: bool,
    /// The plan that it says it was made by.
    pub plan: Option<String>,
    /// Whether it says why, in people's words (`--because`).
    pub because: bool,
    /// Its bill of materials: components and versions; empty where it has none.
    pub bill: Vec<(String, String)>,
}

/// What a tagged commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitAt {
    /// The committer's time, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// The plan that it says it was made by.
    pub plan: Option<String>,
    /// The components and versions that it says it released.
    pub moved: Vec<(String, String)>,
}

impl TagAt {
    /// A tag that leads to `commit`; `message` and `time` are the tag object's, if it is one.
    #[must_use]
    pub fn new(commit: ObjectId, message: Option<&str>, time: Option<i64>) -> Self {
        let because = |text: &str| text.lines().any(|line| line.starts_with("Because: "));
        Self {
            commit,
            time,
            annotated: message.is_some(),
            plan: message.and_then(plan),
            because: message.is_some_and(because),
            bill: message.map(tags::read_bill).unwrap_or_default(),
        }
    }

    /// The last day that it was anywhere when the tag was made.
    pub(crate) fn day(&self) -> Option<Date> {
        // UTC+14 is the first to see a new day.
        let moment = Timestamp::from_second(self.time?).ok()?;
        Some(Offset::constant(14).to_datetime(moment).date())
    }
}

impl CommitAt {
    /// A commit with this message and committer's time.
    #[must_use]
    pub fn new(message: &str, time: i64) -> Self {
        let plan = plan(message);
        let moved = if plan.is_some() { tags::read_bill(message) } else { Vec::new() };
        Self { time, plan, moved }
    }
}

/// The plan that a message names in its trailer.
fn plan(message: &str) -> Option<String> {
    let id = message.lines().rev().find_map(|line| line.strip_prefix(tags::PLAN_LINE))?.trim();
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> ObjectId {
        ObjectId::new(&"a".repeat(40)).unwrap()
    }

    #[test]
    fn messages_tell_their_plan_their_bill_and_why() {
        let message =
            "Core 1.1\n\nBecause: it is time\n\nRelease-Component: core 1.1\nRelease-Plan: 4f2a\n";
        let tag = TagAt::new(id(), Some(message), Some(0));
        assert_eq!(tag.plan.as_deref(), Some("4f2a"));
        assert_eq!(tag.bill, [("core".into(), "1.1".into())]);
        assert!(tag.because && tag.annotated);
        let commit = CommitAt::new(message, 0);
        assert_eq!(commit.moved, tag.bill);
        let light = TagAt::new(id(), None, None);
        assert!(!light.annotated && light.plan.is_none() && light.bill.is_empty());
        assert_eq!(CommitAt::new("Core 1.1\n\nRelease-Component: core 1.1\n", 0).moved, []);
        assert_eq!(TagAt::new(id(), Some("x\n\nRelease-Plan: \u{1b}[2J\n"), None).plan, None);
    }

    #[test]
    fn a_day_has_come_when_it_begins_anywhere() {
        // 2016-11-01T09:59:59Z and the second after it.
        for (time, day) in [(1_477_994_399, "2016-11-01"), (1_477_994_400, "2016-11-02")] {
            assert_eq!(TagAt::new(id(), Some(""), Some(time)).day(), day.parse().ok(), "{time}");
        }
        assert_eq!(TagAt::new(id(), Some(""), Some(i64::MAX)).day(), None);
    }
}
