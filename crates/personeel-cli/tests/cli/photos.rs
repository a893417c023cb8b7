//! Saving photos as files.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use crate::support::{Canned, Program, Request, YEAR, json, sandbox};

pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_changed_photos_are_written() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR, "--format", "json"];
    let folder = program.home.path().join("album");
    let first = program.run(&save).await.expect(0).json();
    let saved = files(&folder);
    assert_eq!(first[0]["written"], saved.len());
    assert!(
        saved.len() > 5
            && saved
                .iter()
                .all(|(name, bytes)| name.strip_suffix(".jpg").is_some() && bytes.starts_with(&[0xff, 0xd8]))
    );
    let times = |folder: &Path| -> Vec<SystemTime> {
        saved.keys().map(|name| folder.join(name).metadata().unwrap().modified().unwrap()).collect()
    };
    let before = times(&folder);
    let second = program.run(&save).await.expect(0).json();
    assert_eq!((&second[0]["written"], &second[0]["unchanged"]), (&0.into(), &first[0]["written"]));
    assert_eq!(times(&folder), before);

    // A changed file and a missing one are restored, and leftovers of an interrupted run are removed.
    let mut names = saved.keys();
    std::fs::write(folder.join(names.next().unwrap()), b"damaged").unwrap();
    std::fs::remove_file(folder.join(names.next().unwrap())).unwrap();
    std::fs::write(folder.join(".personeel-x.tmp"), b"half").unwrap();
    let third = program.run(&save).await.expect(0).json();
    assert_eq!(third[0]["written"], 2);
    assert_eq!(files(&folder), saved);
    #[cfg(unix)]
    for path in saved.keys().map(|name| folder.join(name)).chain([folder.clone()]) {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o077, 0, "{path:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_institutes_have_a_folder_each() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let document = program.run(&["photos", "save", "--out", "album", "--school-year", YEAR]).await.expect(0).json();
    for number in ["011007", "038281"] {
        let saved = files(&program.home.path().join("album").join(number));
        assert_eq!(document["institutes"][number][0]["written"], saved.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn extensions_follow_the_bytes_and_undecodable_photos_do_not_fail_others() {
    let person = |digit: u8| format!("00000000-0000-4000-8000-00000000000{digit}");
    let rows: Vec<_> =
        [(1, Some("/9j/4AAQSkZJRg==")), (2, Some("iVBORw0KGgo=")), (3, None), (4, Some(" ")), (5, Some("geheim!"))]
            .iter()
            .map(|(digit, photo)| serde_json::json!({ "personId": person(*digit), "photo": photo }))
            .collect();
    let list = serde_json::to_string(&rows).unwrap();
    let server = Canned::with_tokens(move |_: &Request| json(&list)).await;
    let program = server.program();
    let folder = program.home.path().join("album");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(format!("{}.jpg", person(2))), b"\xff\xd8\xffold").unwrap();
    std::fs::write(folder.join("notes.txt"), b"mine").unwrap();
    let run = program.run(&["photos", "save", "--out", "album", "--school-year", YEAR, "-f", "json"]).await.expect(7);
    let counts = &run.json()[0];
    assert_eq!(*counts, serde_json::json!({ "written": 2, "unchanged": 0, "withoutPhoto": 2, "undecodable": 1 }));
    let error = run.error()["message"].to_string();
    assert!(error.contains("[4].photo") && !error.contains("geheim"), "{error}");
    let names: Vec<_> = files(&folder).into_keys().collect();
    assert_eq!(names, [format!("{}.jpg", person(1)), format!("{}.png", person(2)), "notes.txt".to_owned()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_needs_no_school_year() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let photos = program.run(&["photos", "list", "--school-year", YEAR]).await.expect(0).json();
    let person = photos[0]["personId"].as_str().unwrap();
    let own = program.run(&["photos", "list", "--person", person]).await.expect(0).json();
    assert_eq!(own[0]["photo"], photos[0]["photo"]);
    program.run(&["photos", "save", "--out", "one", "--person", person]).await.expect(0);
    assert_eq!(files(&program.home.path().join("one")).into_keys().collect::<Vec<_>>(), [format!("{person}.jpg")]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn two_runs_in_one_folder_leave_each_others_files_alone() {
    let sandbox = sandbox().employees(120).start().await.unwrap();
    let program = Program::of(&sandbox);
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR];
    program.run(&save).await.expect(0);
    let expected = files(&program.home.path().join("album"));
    for _ in 0..4 {
        std::fs::remove_dir_all(program.home.path().join("album")).unwrap();
        let runs = (0..4).map(|_| {
            let program = program.clone();
            tokio::spawn(async move { program.run(&save).await })
        });
        for run in runs.collect::<Vec<_>>() {
            run.await.unwrap().expect(0);
        }
        assert_eq!(files(&program.home.path().join("album")), expected);
    }
    // The temporary file of a run in progress is not a leftover.
    let folder = program.home.path().join("album");
    std::fs::write(folder.join(".personeel-other.tmp"), "half").unwrap();
    let other = std::fs::File::open(&folder).unwrap();
    other.lock_shared().unwrap();
    program.run(&save).await.expect(0);
    assert!(folder.join(".personeel-other.tmp").exists());
    drop(other);
    program.run(&save).await.expect(0);
    assert_eq!(files(&folder), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_named_by_a_template() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let staff = program.run(&["employees", "list", "--school-year", YEAR]).await.expect(0).json();
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR, "-f", "json", "--name"];
    let first = program.run(&[&save[..], &["stamnr"]].concat()).await.expect(0).json();
    let saved = files(&program.home.path().join("album"));
    assert_eq!(first[0]["written"], saved.len());
    let stamnrs: Vec<_> = staff.as_array().unwrap().iter().filter_map(|row| row["stamnr"].as_str()).collect();
    assert!(saved.keys().all(|name| stamnrs.contains(&name.strip_suffix(".jpg").unwrap())), "{:?}", saved.keys());
    let second = program.run(&[&save[..], &["stamnr"]].concat()).await.expect(0).json();
    assert_eq!((&second[0]["written"], &second[0]["unchanged"]), (&0.into(), &first[0]["written"]));
    for (template, part) in [("stamnummer", "employees have no field 'stamnummer'"), ("{naam", "missing }")] {
        let run = program.run(&["photos", "save", "--out", "x", "--name", template]).await.expect(2);
        assert!(run.stderr.contains(part), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shared_and_missing_names_are_reported() {
    let id = |digit: u8| format!("00000000-0000-4000-8000-00000000000{digit}");
    let photo = |digit: u8| serde_json::json!({"id": id(digit), "personId": id(digit), "photo": "/9j/4A=="});
    let photos = serde_json::json!([photo(1), photo(2), photo(3), photo(4)]).to_string();
    let employee = |digit: u8, name: Option<&str>| serde_json::json!({"pPersoon": digit, "personId": id(digit), "naam": name, "isActive": true, "isOverleden": false});
    let staff =
        [employee(1, Some("Peeters")), employee(2, Some("peeters")), employee(3, Some("a/../b")), employee(4, None)];
    let staff = serde_json::json!(staff).to_string();
    let server = Canned::with_tokens(move |request: &Request| {
        json(if request.path().contains("photos") { &photos } else { &staff })
    })
    .await;
    let program = server.program();
    let run = program.run(&["photos", "save", "--out", "album", "--name", "naam", "-f", "csv"]).await.expect(0);
    let saved = files(&program.home.path().join("album"));
    let expected = [
        format!("{}.jpg", id(4)),
        format!("Peeters {}.jpg", id(1)),
        "a_.._b.jpg".to_owned(),
        format!("peeters {}.jpg", id(2)),
    ];
    assert_eq!(saved.keys().cloned().collect::<Vec<_>>(), expected);
    assert!(
        run.stderr.contains("2 photo(s) would share a name") && run.stderr.contains("1 photo(s) of people without"),
        "{run:?}"
    );
    assert!(run.stdout.lines().nth(1).is_some_and(|line| line == "4,0,0,2,1,0"), "{run:?}");
}
