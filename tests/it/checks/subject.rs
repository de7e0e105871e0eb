use super::{Change, Row, fires, silent};

const SUBJECT: &str = "Subject: [GSoC 2015] A faster parser for traces";
const PATTERN: Change = ("[conventions]\n", "[conventions]\nsubject = { value = \"{token}: {title}\" }\n");
const THREAD: Change = ("MIME-Version", "In-Reply-To: <other@b.test>\nMIME-Version");
const RE: Change = (SUBJECT, "Subject: Re: [GSoC 2015] A faster parser for traces");
const QUOTE: Change = ("Does the", "> Which tree do you use?\nDoes the");

pub(crate) const ROWS: &[Row] = &[
    fires("S10", &[(SUBJECT, "Subject: grace@example.org")]),
    fires("S10", &[(SUBJECT, "Subject: [GSoC 2015] <grace@example.org>")]),
    silent("S10", &[(SUBJECT, "Subject: [GSoC 2015] grace@example.org bounces")]),
    silent("S10", &[]),
    fires("S11", &[("Subject: [GSoC 2015] A faster parser for traces\n", "")]),
    fires("S11", &[(SUBJECT, "Subject:")]),
    fires("S11", &[(SUBJECT, "Subject: =?utf-8?q??=")]),
    silent("S11", &[(SUBJECT, "Subject: ?")]),
    fires("S01", &[(SUBJECT, "Subject: A faster parser for traces")]),
    silent("S01", &[(SUBJECT, "Subject: gsoc'15 - A faster parser for traces")]),
    silent("S01", &[(SUBJECT, "Subject: Re: A faster parser for traces"), THREAD])
        .with(&[("GSoC\"]", "parser\"]")]),
    fires("S02", &[(SUBJECT, "Subject: [GSoC] A faster parser for traces")]),
    fires("S02", &[(SUBJECT, "Subject: A faster parser for traces (GSoC'15)")]),
    silent("S02", &[(SUBJECT, "Subject: A faster parser for traces (gsoc 2015)")]),
    fires("S02", &[]).with(&[PATTERN]),
    silent("S02", &[(SUBJECT, "Subject: GSoC 2015: A faster parser for traces")]).with(&[PATTERN]),
    fires("S03", &[(SUBJECT, "Subject: [GSoC 2014] A faster parser for traces")]),
    silent("S03", &[(SUBJECT, "Subject: [GSoC] A faster parser for traces of 2014")]),
    fires("S04", &[(SUBJECT, "Subject: [GSoC 2015] Introduction: Ada Example")]),
    fires("S04", &[(SUBJECT, "Subject: GSoC 2015")]),
    fires("S04", &[(SUBJECT, "Subject: GSoC 2015 proposal for Example Project")]),
    silent("S04", &[(SUBJECT, "Subject: GSoC 2015 proposal: parser")]),
    fires("S05", &[(SUBJECT, "Subject: Subject: [GSoC 2015] A faster parser for traces")]),
    fires("S05", &[RE]),
    fires("S05", &[(SUBJECT, "Subject: [devel] Re: [GSoC 2015] A faster parser for traces")]),
    fires("S05", &[(SUBJECT, "Subject: Fwd: [GSoC 2015] A faster parser for traces")]),
    fires("S05", &[("Hello Grace,", "subject: parser\n\nHello Grace,")]),
    silent("S05", &[RE, THREAD]),
    silent("S05", &[(SUBJECT, "Subject: [GSoC 2015] Regarding: A faster parser for traces")]),
    fires(
        "S06",
        &[(
            SUBJECT,
            "Subject: [GSoC 2015] A faster parser for traces that are longer than anybody would want",
        )],
    ),
    silent(
        "S06",
        &[(SUBJECT, "Subject: [devel] [GSoC 2015] A faster parser for traces that are longer than anybody")],
    ),
    fires("S07", &[(SUBJECT, "Subject: [GSoC 2015] A FASTER PARSER FOR TRACES")]),
    fires("S07", &[(SUBJECT, "Subject: [GSoC 2015] A faster parser for traces!!!")]),
    fires("S07", &[(SUBJECT, "Subject: [GSoC 2015] A faster parser for traces \u{1f680}")]),
    fires("S07", &[(SUBJECT, "Subject: GSoC 2015 – A faster parser for traces")]),
    silent("S07", &[(SUBJECT, "Subject: [GSoC 2015] CPU/RAM/PCI DRBD parser")]),
    silent("S07", &[(SUBJECT, "Subject: [GSoC 2015] Analyse für Spuren")]),
    fires("S08", &[(SUBJECT, "Subject: Unsubscribe")]),
    silent("S08", &[(SUBJECT, "Subject: GSoC: help")]),
    fires("S09", &[(SUBJECT, "Subject: [devel] [GSoC 2015] A faster parser for traces")]),
    silent(
        "S09",
        &[(
            SUBJECT,
            "List-Id: <devel.lists.example.org>\nSubject: [devel] [GSoC 2015] A faster parser for traces",
        )],
    ),
    silent("S09", &[(SUBJECT, "Subject: [RFC] [GSoC 2015] A faster parser for traces")]),
    fires("T01", &[THREAD]),
    silent("T01", &[THREAD, RE]),
    silent("T01", &[THREAD, QUOTE]),
    silent("T01", &[THREAD])
        .with(&[("[conventions]\n", "[conventions]\nintroductions = { value = \"shared-thread\" }\n")]),
    fires("T02", &[RE, QUOTE]),
    silent("T02", &[RE, QUOTE, THREAD]),
    silent("T02", &[RE]),
    fires("T03", &[RE, THREAD, ("To: devel@lists.example.org", "To: grace@example.org")]),
    silent("T03", &[RE, THREAD]),
    silent(
        "T03",
        &[RE, THREAD, ("To: devel@lists.example.org", "To: x@y.test\nList-Id: <devel.lists.example.org>")],
    ),
];
