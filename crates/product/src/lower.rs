//! From a plan to what is written: whole files, messages, tags. The last pure step.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Edit;
use place::{Class, Explain, ObjectId, Place, RepoPath, Span};

use crate::{Content, Plan};

/// A plan as bytes: everything that has to be written, and nothing about how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowered {
    /// Each edited file with the blob that it replaces.
    pub files: Vec<(RepoPath, Option<ObjectId>, Vec<u8>)>,
    /// The commit's message, the plan's trailer included.
    pub message: String,
    /// The tags, the lead tag last.
    pub tags: Vec<LoweredTag>,
}

/// A tag and its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoweredTag {
    /// The name.
    pub name: String,
    /// The message; the lead tag's carries the bill of materials.
    pub message: String,
}

/// Why a saved plan cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// Its content does not match its id.
    #[error("the plan was changed after it was made: its content does not give its id")]
    Altered,
    /// It is of a format that this program does not read.
    #[error("the plan is of format {found}, and this program reads format {known}", known = crate::plan::FORMAT)]
    Format {
        /// The plan's.
        found: u32,
    },
    /// A path that leaves the repository.
    #[error("the plan names a path that is not allowed: {0}")]
    Path(place::PathError),
    /// A file that is no longer what the plan was made against.
    #[error("{0} is no longer what the plan was made against")]
    Stale(RepoPath),
    /// Edits that do not fit the file.
    #[error("{path}: {message}")]
    Splice {
        /// The file.
        path: RepoPath,
        /// Why.
        message: String,
    },
}

impl Plan {
    /// The commit that it was made on.
    ///
    /// # Errors
    /// [`LowerError::Altered`], where it names none.
    pub fn base_commit(&self) -> Result<ObjectId, LowerError> {
        ObjectId::new(&self.base).ok_or(LowerError::Altered)
    }
}

impl Explain for LowerError {
    fn rule(&self) -> Option<&str> {
        Some("stale-plan")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Stale(path) | Self::Splice { path, .. } => Some(Place::file(path)),
            Self::Altered | Self::Format { .. } | Self::Path(_) => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some("plan again: `plan … --json > plan.json`".into())
    }

    fn class(&self) -> Class {
        match self {
            Self::Format { .. } | Self::Altered | Self::Path(_) => Class::Usage,
            Self::Stale(_) | Self::Splice { .. } => Class::Policy,
        }
    }
}

/// Whether a plan is of a format that this program reads, and has the content that its id is of.
///
/// # Errors
/// [`LowerError::Format`], [`LowerError::Altered`].
pub fn genuine(plan: &Plan) -> Result<(), LowerError> {
    if plan.format != crate::plan::FORMAT {
        return Err(LowerError::Format { found: plan.format });
    }
    if plan.digest() != plan.id {
        return Err(LowerError::Altered);
    }
    Ok(())
}

/// Lowers `plan`. `base` holds the planned files as they are in the base commit.
///
/// # Errors
/// [`LowerError`], where the plan is not one that this program made, or the files moved.
pub fn lower(
    plan: &Plan,
    base: &BTreeMap<RepoPath, Option<Content>>,
) -> Result<Lowered, LowerError> {
    genuine(plan)?;
    let mut edits: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for edit in &plan.edits {
        let span = Span::new(edit.start, edit.end);
        let edit_of = edits.entry(edit.path.as_str()).or_default();
        edit_of.push(Edit { span, old: edit.old.clone(), new: edit.new.clone() });
    }
    let mut files = Vec::with_capacity(plan.files.len());
    for file in &plan.files {
        let path = RepoPath::new(&file.path).map_err(LowerError::Path)?;
        let content = base.get(&path).and_then(Option::as_ref);
        let id = content.and_then(Content::id).cloned();
        if id.as_ref().map(ObjectId::as_str) != file.blob.as_deref() {
            return Err(LowerError::Stale(path));
        }
        let old = content.map_or(&[][..], Content::bytes);
        let own = edits.remove(file.path.as_str()).unwrap_or_default();
        let new = manifest::splice(old, &own).map_err(|error| LowerError::Splice {
            path: path.clone(),
            message: error.to_string(),
        })?;
        files.push((path, id, new));
    }
    let trailer = format!("{}{}\n", tags::PLAN_LINE, plan.id);
    let tags = plan.tags.iter().map(|tag| {
        let mut message = format!("{}\n\n", tag.title);
        if tag.lead {
            if let Some(because) = &plan.options.because {
                message.push_str(&because_line(because));
            }
            message.push_str(&tags::write_bill(&plan.bill()));
        }
        message.push_str(&trailer);
        LoweredTag { name: tag.name.clone(), message }
    });
    Ok(Lowered {
        files,
        message: format!("{}{trailer}", plan.commit.message),
        tags: tags.collect(),
    })
}

/// The paragraph that keeps people's words: on one line, so that they never pass for a trailer.
pub(crate) fn because_line(words: &str) -> String {
    format!("Because: {}\n\n", words.split_whitespace().collect::<Vec<_>>().join(" "))
}
