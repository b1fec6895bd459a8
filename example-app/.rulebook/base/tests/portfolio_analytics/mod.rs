// tests/portfolio_analytics/mod.rs - Portfolio analytics tests

mod test_portfolio_analytics_api;
mod test_portfolio_analytics_models;
mod test_portfolio_analytics_service;
