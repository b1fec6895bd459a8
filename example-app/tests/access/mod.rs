// tests/access/mod.rs - Who may ask for what

mod test_access_matrix;
