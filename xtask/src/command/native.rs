//! `native`: what a version is called by each ecosystem.

use place::{Class, Explain, Place, nearest};
use version::{DIALECTS, Dialect, PackageError, Version};

use super::Command;
use crate::error::{Refused, UsageError};
use crate::options::{JsonOption, today};
use crate::parties::{Party, Policy, PolicyOptions};
use crate::render::{Format, Numbered, Row};
use crate::{Error, Outcome, Session, render};

/// Say what a version is called by Cargo, npm, Debian, MSI and the others, or why it cannot be
///
/// A component is asked for by its name, which stands for its current version, or as NAME@VERSION;
/// its own native templates apply. Without either, the product's own version is meant.
///
/// With --builds, package versions are numbered instead: the release of a final version counts its
/// builds from 1, and that of a pre-release stays below it and counts the builds of all labels.
#[derive(Debug, clap::Args)]
pub(super) struct Native {
    /// A component, a version, or COMPONENT@VERSION; several, oldest first, with --builds
    #[arg(value_name = "NAME|VERSION")]
    subjects: Vec<String>,

    /// Print the version in this dialect and nothing else; end with 1 where it cannot be said
    #[arg(long, value_name = "DIALECT", value_parser = dialect)]
    dialect: Option<&'static Dialect>,

    /// Write it behind this epoch, in the dialects that have one
    #[arg(long, value_name = "N")]
    epoch: Option<u64>,

    /// Number the packages of so many builds: a number for each version, or one for all of them
    #[arg(long, value_name = "N,…", value_delimiter = ',', help_heading = "Packages",
        value_parser = clap::value_parser!(u64).range(1..=MOST_BUILDS))]
    builds: Vec<u64>,

    /// So many builds were made before, of the first version or of pre-releases that led to it
    #[arg(long, value_name = "N", default_value_t = 0, requires = "builds", help_heading = "Packages",
        value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    after: u64,

    /// End each package's release with a distribution's tag, such as .el5 or ~bpo50+1
    #[arg(long, value_name = "TAG", requires_all = ["builds", "dialect"], help_heading = "Packages")]
    dist: Option<String>,

    #[command(flatten)]
    policy: PolicyOptions,

    #[command(flatten)]
    json: JsonOption,
}

/// More builds of one version than this are taken for a slip.
const MOST_BUILDS: u64 = 1_000;

impl Command for Native {
    const NAME: &'static str = "native";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a component's version, everywhere", "syncline native sdk-java"),
        ("just the text, for a script", "syncline native sdk-java --dialect deb"),
        ("a version outside any product", "syncline native 1.1.20161108 --scheme chain"),
        ("a role's version", "syncline native core@3.0.0.1883 --scheme diavolo --dialect assembly"),
        (
            "the next package of a candidate",
            "syncline native kolabd --dialect rpm --builds 1 --after 3",
        ),
        (
            "all packages up to a release",
            "syncline native 2.3-beta1 2.3-rc1 2.3.0 --scheme kolab --dialect deb --builds 3,1,1",
        ),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let policy = Policy::open(session, &self.policy, &self.subjects, false)?;
        let mut parties = match self.subjects.as_slice() {
            [] => {
                policy.doubt(session);
                vec![policy.product_version(today(None)?)?]
            }
            words => words.iter().map(|word| policy.subject(word)).collect::<Result<_, _>>()?,
        };
        if let Some(epoch) = self.epoch {
            for party in &mut parties {
                self.lift(party, epoch)?;
            }
        }
        match (self.builds.is_empty(), parties.as_slice()) {
            (false, parties) => self.packages(session, &policy, parties)?,
            (true, [party]) => self.versions(session, &policy, party)?,
            (true, _) => {
                return Err(UsageError {
                    message: format!("{} versions are named", parties.len()),
                    help: "name one, or number the packages of all of them with --builds".into(),
                }
                .into());
            }
        }
        Ok(Outcome::Done)
    }
}

impl Native {
    /// Gives the party's versions their epoch, in the dialect asked for or in all that have one.
    fn lift(&self, party: &mut Party, epoch: u64) -> Result<(), Error> {
        let all = DIALECTS.iter().copied().filter(|dialect| dialect.epoch.is_some());
        let one = self.dialect.into_iter();
        let lifted: Vec<&Dialect> =
            if self.dialect.is_some() { one.collect() } else { all.collect() };
        for dialect in lifted {
            let place = Place::Argument("--epoch".into());
            party.form = party.form.with_epoch(dialect.id, epoch, place)?;
        }
        Ok(())
    }

