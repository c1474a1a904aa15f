//! What pre-releases are called where they are not all called alike.

use super::*;

fn pom(version: &str) -> String {
    alloc::format!(
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId>\
         <artifactId>j</artifactId><version>{version}</version></project>\n"
    )
}

fn proposal(odd: &[&str]) -> Proposal {
    let (js, pom) = (npm("js", "1.12.2"), pom("1.12.2"));
    let mut tags = alloc::vec![
        "release-1.11.5",
        "release-1.12.1-rc1",
        "release-1.12.1-rc2",
        "release-1.12.1",
        "release-1.12.2-rc1",
        "release-1.12.2-rc2",
        "release-1.12.2",
    ];
    tags.extend(odd);
    proposed(&[("j/pom.xml", &pom), ("js/package.json", &js)], &tags)
}

#[test]
fn one_odd_label_does_not_decide_against_a_scheme() {
    let usual = proposal(&[]);
    assert!(usual.text.contains("write = \"-{label}{n}\""), "{}", usual.text);
    assert_eq!(usual.scheme, "semver-fixed");
    for odd in ["release-1.11.5-RC1", "release-1.11.5-unstable1", "release-1.12.2-Rc3"] {
        let proposal = proposal(&[odd]);
        assert_eq!(proposal.scheme, "semver-fixed", "{odd}: {}", proposal.text);
        assert!(proposal.text.contains("write = \"-{label}{n}\""), "{odd}: {}", proposal.text);
        assert!(proposal.text.contains("\"rc\""), "{odd}: {}", proposal.text);
    }
}

#[test]
fn a_label_in_capitals_takes_the_place_of_the_preset_s_where_most_have_it() {
    let (js, pom) = (npm("js", "1.4.0"), pom("1.4.0"));
    let tags = [
        "v1.2.0-rc1",
        "v1.2.0",
        "v1.3.0-RC1",
        "v1.3.0-RC2",
        "v1.3.0",
        "v1.4.0-RC1",
        "v1.4.0-RC2",
        "v1.4.0",
    ];
    let proposal = proposed(&[("package.json", &js), ("j/pom.xml", &pom)], &tags);
    assert!(proposal.text.contains("\"RC\""), "{}", proposal.text);
    assert!(!proposal.text.contains("\"rc\""), "{}", proposal.text);
}

#[test]
fn pre_releases_from_several_releases_ago_are_not_how_they_are_written_now() {
    let texts = ["1.0.0-RC2", "1.0.0", "1.1.0-rc1", "1.1.0", "1.2.0", "1.3.0", "1.4.0", "1.5.0"];
    let releases: Vec<evidence::Release<'_>> =
        texts.iter().map(|text| evidence::Release { owner: None, text, tag: text }).collect();
    let current = |releases: &[evidence::Release<'_>]| {
        let current = evidence::Evidence::take(releases, &[], false, true).current;
        current.into_iter().map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(current(&releases), Vec::<String>::new());
    assert_eq!(current(&releases[..6]), ["1.1.0-rc1", "1.0.0-RC2"]);
}
