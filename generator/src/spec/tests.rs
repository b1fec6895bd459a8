// src/spec/tests.rs - The table of inputs and right answers

use std::path::Path;

use super::gate::{Admitted, admit};
use super::{ResourceRequest, ResourceSpec, file};
use crate::error::{Error, Place, Problem};
use rulebook_conventions::inflection::Inflector;

fn ask(name: &str, fields: &[&str], existing: &[ResourceSpec]) -> Result<Admitted, Vec<Problem>> {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    result(&[ResourceRequest::from_arguments(name, None, &fields)], existing)
}

fn result(requests: &[ResourceRequest], existing: &[ResourceSpec]) -> Result<Admitted, Vec<Problem>> {
    admit(requests, existing, &Inflector::default()).map_err(|error| match error {
        Error::Input(problems) => problems,
        other => panic!("not about the input: {other}"),
    })
}

fn workspace() -> ResourceSpec {
    ask("workspace", &["name:string"], &[]).unwrap().resources.remove(0)
}

/// The canonical tokens of a job's fields, or the reasons and helps of the refusal.
fn job(fields: &[&str]) -> Result<Vec<String>, String> {
    match ask("job", fields, &[workspace()]) {
        Ok(admitted) => Ok(admitted.resources[0].fields.iter().map(super::FieldSpec::token).collect()),
        Err(problems) => Err(problems.iter().map(|p| format!("{} ({})\n", p.reason, p.help)).collect()),
    }
}

#[test]
fn fields_that_are_taken_have_one_canonical_spelling() {
    for (given, canonical) in [
        ("type:string", "type:string"),
        ("match:bool", "match:bool"),
        ("gen:text:null", "gen:text:null"),
        ("async:i64", "async:i64"),
        ("from:date", "from:date"),
        ("end:datetime", "end:datetime"),
        ("limit:i32", "limit:i32"),
        ("desc:text", "desc:text"),
        ("default:f64", "default:f64"),
        ("check:bool:default=true", "check:bool:default=true"),
        ("page:i32", "page:i32"),
        ("Title:string", "title:string"),
        ("a-b:string", "a_b:string"),
        ("name:string:len=1..64", "name:string:len=1..64"),
        ("name:string:len=..64", "name:string:len=0..64"),
        ("name:string:len=3..", "name:string:len=3..255"),
        ("name:text:len=3..", "name:text:len=3..10000"),
        ("name:string:unique:null", "name:string:null:unique"),
        ("price:decimal", "price:decimal:scale=2"),
        ("price:decimal:default=1.5:range=0..9.99:scale=3", "price:decimal:scale=3:range=0.000..9.990:default=1.500"),
        ("price:decimal:scale=0:range=-5..", "price:decimal:scale=0:range=-5.."),
        ("token:uuid:unique:null", "token:uuid:null:unique"),
        ("meta:json:null", "meta:json:null"),
        ("mail:email:filter:sort:index", "mail:email:index:filter:sort"),
        ("mail:email:len=5..", "mail:email:len=5..254"),
        ("site:url:default=https://a.example/x?y=1", "site:url:default=https://a.example/x?y=1"),
        ("key:string:len=8..:secret", "key:string:secret:len=8..255"),
        ("workspace:ref:parent", "workspace:ref:parent"),
        ("name:string:default=", "name:string:default="),
        ("name:string:default=it's \"so\"", "name:string:default=it's \"so\""),
        ("n:i32:default=0:range=0..9", "n:i32:range=0..9:default=0"),
        ("n:i32:range=-5..", "n:i32:range=-5.."),
        ("n:i64:range=..9", "n:i64:range=..9"),
        ("n:f64:range=0.5..1.5:default=1", "n:f64:range=0.5..1.5:default=1"),
        ("at:datetime:default=2026-01-01T10:30:00+02:00", "at:datetime:default=2026-01-01T08:30:00Z"),
        ("on:date:default=2026-02-28", "on:date:default=2026-02-28"),
        ("s:enum=in_review,done:default=in_review", "s:enum=in_review,done:default=in_review"),
        ("s:enum=option,result", "s:enum=option,result"),
        ("workspace:ref", "workspace:ref"),
        ("workspace:ref=workspace", "workspace:ref"),
        ("author:ref=user", "author:ref=user"),
        ("place:ref=workspaces", "place:ref=workspace"),
        ("parent:ref=job:null", "parent:ref=job:null"),
        ("type:ref=workspace:unique", "type:ref=workspace:unique"),
    ] {
        assert_eq!(job(&[given]), Ok(vec![canonical.to_owned()]), "{given}");
        assert_eq!(job(&[canonical]), Ok(vec![canonical.to_owned()]), "{canonical} again");
    }
    assert_eq!(job(&[]), Ok(vec![]));
    assert!(job(&["author:ref=workspace", "owner:ref=workspace"]).is_ok());
    let sixty: Vec<String> = (0..60).map(|i| format!("f{i}:i32")).collect();
    let sixty: Vec<&str> = sixty.iter().map(String::as_str).collect();
    assert_eq!(job(&sixty).unwrap().len(), 60);
}

