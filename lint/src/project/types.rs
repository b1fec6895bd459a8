// src/project/types.rs - What the types mean that functions, aliases and fields state

//! What the types mean that functions, aliases and fields state.

use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::model::Model;
use super::names::{ExternalId, ItemRef};
use super::tree::LoadId;
use crate::source::facts::{ItemKind, Span, TypeId};
use crate::source::written::last_name;

/// What the path of a type names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Named {
    /// A type, an alias or a trait of the project.
    Item(ItemRef),
    /// Something of another package.
    External {
        /// The package.
        package: ExternalId,
        /// Its name there, whatever it is called here.
        name: Arc<str>,
    },
}

/// A type that stands in another, found through references, generic arguments and aliases.
#[derive(Debug, Clone)]
pub struct Mention<'m> {
    /// Where it stands, or the alias by which it comes in.
    pub span: Span,
    /// What is named.
    pub named: &'m Named,
    /// The aliases and structs that lead there, in order.
    pub through: Vec<ItemRef>,
}

/// Whether what a struct or an alias is made of is looked at too.
pub type Follows<'f> = &'f dyn Fn(ItemRef) -> bool;

impl Model {
    /// Everything that a type names. An alias stands for what it names; `follows` says of which structs the fields count.
    pub fn mentions(&self, load: LoadId, id: TypeId, follows: Follows<'_>) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        self.add_mentions(load, id, None, &[], follows, &mut found);
        found
    }

    /// The `impl` block of a trait of one of these names, whatever package it is of, for a type of the project.
    pub fn implementation(&self, item: ItemRef, traits: &[&str]) -> Option<ItemRef> {
        self.impls_of(item).iter().copied().find(|block| {
            let facts = self.facts(block.load);
            let kind = self.item(*block).map(|item| &item.kind);
            let Some(ItemKind::Impl { of_trait: Some(of_trait), .. }) = kind else { return false };
            let path = facts.type_nodes(*of_trait).next().map(|(_, node)| facts.slice(node.span));
            path.is_some_and(|path| traits.contains(&last_name(path).trim()))
        })
    }

    fn add_mentions<'m>(
        &'m self,
        load: LoadId,
        id: TypeId,
        place: Option<Span>,
        through: &[ItemRef],
        follows: Follows<'_>,
        found: &mut Vec<Mention<'m>>,
    ) {
        for (at, node) in self.facts(load).type_nodes(id) {
            let Some(named) = self.named(load, at) else { continue };
            let span = place.unwrap_or(node.span);
            found.push(Mention { span, named, through: through.to_vec() });
            let Named::Item(item) = *named else { continue };
            if through.contains(&item) {
                continue;
            }
            let facts = self.facts(item.load);
            let alias = facts.alias(item.item);
            let fields = if follows(item) { facts.fields_of(item.item) } else { &[] };
            if alias.is_none() && fields.is_empty() {
                continue;
            }
            let through: Vec<ItemRef> = through.iter().copied().chain([item]).collect();
            for inner in alias.into_iter().chain(fields.iter().map(|field| field.ty)) {
                self.add_mentions(item.load, inner, Some(span), &through, follows, found);
            }
        }
    }
}
