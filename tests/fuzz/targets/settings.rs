// targets/settings.rs - Settings are read or refused, each error at a place in the text

#![no_main]

use libfuzzer_sys::fuzz_target;
use rulebook_conventions::settings::Settings;
use rulebook_lint::rules::known_names;
use rulebook_lint::run::lint;

use rulebook_fuzz::{backend, options};

fuzz_target!(|text: &str| {
    match Settings::parse(text, &known_names()) {
        Ok(_) => {
            let mut files = backend("src/api/job.rs", b"pub async fn list_jobs_api() {}\n");
            files.insert("rulebook.toml", text);
            drop(lint(&files, &options()));
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(text.get(error.range.clone()).is_some(), "{error:?}");
            }
        }
    }
});
