// src/existing/source/types.rs - The type of a field of a struct as that of a field of a resource

//! The type of a field of a struct as that of a field of a resource.

use syn::ext::IdentExt;
use syn::{Fields, GenericArgument, Item, ItemEnum, PathArguments, Type, TypePath};

use super::attributes;
use super::crates::Scope;

/// What a type comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) word: &'static str,
    /// Of an enum.
    pub(super) labels: Vec<String>,
    /// The modifier that says which values the type has, where the word has more.
    pub(super) bounds: Option<&'static str>,
    pub(super) null: bool,
    /// `Job` of a type of its own that is called `JobId`.
    pub(super) id_of: Option<String>,
    pub(super) note: Option<&'static str>,
}

/// Why a type comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unequal {
    /// It has no values to speak of.
    Nothing,
    /// No field has such values.
    Other {
        /// Why, a clause.
        reason: String,
        /// What could be given in its place.
        instead: Option<&'static str>,
    },
}

type Outcome = Result<Meaning, Unequal>;

/// What a type comes to that is written in a module.
pub(super) fn meaning(ty: &Type, scope: &Scope) -> Outcome {
    resolve(ty, scope, 0)
}

fn word(word: &'static str) -> Outcome {
    Ok(Meaning { word, labels: Vec::new(), bounds: None, null: false, id_of: None, note: None })
}

fn bounded(name: &'static str, bounds: &'static str) -> Outcome {
    Ok(Meaning { bounds: Some(bounds), ..word(name)? })
}

fn other(reason: impl Into<String>, instead: Option<&'static str>) -> Outcome {
    Err(Unequal::Other { reason: reason.into(), instead })
}

fn resolve(ty: &Type, scope: &Scope, depth: usize) -> Outcome {
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return other("is made of itself", None);
    }
    match ty {
        Type::Path(path) => path_type(path, scope, depth),
        Type::Reference(reference) => resolve(&reference.elem, scope, depth + 1),
        Type::Paren(inner) => resolve(&inner.elem, scope, depth + 1),
        Type::Group(inner) => resolve(&inner.elem, scope, depth + 1),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Err(Unequal::Nothing),
        Type::Array(_) | Type::Slice(_) | Type::Tuple(_) => other("holds several values", Some("json")),
        _ => other("is a type that no field has", None),
    }
}

fn path_type(ty: &TypePath, scope: &Scope, depth: usize) -> Outcome {
    let segments: Vec<String> = ty.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
    if let Some((there, item)) = scope.named(&segments.join("::"), 0) {
        return local(&item, &there, depth);
    }
    let Some(last) = ty.path.segments.last() else { return other("has no name", None) };
    let inner = inner(&last.arguments);
    let name = last.ident.unraw().to_string();
    // What an import calls otherwise is known by what it is.
    let full = if segments.len() == 1 { scope.import(&name).unwrap_or(name) } else { segments.join("::") };
    let name = full.rsplit("::").next().unwrap_or_default();
    match (name, inner) {
        ("Option", Some(inner)) => Ok(Meaning { null: true, ..resolve(inner, scope, depth + 1)? }),
        ("Box" | "Arc" | "Rc" | "Cow", Some(inner)) => resolve(inner, scope, depth + 1),
        ("String" | "str" | "CompactString" | "SmolStr", None) => word("string"),
        ("SecretString", None) => Ok(Meaning { bounds: Some("secret"), ..word("string")? }),
        ("char", None) => bounded("string", "len=1..1"),
        ("i32", None) => word("i32"),
        ("i8", None) => bounded("i32", "range=-128..127"),
        ("i16", None) => bounded("i32", "range=-32768..32767"),
        ("u8", None) => bounded("i32", "range=0..255"),
        ("u16", None) => bounded("i32", "range=0..65535"),
        ("u32", None) => bounded("i64", "range=0..4294967295"),
        ("i64", None) => word("i64"),
        ("u64" | "u128" | "i128" | "usize" | "isize", None) => {
            other("has numbers that no field holds: an i64 goes up to 9223372036854775807", Some("i64"))
        }
        ("f32" | "f64", None) => word("f64"),
        ("bool", None) => word("bool"),
        ("NaiveDate", None) => word("date"),
        ("Date", None) if full.starts_with("time::") => word("date"),
        ("DateTime", Some(zone)) if is(zone, "Utc") => word("datetime"),
        ("DateTime", _) => other("is a moment in a zone of its own, and a datetime is in UTC", Some("datetime")),
        ("OffsetDateTime", None) => word("datetime"),
        ("NaiveDateTime" | "PrimitiveDateTime", None) => {
            Ok(Meaning { note: Some("its times say no zone: they are taken to be in UTC"), ..word("datetime")? })
        }
        ("NaiveTime" | "Time", None) => other("is a time without a day", Some("string:len=5..8")),
        ("Duration" | "TimeDelta", None) => other("is a span of time", Some("i64:range=0..")),
        ("Uuid", None) => word("uuid"),
        ("Value" | "JsonValue", None) => word("json"),
        ("Json", Some(_)) => word("json"),
        ("Url", None) => word("url"),
        ("EmailAddress", None) => word("email"),
        ("Decimal" | "BigDecimal", _) => {
            other("does not say how many digits are behind its point", Some("decimal:scale=2"))
        }
        ("PhantomData", _) => Err(Unequal::Nothing),
        ("Vec" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "IndexMap" | "VecDeque", _) => {
            other("holds several values", Some("json"))
        }
        _ => {
            let looked = scope.looked.last().cloned().unwrap_or_default();
            other(format!("is a type that no field has, and none that {looked} or what it imports defines"), None)
        }
    }
}

/// A type that the crate itself defines.
fn local(item: &Item, scope: &Scope, depth: usize) -> Outcome {
    match item {
        Item::Type(alias) => resolve(&alias.ty, scope, depth + 1),
        Item::Enum(item) => labels(item),
        Item::Struct(item) => match &item.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let name = item.ident.unraw().to_string();
                let id_of = name.strip_suffix("Id").filter(|of| !of.is_empty()).map(str::to_owned);
                match fields.unnamed.first() {
                    Some(field) => Ok(Meaning { id_of, ..resolve(&field.ty, scope, depth + 1)? }),
                    None => other("holds nothing", None),
                }
            }
            Fields::Unit => Err(Unequal::Nothing),
            _ => other("is a struct with fields of its own", Some("json")),
        },
        _ => other("is a type that no field has", None),
    }
}

/// The labels of an enum, as JSON has them; as the database has them where it has no JSON.
fn labels(item: &ItemEnum) -> Outcome {
    let tool = if attributes::is_of_serde(&item.attrs) { "serde" } else { "sqlx" };
    let all = attributes::value(&item.attrs, tool, "rename_all");
    let mut labels = Vec::new();
    for variant in &item.variants {
        if attributes::has(&variant.attrs, tool, "skip") {
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            return other("is an enum whose variants hold values", Some("json"));
        }
        let name = variant.ident.unraw().to_string();
        let label = attributes::rename(&variant.attrs, tool);
        labels.push(label.unwrap_or_else(|| attributes::renamed(&name, all.as_deref())));
    }
    Ok(Meaning { labels, ..word("enum")? })
}

/// `T` of `Name<T>`, lifetimes left out.
fn inner(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| if let GenericArgument::Type(ty) = argument { Some(ty) } else { None })
}

fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}
