// src/source/walk/mod.rs - One walk over a syntax tree: items, scopes and references

//! One walk over a syntax tree: items, scopes and references.
//!
//! Only what is recorded has its span resolved, because that is what costs.

mod documentation;
mod refer;
mod signature;

pub(in crate::source) use signature::Generics;

use proc_macro2::{Ident, Span as SynSpan};
use rustc_hash::FxHashSet;
use syn::visit::{self, Visit};
use syn::{Attribute as SynAttribute, Item as SynItem};

use crate::packed::Run;
use crate::source::cfg;
use crate::source::docs::Docs;
use crate::source::facts::{
    Attribute, FileFacts, Include, Item, ItemId, ItemKind, ModuleDecl, PathRef, PathStart, Scope, ScopeId, ScopeKind,
    Site, Span, Visibility,
};
use crate::source::imports;
use crate::source::offsets::Offsets;
use crate::source::shape::{self, shape};

/// Walks a file and adds what it says to `facts`.
pub(in crate::source) fn file<'a>(
    file: &syn::File,
    offsets: &'a Offsets<'a>,
    docs: &'a Docs,
    facts: &'a mut FileFacts,
) {
    let mut walker = Walker {
        facts,
        offsets,
        docs,
        scope: ScopeId::FILE,
        owner: None,
        test: false,
        first_of_owner: 0,
        bound: FxHashSet::default(),
        seen: FxHashSet::default(),
    };
    let inner = walker.inner_attributes(&file.attrs);
    let test = cfg::is_test(&file.attrs);
    if let Some(scope) = walker.facts.scopes.first_mut() {
        scope.inner_attributes = inner;
        scope.test = test;
    }
    walker.test = test;
    for attribute in &file.attrs {
        walker.visit_attribute(attribute);
    }
    for item in &file.items {
        walker.visit_item(item);
    }
}

/// Where the walk is, and what it has seen in the item at module level that it is in.
pub(in crate::source) struct Walker<'a> {
    pub(in crate::source) facts: &'a mut FileFacts,
    /// Where the tokens stand.
    offsets: &'a Offsets<'a>,
    /// Which attributes stand for doc comments.
    docs: &'a Docs,
    /// The innermost scope.
    pub(in crate::source) scope: ScopeId,
    /// The innermost item at module level.
    pub(in crate::source) owner: Option<ItemId>,
    /// Whether what is walked is compiled for tests only.
    pub(in crate::source) test: bool,
    /// The first reference of the owner.
    first_of_owner: usize,
    /// Names that the owner binds itself: variables, parameters, generic parameters. A path of one such name is no
    /// reference to an item, and neither is one that begins with a generic parameter.
    bound: FxHashSet<&'a str>,
    /// Single names that the owner refers to, so that each is recorded once.
    seen: FxHashSet<(ScopeId, Site, &'a str)>,
}

impl<'a> Walker<'a> {
    /// The byte range of one token.
    pub(in crate::source) fn span(&self, span: SynSpan) -> Span {
        self.offsets.span(span)
    }

    /// From the start of one token to the end of another.
    pub(in crate::source) fn between(&self, first: SynSpan, last: SynSpan) -> Span {
        self.offsets.between(first, last)
    }

    /// From the start of a token to the end of what comes later.
    pub(in crate::source) fn since(&self, first: SynSpan, last: Span) -> Span {
        Span { start: self.offsets.start(first) as u32, end: last.end }
    }

    /// From the start of what came before to the end of a token.
    pub(in crate::source) fn until(&self, first: Span, last: SynSpan) -> Span {
        Span { start: first.start, end: self.offsets.end(last) as u32 }
    }

    /// The byte range of a name.
    pub(in crate::source) fn name(&self, name: &Ident) -> Span {
        self.offsets.name(name.span())
    }

