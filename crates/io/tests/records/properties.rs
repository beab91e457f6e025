//! Any figures, keys and labels: what is written is read back.

use proptest::collection::vec;
use proptest::prelude::*;
use redbead::{Chart, Direction, Invalid, Plan, Preset, Series, Status};
use redbead_io::{
    Header, RecordFormat, RecordOptions, SeriesRecord, Source, Table, WriteOptions, read_records,
    write_records,
};

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e3..1e3_f64,
        1 => Just(f64::NAN),
        1 => Just(0.0),
        1 => proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL,
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        5 => Just(Status::Confirmed),
        1 => Just(Status::Provisional),
        1 => Just(Status::Excluded),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn records_of_any_series_come_back(
        points in vec((value(), status()), 0..40),
        key in any::<String>(),
        name in any::<String>(),
        label in any::<String>(),
        run in any::<bool>(),
    ) {
        let builder = match run {
            true => Plan::of(Preset::Anhoej),
            false => Plan::builder(Chart::individuals()).preset(Preset::Nelson),
        };
        let plan = builder
            .invalid(Invalid::Missing)
            .direction(Direction::Increase)
            .build()
            .unwrap();
        let (values, status): (Vec<f64>, Vec<Status>) = points.into_iter().unzip();
        let series = Series::values(&values).with_status(&status).unwrap();
        let report = plan.scan(series).unwrap();
        let (names, keys) = ([name], [key]);
        let label = |index: usize| format!("{label}{index}");
        let source = Source::new(&names, &keys, series, &label);
        let options = RecordOptions::new().points(true);
        let record = SeriesRecord::of(&source, &plan, &report, options).unwrap();
        let header = Header::new(&names);
        let write = |format| {
            let mut out = Vec::new();
            let records = [record.clone()];
            write_records(&mut out, format, &header, WriteOptions::new(), records).unwrap();
            out
        };

        let ndjson = write(RecordFormat::Ndjson);
        prop_assert_eq!(ndjson.iter().filter(|byte| **byte == b'\n').count(), 1);
        let read = read_records(ndjson.as_slice()).next().unwrap().unwrap();
        prop_assert_eq!(serde_json::to_vec(&read).unwrap(), &ndjson[..ndjson.len() - 1]);

        let csv = write(RecordFormat::Csv(Table::Points));
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), values.len());
        for (row, point) in rows.iter().zip(record.points.iter().flatten()) {
            prop_assert_eq!(&row[0], &*keys[0]);
            prop_assert_eq!(&row[2], &*point.label);
            let read = (!row[4].is_empty()).then(|| row[4].parse::<f64>().unwrap().to_bits());
            prop_assert_eq!(read, point.value.map(f64::to_bits));
        }
    }
}
