//! Fenced blocks of code in Markdown.

use alloc::string::String;

/// The fence of the block that is open, if one is: its character, and how many of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Fence(Option<(char, usize)>);

impl Fence {
    /// Whether the next line is inside a block of code, the fences included.
    pub(crate) fn holds(&mut self, line: &str) -> bool {
        let text = line.trim();
        let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let run = mark.map(|mark| (mark, text.len() - text.trim_start_matches(mark).len()));
        let run = run.filter(|(_, count)| *count >= 3);
        match (self.0, run) {
            (None, None) => false,
            (None, Some((mark, count))) => {
                // Three marks and three more on one line are code within a line.
                let rest = text.trim_start_matches(mark);
                let opens = mark != '`' || !rest.contains('`');
                self.0 = opens.then_some((mark, count));
                opens
            }
            (Some((open, least)), Some((mark, count))) => {
                let bare = text.trim_start_matches(mark).is_empty();
                if mark == open && count >= least && bare {
                    self.0 = None;
                }
                true
            }
            (Some(_), None) => true,
        }
    }

    /// The line that ends the block that is open.
    pub(crate) fn closing(self) -> Option<String> {
        self.0.map(|(mark, count)| core::iter::repeat_n(mark, count).collect())
    }
}
