// src/source/body/room.rs - The memory that the bodies of a file take

use super::Bodies;

impl Bodies {
    /// Makes room for what a text of this length mostly holds.
    pub(in crate::source) fn make_room(&mut self, length: usize) {
        self.exprs.reserve(length / 16);
        self.lists.reserve(length / 18);
        self.paths.reserve(length / 100);
    }

    /// Gives back the room that was not needed.
    pub(in crate::source) fn give_back(&mut self) {
        self.bodies.shrink_to_fit();
        self.exprs.shrink_to_fit();
        self.patterns.shrink_to_fit();
        self.paths.shrink_to_fit();
        self.locals.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.statements.shrink_to_fit();
        self.arms.shrink_to_fit();
        self.fields.shrink_to_fit();
        self.field_patterns.shrink_to_fit();
        self.method_calls.shrink_to_fit();
        self.closures.shrink_to_fit();
        self.macro_calls.shrink_to_fit();
        self.arguments.shrink_to_fit();
        self.lists.shrink_to_fit();
    }
}
