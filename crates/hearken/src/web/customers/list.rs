//! All customers, and how much of what was said is nobody's.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::customers::list::{CustomerList, CustomerQuery, CustomerSort, ListedCustomer};
use hearken_app::view::View;
use hearken_domain::CustomerId;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::order::Order;
use crate::web::params::Params;
use crate::web::{html, legible, show};

const PATH: &str = "/customers";
const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "customers.html")]
struct Page {
    layout: Layout,
    list: CustomerList,
    named: String,
    sort: CustomerSort,
    orders: Vec<Order>,
    first: Option<String>,
    next: Option<String>,
    exports: Exports,
    json_href: String,
    /// An import that was just made, which can be taken back.
    imported: Option<Imported>,
}

struct Imported {
    source: String,
    import: u64,
}

impl Page {
    fn nobody_share(&self) -> String {
        show::percent(&(self.list.signals_of_nobody as f64 / self.list.signals.max(1) as f64))
    }

    fn signals_href(&self, customer: &ListedCustomer) -> String {
        format!("/search?customer={}", customer.id)
    }
}

/// `GET /customers`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let sort: CustomerSort = params.value("sort")?.unwrap_or_default();
    let query = CustomerQuery {
        named: params.get("named").map(str::to_owned),
        sort,
        after: params.value::<CustomerId>("after")?,
        limit: LIMIT,
    };
    let (list, seen) = door.read(move |view: &View| Ok((view.ask(&query)?, view.position()?))).await?;
    let plain = params.only(&["named", "sort"]);
    let imported = params.get("imported").zip(params.get("import").and_then(|number| number.parse().ok()));
    html(&Page {
        layout: Layout::new("Customers", Section::Customers).showing(seen),
        named: params.text("named"),
        sort,
        orders: orders(&plain, sort),
        first: params.get("after").map(|_| plain.href(PATH)),
        next: list.next.map(|next| plain.with("after", next.to_string()).href(PATH)),
        exports: Exports::new("customers", "These customers", &plain, &["named", "sort"]),
        json_href: plain.href("/api/v1/customers"),
        imported: imported.map(|(source, import)| Imported { source: source.to_owned(), import }),
        list,
    })
}

fn orders(plain: &Params, current: CustomerSort) -> Vec<Order> {
    let order = |sort: CustomerSort| Order {
        label: match sort {
            CustomerSort::Added => "as they came",
            CustomerSort::Name => "by name",
            CustomerSort::Signals => "most signals",
            CustomerSort::Heard => "heard last",
            CustomerSort::Revenue => "most revenue",
            CustomerSort::Renewal => "next renewal",
        },
        href: match sort {
            CustomerSort::Added => plain.without("sort").href(PATH),
            sort => plain.with("sort", sort.as_str()).href(PATH),
        },
        current: sort == current,
        refused: None,
    };
    CustomerSort::ALL.into_iter().map(order).collect()
}
