//! Numbers of lines for places in a text.

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    first: usize,
    length: usize,
}

impl Lines {
    /// The lines of `text`, the first of which has the number `first`.
    pub(super) fn of(text: &str, first: usize) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: starts.collect(), first, length: text.len() }
    }

    /// The number of the line that byte `at` stands in.
    pub(super) fn number(&self, at: usize) -> usize {
        self.first + self.starts.partition_point(|start| *start <= at)
    }

    /// Where the line that byte `at` stands in ends, before its line feed.
    pub(super) fn end(&self, at: usize) -> usize {
        let next = self.starts.partition_point(|start| *start <= at);
        self.starts.get(next).map_or(self.length, |start| start - 1)
    }
}
