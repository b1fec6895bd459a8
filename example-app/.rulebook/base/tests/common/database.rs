// tests/common/database.rs - A fresh database for each test

use secrecy::SecretString;

pub use self::dialect::TestDatabase;

impl TestDatabase {
    /// The URL, as the settings take it.
    pub fn url(&self) -> SecretString {
        self.url.clone().into()
    }
}

#[cfg(not(feature = "postgres"))]
mod dialect {
    use tempfile::TempDir;

    /// A database file in a folder of its own, which goes when the test ends.
    pub struct TestDatabase {
        pub(super) url: String,
        _folder: TempDir,
    }

    impl TestDatabase {
        /// A database without tables.
        pub async fn create() -> Self {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let url = format!("sqlite://{}", folder.path().join("test.db").display());
            Self { url, _folder: folder }
        }
    }
}

#[cfg(feature = "postgres")]
mod dialect {
    use sqlx::postgres::PgConnectOptions;
    use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
    use uuid::Uuid;

    /// Names a server where the tests may create databases.
    const SERVER: &str = "TEST_POSTGRES_URL";

    /// A database on the server, which goes when the test ends.
    pub struct TestDatabase {
        pub(super) url: String,
        name: String,
    }

    impl TestDatabase {
        /// A database without tables.
        pub async fn create() -> Self {
            let name = format!("test_{}", Uuid::now_v7().simple());
            execute(format!("CREATE DATABASE {name}")).await;
            let url = server().database(&name).to_url_lossy().to_string();
            Self { url, name }
        }
    }

    impl Drop for TestDatabase {
        fn drop(&mut self) {
            let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
            let dropping = move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime").block_on(execute(sql));
            };
            // The test's own runtime can't wait for a future here; another thread's can.
            let dropped = std::thread::spawn(dropping).join();
            assert!(dropped.is_ok() || std::thread::panicking(), "{} stays", self.name);
        }
    }

    async fn execute(sql: String) {
        let mut connection = server().connect().await.expect("the server answers");
        connection.execute(AssertSqlSafe(sql)).await.expect("the statement runs");
    }

    fn server() -> PgConnectOptions {
        let url = std::env::var(SERVER).unwrap_or_else(|_| {
            panic!("set {SERVER}, such as to postgres://postgres@localhost:5432")
        });
        url.parse().expect("a URL of PostgreSQL")
    }
}
