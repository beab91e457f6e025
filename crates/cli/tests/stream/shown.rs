//! What a store shows of itself.

use std::io::Read;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};

use redbead_cli::watch::{Input, Stop, watch, write_observations, write_standing};

use super::{Folder, answers, plan, values};

#[test]
fn points_that_are_no_longer_kept_are_counted() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.history = Some(10);
    answers(&plan(3), &options, &values(&[1.0; 50]));
    let (mut lines, mut standing) = (Vec::new(), Vec::new());
    let forgotten = write_observations(&options.state, &mut lines).unwrap();
    write_standing(&options.state, &mut standing).unwrap();
    let kept = lines.iter().filter(|byte| **byte == b'\n').count() as u64;
    assert_eq!((forgotten.points, forgotten.series), (50 - kept, 1));
    assert!((10..=26).contains(&kept), "{kept}");
    let standing: serde_json::Value = serde_json::from_slice(&standing).unwrap();
    assert_eq!(
        (&standing["points"], &standing["kept"]),
        (&50.into(), &kept.into())
    );
}

/// An input that looks at the store while the watch runs.
struct Looking(PathBuf, Sender<String>);

impl Read for Looking {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        let shown = write_standing(&self.0, &mut Vec::new());
        let said = shown.map_or_else(|error| error.to_string(), |_| "it can be read".to_owned());
        let _ = self.1.send(said);
        Ok(0)
    }
}

#[test]
fn a_store_in_use_says_how_to_show_it() {
    let folder = Folder::new();
    let options = folder.options();
    let (to, said) = channel();
    let input = Input::Stream(Box::new(Looking(options.state.clone(), to)));
    let mut notes = |_: &str| {};
    watch(
        plan(3),
        &options,
        input,
        &mut Vec::new(),
        &mut notes,
        &Stop::default(),
    )
    .unwrap();
    let said = said.recv().unwrap();
    assert!(
        said.ends_with(
            "a watch is using this store, and nothing else can read it meanwhile; stop the watch, show the store and \
             start it again: it goes on where it was"
        ),
        "{said}"
    );
}
