//! What files said when the newest releases were tagged.

use alloc::string::String;

use super::*;

/// What is proposed for files, where they were others at some tags.
fn after(
    files: &[(&str, &str)],
    tags: &[&str],
    then: &[(&str, &[(&str, &str)])],
) -> (Proposal, String) {
    let path = |path: &str| RepoPath::new(path).unwrap();
    let at = |(tag, files): &(&str, &[(&str, &str)])| {
        let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
        let tracked = files.iter().map(|(file, _)| path(file)).collect();
        let files = files.iter().map(|(file, text)| (path(file), content(text))).collect();
        ((*tag).to_string(), Past { tracked, files })
    };
    let proposal = proposed_after(files, tags, None, &then.iter().map(at).collect());
    let words = proposal.text.replace("\n# ", " ");
    (proposal, words)
}

#[test]
fn tags_from_before_a_component_was_there_are_not_its_own() {
    let (core, glob) = (npm("@x/core", "1.1.0"), npm("@x/glob", "0.7.0"));
    let files = [("p/core/package.json", core.as_str()), ("p/glob/package.json", glob.as_str())];
    let tags = ["0.0.1", "0.0.2", "@x/core@1.0.0", "@x/core@1.1.0"];
    let own = "[component.\"@x/glob\"] # 0.7.0\npath = \"p/glob\"\ntag = \"{version}\"\n";
    let none: &[(&str, &str)] = &[("README", "hi\n")];
    let (proposal, words) = after(&files, &tags, &[("0.0.1", none), ("0.0.2", none)]);
    assert!(!proposal.text.contains(own), "{}", proposal.text);
    assert!(words.contains("are named {version} and are nobody's"), "{words}");
    // What was there under that number has them, wherever it was then.
    let old = npm("@x/glob", "0.0.2");
    let moved: &[(&str, &str)] = &[("glob/package.json", &old)];
    for then in [&[("0.0.2", moved)][..], &[]] {
        let (proposal, _) = after(&files, &tags, then);
        assert!(proposal.text.contains(own), "{}", proposal.text);
    }
}

#[test]
fn a_file_that_stayed_behind_is_not_what_the_tags_are_of() {
    let gradle = |version: &str| {
        let text = "android {\n  defaultConfig {\n    versionName \"VERSION\"\n  }\n}\n";
        text.replace("VERSION", version)
    };
    let (old, next) = (gradle("7.1.2"), gradle("7.2.0"));
    let (old, next) =
        (("support/build.gradle", old.as_str()), ("support/build.gradle", next.as_str()));
    let tags = ["7.1.2", "7.2.0", "8.0.0"];
    let left = after(&[old], &tags, &[("8.0.0", &[old]), ("7.2.0", &[old])]);
    assert!(left.0.text.contains("in its tags only.\nmanifests = []"), "{}", left.0.text);
    let said =
        "saying another version when the newest tags were made (8.0.0, 7.2.0): support/build";
    assert!(left.1.contains(said), "{}", left.1);
    // Who forgot one number is told so by `lint`.
    let (forgot, _) = after(&[next], &tags, &[("8.0.0", &[next]), ("7.2.0", &[next])]);
    assert!(forgot.text.contains("manifests = [\"support/build.gradle\"]"), "{}", forgot.text);
}

#[test]
fn a_number_that_the_product_had_once_by_chance_is_no_laggard_s() {
    let (core, kept) = (npm("core", "0.101.0"), npm("kept", "0.7.0"));
    let file = |version: &str| npm("core", version);
    let files = [
        ("package.json", core.as_str()),
        ("core/package.json", &core),
        ("kept/package.json", &kept),
    ];
    let tags = ["v0.6.0", "v0.7.0", "v0.8.0", "v0.101.0"];
    let (sixth, seventh) = (file("0.6.0"), file("0.7.0"));
    let (before, below) = (npm("kept", "0.6.0"), npm("kept", "0.5.0"));
    let then = |tag: &'static str, core: &str, kept: Option<&str>| {
        (tag, core.to_string(), kept.map(ToString::to_string))
    };
    let lags = |then: &[(&str, String, Option<String>)]| {
        let files_at: Vec<(&str, Vec<(&str, &str)>)> = then
            .iter()
            .map(|(tag, core, kept)| {
                let core = ("core/package.json", core.as_str());
                let kept = kept.as_ref().map(|kept| ("kept/package.json", kept.as_str()));
                (*tag, core::iter::once(core).chain(kept).collect())
            })
            .collect();
        let files_at: Vec<(&str, &[(&str, &str)])> =
            files_at.iter().map(|(tag, files)| (*tag, files.as_slice())).collect();
        let (proposal, words) = after(&files, &tags, &files_at);
        let out = words.contains("number and without a tag: kept/package.json.");
        assert_eq!(proposal.text.contains("some lag behind"), !out, "{}", proposal.text);
        !out
    };
    // It had the number at the release before, or had another one, or was not there.
    assert!(!lags(&[then("v0.6.0", &sixth, Some(&kept)), then("v0.7.0", &seventh, Some(&kept))]));
    assert!(!lags(&[then("v0.7.0", &seventh, Some(&below))]));
    assert!(!lags(&[then("v0.7.0", &seventh, None)]));
    // The release of that number gave it, as far as one can see.
    assert!(lags(&[then("v0.6.0", &sixth, Some(&before)), then("v0.7.0", &seventh, Some(&kept))]));
    assert!(lags(&[then("v0.6.0", &sixth, None), then("v0.7.0", &seventh, Some(&kept))]));
    assert!(lags(&[then("v0.6.0", &sixth, Some(&kept))]));
    assert!(lags(&[]));
}

