//! From the first form of an outbox to this one.
//!
//! The first version kept a letter in three files of its draft's folder: `outgoing.eml` (the bytes), `outgoing.log` (the
//! journal) and `outgoing.toml` (all else, with the hashes of itself and the bytes), which was written last.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::index::{FileName, SENT};
use super::journal::Step;
use super::{Entry, Error, Outbox, QueuedLetter, record};
use crate::drafts::{FIRST_FORM_LAST, Kind, StateLock};
use onlist_mail::file;

/// Begins the first line of `outgoing.toml`, which holds the hash of all others.
const HASH: &str = "sha256 = ";

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Head {
    schema: u64,
    eml_sha256: String,
}

impl Outbox {
    /// Whether an earlier version of this program may have kept letters here that this one has not taken over.
    #[must_use]
    pub fn is_first_form(&self) -> bool {
        !self.folder.exists() && self.drafts.ids().is_ok_and(|ids| !ids.is_empty())
    }

    /// Takes over the letters that an earlier version has kept: all or, after a failure, none. One that cannot be read
    /// stays as it is, and [`Store::load`](crate::drafts::Store::load) says so.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn upgrade(&self, _alone: &StateLock) -> Result<(), Error> {
        if !self.is_first_form() {
            return Ok(());
        }
        let unfinished = self.folder.with_extension("new");
        let sent = unfinished.join(SENT);
        if let Err(e) = fs::remove_dir_all(&unfinished)
            && e.kind() != ErrorKind::NotFound
        {
            return Err(Error::io("remove", &unfinished)(e));
        }
        file::make_folders(&sent).map_err(Error::io("create", &sent))?;
        let mut written = Vec::new();
        let mut taken_over = Vec::new();
        for id in self.drafts.ids()? {
            let folder = self.drafts.path(&id);
            if !folder.join(FIRST_FORM_LAST).exists() {
                continue;
            }
            let Ok((letter, steps)) = read(&folder) else { continue };
            let (kind, path) = (letter.kind, unfinished.join(id.as_str()));
            let (bytes, end) = record::write(&path, &letter, &steps)?;
            let entry = Entry::new(id.clone(), (letter, steps, end), false);
            let below = if entry.is_settled() { &sent } else { &unfinished };
            let path = below.join(FileName { id: id.clone(), keys: entry.keys() }.to_string());
            let file =
                write(&path, &bytes).map_err(|source| file::Error::Write { path: path.clone(), source })?;
            written.push((path, file));
            // The file descriptors of a process are few.
            if written.len() == 64 {
                file::flush(
                    &unfinished,
                    std::mem::take(&mut written).iter().map(|(path, file)| (&**path, file)),
                )?;
            }
            taken_over.push((id, kind, entry.is_settled()));
        }
        file::flush(&unfinished, written.iter().map(|(path, file)| (&**path, file)))?;
        for folder in [&sent, &unfinished] {
            file::sync_folder(folder).map_err(Error::io("write", folder))?;
        }
        fs::rename(&unfinished, &self.folder).map_err(Error::io("create", &self.folder))?;
        let state = self.folder.parent().unwrap_or(&self.folder);
        file::sync_folder(state).map_err(Error::io("write", state))?;
        for (id, kind, settled) in taken_over {
            self.drafts.forget_first_form(&id);
            if settled || kind == Kind::Mail {
                self.drafts.discard(&id);
            }
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<fs::File> {
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Reads a letter of the first form, when all of it is what was written.
fn read(folder: &Path) -> Result<(QueuedLetter, Vec<Step>), Error> {
    let [eml, journal, manifest]: [PathBuf; 3] =
        ["outgoing.eml", "outgoing.log", FIRST_FORM_LAST].map(|name| folder.join(name));
    let bytes = |path: &Path| file::read_all(path).map_err(Error::io("read", path));
    let altered = |path: &Path| Error::Altered { path: path.to_owned() };
    let (mail, text) = (bytes(&eml)?, bytes(&manifest)?);
    let text = str::from_utf8(&text).map_err(|_| altered(&manifest))?;
    let parts = text.strip_prefix(HASH).and_then(|it| it.split_once('\n'));
    let whole = parts.filter(|(said, rest)| *said == format!("\"{}\"", hash(rest.as_bytes())));
    let (_, rest) = whole.ok_or_else(|| altered(&manifest))?;
    let broken =
        |e: toml::de::Error| Error::Broken { path: manifest.clone(), reason: e.message().to_owned() };
    let head: Head = toml::from_str(rest).map_err(broken)?;
    if head.schema != 1 {
        return Err(Error::Newer { path: manifest.clone(), schema: head.schema });
    }
    if head.eml_sha256 != hash(&mail) {
        return Err(altered(&eml));
    }
    let mut table: toml::Table = toml::from_str(rest).map_err(broken)?;
    table.retain(|key, _| key != "schema" && key != "eml-sha256");
    let letter = QueuedLetter { bytes: mail, ..table.try_into().map_err(broken)? };
    Ok((letter, steps(&bytes(&journal)?, &journal)?))
}

/// The steps that are whole. The first line said that the letter was complete.
fn steps(journal: &[u8], path: &Path) -> Result<Vec<Step>, Error> {
    let whole = journal.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let mut steps = Vec::new();
    for (nth, line) in journal[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
        let garbage = |_| Error::Journal { path: path.to_owned(), line: nth + 1 };
        let value: serde_json::Value = serde_json::from_slice(line).map_err(garbage)?;
        if (nth == 0) != (value["step"] == "frozen") {
            return Err(Error::Journal { path: path.to_owned(), line: nth + 1 });
        }
        if nth > 0 {
            steps.push(serde_json::from_value(value).map_err(garbage)?);
        }
    }
    if whole == 0 { Err(Error::Journal { path: path.to_owned(), line: 1 }) } else { Ok(steps) }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
