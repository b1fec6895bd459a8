// tests/backtest_result/test_backtest_result_models.rs - How a result is shown

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::types::Json;

use crate::backtest_result::{day, plan};
use example_app::models::backtest_result_models::{BacktestResultResponse, EquityPoint, Trade};
use example_app::models::db_models::BacktestResult;

/// Happy path: all of the row is shown but for its keys.
#[test]
fn test_backtest_result_response_shows_the_row() {
    let date = day();
    let trade = Trade { date, is_purchase: true, price: 10.0, units: 9.5, fee: 0.5 };
    let row = BacktestResult {
        id: 1,
        backtest_result_id: "a result".to_owned(),
        backtest_id: "a backtest".to_owned(),
        plan: Json(plan()),
        total_return: 0.1,
        max_drawdown: 0.05,
        sharpe_ratio: None,
        equity: Json(vec![EquityPoint { date, equity: 110.0 }]),
        trades: Json(vec![trade]),
        version: 2,
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        updated_at: DateTime::<Utc>::UNIX_EPOCH,
    };
    let expected = json!({
        "backtest_id": "a backtest",
        "plan": {
            "symbol": "ACME", "from": "2024-01-02", "to": "2024-01-02", "fast": 5, "slow": 20,
            "initial_cash": 100.0, "fee_basis_points": 5,
        },
        "total_return": 0.1,
        "max_drawdown": 0.05,
        "sharpe_ratio": null,
        "equity": [{ "date": "2024-01-02", "equity": 110.0 }],
        "trades": [
            { "date": "2024-01-02", "is_purchase": true, "price": 10.0, "units": 9.5, "fee": 0.5 },
        ],
        "version": 2,
        "created_at": "1970-01-01T00:00:00Z",
        "updated_at": "1970-01-01T00:00:00Z",
    });
    assert_eq!(json!(BacktestResultResponse::from(row)), expected);
}
