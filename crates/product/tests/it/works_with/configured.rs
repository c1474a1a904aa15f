//! What release.toml may not say of components that work together.

use place::Explain;
use product::Product;

fn refused(text: &str) -> String {
    let error = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap_err();
    let at = format!("{:?}", error.place());
    format!("{error} / {} / {} / {at}", error.help().unwrap_or_default(), error.class().exit_code())
}

#[test]
fn a_pair_that_makes_no_sense_is_refused_where_it_stands() {
    let with = |scheme: &str, value: &str| {
        refused(&format!(
            "scheme = \"{scheme}\"\n[component.core]\n[component.gone]\nretired = true\n\
             [component.sdk]\nworks-with = {value}\n"
        ))
    };
    for (scheme, value, words) in [
        ("chain", "[\"cor\"]", "no component `cor` / did you mean `core`? / 2"),
        ("chain", "{ cor = \"*\" }", "no component `cor` / did you mean `core`? / 2"),
        ("chain", "[\"sdk\"]", "a component does not work with itself / name the"),
        ("chain", "[\"gone\"]", "`gone` is retired: nothing runs beside it any more / remove it"),
        ("chain", "[\"core\", \"core\"]", "`core` is named twice / name it once"),
        (
            "chain",
            "{ core = \"1.1\" }",
            "`1.1` is no comparison with a version / say which versions will do: `>=1.1`",
        ),
        ("chain", "{ core = \"^1.1\" }", "`^1.1` is no comparison"),
        ("chain", "{ core = \"\" }", "`` is no comparison"),
        ("chain", "{ core = \">=1.0.161205\" }", "is not a version"),
        ("chain", "{ core = \">=2, <1\" }", "no version is at least 2 and below 1"),
        ("chain", "{ core = 2 }", "`component.sdk.works-with.core`"),
        (
            "chain",
            "true",
            "`component.sdk.works-with` takes a list of components, or a table of components and \
             ranges, not boolean / write it as `[\"…\"]`, or `{ … = \">=…\" }` / 2",
        ),
        ("chain", "[2]", "`component.sdk.works-with`"),
        (
            "iric",
            "[\"core\"]",
            "under the scheme `iric` each component's numbers are its own / say which versions it needs: works-with = { core = \">=…\" }",
        ),
        ("semver-independent", "{ core = \"*\" }", "each component's numbers are its own"),
        ("diavolo", "[\"core\"]", "only the core provides to others / say which"),
    ] {
        let said = with(scheme, value);
        assert!(said.contains(words), "{scheme}, {value}: {said}");
        assert!(said.contains("File { path: \"release.toml\", span: Some("), "{said}");
    }
    let lines = "[line.a]\nscheme = \"semver\"\ncomponents = [\"x\"]\n[line.b]\nscheme = \"semver\"\n\
                 components = [\"y\"]\n[component.x]\nworks-with = [\"y\"]\n[component.y]\n";
    assert!(refused(lines).contains("`x` and `y` work together: they are on different lines"));
    // What is suggested is valid TOML.
    let scoped = "scheme = \"iric\"\n[component.\"@acme/core\"]\n[component.sdk]\n\
                  works-with = [\"@acme/core\"]\n";
    assert!(refused(scoped).contains("works-with = { \"@acme/core\" = \">=…\" }"));
    let silent = "[scheme]\nname = \"own\"\nformat = \"{a}.{b}\"\n[scheme.part.a]\nscope = \"product\"\n\
                  [scheme.part.b]\n[component.x]\nworks-with = [\"y\"]\n[component.y]\n";
    assert!(refused(silent).contains("the scheme `own` has no [[compat]] rules"));
    // Who is no longer there works with nobody, whatever is left in its table.
    let text = "scheme = \"chain\"\n[component.core]\nretired = true\n[component.sdk]\nretired = true\n\
                works-with = [\"core\"]\n";
    let product = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap();
    assert_eq!(product::pairs::pairs(&product).count(), 0);
}
