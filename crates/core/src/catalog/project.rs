//! What one can write about, and small tasks to begin with.

use std::collections::BTreeMap;

use super::chat::Chat;
use super::conventions::Conventions;
use super::format::{table, words};
use super::places::{ExtraList, Repository};
use super::values::{Block, Date, Id, Lines, Link, OneOrMany, Origin};
use onlist_mail::text::Line;

words! {
    /// Whether a project can be picked up.
    pub enum State {
        /// Reviewed and open.
        Open = "open" | "free" | "available" | "new" | "active" | "offen" | "frei" | "ouvert" | "libre" | "abierto" | "aberto" | "aperto",
        /// Open, but the description is not finished.
        NeedsWork = "needs-work" | "draft" | "incomplete" | "proposed" | "unreviewed" | "entwurf" | "brouillon" | "borrador" | "rascunho" | "bozza",
        /// Done or taken.
        Finished = "finished" | "done" | "completed" | "closed" | "taken" | "accepted" | "fertig" | "erledigt" | "vergeben" | "terminé" | "fini" | "terminado" | "concluído" | "finito",
    }
}

words! {
    /// How hard a project is.
    pub enum Difficulty {
        /// For a start.
        Easy = "easy" | "beginner" | "simple" | "low" | "novice" | "starter" | "leicht" | "einfach" | "facile" | "fácil" | "facil",
        /// In between.
        Medium = "medium" | "intermediate" | "moderate" | "average" | "normal" | "mittel" | "moyen" | "moyenne" | "media" | "medio" | "média" | "médio" | "intermedio",
        /// For those who know their way.
        Hard = "hard" | "advanced" | "difficult" | "high" | "expert" | "challenging" | "schwer" | "schwierig" | "difficile" | "difícil" | "dificil" | "avancé" | "avanzado",
        /// Depends on what one takes on.
        Varies = "varies" | "various" | "flexible" | "any" | "mixed" | "depends",
        /// Nobody has said.
        Unknown = "unknown" | "tbd" | "none" | "n/a" | "?",
    }
}

words! {
    /// Whether a project fits the programme.
    pub enum Eligibility {
        /// It does.
        Yes = "yes" | "true" | "y" | "ja" | "oui" | "sí" | "si" | "sim" | "sì",
        /// It does not.
        No = "no" | "false" | "n" | "nein" | "non" | "não" | "nao",
        /// The source leaves it open.
        Unknown = "unknown" | "maybe" | "?",
    }
}

words! {
    /// What a mentor is to a project.
    pub enum MentorRole {
        /// The one who answers first.
        Primary = "primary" | "main" | "lead" | "first" | "principal" | "haupt" | "hauptmentor",
        /// Who answers when the first does not.
        Backup = "backup" | "secondary" | "co-mentor" | "comentor" | "second" | "assistant" | "stellvertreter" | "suppléant" | "suplente",
    }
}

table! { short(id);
    /// Somebody who mentors a project.
    pub struct Mentor {
        /// The person.
        #[example("'grace'")]
        #[role(Role::Refers("person"))]
        pub id: Id,
        /// What they are to it.
        #[example("'backup'")]
        pub role: Option<MentorRole>,
    }
}

table! {
    /// How much work it is.
    pub struct Size {
        /// Hours; several when the student chooses.
        #[example("[175, 350]")]
        pub hours: OneOrMany<u16>,
    }
}

table! {
    /// A reviewer's remark on a project's description.
    pub struct Review {
        /// Who made it.
        #[example("'Grace'")]
        pub by: Line,
        /// When, as the source prints it.
        #[example("'17 February 2026'")]
        pub when: Line,
        /// What it says, in our words.
        #[example("'should link to the specification'")]
        pub text: Line,
    }
}

