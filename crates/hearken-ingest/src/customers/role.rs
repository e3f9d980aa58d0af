//! What a column of a list of customers can mean, and which one it is by its name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::letters::listed;
use crate::{MappingError, pairs};

/// The part that a column plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerRole {
    /// The source's id of the customer.
    Id,
    /// What the customer is called.
    Name,
    /// Domains of the customer.
    Domain,
    /// Whether they buy.
    State,
    /// What they have subscribed to.
    Plan,
    /// Revenue a year.
    Arr,
    /// Revenue a month.
    Mrr,
    /// The currency of both.
    Currency,
    /// The day as of which the facts are valid.
    AsOf,
    /// How many they are.
    Size,
    /// Where they are.
    Country,
    /// When they renew.
    Renewal,
    /// The colleague who holds the account.
    Owner,
    /// The source's id of a person in it.
    ContactId,
    /// What the person is called.
    ContactName,
    /// The person's address.
    ContactEmail,
    /// Whether that address is sure to be theirs.
    ContactVerified,
    /// Not kept at all.
    Ignore,
}

const ROLES: [(CustomerRole, &str, &str); 18] = [
    (
        CustomerRole::Id,
        "id",
        "customerid accountid companyid organizationid organisationid orgid clientid tenantid kundennummer kundenid \
         customernumber accountnumber externalid id key",
    ),
    (
        CustomerRole::Name,
        "name",
        "customername accountname companyname organizationname organisationname company account organization organisation \
         customer client firma firmenname kunde name",
    ),
    (
        CustomerRole::Domain,
        "domain",
        "domain domains companydomain emaildomain website websites homepage web weburl",
    ),
    (
        CustomerRole::State,
        "state",
        "customerstate lifecyclestage lifecycle accountstatus customerstatus state status stage",
    ),
    (CustomerRole::Plan, "plan", "plan planname subscription subscriptionplan package tier tarif"),
    (CustomerRole::Arr, "arr", "arr annualrecurringrevenue annualrevenue acv"),
    (CustomerRole::Mrr, "mrr", "mrr monthlyrecurringrevenue monthlyrevenue"),
    (
        CustomerRole::Currency,
        "currency",
        "currency currencycode currencyisocode revenuecurrency währung waehrung devise",
    ),
    (CustomerRole::AsOf, "as-of", "asof revenueasof revenuedate validfrom"),
    (
        CustomerRole::Size,
        "size",
        "size employees numberofemployees employeecount companysize headcount seats mitarbeiter",
    ),
    (CustomerRole::Country, "country", "country countrycode billingcountry land pays"),
    (
        CustomerRole::Renewal,
        "renewal",
        "renewal renewaldate renewson renewsat nextrenewal contractend contractenddate subscriptionend expires expirydate",
    ),
    (
        CustomerRole::Owner,
        "owner",
        "owner ownername accountowner accountmanager csm customersuccessmanager betreuer",
    ),
    (CustomerRole::ContactId, "contact-id", "contactid personid userid leadid"),
    (
        CustomerRole::ContactName,
        "contact-name",
        "contactname contact fullname personname ansprechpartner contactperson",
    ),
    (
        CustomerRole::ContactEmail,
        "contact-email",
        "contactemail email emailaddress mail emails useremail workemail correo",
    ),
    (CustomerRole::ContactVerified, "contact-verified", "contactverified emailverified verified"),
    (CustomerRole::Ignore, "ignore", ""),
];

impl CustomerRole {
    /// Every role.
    pub fn all() -> impl Iterator<Item = Self> {
        ROLES.iter().map(|(role, ..)| *role)
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        ROLES.iter().find(|(role, ..)| *role == self).map_or("", |(_, word, _)| word)
    }

    fn names(self) -> &'static str {
        ROLES.iter().find(|(role, ..)| *role == self).map_or("", |(.., names)| names)
    }

    /// How well a column's name fits: lower is better.
    fn rank(self, column: &str) -> Option<usize> {
        self.names().split(' ').position(|name| listed(name, column))
    }
}

impl fmt::Display for CustomerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CustomerRole {
    type Err = MappingError;
    fn from_str(given: &str) -> Result<Self, MappingError> {
        Self::all().find(|role| role.as_str() == given).ok_or_else(|| {
            let roles: Vec<&str> = Self::all().map(Self::as_str).collect();
            let given = given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
            MappingError::CustomerRole(given, roles.join(", "))
        })
    }
}

/// Role → column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerMapping(BTreeMap<CustomerRole, String>);

impl CustomerMapping {
    /// From words, as a source remembers them.
    ///
    /// # Errors
    /// A word is not a role, or a column is blank.
    pub fn from_map(words: &BTreeMap<String, String>) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        for (role, column) in words {
            if column.trim().is_empty() {
                return Err(MappingError::Shape(format!("{role}=")));
            }
            mapping.0.insert(role.parse()?, column.clone());
        }
        Ok(mapping)
    }

    /// As words.
    pub fn to_map(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(role, column)| (role.as_str().to_owned(), column.clone())).collect()
    }

    /// The column of a role.
    pub fn get(&self, role: CustomerRole) -> Option<&str> {
        self.0.get(&role).map(String::as_str)
    }

    /// Every role with its column.
    pub fn iter(&self) -> impl Iterator<Item = (CustomerRole, &str)> {
        self.0.iter().map(|(role, column)| (*role, column.as_str()))
    }

    /// Gives the roles that have none the columns whose names fit them best. In a list of people, who have addresses and
    /// belong to an account, what is called nothing but `id` and `name` is theirs.
    pub(super) fn guess(&mut self, columns: &[String]) {
        let plain = |name: &str| columns.iter().find(|column| listed(name, column)).cloned();
        let best = |role: CustomerRole| {
            let ranked = columns.iter().filter_map(|column| Some((role.rank(column)?, column)));
            ranked.min().map(|(_, column)| column.clone())
        };
        let account = best(CustomerRole::Id).filter(|column| !listed("id key externalid", column));
        let of_an_account = |column: &String| {
            plain("id").is_some()
                || best(CustomerRole::ContactId).is_some()
                || listed("accountid companyid organizationid organisationid orgid", column)
        };
        let of_people = account.is_some_and(|column| of_an_account(&column))
            && best(CustomerRole::ContactEmail).is_some();
        if of_people {
            for (role, name) in [(CustomerRole::ContactId, "id"), (CustomerRole::ContactName, "name")] {
                if best(role).is_none()
                    && let Some(column) = plain(name)
                {
                    self.offer(role, &column);
                }
            }
        }
        for role in CustomerRole::all() {
            if let Some(column) = best(role) {
                self.offer(role, &column);
            }
        }
    }

    /// Gives a role a column, unless either has one.
    fn offer(&mut self, role: CustomerRole, column: &str) {
        if !self.0.contains_key(&role) && !self.0.values().any(|taken| taken == column) {
            self.0.insert(role, column.to_owned());
        }
    }

    pub(super) fn remove(&mut self, role: CustomerRole) {
        self.0.remove(&role);
    }
}

impl FromStr for CustomerMapping {
    type Err = MappingError;
    /// Reads `id="Account ID",arr=Revenue`.
    fn from_str(given: &str) -> Result<Self, MappingError> {
        let mut words = BTreeMap::new();
        for (role, column) in pairs(given)? {
            if words.insert(role.clone(), column).is_some() {
                return Err(MappingError::CustomerRoleTwice(role));
            }
        }
        Self::from_map(&words)
    }
}
