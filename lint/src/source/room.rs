// src/source/room.rs - The memory that the facts of a file take

//! The memory that the facts of a file take. Most of a project's memory is this, and it is kept to the end of a run.

use super::facts::FileFacts;

impl FileFacts {
    /// Makes room for what a text of this length mostly says, so that little is moved while it grows.
    pub(super) fn make_room(&mut self) {
        let length = self.text.len();
        self.segments.open().reserve(length / 20);
        self.references.open().reserve(length / 80);
        self.bodies.make_room(length);
    }

    /// Gives back the room that is not needed, and packs what there is much of: it takes less memory, and is read slower.
    pub(crate) fn close(&mut self) {
        // Named one by one, so that a new row can't be forgotten: one that is open is not kept between runs.
        let Self {
            path: _,
            package_path: _,
            text: _,
            language: _,
            failure: _,
            marked: _,
            byte_order_mark: _,
            shebang: _,
            comments,
            scopes,
            items,
            imports,
            modules: _,
            includes: _,
            references,
            functions,
            aliases: _,
            fields,
            bodies,
            migration: _,
            leaves,
            attributes,
            types,
            segments,
        } = self;
        comments.shrink_to_fit();
        scopes.shrink_to_fit();
        items.shrink_to_fit();
        imports.shrink_to_fit();
        references.close();
        functions.shrink_to_fit();
        fields.shrink_to_fit();
        types.close();
        segments.close();
        leaves.close();
        attributes.close();
        bodies.close();
    }
}
