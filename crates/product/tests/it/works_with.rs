//! Components that run beside each other (`works-with`): what is refused, warned of and found.

mod configured;
mod standing;

use place::Severity;
use product::{Asked, Options};

use crate::audit::Chronicle;
use crate::world::{World, patch, pre, refusal, release};

/// A core, an SDK and a console, all released as 1.1.
fn chain(works_with: &str) -> World {
    let config = format!(
        "scheme = \"chain\"\n[component.core]\n[component.sdk]\n{works_with}\n[component.console]\n"
    );
    let files = [("core/VERSION", "1.1"), ("sdk/VERSION", "1.1"), ("console/VERSION", "1.1")];
    let mut world = World::new(&config, &files);
    world.tag(&["core-1.1", "sdk-1.1", "console-1.1"]);
    world
}

/// A server and a client with numbers of their own, and what the client needs.
fn apart(range: &str) -> World {
    let config = format!(
        "scheme = \"semver-independent\"\n[component.server]\n[component.gui]\n\
         works-with = {{ server = \"{range}\" }}\n"
    );
    let mut world = World::new(&config, &[("server/VERSION", "2.0.3"), ("gui/VERSION", "7.4.0")]);
    world.tag(&["server-2.0.3", "gui-7.4.0"]);
    world
}

fn because() -> Options {
    Options { because: Some("nobody has the SDK yet".into()), ..Options::default() }
}

/// The warnings about pairs, as `policy: message / help`.
fn warned(world: &World, asked: Asked, options: Options) -> Vec<String> {
    let plan = world.plan_with(asked, options).unwrap_or_else(|error| panic!("{error}"));
    let own = plan.warnings.iter().filter(|warning| warning.rule == "works-with");
    own.map(|warning| {
        let policy = warning.policy.as_deref().unwrap_or("-");
        format!("{policy}: {} / {}", warning.message, warning.help.as_deref().unwrap_or("-"))
    })
    .collect()
}

/// What a patch would make of each component today.
fn next(world: &World) -> Vec<Option<String>> {
    world.status().components.into_iter().map(|one| one.next).collect()
}

fn found(world: &World) -> Vec<(Severity, String)> {
    let own = world.lint().into_iter().filter(|finding| finding.rule == "works-with");
    own.map(|one| {
        let policy = one.policy.unwrap_or_else(|| "-".into());
        (one.severity, format!("{policy}: {} / {}", one.message, one.help.unwrap_or_default()))
    })
    .collect()
}

#[test]
fn chain_8_a_release_that_leaves_a_consumer_behind_a_major_is_refused() {
    let world = chain("works-with = [\"core\"]");
    let said = refusal(world.plan(release("major", &["core"])));
    assert!(
        said.starts_with("CHAIN-8: `sdk` 1.1 does not work with `core` 2.0: a major"),
        "{said}"
    );
    assert!(said.contains("release `sdk` along with `core`"), "{said}");
    assert!(said.contains("--because TEXT") && said.ends_with("/ 1"), "{said}");
    // The ways out: together, or with a reason, and then it is a warning.
    assert_eq!(warned(&world, release("major", &["core", "sdk"]), Options::default()), [""; 0]);
    let told = warned(&world, release("major", &["core"]), because());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("CHAIN-8: `sdk` 1.1 does not work with `core` 2.0"), "{told:?}");
    // Who says nothing of the core is asked nothing.
    assert_eq!(warned(&chain(""), release("major", &["core"]), Options::default()), [""; 0]);
    assert_eq!(warned(&world, release("minor", &["core"]), Options::default()), [""; 0]);
}

