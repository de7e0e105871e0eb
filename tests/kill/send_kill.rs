//! Runs that send are killed: at every call that changes a file, and at any moment.
#![allow(clippy::print_stdout, reason = "what was tried is seen of a test that fails")]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Student;
use crate::support::faults::{Chance, Round, Scene, Setup, Shim, Step, each};
use crate::support::smtp::{Action, Script};

/// How a run is ended.
#[derive(Debug, Clone)]
enum Kill {
    /// Beside a call that changes a file.
    At(Step, &'static str),
    /// After this time, wherever it is.
    After(Duration),
}

impl Kill {
    /// Makes the call of a round, and ends it so.
    fn end(&self, round: &Round<'_>) {
        match self {
            Self::At(step, act) => {
                let output = round.troubled(step.at, act).output().expect("the program starts");
                assert_eq!(output.status.signal(), Some(9), "{}", String::from_utf8_lossy(&output.stderr));
            }
            Self::After(time) => {
                let mut run = round.command();
                let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
                thread::sleep(*time);
                run.kill().expect("it may be killed");
                run.wait().expect("it has ended");
            }
        }
    }
}

/// The calls of a run of `scene` that change files, and how long it takes.
fn steps(shim: &Shim, scene: Scene) -> (Vec<Step>, Duration) {
    let setup = Setup::of(shim, scene);
    let steps = setup.round().steps();
    assert!(steps.len() > 20, "{steps:?}");
    let setup = Setup::slow(shim, scene);
    let round = setup.round();
    let begun = Instant::now();
    assert!(round.command().output().expect("the program starts").status.success());
    (steps, begun.elapsed())
}

/// Behind a step is where the next one begins, unless there is talk with the server in between: that is begun behind a
/// flush alone.
fn at_every_step(steps: &[Step]) -> Vec<Kill> {
    let before = steps.iter().map(|step| Kill::At(step.clone(), "BEFORE"));
    let flushes =
        steps.iter().enumerate().filter(|(nth, it)| it.call.ends_with("sync") || nth + 1 == steps.len());
    before.chain(flushes.map(|(_, step)| Kill::At(step.clone(), "AFTER"))).collect()
}

fn at_random(chance: &mut Chance, longest: Duration, count: usize) -> Vec<Kill> {
    (0..count).map(|_| Kill::After(chance.within(longest))).collect()
}

/// Ends runs, and looks at each state that this leaves behind: at all of them, or once at those that are the same.
fn ended<'s>(setup: impl Fn() -> Setup<'s> + Sync, kills: &[Kill], all: bool) -> BTreeMap<String, usize> {
    let found = Mutex::new(BTreeMap::new());
    each(setup, kills, |setup, kill| {
        let round = setup.round();
        kill.end(&round);
        let taken = round.taken().len();
        println!("{:?}, {kill:?}", setup.scene);
        let standing = if all { round.is_sound() } else { round.is_sound_once() };
        let states: Vec<_> = standing.into_values().map(|(state, _)| state).collect();
        let found_so = format!("{:?}: {}; taken {taken}", setup.scene, states.join(", "));
        *found.lock().expect("nobody panicked").entry(found_so).or_default() += 1;
    });
    found.into_inner().expect("nobody panicked")
}

/// Ends runs of `scene` at every step and at random moments.
fn is_sent_once_or_in_doubt(scene: Scene) {
    let Some(shim) = Shim::build() else { return };
    let (steps, longest) = steps(&shim, scene);
    let found = ended(|| Setup::of(&shim, scene), &at_every_step(&steps), false);
    // A run that is killed while the server makes up its mind leaves a letter in doubt.
    let doubt = |it: &String| it.contains("sending") || it.contains("unknown");
    assert!(found.keys().any(doubt) && found.keys().any(|it| it.contains("accepted")), "{found:?}");
    let kills = at_random(&mut Chance::new(), longest, 25);
    ended(|| Setup::slow(&shim, scene), &kills, false);
}

#[test]
fn an_introduction_that_is_killed_anywhere() {
    is_sent_once_or_in_doubt(Scene::Introduce);
}

#[test]
fn a_draft_that_is_killed_anywhere() {
    is_sent_once_or_in_doubt(Scene::Draft);
}

#[test]
fn letters_that_are_killed_anywhere() {
    is_sent_once_or_in_doubt(Scene::Three);
}

#[test]
fn sending_again_that_is_killed_anywhere() {
    is_sent_once_or_in_doubt(Scene::Again);
}

/// Kills runs for minutes, at random steps and moments, and looks at all that each leaves behind. `ONLIST_KILLS` says
/// how many.
#[test]
#[ignore = "takes minutes: ONLIST_KILLS=4000 cargo test --release --test kill -- --ignored --nocapture"]
#[allow(clippy::disallowed_methods, reason = "whoever has the time says how much")]
fn thousands_that_are_killed_anywhere() {
    let count = std::env::var("ONLIST_KILLS").map_or(4000, |count| count.parse().expect("a number"));
    let shim = Shim::build().expect("what ends runs");
    let mut chance = Chance::new();
    for scene in Scene::ALL {
        let (steps, longest) = steps(&shim, scene);
        let mut kills = at_every_step(&steps);
        let at_steps = kills.len();
        kills.extend(at_random(&mut chance, longest, (count / Scene::ALL.len()).saturating_sub(at_steps)));
        let begun = Instant::now();
        let found = ended(|| Setup::slow(&shim, scene), &kills, true);
        let (all, seconds) = (kills.len(), begun.elapsed().as_secs());
        println!("{scene:?}: {all} runs killed, {at_steps} of them at steps, in {seconds} s");
        for (state, count) in found {
            println!("  {count:5} {state}");
        }
    }
}

