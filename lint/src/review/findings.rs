// src/review/findings.rs - Which findings a change brings, and which it mends

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Place, States, place_of};
use crate::finding::Finding;
use crate::identity::Identity;
use crate::project::model::Model;
use crate::rule::Severity;

/// Findings of both states.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Findings {
    /// Those that were not there before.
    pub new: Vec<Said>,
    /// Those that are gone.
    pub fixed: Vec<Said>,
    /// How many are there as before.
    pub unchanged: usize,
    /// The new ones, whole: for the formats of a lint.
    #[serde(skip)]
    pub new_whole: Vec<Finding>,
}

/// A finding in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub name: &'static str,
    /// Whether it is an error.
    pub error: bool,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Where.
    pub place: Place,
}

impl Said {
    fn of(model: &Model, finding: &Finding) -> Self {
        Self {
            code: finding.rule.code,
            name: finding.rule.name,
            error: finding.severity == Severity::Error,
            message: finding.message.clone(),
            help: finding.help.clone(),
            place: place_of(model, &finding.primary),
        }
    }
}

/// Compares by what findings say about which item of which file; what then stands on one side alone is compared without
/// its file, for what moved, and then without its item.
pub(super) fn compare(states: &States<'_>) -> Findings {
    let identity = |finding: &Finding| {
        let mut identity = Identity::of(finding);
        identity.path = Arc::from(states.now_called(&identity.path));
        identity
    };
    let (new, fixed) = unmatched(&states.head.findings, &states.base.findings, &Identity::of, &identity);
    let moved = |finding: &Finding| (finding.rule.code, finding.item.clone(), Identity::of(finding).says);
    let (new, fixed) = unmatched(new, fixed, &moved, &moved);
    // An import that was wrong and is another one now is wrong as before.
    let alike = |finding: &Finding, path: &str| (finding.rule.code, path.to_owned(), Identity::of(finding).says);
    let (new, fixed) = unmatched(new, fixed, &|finding| alike(finding, &finding.primary.path), &|finding| {
        alike(finding, states.now_called(&finding.primary.path))
    });
    Findings {
        unchanged: states.head.findings.len() - new.len(),
        new: new.iter().map(|finding| Said::of(&states.head.model, finding)).collect(),
        fixed: fixed.iter().map(|finding| Said::of(&states.base.model, finding)).collect(),
        new_whole: new.into_iter().cloned().collect(),
    }
}

/// What has no fellow of the same key on the other side.
fn unmatched<'f, K: Ord>(
    head: impl IntoIterator<Item = &'f Finding>,
    base: impl IntoIterator<Item = &'f Finding>,
    head_key: &dyn Fn(&Finding) -> K,
    base_key: &dyn Fn(&Finding) -> K,
) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
    let mut before: BTreeMap<K, Vec<&Finding>> = BTreeMap::new();
    for finding in base {
        before.entry(base_key(finding)).or_default().push(finding);
    }
    let new = head.into_iter().filter(|finding| before.get_mut(&head_key(finding)).and_then(Vec::pop).is_none());
    let new: Vec<&Finding> = new.collect();
    let mut fixed: Vec<&Finding> = before.into_values().flatten().collect();
    fixed.sort_by_key(|finding| (finding.primary.path.clone(), finding.primary.range.start));
    (new, fixed)
}
