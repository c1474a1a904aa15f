//! Helm: a chart's version is SemVer 2.0.0.

use alloc::string::String;

use super::shared::numbers::Shape;
use super::shared::semver;
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "helm", title: "Helm" };
const SHAPE: Shape = Shape { target: TARGET, least: 3, most: 3, limits: &[] };

/// Helm charts.
pub static HELM: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    write,
    read,
    order: semver::order,
    requires: None,
};

fn write(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    semver::write(&SHAPE, version)
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    semver::read(&SHAPE, text)
}
