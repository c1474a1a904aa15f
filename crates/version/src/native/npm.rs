//! npm: SemVer 2.0.0 with exactly three numbers, each exact in a JavaScript number.

use alloc::string::String;

use super::shared::numbers::Shape;
use super::shared::semver;
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "npm", title: "npm" };
/// 2⁵³ − 1: node-semver refuses what is above.
const SHAPE: Shape = Shape { target: TARGET, least: 3, most: 3, limits: &[9_007_199_254_740_991] };

/// npm packages.
pub static NPM: Dialect = Dialect {
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
