//! Finding an item of a list by what was typed.

/// The items that hold every one of `words`, those that begin with the first of them first. No words describe all.
pub(super) fn search(items: &[String], words: &str) -> Vec<usize> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let holds_all = |item: &String| {
        let item = item.to_lowercase();
        words.iter().all(|word| item.contains(word))
    };
    let mut found: Vec<_> = (0..items.len()).filter(|at| holds_all(&items[*at])).collect();
    if let [first, ..] = &words[..] {
        found.sort_by_key(|at| !items[*at].to_lowercase().starts_with(first));
    }
    found
}

/// The item that an answer names without a doubt: its number from 1, its first
/// word, or all of it. Of other answers, what [`search`] finds.
pub(super) fn named(items: &[String], answer: &str) -> Vec<usize> {
    let whole = |item: &String| item.to_lowercase() == answer.to_lowercase();
    let id = |item: &String| item.split([' ', ':']).next().is_some_and(|id| id.eq_ignore_ascii_case(answer));
    match answer.parse::<usize>() {
        Ok(number) if (1..=items.len()).contains(&number) => vec![number - 1],
        _ => match items.iter().position(whole).or_else(|| items.iter().position(id)) {
            Some(at) => vec![at],
            None => search(items, answer),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<String> {
        [
            "powerclamp: Powerclamp for Xen",
            "rump-stubdom: Stub domains with rump kernels",
            "mini-os: Port to Xen",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn words_are_searched_in_the_whole_of_an_item() {
        for (words, expected) in [
            ("", vec![0, 1, 2]),
            ("xen", vec![0, 2]),
            ("KERNELS stub", vec![1]),
            ("p", vec![0, 1, 2]),
            ("port", vec![2]),
            ("pwrclmp", vec![]),
            ("zebra", vec![]),
        ] {
            assert_eq!(search(&items(), words), expected, "{words:?}");
        }
        assert_eq!(search(&["a xen".to_owned(), "xen b".to_owned()], "xen"), [1, 0]);
    }

    #[test]
    fn an_answer_names_by_number_id_or_words() {
        for (answer, expected) in [
            ("2", vec![1]),
            ("4", vec![]),
            ("Mini-OS", vec![2]),
            ("rump", vec![1]),
            ("xen", vec![0, 2]),
            ("mini-os: port to xen", vec![2]),
        ] {
            assert_eq!(named(&items(), answer), expected, "{answer:?}");
        }
    }
}
