// src/settings/layers.rs - Layers: where they lie and which others they may use

/// A layer of an application, or of a workspace whose packages are layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// Folders, relative to the package. `src/api` is the folder and the file `src/api.rs`.
    pub folders: Vec<String>,
    /// Workspace members that belong to the layer as a whole, by package name.
    pub packages: Vec<String>,
    /// What it may use besides itself. A layer that lists modules of its own may use only those of its own.
    pub may_use: Vec<Access>,
    /// Whether a file says what it may use; else the order of the layers says it, if the layer stands in it.
    pub explicit: bool,
    /// What others may use of it, as paths below its folder: modules, or items of modules. Empty is all.
    pub public: Vec<String>,
    /// Whether its modules leave each other alone, but for those of its own that it lists.
    pub independent: bool,
    /// Whether the layers above it in the order may not skip it.
    pub closed: bool,
    /// Whether the settings file speaks of it. A layer that only the defaults know holds for backend packages alone.
    pub declared: bool,
}

/// A permission of a layer to use something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// `*`: every layer.
    Anything,
    /// `services`: a layer as a whole.
    Layer(String),
    /// `core::security`: one module of a layer and what lies below it.
    Module {
        /// The layer.
        layer: String,
        /// The module's path below the layer's folder, with `::`.
        module: String,
    },
}

impl Access {
    /// Reads `*`, `layer` or `layer::module`. Whether the layer exists is not checked here.
    pub fn parse(text: &str) -> Self {
        match text.split_once("::") {
            _ if text == "*" => Self::Anything,
            Some((layer, module)) => Self::Module { layer: layer.to_owned(), module: module.to_owned() },
            None => Self::Layer(text.to_owned()),
        }
    }

    /// The layer that it speaks of; nothing for `*`.
    pub fn layer(&self) -> Option<&str> {
        match self {
            Self::Anything => None,
            Self::Layer(layer) | Self::Module { layer, .. } => Some(layer),
        }
    }
}

impl Layer {
    /// A layer that lies nowhere yet and may use nothing.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            folders: Vec::new(),
            packages: Vec::new(),
            may_use: Vec::new(),
            explicit: false,
            public: Vec::new(),
            independent: false,
            closed: false,
            declared: false,
        }
    }

    /// Whether this layer may use the module at `module` (path below the layer's folder, `::` between, empty for the
    /// layer's own root) of the layer `target`.
    pub fn may_use(&self, target: &str, module: &str) -> bool {
        let own = target == self.name;
        let lists_own = |access: &Access| matches!(access, Access::Module { layer, .. } if *layer == self.name);
        // The layer's own root is no sibling of its modules.
        let is_sibling = self.independent && !module.is_empty();
        let restricted = own && (is_sibling || self.may_use.iter().any(lists_own));
        if own && !restricted {
            return true;
        }
        self.may_use.iter().any(|access| match access {
            Access::Anything => true,
            Access::Layer(layer) => layer == target,
            Access::Module { layer, module: allowed } => {
                layer == target
                    && module
                        .strip_prefix(allowed.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            }
        })
    }
}

impl Layer {
    /// Whether other layers may use what lies at `path` below the layer's folder (`job_service::create_job`); a module
    /// that leads to something public may be named.
    pub fn shows(&self, path: &str) -> bool {
        let is_at_or_below = |path: &str, outer: &str| {
            path.strip_prefix(outer).is_some_and(|rest| outer.is_empty() || rest.is_empty() || rest.starts_with("::"))
        };
        self.public.is_empty()
            || self.public.iter().any(|public| is_at_or_below(path, public) || is_at_or_below(public, path))
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::Settings;

    #[test]
    fn the_default_layers_are_the_rulebooks() {
        let settings = Settings::default();
        for (from, to, module, allowed) in [
            ("api", "services", "job_service", true),
            ("api", "models", "job_models", true),
            ("api", "api", "extract", true),
            ("api", "api", "job", false),
            ("api", "core", "security", true),
            ("api", "core", "security::token", true),
            ("api", "core", "security_extra", false),
            ("api", "core", "db", false),
            ("services", "core", "db", true),
            ("services", "services", "workspace_service", true),
            ("services", "api", "job", false),
            ("services", "engines", "", false),
            ("models", "core", "errors", true),
            ("models", "core", "db", false),
            ("models", "services", "", false),
            ("core", "models", "db_models", true),
            ("core", "services", "", false),
            ("engines", "services", "data_service", true),
            ("engines", "engines", "x", true),
            ("engines", "core", "logger", false),
        ] {
            let layer = settings.layer(from).unwrap();
            assert_eq!(layer.may_use(to, module), allowed, "{from} -> {to}::{module}");
        }
    }
}
