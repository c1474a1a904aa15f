//! The compatibility of many versions as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use version::Scheme;

use super::json::FORMAT;
use super::verdict::Answer;
use crate::parties::{Group, Matrix};

/// All pairs, as `compat --matrix --json` prints them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Matrix")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The scheme's name.
    scheme: &'a str,
    /// The rows.
    providers: Vec<Versions<'a>>,
    /// The columns.
    consumers: Vec<Versions<'a>>,
    /// One entry a pair.
    pairs: Vec<Pair<'a>>,
}

/// Versions that stand to all others in the same way.
#[derive(Serialize, JsonSchema)]
struct Versions<'a> {
    /// The highest of them, by which pairs name them.
    name: String,
    /// All of them, ascending.
    versions: Vec<&'a str>,
}

/// A pair of the matrix.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MatrixPair")]
struct Pair<'a> {
    /// The provider, by the name of its row.
    provider: &'a str,
    /// The consumer, by the name of its column.
    consumer: &'a str,
    #[serde(flatten)]
    answer: Answer<'a>,
    /// Whether the policy calls the pair too far apart.
    #[serde(rename = "too-far")]
    too_far: bool,
}

/// The matrix as JSON. A pair names its sides by the highest version of each; `providers` and
/// `consumers` say for which other versions it stands.
#[must_use]
pub fn matrix_json(scheme: &Scheme, matrix: &Matrix) -> String {
    // A large matrix has a million pairs, and two names a thousand times each.
    let names = |groups: &[Group]| groups.iter().map(Group::highest).collect::<Vec<String>>();
    let (providers, consumers) = (names(&matrix.providers), names(&matrix.consumers));
    let rows = providers.iter().zip(&matrix.cells);
    let pairs = rows.flat_map(|(provider, row)| {
        consumers.iter().zip(row).filter_map(move |(consumer, cell)| {
            Some(Pair {
                provider,
                consumer,
                answer: Answer::from(matrix.verdict(*cell)?),
                too_far: cell.too_far,
            })
        })
    });
    super::json::document(&Document {
        format: FORMAT,
        scheme: scheme.name(),
        providers: matrix.providers.iter().map(of_group).collect(),
        consumers: matrix.consumers.iter().map(of_group).collect(),
        pairs: pairs.collect(),
    })
}

fn of_group(group: &Group) -> Versions<'_> {
    let versions = group.versions().iter().map(|party| party.version.as_str());
    Versions { name: group.highest(), versions: versions.collect() }
}
