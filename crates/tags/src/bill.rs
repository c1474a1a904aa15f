//! The bill of materials in a lead tag's message: every component and its version.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::ObjectId;

use crate::name::is_hidden;

/// The trailer's token.
const TOKEN: &str = "Release-Component";
/// The token of the plan that a release was made by.
const PLAN: &str = "Release-Plan";
/// What the line begins with that ties a commit or a tag to that plan.
pub const PLAN_LINE: &str = "Release-Plan: ";
/// The token of the version that a release was asked for by its number.
const EXACT: &str = "Release-Version";

/// The token of a tag that a commit still waits for.
const TAG: &str = "Release-Tag";
/// The token of the branch that a commit has to reach before it is tagged.
const BRANCH: &str = "Release-Branch";
/// The token of the commit that the release was planned on.
const BASE: &str = "Release-Base";

/// What git indents a message by where it lists commits.
const INDENT: &str = "    ";

/// The longest line that is read as an entry, in bytes.
const LONGEST: usize = 300;

/// The trailers that say which component is at which version, in the order given, each line ending
/// in a line feed: `Release-Component: core 1.1`.
///
/// They belong into the message's last paragraph, where no other kind of line may stand. An entry
/// that [`read_bill`] could not read back (white space in the version, a line break in the name)
/// is left out: neither can come from a configuration that was accepted.
#[must_use]
pub fn write_bill(entries: &[(String, String)]) -> String {
    let readable = entries.iter().filter(|(name, version)| is_entry(name, version));
    readable.map(|(name, version)| format!("{TOKEN}: {name} {version}\n")).collect()
}

/// The components and versions in `message`, in its order; empty where there is no bill.
///
/// Only the last paragraph counts, a signature after it left aside, and only if all its lines are
/// trailers: release notes that quote a bill are no bill, and neither is a title. A component that
/// is named twice is left out: we never write it twice, so nobody can say which line is ours.
#[must_use]
pub fn read_bill(message: &str) -> Vec<(String, String)> {
    let unsigned = message.lines().take_while(|line| !is_signature(line));
    let lines: Vec<&str> = unsigned.map(str::trim_end).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    let last = paragraphs.skip(1).last().unwrap_or_default();
    if last.iter().all(|line| is_trailer(line)) { entries(last) } else { Vec::new() }
}

/// What one paragraph of a commit's message says it released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The plan that it was made by: hexadecimal digits.
    pub plan: String,
    /// The version that somebody asked for by its number, if that is how it was made.
    pub exact: Option<String>,
    /// The components and versions, in its order.
    pub moved: Vec<(String, String)>,
    /// The tags that it was committed without, the lead tag last.
    pub tags: Vec<String>,
    /// The branch that it has to reach before it is tagged.
    pub branch: Option<String>,
    /// The commit that it was planned on, where it was committed without tags.
    pub base: Option<ObjectId>,
}

/// The releases that a commit's message tells of, in its order: several where commits were squashed
/// into one.
///
/// Every paragraph but the title counts whose lines are all trailers and name a plan: what squashes
/// a branch puts the messages of further commits behind a release's, and trailers of its own. What
/// `git merge --squash` proposes has whole messages, each indented behind its commit's name, and the
/// newest first: those are read from the last one on.
#[must_use]
pub fn read_releases(message: &str) -> Vec<Stated> {
    let unsigned = message.lines().take_while(|line| !is_signature(line));
    let lines: Vec<&str> = unsigned.map(str::trim_end).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    let (mut listed, mut stated) = (Vec::new(), Vec::new());
    let mut in_list = false;
    for (at, lines) in paragraphs.enumerate() {
        let bare = unindented(lines);
        if bare.is_none() {
            in_list = lines.first().is_some_and(|line| is_commit(line));
        }
        match bare {
            Some(bare) if in_list => listed.extend(release(&bare)),
            _ if at > 0 => stated.extend(release(lines)),
            _ => {}
        }
    }
    listed.reverse();
    listed.append(&mut stated);
    listed
}

/// The release that a paragraph tells of.
fn release(lines: &[&str]) -> Option<Stated> {
    let value = |token: &str| {
        let mut last = lines.iter().rev();
        last.find_map(|line| line.strip_prefix(token)?.strip_prefix(": ")).map(str::trim)
    };
    let plan = value(PLAN).filter(|_| lines.iter().all(|line| is_trailer(line)))?;
    let digits = !plan.is_empty() && plan.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| Stated {
        plan: plan.to_owned(),
        exact: value(EXACT).map(ToOwned::to_owned),
        moved: entries(lines),
        tags: lines.iter().filter_map(|line| named(line, TAG)).collect(),
        branch: lines.iter().rev().find_map(|line| named(line, BRANCH)),
        base: value(BASE).and_then(ObjectId::new),
    })
}

/// The lines without what git indents the messages by that it lists, as often as it did; `None`
/// where they are not indented.
fn unindented<'l>(lines: &[&'l str]) -> Option<Vec<&'l str>> {
    let less = |lines: &[&'l str]| -> Option<Vec<&'l str>> {
        lines.iter().map(|line| line.strip_prefix(INDENT)).collect()
    };
    let mut bare = less(lines)?;
    while let Some(next) = less(&bare) {
        bare = next;
    }
    Some(bare)
}

