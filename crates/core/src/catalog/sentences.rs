//! A community's rules as sentences.

use super::conventions::{Conventions, Setting};
use super::rules::{
    CopyPolicy, Disclosure, Introductions, ReplyStyle, SeveralStudents, Style, TaskPolicy,
};
use onlist_mail::words::{count, or};

/// A sentence, with whose the rule is.
type Sentence = (String, Setting<()>);

fn with<T>(text: impl Into<String>, rule: &Setting<T>) -> Sentence {
    (text.into(), Setting { value: (), is_default: rule.is_default, lines: rule.lines })
}

fn if_stated<T: Clone>(rule: &Setting<Option<T>>, sentence: impl Fn(T) -> String) -> Option<Sentence> {
    rule.value.clone().map(|value| with(sentence(value), rule))
}

impl Conventions {
    /// Every rule as a sentence, with whose it is.
    #[must_use]
    pub fn setting(&self) -> Vec<Sentence> {
        [self.of_first_letters(), self.of_waiting(), self.of_text()].concat()
    }

    fn of_first_letters(&self) -> Vec<Sentence> {
        let (subject, copy, task) = (self.subject(), self.copy(), self.task());
        let (words, introductions, eligibility) = (self.words(), self.introductions(), self.eligibility());
        let copied = match copy.value {
            CopyPolicy::AllMentors => "every mentor of the project is copied",
            CopyPolicy::ListOnly => "the list alone gets a first letter",
            CopyPolicy::MentorFirst => "a first letter goes to the mentors, and the list is copied",
        };
        let tasks = match task.value {
            TaskPolicy::AskMentor => "a bite-size task is asked of the mentor",
            TaskPolicy::FindOwn => "a bite-size task is found and announced",
            TaskPolicy::None => "there are no bite-size tasks",
            TaskPolicy::Unsaid => "nothing is said of bite-size tasks",
        };
        let place = match introductions.value {
            Introductions::OwnThread => "an introduction has a thread of its own",
            Introductions::SharedThread => "introductions share a thread that is there for them",
            Introductions::NotWanted => "introductions are not wanted on the list",
        };
        let eligible = if eligibility.value {
            "a first letter says that its writer may take part"
        } else {
            "a first letter need not say that its writer may take part"
        };
        let range = words.value;
        let second = if_stated(&self.second_list(), |id| format!("the list `{id}` gets a first letter too"));
        let style = Some(self.style()).filter(|style| !style.is_default);
        let style = style.map(|style| match style.value {
            Style::Full => with("a first letter says who writes, what is done and what is asked", &style),
            Style::Brief => with("a first letter is brief", &style),
        });
        let mut sentences =
            vec![with(format!("subjects are `{}`", subject.value), &subject), with(copied, &copy)];
        sentences.extend(second);
        sentences.extend([with(place, &introductions), with(eligible, &eligibility), with(tasks, &task)]);
        sentences.push(with(format!("a first letter has {} to {} words", range.min, range.max), &words));
        sentences.extend(style);
        sentences
    }

    fn of_waiting(&self) -> Vec<Sentence> {
        let (ping, lapse) = (self.ping_after_days(), self.task_lapse_days());
        let (most, between) = (self.most_follow_ups(), self.days_between_follow_ups());
        let mut sentences =
            vec![with(format!("without an answer, one asks again after {} days", ping.value), &ping)];
        if !most.is_default {
            let often = count(most.value.into(), "time");
            sentences.push(with(format!("one asks again {often} at most"), &most));
        }
        if !between.is_default {
            let days = between.value;
            sentences.push(with(format!("there are {days} days between asking again and again"), &between));
        }
        sentences
            .push(with(format!("a task that was given is free again after {} days", lapse.value), &lapse));
        sentences.extend(if_stated(&self.most_open_introductions(), |most| {
            format!("one writes about {} at a time, at most", count(most.into(), "project"))
        }));
        sentences.extend(if_stated(&self.several_students(), |rule| {
            let rule = match rule {
                SeveralStudents::Allowed => "several students may write about one project",
                SeveralStudents::WithBackup => {
                    "several students may write about one project, and each names a second one"
                }
                SeveralStudents::OneOnly => "one student alone works on a project",
            };
            rule.to_owned()
        }));
        sentences
    }

    fn of_text(&self) -> Vec<Sentence> {
        let (generated, reply) = (self.generated_text(), self.reply_style());
        let mut sentences = Vec::new();
        if !reply.is_default {
            let place = match reply.value {
                ReplyStyle::Inline => "an answer stands below each part that it answers",
                ReplyStyle::Bottom => "an answer stands below what it quotes",
                ReplyStyle::Either => "an answer stands where one likes",
            };
            sentences.push(with(place, &reply));
        }
        let machines = match &generated.value {
            Some(policy) => format!("text written by machines: {policy}"),
            None => "nothing is said of text written by machines".to_owned(),
        };
        sentences.push(with(machines, &generated));
        sentences.extend(if_stated(&self.disclosure(), |disclosure| match disclosure {
            Disclosure::Free => "a first letter says what a machine wrote of it".to_owned(),
            Disclosure::OneOf(said) => {
                let said: Vec<_> = said.iter().map(|it| format!("`{it}`")).collect();
                format!("a first letter says one of: {}", or(&said))
            }
        }));
        sentences
    }
}
