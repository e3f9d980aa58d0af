//! The parts of the code to which themes lead, as people answered.

use hearken_code::{Located, answered};
use hearken_domain::{Subject, ThemeId};

use crate::actions::ahead::cards::TouchedComponent;
use crate::actions::code::link::read;
use crate::actions::code::locate::answer_given;
use crate::error::AppError;
use crate::view::View;

/// Files of a theme that count.
const FILES: usize = 3;
/// Components that are told.
const COMPONENTS: usize = 6;

/// The components to which any of these themes lead, those of the first themes first.
pub(super) fn touched(view: &View, themes: &[ThemeId]) -> Result<Vec<TouchedComponent>, AppError> {
    let mut touched: Vec<TouchedComponent> = Vec::new();
    // Where a theme led then is not kept.
    if themes.is_empty() || view.looks_back() {
        return Ok(touched);
    }
    for code in view.all_code(None)? {
        let answers = view.store().rulings().answers(&code.name)?;
        for theme in themes {
            let subject = Subject::Theme(*theme);
            let links = view.store().code_links().of_subject(&code.name, subject)?;
            let found = links.iter().map(read).collect::<Result<Vec<Located>, _>>()?;
            let given = answers.iter().filter(|answer| answer.link.of == subject);
            let left = answered(found, given.map(answer_given), |_, _| None).links;
            for link in left.into_iter().take(FILES) {
                let Some(component) = code.component_of(&link.link.path) else { continue };
                let same =
                    |one: &&mut TouchedComponent| one.repository == code.name && one.name == component.name;
                match touched.iter_mut().find(same) {
                    Some(known) if known.themes.contains(theme) => {}
                    Some(known) => known.themes.push(*theme),
                    None => touched.push(TouchedComponent {
                        repository: code.name.clone(),
                        name: component.name.clone(),
                        owners: component.owners.clone(),
                        themes: vec![*theme],
                    }),
                }
            }
        }
    }
    touched.truncate(COMPONENTS);
    Ok(touched)
}
