//! .NET assemblies: `AssemblyVersion` and its siblings, two to four 16-bit numbers.
//!
//! Source: .NET, `System.Version` and `AssemblyVersionAttribute` (65534 is the most of each part).

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, neutral};
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "assembly", title: ".NET assembly" };
const SHAPE: Shape = Shape { target: TARGET, least: 2, most: 4, limits: &[65534] };

/// .NET assembly versions.
pub static ASSEMBLY: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: false,
    sorts: true,
    build: true,
    placeholder: "",
    takes: None,
    development: &[],
    write,
    read,
    order,
    epoch: None,
    packages: None,
    requires: None,
};

fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    SHAPE.write_final(version, arity, "an assembly version is numbers only")
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    if text.ends_with(".*") {
        return Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "the compiler fills in the `*` at every build".to_owned(),
            wanted: Some(text.replace('*', "0")),
        });
    }
    Ok(neutral(SHAPE.read(text)?, None))
}

/// Part by part; a missing part is a zero, as it is in the compiled assembly.
fn order(a: &str, b: &str) -> Ordering {
    SHAPE.order(a, b)
}