table! {
    /// Something one can write about.
    pub struct Project {
        /// Its name in this file and for flags.
        #[example("'parser'")]
        #[role(Role::Names("project"))]
        pub id: Id,
        /// Its title, without a closing full stop.
        #[example("'A faster parser'")]
        pub title: Line,
        /// The season it belongs to, or several; without it, every season of the file.
        #[example("'gsoc-2026'")]
        #[key("season")]
        #[role(Role::Refers("season"))]
        #[serde(default)]
        pub seasons: OneOrMany<Id>,
        /// Whether it can be picked up.
        #[example("'open'")]
        pub state: Option<State>,
        /// Why it is finished, or what is missing.
        #[example("'given to somebody'")]
        pub state_note: Option<Line>,
        /// The heading it stands under in the source.
        #[example("'Core projects'")]
        pub heading: Option<Line>,
        /// Its area, where the heading does not tell.
        #[example("'core'")]
        #[role(Role::Refers("area"))]
        pub area: Option<Id>,
        /// Its own list, where it names one.
        #[example("'devel'")]
        #[role(Role::Refers("list"))]
        pub list: Option<Id>,
        /// Where the source names that list.
        #[example("[204, 205]")]
        pub list_lines: Option<Lines>,
        /// Where to go instead, when it takes no mail.
        #[example("'write on Zulip, https://chat.example.org/'")]
        pub instead: Option<Line>,
        /// Those who mentor it.
        #[example("['grace', { id = 'hopper', role = 'backup' }]")]
        #[serde(default)]
        pub mentors: Vec<Mentor>,
        /// Those who did it. Never addressed.
        #[example("['ada']")]
        #[role(Role::Refers("person"))]
        #[serde(default)]
        pub students: Vec<Id>,
        /// How hard it is.
        #[example("'medium'")]
        pub difficulty: Option<Difficulty>,
        /// How much work it is.
        #[example("{ hours = [175, 350] }")]
        pub size: Option<Size>,
        /// How many students it takes.
        #[example("2")]
        pub slots: Option<u16>,
        /// What one must know.
        #[example("['Rust']")]
        #[serde(default)]
        pub skills: Vec<Line>,
        /// What helps.
        #[example("['profiling']")]
        #[serde(default)]
        pub skills_desired: Vec<Line>,
        /// What it is about in a sentence or two, in our words.
        #[example("'Find out where the time goes, and save it.'")]
        pub summary: Option<Line>,
        /// What it is about, as the source has it. Never put into a letter.
        #[example("'Reading large inputs takes too long.\\nNobody knows why.'")]
        pub description: Option<Block>,
        /// What is to come out of it.
        #[example("['patches on the list']")]
        #[serde(default)]
        pub outcomes: Vec<Line>,
        /// What would be nice besides.
        #[example("['a benchmark']")]
        #[serde(default)]
        pub extras: Vec<Line>,
        /// Further reading, as the source prints it.
        #[example("['https://example.org/parser']")]
        #[serde(default)]
        pub references: Vec<Line>,
        /// Further reading with its targets.
        #[example("[{ title = 'Design', url = 'https://example.org/design' }]")]
        #[serde(default)]
        pub links: Vec<Link>,
        /// Where its code is.
        #[example("[{ name = 'engine', url = 'https://git.example.org/engine' }]")]
        #[serde(default)]
        pub repositories: Vec<Repository>,
        /// Where to talk about it.
        #[example("{ kind = 'zulip', url = 'https://chat.example.org/' }")]
        #[serde(default)]
        pub chat: OneOrMany<Chat>,
        /// Lists that it mentions. Shown, never addressed.
        #[example("[{ name = 'kernel@example.org', note = 'for reading along' }]")]
        #[serde(default)]
        pub extra_lists: Vec<ExtraList>,
        /// Whether it fits the programme, where the source speaks of it.
        #[example("'yes'")]
        pub eligible: Option<Eligibility>,
        /// What is to be asked first.
        #[example("'check with the list first'")]
        pub condition: Option<Line>,
        /// When it was written down.
        #[example("2026-01-30")]
        pub inserted: Option<Date>,
        /// When somebody last looked whether it is true; several days where the source can be read in several ways.
        #[example("2026-02-13")]
        pub verified: Option<Date>,
        /// Reviewers' remarks.
        #[example("[{ by = 'Grace', when = '17 February 2026', text = 'should link to the specification' }]")]
        #[serde(default)]
        pub reviews: Vec<Review>,
        /// What else is to be known of the entry itself.
        #[example("'the list of links is empty'")]
        pub note: Option<Line>,
        /// Rules that differ from the community's.
        #[example("{ task = 'find-own' }")]
        pub conventions: Option<Box<Conventions>>,
        /// As the source spells it, by field.
        #[example("{ difficulty = 'Moderate' }")]
        #[serde(default)]
        pub raw: BTreeMap<String, Line>,
        /// The entry's lines in the source.
        #[example("[22, 30]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
        /// Facts that are not the source's.
        #[example("{ from = 'the mentor, by mail', read = 2026-02-20, keys = ['size'] }")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
    }
}

