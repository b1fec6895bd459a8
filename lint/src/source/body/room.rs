// src/source/body/room.rs - The memory that the bodies of a file take

use super::Bodies;

impl Bodies {
    /// Makes room for what a text of this length mostly holds.
    pub(in crate::source) fn make_room(&mut self, length: usize) {
        self.exprs.open().reserve(length / 16);
        self.lists.open().reserve(length / 18);
        self.paths.open().reserve(length / 100);
    }

    /// Gives back the room that is not needed, and packs what there is much of.
    pub(in crate::source) fn close(&mut self) {
        self.bodies.shrink_to_fit();
        self.escaped.shrink_to_fit();
        self.exprs.close();
        self.patterns.close();
        self.paths.close();
        self.locals.close();
        self.texts.close();
        self.statements.close();
        self.arms.close();
        self.fields.close();
        self.field_patterns.close();
        self.method_calls.close();
        self.closures.close();
        self.macro_calls.close();
        self.arguments.close();
        self.lists.close();
    }
}