#[test]
fn fields_that_are_refused_say_why_and_the_way_on() {
    for (fields, expected) in [
        (&["self:string"][..], "no raw form"),
        (&["Self:string"], "no raw form"),
        (&["super:string"], "no raw form"),
        (&["crate:string"], "`job_crate` works"),
        (&["id:i64"], "every resource has"),
        (&["job_id:string"], "every resource has"),
        (&["created_at:datetime"], "every resource has"),
        (&["updated_at:datetime"], "every resource has"),
        (&["version:i64"], "every resource has"),
        (&["user_id:i64"], "every resource has"),
        (&["user:ref"], "`user_id` is a column that every resource has"),
        (&["title:string", "title:text"], "`title:string` and `title:text` are one field"),
        (&["title:string", "Title:text"], "both are `title`"),
        (&["a-b:string", "a_b:string"], "both are `a_b`"),
        (&["bad name:string"], "a space"),
        (&["a.b:string"], "`a_b` would do"),
        (&[""], "is empty"),
        (&["2things:string"], "begins with `2`"),
        (&["café:string"], "`cafe` would do"),
        (&["jоb:string"], "only looks like a Latin letter"),
        (&["__x:string"], "begins with `_`"),
        (&["_:string"], "begins with `_`"),
        (&["title"], "write `title:string`; the types are string, text, i32"),
        (&["title:"], "is no type"),
        (&["title:strng"], "did you mean `string`? the types are"),
        (&["price:money"], "`money` is no type that a field can have"),
        (
            &["price:float"],
            "the types are string, text, i32, i64, f64, decimal, bool, date, datetime, uuid, json, enum,",
        ),
        (&["price:decimal:scale=19"], "a number from 0 to 18"),
        (&["price:decimal:scale"], "as in `scale=2`"),
        (&["price:f64:scale=2"], "only a decimal"),
        (&["price:decimal:range=0..1.234"], "2 digits behind the point"),
        (&["price:decimal:range=0..1:default=2"], "out of its range 0.00..1.00"),
        (&["price:decimal:default=0.125"], "`scale=` allows more"),
        (&["price:decimal:default=1e3"], "is no decimal"),
        (&["meta:json:unique"], "JSON has no order"),
        (&["meta:json:filter"], "JSON has no order"),
        (&["meta:json:default=x"], "not written on a command line"),
        (&["token:uuid:default=x"], "not written on a command line"),
        (&["token:uuid:sort"], "would mean nothing to a person"),
        (&["note:text:filter"], "nobody looks for a whole text"),
        (&["f:f64:filter"], "rounding"),
        (&["page:i32:filter"], "every list has a query parameter of that name"),
        (&["mail:email:len=5..10"], "leaves out addresses that people have"),
        (&["mail:email:default=ada"], "is no email"),
        (&["site:url:default=ftp://x.org"], "is no url"),
        (&["site:url:default=javascript:alert"], "is no modifier"),
        (&["key:i32:secret"], "only a string or a text is kept secret"),
        (&["key:string:secret:unique"], "can be guessed at"),
        (&["key:string:secret:default=x"], "would stand in the source"),
        (&["name:string:parent"], "only a reference can be to a parent"),
        (&["workspace:ref:parent:null"], "nobody could see a row"),
        (&["workspace:ref:parent:unique"], "one row alone"),
        (&["workspace:ref:parent", "home:ref=workspace:parent"], "are both parents"),
        (&["author:ref=user:parent"], "needs no `parent`"),
        (&["above:ref=job:parent"], "can't say who may see the row"),
        (&["title:string=5"], "takes no values"),
        (&["title:string:uniqe"], "did you mean `unique`?"),
        (
            &["title:string:idx"],
            "the modifiers are null, unique, index, filter, sort, parent, secret, len, scale, range",
        ),
        (&["title:string:null:null"], "given twice"),
        (&["title:string:null=yes"], "takes no value"),
        (&["title:string:len"], "as in `len=1..80`"),
        (&["n:i32:len=1..5"], "`len` does not fit the type i32"),
        (&["title:string:range=1..5"], "`range` does not fit the type string"),
        (&["b:bool:unique"], "only as many rows"),
        (&["s:enum=a,b:unique"], "only as many rows"),
        (&["f:f64:unique"], "rounding"),
        (&["t:text:unique"], "a string can have one"),
        (&["workspace:ref:default=x"], "`default` does not fit"),
        (&["title:string:len=9..1"], "`len=1..9`, if that was meant"),
        (&["title:string:len=x"], "`len=1..80`"),
        (&["title:string:len=0..0"], "no length"),
        (&["n:i32:range=9..1"], "`range=1..9`"),
        (&["n:i32:range=5..5"], "a constant, not a field"),
        (&["n:i32:range=.."], "is no range"),
        (&["n:i32:range=0..3000000000"], "3000000000 is no i32"),
        (&["f:f64:range=NaN..1"], "no number"),
        (&["n:i32:range=0..9:default=10"], "out of its range 0..9"),
        (&["n:i32:default=x"], "is no i32"),
        (&["n:i32:default=3000000000"], "use i64"),
        (&["f:f64:default=inf"], "is no f64"),
        (&["b:bool:default=yes"], "`default=true` or `default=false`"),
        (&["on:date:default=2026-02-30"], "is no date"),
        (&["at:datetime:default=tomorrow"], "RFC 3339"),
        (&["title:string:len=1..3:default=long"], "has 4 characters"),
        (&["title:string:default=a\u{7}b"], "control character"),
        (&["title:string:unique:default=a"], "the second row"),
        (&["s:enum"], "has no labels"),
        (&["s:enum="], "an empty label"),
        (&["s:enum=a,A"], "`a` and `A` are one to Rust"),
        (&["s:enum=in_review,in-review"], "both are `InReview`"),
        (&["s:enum=1st,b"], "`1st` does not begin with a letter"),
        (&["s:enum=self,b"], "`Self`, which is a keyword"),
        (&["s:enum=a b,c"], "has the character ` `"),
        (&["s:enum=a"], "at least two"),
        (&["s:enum=open,closed:default=opne"], "did you mean `open`?"),
        (&["author:ref"], "`rulebook generate resource author` makes it"),
        (&["workspac:ref"], "did you mean `ref=workspace`?"),
        (&["workspace_id:ref=workspace"], "leave `_id` out"),
        (&["workspace:ref", "workspace_id:string"], "both are `workspace_id`"),
        (&["parent:ref=job"], "add `:null`"),
    ] {
        let refusal = job(fields).expect_err(&format!("{fields:?} is to be refused"));
        assert!(refusal.contains(expected), "{fields:?}: {refusal}");
    }
    assert!(job(&[&format!("{}:string", "a".repeat(64))]).unwrap_err().contains("bytes"));
}