    /// One version, in one dialect or in all.
    fn versions(&self, session: &Session, policy: &Policy, party: &Party) -> Result<(), Error> {
        let component = policy.component(party);
        let json = session.format == Format::Json;
        if let Some(dialect) = self.dialect {
            let row = self.row(party, dialect);
            if json && row.written.is_ok() {
                return session.print(&render::native_json(component, party, &[row]));
            }
            let text = row.written.map_err(|error| refused(policy, error))?;
            return session.print(&format!("{text}\n"));
        }
        let rows: Vec<Row> = DIALECTS.iter().map(|dialect| self.row(party, dialect)).collect();
        if json {
            session.print(&render::native_json(component, party, &rows))
        } else {
            session.show(&render::native(&policy.scheme, party, &rows, session.width))
        }
    }

    /// The packages of every version named, in one dialect or in all that count builds.
    fn packages(&self, session: &Session, policy: &Policy, parties: &[Party]) -> Result<(), Error> {
        let Some(first) = parties.first() else { return Ok(()) };
        let whose = |party: &Party| (party.component, party.role.clone(), party.name.clone());
        if let Some(other) = parties.iter().find(|party| whose(party) != whose(first)) {
            return Err(UsageError {
                message: format!(
                    "`{}` and `{}` are not one component",
                    first.label(),
                    other.label()
                ),
                help: "name versions of one component: their builds are counted together".into(),
            }
            .into());
        }
        let builds = self.builds_of(parties)?;
        let number = |dialect: &'static Dialect| {
            let dist = self.dist.as_deref();
            let made = first.form.packages(dialect, &builds, self.after, dist);
            Numbered { dialect, made }
        };
        let component = policy.component(first);
        if let Some(dialect) = self.dialect {
            let numbered = number(dialect);
            if session.format == Format::Json && numbered.made.is_ok() {
                return session.print(&render::packages_json(component, &[numbered]));
            }
            let made = numbered.made.map_err(|error| refused(policy, error))?;
            let lines = made.iter().map(|package| format!("{}\n", package.text));
            return session.print(&lines.collect::<String>());
        }
        let counting = DIALECTS.iter().filter(|dialect| dialect.packages.is_some());
        let mut numbered: Vec<Numbered> = counting.map(|dialect| number(dialect)).collect();
        // What no dialect can number is wrong in itself: versions out of order, say.
        if numbered.iter().all(|numbered| numbered.made.is_err())
            && let Some(Numbered { made: Err(error), .. }) = numbered.pop()
        {
            return Err(refused(policy, error).into());
        }
        if session.format == Format::Json {
            session.print(&render::packages_json(component, &numbered))
        } else {
            session.show(&render::packages(&policy.scheme, &numbered, session.width))
        }
    }

    /// Each version with the number of its builds.
    fn builds_of(&self, parties: &[Party]) -> Result<Vec<(Version, u64)>, UsageError> {
        let one = match self.builds.as_slice() {
            [one] => Some(*one),
            several if several.len() == parties.len() => None,
            several => {
                return Err(UsageError {
                    message: match parties.len() {
                        1 => format!("--builds gives {} numbers for one version", several.len()),
                        all => {
                            format!("--builds gives {} numbers for {all} versions", several.len())
                        }
                    },
                    help: "give a number for each version, or one for all of them".into(),
                });
            }
        };
        let each = self.builds.iter().copied().map(Some).chain(core::iter::repeat(one));
        Ok(parties
            .iter()
            .zip(each)
            .map(|(party, own)| (party.version.clone(), one.or(own).unwrap_or(1)))
            .collect())
    }

    fn row(&self, party: &Party, dialect: &'static Dialect) -> Row {
        let native = party.form.native(dialect, &party.version, None);
        let read = native.as_ref().ok().and_then(|text| party.form.from_native(dialect, text).ok());
        // An epoch that is asked for is shown even where files keep it in a place of its own.
        let written = match self.epoch {
            Some(_) => party.form.with_its_epoch(dialect, &party.version, None),
            None => native,
        };
        Row { dialect, written, read }
    }
}

fn dialect(id: &str) -> Result<&'static Dialect, String> {
    version::dialect(id).ok_or_else(|| {
        let known = || DIALECTS.iter().map(|dialect| dialect.id);
        match nearest(id, known()) {
            Some(near) => format!("there is no dialect `{id}`; did you mean `{near}`?"),
            None => format!("the dialects are {}", known().collect::<Vec<_>>().join(", ")),
        }
    })
}

/// What the dialect asked for cannot hold: whatever the reason, the answer is no.
fn refused(policy: &Policy, error: impl Into<PackageError>) -> Refused {
    let error = error.into();
    let class = match &error {
        PackageError::Native(_) => Class::Policy,
        other => other.class(),
    };
    Refused::under(&policy.scheme, error).with_class(class)
}
