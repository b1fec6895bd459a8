// targets/suppressions.rs - Any comment that begins as a suppression is judged, and mended without harm

#![no_main]

use libfuzzer_sys::fuzz_target;

use rulebook_fuzz::{backend, check, check_fixes};

fuzz_target!(|parts: (&str, &str)| {
    let (comment, rest) = parts;
    let text = format!("// rulebook: allow{comment}\npub fn f() {{ println!(\"\"); }} // rulebook: allow({rest}\n");
    let files = backend("src/api/job.rs", text.as_bytes());
    check(&files);
    check_fixes(&files, "src/api/job.rs");
});