    /// A name as it stands, `r#` included.
    pub(in crate::source) fn written(&self, name: Span) -> &'a str {
        self.text().get(name.range()).unwrap_or_default()
    }

    /// The text of the file.
    pub(in crate::source) fn text(&self) -> &'a str {
        self.offsets.whole()
    }

    /// Stores the names of a path.
    pub(in crate::source) fn path(&mut self, segments: impl IntoIterator<Item = Span>, start: PathStart) -> PathRef {
        let all = self.facts.segments.open();
        let first = all.len();
        all.extend(segments);
        let count = all.len() - first;
        PathRef { first: first as u32, count: u16::try_from(count).unwrap_or(u16::MAX), start }
    }

    /// Stores the names of a path of the syntax.
    pub(in crate::source) fn names<'i>(&mut self, names: impl Iterator<Item = &'i Ident>, start: PathStart) -> PathRef {
        let offsets = self.offsets;
        self.path(names.map(|name| offsets.name(name.span())), start)
    }

    /// From the first inner attribute to the last.
    fn inner_attributes(&self, attributes: &[SynAttribute]) -> Option<Span> {
        let mut inner = attributes.iter().filter(|attribute| is_inner(attribute));
        let first = inner.next()?;
        let last = inner.next_back().unwrap_or(first);
        Some(self.between(first.pound_token.span, last.bracket_token.span.close()))
    }

    /// Attributes as they stand, each line of a doc comment by itself.
    fn attributes<'s>(&mut self, syntax: impl Iterator<Item = &'s SynAttribute>) -> Run {
        let first = self.facts.attributes.len();
        for attribute in syntax {
            let attribute = self.attribute(attribute);
            match self.docs.at(attribute.span.start).and_then(|comments| self.facts.comments.get(comments)) {
                Some(comments) => {
                    let comments = comments.iter().map(|comment| comment_attribute(comment.span));
                    self.facts.attributes.open().extend(comments);
                }
                None => drop(self.facts.attributes.push(attribute)),
            }
        }
        self.facts.attributes.since(first)
    }

    fn attribute(&self, attribute: &SynAttribute) -> Attribute {
        let span = self.between(attribute.pound_token.span, attribute.bracket_token.span.close());
        let path = &attribute.path().segments;
        match (path.first(), path.last()) {
            (Some(first), Some(last)) if self.written(span).starts_with('#') => {
                Attribute { span, path: self.between(first.ident.span(), last.ident.span()) }
            }
            _ => comment_attribute(span),
        }
    }

    fn visibility(&mut self, visibility: Option<&syn::Visibility>) -> Visibility {
        match visibility {
            Some(syn::Visibility::Public(_)) => Visibility::Public,
            Some(syn::Visibility::Restricted(restricted)) if restricted.in_token.is_some() => {
                let names = restricted.path.segments.iter().map(|segment| &segment.ident);
                Visibility::In(self.names(names, PathStart::Relative))
            }
            Some(syn::Visibility::Restricted(restricted)) if restricted.path.is_ident("crate") => Visibility::Crate,
            Some(syn::Visibility::Restricted(restricted)) if restricted.path.is_ident("super") => Visibility::Super,
            _ => Visibility::Private,
        }
    }

    /// Adds an item of the current scope. What it is follows, since an import or a module must know the item's number.
    fn add_item(&mut self, syntax: &SynItem) -> Option<ItemId> {
        let shape = shape(syntax)?;
        let attributes = self.attributes(shape.attributes.iter().filter(|attribute| !is_inner(attribute)));
        let span = match self.facts.attributes(attributes).next() {
            Some(first) => self.until(first.span, shape.last),
            None => self.between(shape.first, shape.last),
        };
        let id = ItemId(self.facts.items.len() as u32);
        let visibility = self.visibility(shape.visibility);
        let item = Item {
            scope: self.scope,
            kind: ItemKind::Other,
            name: shape.name.map(|name| self.name(name)),
            visibility,
            span,
            attributes,
            test: self.test || cfg::is_test(shape.attributes),
        };
        self.facts.items.push(item);
        Some(id)
    }

    fn item_kind(&mut self, id: ItemId, syntax: &SynItem) -> ItemKind {
        match syntax {
            SynItem::Fn(_) => ItemKind::Fn,
            SynItem::Struct(item) => ItemKind::Struct { value: !matches!(item.fields, syn::Fields::Named(_)) },
            SynItem::Enum(item) => {
                let variants = item.variants.iter().map(|variant| self.name(&variant.ident)).collect();
                ItemKind::Enum { variants }
            }
            SynItem::Union(_) => ItemKind::Union,
            SynItem::Trait(_) | SynItem::TraitAlias(_) => ItemKind::Trait,
            SynItem::Type(_) => ItemKind::TypeAlias,
            SynItem::Const(_) => ItemKind::Const,
            SynItem::Static(_) => ItemKind::Static,
            SynItem::Macro(item) if item.ident.is_some() => {
                ItemKind::MacroRules { exported: cfg::has(&item.attrs, "macro_export") }
            }
            SynItem::Macro(_) => ItemKind::MacroCall,
            SynItem::Impl(item) => {
                let of_trait = item.trait_.as_ref().map(|(path, _)| self.lower_trait(path));
                ItemKind::Impl { self_type: self.self_type(&item.self_ty), of_trait }
            }
            SynItem::Use(item) => ItemKind::Import(imports::add_use(self, id, item)),
            SynItem::ExternCrate(item) => ItemKind::Import(imports::add_extern_crate(self, id, item)),
            SynItem::Mod(item) => ItemKind::Module(self.add_module(id, item)),
            _ => ItemKind::Other,
        }
    }

    fn include(&mut self, call: &syn::Macro, items: bool) {
        let path = call.parse_body::<syn::LitStr>().ok().map(|literal| literal.value());
        let last = shape::macro_end(call);
        let first = call.path.segments.first().map_or(last, |first| first.ident.span());
        let span = self.between(first, last);
        self.facts.includes.push(Include { scope: self.scope, items, path, span });
    }

    fn self_type(&mut self, syntax: &syn::Type) -> Option<PathRef> {
        match syntax {
            syn::Type::Path(syntax) if syntax.qself.is_none() => {
                let absolute = syntax.path.leading_colon.is_some();
                let names = syntax.path.segments.iter().map(|segment| &segment.ident);
                Some(self.names(names, if absolute { PathStart::Absolute } else { PathStart::Relative }))
            }
            syn::Type::Reference(syntax) => self.self_type(&syntax.elem),
            _ => None,
        }
    }

    fn add_module(&mut self, id: ItemId, item: &syn::ItemMod) -> u32 {
        let name = self.name(&item.ident);
        let inline = item.content.as_ref().map(|(braces, _)| {
            let span = self.between(braces.span.open(), braces.span.close());
            let inner = self.inner_attributes(&item.attrs);
            self.add_scope(ScopeKind::Module(name), span, inner, self.test || cfg::is_test(&item.attrs))
        });
        self.facts.modules.push(ModuleDecl {
            item: id,
            name,
            inline,
            paths: cfg::paths(&item.attrs),
            paths_conditional: cfg::is_path_conditional(&item.attrs),
            conditional: cfg::is_conditional(&item.attrs),
            macro_use: cfg::has(&item.attrs, "macro_use"),
        });
        self.facts.modules.len() as u32 - 1
    }

    pub(in crate::source) fn add_scope(
        &mut self,
        kind: ScopeKind,
        span: Span,
        inner_attributes: Option<Span>,
        test: bool,
    ) -> ScopeId {
        let id = ScopeId(self.facts.scopes.len() as u32);
        self.facts.scopes.push(Scope { parent: Some(self.scope), kind, span, inner_attributes, test });
        id
    }

    /// Walks with another scope in place.
    pub(in crate::source) fn within(&mut self, scope: ScopeId, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        walk(self);
        self.scope = outer;
    }

    /// Whether an item that stands here stands in a module and not in a body.
    fn at_module_level(&self) -> bool {
        self.facts.scopes.get(self.scope.index()).is_some_and(|scope| scope.kind != ScopeKind::Block)
    }

    /// Walks an item at module level: what it binds and refers to is its own.
    fn as_owner(&mut self, id: ItemId, walk: impl FnOnce(&mut Self)) {
        let outer_owner = self.owner.replace(id);
        let outer_first = std::mem::replace(&mut self.first_of_owner, self.facts.references.len());
        // An item that stands in no other takes over the room of the one before it.
        let outer_names = (!self.bound.is_empty() || !self.seen.is_empty())
            .then(|| (std::mem::take(&mut self.bound), std::mem::take(&mut self.seen)));
        walk(self);
        self.drop_bound_references();
        self.owner = outer_owner;
        self.first_of_owner = outer_first;
        self.bound.clear();
        self.seen.clear();
        if let Some((bound, seen)) = outer_names {
            self.bound = bound;
            self.seen = seen;
        }
    }
}

