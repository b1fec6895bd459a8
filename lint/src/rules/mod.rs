// src/rules/mod.rs - The registry: every rule, in the order of their codes

//! The registry: every rule, in the order of their codes. A new rule is one file, its page beside it, and one line here.

pub mod s01_structure;
pub mod s02_file_names;
pub mod s03_headers;
pub mod s04_layers;
pub mod s05_tests;
pub mod s06_api;
pub mod s07_database;
pub mod s08_logging;
pub mod s09_security;
pub mod s10_async;
pub mod s11_quality;
pub mod s12_checklist;
pub mod s13_future;

pub(crate) mod code;
pub(crate) mod model_type;
pub(crate) mod secrets;
pub(crate) mod service_function;
pub(crate) mod test_function;

#[cfg(test)]
mod testing;

use crate::baseline;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::suppress;

/// A source file that the linter could not judge.
pub static UNREADABLE_SOURCE: Rule = Rule {
    code: "RB000",
    name: "unreadable-source",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a source file that can't be read, is not UTF-8, does not parse or is nested too deeply",
    page: include_str!("unreadable_source.md"),
    check: Check::Flow,
};

/// Every rule, sorted by code.
pub static ALL: &[&Rule] = &[
    &UNREADABLE_SOURCE,
    &suppress::rules::INVALID,
    &suppress::rules::WITHOUT_REASON,
    &suppress::rules::UNUSED,
    &crate::unmatched::RULE,
    &baseline::rules::STALE,
    &s01_structure::layer_folders::RULE,
    &s01_structure::unplaced_file::RULE,
    &s01_structure::core_modules::RULE,
    &s01_structure::integration_folder::RULE,
    &s01_structure::unreachable_file::RULE,
    &s01_structure::logs_not_ignored::RULE,
    &s02_file_names::api_file_name::RULE,
    &s02_file_names::service_file_name::RULE,
    &s02_file_names::model_file_name::RULE,
    &s02_file_names::test_file_name::RULE,
    &s02_file_names::incomplete_resource::RULE,
    &s03_headers::missing_header::RULE,
    &s03_headers::header_path::RULE,
    &s03_headers::header_description::RULE,
    &s03_headers::import_order::RULE,
    &s03_headers::import_groups::RULE,
    &s03_headers::import_position::RULE,
    &s04_layers::layer_dependency::RULE,
    &s04_layers::framework_in_service::RULE,
    &s04_layers::engine_bypasses_service::RULE,
    &s04_layers::sync_service::RULE,
    &s04_layers::api_type_in_service::RULE,
    &s04_layers::session_parameter::RULE,
    &s04_layers::database_in_api::RULE,
    &s04_layers::service_cycle::RULE,
    &s05_tests::untested_component::RULE,
    &s05_tests::test_name::RULE,
    &s05_tests::missing_test_category::RULE,
    &s05_tests::test_without_assertion::RULE,
    &s05_tests::untested_service_function::RULE,
    &s05_tests::undocumented_test::RULE,
    &s05_tests::repeated_fixture::RULE,
    &s06_api::analytics_route::RULE,
    &s06_api::route_conflict::RULE,
    &s06_api::duplicate_route::RULE,
    &s06_api::path_syntax::RULE,
    &s06_api::path_parameters::RULE,
    &s06_api::singular_collection::RULE,
    &s06_api::verb_in_path::RULE,
    &s06_api::path_case::RULE,
    &s06_api::method_semantics::RULE,
    &s06_api::untyped_body::RULE,
    &s06_api::body_name::RULE,
    &s06_api::status_code::RULE,
    &s06_api::error_mapping::RULE,
    &s06_api::unrouted_handler::RULE,
    &s06_api::documented_route::RULE,
    &s06_api::undocumented_answer::RULE,
    &s07_database::misplaced_db_model::RULE,
    &s07_database::misplaced_api_model::RULE,
    &s07_database::db_model_in_response::RULE,
    &s07_database::local_time::RULE,
    &s07_database::schema_drift::RULE,
    &s07_database::undocumented_field::RULE,
    &s07_database::unvalidated_request::RULE,
    &s07_database::validation_drift::RULE,
    &s07_database::table_name::RULE,
    &s07_database::missing_index::RULE,
    &s07_database::standard_columns::RULE,
    &s08_logging::print::RULE,
    &s08_logging::logger_bypass::RULE,
    &s08_logging::swallowed_error::RULE,
    &s08_logging::log_level::RULE,
    &s08_logging::secret_in_log::RULE,
    &s08_logging::print_style_log::RULE,
    &s08_logging::silent_service::RULE,
    &s09_security::unauthenticated_handler::RULE,
    &s09_security::service_without_user::RULE,
    &s09_security::unchecked_access::RULE,
    &s09_security::authorization_in_api::RULE,
    &s09_security::sql_injection::RULE,
    &s09_security::hard_coded_secret::RULE,
    &s10_async::blocking_in_async::RULE,
    &s10_async::sync_handler::RULE,
    &s10_async::uncommitted_session::RULE,
    &s10_async::guard_across_await::RULE,
    &s10_async::deferred_write::RULE,
    &s10_async::query_in_loop::RULE,
    &s10_async::unbounded_list::RULE,
    &s11_quality::untyped_signature::RULE,
    &s11_quality::undocumented_function::RULE,
    &s11_quality::unspecific_error::RULE,
    &s11_quality::panic_path::RULE,
    &s12_checklist::hard_coded_value::RULE,
    &s12_checklist::env_outside_settings::RULE,
    &s13_future::oversized_service::RULE,
    &s13_future::repeated_logic::RULE,
    &s13_future::stateful_service::RULE,
    &s13_future::pool_outside_core::RULE,
];

/// Names that rules had before, each with the code that it stands for. They are read wherever a name is.
pub static RENAMED: &[(&str, &str)] = &[];

/// The rule of a code (`RB401`, in either case) or a name (`layer-dependency`), be it one of before.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    find_among(RENAMED, code_or_name)
}

fn find_among(renamed: &[(&str, &str)], code_or_name: &str) -> Option<&'static Rule> {
    let is_it = |rule: &&Rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name;
    let before = || {
        let (_, code) = renamed.iter().find(|(name, _)| *name == code_or_name)?;
        ALL.iter().copied().find(|rule| rule.code == *code)
    };
    ALL.iter().copied().find(is_it).or_else(before)
}

/// The code and name of each rule, then the names of before: what the settings know.
pub fn known_names() -> Vec<(&'static str, &'static str)> {
    let before = RENAMED.iter().map(|(name, code)| (*code, *name));
    ALL.iter().map(|rule| (rule.code, rule.name)).chain(before).collect()
}

#[cfg(test)]
mod tests {
    use super::{ALL, RENAMED, find_among};

    #[test]
    fn a_rule_is_found_by_what_it_is_and_was_called() {
        let renamed = [("layer-access", "RB401")];
        for (word, code) in [
            ("RB401", Some("RB401")),
            ("rb401", Some("RB401")),
            ("layer-dependency", Some("RB401")),
            ("layer-access", Some("RB401")),
            ("layer-acces", None),
        ] {
            assert_eq!(find_among(&renamed, word).map(|rule| rule.code), code, "{word}");
        }
    }

    #[test]
    fn a_name_of_before_is_none_of_today() {
        for (name, code) in RENAMED {
            assert!(ALL.iter().all(|rule| rule.name != *name) && ALL.iter().any(|rule| rule.code == *code), "{name}");
        }
    }
}
