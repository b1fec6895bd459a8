// tests/home/mod.rs - Home page tests

mod test_home_api;