impl Project {
    /// Whether it is not to be picked up.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.state == Some(State::Finished)
    }

    /// How hard it is, as far as anybody has said.
    #[must_use]
    pub fn difficulty(&self) -> Difficulty {
        self.difficulty.unwrap_or(Difficulty::Unknown)
    }

    /// What it is about: the summary, else the first paragraph of the description.
    #[must_use]
    pub fn about(&self) -> Line {
        let first = || self.description.as_deref().and_then(|text| text.split("\n\n").next());
        match &self.summary {
            Some(summary) => summary.clone(),
            None => Line::sanitize(first().unwrap_or_default()),
        }
    }
}

words! {
    /// What a task is for.
    pub enum TaskKind {
        /// To get to know each other.
        BiteSize = "bite-size" | "bitesize" | "small" | "starter" | "good-first-issue",
        /// One that applicants do, and that is looked at when projects are given.
        Microproject = "microproject" | "micro-project" | "micro",
        /// One that must be done before a project is given.
        Qualification = "qualification" | "qualifying" | "entry",
    }
}

table! {
    /// A small task to begin with.
    pub struct Task {
        /// Its name in this file and for flags.
        #[example("'fix-typo'")]
        #[role(Role::Names("task"))]
        pub id: Id,
        /// Its name, as an imperative.
        #[example("'Fix one typo in the manual'")]
        pub title: Line,
        /// What to do, in a sentence or two.
        #[example("'Read a chapter of the manual and correct what is wrong in it.'")]
        pub what: Line,
        /// What to do where its object is named, in place of `what`: nothing is left to be chosen then.
        #[example("'Correct this one, and look for the same slip near it.'")]
        pub with_object: Option<Line>,
        /// File, tracker or list to look at.
        #[example("'doc/'")]
        pub place: Line,
        /// What shows that it is done.
        #[example("'the manual builds without warnings'")]
        pub done_when: Line,
        /// How to hand it in.
        #[example("'as a patch to the list, with the mentor in Cc'")]
        pub send: Line,
        /// How long it should take.
        #[example("'half an hour'")]
        pub effort: Option<Line>,
        /// What it is for; without it, `bite-size`.
        #[example("'bite-size'")]
        pub kind: Option<TaskKind>,
        /// Whether it is a kind of task, given many times, each time with its object: a patch, a file.
        #[example("true")]
        #[serde(default)]
        pub many: bool,
        /// Whether an applicant must do it.
        #[example("true")]
        #[serde(default)]
        pub required: bool,
        /// How much work it is.
        #[example("{ hours = 4 }")]
        pub size: Option<Size>,
        /// What one must know.
        #[example("['C']")]
        #[serde(default)]
        pub skills: Vec<Line>,
        /// What to do first, in order.
        #[example("['build the manual']")]
        #[serde(default)]
        pub do_first: Vec<Line>,
        /// Whether its solution goes to the mentor alone, so that others can still do it.
        #[example("true")]
        #[serde(default)]
        pub private_solution: bool,
        /// Areas it fits; none means all.
        #[example("['core']")]
        #[role(Role::Refers("area"))]
        #[serde(default)]
        pub areas: Vec<Id>,
        /// Projects it fits besides.
        #[example("['parser']")]
        #[role(Role::Refers("project"))]
        #[serde(default)]
        pub projects: Vec<Id>,
        /// Where the idea comes from, when not from the catalog's source.
        #[example("'https://example.org/newcomers'")]
        #[serde(default)]
        pub origin: OneOrMany<Origin>,
        /// Where the source names it.
        #[example("[49, 49]")]
        pub lines: Option<Lines>,
        /// The source that lines are counted in, when it is not the first.
        #[example("'ideas'")]
        #[role(Role::Refers("source"))]
        pub source: Option<Id>,
    }
}
