//! Debian and RPM: changelog, control and spec file, as the packaging tools read them.

use super::tool::Tool;
use super::{line, release};
use crate::support::Repository;

const CHANGELOG: &str = "core (1:1.4.0-2) unstable; urgency=medium\n\n  * New upstream release 1.4.0.\n\n -- A Person <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000\n";
const CONTROL: &str = "Source: core\nMaintainer: A Person <a@example.org>\nBuild-Depends: libnet-dev (>= 1.4.0), debhelper (>= 13)\n\nPackage: core\nArchitecture: any\nDepends: libnet (>= 1.4.0),\n libnet-data (= 1.4.0) | left (>= 1.4.0)\nDescription: core\n Needs libnet (>= 1.4.0).\n";
const SPEC: &str = "%global major 1\nName:           core\nVersion:        1.4.0\nRelease:        2%{?dist}\nSummary:        Core 1.4.0\nLicense:        MIT\nRequires:       net >= 1.4.0, data = %{version}\nBuildArch:      noarch\n\n%package devel\nSummary:        Development files\nRequires:       %{name} = %{version}-%{release}\n\n%description\nVersion: 1.4.0 of core.\n\n%description devel\nMore.\n\n%files\n%files devel\n\n%changelog\n* Mon Nov 07 2016 A Person <a@example.org> - 1.4.0-2\n- New upstream release.\n";

fn packaged() -> Repository {
    line(
        "[component.core]\nmanifests = [\"core/VERSION\", \"core/debian/changelog\", \"core/debian/control\", \"core/core.spec\"]\n\
         native = { deb = { epoch = 1 } }\n\
         [component.net]\npackages = { deb = [\"libnet\", \"libnet-dev\", \"libnet-data\"], rpm = \"net\" }\n",
        &[
            ("core/VERSION", "1.4.0\n"),
            ("core/debian/changelog", CHANGELOG),
            ("core/debian/control", CONTROL),
            ("core/core.spec", SPEC),
            ("net/VERSION", "1.4.0\n"),
        ],
    )
}

#[test]
fn dpkg_reads_the_released_changelog() {
    let Some(parse) = Tool::find(&["dpkg-parsechangelog"], &["--version"]) else { return };
    let repository = packaged();
    for (part, version) in [("patch", "1:1.4.1-1"), ("minor", "1:1.5.0-1")] {
        release(&repository, part);
        let log = ["-l", "debian/changelog"];
        let field =
            |name: &str| parse.word(&repository, "core", &[&log[..], &["-S", name]].concat());
        assert_eq!(field("Version"), version);
        assert_eq!(
            (field("Distribution").as_str(), field("Urgency").as_str()),
            ("unstable", "medium")
        );
        assert_eq!(field("Maintainer"), "Release Manager <release@example.com>");
        assert_eq!(field("Date"), "Thu, 29 Feb 2024 00:00:00 +0000");
        // The parser tells of every line that it does not understand.
        let whole = parse.try_ask(&repository, "core", &[&log[..], &["--all"]].concat());
        assert_eq!((whole.code, whole.stderr.as_str()), (0, ""), "{}", whole.stdout);
        assert!(whole.stdout.contains("1:1.4.0-2"), "{}", whole.stdout);
    }
}

#[test]
fn dpkg_reads_the_released_control_file() {
    let script = "use Dpkg::Control::Info; use Dpkg::Deps;
        my $control = Dpkg::Control::Info->new('debian/control');
        for ($control->get_source->{'Build-Depends'}, $control->get_pkg_by_idx(1)->{Depends}) {
            print deps_parse($_)->output, \"\\n\" }";
    let trial = ["-e", "1"];
    let modules = ["perl", "-MDpkg::Control::Info", "-MDpkg::Deps"];
    let Some(perl) = Tool::find(&modules, &trial) else { return };
    let repository = packaged();
    release(&repository, "minor");
    assert_eq!(
        perl.ask(&repository, "core", &["-e", script]),
        "libnet-dev (>= 1.5.0), debhelper (>= 13)\n\
         libnet (>= 1.5.0), libnet-data (= 1.5.0) | left (>= 1.4.0)\n"
    );
}

#[test]
fn rpm_reads_the_released_spec_file() {
    let Some(rpmspec) = Tool::find(&["rpmspec"], &["--version"]) else { return };
    let repository = packaged();
    for (part, version) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        let query = |format: &str| {
            rpmspec.ask(
                &repository,
                "core",
                &["-q", "--undefine", "dist", "--qf", format, "core.spec"],
            )
        };
        assert_eq!(
            query("%{NAME} %{VERSION} %{RELEASE}\n"),
            format!("core {version} 1\ncore-devel {version} 1\n")
        );
        let requires = query("[%{REQUIRENAME} %{REQUIREFLAGS:depflags} %{REQUIREVERSION}\n]");
        for wanted in [
            format!("net >= {version}"),
            format!("data = {version}"),
            format!("core = {version}-1"),
        ] {
            assert!(requires.lines().any(|line| line.trim() == wanted), "{wanted}: {requires}");
        }
        let log = query("%{CHANGELOGTIME:day} %{CHANGELOGNAME}\n");
        let wanted = format!("Thu Feb 29 2024 Release Manager <release@example.com> - {version}-1");
        assert_eq!(log.lines().next(), Some(wanted.as_str()));
    }
}
