//! `photos save`: one file for each person.

mod album;

use personeel::Image;
use personeel::types::Photo;
use tokio::sync::mpsc;

use self::album::{Album, Picture, Saved};
use crate::cli::{Global, PhotosSave};
use crate::columns;
use crate::failure::Failure;
use crate::fanout::{Gathered, gather, print};
use crate::files;
use crate::json::Json;
use crate::rows::{List, Source, Step};
use crate::session::Session;

/// Photos that wait for the disk.
const MOST_WAITING: usize = 32;

/// What became of the photos of one institute.
#[derive(Default)]
struct Counts {
    saved: Saved,
    photos: usize,
    without_photo: u64,
    /// What could not be read: where, and why.
    odd: Vec<String>,
}

pub(super) async fn save(global: &Global, save: PhotosSave) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let (out, terms) = (save.out.clone(), session.terms());
    files::make_folder(&out)?;
    let several = session.institutes.len() > 1;
    let gathered = gather(&session, move |institute, progress| {
        let number = institute.number();
        let folder = if several { out.join(number.as_str()) } else { out.clone() };
        let source = Source::new(institute, save.which.0.clone(), terms);
        async move {
            let counts = save_all(source, Album::open(folder)?).await?;
            progress.add_records(counts.photos);
            Ok(counts)
        }
    })
    .await;
    report(&session, gathered)
}

/// Saves photos as they come. Each is whole or not there: a list that breaks off leaves nothing behind but photos that are
/// right.
async fn save_all(source: Source, album: Album) -> Result<Counts, Failure> {
    let (pictures, coming) = mpsc::channel(MOST_WAITING);
    // Disks are waited for on a thread of their own: photos keep coming meanwhile.
    let saving = tokio::task::spawn_blocking(move || album.save(coming));
    let counted = send_all(source, pictures).await;
    let saved = saving.await.map_err(|_| Failure::internal("saving ended in a panic"))?;
    // Where the disk is full the list was not read to its end, which is no fault of the list.
    Ok(Counts { saved: saved?, ..counted? })
}

/// Reads the list, and hands its pictures on.
async fn send_all(mut source: Source, pictures: mpsc::Sender<Picture>) -> Result<Counts, Failure> {
    let (mut counts, mut turn) = (Counts::default(), 0);
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => {
                let index = counts.photos;
                counts.photos += 1;
                match picture(&row, turn) {
                    Ok(None) => counts.without_photo += 1,
                    Ok(Some(picture)) => {
                        if pictures.send(picture).await.is_err() {
                            break;
                        }
                    }
                    Err(odd) => counts.odd.push(format!("[{index}].{odd}")),
                }
            }
            Step::Odd(place) => counts.odd.push(place),
            Step::Again => {
                counts = Counts::default();
                turn += 1;
            }
        }
    }
    Ok(counts)
}

/// The picture of a row, where it has one. The list was checked: what can be wrong here is base64 and who it is of.
fn picture(row: &Json, turn: u32) -> Result<Option<Picture>, &'static str> {
    let text = |field: &str| row.get(field).and_then(Json::as_str);
    let mut typed = Photo::default();
    typed.photo = text("photo").map(str::to_owned);
    let Some(image) = Image::of(&typed).map_err(|_| "photo is no base64")? else { return Ok(None) };
    let person = text("personId").and_then(|id| id.parse().ok()).ok_or("personId is missing")?;
    Ok(Some(Picture { person, image, turn }))
}

fn report(session: &Session, gathered: Gathered<Counts>) -> Result<(), Failure> {
    let odd: Vec<String> = gathered
        .done
        .iter()
        .flat_map(|(institute, counts)| counts.odd.iter().map(move |odd| format!("institute {institute}: {odd}")))
        .collect();
    let rows = gathered.map(|counts| {
        List::from(vec![Json::record([
            ("written", Json::from(counts.saved.written())),
            ("unchanged", Json::from(counts.saved.unchanged())),
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
