//! What a scheme says of its parts, by name and by how they stand to each other.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Explain, Place};

use super::language::{BASE, refused};
use super::v;
use crate::Scheme;

/// Everything that a scheme says of its parts by name, each part named by something else.
const NAMES_PARTS: &str = "name = 'x'\nformat = '{a}.{b}.{c}.{d}.{e}.{f}.{g}[.{h}]'\n\
    order = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']\n\
    [part.a]\n[part.b]\n[part.c]\n[part.d]\n[part.e]\n[part.f]\n[part.g]\n[part.h]\n\
    [role.r]\norder = ['a', 'b', 'h']\n[role.r.part.c]\nmax = 3\n\
    [embeds]\nlevel = 'd'\n\
    [pre]\nlabels = ['rc']\nwrite = '-{label}{n}'\nlevel = 'e'\ndrop = 'g'\n\
    [pre.unstable]\nlabels = ['rc']\nadds = 'h'\n\
    [[impact]]\nid = 'i'\nneeds = 'f'\ntext = 't'\n\
    [[impact]]\nid = 'j'\nneeds = 'a'\nwhile-zero = 'b'\ntext = 't'\n\
    [native.oci]\ntemplate = '{a}.{b}.{c}.{h|0}'\n";

#[test]
fn a_child_may_drop_any_part_whatever_was_said_of_it() {
    let read = |name: &str| (name == "base.toml").then(|| (name.into(), NAMES_PARTS.into()));
    let base = Scheme::parse("base.toml", NAMES_PARTS, &|_| None).unwrap();
    let names = || base.parts().iter().map(|part| part.name.as_str());
    for gone in names() {
        let left: Vec<_> = names().filter(|name| *name != gone).collect();
        let text = alloc::format!(
            "extends = 'base.toml'\nformat = '{{{}}}{}'\n",
            left[..left.len() - 1].join("}.{"),
            if gone == "h" { String::from(".{g}") } else { String::from("[.{h}]") },
        );
        let child = Scheme::parse("child.toml", &text, &read);
        let child = child.unwrap_or_else(|error| panic!("without {gone}: {error}\n{text}"));
        assert!(child.parts().iter().all(|part| part.name != gone));
    }
    // With a preset, the same.
    for preset in ["{major}.{minor}.{teeny}", "{major}.{minor}"] {
        let text = alloc::format!("extends = 'kolab'\nformat = '{preset}'\n");
        let child = Scheme::parse("child.toml", &text, &|_| None);
        child.unwrap_or_else(|error| panic!("{preset}: {error}"));
    }
}

#[test]
fn what_embeds_moves_a_part_of_its_own() {
    let of = |level: &str| alloc::format!("{BASE}[embeds]\nlevel = '{level}'\n");
    for level in ["same", "b", "c"] {
        Scheme::parse("x.toml", &of(level), &|_| None).unwrap();
    }
    let text = of("a");
    let error = refused(&text);
    assert_eq!(error.to_string(), "`a` is shared: it moves for all at once");
    assert!(error.help().unwrap().contains("`scope = \"component\"`"), "{:?}", error.help());
    let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
    assert_eq!(span.of(&text), Some("'a'"));
    let external = alloc::format!("{BASE}scope = 'external'\n[embeds]\nlevel = 'c'\n");
    assert_eq!(refused(&external).to_string(), "nobody moves `c` by name");
}

#[test]
fn a_part_of_ones_own_writes_no_shared_one() {
    let of = |format: &str, b: &str| {
        alloc::format!(
            "name = 'x'\nformat = '{format}'\n[part.a]\nscope = 'product'\n\
             [part.b]\nscope = 'product'\n{b}\n[part.c]\n"
        )
    };
    for (format, b) in [
        ("{a}[.{b}[.{c}]]", "absent = 'lowest'"),
        ("{a}[.{b}.{c}]", "absent = 'lowest'"),
        ("{a}[.{b}[.{c}]]", "start = 1"),
    ] {
        let error = refused(&of(format, b));
        let said = "`c` could not be written without `b`, and would move the line with it";
        assert_eq!(error.to_string(), said, "{format} {b}");
        assert!(error.help().unwrap().contains("[part.b]"), "{:?}", error.help());
    }
    for (format, b) in
        [("{a}[.{b}[.{c}]]", ""), ("{a}.{b}[.{c}]", ""), ("{a}[.{b}][+{c}]", "absent = 'lowest'")]
    {
        let scheme = Scheme::parse("x.toml", &of(format, b), &|_| None);
        let form = scheme.unwrap_or_else(|error| panic!("{format} {b}: {error}")).plain().clone();
        let from = v(&form, if form.format().starts_with("{a}.") { "1.0" } else { "1" });
        let to = super::bumped(&form, from.as_str(), "c", &super::on(2026, 1, 1));
        assert_eq!(form.line(&to), form.line(&from), "{format} {b}");
    }
}

