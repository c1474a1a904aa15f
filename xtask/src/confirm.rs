//! Asks before something is changed.

use std::io::{self, BufRead, Write};

use place::{Class, Explain};

use crate::terminal;

/// Why nothing was confirmed; nothing has been changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmError {
    /// The answer was not "yes".
    #[error("not confirmed, nothing was changed")]
    Declined,
    /// The same, where hooks would have run.
    #[error("not confirmed, nothing was changed and no hook ran")]
    HooksDeclined,
    /// There is nobody to ask.
    #[error("this needs a confirmation, and there is no terminal to ask on")]
    NobodyThere,
}

impl ConfirmError {
    /// The same of a question that was about hooks too: to answer that, it takes another option.
    #[must_use]
    pub fn of_hooks(self) -> Self {
        if self == Self::Declined { Self::HooksDeclined } else { self }
    }
}

impl Explain for ConfirmError {
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Declined => "run it again with --yes, or look only with --dry-run".into(),
            Self::HooksDeclined => {
                "run it again with --yes --hooks, without them with --no-hooks, or look only with \
                 --dry-run"
                    .into()
            }
            Self::NobodyThere => "add --yes to apply it unasked, or --dry-run to look only".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Unconfirmed
    }
}

/// Asks `question` (without a question mark) on the terminal and waits for `y` or `yes`. Asks
/// nothing and agrees when `yes` says so.
///
/// # Errors
/// [`ConfirmError`], whose class gives exit code 4.
pub fn confirm(question: &str, yes: bool) -> Result<(), ConfirmError> {
    if yes {
        return Ok(());
    }
    if !terminal::answers() {
        return Err(ConfirmError::NobodyThere);
    }
    ask(question, &mut io::stdin().lock(), &mut anstream::stderr().lock())
}

/// Anything but a clear yes is a no, the end of input included.
fn ask(question: &str, from: &mut dyn BufRead, to: &mut dyn Write) -> Result<(), ConfirmError> {
    let asked = write!(to, "{question}? [y/N] ").and_then(|()| to.flush());
    let mut answer = String::new();
    let answered = asked.and_then(|()| from.read_line(&mut answer));
    // Whoever answers ends the line; where input ended instead, what is said next begins one.
    if !answer.ends_with('\n') {
        let _ = writeln!(to);
    }
    match (answered, answer.trim().to_ascii_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err(ConfirmError::Declined),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_confirms() {
        for (answer, agreed) in [
            ("y\n", true),
            ("YES\r\n", true),
            ("\n", false),
            ("", false),
            ("yess\n", false),
            ("n\ny\n", false),
        ] {
            let mut said = Vec::new();
            let result = ask("apply this plan", &mut answer.as_bytes(), &mut said);
            assert_eq!(result.is_ok(), agreed, "{answer:?}");
            let end = if answer.is_empty() { "\n" } else { "" };
            assert_eq!(said, format!("apply this plan? [y/N] {end}").as_bytes(), "{answer:?}");
        }
    }

    #[test]
    fn a_refusal_is_exit_code_4() {
        assert_eq!(ConfirmError::NobodyThere.class().exit_code(), 4);
        assert_eq!(ConfirmError::Declined.class().exit_code(), 4);
    }
}
