//! The questions that an audit asks: one file a row, and its place in the table.

mod ahead_of_line;
mod all_together;
mod bill_agrees;
mod bill_compatible;
mod branch_range;
mod catch_up;
mod configuration;
mod date_order;
mod embeds_follow;
mod future_date;
mod lead_annotated;
mod minimum_known;
mod minimum_lowered;
mod native_order;
mod not_lower;
mod one_date;
mod pre_unstable;
mod product_alone;
mod released_twice;
mod serial_reused;
mod tag_commit;
mod tag_manifest;
mod tag_moved;
mod tag_near_miss;
mod tag_spelling;
mod tag_unknown;
mod tag_unreachable;

use super::Audit;

/// Every row, in the order of their rules' IDs.
pub const AUDITS: &[&Audit] = &[
    &ahead_of_line::ROW,
    &all_together::ROW,
    &bill_agrees::ROW,
    &bill_compatible::ROW,
    &branch_range::ROW,
    &catch_up::ROW,
    &configuration::ROW,
    &date_order::ROW,
    &embeds_follow::ROW,
    &future_date::ROW,
    &lead_annotated::ROW,
    &minimum_known::ROW,
    &minimum_lowered::ROW,
    &native_order::ROW,
    &not_lower::ROW,
    &one_date::ROW,
    &pre_unstable::ROW,
    &product_alone::ROW,
    &released_twice::ROW,
    &serial_reused::ROW,
    &tag_commit::ROW,
    &tag_manifest::ROW,
    &tag_moved::ROW,
    &tag_near_miss::ROW,
    &tag_spelling::ROW,
    &tag_unknown::ROW,
    &tag_unreachable::ROW,
];
