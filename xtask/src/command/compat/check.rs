//! `compat --check`: whether what is installed together works together.

use alloc::collections::BTreeSet;
use std::path::Path;

use place::{Explain, Finding, Place, Severity};

use crate::error::UsageError;
use crate::installation::{CompatFile, Installation, Limits, SUFFIX, scan};
use crate::parties::{Policy, PolicyOptions};
use crate::render::Format;
use crate::{Error, Session, render};

/// Judges the installation in `folder` and shows what comes of it.
pub(super) fn check(
    session: &Session,
    options: &PolicyOptions,
    folder: &Path,
) -> Result<Installation, Error> {
    let scanned = scan(&session.path(folder), folder, Limits::SANE)?;
    if scanned.is_empty() {
        return Err(UsageError {
            message: format!("nothing in `{}` says what it is", folder.display()),
            help: format!(
                "no file ends in {SUFFIX}; `compat --emit NAME -o FOLDER` writes one when a component \
                 is built"
            ),
        }
        .into());
    }
    let (mut files, mut broken) = (Vec::new(), Vec::new());
    for one in scanned {
        let path = one.path.display().to_string();
        let read = one.text.map_err(|message| finding(&path, format!("`{path}`: {message}"), None));
        match read {
            Err(finding) => broken.push(finding),
            Ok(text) => {
                session.remember(&path, text.clone());
                match CompatFile::read(&path, &text) {
                    Ok(file) => files.push((path, file)),
                    Err(error) => broken.push(Finding {
                        place: error.place(),
                        ..finding(&path, error.to_string(), error.help())
                    }),
                }
            }
        }
    }
    let named: BTreeSet<&str> = files.iter().map(|(_, file)| file.scheme.as_str()).collect();
    let policy = match Policy::of_installation(session, options, &named) {
        // Without one file that can be read there is no policy: the files are what is wrong.
        Err(_) if files.is_empty() && options.scheme.is_none() => {
            let installation =
                Installation { components: Vec::new(), pairs: Vec::new(), findings: broken };
            show(session, None, &installation)?;
            return Ok(installation);
        }
        other => other?,
    };
    let installation = Installation::judge(&policy, &folder.display().to_string(), files, broken);
    show(session, Some(policy.scheme.name()), &installation)?;
    Ok(installation)
}

fn show(session: &Session, scheme: Option<&str>, installation: &Installation) -> Result<(), Error> {
    let sources = session.sources();
    if session.format == Format::Json {
        session.print(&render::installation_json(scheme, installation, &sources))
    } else {
        session.show(&render::installation(installation, &sources, session.width))
    }
}

fn finding(path: &str, message: String, help: Option<String>) -> Finding {
    Finding {
        rule: "installation",
        policy: None,
        severity: Severity::Error,
        message,
        component: None,
        place: Some(Place::File { path: path.to_owned(), span: None }),
        help: help.or_else(|| Some("put a file there that `compat --emit` wrote".into())),
        fix: None,
    }
}