#[test]
fn resource_names_pass_the_same_gate() {
    for name in ["order", "group", "transaction", "UserProfile", "HTTPServer", "news", "person"] {
        assert!(ask(name, &[], &[]).is_ok(), "{name}");
    }
    for (name, expected) in [
        ("user", "`rulebook new` made it"),
        ("users", "`rulebook new` made it"),
        ("type", "keyword of Rust"),
        ("mod", "keyword of Rust"),
        ("tests", "every project has"),
        ("a.b", "`a_b` would do"),
        ("../x", "has the character `.`"),
        ("", "is empty"),
    ] {
        let problems = ask(name, &[], &[]).unwrap_err();
        assert!(format!("{} {}", problems[0].reason, problems[0].help).contains(expected), "{name}: {problems:?}");
        assert_eq!(problems[0].place, Place::Argument(0));
    }
    let admitted = ask("jobs", &[], &[]).unwrap();
    assert_eq!(admitted.resources[0].names.snake, "job");
    assert_eq!(admitted.notes, ["`jobs` is a plural: the resource is `job`"]);
}

#[test]
fn all_problems_come_at_once_each_with_its_place() {
    let problems = ask("type", &["a:strng", "b:i32:len=1..2:rnge=1..2", "c:bool", "self:i32"], &[]).unwrap_err();
    let places: Vec<&Place> = problems.iter().map(|problem| &problem.place).collect();
    assert_eq!(places, [0, 1, 2, 2, 4].map(Place::Argument).iter().collect::<Vec<_>>(), "{problems:#?}");
}

