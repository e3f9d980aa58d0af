//! `hearken area rename|move|merge`: what people decide. An area is named by its id or by its name.

use clap::{ArgGroup, Args};
use hearken_app::actions::areas::merge::MergeAreas;
use hearken_app::actions::areas::place::PlaceTheme;
use hearken_app::actions::areas::rename::RenameArea;
use hearken_app::error::AppError;
use hearken_app::query::FindArea;
use hearken_app::view::View;
use hearken_domain::{AreaId, ThemeId};

use crate::cli::Global;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken area rename A-3 'Cards and PINs'")]
pub struct RenameArgs {
    /// Which area: its id, such as A-3, or its name
    area: String,
    /// What to call it
    name: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hearken area move T-17 --to A-3\n  hearken area move T-17 --nowhere\n\n\
                  The theme stays there, wherever later clustering runs find it.",
    group = ArgGroup::new("where").required(true).args(["to", "nowhere"])
)]
pub struct MoveArgs {
    /// Which theme, such as T-17
    theme: ThemeId,
    /// The area that it belongs to: its id, or its name
    #[arg(long, value_name = "AREA")]
    to: Option<String>,
    /// It belongs to no area
    #[arg(long)]
    nowhere: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken area merge A-5 A-9 --into A-3")]
pub struct MergeArgs {
    /// Areas that become part of the other: ids, or names
    #[arg(required = true, value_name = "AREA")]
    from: Vec<String>,
    /// The area that lives on: its id, or its name
    #[arg(long, value_name = "AREA")]
    into: String,
}

impl RenameArgs {
    /// What is to be called how.
    ///
    /// # Errors
    /// There is no such area, or any failure of the store.
    pub fn read(self, global: &Global) -> Result<RenameArea, AppError> {
        Ok(RenameArea { area: area(&global.view()?, &self.area)?, name: self.name })
    }
}

impl MoveArgs {
    /// What is to be moved where.
    ///
    /// # Errors
    /// There is no such area, or any failure of the store.
    pub fn read(self, global: &Global) -> Result<PlaceTheme, AppError> {
        let view = global.view()?;
        Ok(PlaceTheme { theme: self.theme, area: self.to.map(|to| area(&view, &to)).transpose()? })
    }
}

impl MergeArgs {
    /// What becomes part of what.
    ///
    /// # Errors
    /// There is no such area, or any failure of the store.
    pub fn read(self, global: &Global) -> Result<MergeAreas, AppError> {
        let view = global.view()?;
        let from = self.from.iter().map(|from| area(&view, from)).collect::<Result<_, _>>()?;
        Ok(MergeAreas { into: area(&view, &self.into)?, from })
    }
}

/// The area that is meant. An id is taken as it is, so that one that lives no more is told so.
fn area(view: &View, typed: &str) -> Result<AreaId, AppError> {
    match typed.parse() {
        Ok(id) => Ok(id),
        Err(_) => Ok(view.ask(&FindArea(typed.to_owned()))?.id),
    }
}
