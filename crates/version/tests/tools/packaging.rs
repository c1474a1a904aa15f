//! Python: the module `packaging`, by itself or as pip brings it along.

use std::process::Command;

use version::native::PEP440;

use crate::pairs::{Grammar, count, pairs};
use crate::tool::{agrees, ask};

const GRAMMAR: Grammar = Grammar {
    words: &[
        "rc", "c", "a", "b", "alpha", "Beta", "preview", "pre", "post", "rev", "r", "dev", ".dev",
        "a1", "rc1", "post1", "dev0", "", "+local", "+1", "+a.1",
    ],
    separators: &[".", ".", ".", "", "", "-", "_", "!", "+"],
    starts: &["", "", "", "", "v", "0!", "1!", "0.", "1.0.", "V"],
    characters: "0123459abcrdev.+-_!",
};

const COMPARE: &str = r#"
import sys
try:
    from packaging.version import Version, InvalidVersion
except ImportError:
    try:
        from pip._vendor.packaging.version import Version, InvalidVersion
    except ImportError:
        sys.exit(77)
def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None
for line in sys.stdin:
    left, right = map(parse, line.rstrip("\n").split("\t"))
    if left is not None and right is not None:
        print("<" if left < right else ">" if left > right else "=")
    else:
        print("a" if left is not None else "b" if right is not None else "!")
"#;

#[test]
fn pep440_orders_as_packaging_does_over_random_pairs() {
    let pairs = pairs(&GRAMMAR, count());
    let mut python = Command::new("python3");
    let Some(answers) = ask("python3-packaging", python.args(["-c", COMPARE]), &pairs) else {
        return;
    };
    agrees(&PEP440, "0.dev0", &pairs, &answers);
}
