use super::{Change, Row, fires, silent};

const SUBJECT: &str = "[GSoC 2015] A faster parser for traces";
const TITLE: &str = "\"A faster parser for traces\"";
const ASK: &str = "Does the parser have to keep the order of events of the same time?";
const TASK: &str = "Could you point me to a bite-size task to start with?";
const SO_FAR: &str =
    "So far I have built commit 3f2a9bc1 and read src/parse.c. It takes ten\nseconds here with `make bench`.";
const IDEA: Change = (SUBJECT, "[GSoC 2015] Cool colours");
const IDEA_TEXT: Change =
    ("I would like to work on \"A faster parser for traces\"", "Cool colours is my own idea");
const FIND_OWN: Change = ("[conventions]\n", "[conventions]\ntask = { value = \"find-own\" }\n");
const ASK_MENTOR: Change = ("[conventions]\n", "[conventions]\ntask = { value = \"ask-mentor\" }\n");
const ELIGIBLE: Change = ("[conventions]\n", "[conventions]\neligibility = { value = true }\n");
const POLICY: Change = ("[conventions]\n", "[conventions]\ngenerated-text = { value = \"none, please\" }\n");
const DISCLOSURE: Change = (
    "[conventions]\n",
    "[conventions]\ndisclosure = [\"I wrote this without a machine.\", \"A machine has corrected my grammar.\"]\n",
);
const FREE: Change = ("[conventions]\n", "[conventions]\ndisclosure = \"free\"\n");
const FILLER: &str = "So far\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.\nI have read a lot about this and that.";

