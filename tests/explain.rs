//! `explain`: every rule of every policy, and every generic rule, wherever it is asked.

use crate::support::{Repository, chain};

#[test]
fn every_rule_is_explained_outside_any_product() {
    let repository = Repository::new();
    let policies = version::PRESETS.iter().flat_map(|preset| {
        let scheme = version::Scheme::preset(preset.name).unwrap();
        let rules = scheme.policies().to_vec();
        rules.into_iter().map(|rule| (preset.name, rule))
    });
    for (scheme, rule) in policies {
        let output = repository.run(&["explain", &rule.id.to_lowercase(), "--scheme", scheme]);
        assert_eq!(output.code, 0, "{}: {output:?}", rule.id);
        let words = output.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = rule.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.starts_with(&rule.id) && words.contains(&text), "{words}");
        assert!(words.contains("source") && words.contains("enforced as"), "{words}");
    }
    for rule in product::RULES {
        let output = repository.run(&["explain", rule.id]);
        assert_eq!(output.code, 0, "{}: {output:?}", rule.id);
        for word in ["rule", "example", "severity", "fix"] {
            assert!(
                output.stdout.contains(&format!("  {word} ")),
                "{}: {}",
                rule.id,
                output.stdout
            );
        }
    }
    let bound = repository.run(&["explain", "not-lower"]).stdout;
    assert_eq!(bound.matches("SEMVER-11").count(), 1, "{bound}");
}

#[test]
fn a_rule_of_another_policy_is_explained_in_a_product_too() {
    let repository = chain::released();
    for (words, code, said) in [
        (&["explain", "CHAIN-4"][..], 0, "catches up"),
        (&["explain", "kolab-6"], 0, "x.y.z"),
        (&["explain", "KOLAB-6", "--scheme", "chain"], 2, "no rule `KOLAB-6`"),
        (&["explain", "KOLAB-66"], 2, "did you mean `KOLAB-6`?"),
    ] {
        let output = repository.run(words);
        let all = format!("{}{}", output.stdout, output.stderr);
        assert_eq!(output.code, code, "{words:?}: {all}");
        assert!(all.contains(said), "{words:?}: {all}");
    }
    let own =
        "name = \"own\"\nextends = \"chain\"\n[rule.OWN-1]\ntext = \"Ours.\"\nsource = \"us\"\n";
    repository.write("own.toml", own);
    let output = repository.run(&["explain", "OWN-1", "--scheme", "own.toml"]);
    assert!(output.code == 0 && output.stdout.contains("Ours."), "{output:?}");
}

#[test]
fn programs_are_told_what_people_are() {
    let repository = chain::released();
    let rules = |words: &[&str]| {
        let output = repository.run(&[&["explain", "--json"], words].concat());
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{words:?}");
        let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        json["rules"].as_array().unwrap().clone()
    };
    assert_eq!(rules(&[]).len(), product::RULES.len());
    let policys = rules(&["CHAIN-3"]);
    assert_eq!(policys.len(), 1);
    assert_eq!(policys[0]["checks"][0], "shared-part-alone");
    assert!(policys[0]["source"].is_string() && policys[0]["severity"].is_null(), "{policys:?}");
    let generic = rules(&["moved-by-hand"]);
    assert_eq!((&generic[0]["severity"], &generic[0]["source"]), (&"error".into(), &().into()));
    assert_eq!(generic[0]["policies"][0]["id"], "CHAIN-9");
}

/// The texts in `line` that look like versions: numbers with points, and a label behind them.
fn versions(line: &str) -> Vec<&str> {
    let before = |at: usize| line.get(..at).unwrap_or_default();
    let after = |at: usize| line.get(at..).unwrap_or_default();
    let begins = |at: usize| before(at).chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = after(rest).find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let word = after(at).find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-'));
        let end = word.map_or(line.len(), |word| at + word);
        let text = after(at).get(..end - at).unwrap_or_default().trim_end_matches(['.', '-']);
        let (numbers, label) = text.split_once('-').unwrap_or((text, ""));
        // A package's own count, `2.3~beta1-0.1` and `2.3.0-1`, is no part of a version.
        let package =
            label.starts_with(|c: char| c.is_ascii_digit()) || after(end).starts_with('~');
        let several = numbers.contains('.') && !before(at).ends_with(['_', '~']);
        if begins(at) && several && !package && numbers.split('.').all(|n| n.parse::<u64>().is_ok())
        {
            found.push(text);
        }
        rest = end.max(at + 1);
    }
    found
}

#[test]
fn examples_are_of_the_policy_that_they_stand_in() {
    // What these rules find is no version of the scheme: the example has one beside it that is.
    let malformed = ["part-date", "pre-shape", "version-parse", "version-canonical"];
    let mut wrong = Vec::new();
    for preset in version::PRESETS {
        let scheme = version::Scheme::preset(preset.name).unwrap();
        let forms: Vec<_> = [None]
            .into_iter()
            .chain(scheme.roles().map(Some))
            .filter_map(|role| scheme.form(role))
            .collect();
        let reads = |text: &&str| forms.iter().any(|form| form.parse(text).is_ok());
        let is_part = |word: &str| scheme.parts().iter().any(|part| part.name == word);
        let is_impact = |word: &str| scheme.impacts().iter().any(|impact| impact.id == word);
        for policy in scheme.policies() {
            let check = policy.checks().next().and_then(product::rule);
            let generic = check.map(|rule| rule.example);
            let Some(example) = policy.example.as_deref().or(generic) else { continue };
            let named = versions(example);
            let fits = if check.is_some_and(|check| malformed.contains(&check.id)) {
                named.is_empty() || named.iter().any(reads)
            } else {
                named.iter().all(reads)
            };
            let word = |text: &str| {
                let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
                text.get(..end.unwrap_or(text.len())).unwrap_or_default().to_owned()
            };
            let after = |words: &str| example.split(words).skip(1).map(word).collect::<Vec<_>>();
            let parts = ["`release ", "--level ", "which needs "].map(after).concat();
            let parts = parts.iter().filter(|part| !part.is_empty() && !part.starts_with('-'));
            let impacts = after("change file says `");
            if !fits
                || !parts.clone().all(|part| is_part(part))
                || !impacts.iter().all(|impact| is_impact(impact))
            {
                wrong.push(format!("{} {}: {example} {named:?}", preset.name, policy.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_rule_s_own_example_goes_before_the_check_s() {
    let repository = Repository::new();
    let own = |more: &str| {
        format!("name = \"own\"\nextends = \"chain\"\n[rule.CHAIN-3]\nsource = \"us\"\n{more}")
    };
    for (more, said) in
        [("", "`patch sdk --level minor`"), ("example = \"As we say.\"\n", "As we say.")]
    {
        repository.write("own.toml", own(more));
        let output = repository.run(&["explain", "CHAIN-3", "--scheme", "own.toml"]);
        assert!(output.stdout.contains(said), "{output:?}");
    }
    let output = repository.run(&["explain", "tag-manifest"]);
    assert!(!output.stdout.contains("mended by hand"), "{output:?}");
}
