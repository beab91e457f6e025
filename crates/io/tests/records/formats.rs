//! Every text format gives back what went in, to the last bit.

use redbead::{Chart, Plan};
use redbead_io::{
    Header, RecordDocument, RecordFormat, SeriesRecord, Table, WriteError, WriteOptions, Written,
    key_columns, read_records, write_records,
};

use crate::cases;

fn write(format: RecordFormat, options: WriteOptions) -> (Vec<u8>, Written) {
    let names = cases::key_names();
    let plan = Plan::builder(Chart::p()).build().unwrap();
    let notes = ["time: period, guessed".to_owned()];
    let header = Header::new(&names).plan(&plan).notes(&notes);
    let mut out = Vec::new();
    let written = write_records(&mut out, format, &header, options, cases::records()).unwrap();
    (out, written)
}

/// Equality of doubles leaves the sign of a zero open; their text does not.
fn assert_same_bits(found: &[SeriesRecord], expected: &[SeriesRecord]) {
    assert_eq!(found, expected);
    assert_eq!(
        serde_json::to_string(found).unwrap(),
        serde_json::to_string(expected).unwrap()
    );
}

#[test]
fn ndjson_gives_the_records_back() {
    let (out, written) = write(RecordFormat::Ndjson, WriteOptions::new());
    let read: Result<Vec<_>, _> = read_records(out.as_slice()).collect();
    let records = cases::records();
    assert_same_bits(&read.unwrap(), &records);
    assert_eq!(written.series, records.len() as u64);
    assert_eq!(written.rows, records.len() as u64);
}

#[test]
fn json_gives_the_document_back() {
    let (out, _) = write(RecordFormat::Json, WriteOptions::new());
    let document = RecordDocument::read(out.as_slice()).unwrap();
    assert_same_bits(&document.series, &cases::records());
    assert_eq!(document.notes, ["time: period, guessed"]);
    assert_eq!(document.plan.unwrap().chart().name(), "p");
    assert_eq!((document.version, document.left_out), (1, 0));
    let again = serde_json::to_string(&RecordDocument::read(out.as_slice()).unwrap()).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let other: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(whole, other);
}

#[test]
fn json_without_any_series_is_a_document() {
    let mut out = Vec::new();
    let header = Header::default();
    write_records(
        &mut out,
        RecordFormat::Json,
        &header,
        WriteOptions::new(),
        [],
    )
    .unwrap();
    assert_eq!(
        String::from_utf8(out.clone()).unwrap(),
        "{\"version\":1,\"plan\":null,\"notes\":[],\"series\":[\n],\"left_out\":0}\n"
    );
    assert!(
        RecordDocument::read(out.as_slice())
            .unwrap()
            .series
            .is_empty()
    );
}

#[test]
fn csv_of_points_gives_the_points_back() {
    let (out, written) = write(RecordFormat::Csv(Table::Points), WriteOptions::new());
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        header.join(" "),
        "service key_Value index label phase value center lower upper missing excluded \
         provisional why_missing signals warnings"
    );
    let mut rows = reader.records().map(Result::unwrap);
    let mut count = 0;
    for record in cases::records() {
        let phases = record.phases.iter().enumerate();
        let phase_of: Vec<usize> = phases
            .flat_map(|(number, phase)| vec![number; phase.last + 1 - phase.first])
            .collect();
        for point in record.points.iter().flatten() {
            let row = rows.next().unwrap();
            count += 1;
            assert_eq!(Some(&row[0]), record.series.get("service"));
            assert_eq!(&row[1], "Type 1, \"all\"\nof it");
            assert_eq!(&row[2], point.index.to_string());
            assert_eq!(&row[3], point.label);
            assert_eq!(&row[4], phase_of[point.index].to_string());
            let numbers = [point.value, point.center, point.lower, point.upper];
            for (cell, number) in row.iter().skip(5).zip(numbers) {
                let bits = |number: f64| number.to_bits();
                let read = (!cell.is_empty()).then(|| bits(cell.parse().unwrap()));
                assert_eq!(read, number.map(bits));
            }
            assert_eq!(&row[9], point.missing.to_string());
            assert_eq!(&row[10], point.excluded.to_string());
            assert_eq!(&row[11], point.provisional.to_string());
            assert_eq!(&row[12], point.why_missing.as_deref().unwrap_or_default());
            let signals = point.signals.iter().map(|at| &record.signals[*at]);
            let rules = |warning: bool| {
                let of = signals.clone().filter(|signal| signal.warning == warning);
                of.map(|signal| signal.rule.clone())
                    .collect::<Vec<_>>()
                    .join("; ")
            };
            assert_eq!((&row[13], &row[14]), (&*rules(false), &*rules(true)));
        }
    }
    assert!(rows.next().is_none());
    assert_eq!((written.rows, written.refused), (count, 1));
    assert_eq!(written.series, cases::records().len() as u64 - 1);
}

