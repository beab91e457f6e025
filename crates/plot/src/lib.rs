//! Pictures of SPC charts: SVG, PNG, and one-file HTML reports.
