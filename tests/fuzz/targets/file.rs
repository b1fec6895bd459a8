// targets/file.rs - The whole lint of one file, whatever it holds

#![no_main]

use libfuzzer_sys::fuzz_target;

use rulebook_fuzz::{backend, check};

fuzz_target!(|bytes: &[u8]| {
    check(&backend("src/api/job.rs", bytes));
});
