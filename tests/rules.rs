//! docs/rules.md, made of what holds: every rule of the policies with its checks and its tests, and
//! every generic rule as `explain` tells it.
//!
//! `SNAPSHOTS=overwrite cargo test -p syncline --test e2e rules` writes the page anew.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use core::fmt::Write as _;

use product::{RULES, Rule};
use version::{PolicyRule, Scheme};

use crate::house::{read, root, sources};

/// What stands above everything else.
const HEAD: &str = "\
# Rules

<!-- This page is generated. Write it anew with
     SNAPSHOTS=overwrite cargo test -p syncline --test e2e rules -->

A *policy's rule* is in its scheme file, in the policy's own words and under its own ID. A *generic
rule* is a check that the program knows. The scheme binds one to the other with `enforces`, so that
findings and errors carry the policy's ID; `syncline explain ID` prints either of them.

- [The policies' rules](#the-policies-rules): what each demands, what enforces it, and the tests
  that show it. A test carries the ID in its name, which is how it comes to stand here; a test called
  `chain_case_6_…` is one of the policy's worked cases.
- [The generic rules](#the-generic-rules): what `lint`, `audit` and planning know.

## The policies' rules

A rule that is *enforced by* `[[compat]]` is one that `compat` answers with. One without a check is
in the shape of the scheme: its format, its order, its roles.
";

/// A test, and the file that it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    name: String,
    file: String,
}

/// Every test that is run, by its name.
fn tests() -> Vec<Test> {
    let mut found = Vec::new();
    for file in ["crates", "xtask/src", "tests"].map(sources).concat() {
        found.extend(declared(&read(&file)).map(|name| Test { name, file: file.clone() }));
    }
    found.sort();
    found
}

/// The names of the tests that `source` declares, those that are ignored left out.
fn declared(source: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let names = lines.iter().enumerate().filter_map(|(at, line)| {
        let (name, _) = line.strip_prefix("fn ")?.split_once('(')?;
        let above = lines[..at].iter().rev();
        let attributes: Vec<&&str> =
            above.take_while(|line| line.starts_with("#[") || line.starts_with("//")).collect();
        let is_test = attributes.iter().any(|line| **line == "#[test]");
        let ignored = attributes.iter().any(|line| line.starts_with("#[ignore"));
        (is_test && !ignored).then(|| name.to_owned())
    });
    names.collect::<Vec<_>>().into_iter()
}

/// The rules among `ids` that a test's name carries: `kolab_2_to_4_…` shows KOLAB-2, KOLAB-3 and
/// KOLAB-4, `iric_6_and_8_…` two rules.
fn shown<'i>(name: &str, ids: impl IntoIterator<Item = &'i str>) -> Vec<&'i str> {
    let numbers = numbers(name);
    let shows = |id: &&str| {
        let (policy, number) = id.rsplit_once('-').unwrap();
        let prefix = policy.to_lowercase().replace('-', "_");
        let rest = name.strip_prefix(&prefix).and_then(|rest| rest.strip_prefix('_'));
        match (rest, number.parse::<u32>()) {
            (Some(_), Ok(number)) => numbers.contains(&number),
            (Some(rest), Err(_)) => rest.starts_with(&format!("{}_", number.to_lowercase())),
            (None, _) => false,
        }
    };
    ids.into_iter().filter(shows).collect()
}

/// The numbers after a name's first word: 2, 3 and 4 for `kolab_2_to_4_…`.
fn numbers(name: &str) -> Vec<u32> {
    let mut words = name.split('_').skip(1);
    let mut numbers: Vec<u32> =
        words.next().and_then(|word| word.parse().ok()).into_iter().collect();
    while let (Some(last), Some(join @ ("to" | "and"))) = (numbers.last().copied(), words.next()) {
        let Some(next) = words.next().and_then(|word| word.parse().ok()) else { break };
        numbers.extend(if join == "to" { last + 1 } else { next }..=next);
    }
    numbers
}

/// The schemes with rules of their own, each with those that no scheme before it has.
fn policies() -> Vec<(Scheme, Vec<PolicyRule>)> {
    let mut seen = BTreeSet::new();
    let schemes = version::PRESETS.iter().map(|preset| Scheme::preset(preset.name).unwrap());
    let all = schemes.map(|scheme| {
        let own = scheme.policies().iter().filter(|rule| seen.insert(rule.id.clone())).cloned();
        let own = own.collect();
        (scheme, own)
    });
    all.filter(|(_, rules): &(_, Vec<_>)| !rules.is_empty()).collect()
}

/// The tests that show each rule, by its ID.
fn evidence(tests: &[Test]) -> BTreeMap<String, Vec<Test>> {
    let mut found: BTreeMap<String, Vec<Test>> = BTreeMap::new();
    let ids = ids();
    for test in tests {
        for rule in shown(&test.name, ids.iter().map(String::as_str)) {
            found.entry(rule.to_owned()).or_default().push(test.clone());
        }
    }
    found
}

/// The IDs of all policies' rules.
fn ids() -> BTreeSet<String> {
    policies().into_iter().flat_map(|(_, rules)| rules).map(|rule| rule.id).collect()
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let tests = tests();
    let evidence = evidence(&tests);
    for (scheme, rules) in policies() {
        section(&mut page, &scheme, &rules, &evidence, &tests);
    }
    page.push_str("\n## The generic rules\n");
    for rule in RULES {
        generic(&mut page, rule);
    }
    page
}

