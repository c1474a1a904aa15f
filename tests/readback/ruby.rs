//! RubyGems and Bundler: specifications are loaded, and a lock file stays as it is when frozen.

use super::tool::Tool;
use super::{line, release};
use crate::support::Repository;

const CORE: &str = "# 1.4.0\nrequire_relative 'lib/core/version'\nGem::Specification.new do |spec|\n  spec.name = 'line-core'\n  spec.version = Core::VERSION\n  spec.summary = 'core 1.4.0'\n  spec.authors = ['A']\n  spec.files = []\nend\n";
const VERSION: &str = "module Core\n  # VERSION = \"0.0.1\"\n  VERSION = \"1.4.0\".freeze\n  LEAST = \"1.4.0\"\nend\n";
const NET: &str = "Gem::Specification.new do |s|\r\n  s.name = %q{line-net}\r\n  s.version     = \"1.4.0\"\r\n  s.summary = 'net'\r\n  s.authors = ['A']\r\n  s.files = []\r\n  s.add_dependency \"line-core\", \"~> 1.4\", \">= 1.4.0\"\r\nend\r\n";
const GEMFILE: &str =
    "source 'https://rubygems.org'\ngem 'line-core', path: 'core'\ngemspec path: 'net'\n";

fn gems() -> Repository {
    line(
        "[component.core]\nmanifests = [\"core/lib/core/version.rb\"]\npackages = { rubygems = \"line-core\" }\n[component.net]\n",
        &[
            ("core/line-core.gemspec", CORE),
            ("core/lib/core/version.rb", VERSION),
            ("net/line-net.gemspec", NET),
        ],
    )
}

#[test]
fn rubygems_loads_released_specifications() {
    let Some(ruby) = Tool::find(&["ruby"], &["-e", "Gem::Specification"]) else { return };
    let repository = gems();
    for (part, version, required) in
        [("minor", "1.5.0", "~> 1.5, >= 1.5.0"), ("major", "2.0.0", "~> 2.0, >= 2.0.0")]
    {
        release(&repository, part);
        let script = "spec = Gem::Specification.load(ARGV[0]) or abort 'not loaded'
            puts spec.version, spec.dependencies.map { |one| one.requirement.requirements.map { |sign, v| \"#{sign} #{v}\" }.join(', ') }
            puts Core::LEAST if defined?(Core)";
        let load = |file: &str| ruby.ask(&repository, "", &["-e", script, file]);
        assert_eq!(load("core/line-core.gemspec"), format!("{version}\n1.4.0\n"));
        assert_eq!(load("net/line-net.gemspec"), format!("{version}\n{required}\n"));
    }
}

#[test]
fn bundler_takes_a_released_lock_file_as_it_is() {
    let Some(bundle) = Tool::find(&["bundle"], &["--version"]) else { return };
    let repository = gems();
    repository.write("Gemfile", GEMFILE).write(".gitignore", ".bundle\n");
    let bundle = bundle
        .with("BUNDLE_APP_CONFIG", repository.beside("bundle").to_str().unwrap())
        .with("BUNDLE_USER_HOME", repository.beside("home").to_str().unwrap());
    bundle.ask(&repository, "", &["lock", "--local"]);
    release(&repository, "minor");
    let lock = repository.file("Gemfile.lock");
    bundle.ask(&repository, "", &["lock", "--local"]);
    assert_eq!(repository.file("Gemfile.lock"), lock, "Bundler would write it the same");
    let frozen = bundle.with("BUNDLE_FROZEN", "true");
    frozen.ask(&repository, "", &["install", "--local"]);
    let listed = frozen.ask(&repository, "", &["list"]);
    for name in ["line-core", "line-net"] {
        assert!(listed.contains(&format!("{name} (1.5.0)")), "{listed}");
    }
}