#[test]
fn the_tags_that_are_looked_at_are_few() {
    let all: Vec<(String, String)> = (1..8)
        .map(|n| (alloc::format!("p{n}/package.json"), npm("p", &alloc::format!("1.{n}.0"))))
        .collect();
    let tags: Vec<String> = (0..9).map(|n| alloc::format!("v1.{n}.0")).collect();
    let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
    let file = |(at, text): &(String, String)| (RepoPath::new(at).unwrap(), content(text));
    let files: BTreeMap<RepoPath, Content> = all.iter().map(file).collect();
    let tracked: Vec<RepoPath> = files.keys().cloned().collect();
    let (files, tracked, past) = (&files, &tracked[..], &BTreeMap::new());
    let seen = Seen { folder: "t", files, tracked, tags: &tags, past, scheme: None, given: None };
    // The two newest, and those of the lowest four numbers with the one before.
    let looked = looks_back(&seen);
    assert_eq!(looked, ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.7.0", "v1.8.0"]);
}

#[test]
fn of_two_packages_at_the_root_the_one_that_said_the_tags_versions_is_released() {
    let gem = |version: &str| {
        let text =
            "Gem::Specification.new do |s|\n  s.name = \"turbo\"\n  s.version = \"N\"\nend\n";
        text.replace('N', version)
    };
    let composer = "{\"name\": \"h/turbo\", \"type\": \"library\"}\n";
    let at = |version: &str| (npm("@h/turbo", &version.replace("2.0.", "8.0.")), gem(version));
    let [(js, gems), (js20, gem20), (js21, gem21)] = ["2.0.22", "2.0.20", "2.0.21"].map(at);
    let fixed = npm("@h/ui", "2.0.19");
    let tags = ["v2.0.19", "v2.0.20", "v2.0.21"];
    for (file, now, then, left) in [
        // Its number has moved on since.
        ("turbo.gemspec", &*gems, [&*gem20, &*gem21], [&*js, &*js20, &*js21]),
        // It was tagged once by chance, and the package beside it has its version from tags.
        ("composer.json", composer, [composer; 2], [&*fixed; 3]),
    ] {
        let [left, left20, left21] = left;
        let files = |text, js| [("package.json", js), (file, text)];
        let [then20, then21] = then;
        let (then20, then21) = (files(then20, left20), files(then21, left21));
        let past = [("v2.0.20", &then20[..]), ("v2.0.21", &then21[..])];
        let (proposal, words) = after(&files(now, left), &tags, &past);
        let listed = alloc::format!("manifests = [\"{file}\"]");
        assert!(proposal.text.contains(&listed), "{}", proposal.text);
        assert!(words.contains("package beside them: package.json ("), "{words}");
    }
}

#[test]
fn tags_are_looked_back_at_where_two_files_at_the_root_differ() {
    let looked = |files: &[(&str, &str)]| {
        let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
        let read = files.iter().map(|(path, text)| (RepoPath::new(path).unwrap(), content(text)));
        let files: BTreeMap<RepoPath, Content> = read.collect();
        let tracked: Vec<RepoPath> = files.keys().cloned().collect();
        let tags = ["v1.0.0", "v1.1.0", "v1.2.0"].map(String::from);
        let (files, tracked, tags, past) = (&files, &tracked, &tags, &BTreeMap::new());
        looks_back(&Seen { folder: "t", files, tracked, tags, past, scheme: None, given: None })
    };
    let (js, go) = (npm("t", "1.2.0"), "module example.org/t\n");
    let newest = ["v1.1.0", "v1.2.0"];
    assert_eq!(looked(&[("package.json", &js), ("VERSION", "1.1.0\n")]), newest);
    assert_eq!(looked(&[("package.json", &js), ("go.mod", go)]), newest);
    assert!(looked(&[("package.json", &js), ("VERSION", "1.2.0\n")]).is_empty());
}