fn section(
    page: &mut String,
    scheme: &Scheme,
    rules: &[PolicyRule],
    evidence: &BTreeMap<String, Vec<Test>>,
    tests: &[Test],
) {
    let name = scheme.name();
    let story = format!("policies/{name}.md");
    let story = if root().join("docs").join(&story).exists() {
        format!("[its story]({story}), ")
    } else {
        String::new()
    };
    let file = format!("../crates/version/schemes/{name}.toml");
    write!(page, "\n### {name}\n\n{story}[its scheme file]({file})\n\n").unwrap();
    page.push_str("| rule | demands | enforced by | shown by |\n|---|---|---|---|\n");
    for rule in rules {
        let checks = checks(scheme, rule);
        let tests = evidence.get(&rule.id).map_or(&[][..], Vec::as_slice);
        let tests: Vec<String> = tests.iter().map(link).collect();
        let tests = if tests.is_empty() { "–".to_owned() } else { tests.join("<br>") };
        writeln!(page, "| **{}** | {} | {checks} | {tests} |", rule.id, cell(&rule.text)).unwrap();
    }
    let prefix = rules.first().and_then(|rule| rule.id.split('-').next()).unwrap_or_default();
    let prefix = format!("{}_case_", prefix.to_lowercase());
    let cases: Vec<String> =
        tests.iter().filter(|test| test.name.starts_with(&prefix)).map(link).collect();
    if !cases.is_empty() {
        write!(page, "\nThe policy's cases: {}\n", cases.join(", ")).unwrap();
    }
}

/// What enforces a rule: generic checks, and the scheme's own compatibility rules.
fn checks(scheme: &Scheme, rule: &PolicyRule) -> String {
    let generic = rule.checks().map(|id| format!("[`{id}`](#{id})"));
    let mut all: Vec<String> = generic.collect();
    if scheme.compat().iter().any(|compat| compat.rule.as_ref() == Some(&rule.id)) {
        all.push("`[[compat]]`".to_owned());
    }
    if all.is_empty() { "–".to_owned() } else { all.join("<br>") }
}

fn link(test: &Test) -> String {
    format!("[`{}`](../{})", test.name, test.file)
}

/// Words in a table, where a `|` would end the cell and a `<` begin a tag.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn generic(page: &mut String, rule: &Rule) {
    let severity = format!("{:?}", rule.severity).to_lowercase();
    write!(page, "\n### `{}`\n\n**{severity}.** {}\n\n", rule.id, rule.text).unwrap();
    writeln!(page, "- Example: {}", rule.example).unwrap();
    writeln!(page, "- Fix: {}", rule.mending()).unwrap();
    let bound = policies().into_iter().flat_map(|(_, rules)| rules);
    let bound = bound.filter(|policy| policy.checks().any(|check| check == rule.id));
    let bound: Vec<String> = bound.map(|policy| policy.id).collect();
    if !bound.is_empty() {
        writeln!(page, "- Speaks for {}.", bound.join(", ")).unwrap();
    }
}

#[test]
fn the_page_of_rules_says_what_holds() {
    let path = root().join("docs/rules.md");
    let written = snapbox::Data::read_from(&path, None).raw();
    snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).eq(page(), written);
}

#[test]
fn every_rule_of_a_policy_is_shown_by_a_test() {
    let (ids, evidence) = (ids(), evidence(&tests()));
    let without: Vec<&String> = ids.iter().filter(|id| !evidence.contains_key(*id)).collect();
    assert!(without.is_empty(), "no test carries the ID of {without:?} in its name");
}

/// A name that carries an ID which no policy has would stand for a rule that is not there.
#[test]
fn no_test_shows_a_rule_that_is_not_there() {
    let ids = ids();
    let policies: BTreeSet<&str> =
        ids.iter().filter_map(|id| Some(id.split_once('-')?.0)).collect();
    for test in tests() {
        let policy = test.name.split('_').next().unwrap_or_default().to_uppercase();
        for number in numbers(&test.name).into_iter().filter(|_| policies.contains(&*policy)) {
            let id = format!("{policy}-{number}");
            assert!(ids.contains(&id), "{} in {}: there is no {id}", test.name, test.file);
        }
    }
}

#[test]
fn names_carry_one_rule_or_several() {
    let ids = ["A-1", "A-2", "A-3", "A-4", "A-FIXED", "AB-1"];
    for (name, wanted) in [
        ("a_2_borrowing", &["A-2"][..]),
        ("a_2_to_4_how_far", &["A-2", "A-3", "A-4"]),
        ("a_1_and_4_the_truth_table", &["A-1", "A-4"]),
        ("a_1_65535_is_refused", &["A-1"]),
        ("a_fixed_shares_all", &["A-FIXED"]),
        ("ab_1_x", &["AB-1"]),
        ("a_case_1_x", &[]),
        ("a", &[]),
        ("nobody_knows", &[]),
    ] {
        assert_eq!(shown(name, ids), wanted, "{name}");
    }
    let source = "#[test]\nfn a() {}\n/// Why.\n#[test]\n#[ignore]\nfn b() {}\nfn c() {}\n";
    assert_eq!(declared(source).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn every_check_of_a_rule_is_one_that_there_is() {
    for rule in policies().into_iter().flat_map(|(_, rules)| rules) {
        for check in rule.checks() {
            assert!(product::rule(check).is_some(), "{}: {check}", rule.id);
        }
    }
}
