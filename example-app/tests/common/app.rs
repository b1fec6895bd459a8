// tests/common/app.rs - The whole application, without a socket, over a database of its own

use axum::Router;
use axum::http::StatusCode;
use secrecy::SecretString;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::common::client::Client;
use crate::common::database::TestDatabase;
use example_app::api;
use example_app::api::state::AppState;
use example_app::core::db::Database;
use example_app::core::settings::Settings;

/// Signs the tokens of the tests.
pub const SECRET: &str = "a-secret-of-the-tests-which-signs-nothing-else";
/// The password of every user of the tests.
pub const PASSWORD: &str = "correct horse battery";

/// The application: its real router, its services and its database.
pub struct TestApp {
    /// The services, to call them without HTTP.
    pub state: AppState,
    /// A second way to the database: it sees what is committed, and nothing else.
    pub database: Database,
    /// The URL of the database, for other processes.
    pub url: SecretString,
    served: Database,
    router: Router,
    // Last, so that it goes last.
    _files: TestDatabase,
}

impl TestApp {
    /// An application without users.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// An application without users, with settings that differ from those of the other tests.
    pub async fn start_with(adjust: impl FnOnce(&mut Settings)) -> Self {
        let files = TestDatabase::create().await;
        let mut settings = test_settings(&files);
        adjust(&mut settings);
        let served = Database::open(&settings.database).await.expect("the database opens");
        let database = Database::open(&settings.database).await.expect("the database opens twice");
        served.migrate().await.expect("the migrations run");
        let state = example_app::state(settings, &served).expect("the services are made");
        let router = api::router(state.clone());
        let url = files.url();
        Self { state, database, url, served, router, _files: files }
    }

    /// A client that has no token.
    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A client with the token of a new user.
    pub async fn user(&self, name: &str) -> Client {
        let visitor = self.visitor();
        let email = format!("{name}@example.com");
        let user = json!({ "email": email, "password": PASSWORD, "name": name });
        let user = visitor.post("/auth/register", &user).await.expect(StatusCode::CREATED).body;
        let log_in = json!({ "email": email, "password": PASSWORD });
        let token = visitor.post("/auth/login", &log_in).await.expect(StatusCode::OK).body;
        let token = token["access_token"].as_str().expect("a token");
        let user_id = user["user_id"].as_str().expect("a public id");
        let row = self.state.users.identify_user(user_id).await.expect("the user is stored");
        visitor.with_user(row.id, user_id).with_token(token)
    }

    /// Takes the database away from the application.
    pub async fn lose_database(&self) {
        self.served.close().await;
    }

    /// Takes one of the application's connections away from it, until what is returned goes.
    pub async fn hold_connection(&self) -> impl Sized + use<> {
        self.served.connection().await.expect("a connection")
    }

    /// How many rows a table holds.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let mut connection = self.database.connection().await.expect("a connection");
        let count = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await;
        count.expect("the table can be read")
    }
}

/// Settings for tests: cheap passwords, no limit that a test would meet, no log files.
pub fn test_settings(files: &TestDatabase) -> Settings {
    let mut settings = Settings::default();
    settings.server.port = 0;
    settings.database.url = files.url();
    settings.database.max_connections = 4;
    // Long enough for a machine that runs all tests at once.
    settings.database.wait_seconds = 60;
    settings.auth.secret = SECRET.into();
    settings.auth.attempts_per_minute = 10_000;
    settings.auth.argon2_memory_kib = 8;
    settings.auth.argon2_iterations = 1;
    settings
}
