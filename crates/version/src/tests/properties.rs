//! What holds for every preset and every version.

use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::std;
use crate::{BumpError, Date, Form, Given, PRESETS, PartId, Scheme, Scope, Version};

/// Every form of every preset, read once.
pub(super) fn forms() -> &'static [(String, Form)] {
    static FORMS: std::sync::OnceLock<Vec<(String, Form)>> = std::sync::OnceLock::new();
    FORMS.get_or_init(|| {
        let mut forms = Vec::new();
        for preset in PRESETS {
            let scheme = Scheme::preset(preset.name).unwrap();
            forms.push((preset.name.into(), scheme.plain().clone()));
            for role in scheme.roles() {
                let name = alloc::format!("{}/{role}", preset.name);
                forms.push((name, scheme.form(Some(role)).unwrap().clone()));
            }
        }
        forms
    })
}

/// One form of a preset, and texts that look like its versions, some of them broken.
fn texts(count: usize) -> impl Strategy<Value = (usize, Vec<String>)> {
    let number = prop_oneof![
        4 => "[0-9]",
        2 => "[0-9]{1,3}",
        2 => "20[0-4][0-9](0[1-9]|1[0-3])[0-3][0-9]",
        1 => "20[0-4][0-9]",
        1 => "188[0-9]",
        1 => "[0-9]{6}",
        1 => Just(String::from("18446744073709551615")),
        1 => Just(String::from("65534")),
    ];
    let separator = prop_oneof![12 => Just("."), 1 => Just("-"), 1 => Just("+"), 1 => Just("")];
    let pre = prop_oneof![
        4 => Just(String::new()),
        2 => "-(alpha|beta|rc)\\.?[0-9]{0,2}",
        1 => "-[a-z0-9.]{0,3}",
    ];
    let text =
        (proptest::collection::vec((number, separator), 1..6), pre).prop_map(|(parts, pre)| {
            let mut text = String::new();
            for (index, (number, separator)) in parts.iter().enumerate() {
                if index > 0 {
                    text.push_str(separator);
                }
                text.push_str(number);
            }
            text + &pre
        });
    (0..forms().len(), proptest::collection::vec(text, count))
}

/// One form, and versions of it.
fn versions(count: usize) -> impl Strategy<Value = (usize, Vec<String>)> {
    let number = prop_oneof![6 => 0..4_u64, 2 => 0..40_000_u64, 1 => Just(u64::MAX)];
    let day = (2000..2035_i16, 1..=12_i8, 1..=28_i8);
    let one = (
        proptest::collection::vec((number, any::<bool>()), 6),
        day,
        proptest::option::of((0..3_usize, 0..12_u64)),
    );
    (0..forms().len(), proptest::collection::vec(one, count)).prop_map(|(index, seeds)| {
        let form = &forms()[index].1;
        let made = seeds.into_iter().map(|(numbers, (year, month, day), pre)| {
            let date = Date::new(year, month, day).unwrap();
            let values = form.parts().iter().zip(numbers).map(|(part, (number, there))| {
                if part.optional && !there {
                    return None;
                }
                Some(match &part.kind {
                    crate::Kind::Date(format) => format.value(date).unwrap(),
                    _ => number.clamp(part.start, part.max.unwrap_or(u64::MAX)),
                })
            });
            let version = form.shape.compose(values.collect(), None);
            let labels: Vec<&str> = form.labels().collect();
            let marked = pre.and_then(|(label, _)| {
                let canonical = form.canonical(&version);
                form.pre(&canonical, labels.get(label)?).ok()
            });
            String::from(marked.unwrap_or(version).as_str())
        });
        (index, made.collect())
    })
}

fn read(form: &Form, texts: &[String]) -> Vec<Version> {
    texts.iter().map(|text| form.parse(text).unwrap_or_else(|error| panic!("{error}"))).collect()
}

