//! A segment that a filter names, with the customers that are in it at the time that pages speak of.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::CustomerId;

/// A segment, and who is in it. As JSON it is the name alone, which is looked up again.
#[derive(Clone, PartialEq, Eq)]
pub struct SegmentMembers {
    segment: String,
    customers: Arc<[CustomerId]>,
}

impl SegmentMembers {
    /// A segment by its name, with the customers in it, each as what it counts as.
    pub fn new(segment: &str, customers: Vec<CustomerId>) -> Self {
        Self { segment: segment.to_owned(), customers: customers.into() }
    }

    /// Its name, as it was typed.
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// The customers.
    pub fn customers(&self) -> &[CustomerId] {
        &self.customers
    }
}

impl Serialize for SegmentMembers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.segment)
    }
}

impl fmt::Debug for SegmentMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} customers", self.segment, self.customers.len())
    }
}