#[test]
fn csv_of_series_has_a_row_for_each() {
    let (out, written) = write(RecordFormat::Csv(Table::Series), WriteOptions::new());
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let records = cases::records();
    assert_eq!(
        (rows.len(), written.rows),
        (records.len(), records.len() as u64)
    );
    for (row, record) in rows.iter().zip(&records) {
        assert_eq!(row.len(), header.len());
        let cell = |name: &str| {
            let at = header.iter().position(|known| known == name).unwrap();
            row.get(at).unwrap()
        };
        let number = |value: Option<f64>| value.map(f64::to_bits);
        let read = |name: &str| {
            let cell = cell(name);
            (!cell.is_empty()).then(|| cell.parse::<f64>().unwrap().to_bits())
        };
        assert_eq!(cell("chart"), record.chart);
        assert_eq!(cell("plan"), record.plan.to_string());
        assert_eq!(cell("error"), record.error.as_deref().unwrap_or_default());
        assert_eq!(cell("signals"), record.signals.len().to_string());
        let phase = record.phases.last();
        assert_eq!(read("center"), number(phase.and_then(|phase| phase.center)));
        assert_eq!(read("sigma"), number(phase.and_then(|phase| phase.sigma)));
        assert_eq!(read("target"), number(record.target));
        let latest = record.latest.as_ref();
        assert_eq!(
            read("latest_value"),
            number(latest.map(|latest| latest.value))
        );
        assert_eq!(
            read("latest_lower"),
            number(latest.and_then(|latest| latest.lower))
        );
        let word = serde_json::to_value(record.reading.as_ref().map(|reading| reading.variation));
        assert_eq!(
            cell("variation"),
            word.unwrap().as_str().unwrap_or_default()
        );
        let since = record.speaking().map(|signal| signal.first_label.as_str());
        assert_eq!(cell("since"), since.unwrap_or_default());
        let runs = record.tests.as_ref().map(|tests| tests.runs.to_string());
        assert_eq!(cell("runs"), runs.unwrap_or_default());
    }
}

#[test]
fn key_columns_with_names_of_ours_are_told_apart() {
    let columns = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        key_columns(&names)
    };
    assert_eq!(columns(&["ward", "type"]), ["ward", "type"]);
    assert_eq!(columns(&["value", "INDEX"]), ["key_value", "key_INDEX"]);
    assert_eq!(
        columns(&["value", "key_value"]),
        ["key_key_value", "key_value"]
    );
    assert_eq!(columns(&["value", "Value"]), ["key_value", "key_key_Value"]);
    assert_eq!(columns(&[]), Vec::<String>::new());
}

#[test]
fn keys_are_data_unless_formulas_are_to_be_guarded() {
    let plan = Plan::builder(Chart::individuals()).build().unwrap();
    let names = ["name".to_owned()];
    let cells = |options: WriteOptions| {
        let key = ["=1+1", "-5", "@x", "+y", "plain", "a=b"];
        let refused = |key: &str| SeriesRecord::refused(&names, &[key.to_owned()], &plan, &"-");
        let records: Vec<_> = key.iter().map(|key| refused(key)).collect();
        let mut out = Vec::new();
        let format = RecordFormat::Csv(Table::Series);
        write_records(&mut out, format, &Header::new(&names), options, records).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let rows = reader.records().map(|row| row.unwrap()[0].to_owned());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(
        cells(WriteOptions::new()),
        ["=1+1", "-5", "@x", "+y", "plain", "a=b"]
    );
    assert_eq!(
        cells(WriteOptions::new().guard_formulas(true)),
        ["'=1+1", "'-5", "'@x", "'+y", "plain", "a=b"]
    );
}

#[test]
fn tables_refuse_series_of_another_data_set() {
    let names = ["ward".to_owned()];
    let records = cases::records().into_iter().take(1);
    let format = RecordFormat::Csv(Table::Series);
    let mut out = Vec::new();
    let written = write_records(
        &mut out,
        format,
        &Header::new(&names),
        WriteOptions::new(),
        records,
    );
    let error = written.unwrap_err();
    assert!(matches!(error, WriteError::OtherKeys { .. }));
    assert!(error.to_string().ends_with(
        "has the keys service, Value, the table has ward; write series of one data set only"
    ));
}

#[test]
fn a_table_of_points_needs_points() {
    let names = cases::key_names();
    let record = cases::charts()[0].record(redbead_io::RecordOptions::new());
    let format = RecordFormat::Csv(Table::Points);
    let mut out = Vec::new();
    let written = write_records(
        &mut out,
        format,
        &Header::new(&names),
        WriteOptions::new(),
        [record],
    );
    assert!(matches!(written.unwrap_err(), WriteError::NoPoints { .. }));
}
