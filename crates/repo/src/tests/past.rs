use super::*;

/// A branch of ten commits, and one beside it.
fn branched() -> Sample {
    let sample = Sample::new();
    for step in 0..10 {
        sample.commit(&format!("step {step}"));
    }
    sample.git(&["branch", "aside", "HEAD~8"]);
    sample.git(&["switch", "-q", "aside"]);
    sample.commit("beside");
    sample.git(&["switch", "-q", "main"]);
    sample
}

fn quick(sample: &Sample) -> Repo {
    Repo::open(sample.root(), Opening::default()).unwrap()
}

#[test]
fn what_was_walked_ahead_answers_without_another_look() {
    let sample = branched();
    let (head, first, aside) = (sample.head(), sample.id("HEAD~9"), sample.id("aside"));
    let repo = quick(&sample);
    let beside = repo.beside().unwrap();
    let mut allowed = 0;
    beside.walk_ahead(&head, 100, || {
        allowed += 1;
        allowed < 5
    });
    repo.take_over(beside);
    // Half of it was walked: the rest still is, where it is asked for.
    assert_eq!(repo.ancestors(&[first.clone(), aside.clone()], &head).unwrap(), [true, false]);
    let repo = quick(&sample);
    let beside = repo.beside().unwrap();
    beside.walk_ahead(&head, 100, || true);
    repo.take_over(beside);
    let (folder, file) = first.as_str().split_at(2);
    fs::remove_file(sample.root().join(".git/objects").join(folder).join(file)).unwrap();
    assert_eq!(repo.ancestors(&[first.clone(), head.clone()], &head).unwrap(), [true, true]);
}

#[test]
fn a_history_is_walked_no_further_than_it_is_asked_for() {
    let sample = branched();
    let (head, second, third) = (sample.head(), sample.id("HEAD~1"), sample.id("HEAD~2"));
    let (folder, file) = third.as_str().split_at(2);
    fs::remove_file(sample.root().join(".git/objects").join(folder).join(file)).unwrap();
    // What is missing further back harms nobody who does not look there.
    assert_eq!(quick(&sample).ancestors(&[second], &head).unwrap(), [true]);
}

#[test]
fn where_history_is_cut_what_lies_behind_the_cut_is_no_part_of_it() {
    let sample = branched();
    let (head, first, cut) = (sample.head(), sample.id("HEAD~9"), sample.id("HEAD~3"));
    let asked = [first, cut.clone(), head.clone()];
    assert_eq!(quick(&sample).ancestors(&asked, &head).unwrap(), [true; 3]);
    for file in ["info/grafts", "shallow"] {
        let path = sample.root().join(".git").join(file);
        fs::write(&path, format!("{cut}\n")).unwrap();
        for (which, repo) in sample.both() {
            let inside = repo.ancestors(&asked, &head).unwrap();
            assert_eq!(inside, [false, true, true], "{file}, {which}");
        }
        fs::remove_file(&path).unwrap();
    }
}
