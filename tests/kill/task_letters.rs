//! Letters about tasks that are cut short: the letter and what the ledger says of it are there, both or none.

use crate::support::faults::{Round, Scene, Setup, Shim, each};

/// How a run ends at a step: a full disk from there on, a write that fails, a kill.
const ENDS: [&str; 3] = ["ENOSPC+", "EIO", "BEFORE"];

#[test]
fn a_letter_about_a_claim_is_kept_once_wherever_a_run_ends() {
    let Some(shim) = Shim::build() else { return };
    for scene in [Scene::Remind, Scene::Release] {
        let steps = Setup::of(&shim, scene).round().steps();
        assert!(steps.len() > 10, "{steps:?}");
        let jobs: Vec<_> = steps.iter().flat_map(|step| ENDS.iter().map(move |it| (step, *it))).collect();
        each(
            || Setup::of(&shim, scene),
            &jobs,
            |setup, (step, end)| {
                let round = setup.round();
                round.troubled(step.at, end).output().expect("the program starts");
                is_kept_once(&round, &format!("{scene:?}: {end} at {step:?}"));
            },
        );
    }
}

#[test]
fn a_release_in_the_menu_is_kept_once_wherever_the_run_ends() {
    let Some(shim) = Shim::build() else { return };
    let steps = Setup::of(&shim, Scene::Release).round().steps_of_menu();
    assert!(steps.len() > 10, "{steps:?}");
    let jobs: Vec<_> = steps.iter().flat_map(|step| ENDS.iter().map(move |it| (step, *it))).collect();
    each(
        || Setup::of(&shim, Scene::Release),
        &jobs,
        |setup, (step, end)| {
            let round = setup.round();
            round.troubled_in_menu(step.at, end);
            is_kept_once(&round, &format!("{end} at {step:?}"));
        },
    );
}

/// Makes the call once more, as its user would: then the letter is there once.
fn is_kept_once(round: &Round<'_>, what: &str) {
    let again = round.command().output().expect("the program starts");
    let standing = round.standing();
    let kept = standing.values().filter(|(state, _)| state == "ready").count();
    assert_eq!(kept, 1, "{what}: {standing:?}: {}", String::from_utf8_lossy(&again.stderr));
}
