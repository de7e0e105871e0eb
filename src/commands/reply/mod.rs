mod guided;
mod words;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use onlist_core::catalog::Catalog;
use onlist_core::drafts::Draft;
use onlist_mail::message_id::MessageId;
use onlist_mail::read::{Post, regular};
use onlist_mail::thread::Options;

pub(crate) use self::guided::collected;
use self::guided::review_answer;
use super::archives;
use super::letter::{self, Route, RouteArgs};
use super::letter_task::{LetterTask, Subject};
use super::open_draft::OpenDraft;
use super::sending::check_result;
use super::sending::claims;
use super::sending::obstacles::{self, Anyway};
use super::sending::prepared;
use super::sending::queue::NewDraft;
use super::sending::submit::{self, Wants};
use super::thread::{self, Found};
use super::{answer, own_tasks, team_claims};
use crate::candidates;
use crate::context::Context;
use crate::messages::{Failure, Status};

/// Where help lists what is the mentor's own.
const ANSWER: &str = "Your answer";

/// Answer a student's mail with a bite-size task
///
/// The answer goes to the author, to everybody who got the mail, and always to the list. It quotes the
/// questions and describes the task: where, on which tree, when it is done, how to send it and until
/// when. It is drafted, checked and shown. It is sent only with `--send` or `--sendmail`, after you
/// confirm.
#[derive(Debug, Default, Args)]
pub(crate) struct Reply {
    /// File with the mail, as saved from a mail program, or its message-id in an archive; `-` is standard input
    mail: PathBuf,

    /// Archive to look for the message-id in; default: all in the settings
    #[arg(long = "archive", value_name = "ARCHIVE", add = candidates::archives())]
    archives: Vec<OsString>,

    /// Project that the mail is about, or `none`; default: found in subject or text
    #[arg(long, value_name = "ID", add = candidates::projects())]
    project: Option<String>,

    /// List to answer on, if the mail does not name it: id or address
    #[arg(long, value_name = "LIST", add = candidates::lists())]
    list: Option<String>,

    #[command(flatten)]
    task: TaskArgs,

    /// Your answer to the student's questions
    #[arg(long, value_name = "TEXT", help_heading = ANSWER)]
    answer: Option<String>,

    /// File with your answer to the student's questions; `-` reads standard input
    #[arg(long, value_name = "FILE", help_heading = ANSWER)]
    answer_file: Option<PathBuf>,

    /// A paragraph of your own from the settings' `[answers]`, filled in; repeatable
    #[arg(long, value_name = "NAME", help_heading = ANSWER, add = candidates::answers())]
    answer_name: Vec<String>,

    /// Your name; default: the settings, else git's user.name
    #[arg(long, help_heading = ANSWER)]
    name: Option<String>,

    /// Your address; default: the settings, else git's user.email
    #[arg(long, value_name = "ADDRESS", help_heading = ANSWER)]
    email: Option<String>,

    /// Answer even if something stands against it; name several things as NAME,NAME
    #[arg(long, value_name = "NAME", num_args = 0.., require_equals = true, value_delimiter = ',', help_heading = ANSWER)]
    anyway: Option<Vec<obstacles::Name>>,

    #[command(flatten)]
    route: RouteArgs,
}

/// The task that is handed out.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "The task")]
struct TaskArgs {
    /// Task of the catalog; `onlist show PROJECT` lists tasks that fit
    #[arg(long, value_name = "ID", add = candidates::tasks())]
    task: Option<String>,

    /// A task in your own words
    #[arg(long, value_name = "TEXT")]
    task_text: Option<String>,

    /// Which one, for a kind of task: a bug, a file, a message-id; default: the student finds it `later`
    #[arg(long, value_name = "TEXT")]
    object: Option<String>,

    /// Give no task; then the answer is what you say
    #[arg(long)]
    no_task: bool,

    /// Another task to choose instead
    #[arg(long, value_name = "ID", add = candidates::tasks())]
    second_task: Option<String>,

