//! Ruby: gemspecs, and the VERSION constant of a version.rb.

mod bounds;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use version::native::RUBYGEMS;

use super::{Format, package_json, plain};
use crate::syntax::code::{self, Cursor, RUBY};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};
pub(super) use bounds::{Specification, pieces};

pub(super) static GEMSPEC: Format = Format {
    id: "gemspec",
    title: "gemspec",
    files: &["*.gemspec"],
    dialect: &RUBYGEMS,
    locks: &["Gemfile.lock"],
    above: &[],
    locate: gemspec,
    sample: r#"# core 1.4.0
Gem::Specification.new do |spec|
  spec.name = "core"
  spec.version = "1.4.0"
  spec.required_ruby_version = ">= 1.4.0"
  spec.add_dependency "net", "~> 1.4.0"
  spec.add_development_dependency("left", ">= 1.4.0", "< 2")
end
"#,
};

pub(super) static CONSTANT: Format = Format {
    id: "ruby",
    title: "version.rb",
    files: &["version.rb"],
    dialect: &RUBYGEMS,
    locks: &["Gemfile.lock"],
    above: &[],
    locate: constant,
    sample: r#"# VERSION = "1.4.0"
module Core
  VERSION = "1.4.0".freeze
  OLD_VERSION = "1.4.0"
end
"#,
};

/// Longest first: one is the beginning of another.
const REQUIRE: &[&str] =
    &["add_development_dependency", "add_runtime_dependency", "add_dependency"];

/// What a constant with the version is called, the likelier first: `STRING` stands in a module
/// `Version`.
const CONSTANTS: &[&str] = &["VERSION", "STRING"];

fn gemspec(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &RUBY);
    let mut found = Located::default();
    let mut spec = Specification { text: &text, versions: Vec::new(), calls: Vec::new() };
    for line in code::lines(&text).flat_map(|line| pieces(line, &[';'])) {
        let Some(member) = line.name().1.word(".") else { continue };
        if let Some(name) = assigned(member, "name").and_then(literal) {
            found.name = Some(name.0.text.into());
        }
        spec.versions.extend(assigned(member, "version"));
        spec.calls.extend(REQUIRE.iter().find_map(|name| member.word(name)));
    }
    own(source, &text, &spec.versions, &mut found)?;
    spec.requirements(source, |on| on.into(), &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds the one version among the values that a specification gives its own, or where it is.
pub(super) fn own(
    source: &Source<'_>,
    text: &str,
    versions: &[Cursor<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let wanted = "`spec.version = \"…\"`";
    let [value] = versions else {
        let values = versions.iter().filter_map(|value| Some(value.quoted()?.0));
        return found.one(source, wanted, &values.collect::<Vec<_>>(), interpolated);
    };
    if let Some((inside, _)) = value.quoted() {
        return found.value(source, wanted, inside, SlotKind::Version, interpolated);
    }
    let value = value.trimmed();
    // A name that the file itself gives a text to.
    let named = code::each_line(text, |line| assigned(line, value.text).map(Cursor::trimmed));
    if let [only] = named.as_slice()
        && let Some((inside, _)) = only.quoted()
    {
        return found.value(source, value.text, inside, SlotKind::Version, interpolated);
    }
    // A name that it gives something else that says where the text is.
    let said = match named.as_slice() {
        [only] => *only,
        _ => value,
    };
    let (span, how) = (source.span(value.range()), value.text.into());
    found.elsewhere.push(match file(text, said) {
        Some((files, format)) => Elsewhere::File { span, how, files, format },
        None => Elsewhere::Computed { span, how, look: None },
    });
    Ok(())
}

/// Where the version is that a specification computes, and the format that finds it there:
/// `Core::VERSION` in what it requires, `File.read("VERSION")` in that file, `package["version"]`
/// in the package.json that it reads.
fn file(text: &str, value: Cursor<'_>) -> Option<(Vec<String>, &'static Format)> {
    if ["[\"version\"]", "['version']"].iter().any(|end| value.text.ends_with(end)) {
        let package = |text: &&str| text.ends_with("package.json");
        let named = code::lines(text).find_map(|line| from_here(line.text, package))?;
        return Some((Vec::from([named.into()]), &package_json::FORMAT));
    }
    if value.text.starts_with("File.read") || value.text.starts_with("IO.read") {
        let named = from_here(value.text, |text| !text.starts_with("__"))?;
        return Some((Vec::from([named.into()]), &plain::FORMAT));
    }
    let mut names = value.text.rsplit("::");
    let constant = names.next()?;
    if !CONSTANTS.contains(&constant) {
        return None;
    }
    let required = code::each_line(text, |line| {
        let rest = line.word("require_relative").or_else(|| line.word("require"))?;
        let rest = rest.space();
        let (name, _) = rest.word("(").unwrap_or(rest).quoted()?;
        name.text.rsplit('/').next()?.contains("version").then_some(name)
    });
    // Of several it is the one that lies where its module is, `Admin` in `lib/admin/version`, or else
    // the only one that is called nothing but `version`.
    let module = names.find(|name| *name != "Version");
    let is_its = |name: &&Cursor<'_>| module.is_none_or(|module| lies_in(name.text, module));
    let is_plain = |name: &&Cursor<'_>| name.text.trim_end_matches(".rb").ends_with("/version");
    let its: Vec<_> = required.iter().filter(is_its).collect();
    let plain: Vec<_> = required.iter().filter(is_plain).collect();
    let own = match (required.as_slice(), plain.as_slice()) {
        _ if !its.is_empty() => its,
        ([only], _) => Vec::from([only]),
        (_, [only]) => Vec::from([*only]),
        _ => Vec::new(),
    };
    let below = |name: &Cursor<'_>| {
        let name = name.text.trim_end_matches(".rb");
        [format!("{name}.rb"), format!("lib/{name}.rb")]
    };
    let files: Vec<String> = own.into_iter().flat_map(below).collect();
    (!files.is_empty()).then_some((files, &CONSTANT))
}

/// Whether a folder on a path is named for a module, as Ruby's loaders name them: `active_record` and
/// `active-record` for `ActiveRecord`.
fn lies_in(path: &str, module: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let module = letters(module);
    path.rsplit('/').skip(1).any(|folder| letters(folder) == module)
}

/// The path in an expression, relative to the folder of this file. To `__FILE__` a path is relative as
/// if that were a folder: the first step up leads from the file to where it lies.
fn from_here(expression: &str, is_path: impl Fn(&&str) -> bool) -> Option<&str> {
    let path = quoted(expression).find(is_path)?;
    let mut pieces = expression.split("__FILE__").peekable();
    let mut to_file = false;
    while let Some(before) = pieces.next().filter(|_| pieces.peek().is_some()) {
        to_file |= !before.trim_end_matches(['(', ' ']).ends_with("dirname");
    }
    if to_file { path.trim_start_matches("./").strip_prefix("../") } else { Some(path) }
}

/// The strings of a text, in their order.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Cursor { text, at: 0 };
    core::iter::from_fn(move || {
        loop {
            let (_, found) = rest.until(|c| matches!(c, '"' | '\''));
            if found.text.is_empty() {
                return None;
            }
            match found.quoted() {
                Some((inside, behind)) => {
                    rest = behind;
                    return Some(inside.text);
                }
                // One that does not end.
                None => rest = found.until(|c| c == '\n').1,
            }
        }
    })
}