#[test]
fn tables_are_not_shared() {
    let staff = |name: &str, plural: &str| ResourceRequest::from_arguments(name, Some(plural), &[]);
    let problems = result(&[staff("worker", "staff"), staff("officer", "staff")], &[]).unwrap_err();
    assert!(problems[0].reason.contains("share the table `staff`"), "{problems:?}");
    let problems = result(&[staff("person", "users")], &[]).unwrap_err();
    assert!(problems[0].reason.contains("with `user`"), "{problems:?}");
    let problems = result(&[staff("job", "jobs"), staff("job", "jobs")], &[]).unwrap_err();
    assert!(problems[0].reason.contains("given twice"), "{problems:?}");
    let worker = result(&[staff("worker", "staff")], &[]).unwrap().resources;
    let again = ask("worker", &[], &worker).unwrap();
    assert_eq!(again.resources, worker, "a resource keeps its plural");
}

#[test]
fn a_file_holds_resources_in_any_order() {
    let text = r#"
[[resource]]
name = "job"
fields = ["workspace:ref", "after:ref=job:null"]

[[resource]]
name = "workspace"
plural = "places"
fields = ["owner:ref=user"]
"#;
    let admitted = result(&file::parse(text, Path::new("app.toml")).unwrap(), &[]).unwrap();
    let tables: Vec<&str> = admitted.resources.iter().map(|spec| spec.names.table.as_str()).collect();
    assert_eq!(tables, ["places", "jobs"]);
    assert_eq!(admitted.resources[1].tokens(), ["workspace:ref", "after:ref=job:null"]);
}

#[test]
fn a_circle_is_named() {
    let text = "[[resource]]\nname = 'a'\nfields = ['b:ref']\n[[resource]]\nname = 'b'\nfields = ['c:ref']\n\
                [[resource]]\nname = 'c'\nfields = ['a:ref']\n";
    let problems = result(&file::parse(text, Path::new("app.toml")).unwrap(), &[]).unwrap_err();
    assert!(problems[0].reason.ends_with("in a circle: a -> b -> c -> a"), "{problems:?}");
}

