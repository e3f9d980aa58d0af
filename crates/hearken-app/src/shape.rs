//! The JSON shape of a type, as documents of an API tell it.

use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Ref, Schema};

/// The schema of a type, and those that it refers to.
#[derive(Clone, PartialEq)]
pub struct Shape {
    /// A reference to the type by its name; of a list, the list of such.
    pub schema: RefOr<Schema>,
    /// The schemas that are referred to, each by its name; one may be there twice.
    pub named: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// That of a type.
    pub fn for_type<T: ToSchema>() -> Self {
        let mut named = Vec::new();
        T::schemas(&mut named);
        let schema = match T::schema() {
            // A list has no name of its own.
            list @ RefOr::T(Schema::Array(_)) => list,
            own => {
                named.push((T::name().into_owned(), own));
                Ref::from_schema_name(T::name()).into()
            }
        };
        Self { schema, named }
    }
}
