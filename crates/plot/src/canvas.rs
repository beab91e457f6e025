//! What a picture has whatever it shows: how it is written.

/// How a picture is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canvas<'a> {
    /// Whether the SVG turns dark on screens that ask for it.
    pub(crate) dark_mode: bool,
    /// What ids in the SVG begin with.
    pub(crate) id_prefix: &'a str,
}

impl Canvas<'_> {
    pub(crate) const fn new() -> Self {
        Self {
            dark_mode: false,
            id_prefix: "",
        }
    }
}

/// The setters of a type with a field `canvas`.
macro_rules! canvas_setters {
    () => {
        /// Whether the SVG turns dark on screens that ask for it. Default no.
        pub const fn dark_mode(mut self, dark_mode: bool) -> Self {
            self.canvas.dark_mode = dark_mode;
            self
        }

        /// What ids in the SVG begin with, to tell many in one page apart. Ids follow from the
        /// content, so that only equal pictures need it. Letters, digits, `-` and `_` of it are
        /// taken.
        pub const fn id_prefix(mut self, prefix: &'a str) -> Self {
            self.canvas.id_prefix = prefix;
            self
        }
    };
}

pub(crate) use canvas_setters;
