//! A mail that somebody has: pasted, or in a file.

use onlist_mail::file;

use super::typed_path::typed_path;
use crate::context::Context;
use crate::messages::Failure;
use crate::terminal::{Field, Given, Shape};

/// The largest mail that is read from the terminal, in octets.
const LIMIT: u64 = 1 << 20;

/// What a pasted mail is called.
const PASTED: &str = "your mail";

/// Asks for a mail; gives what it is called and its bytes, nothing on Esc.
pub(crate) fn ask(context: &Context, prompt: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let terminal = context.terminal;
    terminal.explain(
        "Paste the mail with its header (From, To, Subject), or type the name of its file. `-` reads line by line, to \
         ^D.",
    );
    let mut text = String::new();
    loop {
        let field = Field { prompt, text: &text, shape: Shape::Paste, back: true };
        let Given::Text(given) = terminal.field(&field)? else { return Ok(None) };
        if given.contains('\n') {
            return Ok(Some((PASTED.to_owned(), given.into_bytes())));
        }
        let path = typed_path(context, &given);
        match given.as_str() {
            "" => terminal.error("please paste a mail, or type the name of a file"),
            "-" => return Ok(Some((PASTED.to_owned(), terminal.input(LIMIT)?))),
            _ if path.is_file() => return Ok(Some((given, file::read(&path, LIMIT)?))),
            _ => terminal.error(format!("no file `{given}`")),
        }
        text = terminal.to_correct(text, given);
    }
}
