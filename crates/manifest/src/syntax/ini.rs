//! INI as Python's `configparser` reads it: sections, keys, values of several lines.

use alloc::vec::Vec;

use super::code::{Cursor, lines};
use crate::{LocateError, Source, Trouble};

/// A key of a section.
#[derive(Debug)]
pub(crate) struct Setting<'t> {
    pub(crate) section: &'t str,
    pub(crate) key: Cursor<'t>,
    /// The value: what stands behind the key, and every indented line below it. Empty ones and
    /// comments are left out.
    pub(crate) values: Vec<Cursor<'t>>,
}

/// Reads every setting.
///
/// # Errors
/// [`Trouble::DuplicateKey`], as `configparser` has it.
pub(crate) fn parse<'t>(source: &Source<'t>) -> Result<Vec<Setting<'t>>, LocateError> {
    let mut settings: Vec<Setting<'t>> = Vec::new();
    let mut section = "";
    let mut seen = alloc::collections::BTreeSet::new();
    for line in lines(source.body()) {
        let content = line.space().trimmed();
        if content.text.is_empty() || content.text.starts_with(['#', ';']) {
            continue;
        }
        let indented = content.at > line.at;
        match settings.last_mut() {
            Some(last) if indented && last.section == section => last.values.push(content),
            _ => {
                if let Some(name) = content.text.strip_prefix('[').and_then(|s| s.split_once(']')) {
                    section = name.0;
                    continue;
                }
                let (key, rest) = content.until(|c| matches!(c, '=' | ':'));
                let key = key.trimmed();
                if !seen.insert((section, key.text)) {
                    let trouble = Trouble::DuplicateKey { key: key.text.into() };
                    return Err(source.refuse(key.range(), trouble));
                }
                let value = rest.word("=").or_else(|| rest.word(":")).unwrap_or(rest).space();
                let values = if value.text.is_empty() { Vec::new() } else { Vec::from([value]) };
                settings.push(Setting { section, key, values });
            }
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use place::RepoPath;

    use super::*;

    #[test]
    fn values_go_on_in_indented_lines() {
        let path = RepoPath::new("setup.cfg").unwrap();
        let text = "; x\n[a]\nk = 1\r\n  2\n\n  # no\n  3\nj: [x]\n[b]\n  k =\n";
        let source = Source::new(&path, text.as_bytes()).unwrap();
        let shown: Vec<String> = parse(&source)
            .unwrap()
            .iter()
            .map(|s| {
                let values: Vec<&str> = s.values.iter().map(|value| value.text).collect();
                alloc::format!("{}.{}={}", s.section, s.key.text, values.join("|"))
            })
            .collect();
        assert_eq!(shown, ["a.k=1|2|3", "a.j=[x]", "b.k="]);
        let twice = Source::new(&path, b"[a]\nk=1\nk=2\n").unwrap();
        assert!(matches!(parse(&twice).unwrap_err().trouble(), Trouble::DuplicateKey { .. }));
    }
}