pub(crate) const ROWS: &[Row] = &[
    fires("C01", &[(TITLE, "it"), ("the parser", "it")]),
    fires("C01", &[(SUBJECT, "[GSoC 2015] Hello"), (TITLE, "it"), ("Cc: ", "X-Cc: "), ("the parser", "it")]),
    silent("C01", &[(TITLE, "faster parsing of traces with a better parser")]),
    silent("C01", &[(TITLE, "parser (https://example.org/a-faster-parser-for-traces)")]),
    silent("C01", &[(SUBJECT, "GSoC 2015"), (TITLE, "A faster parser for traces or the Trace viewer")]),
    silent("C01", &[IDEA, IDEA_TEXT]),
    fires(
        "C02",
        &[
            ("I am Ada Example, a student", "I am a student"),
            ("Please call me Ada.", ""),
            ("-- \nAda Example", "Bye"),
        ],
    ),
    silent("C02", &[("I am Ada Example, a student", "I am a student"), ("Please call me Ada.", "")]),
    silent("C02", &[("From: Ada Example <", "From: <"), ("-- \nAda Example", "Bye")]),
    fires("C03", &[(" in GSoC 2015", "")]),
    silent("C03", &[("in GSoC 2015", "in the Google\nSummer of Code")]),
    fires("C04", &[]).with(&[ELIGIBLE]),
    silent("C04", &[("Please", "I am eligible. Please")]).with(&[ELIGIBLE]),
    silent("C04", &[]),
    fires("C05", &[(SO_FAR, "So far I have read a lot.")]),
    silent("C05", &[(SO_FAR, "So far I have read https://example.org/.")]),
    silent("C05", &[(SO_FAR, "So far I have built lamp-unstable and booted it.")]),
    silent("C05", &[]),
    fires("C06", &[(ASK, "I hope to hear from you."), (TASK, "")]),
    fires("C06", &[(ASK, "Where do I start?"), (TASK, "How can I contribute?")]),
    fires("C06", &[(ASK, "See https://example.org/?q=a."), (TASK, "")]),
    // Asking for a task is the community's way, and no question about the project.
    fires("C06", &[(ASK, "I hope to hear from you.")]),
    fires("C06", &[(ASK, "Where do I start?")]),
    silent("C06", &[(ASK, "Where do I start?"), (TASK, "Does it keep the order?")]),
    silent("C06", &[(ASK, "I was wondering whether it keeps the order."), (TASK, "")]),
    silent("C06", &[(ASK, "I would like to hear your views on the order."), (TASK, "")]),
    silent("C06", &[(ASK, "Is there any way to keep the order"), (TASK, "")]),
    silent("C06", &[(ASK, "I have a draft and would like to get early feedback:"), (TASK, "")]),
    silent("C06", &[(ASK, "顺序要保持吗？"), (TASK, "")]),
    silent("C06", &[IDEA, IDEA_TEXT, (ASK, ""), (TASK, "")]),
    fires("C07", &[(SO_FAR, FILLER)]).with(&[(
        "[conventions]
",
        "[conventions]
check.question-by-line = 12
",
    )]),
    fires(
        "C07",
        &[
            (SO_FAR, FILLER),
            (
                "that.

Does the",
                "that.
Does the",
            ),
        ],
    ),
    silent("C07", &[]),
    silent(
        "C07",
        &[(
            "So far",
            "> quoted\n> quoted\n> quoted\n> quoted\n> quoted\n> quoted\n> quoted\n> quoted\nSo far",
        )],
    ),
    fires("C08", &[]).with(&[FIND_OWN]),
    silent("C08", &[(TASK, "I will look for a task myself.")]).with(&[FIND_OWN]),
    fires("C08", &[(TASK, "")]).with(&[ASK_MENTOR]),
    silent("C08", &[]).with(&[ASK_MENTOR]),
    silent("C08", &[(TASK, "")]),
    fires("C09", &[("Hello Grace,", "Respected Sir,")]),
    fires("C09", &[("Hello Grace,", "Dear Mr. Example,")]),
    silent("C09", &[("So far", "The Mr. Robot series aside, so far")]),
    silent("C09", &[("Hello Grace,", "Dear Grace,")]),
    fires("C10", &[(SO_FAR, ""), (ASK, ""), (TASK, "")]),
    fires("C10", &[])
        .with(&[("[conventions]\n", "[conventions]\nwords = { value = { min = 10, max = 40 } }\n")]),
    silent("C10", &[]),
    fires(
        "C11",
        &[(
            "So far",
            "Most of that time goes into copying\nstrings that nobody *needs*, and reading a long trace takes minutes today, and most of that time goes into copying. So far",
        )],
    ),
    silent("C11", &[("So far", "Most of that time goes into copying strings. So far")]),
    silent("C11", &[]),
    fires("C12", &[("So far I have built commit 3f2a9bc1", "I have sent a patch")]),
    fires("C12", &[("So far I have built commit 3f2a9bc1", "I have sent a patch based on tools-main")]),
    silent("C12", &[("So far I have built commit 3f2a9bc1", "I have sent a patch based on core-next")]),
    silent("C12", &[("So far", "I would like to review a patch. So far")]),
    silent("C12", &[]),
    fires("C14", &[]).with(&[POLICY]),
    silent("C14", &[]),
    fires("C17", &[]).with(&[DISCLOSURE]),
    fires("C17", &[("So far", "I wrote this with a machine. So far")]).with(&[DISCLOSURE]),
    fires("C17", &[("So far", "> I wrote this without a machine.\nSo far")]).with(&[DISCLOSURE]),
    silent("C17", &[("So far", "I wrote this\nwithout a machine. So far")]).with(&[DISCLOSURE]),
    silent("C17", &[("So far", "A machine has corrected my grammar. So far")]).with(&[DISCLOSURE]),
    fires("C17", &[("So far", "I wrote this without a machine. A machine has corrected my grammar. So far")])
        .with(&[DISCLOSURE]),
    fires("C17", &[]).with(&[FREE]),
    silent("C17", &[("So far", "I wrote this myself. So far")]).with(&[FREE]),
    silent("C17", &[("So far", "ChatGPT has corrected my grammar. So far")]).with(&[FREE]),
    silent("C17", &[]),
    fires("C16", &[IDEA, IDEA_TEXT]),
    silent(
        "C16",
        &[
            IDEA,
            IDEA_TEXT,
            (
                "So far",
                "The problem is grey. I would change that. Nothing similar exists. I need help. So far",
            ),
        ],
    ),
    silent("C16", &[]),
];
