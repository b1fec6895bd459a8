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
        self.comments.shrink_to_fit();
        self.scopes.shrink_to_fit();
        self.items.shrink_to_fit();
        self.imports.shrink_to_fit();
        self.references.close();
        self.functions.shrink_to_fit();
        self.fields.shrink_to_fit();
        self.types.close();
        self.segments.close();
        self.leaves.close();
        self.attributes.close();
        self.bodies.close();
    }
}
