//! Series from files, and reports back to files.

mod record;

pub use record::{
    Keys, LatestRecord, NotJudged, NotJudgedReason, PhaseReasonWord, PhaseRecord, PointRecord,
    RECORD_VERSION, ReadingRecord, RecordOptions, SeriesRecord, SignalRecord, Source, TestsRecord,
    VariationWord,
};
