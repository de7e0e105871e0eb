//! What Postfix noted down.

use std::fs;

use super::{Servers, until};

impl Servers {
    /// All of it.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// What Postfix noted of the connection in which a line holds `mark`; waits until it has ended.
    pub(crate) fn connection(&self, mark: &str) -> String {
        let connection = until(|| connections(&self.log()).into_iter().find(|it| it.contains(mark)));
        connection.unwrap_or_else(|| panic!("no connection with `{mark}` has ended:\n{}", self.log()))
    }

    /// What Postfix noted of each connection with a login in which it took a mail with Message-ID `id`; waits until there is one.
    pub(crate) fn submissions(&self, id: &str) -> Vec<String> {
        let found = until(|| {
            let log = self.log();
            let queue_ids = log.lines().filter_map(|line| line.strip_suffix(&format!(": message-id=<{id}>")));
            let marks: Vec<_> =
                queue_ids.filter_map(|line| Some(format!("{}: client=", line.rsplit_once(' ')?.1))).collect();
            let taken = |connection: &String| {
                marks.iter().any(|mark| connection.contains(mark)) && connection.contains("sasl_username=")
            };
            let found: Vec<_> = connections(&log).into_iter().filter(taken).collect();
            (!found.is_empty()).then_some(found)
        });
        found.unwrap_or_else(|| panic!("<{id}> was not submitted:\n{}", self.log()))
    }

    /// Whether Postfix took a mail with Message-ID `id`, on whatever way.
    pub(crate) fn took(&self, id: &str) -> bool {
        self.log().contains(&format!("message-id=<{id}>"))
    }
}

/// The lines of each connection that has ended: those of one process from `connect` to `disconnect`.
fn connections(log: &str) -> Vec<String> {
    let process =
        |line: &str| line.split_whitespace().find(|word| word.contains("smtpd[")).map(str::to_owned);
    let mut open: Vec<(String, String)> = Vec::new();
    let mut ended = Vec::new();
    for line in log.lines() {
        let Some(process) = process(line) else { continue };
        if line.contains(": connect from ") {
            open.push((process.clone(), String::new()));
        }
        let Some(at) = open.iter().position(|(it, _)| *it == process) else { continue };
        open[at].1.extend([line, "\n"]);
        if line.contains(": disconnect from ") {
            ended.push(open.swap_remove(at).1);
        }
    }
    ended
}
