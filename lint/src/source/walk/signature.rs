// src/source/walk/signature.rs - Functions, aliases, fields and the types that they state

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use super::Walker;
use crate::source::body::{self, BodyOwner};
use crate::source::cfg;
use crate::source::facts::{Alias, Field, Function, ItemId, Parameter, PathStart, Span, TypeId, TypeKind, TypeNode};

/// The generic parameters that a type may name: they are no paths to an item.
pub(in crate::source) type Generics = BTreeSet<String>;

impl Walker<'_> {
    /// Records what an item states in types: its signature, its alias, its fields, the functions of its block.
    pub(super) fn signatures(&mut self, id: ItemId, syntax: &syn::Item) {
        match syntax {
            syn::Item::Fn(item) => {
                let generics = generics(&item.sig.generics);
                self.function(id, &item.vis, &item.sig, &item.attrs, Some(&item.block), &generics);
            }
            syn::Item::Impl(item) => {
                let outer = generics(&item.generics);
                for member in &item.items {
                    let syn::ImplItem::Fn(member) = member else { continue };
                    let all = joined(&outer, &member.sig.generics);
                    self.function(id, &member.vis, &member.sig, &member.attrs, Some(&member.block), &all);
                }
            }
            syn::Item::Trait(item) => {
                let outer = generics(&item.generics);
                for member in &item.items {
                    let syn::TraitItem::Fn(member) = member else { continue };
                    let all = joined(&outer, &member.sig.generics);
                    let visibility = &syn::Visibility::Inherited;
                    self.function(id, visibility, &member.sig, &member.attrs, member.default.as_ref(), &all);
                }
            }
            syn::Item::Type(item) => {
                let ty = self.lower(&item.ty, &generics(&item.generics));
                self.facts.aliases.push(Alias { item: id, ty });
            }
            syn::Item::Struct(item) => {
                let generics = generics(&item.generics);
                for field in &item.fields {
                    let ty = self.lower(&field.ty, &generics);
                    let name = field.ident.as_ref().map(|name| self.name(name));
                    let attributes = self.attributes(field.attrs.iter());
                    self.facts.fields.push(Field { item: id, name, ty, attributes });
                }
            }
            _ => {}
        }
    }

    fn function(
        &mut self,
        item: ItemId,
        visibility: &syn::Visibility,
        signature: &syn::Signature,
        attributes: &[syn::Attribute],
        body: Option<&syn::Block>,
        generics: &Generics,
    ) {
        let visibility = self.visibility(Some(visibility));
        let parameters = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Receiver(_) => None,
            syn::FnArg::Typed(input) => Some(input),
        });
        let parameters = parameters.map(|input| self.parameter(input, generics)).collect();
        let returns = match &signature.output {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(self.lower(ty, generics)),
        };
        let bounds = self.bounds_of(&signature.generics, generics);
        let reads_self = signature.receiver().is_some() && body.is_some_and(reads_only);
        let attributes_of = self.attributes(attributes.iter());
        self.facts.functions.push(Function {
            item,
            name: self.name(&signature.ident),
            visibility,
            asynchronous: signature.asyncness.is_some(),
            constant: signature.constness.is_some(),
            receiver: signature.receiver().is_some(),
            reads_self,
            parameters,
            bounds,
            returns,
            test: self.test || cfg::is_test(attributes),
            attributes: attributes_of,
            body: None,
            documentation: self.documentation(attributes).map(Box::new),
        });
    }

    /// Lowers the bodies of what [`Self::signatures`] recorded, from function number `first` on. The walk has been through
    /// them: the scopes that they open are known.
    pub(super) fn bodies(&mut self, id: ItemId, syntax: &syn::Item, first: usize) {
        let mut function = first as u32;
        match syntax {
            syn::Item::Fn(item) => self.body(function, &item.sig, Some(&item.block), &generics(&item.sig.generics)),
            syn::Item::Impl(item) => {
                let outer = generics(&item.generics);
                for member in &item.items {
                    match member {
                        syn::ImplItem::Fn(member) => {
                            self.body(
                                function,
                                &member.sig,
                                Some(&member.block),
                                &joined(&outer, &member.sig.generics),
                            );
                            function += 1;
                        }
                        syn::ImplItem::Const(member) => {
                            let owner = BodyOwner::Associated(id, self.name(&member.ident));
                            body::lower_value(self, owner, &member.expr, &outer);
                        }
                        _ => {}
                    }
                }
            }
            syn::Item::Trait(item) => {
                let outer = generics(&item.generics);
                for member in &item.items {
                    match member {
                        syn::TraitItem::Fn(member) => {
                            let all = joined(&outer, &member.sig.generics);
                            self.body(function, &member.sig, member.default.as_ref(), &all);
                            function += 1;
                        }
                        syn::TraitItem::Const(member) => {
                            let owner = BodyOwner::Associated(id, self.name(&member.ident));
                            if let Some((_, value)) = &member.default {
                                body::lower_value(self, owner, value, &outer);
                            }
                        }
                        _ => {}
                    }
                }
            }
            syn::Item::Const(item) => body::lower_value(self, BodyOwner::Item(id), &item.expr, &Generics::new()),
            syn::Item::Static(item) => body::lower_value(self, BodyOwner::Item(id), &item.expr, &Generics::new()),
            _ => {}
        }
    }

    fn body(&mut self, function: u32, signature: &syn::Signature, block: Option<&syn::Block>, generics: &Generics) {
        let Some(block) = block else { return };
        let body = body::lower_function(self, function, signature, block, generics);
        if let Some(function) = self.facts.functions.get_mut(function as usize) {
            function.body = Some(body);
        }
    }

    fn parameter(&mut self, input: &syn::PatType, generics: &Generics) -> Parameter {
        let name = match &*input.pat {
            syn::Pat::Ident(pattern) => Some(self.name(&pattern.ident)),
            _ => None,
        };
        Parameter { name, ty: self.lower(&input.ty, generics) }
    }

    /// The bounds of a function's own generic parameters.
    fn bounds_of(&mut self, syntax: &syn::Generics, generics: &Generics) -> Vec<TypeId> {
        let of_parameters = syntax.type_params().flat_map(|parameter| &parameter.bounds);
        let clauses = syntax.where_clause.iter().flat_map(|clause| &clause.predicates);
        let of_clauses = clauses.filter_map(|clause| match clause {
            syn::WherePredicate::Type(clause) => Some(&clause.bounds),
            _ => None,
        });
        let all = of_parameters.chain(of_clauses.flatten());
        all.filter_map(|bound| self.lower_bound(bound, generics)).collect()
    }

    /// The trait of an `impl` block.
    pub(super) fn lower_trait(&mut self, path: &syn::Path) -> TypeId {
        self.lower_path(None, path, &Generics::new())
    }

    /// A type as nodes in a row, each before what stands in it.
    pub(in crate::source) fn lower(&mut self, syntax: &syn::Type, generics: &Generics) -> TypeId {
        match syntax {
            syn::Type::Path(syntax) => return self.lower_path(syntax.qself.as_ref(), &syntax.path, generics),
            // What holds a type together without meaning anything.
            syn::Type::Paren(syntax) => return self.lower(&syntax.elem, generics),
            syn::Type::Group(syntax) => return self.lower(&syntax.elem, generics),
            _ => {}
        }
        let id = self.open(TypeKind::Other, Span::default());
        match syntax {
            syn::Type::Reference(syntax) => {
                self.lower(&syntax.elem, generics);
            }
            syn::Type::Ptr(syntax) => {
                self.lower(&syntax.elem, generics);
            }
            syn::Type::Slice(syntax) => {
                self.lower(&syntax.elem, generics);
            }
            syn::Type::Array(syntax) => {
                self.lower(&syntax.elem, generics);
            }
            syn::Type::Tuple(syntax) => syntax.elems.iter().for_each(|part| {
                self.lower(part, generics);
            }),
            syn::Type::ImplTrait(syntax) => syntax.bounds.iter().for_each(|bound| {
                self.lower_bound(bound, generics);
            }),
            syn::Type::TraitObject(syntax) => syntax.bounds.iter().for_each(|bound| {
                self.lower_bound(bound, generics);
            }),
            _ => {}
        }
        self.close(id)
    }

    fn lower_bound(&mut self, syntax: &syn::TypeParamBound, generics: &Generics) -> Option<TypeId> {
        match syntax {
            syn::TypeParamBound::Trait(bound) => Some(self.lower_path(None, &bound.path, generics)),
            _ => None,
        }
    }

    /// A path with its generic arguments in it. Of `<A as b::C>::D` the path is `b::C::D`, and `A` stands in it.
    fn lower_path(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path, generics: &Generics) -> TypeId {
        let names = || path.segments.iter().map(|segment| &segment.ident);
        let span = match (names().next(), names().next_back()) {
            (Some(first), Some(last)) => self.between(first.span(), last.span()),
            _ => Span::default(),
        };
        let first = path.segments.first();
        let is_parameter =
            !generics.is_empty() && first.is_some_and(|first| generics.contains(&first.ident.to_string()));
        let is_of_type = qself.is_some_and(|qself| qself.position == 0);
        let kind = match first {
            _ if path.leading_colon.is_none() && is_parameter || is_of_type => TypeKind::Other,
            Some(first) if first.ident == "Self" => TypeKind::SelfType,
            _ => {
                let absolute = path.leading_colon.is_some();
                let start = if absolute { PathStart::Absolute } else { PathStart::Relative };
                TypeKind::Path(self.names(names(), start))
            }
        };
        let id = self.open(kind, span);
        if let Some(qself) = qself {
            self.lower(&qself.ty, generics);
        }
        for segment in &path.segments {
            // What a closure takes and returns is not what the function does.
            let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
            for argument in &arguments.args {
                match argument {
                    syn::GenericArgument::Type(ty) => {
                        self.lower(ty, generics);
                    }
                    syn::GenericArgument::AssocType(binding) => {
                        self.lower(&binding.ty, generics);
                    }
                    _ => {}
                }
            }
        }
        self.close(id)
    }

    fn open(&mut self, kind: TypeKind, span: Span) -> TypeId {
        let id = TypeId(self.facts.types.len() as u32);
        self.facts.types.push(TypeNode { kind, span, scope: self.scope, end: id.0 });
        id
    }

    fn close(&mut self, id: TypeId) -> TypeId {
        let end = self.facts.types.len() as u32;
        if let Some(node) = self.facts.types.open().get_mut(id.index()) {
            node.end = end;
        }
        id
    }
}

