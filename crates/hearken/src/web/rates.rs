//! The rates between currencies that people gave, and the means to give more.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::customers::rates::RateList;
use hearken_app::error::AppError;
use hearken_app::query::ListRates;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "rates.html")]
struct Page {
    layout: Layout,
    list: RateList,
}

/// `GET /rates`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let (list, seen) = door.read(|view| Ok::<_, AppError>((view.ask(&ListRates)?, view.position()?))).await?;
    html(&Page {
        layout: Layout::new("Rates of currencies", Section::Customers)
            .showing(seen)
            .looking_back(params.look_back("/rates")?),
        list,
    })
}
