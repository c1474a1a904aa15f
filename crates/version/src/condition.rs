//! The conditions of compatibility rules: comparisons joined by `and`, and nothing more.
//!
//! ```text
//! cond = cmp {"and" cmp}        cmp = term op term        op = == != < <= > >=
//! term = side "." (part | "name" | "era") [("+"|"-") int] | int      side = provider | consumer
//! ```

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::nearest_or;

use crate::{Absent, Part};

/// Comparisons that all have to hold.
#[derive(Debug, Clone)]
pub(crate) struct Condition(Vec<Comparison>);

#[derive(Debug, Clone)]
struct Comparison {
    left: Term,
    op: Op,
    right: Term,
}

#[derive(Debug, Clone)]
enum Term {
    Number(i128),
    Of { side: Side, field: Field, offset: i128 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Provider,
    Consumer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Part(usize),
    Name,
    Era,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Equal,
    NotEqual,
    AtMost,
    AtLeast,
    Below,
    Above,
}

/// Longer spellings first, so that `<=` is not read as `<`.
const OPS: &[(&str, Op)] = &[
    ("==", Op::Equal),
    ("!=", Op::NotEqual),
    ("<=", Op::AtMost),
    (">=", Op::AtLeast),
    ("<", Op::Below),
    (">", Op::Above),
];

const SIDES: &[(&str, Side)] = &[("provider", Side::Provider), ("consumer", Side::Consumer)];

/// One side of a comparison of two versions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Party<'a> {
    pub(crate) values: &'a [Option<u64>],
    /// The component's name, where it is known.
    pub(crate) name: Option<&'a str>,
    /// How many breaking releases are at or below the version (IBEX-9); its highest part, where
    /// the scheme marks none.
    pub(crate) era: u64,
}

impl Condition {
    /// Reads `text` over the parts of a scheme.
    ///
    /// # Errors
    /// What is wrong, as a fragment, and the next step.
    pub(crate) fn parse(text: &str, parts: &[Part]) -> Result<Self, (String, String)> {
        let mut reader = Reader { rest: text.trim_start(), parts };
        let mut all = Vec::new();
        loop {
            let left = reader.term()?;
            let op = reader.op()?;
            let right = reader.term()?;
            if left.is_name() != right.is_name() {
                let help = "compare `provider.name` with `consumer.name`".into();
                return Err((format!("`{text}` compares a name with a number"), help));
            }
            if left.is_name() && !matches!(op, Op::Equal | Op::NotEqual) {
                return Err((format!("`{text}` orders names"), "names are == or !=".into()));
            }
            all.push(Comparison { left, op, right });
            if reader.rest.is_empty() {
                return Ok(Self(all));
            }
            match reader.rest.strip_prefix("and").filter(|rest| rest.starts_with(' ')) {
                Some(rest) => reader.rest = rest.trim_start(),
                None => {
                    let help = "comparisons are joined by `and`; there is nothing else".into();
                    return Err((format!("`{}` does not belong there", reader.rest), help));
                }
            }
        }
    }

    /// Whether every comparison holds.
    pub(crate) fn holds(&self, provider: Party<'_>, consumer: Party<'_>, parts: &[Part]) -> bool {
        self.0.iter().all(|comparison| comparison.holds(provider, consumer, parts))
    }

    /// The parts that it looks at, of either side.
    pub(crate) fn parts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|comparison| {
            [&comparison.left, &comparison.right].into_iter().filter_map(|term| match term {
                Term::Of { field: Field::Part(part), .. } => Some(*part),
                Term::Of { .. } | Term::Number(_) => None,
            })
        })
    }

    /// Whether it looks at breaking releases.
    pub(crate) fn uses_era(&self) -> bool {
        let era = |term: &Term| matches!(term, Term::Of { field: Field::Era, .. });
        self.0.iter().any(|comparison| era(&comparison.left) || era(&comparison.right))
    }
}

impl Comparison {
    fn holds(&self, provider: Party<'_>, consumer: Party<'_>, parts: &[Part]) -> bool {
        if self.left.is_name() {
            // A side whose name is not known is taken for the same one.
            let same = match (provider.name, consumer.name) {
                (Some(provider), Some(consumer)) => provider == consumer,
                _ => true,
            };
            let one_side = self.left.side() == self.right.side();
            return (same || one_side) == (self.op == Op::Equal);
        }
        let left = self.left.value(provider, consumer, parts);
        let right = self.right.value(provider, consumer, parts);
        match self.op {
            Op::Equal => left == right,
            Op::NotEqual => left != right,
            Op::AtMost => left <= right,
            Op::AtLeast => left >= right,
            Op::Below => left < right,
            Op::Above => left > right,
        }
    }
}

