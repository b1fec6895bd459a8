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
        // Named one by one, so that a new row can't be forgotten: one that is open is not kept between runs.
        let Self {
            bodies,
            escaped,
            exprs,
            patterns,
            paths,
            locals,
            texts,
            statements,
            arms,
            fields,
            field_patterns,
            method_calls,
            closures,
            macro_calls,
            arguments,
            lists,
        } = self;
        bodies.shrink_to_fit();
        escaped.shrink_to_fit();
        exprs.close();
        patterns.close();
        paths.close();
        locals.close();
        texts.close();
        statements.close();
        arms.close();
        fields.close();
        field_patterns.close();
        method_calls.close();
        closures.close();
        macro_calls.close();
        arguments.close();
        lists.close();
    }
}
