//! Debian: dpkg's own Perl module for all pairs, and dpkg itself, a start a pair, for some.

use std::process::Command;

use version::native::DEB;

use crate::pairs::{Grammar, count, pairs};
use crate::tool::{agrees, ask, skipped};

const GRAMMAR: Grammar = Grammar {
    words: &["rc", "beta", "a", "Z", "~", "~~", "+", "dfsg", "bpo", "~rc", "+b", "", "-", "."],
    separators: &[".", ".", ".", "-", "~", "+", "", "~~", "-0"],
    starts: &["", "", "", "", "0:", "1:", "00:", "01:"],
    characters: "0123459azAZ.+-~:~_",
};

/// Reads pairs, writes answers; `Dpkg::Version` is what dpkg-dev compares with.
pub(crate) const COMPARE: &str = r#"
use strict; use warnings;
eval { require Dpkg::Version; 1 } or exit 77;
my %sign = (-1 => '<', 0 => '=', 1 => '>');
while (my $line = <STDIN>) {
    chomp $line;
    my ($left, $right) = split /\t/, $line, -1;
    # With `check`, what is no version comes out as undef.
    my ($x, $y) = map { scalar Dpkg::Version->new($_, check => 1) } $left, $right;
    if (defined $x && defined $y) { print $sign{$x <=> $y}, "\n" }
    else { print defined $x ? 'a' : defined $y ? 'b' : '!', "\n" }
}
"#;

#[test]
fn deb_orders_as_dpkg_does_over_random_pairs() {
    let all = pairs(&GRAMMAR, count()).into_iter();
    let pairs: Vec<_> = all.filter(|(a, b)| alike(a) && alike(b)).collect();
    let mut perl = Command::new("perl");
    let Some(answers) = ask("libdpkg-perl", perl.args(["-e", COMPARE]), &pairs) else { return };
    agrees(&DEB, LOWEST, &pairs, &answers);
}

/// Whether the module and the program take a text alike. The module is laxer about colons, where
/// it takes any epoch, and colons in a revision or for a version; and it rounds numbers of more
/// than 15 digits.
fn alike(text: &str) -> bool {
    let lax = text
        .split_once(':')
        .is_some_and(|(epoch, rest)| epoch.len() > 9 || rest.is_empty() || rest.contains(':'));
    !lax && text.split(|c: char| !c.is_ascii_digit()).all(|digits| digits.len() < 16)
}

/// Sorts below every version of the grammar: nothing has as many tildes.
const LOWEST: &str = "0~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~";

/// The program itself takes one pair a start, so it is asked about fewer.
#[test]
fn deb_orders_as_the_program_dpkg_does() {
    // It compares no text at all, too, and puts up with a sign before an epoch.
    let plain = |text: &str| !text.is_empty() && !text.starts_with(['+', '-']);
    let all = pairs(&GRAMMAR, count() / 50).into_iter();
    for (a, b) in all.filter(|(a, b)| plain(a) && plain(b)) {
        let answers = ["lt", "eq"].map(|op| compare(&a, op, &b));
        let [Some((lower, sound)), Some((equal, _))] = answers else { return skipped("dpkg") };
        let taken = [&a, &b].map(|text| (DEB.order)(text, LOWEST).is_ge());
        assert_eq!(taken == [true, true], sound, "{a:?} and {b:?}: both are versions");
        if sound {
            let order = (DEB.order)(&a, &b);
            assert_eq!((order.is_lt(), order.is_eq()), (lower, equal), "{a:?} and {b:?}");
        }
    }
}

/// Whether `a op b`, and whether both are versions, by `dpkg --compare-versions`, which warns where
/// one is not; `None` where dpkg is not there.
pub(crate) fn compare(a: &str, op: &str, b: &str) -> Option<(bool, bool)> {
    let output = Command::new("dpkg").args(["--compare-versions", "--", a, op, b]).output().ok()?;
    Some((output.status.success(), output.stderr.is_empty()))
}
