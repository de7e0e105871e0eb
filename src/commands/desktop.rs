//! What the desktop opens: mails that are to be written, and web pages.

use std::process::{Child, ExitStatus, Stdio};
use std::time::Duration;

use onlist_mail::process;

use crate::messages::{Failure, Status};

/// Hands `uri` to whatever the desktop opens such things with.
pub(crate) fn open_on_desktop(uri: &str) -> Result<(), Failure> {
    let (program, arguments): (_, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = process::command(program);
    command.args(arguments).arg(uri);
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let hint = "save the letter as a file instead";
    match child.and_then(|mut child| ended_early(&mut child)) {
        Ok(Some(status)) if !status.success() => {
            Err(Failure::new(Status::Io, format!("`{program}` failed ({status})")).hint(hint))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::new(Status::Io, format!("cannot run `{program}`: {error}")).hint(hint)),
    }
}

/// How a program ended, if it does so within a second: some stay as long as the mail program is open.
fn ended_early(child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
    for _ in 0..20 {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(None)
}
