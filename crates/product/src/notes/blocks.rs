//! What in Markdown is no text: fenced blocks of code, and comments.

use alloc::string::{String, ToString};

/// What the next line is in, while lines are looked at one after the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Blocks(Option<Open>);

/// A block that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Code: the character of its fence, and how many of them.
    Code(char, usize),
    Comment,
}

/// What a line belongs to, the lines that begin and end it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    Code,
    Comment,
}

impl Blocks {
    /// What the next line is in; `None` where it is text.
    pub(crate) fn next(&mut self, line: &str) -> Option<Block> {
        let text = line.trim();
        let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let run = mark.map(|mark| (mark, text.len() - text.trim_start_matches(mark).len()));
        let run = run.filter(|(_, count)| *count >= 3);
        match (self.0, run) {
            (None, None) => {
                let rest = text.strip_prefix("<!--")?;
                self.0 = (!rest.contains("-->")).then_some(Open::Comment);
                Some(Block::Comment)
            }
            (None, Some((mark, count))) => {
                // Three marks and three more on one line are code within a line.
                let rest = text.trim_start_matches(mark);
                self.0 = (mark != '`' || !rest.contains('`')).then_some(Open::Code(mark, count));
                self.0.map(|_| Block::Code)
            }
            (Some(Open::Code(open, least)), run) => {
                let ends = run.is_some_and(|(mark, count)| {
                    mark == open && count >= least && text.trim_start_matches(mark).is_empty()
                });
                self.0 = self.0.filter(|_| !ends);
                Some(Block::Code)
            }
            (Some(Open::Comment), _) => {
                self.0 = self.0.filter(|_| !text.contains("-->"));
                Some(Block::Comment)
            }
        }
    }

    /// The line that ends the block that is open.
    pub(crate) fn closing(self) -> Option<String> {
        self.0.map(|open| match open {
            Open::Code(mark, count) => core::iter::repeat_n(mark, count).collect(),
            Open::Comment => "-->".to_string(),
        })
    }
}