    /// Reserve the task until this day (YYYY-MM-DD, `tomorrow`, `+10d`); default: the community's rule, else 14 days from now
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

impl Reply {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        if self.mail == Path::new("-") && self.answer_file.as_deref() == Some(Path::new("-")) {
            return Err(Failure::new(
                Status::Usage,
                "mail and `--answer-file` cannot both be standard input",
            )
            .hint("save one of them to a file"));
        }
        context.catalog()?;
        let mut faults = Vec::new();
        let mail = self.octets(context).map_err(|it| faults.push(it)).ok();
        let read = mail.as_deref().map(Post::read).transpose();
        let post = read.map_err(|it| faults.push(it.into())).ok().flatten();
        faults.extend(self.contradictions());
        let found = match &post {
            Some(post) => answer::catalog(context, post, self.project.as_deref()),
            None => match self.project.as_deref().filter(|id| *id != answer::NO_PROJECT) {
                Some(wanted) => context.find_project(wanted).map(|(catalog, id)| (catalog, Some(id))),
                None => context.catalog().map(|it| (it, None)),
            },
        };
        let (catalog, project) = match found {
            Ok(found) => found,
            Err(failure) => {
                faults.push(failure);
                (context.catalog()?, None)
            }
        };
        let name = context.catalog_name(&catalog);
        let catalog = own_tasks::with(context, &catalog)?;
        let mut draft = self.draft(context, &catalog, &mut faults)?;
        draft.catalog = name;
        draft.project = project;
        if self.message_id(context).is_ok_and(|it| it.is_none()) {
            let archives: Vec<_> =
                self.archives.iter().map(|it| archives::named(it, context, &catalog)).collect();
            faults.extend(archives::missing(&archives));
        }
        if let Some(post) = &post {
            self.add_paragraphs(context, (&catalog, post), &mut draft, &mut faults)?;
        }
        let route = self.route.route();
        let can_ask = context.terminal.can_ask() && self.mail != Path::new("-");
        if !can_ask {
            faults.extend(answer::complete(&draft).err());
        }
        if route.as_ref().is_some_and(Route::sends) {
            faults.extend(self.route.consent().possible(context).err());
        }
        // A project that was named is known by now, or a fault.
        let unnamed = post.as_ref().filter(|_| self.project.is_none());
        let known = unnamed.map_or(Ok(None), |post| answer::project(&catalog, post, None));
        let is_known = known.is_ok();
        faults.extend(known.err().filter(|_| !can_ask));
        Failure::all(faults)?;
        let (Some(post), Some(mail)) = (post, &mail) else { return Ok(()) };
        let sends = route.as_ref().is_some_and(Route::sends);
        if sends || can_ask || !self.archives.is_empty() {
            let object = self.task.task.as_deref().zip(self.task.object.as_deref());
            let answered = team_claims::read(context, &self.archives, &catalog, object, Some(&post))?;
            if let Some(answered) = answered {
                context.terminal.warning(&answered);
            }
        }
        let asks =
            || self.wants_object(&catalog) || sends && claims::is_kept(context, &catalog, &post, &draft);
        if can_ask && (route.is_none() || !is_known || answer::complete(&draft).is_err() || asks()) {
            let wish = self.route.wish(Anyway::of(self.anyway.as_ref()));
            let done = review_answer(context, &catalog, post, mail, draft, &wish)?;
            letter::tell_nothing(context, done);
            return Ok(());
        }
        self.hand_over(context, &catalog, (&post, mail), draft, route)
    }

    /// The mail that is answered, from its file or from an archive, with regular line ends.
    fn octets(&self, context: &Context) -> Result<Vec<u8>, Failure> {
        let octets = match self.message_id(context)? {
            Some(id) => Found::open(context, &self.archives, &id, Options::default())?.octets(),
            None => context.bytes_of(&self.mail),
        };
        Ok(regular(octets?.into()).into_owned())
    }

    /// The message-id that the mail is named by: always in `<>`, else where no file has that name and there is an archive.
    fn message_id(&self, context: &Context) -> Result<Option<MessageId>, Failure> {
        let name = self.mail.to_string_lossy();
        if name.starts_with('<') && name.ends_with('>') {
            return thread::message_id(&name).map(Some);
        }
        let archives = !(self.archives.is_empty() && context.settings().archives.is_empty());
        let is_file = self.mail == Path::new("-") || self.mail.exists();
        Ok(MessageId::parse(&name).filter(|_| archives && !is_file))
    }

    /// Composes the answer from what was given and lets it out.
    fn hand_over(
        &self,
        context: &Context,
        catalog: &Catalog,
        (post, mail): (&Post, &[u8]),
        mut draft: Draft,
        route: Option<Route>,
    ) -> Result<(), Failure> {
        let letter = answer::compose(context, catalog, post, &draft)?;
        let route = route.or_else(|| (!self.route.json).then_some(Route::Print));
        let mut kept = None;
        draft.message_id = Some(letter.content().message_id.clone());
        let task = LetterTask { catalog, subject: Subject::Answer { post: Box::new(post.clone()) } };
        let allowed = &self.route.consent().allow;
        let found = check_result::on(context, &task, &draft, &letter, allowed)?.findings;
        let queued = prepared::composed(context, &task, &draft, &letter, Vec::new());
        match &route {
            Some(Route::Send(via)) => {
                let (consent, anyway) = (&self.route.consent(), &Anyway::of(self.anyway.as_ref()));
                let new = NewDraft { draft, mail: Some(mail.to_vec()) };
                let wants = Wants { via, consent, anyway };
                let sent = submit::send_new(context, &task, &letter, (label(post), new), wants)?;
                return sent.map_or(Ok(()), |it| it.end(context, &letter, self.route.json));
            }
            Some(Route::Keep) => kept = Some(begin(context, post, mail, draft)?.id),
            Some(route) => letter::output(context, &letter, route)?,
            None => {}
        }
        check_result::tell(context, &letter, &found, self.route.json);
        claims::remind(context, &queued);
        if self.route.json {
            return letter::print_json(context, &letter, &found, kept.as_ref());
        }
        if let Some(route) = &route {
            letter::tell_sending(context, &letter, route);
        }
        match (kept, route) {
            (Some(id), Some(Route::Keep)) => letter::name_kept(context, &id),
            _ => Ok(()),
        }
    }

    /// Whether the task is a kind of task, and nobody has said which one.
    fn wants_object(&self, catalog: &Catalog) -> bool {
        let task = self.task.task.as_ref().filter(|_| self.task.object.is_none());
        task.and_then(|id| answer::task(catalog, id).ok()).is_some_and(|it| it.many)
    }
}

/// What an answer is called.
fn label(post: &Post) -> String {
    format!("reply {}", post.from_name.as_deref().unwrap_or("mail"))
}

/// Keeps an answer to `mail`.
fn begin(context: &Context, post: &Post, mail: &[u8], draft: Draft) -> Result<OpenDraft, Failure> {
    let open = OpenDraft::begin(context, &label(post), draft)?;
    open.keep_mail(mail)?;
    Ok(open)
}
