//! A scheme file as it is written: every key may be missing, so that one file can lie over
//! another (`extends`).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Section, Value};

/// What one scheme file says.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) place: Place,
    pub(crate) extends: Option<Value<String>>,
    pub(crate) name: Option<Value<String>>,
    pub(crate) format: Option<Value<String>>,
    pub(crate) order: Vec<Value<String>>,
    pub(crate) parts: Vec<Named<PartLayer>>,
    pub(crate) roles: Vec<Named<RoleLayer>>,
    pub(crate) release: ReleaseLayer,
    pub(crate) embeds: Option<Value<String>>,
    pub(crate) provider: Option<Value<String>>,
    pub(crate) pre: Option<PreLayer>,
    pub(crate) compat: Vec<CompatLayer>,
    pub(crate) impacts: Vec<Named<ImpactLayer>>,
    pub(crate) rules: Vec<Named<RuleLayer>>,
    pub(crate) natives: Vec<Named<NativeLayer>>,
    pub(crate) breaking: Vec<Value<String>>,
    pub(crate) too_far: Option<Value<u64>>,
    pub(crate) leading_zeros: Option<Value<String>>,
}

/// A table under its name.
#[derive(Debug)]
pub(crate) struct Named<T> {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) value: T,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct PartLayer {
    pub(crate) scope: Option<Value<String>>,
    pub(crate) kind: Option<Value<String>>,
    pub(crate) format: Option<Value<String>>,
    pub(crate) optional: Option<Value<bool>>,
    pub(crate) absent: Option<Value<String>>,
    pub(crate) start: Option<Value<u64>>,
    pub(crate) max: Option<Value<u64>>,
    pub(crate) same_day: Option<Value<String>>,
}

#[derive(Debug, Default)]
pub(crate) struct RoleLayer {
    pub(crate) order: Vec<Value<String>>,
    pub(crate) parts: Vec<Named<PartLayer>>,
}

#[derive(Debug, Default)]
pub(crate) struct ReleaseLayer {
    pub(crate) participants: Option<Value<String>>,
    pub(crate) subset: Option<Value<String>>,
    pub(crate) product_tag: Option<Value<String>>,
}

#[derive(Debug)]
pub(crate) struct PreLayer {
    pub(crate) place: Place,
    pub(crate) labels: Vec<Value<String>>,
    pub(crate) write: Option<Value<String>>,
    pub(crate) start: Option<Value<u64>>,
    pub(crate) level: Option<Value<String>>,
    pub(crate) drop: Vec<Value<String>>,
    pub(crate) unstable: Option<UnstableLayer>,
}

#[derive(Debug)]
pub(crate) struct UnstableLayer {
    pub(crate) labels: Vec<Value<String>>,
    pub(crate) adds: Option<Value<String>>,
}

#[derive(Debug)]
pub(crate) struct CompatLayer {
    pub(crate) condition: Option<Value<String>>,
    pub(crate) verdict: Value<String>,
    pub(crate) severity: Option<Value<String>>,
    pub(crate) rule: Option<Value<String>>,
    pub(crate) because: Option<Value<String>>,
}

#[derive(Debug)]
pub(crate) struct ImpactLayer {
    pub(crate) needs: Value<String>,
    pub(crate) while_zero: Option<Value<String>>,
    pub(crate) may: Option<Value<bool>>,
    pub(crate) last_word: Option<Value<String>>,
    pub(crate) inferred_by: Option<Value<String>>,
    pub(crate) rule: Option<Value<String>>,
    pub(crate) text: Option<Value<String>>,
}

#[derive(Debug)]
pub(crate) struct RuleLayer {
    pub(crate) enforces: Vec<Value<String>>,
    pub(crate) text: Option<Value<String>>,
    pub(crate) source: Option<Value<String>>,
    pub(crate) example: Option<Value<String>>,
    pub(crate) fix: Option<Value<String>>,
    pub(crate) severity: Option<Value<String>>,
}

#[derive(Debug)]
pub(crate) struct NativeLayer {
    pub(crate) template: Option<Value<String>>,
    pub(crate) epoch: Option<Value<u64>>,
}

