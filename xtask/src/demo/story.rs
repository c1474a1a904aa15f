//! story.toml: what happens to a product line, step by step (products/README.md).

use alloc::collections::BTreeMap;

use jiff::civil::Date;
use place::{Config, ConfigError, Section};

/// What happens to a product line.
#[derive(Debug, Clone)]
pub struct Story {
    /// The steps, each on what the one before left.
    pub steps: Vec<Step>,
}

/// One step: somebody changes files, then somebody releases.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is about, for people.
    pub title: String,
    /// The day on the clock, in UTC.
    pub date: Date,
    /// The arguments after the program's name.
    pub run: Vec<String>,
    /// Whether the program only looks, so that there is nothing to confirm.
    pub looks: bool,
    /// The branch that all this is on; `None` for the one that the story began on.
    pub branch: Option<String>,
    /// Where that branch begins, while it is not there.
    pub from: Option<String>,
    /// What is changed and committed first.
    pub changes: Vec<Change>,
    /// The exit code.
    pub exit: u8,
    /// The rule that refuses it, if one does.
    pub refused: Option<String>,
    /// What else the program says, on one line each.
    pub says: Vec<String>,
    /// Every component's version afterwards.
    pub expect: BTreeMap<String, String>,
}

/// One change of a file.
#[derive(Debug, Clone)]
pub struct Change {
    /// The file, relative to the repository's root.
    pub path: String,
    /// What is done to it.
    pub kind: Kind,
}

/// What is done to a file.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A text that stands there once becomes another.
    Replace {
        /// The text.
        old: String,
        /// The other.
        new: String,
    },
    /// A text is put at the end of the file, which is made where it is not there.
    Append(String),
}

impl Story {
    /// Reads a story; `file` is the name that errors carry.
    ///
    /// # Errors
    /// Bad TOML, unknown keys, values that make no sense.
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        let config = Config::parse(file, text)?;
        let top = config.top();
        let mut steps = Vec::new();
        for section in top.list("step")? {
            let section = section.map_err(|text| text.refuse("a step is a table", "[[step]]"))?;
            steps.push(step(section)?);
        }
        top.finish()?;
        Ok(Self { steps })
    }
}

fn step(section: Section<'_>) -> Result<Step, ConfigError> {
    let date = section.required("date", "date = \"2016-10-27\"")?;
    let parsed = date.parse().map_err(|_| date.refuse("not a day", "write it as YYYY-MM-DD"))?;
    let mut changes = Vec::new();
    for edit in section.list("edit")? {
        let edit = edit.map_err(|text| text.refuse("an edit is a table", "[[step.edit]]"))?;
        changes.push(change(edit)?);
    }
    let mut expect = BTreeMap::new();
    if let Some(versions) = section.section("expect")? {
        for name in versions.keys() {
            if let Some(version) = versions.string(&name)? {
                expect.insert(name, version.value);
            }
        }
    }
    let words = |key: &str| -> Result<Vec<String>, ConfigError> {
        Ok(section.strings(key)?.into_iter().map(|word| word.value).collect())
    };
    let looks = section.has("look");
    if looks == section.has("run") {
        let help = "a step has `run`, for what changes something, or `look`";
        return Err(ConfigError::value(section.place(), "what does this step run?", help));
    }
    let step = Step {
        title: section.required("title", "title = \"…\"")?.value,
        date: parsed,
        run: words(if looks { "look" } else { "run" })?,
        looks,
        branch: section.string("branch")?.map(|name| name.value),
        from: section.string("from")?.map(|name| name.value),
        changes,
        exit: section.number("exit")?.map_or(0, |code| u8::try_from(*code).unwrap_or(u8::MAX)),
        refused: section.string("refused")?.map(|rule| rule.value),
        says: words("says")?,
        expect,
    };
    section.finish()?;
    Ok(step)
}

impl Step {
    /// All arguments of the program: a step that changes something is not to be asked.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        let yes = (!self.looks).then_some("--yes");
        self.run.iter().map(String::as_str).chain(yes).collect()
    }

    /// What the program did otherwise than the story says, given its exit code and all that it
    /// said; `None` where nothing is.
    #[must_use]
    pub fn differs(&self, code: i32, said: &str) -> Option<String> {
        if code != i32::from(self.exit) {
            return Some(format!("exit code {code} instead of {}", self.exit));
        }
        // Where lines are broken is the terminal's business.
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut wanted = self.refused.iter().chain(&self.says);
        wanted.find(|words| !said.contains(words.as_str())).map(|words| format!("no `{words}`"))
    }
}

fn change(section: Section<'_>) -> Result<Change, ConfigError> {
    let path = section.required("path", "path = \"core/api.go\"")?.value;
    let kind = match section.string("append")? {
        Some(text) => Kind::Append(text.value),
        None => Kind::Replace {
            old: section.required("replace", "`append`, or `replace` and `with`")?.value,
            new: section.required("with", "what the text becomes")?.value,
        },
    };
    section.finish()?;
    Ok(Change { path, kind })
}
