// src/section.rs - The thirteen sections of the rulebook

//! The thirteen sections of the rulebook.

/// A section of the rulebook. The first digits of a rule's code are the section's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// 1: folders and what lies in them.
    Structure,
    /// 2: file names.
    FileNames,
    /// 3: file headers and imports.
    Headers,
    /// 4: which layer may use which.
    Layers,
    /// 5: tests.
    Tests,
    /// 6: routes, requests and responses.
    Api,
    /// 7: database models, API models and migrations.
    Database,
    /// 8: logging.
    Logging,
    /// 9: authentication and authorization.
    Security,
    /// 10: async code and sessions.
    Async,
    /// 11: types, documentation and errors of functions.
    Quality,
    /// 12: the checklists.
    Checklist,
    /// 13: growth.
    Future,
}

impl Section {
    /// All sections in the rulebook's order.
    pub const ALL: [Self; 13] = [
        Self::Structure,
        Self::FileNames,
        Self::Headers,
        Self::Layers,
        Self::Tests,
        Self::Api,
        Self::Database,
        Self::Logging,
        Self::Security,
        Self::Async,
        Self::Quality,
        Self::Checklist,
        Self::Future,
    ];

    /// The section's number, from 1.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The section's title as the rulebook has it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Structure => "Project Structure",
            Self::FileNames => "File Naming Conventions",
            Self::Headers => "File Header Documentation",
            Self::Layers => "Service Layer Architecture",
            Self::Tests => "Testing Standards",
            Self::Api => "API Design Standards",
            Self::Database => "Database & Models",
            Self::Logging => "Logging Standards",
            Self::Security => "Security & Authentication",
            Self::Async => "Async/Await Standards",
            Self::Quality => "Code Quality Standards",
            Self::Checklist => "Development Checklist",
            Self::Future => "Future Considerations",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Section;

    #[test]
    fn numbers_run_from_one_to_thirteen() {
        let numbers: Vec<u8> = Section::ALL.iter().map(|section| section.number()).collect();
        assert_eq!(numbers, (1..=13).collect::<Vec<u8>>());
    }
}