#[test]
fn chain_8_a_consumer_ahead_of_its_provider_is_warned_of_once() {
    let mut world = chain("works-with = [\"core\"]");
    let told = warned(&world, release("minor", &["sdk"]), Options::default());
    assert_eq!(
        told,
        [
            "CHAIN-8: `sdk` 1.2 may not work with `core` 1.1: the consumer is ahead of its provider / \
          release `core` along with `sdk`, or before it"
        ]
    );
    world.run(release("minor", &["sdk"])).unwrap();
    let said = found(&world);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, Severity::Note);
    assert!(said[0].1.starts_with("CHAIN-8: `sdk` 1.2 may not work with `core` 1.1"), "{said:?}");
    // No plan repeats what is no worse than it was.
    world.on("2016-10-25");
    assert_eq!(warned(&world, patch(&["sdk"]), Options::default()), [""; 0]);
    world.run(patch(&["core"])).unwrap();
    assert_eq!(found(&world), [], "the core has caught up");
}

#[test]
fn chain_8_what_stands_is_lints_to_tell_and_does_not_stop_the_next_release() {
    let mut world = chain("works-with = \"core\"");
    let plan = world.plan_with(release("major", &["core"]), because()).unwrap();
    world.apply(&plan);
    let said = found(&world);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, Severity::Warning, "no commit can mend it");
    assert!(said[0].1.starts_with("CHAIN-8: `sdk` 1.1 does not work with `core` 2.0"), "{said:?}");
    let finding = world.lint().into_iter().find(|one| one.rule == "works-with").unwrap();
    assert_eq!(finding.component.as_deref(), Some("sdk"));
    world.on("2016-10-25");
    assert_eq!(warned(&world, patch(&["core"]), Options::default()), [""; 0]);
    world.run(patch(&["sdk"])).unwrap();
    assert_eq!(found(&world), []);
}

#[test]
fn a_consumer_is_not_released_while_its_range_excludes_the_provider() {
    let mut world = apart(">=2.1");
    let said = refusal(world.plan(patch(&["gui"])));
    assert!(
        said.starts_with(
            "works-with: `gui` needs `server` >=2.1 (release.toml:4), which is at 2.0.3 / release a \
             `server` that is >=2.1 along with `gui`, or before it; or lower the range in release.toml:4; \
             or say why"
        ),
        "{said}"
    );
    assert!(said.ends_with("/ 1"), "{said}");
    assert_eq!(next(&world), [Some("2.0.4".into()), None], "no patch that would be refused");
    // That the last one was released on a word does not make the next one better.
    let plan = world.plan_with(patch(&["gui"]), because()).unwrap();
    assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
    assert_eq!(plan.warnings[0].policy, None);
    world.apply(&plan);
    assert!(refusal(world.plan(patch(&["gui"]))).starts_with("works-with: "));
    // The provider alone makes nothing worse, whatever it comes to.
    assert_eq!(warned(&world, patch(&["server"]), Options::default()), [""; 0]);
    let both = release("minor", &["gui", "server"]);
    assert_eq!(warned(&world, both, Options::default()), [""; 0]);
    world.run(release("minor", &["server"])).unwrap();
    assert_eq!(warned(&world, patch(&["gui"]), Options::default()), [""; 0]);
    assert_eq!(next(&world), [Some("2.1.1".into()), Some("7.4.2".into())]);
}

#[test]
fn a_provider_does_not_leave_a_range_without_a_word() {
    let mut world = apart(">=2.0, <3");
    assert_eq!(found(&world), []);
    let said = refusal(world.plan(release("major", &["server"])));
    assert!(
        said.contains("`gui` needs `server` >=2.0, <3 (release.toml:4), which is at 3.0.0"),
        "{said}"
    );
    assert!(
        said.contains("if `gui` runs with `server` 3.0.0, widen the range in release.toml:4"),
        "{said}"
    );
    let plan = world.plan_with(release("major", &["server"]), because()).unwrap();
    world.apply(&plan);
    let said = found(&world);
    assert_eq!(said[0].0, Severity::Warning);
    assert!(
        said[0].1.starts_with("-: `gui` needs `server`") && said[0].1.contains("widen"),
        "{said:?}"
    );
    // It is outside already: a further release of it makes that no worse.
    assert_eq!(warned(&world, patch(&["server"]), Options::default()), [""; 0]);
}

