//! Build systems and compilers: CMake, Autoconf, and C's own preprocessor.

use super::tool::Tool;
use super::{line, release};

const CMAKE: &str = "# project(core VERSION 1.4.0)\ncmake_minimum_required(VERSION 3.20)\nproject(core\n\tVERSION 1.4.0 # of core\n\tLANGUAGES NONE)\nset(LEAST 1.4.0)\nmessage(STATUS \"reads ${PROJECT_VERSION} and ${LEAST}\")\n";
const AUTOCONF: &str = "dnl AC_INIT([core], [1.4.0])\nAC_PREREQ([2.69])\nAC_INIT([core], [1.4.0],\n        [core@example.org])\nAC_OUTPUT\n";
const HEADER: &str = "/* #define CORE_VERSION \"1.4.0\" */\r\n#define CORE_VERSION \"1.4.0\"\r\n#define CORE_VERSION_MAJOR 1\r\n#define CORE_VERSION_MINOR 4 // of 1.4.0\r\n#define CORE_VERSION_PATCH 0\r\n#define CORE_PROTOCOL \"1.4.0\"\r\n";

const RELEASES: [(&str, &str); 2] = [("minor", "1.5.0"), ("major", "2.0.0")];

#[test]
fn cmake_configures_the_released_version() {
    let Some(cmake) = Tool::find(&["cmake"], &["--version"]) else { return };
    let repository = line("[component.core]\n", &[("core/CMakeLists.txt", CMAKE)]);
    let build = repository.beside("build");
    for (part, version) in RELEASES {
        release(&repository, part);
        let said = cmake.ask(&repository, "core", &["-S", ".", "-B", build.to_str().unwrap()]);
        assert!(said.contains(&format!("reads {version} and 1.4.0")), "{said}");
    }
}

#[test]
fn autoconf_traces_the_released_version() {
    let Some(autoconf) = Tool::find(&["autoconf"], &["--version"]) else { return };
    let repository = line("[component.core]\n", &[("core/configure.ac", AUTOCONF)]);
    repository.write(".gitignore", "autom4te.cache\n");
    for (part, version) in RELEASES {
        release(&repository, part);
        let traced = autoconf.word(&repository, "core", &["--force", "--trace=AC_INIT:$1 $2 $3"]);
        assert_eq!(traced, format!("core {version} core@example.org"));
    }
}

#[test]
fn the_preprocessor_reads_the_released_header() {
    let Some(cc) = Tool::find(&["cc", "-E", "-P"], &["--version"]) else { return };
    let config =
        "[component.core]\nmanifests = [{ path = \"core/version.h\", format = \"c-header\" }]\n";
    let repository = line(config, &[("core/version.h", HEADER)]);
    let uses = "#include \"version.h\"\nCORE_VERSION CORE_VERSION_MAJOR CORE_VERSION_MINOR CORE_VERSION_PATCH CORE_PROTOCOL\n";
    repository.write("core/uses.c", uses);
    for (part, version) in RELEASES {
        release(&repository, part);
        let numbers = version.replace('.', " ");
        let said = cc.word(&repository, "core", &["uses.c"]);
        assert_eq!(said, format!("\"{version}\" {numbers} \"1.4.0\""));
    }
}