/// Whether git begins a commit with the line where it lists several.
fn is_commit(line: &str) -> bool {
    let id = line.strip_prefix("commit ");
    id.is_some_and(|id| id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The trailer of a release that was asked for by its number, ending in a line feed.
#[must_use]
pub fn write_exact(version: &str) -> String {
    format!("{EXACT}: {version}\n")
}

/// The trailers of a commit that was planned on `base` and waits for its tags, the lead tag last, and,
/// where it is made on a branch of its own, for its merge into `branch`; each line ending in a line
/// feed.
#[must_use]
pub fn write_waiting<'n>(
    names: impl Iterator<Item = &'n str>,
    branch: Option<&str>,
    base: Option<&ObjectId>,
) -> String {
    let tags = names.map(|name| format!("{TAG}: {name}\n"));
    let branch = branch.map(|branch| format!("{BRANCH}: {branch}\n"));
    let base = base.map(|base| format!("{BASE}: {base}\n"));
    tags.chain(branch).chain(base).collect()
}

/// The value of a line's trailer `token`: a name, without anything hidden in it.
fn named(line: &str, token: &str) -> Option<String> {
    let name = line.strip_prefix(token)?.strip_prefix(": ")?.trim();
    let visible = !name.is_empty() && name.len() <= LONGEST && !name.chars().any(is_hidden);
    visible.then(|| name.to_owned())
}

/// The entries among a paragraph's lines.
fn entries(lines: &[&str]) -> Vec<(String, String)> {
    let all: Vec<(&str, &str)> = lines.iter().filter_map(|line| entry(line)).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in &all {
        *times.entry(name).or_default() += 1;
    }
    let ours = all.iter().filter(|(name, _)| times.get(name) == Some(&1));
    ours.map(|(name, version)| ((*name).to_owned(), (*version).to_owned())).collect()
}

fn is_signature(line: &str) -> bool {
    line.starts_with("-----BEGIN ")
}

/// Whether git would take the line for a trailer, or for the continuation of one.
fn is_trailer(line: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    line.split_once(':').is_some_and(|(before, _)| token(before)) || line.starts_with([' ', '\t'])
}

fn entry(line: &str) -> Option<(&str, &str)> {
    let value = line.strip_prefix(TOKEN)?.strip_prefix(": ")?;
    let (name, version) = value.rsplit_once(' ')?;
    is_entry(name, version).then_some((name, version))
}

fn is_entry(name: &str, version: &str) -> bool {
    let visible = |text: &str| !text.is_empty() && !text.chars().any(is_hidden);
    let short = TOKEN.len() + ": ".len() + name.len() + " ".len() + version.len() <= LONGEST;
    let graphic = version.bytes().all(|b| b.is_ascii_graphic());
    short && visible(name) && visible(version) && graphic && name.trim() == name
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    fn pairs(entries: &[(&str, &str)]) -> Vec<(String, String)> {
        entries.iter().map(|(name, version)| (name.to_string(), version.to_string())).collect()
    }

    #[test]
    fn a_bill_stands_in_the_last_paragraph() {
        let bill = pairs(&[("core", "1.1"), ("sdk-java", "1.0.20161101")]);
        let message = format!("Chain Core 1.1\n\nWhat is new\n\n{}", write_bill(&bill));
        assert!(message.ends_with("Release-Component: sdk-java 1.0.20161101\n"));
        assert_eq!(read_bill(&message), bill);
        let other = format!("{message}Release-Plan: 0123\n");
        assert_eq!(read_bill(&other), bill, "other trailers may stand beside it");
        assert_eq!(read_bill(&other.replace('\n', "\r\n")), bill, "a carriage return is no text");
        let signed = format!("{message}-----BEGIN SSH SIGNATURE-----\nabc=\n-----END x-----\n");
        assert_eq!(read_bill(&signed), bill, "a signature is not the last paragraph");
    }

    #[test]
    fn hostile_text_is_no_bill() {
        let line = "Release-Component: core 9.9\n";
        for message in [
            "".to_string(),
            line.to_string(),
            format!("{line}\nnotes end the message\n"),
            format!("Title\n\nnotes that end with\n{line}"),
            format!("Title\n\n {line}"),
            format!("Title\n\n{}", line.replace("core", "co\u{202e}re")),
            format!("Title\n\n{}", line.replace("9.9", "9.9\u{7}")),
            format!("Title\n\n{}", line.replace("core ", "")),
            format!("Title\n\n{}", line.replace("9.9", &"9".repeat(400))),
            format!("Title\n\n-----BEGIN PGP SIGNATURE-----\n\n{line}"),
        ] {
            assert_eq!(read_bill(&message), vec![], "{message:?}");
        }
        let twice = format!("T\n\n{line}Release-Component: mac 1.1\n{}", line.replace("9.9", "1"));
        assert_eq!(read_bill(&twice), pairs(&[("mac", "1.1")]));
    }

    #[test]
    fn semantics_26_a_commit_tells_of_every_release_that_was_squashed_into_it() {
        let one = "Release core 1.1\n\n- core 1.0 -> 1.1\n\nRelease-Component: core 1.1\nRelease-Plan: 0a1\n";
        let stated = read_releases(one);
        assert_eq!((stated.len(), stated[0].plan.as_str()), (1, "0a1"));
        assert_eq!((&stated[0].moved, &stated[0].exact), (&pairs(&[("core", "1.1")]), &None));
        let two = format!(
            "Merge (#17)\n\n* {one}\n* Fix it\n\n* Release mac 2.0\n\nRelease-Component: mac 2.0\n\
             {}Release-Plan: b2\n\nCo-authored-by: A <a@example.org>\n",
            write_exact("2.0")
        );
        let stated = read_releases(&two);
        assert_eq!(stated.len(), 2, "{stated:?}");
        assert_eq!(stated[1].exact.as_deref(), Some("2.0"));
        assert_eq!(stated[1].moved, pairs(&[("mac", "2.0")]));
        for none in [
            one.replace("Release-Plan: 0a1", "Release-Plan: nothing"),
            one.replace("Release-Plan: 0a1\n", ""),
            one.replace("- core 1.0 -> 1.1\n\n", "").replace("Release core 1.1\n\n", ""),
            one.replace("\nRelease-Component", "\n    Release-Component").replace("\n\n    ", "\n"),
        ] {
            assert_eq!(read_releases(&none), vec![], "{none:?}");
        }
    }

    #[test]
    fn semantics_26_what_git_proposes_for_a_squash_is_read_from_its_end() {
        let commit = |digit: &str, message: &str| {
            let lines: String = message.lines().map(|line| format!("    {line}\n")).collect();
            format!("commit {}\nAuthor: A <a@b>\nDate:   today\n\n{lines}", digit.repeat(40))
        };
        let release = |version: &str, plan: &str| {
            format!(
                "Release core {version}\n\n- core {version}\n\nRelease-Component: core {version}\nRelease-Plan: {plan}\n"
            )
        };
        let (older, newer) = (release("1.1", "a1"), release("1.2", "b2"));
        let list = format!("{}\n{}", commit("b", &newer), commit("a", &older));
        let plans = |message: &str| {
            let all = read_releases(message).into_iter();
            all.map(|stated| stated.plan).collect::<Vec<_>>()
        };
        assert_eq!(plans(&format!("Squashed commit of the following:\n\n{list}")), ["a1", "b2"]);
        assert_eq!(plans(&list), ["a1", "b2"], "without its title");
        let again = commit("c", &format!("Squashed commit of the following:\n\n{list}"));
        assert_eq!(plans(&format!("Squashed again\n\n{again}")), ["a1", "b2"]);
        let own = format!("Squashed\n\n{}\n{}", commit("a", &older), release("1.3", "c3"));
        assert_eq!(plans(&own), ["a1", "c3"]);
        // An example in a message is no release.
        let quoted = format!("Explain\n\nA release says:\n\n    {}", older.replace('\n', "\n    "));
        assert_eq!(plans(&quoted), [""; 0]);
    }

    #[test]
    fn semantics_28_a_commit_says_which_tags_it_waits_for_and_where() {
        let base = ObjectId::new(&"a".repeat(40));
        let waiting = write_waiting(["core-1.1", "v1.1"].into_iter(), Some("main"), base.as_ref());
        let message = format!("T\n\nRelease-Component: core 1.1\n{waiting}Release-Plan: 0a1\n");
        let stated = read_releases(&message);
        assert_eq!(stated[0].tags, ["core-1.1", "v1.1"]);
        assert_eq!(stated[0].branch.as_deref(), Some("main"));
        assert_eq!(stated[0].base, base);
        let hidden = read_releases(&message.replace("v1.1", "v\u{202e}1.1").replace("main", " "));
        assert_eq!((hidden[0].tags.len(), &hidden[0].branch), (1, &None));
    }

    #[test]
    fn what_cannot_be_read_back_is_not_written() {
        assert_eq!(write_bill(&pairs(&[("a\nRelease-Component: b", "1")])), "");
        assert_eq!(write_bill(&pairs(&[("a", "1 0"), ("a", "")])), "");
    }

    proptest! {
        #[test]
        fn a_bill_reads_back(
            entries in prop::collection::btree_map("[a-z@/][a-z0-9 ]{0,8}[a-z0-9]", "[0-9][0-9a-z.+~-]{0,12}", 0..6),
            notes in "[a-zA-Z: \n-]{0,60}",
        ) {
            let entries: Vec<_> = entries.into_iter().collect();
            if !entries.is_empty() {
                let message = format!("Title\n\n{notes}\n\n{}", write_bill(&entries));
                prop_assert_eq!(read_bill(&message), entries);
            }
        }

        #[test]
        fn any_text_is_read(message in "(?s).{0,200}") {
            for (name, version) in read_bill(&message) {
                prop_assert!(!name.contains('\n') && !version.contains(' '));
            }
        }
    }
}