fn comment_attribute(span: Span) -> Attribute {
    Attribute { span, path: Span { start: span.start, end: span.start } }
}

fn is_inner(attribute: &SynAttribute) -> bool {
    matches!(attribute.style, syn::AttrStyle::Inner(_))
}

impl<'ast> Visit<'ast> for Walker<'_> {
    fn visit_item(&mut self, syntax: &'ast SynItem) {
        let Some(id) = self.add_item(syntax) else { return };
        let kind = self.item_kind(id, syntax);
        let Some(item) = self.facts.items.get_mut(id.index()) else { return };
        let test = item.test;
        item.kind = kind;
        let outer_test = std::mem::replace(&mut self.test, test);
        let first_function = self.facts.functions.len();
        self.signatures(id, syntax);
        if self.at_module_level() {
            self.as_owner(id, |walker| visit::visit_item(walker, syntax));
        } else {
            visit::visit_item(self, syntax);
        }
        self.bodies(id, syntax, first_function);
        self.test = outer_test;
    }

    fn visit_item_mod(&mut self, syntax: &'ast syn::ItemMod) {
        for attribute in &syntax.attrs {
            self.visit_attribute(attribute);
        }
        let inline = self.facts.modules.last().and_then(|module| module.inline);
        if let (Some(scope), Some((_, items))) = (inline, &syntax.content) {
            self.within(scope, |walker| items.iter().for_each(|item| walker.visit_item(item)));
        }
    }

    fn visit_item_use(&mut self, syntax: &'ast syn::ItemUse) {
        // Its leaves are recorded as an import.
        for attribute in &syntax.attrs {
            self.visit_attribute(attribute);
        }
    }

    fn visit_item_macro(&mut self, syntax: &'ast syn::ItemMacro) {
        for attribute in &syntax.attrs {
            self.visit_attribute(attribute);
        }
        if syntax.ident.is_some() {
            // The names of a `macro_rules!` body are looked up where it is used, but for `$crate` and `crate`.
            self.macro_body(&syntax.mac);
        } else if syntax.mac.path.is_ident("include") {
            self.include(&syntax.mac, true);
        } else {
            self.refer_path(&syntax.mac.path, usize::MAX, Site::MacroName);
            self.item_tokens(&syntax.mac);
        }
    }

    fn visit_macro(&mut self, syntax: &'ast syn::Macro) {
        if ["include", "include_str", "include_bytes"].iter().any(|name| syntax.path.is_ident(name)) {
            self.include(syntax, false);
        }
        self.refer_path(&syntax.path, usize::MAX, Site::MacroName);
        self.macro_tokens(syntax);
    }

    fn visit_block(&mut self, syntax: &'ast syn::Block) {
        if syntax.stmts.iter().any(|statement| matches!(statement, syn::Stmt::Item(_))) {
            let braces = syntax.brace_token.span;
            let span = self.between(braces.open(), braces.close());
            let scope = self.add_scope(ScopeKind::Block, span, None, self.test);
            self.within(scope, |walker| visit::visit_block(walker, syntax));
        } else {
            visit::visit_block(self, syntax);
        }
    }

    fn visit_attribute(&mut self, syntax: &'ast SynAttribute) {
        self.attribute_paths(&syntax.meta);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_type_path(&mut self, syntax: &'ast syn::TypePath) {
        self.refer_qualified(syntax.qself.as_ref(), &syntax.path, Site::Type);
    }

    fn visit_trait_bound(&mut self, syntax: &'ast syn::TraitBound) {
        self.refer_path(&syntax.path, usize::MAX, Site::Type);
    }

    fn visit_expr_path(&mut self, syntax: &'ast syn::ExprPath) {
        self.refer_qualified(syntax.qself.as_ref(), &syntax.path, Site::Value);
    }

    fn visit_expr_struct(&mut self, syntax: &'ast syn::ExprStruct) {
        self.refer_qualified(syntax.qself.as_ref(), &syntax.path, Site::Type);
        syntax.fields.iter().for_each(|field| self.visit_field_value(field));
        syntax.rest.iter().for_each(|rest| self.visit_expr(rest));
    }

    fn visit_pat_tuple_struct(&mut self, syntax: &'ast syn::PatTupleStruct) {
        self.refer_qualified(syntax.qself.as_ref(), &syntax.path, Site::Value);
        syntax.elems.iter().for_each(|pattern| self.visit_pat(pattern));
    }

    fn visit_pat_struct(&mut self, syntax: &'ast syn::PatStruct) {
        self.refer_qualified(syntax.qself.as_ref(), &syntax.path, Site::Type);
        syntax.fields.iter().for_each(|field| self.visit_field_pat(field));
    }

    fn visit_pat_ident(&mut self, syntax: &'ast syn::PatIdent) {
        let name = self.written(self.name(&syntax.ident));
        // Syntax alone does not tell `None` from a variable; by convention the first letter does.
        if name.starts_with(char::is_uppercase) {
            self.refer(std::iter::once(&syntax.ident), PathStart::Relative, Site::Value);
        } else {
            self.bound.insert(name.strip_prefix("r#").unwrap_or(name));
        }
        if let Some((_, pattern)) = &syntax.subpat {
            self.visit_pat(pattern);
        }
    }

    fn visit_type_param(&mut self, syntax: &'ast syn::TypeParam) {
        self.bound.insert(self.written(self.name(&syntax.ident)));
        visit::visit_type_param(self, syntax);
    }

    fn visit_const_param(&mut self, syntax: &'ast syn::ConstParam) {
        self.bound.insert(self.written(self.name(&syntax.ident)));
        visit::visit_const_param(self, syntax);
    }

    // A path that none of the above met: the trait of an `impl`, the macro of an attribute.
    fn visit_path(&mut self, syntax: &'ast syn::Path) {
        self.refer_path(syntax, usize::MAX, Site::Type);
    }

    fn visit_token_stream(&mut self, tokens: &'ast proc_macro2::TokenStream) {
        self.verbatim(tokens);
    }
}
