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
    /// In the order of the text, none inside another.
    edits: Vec<Edit>,
}

impl Edited {
    pub(super) fn new(original: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let (mut text, mut done) = (String::with_capacity(original.len()), 0);
        edits.retain(|edit| {
            let fits = edit.range.start >= done;
            if fits {
                text.push_str(&original[done..edit.range.start]);
                text.push_str(&edit.with);
                done = edit.range.end;
            }
            fits
        });
        text.push_str(&original[done..]);
        Self { text, edits }
    }

    /// The place in the original of a place in the text.
    pub(super) fn place(&self, original: &str, span: &Range<usize>) -> Range<usize> {
        let mut shift = 0_isize;
        let back = |at: usize, shift: isize| at.saturating_add_signed(-shift).min(original.len());
        for Edit { range, with } in &self.edits {
            let start = range.start.saturating_add_signed(shift);
            let end = start + with.len();
            if span.end <= start {
                break;
            }
            if span.start < end {
                // What was kept has its own place in what was there before.
                let kept = self.text.get(span.clone()).and_then(|it| original[range.clone()].find(it));
                return match kept {
                    Some(at) => range.start + at..range.start + at + span.len(),
                    None if span.start < start => back(span.start, shift)..range.end,
                    None => range.clone(),
                };
            }
            shift += with.len().cast_signed() - range.len().cast_signed();
        }
        let start = back(span.start, shift);
        start..back(span.end, shift).max(start)
    }

    /// Whether the place in the original is one where something else is read.
    pub(super) fn is_at(&self, place: &Range<usize>) -> bool {
        self.edits.iter().any(|it| it.range.start <= place.start && place.end <= it.range.end)
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
