//! Where all lines of a product stand, and who has to do with whom: found once, whatever is asked, so
//! that a request looks at those that move and at those beside them, not at all there are.

use alloc::vec::Vec;

use super::dependants::Dependants;
use super::participants::Embedders;
use super::requirements::Requirements;
use super::shared_slots::SharedSlots;
use super::tagging::Sharers;
use super::works_with::Paired;
use super::{PlanError, refused};
use crate::line::{LineState, line_states};
use crate::{Inventory, Product, Snapshot};

/// What is the same for all requests.
pub(crate) struct Relations<'a> {
    pub(crate) product: &'a Product,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) inventory: &'a Inventory,
    /// Where the product's lines stand.
    pub(crate) states: Vec<LineState>,
    pub(super) embedders: Embedders,
    pub(super) dependants: Dependants<'a>,
    pub(super) requirements: Requirements<'a>,
    pub(super) shared: SharedSlots<'a>,
    pub(super) sharers: Sharers<'a>,
    pub(super) paired: Paired<'a>,
}

impl<'a> Relations<'a> {
    /// Those of a product as `inventory`, which was taken of `snapshot`, has it.
    ///
    /// # Errors
    /// A configuration that is not as the files are: a place that two components list as theirs, a
    /// manifest that is not there.
    pub(crate) fn of(
        product: &'a Product,
        snapshot: &'a Snapshot,
        inventory: &'a Inventory,
    ) -> Result<Self, PlanError> {
        refused::all(inventory.misled().cloned())?;
        let states = line_states(product, snapshot, inventory);
        Ok(Self {
            product,
            snapshot,
            inventory,
            embedders: Embedders::of(product),
            dependants: Dependants::of(product, inventory),
            requirements: Requirements::of(product, inventory),
            shared: SharedSlots::of(product, inventory, &states),
            sharers: Sharers::of(product),
            paired: Paired::of(product),
            states,
        })
    }
}
