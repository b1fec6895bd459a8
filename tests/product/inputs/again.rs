// tests/product/inputs/again.rs - Fields, their types and references; the same resource again, with more and with less

use super::{Row, act, has, made, refused, run};

/// The rows about fields, and about resources that are there.
pub fn rows() -> Vec<Row> {
    vec![
        (
            "the same again",
            vec![made(&["job", "title:string"], &[]), made(&["job", "title:string"], &["nothing to do"])],
        ),
        (
            "one more field",
            vec![
                made(&["job", "title:string"], &[]),
                refused(&["job", "title:string", "rank:i32"], &["rows that could not get a value", "`:default=VALUE`"]),
                made(
                    &["job", "title:string", "rank:i32:default=0"],
                    &["_add_rank_to_jobs.up.sql", "modify src/services/job_service.rs"],
                ),
            ],
        ),
        (
            "a field less, or of another type",
            vec![
                made(&["job", "title:string", "rank:i32"], &[]),
                refused(&["job", "title:string"], &["would lose", "rank", "--allow-destructive"]),
                refused(
                    &["job", "title:string", "rank:bool:default=false"],
                    &["would lose", "rank", "--allow-destructive"],
                ),
                made(
                    &["job", "title:string", "--allow-destructive", "--dry-run"],
                    &["-    pub rank: i32", "nothing was written"],
                ),
            ],
        ),
        (
            "labels of enums",
            vec![
                refused(&["job", "s:enum=a,A"], &["`a` and `A` are one to Rust"]),
                refused(
                    &["job", "s:enum=in_review,in-review"],
                    &["`in_review` and `in-review`", "both are `InReview`"],
                ),
                refused(&["job", "s:enum=1st,b"], &["`1st` does not begin with a letter"]),
                refused(&["job", "s:enum=self,b"], &["`Self`, which is a keyword"]),
                refused(&["job", "s:enum="], &["an empty label"]),
            ],
        ),
        (
            "types of enums meet no others",
            vec![
                made(&["status", "status:enum=open,done", "option:enum=a,b", "result:enum=a,b"], &[]),
                act(|sandbox| {
                    let models =
                        sandbox.read("app/src/models/status_models.rs") + &sandbox.read("app/src/models/db_models.rs");
                    has(&models, &["pub enum StatusOption", "pub enum StatusResult"]);
                    for hidden in ["pub enum Option {", "pub enum Result {", "pub enum Status {"] {
                        assert!(!models.contains(hidden), "{hidden}");
                    }
                }),
            ],
        ),
        (
            "references",
            vec![
                refused(
                    &["job", "author:ref"],
                    &["there is no resource `author`", "`rulebook generate resource author` makes it"],
                ),
                refused(&["job", "above:ref=job"], &["add `:null`"]),
                refused(&["job", "workspace:ref:parent", "home:ref=workspace:parent"], &["are both parents"]),
                act(|sandbox| {
                    let circle =
                        "[[resource]]\nname = 'a'\nfields = ['b:ref']\n[[resource]]\nname = 'b'\nfields = ['a:ref']\n";
                    sandbox.write("circle.toml", circle);
                    sandbox.write(
                        "order.toml",
                        "[[resource]]\nname = 'step'\nfields = ['plan:ref']\n[[resource]]\nname = 'plan'\n",
                    );
                }),
                refused(&["--from", "../circle.toml"], &["in a circle: a -> b -> a"]),
                made(&["--from", "../order.toml", "--dry-run"], &["_create_plans", "_create_steps"]),
                made(
                    &[
                        "category",
                        "author:ref=user",
                        "parent:ref=category:null",
                        "home:ref=workspace",
                        "away:ref=workspace:null",
                    ],
                    &[],
                ),
                act(|sandbox| {
                    has(
                        &sandbox.read("app/src/models/category_models.rs"),
                        &["pub author_id", "pub parent_id", "pub home_id", "pub away_id"],
                    );
                    has(&sandbox.read("app/tests/category/mod.rs"), &["author_id", "parent_id", "home_id", "away_id"]);
                }),
            ],
        ),
        (
            "words that the field language does not have",
            vec![
                refused(&["job", "title:strng"], &["did you mean `string`?"]),
                refused(&["job", "title:string:uniqe"], &["did you mean `unique`?"]),
                refused(&["job", "--analitics"], &["--analytics"]),
                refused(&["job", "n:i32:len=1..5"], &["`len` does not fit the type i32"]),
                refused(&["job", "t:string:len=9..1"], &["`len=1..9`, if that was meant"]),
                refused(&["job", "n:i32:range=0..9:default=10"], &["out of its range 0..9"]),
                refused(&["job", "a:strng", "b:string:uniqe", "self:i32"], &["`strng`", "`uniqe`", "`self`"]),
            ],
        ),
        ("no field", vec![made(&["job"], &["src/api/job.rs"]), run(&["lint"], 0, &["no findings"])]),
        (
            "sixty fields",
            vec![made(
                &std::iter::once("job")
                    .chain((0..60).map(|n| &*Box::leak(format!("field_{n}:i32:null").into_boxed_str())))
                    .collect::<Vec<_>>(),
                &["src/api/job.rs"],
            )],
        ),
    ]
}
