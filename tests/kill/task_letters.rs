//! Letters about tasks that are cut short: the letter and what the ledger says of it are there, both or none.

use crate::support::faults::{Scene, Setup, Shim, each};

#[test]
fn a_letter_about_a_claim_is_kept_once_wherever_a_run_ends() {
    let Some(shim) = Shim::build() else { return };
    for scene in [Scene::Remind, Scene::Release] {
        let steps = Setup::of(&shim, scene).round().steps();
        assert!(steps.len() > 10, "{steps:?}");
        let ends = ["ENOSPC+", "ENOSPC", "EIO", "BEFORE", "AFTER"];
        let jobs: Vec<_> = steps.iter().flat_map(|step| ends.iter().map(move |it| (step, *it))).collect();
        each(
            || Setup::of(&shim, scene),
            &jobs,
            |setup, (step, end)| {
                let round = setup.round();
                round.troubled(step.at, end).output().expect("the program starts");
                let again = round.command().output().expect("the program starts");
                let standing = round.standing();
                let kept = standing.values().filter(|(state, _)| state == "ready").count();
                let told = String::from_utf8_lossy(&again.stderr);
                assert_eq!(kept, 1, "{scene:?}: {end} at {step:?}: {standing:?}: {told}");
            },
        );
    }
}
