// src/models/portfolio_models.rs - Portfolio request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{
    NewPortfolio, Portfolio, PortfolioChanges, PortfolioCurrency, PortfolioFilter, PortfolioSort,
};
use crate::models::page_models::{
    Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest, SortOrder, continues_list, not_null,
};
use crate::models::value_models::Decimal;

/// What a new portfolio holds.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PortfolioCreateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    pub workspace_id: String,
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Currency.
    #[garde(skip)]
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    #[garde(range(min = Decimal::of_units(0), max = Decimal::of_units(100000000000)))]
    pub cash: Decimal<2>,
}

/// What changes in a portfolio; what is absent stays as it is, null clears what may be null.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PortfolioUpdateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub workspace_id: Option<String>,
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub name: Option<String>,
    /// Currency.
    #[garde(skip)]
    #[schema(value_type = PortfolioCurrency, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub currency: Option<PortfolioCurrency>,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    #[garde(range(min = Decimal::of_units(0), max = Decimal::of_units(100000000000)))]
    #[schema(value_type = Decimal<2>, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub cash: Option<Decimal<2>>,
}

/// Which portfolios to list, in which order, and which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PortfolioListQuery {
    /// Filter: workspace.
    #[garde(skip)]
    pub workspace_id: Option<String>,
    /// Filter: name.
    #[garde(skip)]
    pub name: Option<String>,
    /// Filter: currency.
    #[garde(skip)]
    #[param(inline)]
    pub currency: Option<PortfolioCurrency>,
    /// What the list is sorted by.
    #[garde(skip)]
    #[param(inline)]
    pub sort: PortfolioSort,
    /// The direction of the list.
    #[garde(skip)]
    #[param(inline)]
    pub order: SortOrder,
    /// How many rows at most; 50 without it.
    #[garde(range(min = 1, max = MAX_LIMIT))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[garde(custom(continues_list(self.sort, self.order)))]
    pub cursor: Option<String>,
}

/// A portfolio, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioResponse {
    /// The public id.
    pub portfolio_id: String,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Decimal<2>,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the portfolio was made.
    pub created_at: DateTime<Utc>,
    /// When the portfolio last changed.
    pub updated_at: DateTime<Utc>,
}

/// One page of portfolios.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioListResponse {
    /// The rows of the page.
    pub items: Vec<PortfolioResponse>,
    /// Sent as `cursor`, it asks for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<PortfolioCreateRequest> for NewPortfolio {
    fn from(request: PortfolioCreateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            name: request.name,
            currency: request.currency,
            cash: request.cash,
        }
    }
}

impl From<PortfolioUpdateRequest> for PortfolioChanges {
    fn from(request: PortfolioUpdateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            name: request.name,
            currency: request.currency,
            cash: request.cash,
        }
    }
}

impl From<PortfolioListQuery> for PortfolioFilter {
    fn from(query: PortfolioListQuery) -> Self {
        let page = PageRequest {
            limit: query.limit.unwrap_or(DEFAULT_LIMIT),
            order: query.order,
            cursor: query.cursor.as_deref().and_then(Cursor::decode),
        };
        Self {
            workspace_id: query.workspace_id,
            name: query.name,
            currency: query.currency,
            sort: query.sort,
            page,
        }
    }
}

impl From<Portfolio> for PortfolioResponse {
    fn from(row: Portfolio) -> Self {
        Self {
            portfolio_id: row.portfolio_id,
            workspace_id: row.workspace_id,
            name: row.name,
            currency: row.currency,
            cash: row.cash,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Page<Portfolio>> for PortfolioListResponse {
    fn from(page: Page<Portfolio>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.map(|cursor| cursor.encode()),
        }
    }
}
