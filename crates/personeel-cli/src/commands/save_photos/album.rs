//! A folder of photos: one file for each person.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use personeel::Image;
use tokio::sync::mpsc::Receiver;

use crate::failure::Failure;
use crate::files;

/// Every extension that a photo may have had before.
const EXTENSIONS: [&str; 6] = ["jpg", "png", "gif", "bmp", "webp", "bin"];

/// Photos that are written at a time: a disk that is waited for by many works for all of them at once.
const AT_A_TIME: usize = 8;

/// Photos that wait for their turn.
const WAITING: usize = 4;

/// A photo that is to be saved.
pub(super) struct Picture {
    /// What its file is called, without the extension. Everybody has a name of their own.
    pub(super) name: String,
    pub(super) image: Image,
    /// How often the list has begun again before.
    pub(super) turn: u32,
}

/// What became of photos.
#[derive(Default)]
pub(super) struct Saved {
    /// Whose photos were written, be it before the list began again.
    written: HashSet<String>,
    unchanged: u64,
    turn: u32,
}

impl Saved {
    pub(super) fn written(&self) -> u64 {
        self.written.len() as u64
    }

    pub(super) fn unchanged(&self) -> u64 {
        self.unchanged
    }

    /// Together with what became of others.
    fn and(mut self, other: Self) -> Self {
        self.written.extend(other.written);
        self.unchanged = match self.turn.cmp(&other.turn) {
            Ordering::Less => other.unchanged,
            Ordering::Equal => self.unchanged + other.unchanged,
            Ordering::Greater => self.unchanged,
        };
        self.turn = self.turn.max(other.turn);
        self
    }
}

/// A folder that photos are saved in.
pub(super) struct Album {
    folder: PathBuf,
    /// The files that stood there when the run began: to ask for each of the others takes as long as to write one.
    there: HashSet<PathBuf>,
    _beside_others: files::Workplace,
}

impl Album {
    /// Makes the folder where there is none.
    pub(super) fn open(folder: PathBuf) -> Result<Self, Failure> {
        files::make_folder(&folder)?;
        let open = || {
            let beside_others = files::Workplace::enter(&folder)?;
            let there = fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path()));
            Ok((there.collect::<io::Result<_>>()?, beside_others))
        };
        let (there, beside_others) = open().map_err(|error| unwritable(&folder, &error))?;
        Ok(Self { folder, there, _beside_others: beside_others })
    }

    /// Saves whatever comes, each where its bytes changed. All of it is safe on disk before it is counted.
    pub(super) fn save(&self, coming: Receiver<Picture>) -> Result<Saved, Failure> {
        let saved = self.save_all(coming).and_then(|saved| {
            if !saved.written.is_empty() {
                files::sync_folder(&self.folder)?;
            }
            Ok(saved)
        });
        saved.map_err(|error| unwritable(&self.folder, &error))
    }

    fn save_all(&self, mut coming: Receiver<Picture>) -> io::Result<Saved> {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..AT_A_TIME)
                .map(|_| {
                    let (give, take) = mpsc::sync_channel(WAITING);
                    (give, scope.spawn(move || self.save_some(&take)))
                })
                .collect();
            // Photos of one name go the same way: the last one stays.
            let ways = RandomState::new();
            while let Some(picture) = coming.blocking_recv() {
                let way = ways.hash_one(&picture.name) % (workers.len() as u64);
                let worker = usize::try_from(way).ok().and_then(|way| workers.get(way));
                // A worker that has ended tells why below.
                if worker.is_none_or(|(give, _)| give.send(picture).is_err()) {
                    break;
                }
            }
            drop(coming);
            let workers: Vec<_> = workers.into_iter().map(|(_, worker)| worker).collect();
            workers.into_iter().try_fold(Saved::default(), |saved, worker| {
                let panicked = |_| io::Error::other("saving ended in a panic");
                Ok(saved.and(worker.join().map_err(panicked)??))
            })
        })
    }

    fn save_some(&self, coming: &mpsc::Receiver<Picture>) -> io::Result<Saved> {
        let mut saved = Saved::default();
        for picture in coming {
            if picture.turn != saved.turn {
                (saved.turn, saved.unchanged) = (picture.turn, 0);
            }
            let kept = picture.image.format().extension();
            let was_written = saved.written.contains(&picture.name);
            let may_be_there = |path: &Path| was_written || self.there.contains(path);
            let path = self.path(&picture.name, kept);
            let is_same = may_be_there(&path) && fs::read(&path).is_ok_and(|there| there == picture.image.bytes());
            match is_same {
                true => {}
                false if may_be_there(&path) => files::replace(&path, picture.image.bytes())?,
                false => files::create(&path, picture.image.bytes())?,
            }
            // One file for each person: a photo that was a PNG and is a JPEG now is one photo.
            let others = EXTENSIONS.into_iter().filter(|extension| *extension != kept);
            let others = others.map(|extension| self.path(&picture.name, extension));
            others.filter(|path| may_be_there(path)).try_for_each(|path| files::remove_if_there(&path))?;
            if !is_same {
                saved.written.insert(picture.name);
            } else if !was_written {
                saved.unchanged += 1;
            }
        }
        Ok(saved)
    }

    fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.folder.join(format!("{name}.{extension}"))
    }
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    Failure::io(format_args!("{} cannot be written", folder.display()), error)
}
