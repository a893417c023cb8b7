//! `photos save`: one file for each person.

use std::fs;
use std::path::Path;

use personeel::types::Photo;
use personeel::{Guid, Image};

use crate::cli::{Global, PhotosSave};
use crate::columns;
use crate::failure::Failure;
use crate::fanout::{Gathered, gather, print};
use crate::files;
use crate::json::Json;
use crate::list::List;
use crate::reads::fetch;
use crate::session::Session;

/// Every extension that a photo may have had before.
const EXTENSIONS: [&str; 6] = ["jpg", "png", "gif", "bmp", "webp", "bin"];

/// What became of the photos of one institute.
#[derive(Clone, Debug, Default)]
struct Counts {
    written: u64,
    unchanged: u64,
    without_photo: u64,
    /// What could not be read: where, and why.
    odd: Vec<String>,
}

pub(super) async fn save(global: &Global, save: PhotosSave) -> Result<(), Failure> {
    let session = Session::open_for_photos(global)?;
    let out = save.out.clone();
    files::make_folder(&out)?;
    let several = session.institutes.len() > 1;
    let gathered = gather(&session, move |institute, progress| {
        let number = institute.number();
        let folder = if several { out.join(number.as_str()) } else { out.clone() };
        let wanted = save.which.0.clone();
        async move {
            let found = fetch(institute, wanted, false).await?.rows;
            progress.add_records(found.len());
            // Files are written on a thread of their own: other institutes are being read meanwhile.
            let saved = tokio::task::spawn_blocking(move || save_all(&folder, &found)).await;
            saved.map_err(|_| Failure::internal("saving ended in a panic"))?
        }
    })
    .await;
    report(&session, gathered)
}

fn save_all(folder: &Path, photos: &[Json]) -> Result<Counts, Failure> {
    let fault = |error: &std::io::Error| Failure::io(format_args!("{} cannot be written", folder.display()), error);
    files::make_folder(folder)?;
    let _beside_others = files::Workplace::enter(folder).map_err(|error| fault(&error))?;
    let mut counts = Counts::default();
    for (index, photo) in photos.iter().enumerate() {
        // The list was checked: what can be wrong here is base64 and who it is of.
        let text = |field: &str| photo.get(field).and_then(Json::as_str);
        let person: Option<Guid> = text("personId").and_then(|id| id.parse().ok());
        let mut typed = Photo::default();
        typed.photo = text("photo").map(str::to_owned);
        let image = Image::of(&typed);
        let (person, image) = match (person, image) {
            (Some(person), Ok(Some(image))) => (person, image),
            (_, Ok(None)) => {
                counts.without_photo += 1;
                continue;
            }
            (None, Ok(Some(_))) => {
                counts.odd.push(format!("[{index}].personId is missing"));
                continue;
            }
            (_, Err(_)) => {
                counts.odd.push(format!("[{index}].photo is no base64"));
                continue;
            }
        };
        let path = folder.join(format!("{person}.{}", image.format().extension()));
        if fs::read(&path).is_ok_and(|there| there == image.bytes()) {
            counts.unchanged += 1;
        } else {
            files::replace(&path, image.bytes()).map_err(|error| fault(&error))?;
            counts.written += 1;
        }
        remove_other_formats(folder, person, &path).map_err(|error| fault(&error))?;
    }
    if counts.written > 0 {
        files::sync_folder(folder).map_err(|error| fault(&error))?;
    }
    Ok(counts)
}

/// One file for each person: a photo that was a PNG and is a JPEG now is one photo.
fn remove_other_formats(folder: &Path, person: Guid, kept: &Path) -> std::io::Result<()> {
    for extension in EXTENSIONS {
        let path = folder.join(format!("{person}.{extension}"));
        if path != kept {
            files::remove_if_there(&path)?;
        }
    }
    Ok(())
}

fn report(session: &Session, gathered: Gathered<Counts>) -> Result<(), Failure> {
    let odd: Vec<String> = gathered
        .done
        .iter()
        .flat_map(|(institute, counts)| counts.odd.iter().map(move |odd| format!("institute {institute}: {odd}")))
        .collect();
    let rows = gathered.map(|counts| {
        List::from(vec![Json::record([
            ("written", Json::from(counts.written)),
            ("unchanged", Json::from(counts.unchanged)),
            ("withoutPhoto", Json::from(counts.without_photo)),
            ("undecodable", Json::from(counts.odd.len() as u64)),
        ])])
    });
    print(session, rows, &columns::SAVED)?;
    // All others are saved; that these are not must still be heard.
    if odd.is_empty() {
        Ok(())
    } else {
        Err(Failure::decode(format!("photos that cannot be read: {}", odd.join("; "))))
    }
}
