//! A component's `native`: how its version is written for ecosystems.

use place::Section;
use version::Form;

use super::ProductError;

/// `form` with what `section` says of each dialect: `deb = "{major}.{minor}"` is a template, a
/// table holds a `template`, an `epoch`, or both.
pub(super) fn read(mut form: Form, section: &Section<'_>) -> Result<Form, ProductError> {
    for dialect in section.keys() {
        let (template, epoch) = match section.has_table(&dialect) {
            false => (section.string(&dialect)?, None),
            true => {
                let Some(table) = section.section(&dialect)? else { continue };
                let said = (table.string("template")?, table.number("epoch")?);
                if said == (None, None) {
                    table.required("template", version::native::missing(&dialect))?;
                }
                table.finish()?;
                said
            }
        };
        if let Some(template) = template {
            let place = template.place.clone();
            form = form.with_native(&dialect, &template, place)?;
        }
        if let Some(epoch) = epoch {
            form = form.with_epoch(&dialect, epoch.value, epoch.place)?;
        }
    }
    Ok(form)
}
