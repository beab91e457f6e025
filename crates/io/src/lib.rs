//! Series from files, and reports back to files.
