// targets/migrations.rs - Any migration is followed or left alone

#![no_main]

use libfuzzer_sys::fuzz_target;

use rulebook_fuzz::{backend, check};

fuzz_target!(|text: &str| {
    check(&backend("migrations/20260101000000_create_jobs.sql", text.as_bytes()));
});
