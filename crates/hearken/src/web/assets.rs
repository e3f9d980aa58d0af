//! The style sheet, the script and the icon, compiled in. Their addresses carry a hash of their content, so that a
//! browser may keep them for ever and still sees a new version at once.

/// A file that pages ask for.
pub struct Asset {
    name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub content: &'static str,
    hash: u64,
}

impl Asset {
    const fn new(name: &'static str, media_type: &'static str, content: &'static str) -> Self {
        Self { name, media_type, content, hash: fnv1a(content.as_bytes()) }
    }

    /// Tells this content from every other.
    pub fn version(&self) -> String {
        format!("{:016x}", self.hash)
    }
}

static ASSETS: [Asset; 3] = [
    Asset::new("app.css", "text/css; charset=utf-8", include_str!("static/app.css")),
    Asset::new("app.js", "text/javascript; charset=utf-8", include_str!("static/app.js")),
    Asset::new("favicon.svg", "image/svg+xml", include_str!("static/favicon.svg")),
];

/// Tells versions apart; nothing rests on its strength, and it can be computed while compiling.
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

/// The file of this name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Where a page finds a file of this name.
pub fn address(name: &str) -> String {
    format!("/static/{name}?v={}", asset(name).map_or_else(String::new, Asset::version))
}
