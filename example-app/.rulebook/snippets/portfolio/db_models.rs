use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::page_models::PageRequest;
use crate::models::value_models::Decimal;

/// A portfolio, as the table `portfolios` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Portfolio {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub portfolio_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Decimal<2>,
    /// Raised by every change.
    pub version: i64,
    /// When the portfolio was made.
    pub created_at: DateTime<Utc>,
    /// When the portfolio last changed.
    pub updated_at: DateTime<Utc>,
}

/// Currency of a portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum PortfolioCurrency {
    /// `usd`
    #[serde(rename = "usd")]
    #[sqlx(rename = "usd")]
    Usd,
    /// `eur`
    #[serde(rename = "eur")]
    #[sqlx(rename = "eur")]
    Eur,
    /// `gbp`
    #[serde(rename = "gbp")]
    #[sqlx(rename = "gbp")]
    Gbp,
    /// `chf`
    #[serde(rename = "chf")]
    #[sqlx(rename = "chf")]
    Chf,
    /// `jpy`
    #[serde(rename = "jpy")]
    #[sqlx(rename = "jpy")]
    Jpy,
}

/// What a new portfolio holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPortfolio {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: PortfolioCurrency,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Decimal<2>,
}

/// What changes in a portfolio; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortfolioChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Currency.
    pub currency: Option<PortfolioCurrency>,
    /// Cash: 0.00 at least, 1000000000.00 at most.
    pub cash: Option<Decimal<2>>,
}

/// Which portfolios a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct PortfolioFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Currency.
    pub currency: Option<PortfolioCurrency>,
    /// What the list is sorted by.
    pub sort: PortfolioSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of portfolios is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum PortfolioSort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// Cash.
    #[serde(rename = "cash")]
    Cash,
    /// When the portfolio was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the portfolio last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}
