// src/plan/drop_migrations.rs - The migrations that take back what those of a resource made

//! The migrations that take back what those of a resource made.
//!
//! A migration that is there may have run, so it stays as it is. What undoes it is a new one, whose `up` is the other's
//! `down` and the other way round.

use std::collections::BTreeMap;

/// A migration's file as it was made, as it is, and as it would be made now.
pub(super) struct Migration {
    /// As it was made, if that is known.
    pub(super) base: Option<String>,
    /// As it is.
    pub(super) now: Option<String>,
    /// As templates make it by now of all that the resource has.
    pub(super) new: String,
}

/// The files of the new migrations, by their paths. `old` and `new` are versions.
pub(super) fn inverse(migrations: &BTreeMap<String, Migration>, old: &str, new: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (up, made) in migrations {
        let Some(stem) = up.strip_suffix(".up.sql") else { continue };
        let down = format!("{stem}.down.sql");
        let Some(unmade) = migrations.get(&down).filter(|_| made.now.is_some()) else { continue };
        let Some(target) = renamed(stem, old, new) else { continue };
        for (from, text, ending) in [(&down, unmade.text(), "up"), (up, made.text(), "down")] {
            let path = format!("{target}.{ending}.sql");
            files.push((path.clone(), headed(text, from, &path)));
        }
    }
    files
}

impl Migration {
    /// What it does: as it stands there, unless the resource has had more since it was made.
    fn text(&self) -> &str {
        match (&self.base, &self.now) {
            (Some(base), Some(now)) if *base == self.new => now,
            (None, Some(now)) => now,
            _ => &self.new,
        }
    }
}

/// `migrations/sqlite/1_create_jobs` as `migrations/sqlite/2_drop_jobs`.
fn renamed(stem: &str, old: &str, new: &str) -> Option<String> {
    let (folder, name) = stem.rsplit_once('/')?;
    let what = name.strip_prefix(old)?.trim_start_matches('_');
    let what = what.strip_prefix("create_").unwrap_or(what);
    Some(format!("{folder}/{new}_drop_{what}"))
}

/// The text with its own path in its header.
fn headed(text: &str, from: &str, path: &str) -> String {
    match text.split_once('\n') {
        Some((header, rest)) if header.contains(from) => format!("{}\n{rest}", header.replacen(from, path, 1)),
        _ => format!("-- {path} - Take back {from}\n{text}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Migration, inverse};

    #[test]
    fn up_and_down_change_places() {
        let migration = |base: &str, now: Option<&str>, new: &str| Migration {
            base: Some(base.to_owned()),
            now: now.map(str::to_owned),
            new: new.to_owned(),
        };
        let up = "-- m/1_create_jobs.up.sql - Make it\nCREATE;\n";
        let down = "-- m/1_create_jobs.down.sql - Drop it\nDROP;\n";
        let of = |up, down| {
            let made = [("m/1_create_jobs.up.sql".to_owned(), up), ("m/1_create_jobs.down.sql".to_owned(), down)];
            inverse(&BTreeMap::from(made), "1", "22")
        };
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let (new_up, new_down) = ("m/22_drop_jobs.up.sql", "m/22_drop_jobs.down.sql");
        let dropped = file(new_up, "-- m/22_drop_jobs.up.sql - Drop it\nDROP;\n");
        assert_eq!(
            of(migration(up, Some(up), up), migration(down, Some(down), down)),
            [dropped.clone(), file(new_down, "-- m/22_drop_jobs.down.sql - Make it\nCREATE;\n")]
        );
        let edited = "CREATE more;\n";
        assert_eq!(
            of(migration(up, Some(edited), up), migration(down, Some(down), down))[1],
            file(new_down, "-- m/22_drop_jobs.down.sql - Take back m/1_create_jobs.up.sql\nCREATE more;\n")
        );
        let more = up.replace("CREATE;", "CREATE with a new column;");
        assert_eq!(
            of(migration(up, Some(up), &more), migration(down, Some(down), down))[1].1,
            "-- m/22_drop_jobs.down.sql - Make it\nCREATE with a new column;\n"
        );
        assert_eq!(of(migration(up, None, up), migration(down, None, down)), [], "nothing is there to be undone");
    }
}
