//! `[defaults]`: what every component takes unless it says otherwise.

use alloc::string::String;
use alloc::vec::Vec;

use place::{Place, Section, Value};

use super::{Hook, Hooked, ProductError};

/// What every component takes unless it says otherwise.
#[derive(Debug, Clone)]
pub(super) struct Defaults {
    /// The tag template; `None` for `tag = false`.
    pub(super) tag: Option<String>,
    /// Where the file has that template, if it does.
    pub(super) tag_place: Option<Place>,
    /// What is written into captions.
    pub(super) caption: Option<String>,
    /// The changelog of each component: below its folder, or with its name in it.
    pub(super) changelog: Option<Value<String>>,
    /// What the releases of each component run.
    pub(super) hooks: Vec<Hook>,
}

impl Defaults {
    pub(super) fn read(section: Option<Section<'_>>) -> Result<Self, ProductError> {
        let (mut tag, mut caption) = (Some(String::from("{component}-{version}")), None);
        let (mut tag_place, mut changelog, mut hooks) = (None, None, Vec::new());
        if let Some(section) = section {
            if let Some(own) = tag_setting(&section)? {
                tag_place = own.as_ref().map(|value| value.place.clone());
                tag = own.map(|value| value.value);
            }
            caption = section.string("caption")?.map(super::caption::sound).transpose()?;
            changelog = super::changelog::default(&section)?;
            hooks = super::hooks::read(&section, Hooked::Component)?.unwrap_or_default();
            section.finish()?;
        }
        Ok(Self { tag, tag_place, caption, changelog, hooks })
    }
}

/// `tag = "…"` or `tag = false`; the outer `None` where it is not there.
pub(super) fn tag_setting(
    section: &Section<'_>,
) -> Result<Option<Option<Value<String>>>, ProductError> {
    if let Ok(Some(switch)) = section.bool("tag") {
        return if switch.value {
            Err(switch
                .refuse("`tag` takes a template or false", "tag = \"{component}-{version}\"")
                .into())
        } else {
            Ok(Some(None))
        };
    }
    Ok(section.string("tag")?.map(Some))
}
