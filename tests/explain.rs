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
