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
    use std::path::{Path, PathBuf};

    use tempfile::TempDir;
    use tokio::sync::OnceCell;

    use example_app::core::db::Database;
    use example_app::core::settings::DatabaseSettings;

    /// The file as the migrations leave it. They run once, and each test begins with a copy: with
    /// many tables making them takes longer than most tests.
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();

    /// A database file in a folder of its own, which goes when the test ends.
    pub struct TestDatabase {
        pub(super) url: String,
        folder: TempDir,
    }

    impl TestDatabase {
        /// A database without tables.
        pub async fn empty() -> Self {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let url = format!("sqlite://{}", file_in(folder.path()).display());
            Self { url, folder }
        }

        /// A database with all tables, and no rows.
        pub async fn create() -> Self {
            let database = Self::empty().await;
            let migrated = MIGRATED.get_or_init(migrated).await;
            let written = tokio::fs::write(file_in(database.folder.path()), migrated).await;
            written.expect("the file can be written");
            database
        }
    }

    async fn migrated() -> Vec<u8> {
        let files = TestDatabase::empty().await;
        let settings = DatabaseSettings { url: files.url(), ..DatabaseSettings::default() };
        let database = Database::open(&settings).await.expect("the database opens");
        database.migrate().await.expect("the migrations run");
        // Once it is closed, all of it is in the one file.
        database.close().await;
        tokio::fs::read(file_in(files.folder.path())).await.expect("the file can be read")
    }

    fn file_in(folder: &Path) -> PathBuf {
        folder.join("test.db")
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
        pub async fn empty() -> Self {
            let name = format!("test_{}", Uuid::now_v7().simple());
            execute(format!("CREATE DATABASE {name}")).await;
            let url = server().database(&name).to_url_lossy().to_string();
            Self { url, name }
        }

        /// A database whose tables the application makes when it starts.
        pub async fn create() -> Self {
            Self::empty().await
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
