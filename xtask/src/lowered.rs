//! A plan as the change that is applied: bytes, commit and tags instead of versions.

use alloc::collections::BTreeMap;

use apply::{Change, Hook, NewTag, Transaction};
use place::RepoPath;
use product::{Lowered, Plan};
use repo::View;

use crate::load::Loaded;
use crate::pushing::Way;
use crate::{Error, session};

/// Lowers a plan to what is written, and sends it on its `way`; `hooks` are those of its own that are
/// run. Reads those of the files that it edits that planning has not read from its base.
///
/// # Errors
/// A plan that was altered; files that cannot be read or no longer fit.
pub fn transaction(
    loaded: &Loaded,
    plan: &Plan,
    way: Way,
    hooks: Vec<Hook>,
) -> Result<Transaction, Error> {
    let base = plan.base_commit()?;
    let view = View::Commit(base.clone());
    let mut contents = BTreeMap::new();
    let mut unread = Vec::new();
    for file in &plan.files {
        let path = RepoPath::new(&file.path).map_err(product::LowerError::Path)?;
        match loaded.snapshot.content(&path).filter(|_| loaded.view == view) {
            Some(content) => drop(contents.insert(path, Some(content.clone()))),
            None => unread.push(path),
        }
    }
    let read = loaded.repo.files(&view, &unread)?.into_iter();
    let read = read.map(|file| file.map(|file| product::Content::new(file.id, file.bytes)));
    contents.extend(unread.into_iter().zip(read));
    let Lowered { files, message, tags } = product::lower(plan, &contents)?;
    let sign = plan.options.sign;
    let variables = plan.variables(&loaded.product).into_iter();
    Ok(Transaction {
        id: plan.id.clone(),
        title: plan.title(),
        branch: plan.branch.clone(),
        base,
        files: files.into_iter().map(|(path, old, bytes)| Change { path, old, bytes }).collect(),
        hooks,
        variables: variables.map(|(name, value)| (name.to_owned(), value)).collect(),
        guards: plan.guards.iter().filter_map(|path| RepoPath::new(path).ok()).collect(),
        message,
        tags: tags
            .into_iter()
            .map(|tag| NewTag { name: tag.name, message: tag.message, here: None })
            .collect(),
        sign_commit: sign.or(loaded.product.git.sign_commit),
        sign_tags: sign.or(loaded.product.git.sign_tag),
        push: way.goal.map(|goal| goal.push),
        via: way.via,
        on: None,
        no_tag: plan.options.no_tag,
        hint: session::program(),
    })
}
