//! Finding an item of a list by what was typed.

use super::Choice;

/// The choices that hold every one of `words`, those that begin with the first of them first. No words describe all.
pub(super) fn search(choices: &[Choice], words: &str) -> Vec<usize> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let texts: Vec<_> = choices.iter().map(Choice::searched).collect();
    let holds_all = |at: &usize| words.iter().all(|word| texts[*at].contains(word));
    let mut found: Vec<_> = (0..choices.len()).filter(holds_all).collect();
    if let [first, ..] = &words[..] {
        found.sort_by_key(|at| !texts[*at].starts_with(first));
    }
    found
}

/// What a list shows of a search: what it finds, then what is offered whatever is searched.
pub(super) fn offered(choices: &[Choice], words: &str) -> Vec<usize> {
    let mut found = search(choices, words);
    let others: Vec<_> = (0..choices.len()).filter(|at| choices[*at].always && !found.contains(at)).collect();
    found.extend(others);
    found
}

/// The choice that an answer names without a doubt: its number from 1, its first
/// word, or all of it. Of other answers, what [`search`] finds.
pub(super) fn named(choices: &[Choice], answer: &str) -> Vec<usize> {
    let whole = |it: &Choice| it.label().to_lowercase() == answer.to_lowercase();
    let id =
        |it: &Choice| it.label().split([' ', ':']).next().is_some_and(|id| id.eq_ignore_ascii_case(answer));
    match answer.parse::<usize>() {
        Ok(number) if (1..=choices.len()).contains(&number) => vec![number - 1],
        _ => match choices.iter().position(whole).or_else(|| choices.iter().position(id)) {
            Some(at) => vec![at],
            None => search(choices, answer),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let mut choices = [
            "powerclamp: Powerclamp for Xen",
            "rump-stubdom: Stub domains with rump kernels",
            "mini-os: Port to Xen",
        ]
        .map(Choice::of)
        .to_vec();
        choices[1].words = "C, easy".to_owned();
        choices
    }

    #[test]
    fn words_are_searched_in_the_whole_of_an_item() {
        for (words, expected) in [
            ("", vec![0, 1, 2]),
            ("xen", vec![0, 2]),
            ("KERNELS stub", vec![1]),
            ("easy", vec![1]),
            ("stub easy", vec![1]),
            ("p", vec![0, 1, 2]),
            ("port", vec![2]),
            ("pwrclmp", vec![]),
            ("zebra", vec![]),
        ] {
            assert_eq!(search(&choices(), words), expected, "{words:?}");
        }
        assert_eq!(search(&[Choice::of("a xen"), Choice::of("xen b")], "xen"), [1, 0]);
    }

    #[test]
    fn some_are_offered_whatever_is_searched() {
        let mut choices = choices();
        choices[2].always = true;
        assert_eq!(offered(&choices, "easy"), [1, 2]);
        assert_eq!(offered(&choices, "zebra"), [2]);
        assert_eq!(offered(&choices, "mini"), [2]);
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
            assert_eq!(named(&choices(), answer), expected, "{answer:?}");
        }
    }
}
