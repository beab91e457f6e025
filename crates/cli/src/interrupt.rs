//! Interrupts: no half file stays behind.

use std::process::exit;

/// Exit code of a program that was interrupted, by the custom of shells: 128 and the number of the
/// signal.
const INTERRUPTED: i32 = 130;

/// On an interrupt or a request to terminate, removes unfinished files and ends the program.
pub(crate) fn clean_up_on_interrupt() {
    let handler = || {
        redbead_io::remove_unfinished();
        exit(INTERRUPTED);
    };
    // Where a handler cannot be set the system ends the program by itself, and only a hidden file
    // may stay behind.
    let _ = ctrlc::set_handler(handler);
}
