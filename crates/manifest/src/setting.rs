//! What a manifest lets people set: the conditions, options or fields that it declares.

use alloc::string::String;

use place::Span;

/// One thing that people can set. What was set under one release is read by the next, so how
/// settings differ from the last release's tells how far a version has to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, unique in the file: `CalculationCondition/steps`.
    pub name: String,
    /// What it holds, in the file's own words: `integer`.
    pub kind: String,
    /// Whether it has a default, so that it need not be set.
    pub default: bool,
    /// Where it is declared.
    pub span: Span,
}
