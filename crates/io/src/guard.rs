//! Panics of code below that believes damaged bytes, as errors.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Does some work in code that believes what bytes say of themselves, and panics where damaged ones
/// say nonsense: readers of columns, databases. Nothing of it is printed; panics elsewhere are, as
/// before. What the work has touched is not to be used again after an error.
///
/// # Errors
///
/// The first line of what a panic said.
///
/// ```
/// let page = redbead_io::guarded(|| panic!("page {} is odd", 7));
/// assert_eq!(page, Err::<(), _>("page 7 is odd".to_owned()));
/// ```
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    // Whoever gets the error drops what it came from.
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(before);
    done.map_err(|panic| first_line(&*panic))
}

fn first_line(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let line = text.and_then(|text| text.lines().next());
    line.unwrap_or("no reason given").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_panic_comes_back() {
        assert_eq!(guarded(|| guarded(|| 3)), Ok(Ok(3)));
        assert_eq!(
            guarded::<()>(|| std::panic::panic_any(7)),
            Err("no reason given".to_owned())
        );
    }
}
