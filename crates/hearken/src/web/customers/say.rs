//! Saying by hand what is so of a customer: a field and its value stand apart on a page, and together in the command.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::customers::change::SetCustomer;
use hearken_domain::CustomerId;

use crate::http::door::Door;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::params::{Form, Params};

/// `POST /customers/say`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let typed: Vec<&str> = params.all("typed").collect();
    let again = |error: PageError| error.among(Again::posted("/customers/say", params.pairs(), &typed));
    let customer = params.value::<CustomerId>("customer")?;
    // Beside a name, a domain may be left out.
    let needed = |name: &&&str| **name != "domain" || !typed.contains(&"value");
    if let Some(empty) = typed.iter().filter(needed).find(|name| params.get(name).is_none()) {
        return Err(again(PageError::Form(format!("'{empty}' is empty; fill it in"))));
    }
    let request = SetCustomer { customer, ..said(&params) };
    let card = door.execute(request).await.map_err(|error| again(error.into()))?;
    Ok(Redirect::to(&format!("/customers/{}", card.id)).into_response())
}

fn said(params: &Params) -> SetCustomer {
    let fact = params.get("value").map(|value| format!("{}={value}", params.text("field")));
    SetCustomer {
        facts: fact.into_iter().collect(),
        domains: params.all("domain").map(str::to_owned).collect(),
        ..SetCustomer::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_and_its_value_are_one_fact_whatever_stands_in_them() {
        let params = Params::parse(b"field=plan&value=a%3Db+%3Cscript%3E&domain=");
        let request = said(&params);
        assert_eq!(request.facts, ["plan=a=b <script>"]);
        assert!(request.domains.is_empty());
    }
}
