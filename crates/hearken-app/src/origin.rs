//! From where a command is given, and which rights that reaches: whoever reaches the address of a server without
//! accounts must not choose what is read on its machine (decision 0022), nor where on it a file is written.

use hearken_domain::Right;

/// From where a command is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// A page or the API: whoever reaches the address. It is what a door is that says nothing else.
    #[default]
    Address,
    /// The data directory: the terminal of who can read it, or a server that was shown the secret which lies in it.
    Directory,
}

impl Origin {
    /// Whether what needs `right` may be done from here, whoever does it. A new right has no answer until it is given
    /// one here.
    pub fn reaches(self, right: Right) -> bool {
        match (self, right) {
            (Self::Directory, _) => true,
            (Self::Address, Right::Connect | Right::BackUp) => false,
            (Self::Address, Right::Read | Right::Record | Right::Decide | Right::Operate | Right::Erase) => {
                true
            }
        }
    }
}
