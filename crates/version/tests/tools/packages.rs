//! KEP 5's package sequences, believed only where the real rpm and dpkg sort them as they come out.

use std::process::Command;

use place::Place;
use version::native::{DEB, RPM};
use version::{Dialect, Scheme, Version};

use crate::pairs::Pair;
use crate::tool::{Answer, ask, skipped};

/// Every label, often enough to pass the tenth build, a fix with candidates, and what follows.
const HISTORY: &[(&str, u64)] = &[
    ("2.2.9", 11),
    ("2.3-alpha1", 4),
    ("2.3-beta1", 2),
    ("2.3-beta2", 5),
    ("2.3-beta10", 1),
    ("2.3-rc1", 3),
    ("2.3.0", 2),
    ("2.3.1-rc1", 2),
    ("2.3.1-rc2", 1),
    ("2.3.1.0", 1),
    ("2.3.2", 1),
    ("2.4-alpha1", 1),
    ("2.10.0", 1),
];

/// The packages of the whole history, oldest first.
fn packages(d: &Dialect, epoch: u64, dist: Option<&str>) -> Vec<String> {
    let kolab = Scheme::preset("kolab").unwrap();
    let form = kolab.plain().with_epoch(d.id, epoch, Place::Argument("--epoch".into())).unwrap();
    let builds: Vec<(Version, u64)> =
        HISTORY.iter().map(|(text, count)| (form.parse(text).unwrap(), *count)).collect();
    let made = form.packages(d, &builds, 0, dist).unwrap();
    made.into_iter().map(|package| package.text).collect()
}

/// Every package with every later one, under each epoch and tag; an epoch with the next one.
fn rising(d: &Dialect, dists: &[Option<&str>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for dist in dists {
        for epoch in 0..3 {
            let made = packages(d, epoch, *dist);
            for (at, low) in made.iter().enumerate() {
                pairs.extend(made[at + 1..].iter().map(|high| (low.clone(), high.clone())));
            }
            let lifted = packages(d, epoch + 1, *dist);
            pairs.push((made.last().unwrap().clone(), lifted.first().unwrap().clone()));
        }
    }
    pairs
}

fn all_rise(pairs: &[Pair], answers: &[Answer]) {
    let falling = pairs.iter().zip(answers).find(|(_, answer)| **answer != '<');
    assert_eq!(falling, None);
    assert!(pairs.len() > 1_000, "{} pairs prove little", pairs.len());
}

#[test]
fn kolab_7_and_8_packages_rise_under_the_real_rpm() {
    let pairs = rising(&RPM, &[None, Some(".el5"), Some(".fc40")]);
    let mut rpm = Command::new("rpm");
    let Some(answers) = ask("rpm", rpm.args(["--eval", crate::rpm::COMPARE]), &pairs) else {
        return;
    };
    all_rise(&pairs, &answers);
}

#[test]
fn kolab_7_and_8_packages_rise_under_dpkgs_own_module() {
    let pairs = rising(&DEB, &[None, Some("~bpo50+1"), Some("+deb12u1")]);
    let mut perl = Command::new("perl");
    let Some(answers) = ask("libdpkg-perl", perl.args(["-e", crate::dpkg::COMPARE]), &pairs) else {
        return;
    };
    all_rise(&pairs, &answers);
}

/// The program takes a pair a start: each package is compared with the next one, and a backport with
/// what it was made from.
#[test]
fn kolab_8_packages_rise_under_the_real_dpkg() {
    let sources = packages(&DEB, 0, None);
    let backports = packages(&DEB, 0, DEB.packages.map(|packages| packages.dist));
    let steps = sources.windows(2).map(|pair| (&pair[0], &pair[1]));
    for (low, high) in steps.chain(backports.iter().zip(&sources)) {
        let Some((lower, sound)) = crate::dpkg::compare(low, "lt", high) else {
            return skipped("dpkg");
        };
        assert!(lower && sound, "{low} is not below {high}");
    }
}
