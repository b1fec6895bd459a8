// src/models/mod.rs - Database models, and the models of requests and responses

pub mod db_models;
pub mod job_models;
pub mod market_data_models;
pub mod page_models;
pub mod user_models;
pub mod value_models;
pub mod workspace_models;
