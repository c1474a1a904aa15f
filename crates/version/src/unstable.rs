//! The exception for pre-releases of fixes: they keep the part that others drop, and their final
//! version has one more (KOLAB-6).

use alloc::string::String;

use crate::form::Form;
use crate::version::Version;
use crate::{Part, PartId};

impl Form {
    /// Whether `version` is a pre-release that keeps the part which others drop: the exception
    /// that planning allows only when asked (KOLAB-6). Parsing always knows it.
    #[must_use]
    pub fn is_unstable(&self, version: &Version) -> bool {
        self.shape.pre.as_ref().is_some_and(|pre| {
            version.mark.is_some() && version.values.get(pre.drop_from).is_some_and(Option::is_some)
        })
    }

    /// The label of pre-releases by exception (KOLAB-6), the earliest of them; `None` where the
    /// scheme has no such exception.
    #[must_use]
    pub fn unstable_label(&self) -> Option<&str> {
        let pre = self.shape.pre.as_ref()?;
        let first = pre.unstable.as_ref()?.labels.iter().min()?;
        pre.labels.get(*first).map(String::as_str)
    }

    /// The part that only the final version of such a pre-release has; `None` where the scheme has no
    /// such exception, or it adds none.
    #[must_use]
    pub fn added(&self) -> Option<&Part> {
        self.parts().get(self.added_part()?.0)
    }

    /// Whether `version` is final and has that part: 2.5.1.0, to which 2.5.1-rc1 leads.
    #[must_use]
    pub fn is_settled(&self, version: &Version) -> bool {
        let added = self.added_part().and_then(|part| version.value(part));
        version.mark.is_none() && added.is_some()
    }

    pub(crate) fn added_part(&self) -> Option<PartId> {
        self.shape.pre.as_ref()?.unstable.as_ref()?.adds
    }
}
