//! Requirements on packages that are built of a component: images, Debian's and RPM's.

use crate::world::{World, patch, refusal, release};

const COMPOSE: &str = "services:\n  core:\n    image: acme/core:1.4.0\n  other:\n    image: \
                       elsewhere/core:1.4.0\n  proxy:\n    image: proxy:1.4.0@sha256:00\n";
const KUSTOMIZE: &str = "images:\n  - name: acme/core\n    newTag: 1.4.0 # pinned\n  - name: \
                         database\n    newTag: 16\n";
const DOCKERFILE: &str = "ARG CORE=1.4.0\nFROM acme/core:${CORE}-slim AS x\nLABEL version=1.4.0\n\
                          COPY --from=acme/core:1.4 /a /b\n";
const CONFIG: &str = "scheme = \"semver-independent\"\n\
    [component.core]\nmanifests = [\"core/VERSION\"]\npackages = { oci = \"acme/core\" }\n\
    [component.deploy]\n\
    manifests = [\"deploy/VERSION\", \"deploy/compose.yaml\", \"deploy/kustomization.yaml\"]\n\
    [component.image]\nmanifests = [\"image/Dockerfile\"]\n";

fn images() -> World {
    let mut world = World::new(
        CONFIG,
        &[
            ("core/VERSION", "1.4.0\n"),
            ("deploy/VERSION", "0.3.0\n"),
            ("deploy/compose.yaml", COMPOSE),
            ("deploy/kustomization.yaml", KUSTOMIZE),
            ("image/Dockerfile", &DOCKERFILE.replace("-slim", "")),
        ],
    );
    world.tag(&["core-1.4.0", "deploy-0.3.0", "image-1.4.0"]);
    world
}

#[test]
fn images_follow_their_component_and_no_other_moves() {
    let mut world = images();
    let plan = world.run(patch(&["core"])).unwrap();
    let moved: Vec<&str> = plan.components.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(moved, ["core", "deploy", "image"], "a pinned tag excludes the new version");
    let wanted = COMPOSE.replace("acme/core:1.4.0", "acme/core:1.4.1");
    assert_eq!(world.text("deploy/compose.yaml"), wanted);
    let wanted = KUSTOMIZE.replace("newTag: 1.4.0", "newTag: 1.4.1");
    assert_eq!(world.text("deploy/kustomization.yaml"), wanted);
    // A tag of two numbers is every 1.4, and stays.
    let wanted = DOCKERFILE.replace("-slim", "").replace("1.4.0", "1.4.1");
    assert_eq!(world.text("image/Dockerfile"), wanted);
    assert_eq!(world.findings(), [""; 0]);
}

#[test]
fn a_tag_that_yaml_takes_for_a_number_is_refused() {
    let mut world = images();
    world.write("deploy/kustomization.yaml", &KUSTOMIZE.replace("1.4.0", "1.4"));
    let refused = refusal(world.plan(patch(&["core"])));
    assert!(refused.contains("newTag has to be a string in quotes"), "{refused}");
    let chain = CONFIG.replace("semver-independent", "chain");
    let mut world = World::new(
        &chain,
        &[
            ("core/VERSION", "1.0.20161101\n"),
            ("deploy/VERSION", "1.0\n"),
            ("deploy/compose.yaml", "services: {}\n"),
            ("deploy/kustomization.yaml", "images: [{ name: acme/core, newTag: 1.0.20161101 }]\n"),
            ("image/Dockerfile", "LABEL version=1.0\n"),
        ],
    );
    world.tag(&["core-1.0.20161101", "deploy-1.0", "image-1.0"]);
    // What follows is a number to YAML, where what is there is none.
    let refused = refusal(world.plan(release("minor", &["core", "deploy"])));
    assert!(refused.contains("newTag has to be a string in quotes"), "{refused}");
    assert!(!refused.contains("fault of syncline"), "{refused}");
}

#[test]
fn an_image_with_a_digest_cannot_follow() {
    let mut world = images();
    world.write("deploy/compose.yaml", &COMPOSE.replace("core:1.4.0", "core:1.4.0@sha256:00"));
    let refused = refusal(world.plan(patch(&["core"])));
    assert!(refused.contains("the digest behind `acme/core:1.4.0`"), "{refused}");
}

const CONTROL: &str = "Source: core\n\nPackage: libcore\nDepends: libnet (>= 1.4.0), libnet-data \
                       (= ${source:Version}),\n other (>= 1.4.0)\n";