fn generics(syntax: &syn::Generics) -> Generics {
    syntax.type_params().map(|parameter| parameter.ident.to_string()).collect()
}

/// The generic parameters of a block and of a function in it.
fn joined(outer: &Generics, own: &syn::Generics) -> Generics {
    let mut all = generics(own);
    all.extend(outer.iter().cloned());
    all
}

/// Whether a body is one expression that reads and works nothing out: fields, constants, comparisons, and methods such as
/// `clone`, `as_str` and `map` that are given nothing but how to read on.
fn reads_only(body: &syn::Block) -> bool {
    let [syn::Stmt::Expr(expression, None)] = body.stmts.as_slice() else { return body.stmts.is_empty() };
    let mut reading = Reading { plain: true };
    reading.visit_expr(expression);
    reading.plain
}

/// Whether an argument is a function or a literal: a closure, `String::as_str`, `0`.
fn is_reader(argument: &syn::Expr) -> bool {
    match argument {
        syn::Expr::Closure(_) | syn::Expr::Lit(_) => true,
        syn::Expr::Path(path) => path.path.segments.len() > 1,
        _ => false,
    }
}

struct Reading {
    plain: bool,
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_expr(&mut self, syntax: &'ast syn::Expr) {
        self.plain &= match syntax {
            syn::Expr::Binary(_)
            | syn::Expr::Cast(_)
            | syn::Expr::Field(_)
            | syn::Expr::Let(_)
            | syn::Expr::If(_)
            | syn::Expr::Lit(_)
            | syn::Expr::Match(_)
            | syn::Expr::Paren(_)
            | syn::Expr::Path(_)
            | syn::Expr::Reference(_)
            | syn::Expr::Struct(_)
            | syn::Expr::Tuple(_)
            | syn::Expr::Unary(_) => true,
            syn::Expr::Block(block) => block.block.stmts.len() <= 1,
            // `self.user.as_ref().map(|user| user.id)`: what is handed on is how to read, not what to look for.
            syn::Expr::MethodCall(call) => call.args.iter().all(is_reader),
            syn::Expr::Closure(closure) => closure.asyncness.is_none(),
            syn::Expr::Macro(call) => call.mac.path.is_ident("matches"),
            // A variant or a tuple struct put around what was read.
            syn::Expr::Call(call) => matches!(&*call.func, syn::Expr::Path(path)
                if path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))),
            _ => false,
        };
        if self.plain {
            visit::visit_expr(self, syntax);
        }
    }
}