#[test]
fn a_pre_release_of_the_provider_will_do_for_one_of_the_consumer() {
    let world = apart(">=2.1");
    let both = pre("rc", Some("minor"), &["server", "gui"]);
    assert_eq!(warned(&world, both, Options::default()), [""; 0]);
    let ahead = pre("alpha", Some("major"), &["server"]);
    let said = refusal(apart("<3").plan(ahead));
    assert!(said.contains("which is at 3.0.0-alpha.1"), "{said}");
}

#[test]
fn a_lowest_version_is_a_promise_where_the_rules_make_none() {
    let mut world = chain("works-with = { core = \">=1.0\" }");
    assert_eq!(warned(&world, release("minor", &["sdk"]), Options::default()), [""; 0]);
    world.run(release("minor", &["sdk"])).unwrap();
    assert_eq!(found(&world), []);
    // It lifts nothing that the rules forbid, and a highest one alone promises nothing.
    assert!(refusal(world.plan(release("major", &["core"]))).starts_with("CHAIN-8: "));
    let told =
        warned(&chain("works-with.core = \"<2\""), release("minor", &["sdk"]), Options::default());
    assert_eq!(told.len(), 1, "{told:?}");
    let told =
        warned(&chain("works-with.core = \"*\""), release("minor", &["sdk"]), Options::default());
    assert_eq!(told.len(), 1, "any that the rules allow: {told:?}");
}

#[test]
fn a_pair_may_work_both_ways() {
    let config = "scheme = \"semver\"\n[component.a]\nworks-with = [\"b\"]\n\
                  [component.b]\nworks-with = [\"a\"]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.4.0"), ("b/VERSION", "1.4.0")]);
    world.tag(&["v1.4.0", "a-1.4.0", "b-1.4.0"]);
    // One of the two is always ahead.
    let told = warned(&world, release("minor", &["a"]), Options::default());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("SEMVER-7: `a` 1.5.0 may not work with `b` 1.4.0"), "{told:?}");
}

#[test]
fn a_first_release_of_the_consumer_is_news_and_one_of_the_provider_is_not() {
    let config = "scheme = \"semver-independent\"\n[component.server]\n[component.gui]\n\
                  works-with = { server = \"<3\" }\n";
    let files = [("server/VERSION", "3.0.0"), ("gui/VERSION", "1.0.0")];
    let mut world = World::new(config, &files);
    assert_eq!(warned(&world, release("3.0.0", &["server"]), Options::default()), [""; 0]);
    assert!(refusal(world.plan(release("1.0.0", &["gui"]))).starts_with("works-with: "));
    world.run(release("3.0.0", &["server"])).unwrap();
    assert!(refusal(world.plan(release("1.0.0", &["gui"]))).starts_with("works-with: "));
    // Where nothing said what it is, either.
    let tagged = config.replace("[component.server]", "[component.server]\nmanifests = []");
    let mut world = World::new(&tagged, &files);
    world.tag(&["gui-1.0.0"]);
    assert_eq!(warned(&world, release("3.0.0", &["server"]), Options::default()), [""; 0]);
    // By the rules, too.
    let config =
        "scheme = \"semver\"\n[component.core]\n[component.sdk]\nworks-with = [\"core\"]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.4.0"), ("sdk/VERSION", "2.0.0")]);
    world.tag(&["core-1.4.0"]);
    let said = refusal(world.plan(patch(&["sdk"])));
    assert!(said.starts_with("SEMVER-8: `sdk` 2.0.1 does not work with `core` 1.4.0"), "{said}");
}

#[test]
fn diav_4_a_core_below_the_minimum_is_a_warning_and_a_note() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n\
                  [component.users]\nworks-with = [\"core\"]\n[component.forum]\n";
    let files = [
        ("core/VERSION", "3.0.0.1890"),
        ("users/VERSION", "1.0.1891.5"),
        ("forum/VERSION", "1.0.1891.5"),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-3.0.0.1890", "users-1.0.1891.5", "forum-1.0.1891.5"]);
    let said = found(&world);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, Severity::Note);
    assert!(
        said[0].1.starts_with("DIAV-3: `users` 1.0.1891.5 does not work with `core` 3.0.0.1890"),
        "{said:?}"
    );
    world.run(patch(&["core"])).unwrap();
    assert_eq!(found(&world), []);
}

