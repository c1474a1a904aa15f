//! The parts of one form: a scheme's `[part.X]`, under a role's.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Value, nearest_or};

use crate::PartId;
use crate::assemble::{choice, known_part};
use crate::format::Format;
use crate::layer::{Named, PartLayer, RoleLayer};
use crate::part::{Absent, DateFormat, KINDS, Kind, Part, SameDay, Scope};

pub(crate) const SCOPES: &[(&str, Scope)] =
    &[("product", Scope::Product), ("component", Scope::Component), ("external", Scope::External)];
pub(crate) const ABSENTS: &[(&str, Absent)] = &[("zero", Absent::Zero), ("lowest", Absent::Lowest)];
pub(crate) const SAME_DAYS: &[(&str, SameDay)] =
    &[("refuse", SameDay::Refuse), ("borrow", SameDay::Borrow)];

/// The parts that `format` names, highest first, as `role` sees them.
pub(crate) fn parts(
    tables: &[Named<PartLayer>],
    role: Option<&Named<RoleLayer>>,
    format: &Format,
    text: &Value<String>,
) -> Result<Vec<Part>, ConfigError> {
    let overrides = role.map_or(&[][..], |role| &role.value.parts);
    let names = || format.pieces.iter().map(|piece| piece.name.as_str());
    for table in tables.iter().chain(overrides) {
        if !names().any(|name| name == table.name) {
            let help = nearest_or(&table.name, names(), || {
                format!("write it into the format as {{{}}}, or remove it", table.name)
            });
            let message = format!("the format does not name the part `{}`", table.name);
            return Err(ConfigError::value(table.place.clone(), message, help));
        }
    }
    let mut all: Vec<Part> = Vec::new();
    for piece in &format.pieces {
        let named = |table: &&Named<PartLayer>| table.name == piece.name;
        let Some(table) = tables.iter().find(named) else {
            let message =
                format!("the format names `{{{0}}}`, and there is no [part.{0}]", piece.name);
            return Err(text.refuse(message, format!("add the table [part.{}]", piece.name)));
        };
        let (layer, place) = match overrides.iter().find(named) {
            Some(over) => (over.value.clone().over(table.value.clone()), &over.place),
            None => (table.value.clone(), &table.place),
        };
        let part = part(&piece.name, layer, piece.optional, place)?;
        let shared_below =
            part.scope == Scope::Product && all.iter().any(|above| above.scope != Scope::Product);
        if shared_below {
            let message = format!("the shared part `{}` stands below one that is not", part.name);
            let help = "shared parts come first: what moves for all outranks what moves for one";
            return Err(ConfigError::value(place.clone(), message, help));
        }
        all.push(part);
    }
    if all.iter().all(|part| !part.is_bumpable()) {
        return Err(text.refuse("nobody could bump any part", "leave one part to people"));
    }
    no_line_by_the_way(&all, format, text)?;
    nothing_beside_external(&all, format, text)?;
    no_week_beside_months(&all, text)?;
    join_weeks(&mut all);
    Ok(all)
}

/// Refuses a shared part that may be left out where a part of a component's own stands in the same
/// tail, unless leaving it out says what its start does: to move the one would write the other, and
/// so move the line.
fn no_line_by_the_way(
    parts: &[Part],
    format: &Format,
    text: &Value<String>,
) -> Result<(), ConfigError> {
    for (at, shared) in parts.iter().enumerate() {
        let neutral = shared.absent == Absent::Zero && shared.start == 0;
        if !shared.optional || shared.scope != Scope::Product || neutral {
            continue;
        }
        let end = format.tail_of(at).map_or(at, |tail| tail.end);
        let own = parts.iter().take(end).skip(at + 1).find(|part| part.scope != Scope::Product);
        if let Some(own) = own {
            let message = format!(
                "`{}` could not be written without `{}`, and would move the line with it",
                own.name, shared.name
            );
            let help = format!(
                "`absent = \"zero\"` in [part.{0}] makes one line of both, where {0} starts at 0; \
                 or take `{0}` out of the brackets",
                shared.name
            );
            return Err(text.refuse(message, help));
        }
    }
    Ok(())
}

/// Refuses a part in one tail with an external one: to write the one would take a number of the other,
/// which only a build server has.
fn nothing_beside_external(
    parts: &[Part],
    format: &Format,
    text: &Value<String>,
) -> Result<(), ConfigError> {
    for (at, external) in parts.iter().enumerate().filter(|(_, p)| p.scope == Scope::External) {
        let tail = format.tail_of(at).and_then(|tail| parts.get(tail)).unwrap_or_default();
        if let Some(own) = tail.iter().find(|part| part.scope != Scope::External) {
            let message = format!(
                "`{}` could not be written without `{}`, which only a build server gives",
                own.name, external.name
            );
            let help = format!(
                "give `{0}` a tail of its own behind `{1}`: {{{1}}}[.{{{0}}}]",
                external.name, own.name
            );
            return Err(text.refuse(message, help));
        }
    }
    Ok(())
}

