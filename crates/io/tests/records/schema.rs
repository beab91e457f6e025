//! Real output of every kind holds to the schema of the contract.

use std::collections::BTreeSet;

use redbead_io::{RecordOptions, SeriesRecord};
use serde_json::Value;

use crate::cases;

const SCHEMA: &str = include_str!("../../../cli/schema/scan.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn value(record: &SeriesRecord) -> Value {
    serde_json::from_str(&serde_json::to_string(record).unwrap()).unwrap()
}

#[test]
fn the_schema_is_one_of_draft_2020_12() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
}

#[test]
fn real_output_of_every_kind_is_valid() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    for options in [
        RecordOptions::new(),
        RecordOptions::new().points(true),
        RecordOptions::new().points(true).texts(false),
    ] {
        for case in cases::all() {
            let record = value(&case.record(options));
            let errors: Vec<String> = validator
                .iter_errors(&record)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}\n{record:#}", case.name);
        }
    }
}

#[test]
fn what_is_no_record_is_invalid() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    let case = &cases::charts()[1];
    let good = value(&case.record(RecordOptions::new().points(true)));
    let change = |change: &dyn Fn(&mut Value)| {
        let mut record = good.clone();
        change(&mut record);
        validator.is_valid(&record)
    };
    assert!(change(&|_| {}));
    assert!(!change(&|record| record["extra"] = Value::from(1)));
    assert!(!change(&|record| record["version"] = Value::from(2)));
    assert!(!change(&|record| record["chart"] = Value::from("pie")));
    assert!(!change(
        &|record| record["points"][0]["value"] = Value::from("3")
    ));
    assert!(!change(
        &|record| record["points"][0]["index"] = Value::from(-1)
    ));
    assert!(!change(
        &|record| record["phases"][0]["law"] = Value::from("constant")
    ));
    assert!(!change(
        &|record| record["signals"][0]["extra"] = Value::Null
    ));
    assert!(!change(&|record| record["reading"] = Value::Null));
    // A refused series says nothing but why.
    assert!(!change(&|record| record["error"] = Value::from("no number")));
    for name in ["series", "phases", "signals", "tests", "counts", "error"] {
        let without = |record: &mut Value| {
            record.as_object_mut().unwrap().remove(name);
        };
        assert!(!change(&without), "{name}");
    }
}

/// Every name that the schema has, it describes; and real output has it.
#[test]
fn the_schema_has_no_name_that_output_lacks() {
    let mut described = BTreeSet::new();
    let mut undescribed = Vec::new();
    gather(&schema(), &mut described, &mut undescribed);
    assert!(undescribed.is_empty(), "{undescribed:?}");
    let mut written = BTreeSet::new();
    for record in cases::records() {
        let mut record = value(&record);
        // Rules stand there as in a plan, whose names are its own.
        for list in ["rules", "warnings"] {
            record["rules"][list] = Value::Array(Vec::new());
        }
        names(&record, &mut written);
    }
    // The names of the keys are those of the data.
    for key in cases::key_names() {
        written.remove(&key);
    }
    assert_eq!(described, written);
}

fn gather(schema: &Value, described: &mut BTreeSet<String>, undescribed: &mut Vec<String>) {
    if let Value::Object(object) = schema {
        if let Some(Value::Object(properties)) = object.get("properties")
            && object.contains_key("additionalProperties")
        {
            for (name, property) in properties {
                described.insert(name.clone());
                let is_law = property.get("properties").is_some();
                if property.get("description").is_none() && !is_law {
                    undescribed.push(name.clone());
                }
            }
        }
        for inner in object.values() {
            gather(inner, described, undescribed);
        }
    } else if let Value::Array(items) = schema {
        for item in items {
            gather(item, described, undescribed);
        }
    }
}

fn names(value: &Value, written: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                written.insert(name.clone());
                names(inner, written);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, written)),
        _ => {}
    }
}