#[test]
fn a_date_that_another_part_needs_is_of_the_day() {
    let nested =
        "extends = 'chain'\nname = 'x'\nformat = '{major}.{minor}[.{build}[.{n}]]'\n[part.n]\n";
    let months = "name = 'x'\nformat = '{yy}.{mm}[-{day}[.{n}]]'\n\
                  [part.yy]\nkind = 'date'\nformat = 'YY'\n[part.mm]\nkind = 'date'\nformat = '0M'\n\
                  [part.day]\nkind = 'date'\nformat = '0D'\nscope = 'component'\n[part.n]\n";
    for (text, from, to) in [
        (nested, "1.0", "1.0.20260106.1"),
        (nested, "1.0.20260105.1", "1.0.20260105.2"),
        (months, "26.01", "26.01-06.1"),
    ] {
        let form = Scheme::parse("x.toml", text, &|_| None).unwrap().plain().clone();
        assert_eq!(super::bumped(&form, from, "n", &super::on(2026, 1, 6)).as_str(), to);
    }
}

#[test]
fn nothing_stands_in_one_tail_with_what_a_build_server_gives() {
    let of = |format: &str| {
        alloc::format!(
            "name = 'x'\nformat = '{format}'\n[part.a]\n[part.b]\nscope = 'external'\n[part.c]\n"
        )
    };
    for format in ["{a}[.{b}[.{c}]]", "{a}[.{c}.{b}]"] {
        let error = refused(&of(format));
        let said = "`c` could not be written without `b`, which only a build server gives";
        assert_eq!(error.to_string(), said, "{format}");
        let help = "give `b` a tail of its own behind `c`: {c}[.{b}]";
        assert_eq!(error.help().as_deref(), Some(help), "{format}");
    }
    for format in ["{a}[.{c}[.{b}]]", "{a}[.{c}][+{b}]", "{a}.{c}[.{b}]"] {
        assert!(Scheme::parse("x.toml", &of(format), &|_| None).is_ok(), "{format}");
    }
}

/// A serial is there on every occasion, and whatever stands before it in its tail has to be.
#[test]
fn who_catches_up_takes_the_day_before_a_serial_too() {
    let text = "extends = 'chain'\nname = 'x'\nformat = '{major}.{minor}[.{build}[.{n}]]'\n\
                [part.n]\nkind = 'serial'\n";
    let form = Scheme::parse("x.toml", text, &|_| None).unwrap().plain().clone();
    let (day, behind) = (super::on(2026, 1, 6), v(&form, "1.0.20260101.4"));
    let line = form.line(&v(&form, "1.1"));
    assert_eq!(form.onto(&behind, &line, &day).as_str(), "1.1.20260106.4");
    assert_eq!(form.take(&behind, &line, &day).unwrap().as_str(), "1.1.20260106.5");
}

#[test]
fn a_shared_serial_rises_with_the_line_and_with_nothing_else() {
    let text = "name = 'x'\nformat = '{major}.{n}[.{fix}]'\n[part.major]\nscope = 'product'\n\
                [part.n]\nscope = 'product'\nkind = 'serial'\n[part.fix]\n";
    let form = Scheme::parse("x.toml", text, &|_| None).unwrap().plain().clone();
    let day = super::on(2026, 1, 6);
    for (part, to) in [("fix", "1.4.1"), ("n", "1.5"), ("major", "2.5")] {
        assert_eq!(super::bumped(&form, "1.4", part, &day).as_str(), to);
    }
}
