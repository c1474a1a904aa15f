//! Calendar versions: dates in pieces, weeks, and the preset.

use alloc::string::ToString;

use super::{ascending, bumped, on, plain, v};
use crate::{BumpError, Date, DateFormat, Form, Scheme};

fn of(format: &str, parts: &str) -> Form {
    let text = alloc::format!("name = 'x'\nformat = '{format}'\n{parts}");
    Scheme::parse("x.toml", &text, &|_| None).unwrap().plain().clone()
}

#[test]
fn calver_1_and_2_year_and_month_move_together_and_rise() {
    let form = plain("calver");
    let line = form.line_from("2026.9").unwrap();
    for part in ["year", "month"] {
        let part = form.part(part).unwrap();
        let next = form.next_line(&line, part, &on(2027, 1, 9)).unwrap();
        assert_eq!(next.to_string(), "2027.1");
        let same = form.next_line(&line, part, &on(2026, 9, 30)).unwrap_err();
        assert!(matches!(same, BumpError::AlreadyThatDay { .. }), "{same}");
        let back = form.next_line(&line, part, &on(2026, 8, 30)).unwrap_err();
        assert!(matches!(back, BumpError::NotRising { .. }), "{back}");
    }
    assert_eq!(bumped(&form, "2026.9.0", "micro", &on(2026, 9, 2)).as_str(), "2026.9.1");
    assert_eq!(form.fresh(&line, &on(2026, 10, 2)).as_str(), "2026.9.0");
    ascending(&form, &["2026.9.0", "2026.10.0-rc.1", "2026.10.0", "2026.10.1", "2027.1.0"]);
    assert!(form.parse("2026.13.0").is_err());
    assert!(form.parse("26.1.0").is_err());
}

#[test]
fn ubuntu_has_two_digits_each() {
    let form = of(
        "{year}.{month}[.{point}]",
        "[part.year]\nkind='date'\nformat='YY'\n[part.month]\nkind='date'\nformat='0M'\n[part.point]\n",
    );
    ascending(&form, &["6.06", "24.04", "24.04.1", "24.10"]);
    assert_eq!(bumped(&form, "24.04.1", "month", &on(2026, 4, 23)).as_str(), "26.04");
    assert!(form.parse("24.4").is_err() && form.parse("2024.04").is_err());
}

#[test]
fn days_in_three_parts_have_to_be_real() {
    let form = of(
        "{y}.{m}.{d}",
        "[part.y]\nkind='date'\nformat='YYYY'\n[part.m]\nkind='date'\nformat='MM'\n[part.d]\nkind='date'\nformat='DD'\n",
    );
    assert_eq!(v(&form, "2024.2.29").as_str(), "2024.2.29");
    for (bad, wanted) in [("2026.2.29", "29 February 2026"), ("2026.2.30", "30 February 2026")] {
        let error = form.parse(bad).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    }
    assert_eq!(bumped(&form, "2026.1.31", "d", &on(2026, 2, 1)).as_str(), "2026.2.1");
}

#[test]
fn the_year_beside_a_week_is_the_weeks() {
    let form =
        of("{y}.{w}", "[part.y]\nkind='date'\nformat='YYYY'\n[part.w]\nkind='date'\nformat='0W'\n");
    assert_eq!(bumped(&form, "2026.52", "w", &on(2027, 1, 1)).as_str(), "2026.53");
    assert_eq!(bumped(&form, "2026.53", "w", &on(2027, 1, 4)).as_str(), "2027.01");
    assert!(form.parse("2027.53").is_err(), "2027 has 52 weeks");
}

#[test]
fn a_week_goes_with_neither_month_nor_day_in_any_part() {
    let read = |[first, second]: [&str; 2]| {
        let part = |name, format| alloc::format!("[part.{name}]\nkind='date'\nformat='{format}'\n");
        let text = "name = 'x'\nformat = '{a}.{b}.{n}'\n[part.n]\n".to_string();
        Scheme::parse("x.toml", &(text + &part("a", first) + &part("b", second)), &|_| None)
    };
    for (formats, said) in [
        (
            ["YYYYMM", "WW"],
            "`b` holds a week, which goes with neither the month nor the day of `a`",
        ),
        (
            ["YYYY0W", "DD"],
            "`a` holds a week, which goes with neither the month nor the day of `b`",
        ),
    ] {
        assert!(read(formats).unwrap_err().to_string().contains(said), "{formats:?}");
    }
    assert!(read(["YYYY", "WW"]).is_ok() && read(["YYYYMM", "DD"]).is_ok());
}

