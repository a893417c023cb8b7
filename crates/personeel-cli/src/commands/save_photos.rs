//! `photos save`: one file for each person.

use std::fs;
use std::path::Path;

use personeel::types::Photo;
use personeel::{Guid, Image};

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
use crate::rows::{List, Source, all};
use crate::session::Session;

/// Every extension that a photo may have had before.
const EXTENSIONS: [&str; 6] = ["jpg", "png", "gif", "bmp", "webp", "bin"];

/// What became of the photos of one institute.
#[derive(Clone, Debug, Default)]
struct Counts {
    written: u64,
    unchanged: u64,
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
            let (found, _) = all(source).await?;
            let names = match template {
                Some(template) => Some(template.names(&staff(institute, year, terms).await?)),
                None => None,
            };
            progress.add_records(found.len());
            // Files are written on a thread of their own: other institutes are being read meanwhile.
            let saved = tokio::task::spawn_blocking(move || save_all(&folder, &found, names.as_ref())).await;
            saved.map_err(|_| Failure::internal("saving ended in a panic"))?
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

fn save_all(folder: &Path, photos: &[Json], names: Option<&Names>) -> Result<Counts, Failure> {
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
        let name = names.map_or_else(|| person.to_string(), |names| names.of(person));
        counts.without_name += u64::from(names.is_some_and(|names| names.lacks(person)));
        counts.shared += u64::from(names.is_some_and(|names| names.is_shared(person)));
        let path = folder.join(format!("{name}.{}", image.format().extension()));
        if fs::read(&path).is_ok_and(|there| there == image.bytes()) {
            counts.unchanged += 1;
        } else {
            files::replace(&path, image.bytes()).map_err(|error| fault(&error))?;
            counts.written += 1;
        }
        remove_other_formats(folder, &name, &path).map_err(|error| fault(&error))?;
    }
    if counts.written > 0 {
        files::sync_folder(folder).map_err(|error| fault(&error))?;
    }
    Ok(counts)
}

/// One file for each person: a photo that was a PNG and is a JPEG now is one photo.
fn remove_other_formats(folder: &Path, name: &str, kept: &Path) -> std::io::Result<()> {
    for extension in EXTENSIONS {
        let path = folder.join(format!("{name}.{extension}"));
        if path != kept {
            files::remove_if_there(&path)?;
        }
    }
    Ok(())
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
            ("written".to_owned(), Json::from(counts.written)),
            ("unchanged".to_owned(), Json::from(counts.unchanged)),
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
