//! Wrong words on the command line: exit code 2.

use super::refused;

refused! {
    an_unknown_component_names_its_nearest(|_| (), ["patch", "cor", "--yes"]) => 2 ["`cor`", "core"];
    an_unknown_package_names_its_nearest(
        |_| (), ["release", "minor", "-p", "skd", "--yes"]
    ) => 2 ["`skd`", "sdk"];
    what_is_no_glob_allows_no_branch(
        |_| (), ["patch", "core", "--allow-branch", "[", "--yes"]
    ) => 2 ["--allow-branch", "it is no glob"];
    an_option_of_git_is_no_option_of_ours(
        |_| (), ["patch", "--upload-pack=x", "--yes"]
    ) => 2 ["--upload-pack"];
    an_option_of_git_is_no_component(
        |_| (), ["patch", "--yes", "--", "--upload-pack=x"]
    ) => 2 ["`--upload-pack=x`"];
    an_empty_component(|_| (), ["patch", "", "--yes"]) => 2 ["``"];
    an_empty_part(|_| (), ["release", "", "--yes"]) => 2 ["``"];
    a_misspelt_part_names_its_nearest(|_| (), ["release", "minro", "--yes"]) => 2 ["`minro`", "minor"];
    patch_of_nobody(|_| (), ["patch", "--yes"]) => 2 ["component"];
    twice_the_same(|_| (), ["patch", "core", "core", "--yes"]) => 2 ["`core`", "twice"];
    named_and_left_out(
        |_| (), ["release", "minor", "-p", "core", "--exclude", "core", "--yes"]
    ) => 2 ["`core` is named, and left out", "leave out `--exclude core`"];
    a_part_that_the_scheme_lacks(|_| (), ["release", "serial", "--yes"]) => 2 ["`serial`", "minor"];
    a_level_that_the_scheme_lacks(
        |_| (), ["patch", "core", "--level", "serial", "--yes"]
    ) => 2 ["`serial`", "build"];
    control_characters(|_| (), ["patch", "co\u{1b}[2Jre", "--yes"]) => 2 ["co\\u{1b}[2Jre"];
    a_line_that_there_is_not(|_| (), ["release", "minor", "--line", "x", "--yes"]) => 2 ["`x`", "leave out --line"];
    a_day_that_there_is_not(
        |_| (), ["patch", "core", "--date", "2016-02-30", "--yes"]
    ) => 2 ["2016-02-30", "no such day"];
    a_year_of_two_digits(
        |_| (), ["patch", "core", "--date", "16-11-01", "--yes"]
    ) => 2 ["16-11-01", "YYYY-MM-DD"];
    excluding_what_embeds_a_participant(
        |_| (), ["release", "minor", "-p", "core", "--exclude", "mac", "--yes"]
    ) => 1 ["`mac`", "core"];
    a_shared_part_for_one_component(
        |_| (), ["patch", "core", "--level", "minor", "--yes"]
    ) => 1 ["CHAIN-3", "minor", "release"];
    a_folder_to_keep_a_demo_in_that_is_there(|_| (), ["demo", "--keep", "core"])
        => 2 ["--keep `core`", "there is such a file or folder already", "name a folder that does not exist"];
    no_confirmation_without_a_terminal(|_| (), ["patch", "core"]) => 4 ["--yes", "--dry-run"];
}
