// tests/common/pages.rs - Lists: followed page by page, and in the order that they should have

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::common::client::Client;

/// More pages than any test has rows: a list that goes on for longer goes round in a circle.
const MAX_PAGES: usize = 100;

/// All rows of a list, page after page; each page but the last one is full.
pub async fn walk(client: &Client, path: &str, parameters: &[(&str, &str)]) -> Vec<Value> {
    let limit = parameters.iter().find(|(name, _)| *name == "limit");
    let limit: usize = limit.expect("a limit").1.parse().expect("a number");
    let mut rows = Vec::new();
    let mut cursor = None;
    for _ in 0..MAX_PAGES {
        let mut parameters = parameters.to_vec();
        parameters.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page = client.get_with(path, &parameters).await;
        rows.extend(page.items().iter().cloned());
        assert!(rows.len() < 1000, "the pages have no end: {parameters:?}");
        match page.body["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return rows,
        }
        assert_eq!(page.items().len(), limit, "a page that is not the last one is full");
    }
    panic!("the list does not end");
}

/// Checks a list by each of the sorts, in both orders, in pages of each length.
pub async fn assert_sorts(client: &Client, path: &str, id: &str, sorts: &[&str], rows: &[Value]) {
    for sort in sorts {
        for order in ["asc", "desc"] {
            let expected = sorted(rows, sort, id, order == "desc");
            for limit in ["1", "2", "200"] {
                let parameters = [("sort", *sort), ("order", order), ("limit", limit)];
                let walked = walk(client, path, &parameters).await;
                assert_eq!(ids(&walked, id), ids(&expected, id), "{parameters:?}");
            }
        }
    }
}

/// The public ids of rows.
pub fn ids<'a>(rows: &'a [Value], id: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[id].as_str().expect("an id is text")).collect()
}

fn sorted(rows: &[Value], sort: &str, id: &str, descending: bool) -> Vec<Value> {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| {
        // Rows without a value come last in either order.
        let nulls = a[sort].is_null().cmp(&b[sort].is_null());
        let values = || compare(&a[sort], &b[sort]).then_with(|| compare(&a[id], &b[id]));
        nulls.then_with(|| turned(values()))
    });
    rows
}

fn compare(a: &Value, b: &Value) -> Ordering {
    let moment = |value: &Value| value.as_str()?.parse::<DateTime<Utc>>().ok();
    if let (Some(a), Some(b)) = (moment(a), moment(b)) {
        return a.cmp(&b);
    }
    // Exact numbers are texts.
    let number = |value: &Value| value.as_str()?.parse::<f64>().ok();
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a.total_cmp(&b);
    }
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => a.as_f64().partial_cmp(&b.as_f64()).expect("numbers can be compared"),
    }
}