#[test]
fn a_fault_in_a_file_has_its_place() {
    for (text, at, expected) in [
        ("[[resource]]\nname = 'a'\nfields = ['b:strng']\n", "'b:strng'", "`strng` is no type"),
        ("[[resource]]\nname = 'type'\n", "'type'", "keyword of Rust"),
        ("[[resource]]\nname = 'a'\nfeilds = []\n", "feilds", "unknown field `feilds`"),
        ("[[resource]]\nname = 1\n", "1", "invalid type"),
        ("[[resource]\n", "", ""),
        ("", "", "has no `[[resource]]`"),
    ] {
        let error = match file::parse(text, Path::new("app.toml")) {
            Err(error) => error,
            Ok(requests) => Error::Input(result(&requests, &[]).expect_err(text)),
        };
        let problem = &error.problems()[0];
        let Place::File { range, .. } = &problem.place else { panic!("{text}: {problem:?}") };
        assert!(problem.reason.contains(expected), "{text}: {problem:?}");
        if !at.is_empty() {
            assert_eq!(text.get(range.clone()), Some(at), "{text}");
        }
    }
}

#[test]
fn actions_subs_and_analytics_pass_the_gate() {
    let ask = |fields: &[&str], actions: &[&str], subs: &[&str]| {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let request = ResourceRequest::from_arguments("job", None, &owned(fields));
        result(&[request.with_options(&owned(actions), &owned(subs), true)], &[])
    };
    let status = "status:enum=pending,running,done:default=pending";
    let admitted = ask(&[status], &["Mark-Done=pending,running:done"], &["status"]).unwrap();
    let spec = &admitted.resources[0];
    assert_eq!(spec.actions[0].token(), "mark_done=status.pending,running:done");
    assert_eq!((spec.subs.as_slice(), spec.analytics), (["status".to_owned()].as_slice(), true));

    for (fields, action, expected) in [
        (&[status][..], "cancel", "says no transition"),
        (&[status], "cancel=pending", "says no label that it leads to"),
        (&[status], "cancel=:done", "has an empty label"),
        (&[status], "cancel=pending:", "has an empty label"),
        (&[status], "c.x=pending:done", "has the character"),
        (&[status], "update=pending:done", "every resource can `update`"),
        (&[status], "cancel=pendin:done", "did you mean `pending`?"),
        (&[status], "cancel=pending,done:done", "from `done` to itself"),
        (&[status], "cancel=pending,pending:done", "has `pending` twice"),
        (&[status], "cancel=state.pending:done", "none called `state`"),
        (&["name:string"], "cancel=pending:done", "changes an enum field, and there is none"),
        (&["status:enum=a,b"], "go=a:b", "give it one: `status:enum=a,b:default=a`"),
        (&["x:enum=a,b:default=a", "y:enum=a,b:default=a"], "go=a:b", "name the field: `go=x.a:b`"),
    ] {
        let problems = ask(fields, &[action], &[]).unwrap_err();
        let said = format!("{} ({})", problems[0].reason, problems[0].help);
        assert!(said.contains(expected), "{action}: {said}");
    }
    for (subs, expected) in [
        (&["statu"][..], "did you mean `status`?"),
        (&["status", "status"], "given twice"),
        (&["pin"], "is secret"),
        (&["name"], "is an action too"),
    ] {
        let fields = [status, "pin:string:secret", "name:string"];
        let problems = ask(&fields, &["name=pending:done"], subs).unwrap_err();
        let said = format!("{} ({})", problems[0].reason, problems[0].help);
        assert!(said.contains(expected), "{subs:?}: {said}");
    }
    let problems = ask(&[status], &["go=pending:done", "go=running:done"], &[]).unwrap_err();
    assert!(problems[0].reason.contains("given twice"), "{problems:?}");
    let counted = admitted.resources;
    let problems = result(&[ResourceRequest::from_arguments("job_analytics", Some("job_counts"), &[])], &counted);
    assert!(problems.unwrap_err()[0].reason.contains("analytics of another resource"));
}