#[test]
fn ibex_8_a_component_may_need_one_of_another_line() {
    let config = "[line.main]\nscheme = \"semver\"\ncomponents = [\"server\"]\n\
                  [line.tool]\nscheme = \"semver\"\ncomponents = [\"tool\"]\n\
                  [component.server]\n[component.tool]\nworks-with = { server = \">=7.2\" }\n";
    let files = [("server/VERSION", "7.1.0"), ("tool/VERSION", "1.4.0")];
    let mut world = World::new(config, &files);
    world.tag(&["main-7.1.0", "server-7.1.0", "tool-1.4.0", "tool-v1"]);
    let said = refusal(world.plan(patch(&["tool"])));
    assert!(
        said.contains("`tool` needs `server` >=7.2 (release.toml:9), which is at 7.1.0"),
        "{said}"
    );
    world.run(release("minor", &["server"])).unwrap();
    assert_eq!(warned(&world, patch(&["tool"]), Options::default()), [""; 0]);
    // Without a manifest, what is out counts, of the other line too.
    let config = config.replace("[component.server]", "[component.server]\nmanifests = []");
    let mut world = World::new(&config, &files);
    world.tag(&["main-7.1.0", "server-7.1.0", "tool-1.4.0"]);
    assert!(refusal(world.plan(patch(&["tool"]))).contains("which is at 7.1.0"));
    assert_eq!(found(&world).len(), 1);
    world.tag(&["server-7.2.0"]);
    assert_eq!(found(&world), []);
}

#[test]
fn semantics_31_a_provider_in_development_for_what_is_needed_is_no_finding() {
    let mut world = apart(">=2.1");
    assert_eq!(found(&world).len(), 1);
    assert!(
        found(&world)[0]
            .1
            .contains("release a `server` that is >=2.1, no later than the next `gui`")
    );
    world.write("server/pom.xml", "<project><version>2.1.0-SNAPSHOT</version></project>");
    world.files.remove("server/VERSION");
    assert_eq!(found(&world), []);
    assert!(refusal(world.plan(patch(&["gui"]))).starts_with("works-with: "), "it is not out");
    world.write("server/pom.xml", "<project><version>2.0.4-SNAPSHOT</version></project>");
    assert_eq!(found(&world).len(), 1);
}

#[test]
fn rules_that_look_at_names_take_those_of_a_pair_for_equal() {
    let config = "[scheme]\nname = \"named\"\nformat = \"{major}.{minor}\"\n\
                  [scheme.part.major]\nscope = \"product\"\n[scheme.part.minor]\n\
                  [[scheme.compat]]\nif = \"provider.name != consumer.name\"\nverdict = \"incompatible\"\n\
                  [[scheme.compat]]\nif = \"provider.major == consumer.major\"\nverdict = \"compatible\"\n\
                  [component.app]\nworks-with = [\"solver\"]\n[component.solver]\n";
    let world = World::new(config, &[("app/VERSION", "1.0"), ("solver/VERSION", "1.3")]);
    assert_eq!(found(&world), []);
}

#[test]
fn a_scheme_may_bind_the_rule_and_say_how_much_it_matters() {
    let bound = "[scheme]\nextends = \"semver-independent\"\nname = \"own\"\n\
                 [scheme.rule.OWN-1]\ntext = \"It runs.\"\nenforces = \"works-with\"\nseverity = \"error\"\n\
                 [component.server]\n[component.gui]\nworks-with = { server = \">=2.1\" }\n";
    let world = World::new(bound, &[("server/VERSION", "2.0.3"), ("gui/VERSION", "7.4.0")]);
    let said = found(&world);
    assert_eq!(said[0].0, Severity::Error);
    assert!(said[0].1.starts_with("OWN-1: `gui` needs `server`"), "{said:?}");
    assert!(refusal(world.plan(patch(&["gui"]))).starts_with("OWN-1: "));
}

