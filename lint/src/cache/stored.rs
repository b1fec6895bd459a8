// src/cache/stored.rs - A finding as it is kept

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Fix, Label};
use crate::rule::Severity;
use crate::rules;

/// A finding, with its rule by code.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct StoredFinding {
    code: String,
    severity: Severity,
    message: String,
    help: String,
    primary: Label,
    item: String,
    related: Vec<Label>,
    fix: Option<Fix>,
}

impl StoredFinding {
    pub(super) fn of(finding: Finding) -> Self {
        let Finding { rule, severity, message, help, primary, item, related, fix } = finding;
        Self { code: rule.code.to_owned(), severity, message, help, primary, item, related, fix }
    }

    /// The finding again; none if no rule has its code.
    pub(super) fn restored(self) -> Option<Finding> {
        let Self { code, severity, message, help, primary, item, related, fix } = self;
        Some(Finding { rule: rules::find(&code)?, severity, message, help, primary, item, related, fix })
    }
}
