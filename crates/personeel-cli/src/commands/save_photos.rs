//! `photos save`: one file for each person.

mod album;

use personeel::types::Photo;
use personeel::{Guid, Image};
use tokio::sync::mpsc;

use self::album::{Album, Picture, Saved};
use crate::cli::{Global, PhotosSave};
use crate::columns;
use crate::failure::Failure;
use crate::fanout::{Gathered, gather, print};
use crate::fields;
use crate::files;
use crate::json::Json;
use crate::listing::Listing;
use crate::output::note;
use crate::people::staff;
use crate::photos::{Names, Template};
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
    /// Those that the template gives no name.
    without_name: u64,
    /// Those that share a name with others, and have an id behind it.
    shared: u64,
    /// What could not be read: where, and why.
    odd: Vec<String>,
}

pub(super) async fn save(global: &Global, save: PhotosSave) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let (wanted, year) = super::reads::complete(&session, save.which.0).await?;
    let (out, terms, template) = (save.out, session.terms(), save.name);
    let is_named = template.is_some();
    if let Some(template) = &template {
        check(template)?;
    }
    files::make_folder(&out)?;
    let several = session.institutes.len() > 1;
    let gathered = gather(&session, move |institute, progress| {
        let number = institute.number();
        let folder = if several { out.join(number.as_str()) } else { out.clone() };
        let source = Source::new(institute.clone(), wanted.clone(), terms);
        let template = template.clone();
        async move {
            let names = match template {
                Some(template) => Some(template.names(&staff(institute, year, terms).await?)),
                None => None,
            };
            let counts = save_all(source, Album::open(folder)?, names.as_ref()).await?;
            progress.add_records(counts.photos);
            Ok(counts)
        }
    })
    .await;
    report(&session, gathered, is_named)
}

/// Finds fault with a template whose fields no employee has.
fn check(template: &Template) -> Result<(), Failure> {
    let known = fields::of("Employee");
    for path in template.paths() {
        let names = path.names().join(".");
        if !known.iter().any(|field| field.path.replace("[]", "") == names) {
            let nearest = fields::nearest(known.iter().map(|field| field.path), &names);
            let nearest = nearest.map_or_else(String::new, |path| format!("; did you mean '{path}'?"));
            return Err(Failure::usage(format!("--name: employees have no field '{}'{nearest}", path.text())));
        }
    }
    Ok(())
}

/// Saves photos as they come. Each is whole or not there: a list that breaks off leaves nothing behind but photos that are
/// right.
async fn save_all(source: Source, album: Album, names: Option<&Names>) -> Result<Counts, Failure> {
    let (pictures, coming) = mpsc::channel(MOST_WAITING);
    // Disks are waited for on a thread of their own: photos keep coming meanwhile.
    let saving = tokio::task::spawn_blocking(move || album.save(coming));
    let counted = send_all(source, pictures, names).await;
    let saved = saving.await.map_err(|_| Failure::internal("saving ended in a panic"))?;
    // Where the disk is full the list was not read to its end, which is no fault of the list.
    Ok(Counts { saved: saved?, ..counted? })
}

/// Reads the list, and hands its pictures on.
async fn send_all(
    mut source: Source,
    pictures: mpsc::Sender<Picture>,
    names: Option<&Names>,
) -> Result<Counts, Failure> {
    let (mut counts, mut turn) = (Counts::default(), 0);
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => {
                let index = counts.photos;
                counts.photos += 1;
                match picture(&row) {
                    Ok(None) => counts.without_photo += 1,
                    Ok(Some((person, image))) => {
                        let name = names.map_or_else(|| person.to_string(), |names| names.of(person));
                        counts.without_name += u64::from(names.is_some_and(|names| names.lacks(person)));
                        counts.shared += u64::from(names.is_some_and(|names| names.is_shared(person)));
                        let picture = Picture { name, image, turn };
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

/// Who is on the photo of a row, and the photo, where it has one. The list was checked: what can be wrong here is base64 and who it is of.
fn picture(row: &Json) -> Result<Option<(Guid, Image)>, &'static str> {
    let text = |field: &str| row.get(field).and_then(Json::as_str);
    let mut typed = Photo::default();
    typed.photo = text("photo").map(str::to_owned);
    let Some(image) = Image::of(&typed).map_err(|_| "photo is no base64")? else { return Ok(None) };
    let person = text("personId").and_then(|id| id.parse().ok()).ok_or("personId is missing")?;
    Ok(Some((person, image)))
}

/// Tells whose files are called otherwise than was asked for.
fn tell(gathered: &Gathered<Counts>) {
    for (institute, counts) in &gathered.done {
        if counts.shared > 0 {
            let count = counts.shared;
            note(&format!(
                "institute {institute}: {count} photos would share a name with another; the personId stands behind it"
            ));
        }
        if counts.without_name > 0 {
            let count = counts.without_name;
            note(&format!(
                "institute {institute}: {count} photos are of people who lack a field of the name; they are called by \
                 their personId"
            ));
        }
    }
}

fn report(session: &Session, gathered: Gathered<Counts>, is_named: bool) -> Result<(), Failure> {
    let odd: Vec<String> = gathered
        .done
        .iter()
        .flat_map(|(institute, counts)| counts.odd.iter().map(move |odd| format!("institute {institute}: {odd}")))
        .collect();
    if !session.is_told_as_json {
        tell(&gathered);
    }
    let rows = gathered.map(|counts| {
        let mut fields = vec![
            ("written".to_owned(), Json::from(counts.saved.written())),
            ("unchanged".to_owned(), Json::from(counts.saved.unchanged())),
            ("withoutPhoto".to_owned(), Json::from(counts.without_photo)),
        ];
        if is_named {
            fields.push(("sharedName".to_owned(), Json::from(counts.shared)));
            fields.push(("withoutName".to_owned(), Json::from(counts.without_name)));
        }
        fields.push(("undecodable".to_owned(), Json::from(counts.odd.len() as u64)));
        List::from(vec![Json::Record(fields)])
    });
    print(session, rows, &columns::SAVED, &Listing::default())?;
    // All others are saved; that these are not must still be heard.
    if odd.is_empty() {
        Ok(())
    } else {
        Err(Failure::decode(format!("photos that cannot be read: {}", odd.join("; "))))
    }
}
