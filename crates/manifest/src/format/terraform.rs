//! Terraform: `version` of `locals`, or the default of a variable of that name.

use alloc::vec::Vec;

use version::native::PLAIN;

use super::Format;
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, HCL};
use crate::{LocateError, Located, Source};

pub(super) static FORMAT: Format = Format {
    id: "terraform",
    title: "Terraform",
    files: &["*.tf"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# version = "1.4.0"
terraform {
  required_version = ">= 1.4.0"
  required_providers {
    left = { source = "example/left", version = "1.4.0" }
  }
}

locals {
  version = "1.4.0"
  tags    = { version = "1.4.0" }
}

module "net" {
  source  = "example/net/cloud"
  version = "1.4.0"
}
"#,
};

/// What the version is called, as a local value or a variable.
const NAMES: &[&str] = &["version", "module_version", "app_version"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &HCL);
    let mut values = Vec::new();
    brackets::statements(Cursor { text: &text, at: 0 }, |heads, statement| {
        let (name, rest) = statement.name();
        let Some(value) = rest.space().word("=").map(Cursor::space) else { return };
        let is_own = match heads {
            [head] if head.text == "locals" => NAMES.contains(&name.text),
            [head] => name.text == "default" && variable(*head).is_some_and(|v| NAMES.contains(&v)),
            _ => false,
        };
        values.extend(value.quoted().filter(|_| is_own).map(|(inside, _)| inside));
    });
    let mut found = Located::default();
    found.one(source, "`version = \"…\"` in `locals`", &values, |text| text.contains("${"))?;
    Ok(found)
}

/// `variable "name"`.
fn variable(head: Cursor<'_>) -> Option<&str> {
    Some(head.word("variable")?.space().quoted()?.0.text)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};
    use crate::{Elsewhere, Trouble};

    use super::*;

    #[test]
    fn only_what_is_the_modules_own_counts() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        let variable = "variable \"app_version\" {\n  type    = string\n  default = \"1.4.0\"\n}\n";
        assert_eq!(slots(&FORMAT, variable), ["1.4.0 Version"]);
        let other = variable.replace("app_version", "region");
        assert!(matches!(trouble(&FORMAT, &other), Trouble::NoVersion { .. }));
        let built = located(&FORMAT, "locals {\n version = \"1.${var.x}\"\n}\n");
        assert!(matches!(built.elsewhere[..], [Elsewhere::Computed { .. }]));
        let twice = "locals {\n version = \"1\"\n}\nlocals {\n app_version = \"1\"\n}\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
    }
}