const SPEC: &str = "Name: core\nVersion: 1.4.0\nRelease: 1\nRequires: net >= 1.4.0, other >= \
                    1.4.0\n%package devel\nRequires: net-devel = 1.4.0, core = %{version}\n";

#[test]
fn packages_that_a_source_builds_are_its_names() {
    let config = "scheme = \"semver-independent\"\n\
        [component.core]\nmanifests = [\"core/VERSION\", \"core/control\", \"core/core.spec\"]\n\
        [component.net]\nmanifests = [\"net/VERSION\", \"net/control\", \"net/net.spec\"]\n";
    let mut world = World::new(
        config,
        &[
            ("core/VERSION", "1.4.0\n"),
            ("core/control", CONTROL),
            ("core/core.spec", SPEC),
            ("net/VERSION", "1.4.0\n"),
            ("net/control", "Source: net\n\nPackage: libnet\n\nPackage: libnet-data\n"),
            ("net/net.spec", "Name: net\nVersion: 1.4.0\n%package devel\n"),
        ],
    );
    world.tag(&["core-1.4.0", "net-1.4.0"]);
    let plan = world.run(release("minor", &["net"])).unwrap();
    let moved: Vec<String> =
        plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect();
    assert_eq!(moved, ["net 1.5.0", "core 1.4.1"], "`= 1.4.0` excludes 1.5.0");
    let wanted = CONTROL.replace("libnet (>= 1.4.0)", "libnet (>= 1.5.0)");
    assert_eq!(world.text("core/control"), wanted);
    let wanted = SPEC.replace("net >= 1.4.0", "net >= 1.5.0");
    let wanted = wanted.replace("net-devel = 1.4.0", "net-devel = 1.5.0");
    assert_eq!(world.text("core/core.spec"), wanted.replace("Version: 1.4.0", "Version: 1.4.1"));
}

#[test]
fn a_requirement_with_a_revision_that_is_not_known_is_refused() {
    let config = "scheme = \"semver-independent\"\n\
        [component.net]\nmanifests = [\"net/VERSION\", \"net/control\"]\n\
        [component.core]\nmanifests = [\"core/VERSION\", \"core/control\", \"core/core.spec\"]\n";
    let control = "Source: core\n\nPackage: core\nDepends: libnet (= 1.4.0-1)\n";
    let spec = "Name: core\nVersion: 1.0.0\nRequires(post): libnet = 1.4.0\n";
    let files = [
        ("net/VERSION", "1.4.0\n"),
        ("net/control", "Source: net\n\nPackage: libnet\n"),
        ("core/VERSION", "1.0.0\n"),
        ("core/control", control),
        ("core/core.spec", spec),
    ];
    let world = World::new(config, &files);
    let said = refusal(world.plan(release("minor", &["net"])));
    assert!(said.contains("= 1.4.0-1") && said.contains("net"), "{said}");
    assert!(world.findings().iter().all(|found| !found.contains("requirement")));
}

#[test]
fn a_name_that_nothing_could_require_is_refused() {
    let config = "scheme = \"semver\"\n[component.a]\npackages = { apple = \"org.example.a\" }\n";
    let error = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
    assert!(error.to_string().contains("nothing requires a package"), "{error}");
    let config = "scheme = \"semver\"\n[component.a]\npackages = { docker = \"a\" }\n";
    let error = product::Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
    assert!(error.to_string().contains("unknown dialect `docker`"), "{error}");
}

#[test]
fn a_gem_that_requires_exactly_its_own_version_moves_with_what_it_requires() {
    let gem = |name: &str, version: &str, rest: &str| {
        format!(
            "Gem::Specification.new do |s|\n  s.name = \"{name}\"\n  s.version = \"{version}\"\n{rest}end\n"
        )
    };
    let requires = "  s.add_dependency \"core\", \"= #{s.version}\"\n";
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n",
        &[
            ("core/core.gemspec", &gem("core", "1.4.0", "")),
            ("app/app.gemspec", &gem("app", "1.4.0", requires)),
        ],
    );
    world.tag(&["core-1.4.0", "app-1.4.0"]);
    let refused = refusal(world.plan(release("major", &["core"])));
    assert!(
        refused.contains("this would become 1.4.1, but it is the requirement on `core` too"),
        "{refused}"
    );
    world.run(release("major", &["core", "app"])).unwrap();
    assert_eq!(world.text("app/app.gemspec"), gem("app", "2.0.0", requires));
    assert_eq!(world.findings(), [""; 0]);
}
