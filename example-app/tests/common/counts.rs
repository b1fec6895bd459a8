// tests/common/counts.rs - Counts of rows, held against the rows

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

/// The enum fields of a resource, each with its values in their order.
pub type Enums<'a> = &'a [(&'a str, &'a [Option<&'a str>])];

/// Checks counts of the last thirty days by the rows that were counted.
#[track_caller]
pub fn assert_counts(body: &Value, rows: &[&Value], enums: Enums<'_>) {
    assert_eq!(body["total"], rows.len());
    let today = Utc::now().date_naive();
    let made_today = rows.iter().filter(|row| day_of(row) == today).count();
    let by_day = body["by_day"].as_array().expect("days");
    assert_eq!(by_day.len(), 30);
    assert_eq!(by_day[29], json!({ "day": today, "count": made_today }));
    for (field, values) in enums {
        let mut expected = Vec::new();
        for value in *values {
            let count = rows.iter().filter(|row| row[field] == json!(value)).count();
            expected.push(json!({ "value": value, "count": count }));
        }
        assert_eq!(body[format!("by_{field}")], json!(expected), "{field}");
    }
}

fn day_of(row: &Value) -> NaiveDate {
    let made: DateTime<Utc> = serde_json::from_value(row["created_at"].clone()).expect("a time");
    made.date_naive()
}
