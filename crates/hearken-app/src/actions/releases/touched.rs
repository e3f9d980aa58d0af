//! Which of the products that have releases themes touch: those that their signals name, by product or by a version that only
//! one product has, and the repositories whose code they lead to.

use std::collections::BTreeSet;

use hearken_domain::{SignalFilter, Subject, ThemeId, version_of_tag};
use hearken_store::Field;

use crate::error::AppError;
use crate::view::View;

/// Values of a field of a theme's signals that are looked at.
const VALUES_MAX: usize = 50;
/// A theme touches a repository that speaks for itself at least so much as the one that speaks most.
const SCORE_SHARE_MIN: f64 = 0.5;

/// What is known of the products that themes touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touched {
    /// There are not two products to tell apart.
    OnlyOne,
    /// Nothing says which.
    Unknown,
    /// These, by name.
    These(Vec<String>),
}

/// The products with releases that themes touch: each theme those of its own.
///
/// # Errors
/// Any failure of the store.
pub(super) fn touched(view: &View, themes: &[ThemeId]) -> Result<Touched, AppError> {
    let products = view.store().releases().products(Some(view.as_of()?))?;
    if products.len() < 2 {
        return Ok(Touched::OnlyOne);
    }
    let products: Vec<String> = products.into_iter().map(|known| known.product.into_string()).collect();
    let mut touched = BTreeSet::new();
    for theme in themes {
        touched.extend(of_theme(view, &products, *theme)?);
    }
    Ok(match touched.is_empty() {
        true => Touched::Unknown,
        false => Touched::These(touched.into_iter().cloned().collect()),
    })
}

/// Those of these products that a theme touches.
fn of_theme<'a>(
    view: &View,
    products: &'a [String],
    theme: ThemeId,
) -> Result<BTreeSet<&'a String>, AppError> {
    let store = view.store();
    let released = |name: &str| products.iter().find(|product| product.eq_ignore_ascii_case(name.trim()));
    let values =
        |field| store.rollup().count_by(field, &SignalFilter::default(), Some(Some(theme)), VALUES_MAX);
    let mut touched: BTreeSet<&String> =
        values(Field::Product)?.iter().filter_map(|count| released(&count.value)).collect();
    for version in values(Field::Version)? {
        let plain = version_of_tag(&version.value, "").unwrap_or(version.value);
        if let [only] = store.releases().of_version(&plain)?.as_slice() {
            touched.extend(only.product.as_ref().and_then(|product| released(product.as_str())));
        }
    }
    let mut led = Vec::new();
    for known in store.repositories().all()? {
        let links = store.code_links().of_subject(&known.name, Subject::Theme(theme))?;
        let best = links.iter().map(|link| link.score).fold(0.0, f64::max);
        led.extend(released(&known.name).filter(|_| best > 0.0).map(|product| (product, best)));
    }
    let most = led.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    touched.extend(
        led.iter().filter(|(_, score)| *score >= SCORE_SHARE_MIN * most).map(|(product, _)| *product),
    );
    Ok(touched)
}