impl Term {
    fn is_name(&self) -> bool {
        matches!(self, Self::Of { field: Field::Name, .. })
    }

    fn side(&self) -> Option<Side> {
        match self {
            Self::Number(_) => None,
            Self::Of { side, .. } => Some(*side),
        }
    }

    /// Its number. An omitted part is zero, or below it where absence sorts lowest.
    fn value(&self, provider: Party<'_>, consumer: Party<'_>, parts: &[Part]) -> i128 {
        match self {
            Self::Number(number) => *number,
            Self::Of { side, field, offset } => {
                let party = if *side == Side::Provider { provider } else { consumer };
                let value = match field {
                    Field::Name => 0,
                    Field::Era => i128::from(party.era),
                    Field::Part(index) => match party.values.get(*index).copied().flatten() {
                        Some(value) => i128::from(value),
                        None => match parts.get(*index).map(|part| part.absent) {
                            Some(Absent::Lowest) => -1,
                            _ => 0,
                        },
                    },
                };
                value + offset
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    parts: &'a [Part],
}

impl<'a> Reader<'a> {
    fn op(&mut self) -> Result<Op, (String, String)> {
        let found = OPS.iter().find_map(|(text, op)| Some((*op, self.rest.strip_prefix(text)?)));
        let Some((op, rest)) = found else {
            let what = if self.rest.is_empty() { "the end" } else { self.rest };
            let help = "compare with == != < <= > or >=".into();
            return Err((format!("`{what}` stands where a comparison should be"), help));
        };
        self.rest = rest.trim_start();
        Ok(op)
    }

    fn term(&mut self) -> Result<Term, (String, String)> {
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            return self.number().map(Term::Number);
        }
        let help = || "a term is a number, `provider.PART` or `consumer.PART`".to_owned();
        let word = self.word();
        let Some((side_name, field_name)) = word.split_once('.') else {
            return Err((format!("`{word}` names no side and part"), help()));
        };
        let Some((_, side)) = SIDES.iter().find(|(name, _)| *name == side_name) else {
            return Err((format!("`{side_name}` is no side"), help()));
        };
        // A part's name may hold a hyphen, and so may what is taken away from it.
        let (field, used) = match self.field(field_name) {
            Some(field) => (Some(field), word.len()),
            None => match field_name.rsplit_once('-').filter(|(_, n)| n.parse::<u64>().is_ok()) {
                Some((name, number)) => (self.field(name), word.len() - number.len() - 1),
                None => (None, word.len()),
            },
        };
        let Some(field) = field else {
            let parts: Vec<&str> = self.parts.iter().map(|part| part.name.as_str()).collect();
            let known = parts.iter().copied().chain(["name", "era"]);
            let help = nearest_or(field_name, known, || {
                format!(
                    "its parts are {}; a scheme that drops a part of the one that it extends \
                     writes its own [[compat]] rules",
                    parts.join(", ")
                )
            });
            return Err((format!("the scheme has no part `{field_name}`"), help));
        };
        self.rest = self.rest.get(used..).unwrap_or("").trim_start();
        let sign = match self.rest.chars().next() {
            Some('+') => 1,
            Some('-') => -1,
            _ => return Ok(Term::Of { side: *side, field, offset: 0 }),
        };
        if field == Field::Name {
            return Err(("a name has no number to add".to_owned(), help()));
        }
        self.rest = self.rest.get(1..).unwrap_or("").trim_start();
        Ok(Term::Of { side: *side, field, offset: sign * self.number()? })
    }

    fn field(&self, name: &str) -> Option<Field> {
        let part = self.parts.iter().position(|part| part.name == name).map(Field::Part);
        part.or(match name {
            "name" => Some(Field::Name),
            "era" => Some(Field::Era),
            _ => None,
        })
    }

    fn number(&mut self) -> Result<i128, (String, String)> {
        let digits = crate::parse::leading_digits(self.rest);
        let number: u64 = digits.parse().map_err(|_| {
            (format!("`{}` is no number", self.rest), "write a whole number".into())
        })?;
        self.rest = self.rest.get(digits.len()..).unwrap_or("").trim_start();
        Ok(i128::from(number))
    }

    fn word(&self) -> &'a str {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let end = self.rest.find(|c| !plain(c)).unwrap_or(self.rest.len());
        self.rest.get(..end).unwrap_or("")
    }
}