impl Layer {
    /// Reads a scheme file's top level, or a `[scheme]` table. Unknown keys are errors.
    pub(crate) fn read(top: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            place: top.place(),
            extends: top.string("extends")?,
            name: top.string("name")?,
            format: top.string("format")?,
            order: top.strings("order")?,
            parts: tables(&top, "part", PartLayer::read)?,
            roles: tables(&top, "role", RoleLayer::read)?,
            release: top
                .section("release")?
                .map_or_else(|| Ok(ReleaseLayer::default()), ReleaseLayer::read)?,
            embeds: one_string(&top, "embeds", "level")?,
            provider: one_string(&top, "sides", "provider")?,
            pre: top.section("pre")?.map(PreLayer::read).transpose()?,
            compat: list(&top, "compat", CompatLayer::read)?,
            impacts: list(&top, "impact", ImpactLayer::read)?,
            rules: tables(&top, "rule", RuleLayer::read)?,
            natives: tables(&top, "native", NativeLayer::read)?,
            breaking: top.strings("breaking")?,
            too_far: top.number("too-far")?,
            leading_zeros: top.string("leading-zeros")?,
        };
        top.finish()?;
        Ok(layer)
    }
}

impl PartLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            scope: section.string("scope")?,
            kind: section.string("kind")?,
            format: section.string("format")?,
            optional: section.bool("optional")?,
            absent: section.string("absent")?,
            start: section.number("start")?,
            max: section.number("max")?,
            same_day: section.string("same-day")?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl RoleLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            order: section.strings("order")?,
            parts: tables(&section, "part", PartLayer::read)?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl ReleaseLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            participants: section.string("participants")?,
            subset: section.string("subset")?,
            product_tag: section.string("product-tag")?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl PreLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            place: section.place(),
            labels: section.strings("labels")?,
            write: section.string("write")?,
            start: section.number("start")?,
            level: section.string("level")?,
            drop: section.strings("drop")?,
            unstable: section.section("unstable")?.map(UnstableLayer::read).transpose()?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl UnstableLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self { labels: section.strings("labels")?, adds: section.string("adds")? };
        section.finish()?;
        Ok(layer)
    }
}

impl CompatLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let help = "write `verdict = \"compatible\"`, `\"unknown\"` or `\"incompatible\"`";
        let layer = Self {
            condition: section.string("if")?,
            verdict: section.required("verdict", help)?,
            severity: section.string("severity")?,
            rule: section.string("rule")?,
            because: section.string("because")?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl ImpactLayer {
    fn read(section: Section<'_>) -> Result<Named<Self>, ConfigError> {
        let id = section.required("id", "write `id = \"new-api\"`")?;
        let value = Self {
            needs: section.required("needs", "name the part that it needs moved")?,
            while_zero: section.string("while-zero")?,
            may: section.bool("may")?,
            last_word: section.string("last-word")?,
            inferred_by: section.string("inferred-by")?,
            rule: section.string("rule")?,
            text: section.string("text")?,
        };
        section.finish()?;
        Ok(Named { name: id.value, place: id.place, value })
    }
}

impl RuleLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self {
            enforces: section.strings("enforces")?,
            text: section.string("text")?,
            source: section.string("source")?,
            example: section.string("example")?,
            fix: section.string("fix")?,
            severity: section.string("severity")?,
        };
        section.finish()?;
        Ok(layer)
    }
}

impl NativeLayer {
    fn read(section: Section<'_>) -> Result<Self, ConfigError> {
        let layer = Self { template: section.string("template")?, epoch: section.number("epoch")? };
        if layer.epoch.is_none() {
            let id = section.key().rsplit('.').next().unwrap_or_default();
            section.required("template", crate::native::missing(id))?;
        }
        section.finish()?;
        Ok(layer)
    }
}

fn tables<'a, T>(
    section: &Section<'a>,
    key: &str,
    read: impl Fn(Section<'a>) -> Result<T, ConfigError>,
) -> Result<Vec<Named<T>>, ConfigError> {
    let all = section.sections(key)?.into_iter();
    all.map(|(key, table)| Ok(Named { name: key.name, place: key.place, value: read(table)? }))
        .collect()
}

/// An array of tables.
fn list<'a, T>(
    section: &Section<'a>,
    key: &str,
    read: impl Fn(Section<'a>) -> Result<T, ConfigError>,
) -> Result<Vec<T>, ConfigError> {
    let each = section.list(key)?.into_iter();
    each.map(|element| match element {
        Ok(table) => read(table),
        Err(text) => {
            Err(text
                .refuse(format!("`{key}` takes tables, not a string"), format!("write [[{key}]]")))
        }
    })
    .collect()
}

fn one_string(
    section: &Section<'_>,
    table: &str,
    key: &str,
) -> Result<Option<Value<String>>, ConfigError> {
    let Some(inner) = section.section(table)? else { return Ok(None) };
    let value = inner.string(key)?;
    inner.finish()?;
    Ok(value)
}
