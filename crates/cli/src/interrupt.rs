//! Interrupts: no half file stays behind, and a watch finishes its batch.

use std::process::exit;
use std::sync::OnceLock;

use crate::watch::Stop;

/// Exit code of a program that was interrupted, by the custom of shells: 128 and the number of the
/// signal.
pub(crate) const INTERRUPTED: u8 = 130;

/// What is asked to stop at the first interrupt.
static STOP: OnceLock<Stop> = OnceLock::new();

/// On an interrupt or a request to terminate, removes unfinished files and ends the program.
pub(crate) fn clean_up_on_interrupt() {
    let handler = || {
        // A second interrupt does not wait any longer; what was answered is in the store.
        if STOP.get().is_some_and(Stop::ask_first) {
            return;
        }
        redbead_io::remove_unfinished();
        exit(INTERRUPTED.into());
    };
    // Where a handler cannot be set the system ends the program by itself, and only a hidden file
    // may stay behind.
    let _ = ctrlc::set_handler(handler);
}

/// From now on asks for a stop first.
pub(crate) fn stop_instead(stop: &Stop) {
    // Set once in the life of the program.
    let _ = STOP.set(stop.clone());
}
