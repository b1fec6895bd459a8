// tests/product/broken/quality.rs - Edits of the example that break the rules about code, values and growth

use super::Edit::{Append, Replace, Write};
use super::{Case, case, replaced};

const SERVICE: &str = "src/services/job_service.rs";
const USERS: &str = "src/services/user_service.rs";
const WORKSPACES: &str = "src/services/workspace_service.rs";
const API: &str = "src/api/job.rs";
const CORE: &str = "src/core/db.rs";

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    vec![
        replaced("RB1101", SERVICE, "new: &NewJob", "new: &Value", "Value", "struct"),
        replaced(
            "RB1101",
            SERVICE,
            "filter: &JobFilter",
            "filter: &std::collections::HashMap<String, Value>",
            "Value",
            "struct",
        ),
        replaced("RB1101", USERS, "changes: &UserChanges", "changes: &dyn std::any::Any", "std::any::Any", "struct"),
        replaced(
            "RB1102",
            SERVICE,
            "    /// * `filter` - which jobs, in which order, which page\n",
            "",
            "list_jobs",
            "filter",
        ),
        replaced("RB1102", USERS, "    /// # Errors\n", "    /// # Notes\n", "register_user", "# Errors"),
        replaced("RB1102", API, "/// Delete a job.\n", "", "delete_job_api", "///"),
        replaced(
            "RB1103",
            SERVICE,
            "filter: &JobFilter) -> ServiceResult<Page<Job>>",
            "filter: &JobFilter) -> Result<Page<Job>, String>",
            "Result",
            "enum",
        ),
        replaced(
            "RB1103",
            "src/services/health_service.rs",
            "ServiceResult<()>",
            "Result<(), Box<dyn std::error::Error>>",
            "Result",
            "enum",
        ),
        case(
            "RB1103",
            [Replace(
                "src/core/errors.rs",
                "pub type ServiceResult<T> = Result<T, ServiceError>;",
                "pub type ServiceResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;",
            )],
            "src/services/health_service.rs",
            "ServiceResult",
            "enum",
        ),
        replaced(
            "RB1104",
            SERVICE,
            "let mut connection = self.db.connection().await?;\n        validate_job",
            "let mut connection = self.db.connection().await.unwrap();\n        validate_job",
            "unwrap()",
            "`?`",
        ),
        replaced(
            "RB1104",
            API,
            "    service.delete_job(current_user.id, &job_id, version).await?;",
            "    service.delete_job(current_user.id, &job_id, version).await.expect(\"it is gone\");",
            "expect(",
            "`?`",
        ),
        replaced(
            "RB1104",
            "src/models/page_models.rs",
            "        let more = rows.len() > limit;",
            "        if limit == 0 {\n            panic!(\"no rows\");\n        }\n        let more = rows.len() > limit;",
            "panic!",
            "error",
        ),
        case(
            "RB1201",
            [Append(CORE, "\n/// Where.\npub const MIRROR: &str = \"https://mirror.company.net/db\";\n")],
            CORE,
            "\"https://mirror",
            "core::settings",
        ),
        replaced(
            "RB1201",
            "src/lib.rs",
            "TcpListener::bind(&address)",
            "TcpListener::bind(\"0.0.0.0:8080\")",
            "\"0.0.0.0:8080\"",
            "core::settings",
        ),
        replaced(
            "RB1201",
            USERS,
            "        let mut session = self.db.session().await?;\n        let user",
            "        let _place = std::path::Path::new(\"/var/lib/app/users\");\n        let mut session = self.db.session().await?;\n        let user",
            "\"/var/lib/app/users\"",
            "core::settings",
        ),
        case(
            "RB1201",
            [
                Append(SERVICE, "\nfn is_long(name: &str) -> bool {\n    name.len() > 640\n}\n"),
                Append(WORKSPACES, "\nfn fits(name: &str) -> bool {\n    name.chars().count() <= 640\n}\n"),
            ],
            WORKSPACES,
            "640",
            "constant",
        ),
        case("RB1301", [Write("rulebook.toml", "[services]\nmax-functions = 5\n")], SERVICE, "", "helper"),
        case("RB1301", [Write("rulebook.toml", "[services]\nmax-lines = 100\n")], SERVICE, "", "modules"),
        case(
            "RB1301",
            [
                Write("rulebook.toml", "[services]\nmax-functions = 2\n"),
                Append("src/services/health_service.rs", "\nfn helper() {}\n"),
            ],
            "src/services/health_service.rs",
            "",
            "modules",
        ),
        case("RB1302", [Append(SERVICE, ONE), Append(USERS, TWO)], USERS, "parts", "helper"),
        case(
            "RB1302",
            [Append(SERVICE, ONE), Append("src/services/health_service.rs", ONE)],
            SERVICE,
            "words",
            "helper",
        ),
        case("RB1302", [Append(WORKSPACES, TWO), Append(SERVICE, ONE)], WORKSPACES, "parts", "helper"),
        case("RB1303", [Append(SERVICE, "\nstatic mut COUNT: u64 = 0;\n")], SERVICE, "COUNT", "database"),
        case(
            "RB1303",
            [Append(
                USERS,
                "\nstatic SEEN: std::sync::LazyLock<std::sync::Mutex<Vec<u8>>> = std::sync::LazyLock::new(|| std::sync::Mutex::new(Vec::new()));\n",
            )],
            USERS,
            "SEEN",
            "database",
        ),
        replaced(
            "RB1303",
            SERVICE,
            "pub struct JobService {\n    db: Database,\n",
            "pub struct JobService {\n    db: Database,\n    seen: std::sync::Arc<std::sync::RwLock<Vec<String>>>,\n",
            "seen",
            "database",
        ),
        case(
            "RB1304",
            [Append(
                SERVICE,
                "\nasync fn open(url: &str) -> Result<sqlx::SqlitePool, sqlx::Error> {\n    sqlx::SqlitePool::connect(url).await\n}\n",
            )],
            SERVICE,
            "sqlx::SqlitePool::connect",
            "core::db",
        ),
        case(
            "RB1304",
            [Append(
                "src/lib.rs",
                "\n/// Opens.\npub async fn open(url: &str) -> Result<sqlx::SqlitePool, sqlx::Error> {\n    sqlx::sqlite::SqlitePoolOptions::new().connect(url).await\n}\n",
            )],
            "src/lib.rs",
            "sqlx::sqlite::SqlitePoolOptions::new",
            "core::db",
        ),
        case(
            "RB1304",
            [Append(
                "src/core/page.rs",
                "\n/// Opens.\npub fn open(url: &str) -> Result<sqlx::Pool<sqlx::Sqlite>, sqlx::Error> {\n    sqlx::Pool::<sqlx::Sqlite>::connect_lazy(url)\n}\n",
            )],
            "src/core/page.rs",
            "sqlx::Pool",
            "core::db",
        ),
        case(
            "RB1202",
            [Append(SERVICE, "\nfn limit() -> Option<String> {\n    std::env::var(\"LIMIT\").ok()\n}\n")],
            SERVICE,
            "std::env::var",
            "core::settings",
        ),
        replaced(
            "RB1202",
            API,
            "    service.delete_job(",
            "    let _home = std::env::var_os(\"HOME\");\n    service.delete_job(",
            "std::env::var_os",
            "core::settings",
        ),
        case(
            "RB1202",
            [Append(
                "src/core/logger.rs",
                "\n/// Whether.\npub fn is_loud() -> bool {\n    use std::env::var as read;\n    read(\"LOUD\").is_ok()\n}\n",
            )],
            "src/core/logger.rs",
            "read",
            "core::settings",
        ),
    ]
}

const ONE: &str = "\nfn plain_words(text: &str) -> String {\n    let mut words = Vec::new();\n    for word in text.split('-') {\n        if word.is_empty() {\n            continue;\n        }\n        let lower = word.to_lowercase();\n        words.push(lower);\n    }\n    words.join(\" \")\n}\n";
const TWO: &str = "\nfn title(name: &str) -> String {\n    let mut parts = Vec::new();\n    for part in name.split('-') {\n        if part.is_empty() {\n            continue;\n        }\n        let small = part.to_lowercase();\n        parts.push(small);\n    }\n    parts.join(\" \")\n}\n";