#[test]
fn formats_say_days_in_rising_order() {
    for good in ["YYYYMMDD", "YYYY", "YY", "0Y0M0D", "YYYY0W", "MM", "DD", "YYMMDD"] {
        assert!(DateFormat::parse(good).is_ok(), "{good}");
    }
    for bad in ["", "DDMMYYYY", "YYYYYY", "YYYY-MM", "MMWW", "YYYYWWDD", "yyyy", "YYYYYYYY"] {
        assert!(DateFormat::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_two_digit_year_only_where_the_format_says_so() {
    let form = of("{v}.{day}", "[part.v]\n[part.day]\nkind='date'\nformat='YYMMDD'\n");
    assert_eq!(v(&form, "1.161205").as_str(), "1.161205");
    assert_eq!(v(&form, "1.060102").as_str(), "1.060102");
    assert!(form.parse("1.20161205").is_err());
    assert_eq!(bumped(&form, "1.060102", "day", &on(2009, 3, 4)).as_str(), "1.090304");
}

#[test]
fn the_day_of_a_version_is_the_first_that_it_can_mean() {
    let part = |name: &str, format: &str| {
        alloc::format!("[part.{name}]\nkind = 'date'\nformat = '{format}'\n")
    };
    let day = |form: &Form, text: &str| form.date(&v(form, text)).map(|day| day.to_string());
    let chain = plain("chain");
    assert_eq!(day(&chain, "1.0.20161101").as_deref(), Some("2016-11-01"));
    assert_eq!(day(&chain, "1.0"), None);
    assert_eq!(day(&plain("semver"), "1.2.3"), None);
    assert_eq!(day(&plain("calver"), "2026.9.4").as_deref(), Some("2026-09-01"));
    let pieces = of("{y}.{d}.{m}", &(part("y", "0Y") + &part("d", "DD") + &part("m", "MM")));
    assert_eq!(day(&pieces, "24.29.2").as_deref(), Some("2024-02-29"));
    let year = of("{y}.{n}", &(part("y", "YYYY") + "[part.n]\n"));
    assert_eq!(day(&year, "2026.7").as_deref(), Some("2026-01-01"));
    // ISO 8601: the first week of 2026 begins in the year before.
    let weeks = of("{y}.{w}", &(part("y", "YYYY") + &part("w", "0W")));
    assert_eq!(day(&weeks, "2026.01").as_deref(), Some("2025-12-29"));
    let yearless = of("{n}.{m}", &("[part.n]\n".to_string() + &part("m", "0M")));
    assert_eq!(day(&yearless, "3.12"), None);
}

#[test]
fn calver_2_a_month_that_is_current_cannot_move_again_within_it() {
    let named = |scheme: &str, from: &str, part: &str, day: Date| {
        let form = plain(scheme);
        let part = form.part_for(&v(&form, from), form.part(part).unwrap(), day);
        form.parts()[part.0].name.clone()
    };
    let october = Date::constant(2016, 10, 24);
    assert_eq!(named("calver", "2016.9.4", "month", october), "month");
    assert_eq!(named("calver", "2016.10.4", "month", october), "micro");
    assert_eq!(named("calver", "2016.10.4", "year", october), "micro", "the two move together");
    assert_eq!(named("calver", "2016.10.4", "micro", october), "micro");
    assert_eq!(named("chain", "1.0.20161024", "build", october), "build", "there is none below");
    assert_eq!(named("semver", "1.2.3", "minor", october), "minor");
}

#[test]
fn a_week_that_there_is_not_is_told_without_a_year_of_nobodys() {
    let form = of(
        "{year}.{week}.{micro}",
        "[part.year]\nkind='date'\nformat='YYYY'\n[part.week]\nkind='date'\nformat='0W'\n[part.micro]\n",
    );
    let said = |text: &str| form.parse(text).unwrap_err().to_string();
    let no_date = |named: &str, why: &str| alloc::format!("{named}, which is no date: {why}");
    for (text, named, why) in [
        ("2027.54.0", "`week` is `54`", "there is no week 54"),
        ("2027.00.0", "`week` is `00`", "there is no week 0"),
        ("2027.53.0", "`year.week` is `2027.53`", "there is no week 53 in 2027"),
    ] {
        let said = said(text);
        assert!(said.contains(&no_date(named, why)), "{text}: {said}");
    }
    let error = form.parse("2027.53.0").unwrap_err();
    assert_eq!(error.span.of("2027.53.0"), Some("2027.53"));
    assert!(form.parse("2026.53.0").is_ok());
}