/// Two runs that send the same draft, the second begun at a random moment of the first.
#[test]
fn two_runs_send_a_draft_once() {
    let Some(shim) = Shim::build() else { return };
    let (_, longest) = steps(&shim, Scene::Draft);
    let mut chance = Chance::new();
    let pauses: Vec<_> = (0..30).map(|_| chance.within(longest)).collect();
    let second = Mutex::new(BTreeMap::<_, usize>::new());
    each(
        || Setup::slow(&shim, Scene::Draft),
        &pauses,
        |setup, pause| {
            println!("{pause:?}");
            let round = setup.round();
            let start = || round.command().stderr(Stdio::piped()).spawn().expect("the program starts");
            let first = start();
            thread::sleep(*pause);
            let ends = [first, start()].map(|run| run.wait_with_output().expect("it has ended"));
            let statuses: Vec<_> = ends.iter().map(|end| end.status.code()).collect();
            let said: Vec<_> = ends.iter().map(|end| String::from_utf8_lossy(&end.stderr)).collect();
            assert_eq!(round.taken().len(), 1, "{said:?}");
            // Whoever comes first sends it; the other is told that somebody does, or that it was sent.
            assert!(statuses.contains(&Some(0)), "{said:?}");
            for (status, said) in statuses.iter().zip(&said) {
                let possible = match status {
                    Some(0) => said.contains("note: sent: ") || said.contains("was already sent"),
                    Some(75) => {
                        said.contains("error: draft `wick-trimmer` is already open in another terminal\n")
                    }
                    _ => false,
                };
                assert!(possible, "{status:?}: {said}");
            }
            round.is_sound();
            *second.lock().expect("nobody panicked").entry(statuses).or_default() += 1;
        },
    );
    println!("{:?}", second.into_inner().expect("nobody panicked"));
}

/// Mentors' runs that give one task to twelve students, some of them killed at random moments.
#[test]
fn a_task_is_given_once_by_runs_that_are_killed() {
    const STUDENTS: usize = 12;
    let mut chance = Chance::new();
    let mut ends = BTreeMap::<_, usize>::new();
    for round in 0..6 {
        let late = Action::late(Duration::from_millis(100), "250 2.0.0 taken");
        let mentor = Student::of(Script::new().on(".", late));
        for nth in 0..STUDENTS {
            let mail = format!(
                "From: S{nth} <s{nth}@students.test>\nTo: lamp-devel@lists.example.org\n\
                 Message-ID: <{nth}@students.test>\nSubject: [GSoC 2015] wicks\n\nHello,\n\nmay I?\n"
            );
            mentor.sandbox.write(&format!("s{nth}.eml"), mail);
        }
        // Every third answer leaves as a file first.
        for nth in (0..STUDENTS).skip(2).step_by(3) {
            let line =
                format!("reply s{nth}.eml --project wick-trimmer --task spelling --save to-s{nth}.eml");
            mentor.run(&line);
        }
        let start = |nth: usize| {
            let line = match nth % 3 {
                2 => format!("send to-s{nth}.eml --yes"),
                _ => format!("reply s{nth}.eml --project wick-trimmer --task spelling --send --yes"),
            };
            let mut command = mentor.command(&line);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts")
        };
        let mut runs: Vec<_> = (0..STUDENTS).map(start).collect();
        for _ in 0..STUDENTS / 2 {
            thread::sleep(chance.within(Duration::from_millis(120)));
            // Each may have ended already.
            let _ = runs[chance.below(STUDENTS)].kill();
        }
        for run in runs {
            let output = run.wait_with_output().expect("it has ended");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!said.contains("panicked"), "{said}");
            if let Some(status) = output.status.code() {
                let clear = status == 0 || said.contains("[kept]") || said.contains("`spelling` ");
                assert!(clear, "{status}: {said}");
            }
            *ends.entry(output.status.code()).or_default() += 1;
        }
        let taken = mentor.delivered().len();
        assert!(taken <= 1, "round {round}: the task was given {taken} times");
        // Whoever comes later gets it if nobody may have it, and a clear answer if somebody does.
        let line = "reply s0.eml --project wick-trimmer --task spelling --send --yes --anyway=answered";
        let output = mentor.command(line).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let whose = ["`spelling` is kept for S", "`spelling` may have been given to S"];
        match output.status.code() {
            Some(0) => assert!(taken == 0 || mentor.delivered()[0].contains("s0@"), "{said}"),
            Some(65) => assert!(whose.iter().any(|it| said.contains(it)), "{said}"),
            Some(76) => assert!(said.contains("may have been delivered"), "{said}"),
            status => panic!("{status:?}: {said}"),
        }
    }
    println!("{ends:?}");
}
