//! `photos save`: one file per person.

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
use crate::output::print_note;
use crate::people::read_staff;
use crate::photos::{Names, Template};
use crate::rows::{List, Source, Step};
use crate::session::Session;

/// Maximum number of photos that wait for the disk.
const MAX_WAITING: usize = 32;

/// The outcome for the photos of one institute.
#[derive(Default)]
struct Counts {
    saved: Saved,
    photos: usize,
    without_photo: u64,
    /// Photos that the template cannot name.
    without_name: u64,
    /// Photos that share a name with others, to which an id is appended.
    shared: u64,
    /// Photos that could not be read: where, and why.
    undecodable: Vec<String>,
}

pub(super) async fn save(global: &Global, save: PhotosSave) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let (wanted, year) = super::reads::complete(&session, save.which.0).await?;
    let (out, terms, template) = (save.out, session.terms(), save.name);
    let is_named = template.is_some();
    if let Some(template) = &template {
        check_template(template)?;
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
                Some(template) => Some(template.assign_names(&read_staff(institute, year, terms).await?)),
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

/// Refuses a template with fields that no employee has.
fn check_template(template: &Template) -> Result<(), Failure> {
    let known = fields::of("Employee");
    for path in template.paths() {
        let names = path.names().join(".");
        if !known.iter().any(|field| field.path.replace("[]", "") == names) {
            let nearest = fields::find_nearest(known.iter().map(|field| field.path), &names);
            let nearest = nearest.map_or_else(String::new, |path| format!("; did you mean '{path}'?"));
            return Err(Failure::usage(format!("--name: employees have no field '{}'{nearest}", path.text())));
        }
    }
    Ok(())
}

/// Saves photos as they arrive, each completely or not at all. If the list breaks off, the photos saved so far are
/// valid.
async fn save_all(source: Source, album: Album, names: Option<&Names>) -> Result<Counts, Failure> {
    let (pictures, coming) = mpsc::channel(MAX_WAITING);
    // Disk writes run on a thread of their own, so that photos keep arriving meanwhile.
    let saving = tokio::task::spawn_blocking(move || album.save(coming));
    let counted = send_all(source, pictures, names).await;
    let saved = saving.await.map_err(|_| Failure::internal("internal error: saving photos panicked"))?;
    // If the disk is full, reading the list stops too. The error of the disk comes first.
    Ok(Counts { saved: saved?, ..counted? })
}

/// Reads the list and sends its pictures on.
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
                match read_picture(&row) {
                    Ok(None) => counts.without_photo += 1,
                    Ok(Some((person, image))) => {
                        let name = names.map_or_else(|| person.to_string(), |names| names.of(person));
                        counts.without_name += u64::from(names.is_some_and(|names| names.is_unnamed(person)));
                        counts.shared += u64::from(names.is_some_and(|names| names.is_shared(person)));
                        let picture = Picture { name, image, turn };
                        if pictures.send(picture).await.is_err() {
                            break;
                        }
                    }
                    Err(why) => counts.undecodable.push(format!("[{index}].{why}")),
                }
            }
            Step::Undecodable(place) => counts.undecodable.push(place),
            Step::Restart => {
                counts = Counts::default();
                turn += 1;
            }
        }
    }
    Ok(counts)
}

/// Returns the person and the image of a row that has a photo. The list has been checked, so only the base64 and the id
/// of the person can be wrong here.
fn read_picture(row: &Json) -> Result<Option<(Guid, Image)>, &'static str> {
    let text = |field: &str| row.get(field).and_then(Json::as_str);
    let mut typed = Photo::default();
    typed.photo = text("photo").map(str::to_owned);
    let Some(image) = Image::of(&typed).map_err(|_| "photo is not base64")? else { return Ok(None) };
    let person = text("personId").and_then(|id| id.parse().ok()).ok_or("personId is missing")?;
    Ok(Some((person, image)))
}

/// Reports the files that are not named as requested.
fn report_names(gathered: &Gathered<Counts>) {
    for (institute, counts) in &gathered.done {
        if counts.shared > 0 {
            let count = counts.shared;
            print_note(&format!(
                "institute {institute}: {count} photo(s) would share a name with another; the personId is appended"
            ));
        }
        if counts.without_name > 0 {
            let count = counts.without_name;
            print_note(&format!(
                "institute {institute}: {count} photo(s) of people without a field that --name uses are named by \
                 personId"
            ));
        }
    }
}

fn report(session: &Session, gathered: Gathered<Counts>, is_named: bool) -> Result<(), Failure> {
    let undecodable: Vec<String> = gathered
        .done
        .iter()
        .flat_map(|(institute, counts)| {
            counts.undecodable.iter().map(move |why| format!("institute {institute}: {why}"))
        })
        .collect();
    if !session.has_json_errors {
        report_names(&gathered);
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
        fields.push(("undecodable".to_owned(), Json::from(counts.undecodable.len() as u64)));
        List::from(vec![Json::Record(fields)])
    });
    print(session, rows, &columns::SAVED, &Listing::default())?;
    // All others are saved, but the command must still fail.
    if undecodable.is_empty() {
        Ok(())
    } else {
        Err(Failure::decode(format!("cannot decode these photos: {}", undecodable.join("; "))))
    }
}
