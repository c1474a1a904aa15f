//! changesets: .changeset/config.json.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Document;

use super::{Group, Imported, Importer, Settings, Sharing};

pub(super) const IMPORTER: Importer =
    Importer { tool: "changesets", files: &[".changeset/config.json"], below: None, read };

const KNOWN: &[&str] =
    &["$schema", "fixed", "linked", "baseBranch", "ignore", "updateInternalDependencies", "commit"];

fn read(settings: &Settings) -> Option<Imported> {
    let file = ".changeset/config.json";
    let found = settings.file(file)?;
    let groups = |key: &str| found.get(key).map_or(0, |groups| groups.items().len());
    let mut imported = Imported {
        sharing: Some(Sharing::None),
        own_tag: Some("{component}@{version}".into()),
        usual_tag: true,
        allow_branch: found.text_at("baseBranch").map(String::from).into_iter().collect(),
        ..Imported::default()
    };
    for group in found.get("fixed").map_or(&[][..], Document::items) {
        let names = group.items().iter().filter_map(Document::text);
        let members = names.map(String::from).collect();
        imported.groups.push(Group { said: format!("{file}: fixed"), members });
    }
    if groups("linked") > 0 {
        imported.doubts.push(format!(
            "{file}: linked groups: under a scheme with a shared part, those that are left out \
             catch up without leading"
        ));
    }
    // What has parentheses in it is a pattern of another kind than globs here.
    let (odd, ignored): (Vec<&str>, Vec<&str>) =
        found.texts_at("ignore").into_iter().partition(|glob| glob.contains('('));
    imported.ignored = ignored.into_iter().map(String::from).collect();
    if !odd.is_empty() {
        imported.doubts.push(format!(
            "{file}: ignore: not carried over: {}: packages that this ignores are components here",
            odd.join(", ")
        ));
    }
    imported.doubts.push(
        "changes that are still pending in .changeset are to be written anew: `change add`".into(),
    );
    imported.leave(file, found, KNOWN);
    Some(imported)
}
