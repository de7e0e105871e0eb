//! A community's rules as sentences.

use super::conventions::{Conventions, Setting};
use super::rules::{CopyPolicy, Disclosure, Introductions, ReplyStyle, SeveralStudents, Style, TaskPolicy};
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
            CopyPolicy::AllMentors => "copy every mentor of the project",
            CopyPolicy::ListOnly => "send a first letter only to the list",
            CopyPolicy::MentorFirst => "send a first letter to the mentors, with the list in copy",
        };
        let word = self.task_word().value;
        let tasks = match task.value {
            TaskPolicy::AskMentor => format!("ask the mentor for a {word}"),
            TaskPolicy::FindOwn => format!("find a {word} and announce it"),
            TaskPolicy::AfterProposal => {
                format!("do not ask for a {word}: the mentor gives it after the proposal")
            }
            TaskPolicy::None => format!("there are no {word}s"),
            TaskPolicy::Unsaid => format!("no rule about {word}s"),
        };
        let place = match introductions.value {
            Introductions::OwnThread => "introduce yourself in your own thread",
            Introductions::SharedThread => "introduce yourself in the shared thread",
            Introductions::NotWanted => "do not introduce yourself on the list",
        };
        let eligible = if eligibility.value {
            "say in the first letter that you are eligible"
        } else {
            "you do not have to say that you are eligible"
        };
        let range = words.value;
        let second =
            if_stated(&self.second_list(), |id| format!("send a first letter to the list `{id}` too"));
        let style = Some(self.style()).filter(|style| !style.is_default);
        let style = style.map(|style| match style.value {
            Style::Full => with("say in a first letter who you are, and which project it is about", &style),
            Style::Bare | Style::Brief => with("write a first letter of your own words alone", &style),
        });
        let mut sentences =
            vec![with(format!("write the subject as `{}`", subject.value), &subject), with(copied, &copy)];
        let outside = |token| format!("outside a programme, subjects carry `{token}`");
        sentences.extend(if_stated(&self.token(), outside));
        sentences.extend(second);
        let first = self.do_first();
        sentences
            .extend(first.value.iter().map(|step| with(format!("before the first letter: {step}"), &first)));
        sentences.extend([with(place, &introductions), with(eligible, &eligibility), with(tasks, &task)]);
        sentences.push(with(format!("write {} to {} words", range.min, range.max), &words));
        sentences.extend(style);
        sentences
    }

    fn of_waiting(&self) -> Vec<Sentence> {
        let (ping, lapse) = (self.ping_after_days(), self.task_lapse_days());
        let (most, between) = (self.most_follow_ups(), self.days_between_follow_ups());
        let days = |number: u16| count(number.into(), "day");
        let mut sentences =
            vec![with(format!("ask again after {} without an answer", days(ping.value)), &ping)];
        if !most.is_default {
            let often = count(most.value.into(), "time");
            sentences.push(with(format!("ask again at most {often}"), &most));
        }
        if !between.is_default {
            let days = days(between.value);
            sentences.push(with(format!("wait {days} before you ask once more"), &between));
        }
        sentences.push(with(format!("a task is reserved for {}", days(lapse.value)), &lapse));
        let projects = self.most_open_introductions();
        if !projects.is_default {
            let most = count(projects.value.into(), "project");
            sentences.push(with(format!("write about at most {most} at a time"), &projects));
        }
        sentences.extend(if_stated(&self.several_students(), |rule| {
            let rule = match rule {
                SeveralStudents::Allowed => "several students may write about one project",
                SeveralStudents::WithBackup => {
                    "several students may write about one project; name a second project too"
                }
                SeveralStudents::OneOnly => "only one student may write about a project",
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
                ReplyStyle::Inline => "answer below each part that you quote",
                ReplyStyle::Bottom => "answer below everything that you quote",
                ReplyStyle::Either => "answer above or below what you quote",
            };
            sentences.push(with(place, &reply));
        }
        let machines = match &generated.value {
            Some(policy) => format!("machine-written text: {policy}"),
            None => "no rule about machine-written text".to_owned(),
        };
        sentences.push(with(machines, &generated));
        sentences.extend(if_stated(&self.disclosure(), |disclosure| match disclosure {
            Disclosure::Free => "say in the first letter what a machine has written".to_owned(),
            Disclosure::OneOf(said) => {
                let said: Vec<_> = said.iter().map(|it| format!("`{it}`")).collect();
                format!("the first letter must contain {}", or(&said))
            }
        }));
        sentences
    }
}
