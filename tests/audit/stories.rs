//! The stories that `demo` plays: what only our own releases made breaks no policy.

use jiff::civil::date;

use crate::support::Play;

/// What the audit has to tell of a story all the same: its rule and the ref that it is about.
///
/// Under `chain` a second release on one day takes the next day that is free, which is worth a
/// warning for as long as that day lies ahead of the tag.
const TOLD: &[(&str, &[&str])] = &[("chain", &["future-date sdk-java-1.1.20161109"])];

#[test]
fn every_story_that_demo_plays_is_clean() {
    for policy in syncline::demo::names() {
        let play = Play::through(policy);
        let audit = play.played(&["audit", "--format", "json"], date(2099, 12, 31));
        assert_eq!(audit.code, 0, "{policy}: {}{}", audit.stdout, audit.stderr);
        let json: serde_json::Value = serde_json::from_str(&audit.stdout).unwrap();
        let findings = json["findings"].as_array().unwrap().iter();
        let found: Vec<String> = findings
            .map(|finding| {
                format!(
                    "{} {}",
                    finding["rule"].as_str().unwrap(),
                    finding["ref"].as_str().unwrap()
                )
            })
            .collect();
        let told =
            TOLD.iter().find(|(known, _)| *known == policy).map_or(&[][..], |(_, told)| told);
        assert_eq!(found, told, "{policy}");
    }
}