fn given(day: (i16, i8, i8), external: Option<u64>) -> Given {
    Given { date: Date::new(day.0, day.1, day.2).unwrap(), external, minimum: None }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn parse_and_print_are_inverse((index, texts) in texts(1)) {
        let (name, form) = &forms()[index];
        if let Ok(version) = form.parse(&texts[0]) {
            prop_assert_eq!(version.as_str(), &texts[0], "{}", name);
            let again = form.shape.compose(version.values.clone(), version.mark);
            prop_assert_eq!(again.as_str(), &texts[0], "{}", name);
        }
    }

    #[test]
    fn a_suggestion_is_a_version((index, texts) in texts(1)) {
        let form = &forms()[index].1;
        if let Err(error) = form.parse(&texts[0]) {
            prop_assert!(error.span.of(&texts[0]).is_some(), "{:?}", error);
            if let Some(meant) = error.suggestion {
                prop_assert!(form.parse(&meant).is_ok(), "{}", meant);
            }
        }
    }

    #[test]
    fn versions_are_one_where_their_releases_are_spelled_alike((index, texts) in versions(2)) {
        let (name, form) = &forms()[index];
        let [a, b] = [&texts[0], &texts[1]].map(|text| form.parse(text).unwrap());
        let short = |version| form.canonical(&form.released(version));
        for (a, b) in [(&a, &b), (&a, &short(&a)), (&short(&b), &b)] {
            prop_assert_eq!(form.same(a, b), short(a) == short(b), "{}: {} {}", name, a, b);
        }
    }

    #[test]
    fn the_order_is_total((index, texts) in versions(3)) {
        let form = &forms()[index].1;
        let keys: Vec<_> = read(form, &texts).iter().map(|version| form.key(version)).collect();
        let (a, b, c) = (&keys[0], &keys[1], &keys[2]);
        prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
        prop_assert!(!(a <= b && b <= c) || a <= c);
        prop_assert_eq!(a == b, a.cmp(b).is_eq());
    }

    #[test]
    fn canonical_keeps_the_key((index, texts) in versions(1)) {
        let form = &forms()[index].1;
        let version = &read(form, &texts)[0];
        let canonical = form.canonical(version);
        prop_assert_eq!(form.key(&canonical), form.key(version));
        prop_assert_eq!(&form.canonical(&canonical), &canonical);
        prop_assert!(form.parse(canonical.as_str()).is_ok());
        let bare = form.without_external(version);
        prop_assert!(form.parse(bare.as_str()).is_ok(), "{}", bare);
    }

    #[test]
    fn a_bump_rises_or_is_refused(
        (index, texts) in versions(1),
        part in 0..5_usize,
        day in (2000..2035_i16, 1..=12_i8, 1..=28_i8),
        external in proptest::option::of(0..999_u64),
    ) {
        let (name, form) = &forms()[index];
        let version = &read(form, &texts)[0];
        match form.bump(version, PartId(part), &given(day, external)) {
            Ok(next) => {
                prop_assert!(form.key(&next) > form.key(version), "{name}: {version} → {next}");
                prop_assert!(form.parse(next.as_str()).is_ok(), "{name}: {next}");
                for (index, above) in form.parts().iter().enumerate().take(part) {
                    let kept = above.kind == crate::Kind::Serial || above.is_date();
                    prop_assert!(kept || next.value(PartId(index)) == version.value(PartId(index)));
                }
            }
            Err(BumpError::NotRising { .. } | BumpError::AlreadyThatDay { .. }) => {
                prop_assert!(form.dates(), "{name}: {version}: only a clock can stand still");
            }
            Err(_) => {}
        }
    }

    #[test]
    fn a_bump_moves_on_by_the_part_asked_for(
        (index, texts) in versions(1), at in 0usize..4, day in (2016i16..2040, 1i8..13, 1i8..29),
    ) {
        let form = &forms()[index].1;
        let Some(version) = read(form, &texts).pop() else { return Ok(()) };
        let Ok(next) = form.bump(&version, PartId(at), &given(day, None)) else { return Ok(()) };
        let moved = form.moved(&version, &next);
        let enough = moved.is_some_and(|moved| form.is_enough(moved, PartId(at)));
        prop_assert!(enough, "{version} → {next}: {moved:?}");
        prop_assert_eq!(form.moved(&next, &version), moved);
    }

    #[test]
    fn catching_up_never_passes_the_line(
        (index, texts) in versions(2),
        day in (2000..2035_i16, 1..=12_i8, 1..=28_i8),
    ) {
        let (name, form) = &forms()[index];
        let versions = read(form, &texts);
        let (version, line) = (&versions[0], form.line(&versions[1]));
        let given = given(day, None);
        let caught = form.onto(version, &line, &given);
        if form.line(version) < line {
            prop_assert_eq!(form.line(&caught), line.clone(), "{}", name);
            prop_assert!(form.key(&caught) > form.key(version), "{name}: {version} → {caught}");
        } else {
            prop_assert_eq!(&caught, version);
        }
        let fresh = form.fresh(&line, &given);
        prop_assert_eq!(form.line(&fresh), line.clone());
        prop_assert!(form.parse(fresh.as_str()).is_ok(), "{name}: {fresh}");
        prop_assert_eq!(form.line_from(line.as_str()).unwrap(), line);
    }

    #[test]
    fn a_line_bump_rises(
        (index, texts) in versions(1),
        part in 0..5_usize,
        day in (2000..2035_i16, 1..=12_i8, 1..=28_i8),
    ) {
        let form = &forms()[index].1;
        let line = form.line(&read(form, &texts)[0]);
        if let Ok(next) = form.next_line(&line, PartId(part), &given(day, None)) {
            prop_assert!(next > line);
            prop_assert_eq!(form.scope_of(PartId(part)), Scope::Product);
            prop_assert_eq!(form.line_from(next.as_str()).unwrap(), next);
        }
    }

    #[test]
    fn a_pre_release_sorts_below_its_final((index, texts) in versions(1)) {
        let form = &forms()[index].1;
        let version = &read(form, &texts)[0];
        if form.is_pre(version) {
            let promoted = form.promote(version).unwrap();
            prop_assert!(form.key(version) < form.key(&promoted), "{version} → {promoted}");
            let label = form.label(version).unwrap().0;
            let next = form.pre(version, label).unwrap();
            prop_assert!(form.key(version) < form.key(&next) && form.key(&next) < form.key(&promoted));
        }
    }

    #[test]
    fn lossless_dialects_read_back_what_they_write((index, texts) in versions(1)) {
        let form = &forms()[index].1;
        let version = form.canonical(&read(form, &texts)[0]);
        for dialect in crate::DIALECTS.iter().filter(|dialect| dialect.lossless) {
            if let Ok(text) = form.native(dialect, &version, None) {
                let back = form.from_native(dialect, &text);
                prop_assert!(back.is_ok(), "{} in {}: {text}: {:?}", version, dialect.id, back);
                let back = back.unwrap();
                prop_assert_eq!(form.key(&back), form.key(&version), "{} in {}", version, dialect.id);
            }
        }
    }
}

#[test]
fn the_grammar_is_what_parse_reads() {
    let forms = forms();
    let grammars: Vec<regex::Regex> = forms
        .iter()
        .map(|(_, form)| regex::Regex::new(&alloc::format!("^{}$", form.grammar())).unwrap())
        .collect();
    let strategy = prop_oneof![texts(1), versions(1)];
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(4000));
    let outcome = runner.run(&strategy, |(index, texts)| {
        let (name, form) = &forms[index];
        let matches = grammars[index].is_match(&texts[0]);
        match form.parse(&texts[0]) {
            Ok(_) => prop_assert!(matches, "{name} reads {}, and its grammar does not", texts[0]),
            Err(error) if error.fault.is_syntax() => {
                prop_assert!(!matches, "{name} refuses {}, and its grammar does not", texts[0]);
            }
            Err(_) => {}
        }
        Ok(())
    });
    outcome.unwrap();
}
