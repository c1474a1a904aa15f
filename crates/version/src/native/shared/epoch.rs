//! The epoch of Debian's and RPM's versions, which is the packager's.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

/// `version` behind the epoch of the relation `text`, where that has one and the version says none:
/// the packager's epoch is not part of what moves.
pub(crate) fn in_epoch_of(text: &str, version: &str) -> String {
    match text.split_once(':') {
        Some((epoch, _)) if !version.contains(':') => format!("{epoch}:{version}"),
        _ => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_epoch_of;

    #[test]
    fn a_version_of_its_own_epoch_keeps_it() {
        assert_eq!(in_epoch_of("1:2.0", "3.0"), "1:3.0");
        assert_eq!(in_epoch_of("1:2.0", "2:3.0"), "2:3.0");
        assert_eq!(in_epoch_of("2.0", "3.0"), "3.0");
    }
}
