//! Which of the products that have releases a theme touches: those that its signals name, by product or by a version that only
//! one product has, and the repositories whose code it leads to.

use std::collections::BTreeSet;

use hearken_domain::{SignalFilter, Subject, ThemeId, version_of_tag};
use hearken_store::Field;

use crate::error::AppError;
use crate::view::View;

/// Values of a field of a theme's signals that are looked at.
const VALUES_MAX: usize = 50;
/// A theme touches a repository that speaks for itself at least so much as the one that speaks most.
const SCORE_SHARE_MIN: f64 = 0.5;

/// What is known of the products that a theme touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touched {
    /// There are not two products to tell apart.
    OnlyOne,
    /// Nothing says which.
    Unknown,
    /// These, by name.
    These(Vec<String>),
}

/// The products with releases that a theme touches.
///
/// # Errors
/// Any failure of the store.
pub(super) fn touched(view: &View, theme: ThemeId) -> Result<Touched, AppError> {
    let store = view.store();
    let products = store.releases().products(Some(view.as_of()?))?;
    if products.len() < 2 {
        return Ok(Touched::OnlyOne);
    }
    let products: Vec<String> = products.into_iter().map(|known| known.product.into_string()).collect();
    let released = |name: &str| products.iter().find(|product| product.eq_ignore_ascii_case(name.trim()));
    let mut touched: BTreeSet<&String> = BTreeSet::new();
    let values =
        |field| store.rollup().count_by(field, &SignalFilter::default(), Some(Some(theme)), VALUES_MAX);
    touched.extend(values(Field::Product)?.iter().filter_map(|count| released(&count.value)));
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
    Ok(match touched.is_empty() {
        true => Touched::Unknown,
        false => Touched::These(touched.into_iter().cloned().collect()),
    })
}
