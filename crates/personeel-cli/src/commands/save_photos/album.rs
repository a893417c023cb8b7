//! A folder of photos: one file per person.

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

/// Every extension that an earlier photo may have.
const EXTENSIONS: [&str; 6] = ["jpg", "png", "gif", "bmp", "webp", "bin"];

/// How many photos to write at a time, so that their waits for the disk overlap.
const AT_A_TIME: usize = 8;

/// How many photos may wait for each worker.
const WAITING: usize = 4;

/// A photo to save.
pub(super) struct Picture {
    /// The file name without the extension. It is unique per person.
    pub(super) name: String,
    pub(super) image: Image,
    /// How often the list has restarted before this photo.
    pub(super) turn: u32,
}

/// The outcome of saving photos.
#[derive(Default)]
pub(super) struct Saved {
    /// Whose photos were written, including those before the list restarted.
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

    /// Merges two outcomes.
    fn merge(mut self, other: Self) -> Self {
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

/// The folder in which photos are saved.
pub(super) struct Album {
    folder: PathBuf,
    /// The files that existed when the run began. Checking each file separately takes as long as writing one.
    existing: HashSet<PathBuf>,
    _workplace: files::Workplace,
}

impl Album {
    /// Opens the folder, and creates it if missing.
    pub(super) fn open(folder: PathBuf) -> Result<Self, Failure> {
        files::make_folder(&folder)?;
        let open = || {
            let workplace = files::Workplace::enter(&folder)?;
            let existing = fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path()));
            Ok((existing.collect::<io::Result<_>>()?, workplace))
        };
        let (existing, workplace) = open().map_err(|error| unwritable(&folder, &error))?;
        Ok(Self { folder, existing, _workplace: workplace })
    }

    /// Saves the photos that arrive, each only if its bytes changed. They are synced to disk before they are counted.
    pub(super) fn save(&self, arriving: Receiver<Picture>) -> Result<Saved, Failure> {
        let saved = self.save_all(arriving).and_then(|saved| {
            if !saved.written.is_empty() {
                files::sync_folder(&self.folder)?;
            }
            Ok(saved)
        });
        saved.map_err(|error| unwritable(&self.folder, &error))
    }

    fn save_all(&self, mut arriving: Receiver<Picture>) -> io::Result<Saved> {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..AT_A_TIME)
                .map(|_| {
                    let (give, take) = mpsc::sync_channel(WAITING);
                    (give, scope.spawn(move || self.save_some(&take)))
                })
                .collect();
            // Photos with the same name go to the same worker, so that the last one wins.
            let hasher = RandomState::new();
            while let Some(picture) = arriving.blocking_recv() {
                let slot = hasher.hash_one(&picture.name) % (workers.len() as u64);
                let worker = usize::try_from(slot).ok().and_then(|slot| workers.get(slot));
                // A worker that has stopped reports its error below.
                if worker.is_none_or(|(give, _)| give.send(picture).is_err()) {
                    break;
                }
            }
            drop(arriving);
            let workers: Vec<_> = workers.into_iter().map(|(_, worker)| worker).collect();
            workers.into_iter().try_fold(Saved::default(), |saved, worker| {
                let panicked = |_| io::Error::other("internal error: saving photos panicked");
                Ok(saved.merge(worker.join().map_err(panicked)??))
            })
        })
    }

    fn save_some(&self, arriving: &mpsc::Receiver<Picture>) -> io::Result<Saved> {
        let mut saved = Saved::default();
        for picture in arriving {
            if picture.turn != saved.turn {
                (saved.turn, saved.unchanged) = (picture.turn, 0);
            }
            let kept = picture.image.format().extension();
            let was_written = saved.written.contains(&picture.name);
            let may_exist = |path: &Path| was_written || self.existing.contains(path);
            let path = self.path(&picture.name, kept);
            let is_same = may_exist(&path) && fs::read(&path).is_ok_and(|content| content == picture.image.bytes());
            match is_same {
                true => {}
                false if may_exist(&path) => files::replace(&path, picture.image.bytes())?,
                false => files::create(&path, picture.image.bytes())?,
            }
            // One file per person: a photo that used to be a PNG and is now a JPEG is the same photo.
            let others = EXTENSIONS.into_iter().filter(|extension| *extension != kept);
            let others = others.map(|extension| self.path(&picture.name, extension));
            others.filter(|path| may_exist(path)).try_for_each(|path| files::remove_if_there(&path))?;
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
    Failure::io(format_args!("cannot write to {}", folder.display()), error)
}
