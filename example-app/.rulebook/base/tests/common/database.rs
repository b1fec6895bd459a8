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
    use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
    use uuid::Uuid;

    /// Names a server, and a database on it, where the tests may create databases.
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
            let server = server();
            let (host, _) = server.rsplit_once('/').expect("a URL that ends with a database");
            Self { url: format!("{host}/{name}"), name }
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
            assert!(
                dropped.is_ok() || std::thread::panicking(),
                "the database stays: {}",
                self.name
            );
        }
    }

    async fn execute(sql: String) {
        let mut connection = PgConnection::connect(&server()).await.expect("the server answers");
        connection.execute(AssertSqlSafe(sql)).await.expect("the statement runs");
    }

    fn server() -> String {
        std::env::var(SERVER).unwrap_or_else(|_| {
            panic!("set {SERVER}, such as postgres://postgres@127.0.0.1:5432/postgres")
        })
    }
}
