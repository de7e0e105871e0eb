//! Single posts, read once more where they stand.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::kind::Kind;
use super::splitter::Splitter;
use super::{Error, LONGEST, Place, Position, file, git, pipermail};

/// Octets that are asked for at once: most posts are smaller.
const PIECE: usize = 32 * 1024;

/// Reads posts once more: `see` is told which of `places`, by its number, and the octets. What costs much is done once for
/// all places of a file or repository that stand behind one another.
///
/// A post that is no longer there is left out. A place at a web server is none that can be read again.
///
/// # Errors
/// [`Error`]: a file or repository that cannot be read any more.
pub fn read_again(places: &[Place], mut see: impl FnMut(usize, &[u8])) -> Result<(), Error> {
    let mut first = 0;
    for group in places.chunk_by(|a, b| a.path == b.path) {
        let path = &*group[0].path;
        let mut numbered = |at: usize, octets: &[u8]| see(first + at, octets);
        if let Position::Object(_) = group[0].position {
            let ids = group.iter().filter_map(|it| match it.position {
                Position::Object(id) => Some(id),
                Position::Offset(_) => None,
            });
            git::read_again(path, &ids.collect::<Vec<_>>(), &mut numbered)?;
        } else {
            in_file(path, group, &mut numbered)
                .map_err(|source| Error::Io { path: path.to_owned(), source })?;
        }
        first += group.len();
    }
    Ok(())
}

fn in_file(path: &Path, places: &[Place], see: &mut dyn FnMut(usize, &[u8])) -> io::Result<()> {
    let mut offsets: Vec<_> = places.iter().map(|it| &it.position).enumerate().collect();
    offsets.sort_by_key(|(_, position)| **position);
    let opened = file::open(path)?;
    let (stream, kind) = file::resolved(opened.stream, opened.kind)?;
    match kind {
        Kind::Mail => {
            let mut octets = Vec::new();
            stream.take(LONGEST as u64).read_to_end(&mut octets)?;
            for (at, _) in offsets {
                see(at, &octets);
            }
        }
        Kind::Mbox(separators) if !opened.packed => {
            for (at, position) in offsets {
                let Position::Offset(offset) = *position else { continue };
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(offset))?;
                let mut splitter = Splitter::with_piece(file, separators, PIECE);
                if splitter.advance() {
                    pipermail::restore(splitter.post_mut());
                    see(at, splitter.post());
                }
            }
        }
        Kind::Mbox(separators) => {
            let mut splitter = Splitter::new(stream, separators);
            let mut offsets = offsets.into_iter().peekable();
            while offsets.peek().is_some() && splitter.advance() {
                pipermail::restore(splitter.post_mut());
                let here = Position::Offset(splitter.offset());
                while let Some((at, _)) = offsets.next_if(|(_, position)| **position <= here) {
                    see(at, splitter.post());
                }
            }
        }
        Kind::Empty | Kind::Gzip | Kind::Other(_) => {}
    }
    Ok(())
}
