//! The whole file.

use super::chat::Chat;
use super::conventions::Conventions;
use super::format::table;
use super::places::{Area, List, Person};
use super::project::Task;
use super::projects::Projects;
use super::season::{Community, GuideStep, Interest, Season, Source, Templates};
use super::values::OneOrMany;
use onlist_mail::text::Line;

table! {
    /// A catalog as its file has it.
    pub struct File {
        /// Version of the format: 2, or 1 for older files.
        #[example("2")]
        pub schema: u32,
        /// A file that holds what does not change from season to season: community, lists, people, conventions. Its
        /// entries count as this file's; what stands in both is this file's.
        #[example("'engine.toml'")]
        pub profile: Option<Line>,
        /// What the facts were taken from. Without an entry's `source`, its `lines` are the first one's.
        #[example("{ title = 'Ideas 2026', url = 'https://example.org/ideas' }")]
        #[key("source")]
        #[serde(default)]
        pub sources: OneOrMany<Source>,
        /// Who is written to.
        #[example("{ id = 'engine', name = 'Engine Project' }")]
        pub community: Community,
        /// The programmes' editions that the projects belong to; none when people write outside any programme.
        #[example("{ id = 'gsoc-2026', programme = 'Google Summer of Code', token = 'GSoC 2026' }")]
        #[key("season")]
        #[serde(default)]
        pub seasons: OneOrMany<Season>,
        /// The community's rules, where it states them.
        #[example("{ copy = 'all-mentors' }")]
        #[serde(default)]
        pub conventions: Conventions,
        /// Templates of the community's own.
        #[example("{ introduction = 'Hello all,\\n\\n{{ interest }}\\n' }")]
        #[serde(default)]
        pub templates: Templates,
        /// How interest in a project is written down in public, besides the mail.
        #[example("{ form = '* I am interested in this idea.' }")]
        pub interest: Option<Interest>,
        /// Where to talk, besides the lists.
        #[example("{ kind = 'irc', network = 'libera.chat', channel = '#engine' }")]
        #[serde(default)]
        pub chat: OneOrMany<Chat>,
        /// What the source tells its readers to do, in its order.
        #[example("[{ id = 'subscribe', who = 'student', text = 'Subscribe to the list' }]")]
        #[serde(default)]
        pub guide: Vec<GuideStep>,
        /// Mailing lists that letters may go to.
        #[example("[{ id = 'devel', address = 'devel@lists.example.org' }]")]
        #[key("list")]
        #[serde(default)]
        pub lists: Vec<List>,
        /// Sub-projects, each with its list and its code.
        #[example("[{ id = 'core', title = 'Core', list = 'devel' }]")]
        #[key("area")]
        #[serde(default)]
        pub areas: Vec<Area>,
        /// Everybody the source names.
        #[example("[{ id = 'grace', name = 'Grace Example', address = 'grace@example.org' }]")]
        #[key("person")]
        #[serde(default)]
        pub people: Vec<Person>,
        /// What one can write about.
        #[example("[{ id = 'parser', title = 'A faster parser', mentors = ['grace'] }]")]
        #[key("project")]
        #[serde(default)]
        pub projects: Projects,
        /// Small tasks to hand out.
        #[example("[{ id = 'fix-typo', title = 'Fix one typo', what = 'Read a chapter', place = 'doc/', done-when = 'the manual builds', send = 'as a patch' }]")]
        #[key("task")]
        #[serde(default)]
        pub tasks: Vec<Task>,
    }
}