/// A string in quotes, or in `%q{…}` and its like, as tools write specifications; and the rest.
fn literal(value: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    value.quoted().or_else(|| {
        let rest = value.word("%q").or_else(|| value.word("%Q"))?;
        let (open, close) = ["{}", "()", "[]", "<>"].iter().find_map(|pair| {
            pair.split_at_checked(1).filter(|(open, _)| rest.text.starts_with(open))
        })?;
        let (inside, rest) = rest.word(open)?.until(|c| close.starts_with(c));
        Some((inside, rest.word(close)?))
    })
}

pub(super) fn assigned<'t>(member: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let rest = member.word(name)?.space().word("=")?;
    (!rest.text.starts_with(['=', '~', '>'])).then(|| rest.space())
}

fn constant(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &RUBY);
    let of = |name: &&str| code::each_line(&text, |line| Some(assigned(line, name)?.quoted()?.0));
    let values = CONSTANTS.iter().map(of).find(|values| !values.is_empty()).unwrap_or_default();
    let mut found = Located::default();
    if values.is_empty() {
        let wanted = "`VERSION = \"…\"`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.one(source, "`VERSION = \"…\"`", &values, interpolated)?;
    Ok(found)
}

fn interpolated(value: &str) -> bool {
    value.contains("#{")
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn bounds_are_slots_and_constants_are_elsewhere() {
        let found = located(&GEMSPEC, GEMSPEC.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "~> 1.4.0", ">= 1.4.0", "< 2"]);
        let text = GEMSPEC.sample.replace("version = \"1.4.0\"", "version = Core::VERSION ");
        let [Elsewhere::Computed { how, .. }] = &located(&GEMSPEC, &text).elsewhere[..] else {
            panic!()
        };
        assert_eq!(how, "Core::VERSION");
    }

    #[test]
    fn versions_in_other_files_are_followed() {
        let of = |before: &str, version: &str| {
            format!("{before}Gem::Specification.new do |s|\n  s.version = {version}\nend\n")
        };
        for (before, version, wanted, format) in [
            (
                "require_relative \"lib/core/version\"\n",
                "Core::VERSION",
                "lib/core/version.rb",
                "ruby",
            ),
            (
                "require \"json\"\nrequire('core/version.rb')\n",
                "VERSION",
                "core/version.rb",
                "ruby",
            ),
            ("", "File.read(File.expand_path('VERSION', __dir__)).strip", "VERSION", "plain"),
            (
                "version = File.read(File.expand_path(\"../CORE_VERSION\", __dir__)).strip\n",
                "version",
                "../CORE_VERSION",
                "plain",
            ),
            ("", "File.read(File.expand_path('../VERSION', __FILE__)).strip", "VERSION", "plain"),
            ("", "File.read(File.join(__FILE__, '../../VERSION')).strip", "../VERSION", "plain"),
            (
                "",
                "File.read(File.join(File.dirname(__FILE__), '../VERSION'))",
                "../VERSION",
                "plain",
            ),
            (
                "json = File.read(File.expand_path(\"../package.json\", __FILE__))\n",
                "JSON.parse(json)[\"version\"]",
                "package.json",
                "npm",
            ),
            ("require 'core/version'\n", "Core::Version::STRING", "core/version.rb", "ruby"),
            (
                "package = JSON.parse(File.read(File.join(__dir__, \"../package.json\")))\n",
                "package['version']",
                "../package.json",
                "npm",
            ),
        ] {
            let found = located(&GEMSPEC, &of(before, version));
            let [Elsewhere::File { files, format: of, .. }] = &found.elsewhere[..] else {
                panic!("{version}: {found:?}")
            };
            assert_eq!((files[0].as_str(), of.id), (wanted, format), "{version}");
        }
        let named = of("version = \"1.4.0\".freeze\n", "version");
        assert_eq!(slots(&GEMSPEC, &named), ["1.4.0 Version"]);
        for (before, version) in [
            ("", "Core::VERSION"),
            ("require 'core'\n", "Core::VERSION"),
            ("require_relative 'version'\n", "Core.version"),
            ("v = 'it's\n", "data['version']"),
            ("", "File.read(File.expand_path('VERSION', __FILE__))"),
        ] {
            let found = located(&GEMSPEC, &of(before, version));
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{version}");
        }
    }

    #[test]
    fn of_several_files_it_is_the_one_of_its_module() {
        let both = "require_relative '../core/lib/core/version'\nrequire 'active_record/version'\n";
        let files = |version: &str| {
            let text = format!(
                "{both}{}",
                GEMSPEC.sample.replace("\"1.4.0\"\n  spec.r", &format!("{version}\n  spec.r"))
            );
            match located(&GEMSPEC, &text).elsewhere.as_slice() {
                [Elsewhere::File { files, .. }] => files.clone(),
                _ => Vec::new(),
            }
        };
        let record = ["active_record/version.rb", "lib/active_record/version.rb"];
        assert_eq!(files("ActiveRecord::VERSION"), record);
        assert_eq!(files("ActiveRecord::Version::STRING"), record);
        assert_eq!(files("Core::VERSION")[0], "../core/lib/core/version.rb");
        assert_eq!(files("VERSION").len(), 4, "nothing says which");
        assert_eq!(files("Other::VERSION").len(), 0);
        let text = GEMSPEC.sample.replace("\"1.4.0\"\n  spec.r", "Core::VERSION\n  spec.r");
        let plain = "require_relative 'lib/version'\nrequire_relative 'lib/net/ruby_version'\n";
        let found = located(&GEMSPEC, &format!("{plain}{text}"));
        let [Elsewhere::File { files, .. }] = found.elsewhere.as_slice() else { panic!() };
        assert_eq!(files[0], "lib/version.rb");
    }

    #[test]
    fn bounds_may_stand_in_a_list() {
        let text =
            GEMSPEC.sample.replace("\"net\", \"~> 1.4.0\"", "\"net\", [\">= 1.4.0\", \"< 2\"]");
        let found = located(&GEMSPEC, &text);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", ">= 1.4.0", "< 2", ">= 1.4.0", "< 2"]);
    }

    #[test]
    fn a_name_is_in_any_quotes() {
        for name in ["'core-x'", "%q{core-x}", "%Q(core-x)", "%q<core-x>"] {
            let text = GEMSPEC.sample.replace("\"core\"", name);
            assert_eq!(located(&GEMSPEC, &text).name.as_deref(), Some("core-x"), "{name}");
        }
        let text = GEMSPEC.sample.replace("\"core\"", "NAME");
        assert_eq!(located(&GEMSPEC, &text).name, None);
    }

    #[test]
    fn the_constant_of_a_module_that_is_called_version_is_found() {
        let text = "module Version\n  STRING = '1.89.0'\n  OLD = '1.0.0'\nend\n";
        assert_eq!(slots(&CONSTANT, text), ["1.89.0 Version"]);
        let told = "module A\n=begin\n  VERSION = \"0.1.0\"\n=end\n  VERSION = \"1.4.0\"\nend\n";
        assert_eq!(slots(&CONSTANT, told), ["1.4.0 Version"]);
        let both = "VERSION = \"1.4.0\"\nSTRING = \"core\"\n";
        assert_eq!(slots(&CONSTANT, both), ["1.4.0 Version"]);
    }

    #[test]
    fn a_comparison_is_no_assignment() {
        let text = "VERSION == \"1\"\nVERSION = [1, 4].join('.')\n";
        assert!(matches!(trouble(&CONSTANT, text), Trouble::NoVersion { .. }));
    }
}
