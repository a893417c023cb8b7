//! A folder of photos: one file for each person.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use personeel::Image;
use tokio::sync::mpsc::Receiver;

use crate::failure::Failure;
use crate::files;

/// Every extension that a photo may have had before.
const EXTENSIONS: [&str; 6] = ["jpg", "png", "gif", "bmp", "webp", "bin"];

/// Photos that are written together.
const BATCH: usize = 32;

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
}

/// A folder that photos are saved in.
pub(super) struct Album {
    folder: PathBuf,
    _beside_others: files::Workplace,
}

impl Album {
    /// Makes the folder where there is none.
    pub(super) fn open(folder: PathBuf) -> Result<Self, Failure> {
        files::make_folder(&folder)?;
        let beside_others = files::Workplace::enter(&folder).map_err(|error| unwritable(&folder, &error))?;
        Ok(Self { folder, _beside_others: beside_others })
    }

    /// Saves whatever comes, each where its bytes changed. All of it is safe on disk before it is counted.
    pub(super) fn save(&self, mut coming: Receiver<Picture>) -> Result<Saved, Failure> {
        let (mut saved, mut batch) = (Saved::default(), Vec::new());
        while coming.blocking_recv_many(&mut batch, BATCH) > 0 {
            let written = self.save_batch(&batch, &mut saved);
            written.map_err(|error| unwritable(&self.folder, &error))?;
            batch.clear();
        }
        if !saved.written.is_empty() {
            files::sync_folder(&self.folder).map_err(|error| unwritable(&self.folder, &error))?;
        }
        Ok(saved)
    }

    fn save_batch(&self, batch: &[Picture], saved: &mut Saved) -> io::Result<()> {
        // The last photo of a person is the one that counts.
        let mut seen = HashSet::new();
        let mut last: Vec<_> = batch.iter().rev().filter(|picture| seen.insert(picture.name.as_str())).collect();
        last.reverse();
        let mut changed = Vec::new();
        for picture in &last {
            if picture.turn != saved.turn {
                (saved.turn, saved.unchanged) = (picture.turn, 0);
            }
            let path = self.path(&picture.name, picture.image.format().extension());
            if !fs::read(&path).is_ok_and(|there| there == picture.image.bytes()) {
                saved.written.insert(picture.name.clone());
                changed.push((path, picture.image.bytes()));
            } else if !saved.written.contains(&picture.name) {
                saved.unchanged += 1;
            }
        }
        files::replace_all(&changed)?;
        last.iter().try_for_each(|picture| self.remove_other_formats(picture))
    }

    fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.folder.join(format!("{name}.{extension}"))
    }

    /// One file for each person: a photo that was a PNG and is a JPEG now is one photo.
    fn remove_other_formats(&self, picture: &Picture) -> io::Result<()> {
        let kept = picture.image.format().extension();
        let others = EXTENSIONS.into_iter().filter(|extension| *extension != kept);
        others.map(|extension| self.path(&picture.name, extension)).try_for_each(|path| files::remove_if_there(&path))
    }
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    Failure::io(format_args!("{} cannot be written", folder.display()), error)
}
