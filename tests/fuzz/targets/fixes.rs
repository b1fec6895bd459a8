// targets/fixes.rs - Fixes of any file keep it what it was, and are done after one run

#![no_main]

use libfuzzer_sys::fuzz_target;

use rulebook_fuzz::{backend, check_fixes};

fuzz_target!(|text: &str| {
    check_fixes(&backend("src/api/job.rs", text.as_bytes()), "src/api/job.rs");
});
