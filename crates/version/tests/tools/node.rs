//! npm: node-semver, as npm brings it along.

use std::process::Command;

use version::native::NPM;

use crate::pairs::{Grammar, count, pairs};
use crate::tool::{agrees, ask};

const GRAMMAR: Grammar = Grammar {
    words: &["rc", "beta", "a", "Z", "rc.1", "-", "x-y", "alpha", "0a", "", "1-", "RC"],
    separators: &[".", ".", ".", "-", "-rc.", "+", "-beta", ""],
    starts: &["", "0.", "1.2.", "1.2.", "0.0.", "v1.0.", "1.2.3-", "1.2.3-rc.", "1.2.0-a."],
    characters: "0123459azAZ.+--v",
};

const COMPARE: &str = r#"
const path = require("path");
const beside = path.join(path.dirname(process.execPath), "..");
const places = [
    "semver",
    path.join(beside, "lib/node_modules/npm/node_modules/semver"),
    path.join(beside, "share/nodejs/semver"),
    path.join(beside, "lib/node_modules/semver"),
];
let semver;
for (const place of places) {
    try { semver = require(place); break; } catch {}
}
if (!semver) process.exit(77);
const out = [];
for (const line of require("fs").readFileSync(0, "utf8").split("\n").slice(0, -1)) {
    const [left, right] = line.split("\t").map((text) => semver.parse(text));
    if (left && right) out.push("<=>"[semver.compare(left, right) + 1]);
    else out.push(left ? "a" : right ? "b" : "!");
}
process.stdout.write(out.join("\n") + "\n");
"#;

#[test]
fn npm_orders_as_node_semver_does_over_random_pairs() {
    // A pre-release's number above 2⁵³ is rounded by JavaScript, so that it equals its neighbours.
    let exact = |text: &str| {
        let pre = text.split_once('-').map_or("", |(_, pre)| pre);
        pre.split(['.', '+']).all(|piece| piece.len() < 16 || piece.contains(char::is_alphabetic))
    };
    let all = pairs(&GRAMMAR, count()).into_iter();
    let pairs: Vec<_> = all.filter(|(a, b)| exact(a) && exact(b)).collect();
    let mut node = Command::new("node");
    let Some(answers) = ask("node with npm", node.args(["-e", COMPARE]), &pairs) else { return };
    agrees(&NPM, "0.0.0-0", &pairs, &answers);
}
