// tests/product/inputs/names.rs - Names of resources and fields: which are taken, and what they become

use super::{Row, act, all_refused, has, job, made, refused, text};

/// The rows about names.
pub fn rows() -> Vec<Row> {
    let mut reserved = all_refused(
        &["type", "match", "mod", "std", "main", "lib", "test", "tests", "core", "common", "db", "auth", "health"],
        |name| vec![name],
        &["so no resource can be called so", "a name such as `"],
    );
    reserved.extend(all_refused(
        &["state", "error", "errors", "extract", "page", "metric", "doc"],
        |name| vec![name],
        &["so no resource can be called so", "is free"],
    ));
    let plurals = [
        ("person", "people"),
        ("child", "children"),
        ("tool_box", "tool_boxes"),
        ("leaf", "leaves"),
        ("quiz", "quizzes"),
        ("address", "addresses"),
        ("analysis", "analyses"),
        ("bus", "buses"),
        ("category", "categories"),
        ("hero", "heroes"),
        ("index", "indices"),
        ("movie", "movies"),
        ("device", "devices"),
        ("datum", "data"),
        ("status", "statuses"),
    ];
    let both_ways = plurals.iter().flat_map(|(one, many)| {
        let said: &'static [&'static str] =
            Box::leak(Box::new([&*Box::leak(format!("`{one}`: many are `{many}`").into_boxed_str())]));
        let dry = |name: &'static str| made(&[name, "--dry-run"], said);
        // `data` is what `datum` has many of, and a word of its own that has no plural.
        if *one == "datum" { vec![dry(one)] } else { vec![dry(one), dry(many)] }
    });
    vec![
        (
            "keywords are fields, raw in Rust and as they are in JSON and the database",
            vec![
                made(&["job", "type:string", "match:bool", "gen:text:null", "async:i64"], &[]),
                act(|sandbox| {
                    has(&sandbox.read("app/src/models/job_models.rs"), &["pub r#type: String", "pub r#match: bool"]);
                    let sql = text(sandbox, "migrations/sqlite", "_create_jobs.up.sql");
                    has(&sql, &["type TEXT", "match", "gen TEXT", "async"]);
                    has(&sandbox.read("app/tests/job/mod.rs"), &["\"type\"", "\"async\""]);
                }),
            ],
        ),
        (
            "keywords without a raw form are no fields",
            all_refused(
                &["self:string", "Self:string", "super:string", "crate:string"],
                job,
                &["no raw form", "works"],
            ),
        ),
        ("names that a project has for itself are no resources", reserved),
        (
            "users are there already",
            vec![refused(&["user"], &["`rulebook new` made it", "rulebook generate field user"])],
        ),
        (
            "words of SQL are names, quoted on both databases",
            vec![
                made(
                    &["order", "from:date", "end:datetime", "limit:i32", "desc:text", "default:bool", "check:f64"],
                    &[],
                ),
                made(&["group"], &[]),
                made(&["transaction"], &[]),
                act(|sandbox| {
                    for database in ["sqlite", "postgres"] {
                        let sql = text(sandbox, &format!("migrations/{database}"), "_create_orders.up.sql");
                        has(
                            &sql,
                            &[
                                "CREATE TABLE orders",
                                "\"from\"",
                                "\"end\"",
                                "\"limit\"",
                                "\"desc\"",
                                "\"default\"",
                                "\"check\"",
                            ],
                        );
                    }
                    has(&sandbox.read("app/src/services/order_service.rs"), &["\\\"from\\\""]);
                }),
            ],
        ),
        (
            "columns that every resource has are no fields",
            all_refused(
                &[
                    "id:i64",
                    "job_id:string",
                    "created_at:datetime",
                    "updated_at:datetime",
                    "version:i64",
                    "user_id:i64",
                    "user:ref",
                ],
                job,
                &["every resource has"],
            ),
        ),
        (
            "parameters of every list are no filters",
            all_refused(
                &[
                    "page:i32:filter",
                    "limit:i32:filter",
                    "cursor:string:filter",
                    "sort:bool:filter",
                    "order:i64:filter",
                    "q:string:filter",
                ],
                job,
                &["every list has a query parameter of that name"],
            ),
        ),
        (
            "one field twice, in whatever spelling",
            vec![
                refused(
                    &["job", "title:string", "title:text"],
                    &["`title:string` and `title:text` are one field", "both are `title`"],
                ),
                refused(
                    &["job", "title:string", "Title:text"],
                    &["`title:string`", "`Title:text`", "both are `title`"],
                ),
                refused(&["job", "a-b:string", "a_b:string"], &["`a-b:string`", "`a_b:string`", "both are `a_b`"]),
            ],
        ),
        (
            "characters that no name has",
            vec![
                refused(&["job", "bad name:string"], &["` ` (a space)", "letters a-z", "`bad_name` would do"]),
                refused(&["job", "a.b:string"], &["`.`", "`a_b` would do"]),
                refused(&["job", ""], &["is empty"]),
                refused(&["job", "2things:string"], &["begins with `2`", "`things_2` would do"]),
                refused(&["job", "1st:string"], &["begins with `1`", "`st_1` would do"]),
                refused(&["job", "café:string"], &["`é`", "`cafe` would do"]),
                refused(&["job", "jоb:string"], &["only looks like a Latin letter", "`job` would do"]),
                refused(&["job", "__x:string"], &["begins with `_`", "`x` would do"]),
                refused(&["job", "_:string"], &["begins with `_`"]),
                refused(&["a b"], &["a space"]),
                refused(&["../x"], &["`.`"]),
                refused(&["café"], &["`cafe` would do"]),
            ],
        ),
        (
            "one resource in three spellings",
            vec![
                made(&["UserProfile"], &["`user_profile`"]),
                made(&["user-profile"], &["nothing to do"]),
                made(&["user_profile"], &["nothing to do"]),
            ],
        ),
        (
            "acronyms are words",
            vec![
                made(&["HTTPServer", "--dry-run"], &["src/api/http_server.rs", "type `HttpServer`"]),
                made(&["OAuth2Token", "--dry-run"], &["src/api/oauth2_token.rs"]),
            ],
        ),
        (
            "names are as long as both databases take them",
            vec![
                refused(
                    &["a_resource_whose_name_is_longer_than_the_sixty_three_bytes_of_postgres"],
                    &["PostgreSQL cuts a name after 63"],
                ),
                refused(
                    &["job", "a_field_whose_name_is_longer_than_the_sixty_three_bytes_of_postgresql:i32"],
                    &["PostgreSQL cuts a name after 63"],
                ),
                made(
                    &[
                        "measurement_of_an_instrument_in_a_laboratory",
                        "a_long_name_for_a_value_that_was_measured_one:i32",
                        "a_long_name_for_a_value_that_was_measured_two:i32",
                    ],
                    &[],
                ),
                act(|sandbox| {
                    let sql = text(sandbox, "migrations/postgres", "laboratories.up.sql");
                    let mut indexes: Vec<&str> =
                        sql.lines().filter_map(|line| line.strip_prefix("CREATE INDEX ")?.split(' ').next()).collect();
                    let count = indexes.len();
                    indexes.sort_unstable();
                    indexes.dedup();
                    assert_eq!(indexes.len(), count, "{sql}");
                    assert!(count >= 4 && indexes.iter().all(|name| name.len() <= 63), "{indexes:?}");
                }),
            ],
        ),
        ("plurals, both ways", both_ways.collect()),
        (
            "words without a plural have one name",
            vec![
                made(&["news"], &["`news`: many are `news`"]),
                act(|sandbox| has(&sandbox.read("app/src/api/news.rs"), &["list_news"])),
                made(&["data", "--dry-run"], &["many are `data`"]),
                made(&["series", "--dry-run"], &["many are `series`"]),
                made(&["sheep", "--dry-run"], &["many are `sheep`"]),
                made(&["media", "--dry-run"], &["many are `media`"]),
                made(&["equipment", "--dry-run"], &["many are `equipment`"]),
                made(
                    &["equipment", "--plural", "machines", "--dry-run"],
                    &["many are `machines`", "table `machines`", "routes under `/machines`"],
                ),
                act(|sandbox| {
                    let settings = sandbox.read("app/rulebook.toml");
                    sandbox.write("app/rulebook.toml", settings + "\n[names]\nuncountable = [\"staff\"]\n");
                }),
                made(&["staff", "--dry-run"], &["many are `staff`"]),
            ],
        ),
        ("a plural names the resource", vec![made(&["jobs"], &["`jobs` is a plural: the resource is `job`"])]),
    ]
}
