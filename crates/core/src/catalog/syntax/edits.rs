//! Changes to a text, and the way back to the places of what was changed.

use std::ops::Range;

/// A part of a text, with what is read in its place.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The octets of the original.
    pub(super) range: Range<usize>,
    /// What is read there.
    pub(super) with: String,
}

/// A text with its edits done.
#[derive(Debug)]
pub(super) struct Edited {
    pub(super) text: String,
    /// In the order of the text, none inside another, each with where it begins in the text.
    edits: Vec<(Edit, usize)>,
}

impl Edited {
    pub(super) fn new(original: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let (mut text, mut kept, mut done) = (String::with_capacity(original.len()), Vec::new(), 0);
        for edit in edits {
            if edit.range.start >= done {
                text.push_str(&original[done..edit.range.start]);
                done = edit.range.end;
                let start = text.len();
                text.push_str(&edit.with);
                kept.push((edit, start));
            }
        }
        text.push_str(&original[done..]);
        Self { text, edits: kept }
    }

    /// The place in the original of a place in the text.
    pub(super) fn place(&self, original: &str, span: &Range<usize>) -> Range<usize> {
        let next = self.edits.partition_point(|(edit, start)| start + edit.with.len() <= span.start);
        // What stands behind an edit is as far from its end as before.
        let (before, after) = self.edits[..next]
            .last()
            .map_or((0, 0), |(edit, start)| (edit.range.end, start + edit.with.len()));
        let start = (before + span.start.saturating_sub(after)).min(original.len());
        match self.edits.get(next).filter(|(_, start)| *start < span.end) {
            None => start..(start + span.len()).min(original.len()),
            Some((Edit { range, .. }, edit)) if span.start < *edit => start..range.end,
            // What was kept has its own place in what was there before.
            Some((Edit { range, .. }, _)) => {
                let kept = self.text.get(span.clone()).filter(|kept| !kept.is_empty());
                let kept = kept.and_then(|kept| original[range.clone()].find(kept));
                kept.map_or_else(|| range.clone(), |at| range.start + at..range.start + at + span.len())
            }
        }
    }

    /// Whether the place in the original is one where something else is read.
    pub(super) fn is_at(&self, place: &Range<usize>) -> bool {
        let next = self.edits.partition_point(|(edit, _)| edit.range.end < place.end);
        self.edits.get(next).is_some_and(|(edit, _)| edit.range.start <= place.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_what_was_there_before() {
        let original = "a: x\nb = 1\nc = [2\nd = 3\n";
        let edit = |range, with: &str| Edit { range, with: with.to_owned() };
        let edited = Edited::new(original, vec![edit(17..17, "]"), edit(0..4, "a = \"x\"")]);
        assert_eq!(edited.text, "a = \"x\"\nb = 1\nc = [2]\nd = 3\n");
        for (found, there) in [("b", "b"), ("[2", "[2"), ("d = 3", "d = 3"), ("a", "a"), ("\"x\"", "a: x")] {
            let at = edited.text.find(found).expect("there");
            let place = edited.place(original, &(at..at + found.len()));
            assert_eq!(&original[place], there, "{found}");
        }
    }
}
