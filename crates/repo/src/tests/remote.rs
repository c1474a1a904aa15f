//! What a remote has, asked of real ones.

use super::{KINDS, Sample};
use crate::Repo;

#[test]
fn a_remote_tells_its_branches_and_tags_where_it_is_pushed_to() {
    for (kind, options) in KINDS {
        let Some(sample) = Sample::of(options) else { continue };
        sample.commit("Begin");
        sample.git(&["tag", "-a", "-m", "One", "v1"]);
        let (pull, push) = (sample.beside("pull.git"), sample.beside("push.git"));
        for bare in [&pull, &push] {
            sample.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
        }
        sample.git(&["remote", "add", "origin", pull.to_str().unwrap()]);
        let there = || {
            let repo = Repo::discover(sample.root()).unwrap();
            let remotes = repo.remotes().unwrap();
            repo.there(remotes.first().unwrap()).unwrap()
        };
        let names: Vec<_> = there().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [b"refs/heads/main".to_vec(), b"refs/tags/v1".to_vec()], "{kind}");
        let tag = there().into_iter().find(|(name, _)| name.ends_with(b"v1")).unwrap().1;
        assert_eq!(tag, sample.id("v1"), "{kind}: the tag's own object");
        sample.git(&["-C", push.to_str().unwrap(), "tag", "-d", "v1"]);
        assert_eq!(there().len(), 2, "{kind}");
        sample.git(&["remote", "set-url", "--push", "origin", push.to_str().unwrap()]);
        assert_eq!(there().len(), 1, "{kind}: asked where it is pushed to");
    }
}

#[test]
fn a_remote_that_is_not_there_is_told_without_its_password() {
    let sample = Sample::new();
    assert_eq!(Repo::discover(sample.root()).unwrap().remotes().unwrap(), []);
    sample.git(&["remote", "add", "far", "file://me:secret@localhost/no/such/place"]);
    let repo = Repo::discover(sample.root()).unwrap();
    let remotes = repo.remotes().unwrap();
    let error = repo.there(remotes.first().unwrap()).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(!said.contains("secret"), "{said}");
    assert_eq!(remotes.first().unwrap().shown(), ["file://localhost/no/such/place"]);
}
