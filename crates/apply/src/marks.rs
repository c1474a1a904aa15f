//! What the index says of files beside their content: that a sparse checkout leaves them out of the work
//! tree, or that git is not to look at them. Whoever sets an entry anew drops that.

use alloc::collections::BTreeSet;

use repo::Git;

use crate::ApplyError;

/// The marks of all files that have any.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Left out of the work tree (`skip-worktree`).
    skipped: BTreeSet<Vec<u8>>,
    /// Taken for unchanged (`assume-unchanged`).
    assumed: BTreeSet<Vec<u8>>,
}

impl Marks {
    /// Those that are there now.
    pub(crate) fn look(git: &Git) -> Result<Self, ApplyError> {
        let output = git.run(&["ls-files", "-z", "-v"], b"").map_err(ApplyError::git("marks"))?;
        let mut marks = Self::default();
        for record in output.stdout.split(|byte| *byte == 0) {
            // A letter, a space and the path: `S`, and small letters for what is taken for unchanged.
            let [letter, b' ', path @ ..] = record else { continue };
            if letter.eq_ignore_ascii_case(&b'S') {
                marks.skipped.insert(path.to_vec());
            }
            if letter.is_ascii_lowercase() {
                marks.assumed.insert(path.to_vec());
            }
        }
        Ok(marks)
    }

    /// Whether a sparse checkout leaves a file out.
    pub(crate) fn is_skipped(&self, path: &[u8]) -> bool {
        self.skipped.contains(path)
    }

    /// Sets them again on those of `paths` that have some, and are still in the index.
    pub(crate) fn put_back<'p>(
        &self,
        git: &Git,
        paths: impl Iterator<Item = &'p [u8]> + Clone,
    ) -> Result<(), ApplyError> {
        for (option, marked) in
            [("--skip-worktree", &self.skipped), ("--assume-unchanged", &self.assumed)]
        {
            let marked = paths.clone().filter(|path| marked.contains(*path));
            let input: Vec<u8> = marked.flat_map(|path| [path, b"\0"].concat()).collect();
            if !input.is_empty() {
                git.run(&["update-index", "-z", option, "--stdin"], &input)
                    .map_err(ApplyError::git("to mark files in the index"))?;
            }
        }
        Ok(())
    }
}
