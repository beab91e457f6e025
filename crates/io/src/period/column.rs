//! A whole column of texts, whose cells explain each other.
