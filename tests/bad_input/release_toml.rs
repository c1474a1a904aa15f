//! A configuration that is missing, broken or another tool's: exit code 2, and the place.

use super::{RELEASE, refused};
use crate::support::Repository;
use crate::support::chain::RELEASE_TOML;

fn committed(repository: &Repository, text: impl AsRef<[u8]>) {
    repository.write("release.toml", text).commit("Change the configuration");
}

fn changed(repository: &Repository, old: &str, new: &str) {
    repository.replace("release.toml", old, new).commit("Change the configuration");
}

refused! {
    missing(|at| drop(at.remove("release.toml").commit("Remove it")), RELEASE)
        => 2 ["release.toml", "syncline init", "scheme"];
    bad_toml(|at| changed(at, "[component.sdk]", "[component.sdk"), RELEASE)
        => 2 ["release.toml:10:"];
    an_unknown_key_names_its_nearest(|at| changed(at, "embeds =", "embds ="), RELEASE)
        => 2 ["`component.mac.embds`", "`embeds`", "release.toml:14:1"];
    another_tools(
        |at| committed(at, "shared-version = true\npre-release-commit-message = \"x\"\n"), RELEASE
    ) => 2 ["cargo-release", "`shared-version`", "[workspace.metadata.release]", "`syncline import`", "--config"];
    a_duplicate_component(|at| changed(at, "[component.sdk]", "[component.core]"), RELEASE)
        => 2 ["release.toml:10:", "duplicate"];
    an_unknown_scheme_names_its_nearest(|at| changed(at, "\"chain\"", "\"chian\""), RELEASE)
        => 2 ["`chian`", "chain", "release.toml:1:"];
    a_product_whose_name_is_two_lines(
        |at| changed(at, "\"Chain Core\"", "\"Chain\\nRelease-Component: core 9\""), RELEASE
    ) => 2 ["a product's name is one line", "release.toml:4:"];
    a_product_without_a_name(|at| changed(at, "\"Chain Core\"", "\"\""), RELEASE)
        => 2 ["a product's name is one line", "release.toml:4:"];
    a_dialect_without_an_epoch_asks_for_its_template(
        |at| committed(at, "[scheme]\nextends = \"chain\"\n[scheme.native.npm]\n"), RELEASE
    ) => 2 ["`scheme.native.npm.template` is missing", "or the like, or remove the table"];
    a_dialect_with_an_epoch_may_have_that_alone(
        |at| changed(at, "[component.sdk]", "[component.sdk]\nnative = { deb = {} }"), RELEASE
    ) => 2 ["native.deb.template` is missing", "an `epoch`, or both"];
    a_table_of_no_component(|at| committed(at, "scheme = \"semver\"\n[component]\n"), RELEASE)
        => 2 ["there is no component", "release.toml:2:", "[component.NAME]"];
    a_cycle_of_embeds(
        |at| changed(at, "[component.core]", "[component.core]\nembeds = [\"mac\"]"), RELEASE
    ) => 2 ["core", "mac", "cycle", "release.toml:8:11", "also: `mac` embeds `core` (release.toml:15)"];
    an_embedded_component_under_its_earlier_name(
        |at| {
            changed(at, "[component.core]", "[component.core]\naliases = [\"engine\"]");
            changed(at, "embeds = [\"core\"]", "embeds = [\"engin\"]");
        }, RELEASE
    ) => 2 ["`engin`", "did you mean `core`, which was called `engine` before?", "release.toml:15:"];
    a_pattern_that_leads_out(
        |at| changed(at, "[component.sdk]", "[component.sdk]\nexclude = [\"../docs/*\"]"), RELEASE
    ) => 2 ["`../docs/*` matches no file", "docs/**", "release.toml:11:12"];
    a_pattern_of_a_folder(
        |at| changed(at, "[component.sdk]", "[component.sdk]\ninclude = [\"docs/\"]"), RELEASE
    ) => 2 ["`docs/` matches no file", "docs/**", "release.toml:11:12"];
    an_absolute_pattern(
        |at| changed(at, "[component.sdk]", "[lint]\nunmanaged = [\"/docs/*\"]\n[component.sdk]"), RELEASE
    ) => 2 ["`/docs/*` matches no file", "release.toml:11:14"];
    one_file_listed_twice(
        |at| changed(at, "manifests = [", "manifests = [\"sdk/VERSION\", \"sdk/VERSION\", "), RELEASE
    ) => 2 ["`sdk/VERSION` is listed twice", "release.toml:8:"];
    a_range_with_a_gap(
        |at| changed(at, "[component.core]", "[branches]\n\"R_*.*\" = \"{major}.{build}\"\n[component.core]"), RELEASE
    ) => 2 ["leaves out a part", "\"{major}.{minor}\"", "release.toml:8:11"];
    a_range_with_a_part_twice(
        |at| changed(at, "[component.core]", "[branches]\n\"R_*.*\" = \"{major}.{major}\"\n[component.core]"), RELEASE
    ) => 2 ["has one twice", "\"{major}.{minor}\"", "release.toml:8:11"];
    a_remote_that_is_an_option(
        |at| changed(at, "[component.core]", "[git]\nremote = \"--upload-pack=x\"\n[component.core]"), RELEASE
    ) => 2 ["`remote` is the name of a remote", "release.toml:8:10"];
    an_embedded_component_that_there_is_not(
        |at| changed(at, "embeds = [\"core\"]", "embeds = [\"cor\"]"), RELEASE
    ) => 2 ["`cor`", "core", "release.toml:14:"];
    an_at_that_reads_another_syntax(
        |at| changed(at, "sdk/version.txt\", regex = 'version = \"(?<version>[^\"]*)\"'", "sdk/version.txt\", at = \"/version\""),
        ["patch", "sdk", "--yes", "--date", "2016-11-01"]
    ) => 1 ["`at = \"/version\"` reads sdk/version.txt as XML, which it is not", "release.toml:11:47", "`regex`"];
    a_template_of_the_defaults(
        |at| changed(at, "[component.core]", "[defaults]\ntag = \"{component} {version}\"\n[component.core]"), RELEASE
    ) => 2 ["`{component} {version}`", "release.toml:8:7"];
    two_components_on_one_slot(|at| changed(at, "sdk/version.txt", "core/version.txt"), RELEASE)
        => 2 ["`core`", "`sdk`", "core/version.txt"];
    a_template_without_a_version(|at| changed(at, "chain-{version}", "chain"), RELEASE)
        => 2 ["`chain`", "{version}", "release.toml:5:"];
    a_template_with_an_unknown_placeholder(
        |at| changed(at, "chain-{version}", "chain-{vresion}"), RELEASE
    ) => 2 ["vresion", "version", "release.toml:5:"];
    two_templates_that_match_one_tag(
        |at| changed(at, "[component.sdk]", "[component.sdk]\ntag = \"core-1.{version}\""), RELEASE
    ) => 2 ["core", "sdk", "core-1."];
    a_bad_regex(|at| changed(at, "sdk/version.txt\", regex = 'version", "sdk/version.txt\", regex = '(version"), RELEASE)
        => 2 ["release.toml:11:", "regex"];
    a_regex_without_its_group(
        |at| changed(at, "sdk/version.txt\", regex = 'version = \"(?<version>[^\"]*)\"'", "sdk/version.txt\", regex = 'version'"),
        RELEASE
    ) => 2 ["release.toml:11:", "(?<version>"];
    a_newer_format(|at| committed(at, format!("format = 99\n{RELEASE_TOML}")), RELEASE)
        => 2 ["99", "release.toml:1:"];
    utf_16(
        |at| {
            let units = RELEASE_TOML.encode_utf16().flat_map(u16::to_le_bytes);
            committed(at, [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>());
        },
        RELEASE
    ) => 2 ["release.toml", "UTF-16"];
    not_text(|at| committed(at, b"scheme = \"\xff\xfe\x00\""), RELEASE) => 2 ["release.toml", "UTF-8"];
    empty(|at| committed(at, ""), RELEASE) => 2 ["release.toml"];
    without_a_scheme(|at| changed(at, "scheme = \"chain\"\n", ""), RELEASE) => 2 ["scheme"];
    hooks_that_are_no_lists(
        |at| changed(at, "name = \"Chain Core\"\n", "name = \"Chain Core\"\nhooks = [\"make check\"]\n"),
        RELEASE
    ) => 2 ["`product.hooks`", "release.toml:5:10", "[[\"…\", \"…\"]]"];
    a_hook_with_an_unknown_placeholder(
        |at| changed(at, "name = \"Chain Core\"\n", "name = \"Chain Core\"\nhooks = [[\"make\", \"{vresion}\"]]\n"),
        RELEASE
    ) => 2 ["{vresion}", "release.toml:5:19", "{version}"];
    hooks_that_nobody_agreed_to(
        |at| changed(at, "name = \"Chain Core\"\n", "name = \"Chain Core\"\nhooks = [[\"true\"]]\n"),
        RELEASE
    ) => 2 ["`true`", "release.toml:5:10", "--hooks", "--no-hooks"];
    a_wrong_type(|at| changed(at, "embeds = [\"core\"]", "embeds = 1"), RELEASE)
        => 2 ["`component.mac.embeds`", "release.toml:14:"];
    a_named_file_that_is_not_there(
        |_| (), ["release", "minor", "-p", "core", "--yes", "--config", "elsewhere.toml"]
    ) => 2 ["elsewhere.toml"];
}