#[test]
fn of_many_pairs_a_refusal_names_the_first() {
    let mut config = String::from("scheme = \"chain\"\n[component.core]\n");
    let mut files = vec![("core/VERSION".to_owned(), "1.1")];
    for n in 0..6 {
        config += &format!("[component.sdk{n}]\nworks-with = [\"core\"]\n");
        files.push((format!("sdk{n}/VERSION"), "1.1"));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut world = World::new(&config, &files);
    world
        .tag(&["core-1.1", "sdk0-1.1", "sdk1-1.1", "sdk2-1.1", "sdk3-1.1", "sdk4-1.1", "sdk5-1.1"]);
    let said = refusal(world.plan(release("major", &["core"])));
    assert!(said.contains("`sdk3` 1.1 does not") && !said.contains("`sdk4`"), "{said}");
    assert!(said.contains("; and so for 2 more pairs"), "{said}");
}

#[test]
fn a_bill_is_asked_about_the_pairs_that_are_declared() {
    let files = [("core/VERSION", "1.0"), ("sdk/VERSION", "1.0"), ("console/VERSION", "1.0")];
    let of = |works_with: &str| {
        let config = format!(
            "scheme = \"chain\"\n[product]\ntag = \"chain-{{version}}\"\n[component.core]\n\
             [component.sdk]\n{works_with}\n[component.console]\n"
        );
        let mut past = Chronicle::new(&config, &files);
        past.on("2016-11-01").tag(&["core-1.0", "sdk-1.0", "console-1.0"]);
        past
    };
    let said = |works_with: &str, moved: &[&str]| {
        let mut past = of(works_with);
        let plan = past.world.plan_with(release("2.0", moved), because()).unwrap();
        past.carry_out(&plan);
        past.said("bill-compatible")
    };
    // Nobody says anything: everybody with everybody.
    assert_eq!(said("", &["console"]).len(), 2);
    // The SDK talks to the core alone, and the others as before.
    let told = said("works-with = [\"core\"]", &["console"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("has `core` 1.0, which does not work with `console` 2.0"), "{told:?}");
    let told = said("works-with = [\"core\"]", &["core"]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|one| one.contains("`sdk` 1.0, which does not work with `core` 2.0")));
    // The one to catch up is the one that is behind, whoever provides.
    let told = said("works-with = [\"core\"]", &["sdk"]);
    assert!(
        told.iter().any(|one| one.contains("has `core` 1.0, which does not work with `sdk` 2.0"))
    );
    // What is needed from now on was not needed then.
    let mut past = of("works-with = { core = \">=9\" }");
    let plan = past.world.plan_with(release("1.1", &["sdk", "core"]), because()).unwrap();
    past.carry_out(&plan);
    assert_eq!(past.said("bill-compatible"), [""; 0]);
}

#[test]
fn pairs_are_told_once_and_in_the_order_of_release_toml() {
    let config = "scheme = \"chain\"\n[component.core]\n[component.b]\nworks-with = [\"core\"]\n\
                  [component.a]\nworks-with = [\"core\"]\n[component.c]\nworks-with = [\"core\"]\n";
    let files =
        [("core/VERSION", "1.1"), ("a/VERSION", "1.1"), ("b/VERSION", "1.1"), ("c/VERSION", "1.1")];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.1", "a-1.1", "b-1.1", "c-1.1"]);
    let said = refusal(world.plan(release("major", &["core", "c"])));
    let told: Vec<usize> = ["`b` 1.1", "`a` 1.1"].map(|name| said.find(name).unwrap()).to_vec();
    assert!(told[0] < told[1] && !said.contains("`c`"), "{said}");
    let said = refusal(world.plan(release("major", &["c", "a"])));
    let told: Vec<usize> = ["`a` 2.0", "`c` 2.0"].map(|name| said.find(name).unwrap()).to_vec();
    assert!(told[0] < told[1], "{said}");
    assert_eq!(said.matches("`a` 2.0 does not").count(), 1, "{said}");
}
