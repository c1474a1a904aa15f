//! The schemes that come with us: one TOML file, and one row here.

/// A scheme file that comes with us.
#[derive(Debug, Clone, Copy)]
pub struct PresetFile {
    /// The name that `scheme = "…"` takes.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// Every scheme that comes with us, the general ones first.
pub const PRESETS: &[PresetFile] = &[
    PresetFile { name: "semver", text: include_str!("../schemes/semver.toml") },
    PresetFile { name: "semver-fixed", text: include_str!("../schemes/semver-fixed.toml") },
    PresetFile {
        name: "semver-independent",
        text: include_str!("../schemes/semver-independent.toml"),
    },
    PresetFile { name: "calver", text: include_str!("../schemes/calver.toml") },
    PresetFile { name: "chain", text: include_str!("../schemes/chain.toml") },
    PresetFile { name: "chain-strict", text: include_str!("../schemes/chain-strict.toml") },
    PresetFile { name: "ibex", text: include_str!("../schemes/ibex.toml") },
    PresetFile { name: "iric", text: include_str!("../schemes/iric.toml") },
    PresetFile { name: "iric-gui", text: include_str!("../schemes/iric-gui.toml") },
    PresetFile { name: "kolab", text: include_str!("../schemes/kolab.toml") },
    PresetFile { name: "diavolo", text: include_str!("../schemes/diavolo.toml") },
];
