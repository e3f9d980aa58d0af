//! Saying yes or no to a link into the code.

use hearken_domain::{By, Link, Ruled, Ruling, Subject};

use super::{RulingTransaction, missing};
use crate::{Store, StoreError};

impl Store {
    /// Says yes or no to a link.
    ///
    /// # Errors
    /// [`StoreError::Ruling`] where what the link leads from is not there, somebody answered otherwise; or any failure of the database.
    pub fn answer_link(&self, link: Link, yes: bool, by: &By) -> Result<Ruling, StoreError> {
        let by = by.clone();
        self.write(move |c| RulingTransaction { c, by: &by }.answer(link, yes))
    }
}

impl RulingTransaction<'_> {
    fn answer(&self, link: Link, yes: bool) -> Result<Ruling, StoreError> {
        match link.of {
            Subject::Theme(theme) => {
                self.living(theme)?;
            }
            Subject::Signal(signal) => {
                let sql = "SELECT count(*) FROM signals WHERE id = ?1";
                if self.c.query_row(sql, [signal.0], |row| row.get::<_, u64>(0))? == 0 {
                    return Err(missing(signal.to_string(), "there is no such signal"));
                }
            }
        }
        let answered = |standing: &Ruled<_>| match (standing, yes) {
            (Ruled::Linked(other), true) => *other == link,
            (Ruled::Linked(other), false) => link.denies(other),
            (Ruled::Unlinked(other), true) => other.denies(&link),
            (Ruled::Unlinked(other), false) => *other == link,
            _ => false,
        };
        self.refuse_against(answered, &link, "somebody answered this link")?;
        let what = if yes { Ruled::Linked(link) } else { Ruled::Unlinked(link) };
        self.record(what, Vec::new(), Vec::new(), &[])
    }
}