/// The parts that order looks at: those listed, or all but external ones.
pub(crate) fn order(listed: &[Value<String>], parts: &[Part]) -> Result<Vec<PartId>, ConfigError> {
    if listed.is_empty() {
        let own = parts.iter().enumerate().filter(|(_, part)| part.scope != Scope::External);
        return Ok(own.map(|(index, _)| PartId(index)).collect());
    }
    let mut order = Vec::new();
    for name in listed {
        let part = known_part(name, parts)?;
        if order.contains(&part) {
            return Err(name.refuse(format!("`{}` counts twice", name.value), "name it once"));
        }
        order.push(part);
    }
    let shared = parts.iter().take_while(|part| part.scope == Scope::Product).count();
    if let (Some(last), false) = (
        listed.last(),
        order.iter().take(shared).enumerate().all(|(i, id)| id.0 == i) && order.len() >= shared,
    ) {
        let help = "list every shared part first, the highest first";
        return Err(last.refuse("the line could not be ordered by these parts", help));
    }
    Ok(order)
}

fn part(name: &str, layer: PartLayer, optional: bool, place: &Place) -> Result<Part, ConfigError> {
    let refuse = |message: String, help: &str| ConfigError::value(place.clone(), message, help);
    let scope = choice(layer.scope.as_ref(), SCOPES)?.unwrap_or(Scope::Component);
    let kind = kind(name, &layer, place)?;
    if let Some(says) = layer.optional.as_ref().filter(|says| says.value != optional) {
        let message = if optional {
            format!("`{name}` lies in an optional tail of the format")
        } else {
            format!("`{name}` lies in no optional tail of the format")
        };
        return Err(says.refuse(message, "put brackets around it in the format, or take them away"));
    }
    if scope == Scope::External && !optional {
        let help = "put it into an optional tail: it is not known before a build";
        return Err(refuse(format!("the external part `{name}` is not optional"), help));
    }
    let is_date = matches!(kind, Kind::Date(_));
    let usual = if is_date { Absent::Lowest } else { Absent::Zero };
    if let Some(absent) = layer.absent.as_ref().filter(|_| !optional) {
        let help = "remove it, or put the part into an optional tail";
        return Err(absent.refuse(format!("`{name}` is never left out"), help));
    }
    if let Some(same_day) = layer.same_day.as_ref().filter(|_| !is_date) {
        return Err(same_day.refuse(format!("`{name}` is no date"), "remove it"));
    }
    let start = layer.start.as_ref().map_or(0, |start| start.value);
    let max = layer.max.as_ref().map(|max| max.value);
    if let Some(limit) = layer.max.as_ref().filter(|limit| limit.value < start) {
        return Err(
            limit.refuse(format!("`{name}` starts at {start}, above its max"), "raise the max")
        );
    }
    Ok(Part {
        name: name.into(),
        scope,
        kind,
        optional,
        absent: choice(layer.absent.as_ref(), ABSENTS)?.unwrap_or(usual),
        start,
        max,
        same_day: choice(layer.same_day.as_ref(), SAME_DAYS)?.unwrap_or(SameDay::Refuse),
    })
}

fn kind(name: &str, layer: &PartLayer, place: &Place) -> Result<Kind, ConfigError> {
    let table: Vec<(&str, &str)> = KINDS.iter().map(|row| (row.id, row.id)).collect();
    let id = choice(layer.kind.as_ref(), &table)?.unwrap_or(Kind::Integer.id());
    let Some(row) = KINDS.iter().find(|row| row.id == id) else { return Ok(Kind::Integer) };
    (row.make)(layer.format.as_ref())?.ok_or_else(|| {
        let place = layer.kind.as_ref().map_or_else(|| place.clone(), |kind| kind.place.clone());
        let message = format!("the {id} `{name}` has no format");
        ConfigError::value(place, message, "write `format = \"YYYYMMDD\"`")
    })
}

/// Refuses a week and a month or a day in two parts, as a date format refuses them in one.
fn no_week_beside_months(parts: &[Part], text: &Value<String>) -> Result<(), ConfigError> {
    let first = |holds: fn(&DateFormat) -> bool| {
        parts.iter().find(|part| matches!(&part.kind, Kind::Date(format) if holds(format)))
    };
    match (first(DateFormat::has_week), first(DateFormat::has_month_or_day)) {
        (Some(week), Some(other)) => {
            let message = format!(
                "`{}` holds a week, which goes with neither the month nor the day of `{}`",
                week.name, other.name
            );
            Err(text.refuse(message, "keep the week, or the month and the day"))
        }
        _ => Ok(()),
    }
}

/// A year beside a week is the ISO week year: 2027-01-01 lies in week 53 of 2026.
fn join_weeks(parts: &mut [Part]) {
    let weeks = parts.iter().any(|part| matches!(&part.kind, Kind::Date(f) if f.has_week()));
    for part in parts {
        if let (true, Kind::Date(format)) = (weeks, &mut part.kind) {
            DateFormat::by_week(format);
        }
    }
}
