//! The words that the made-up accounts are put together from. No account, person or address here is anybody's.

/// Accounts, as a bank for small businesses might have them.
pub const ACCOUNTS: [&str; 40] = [
    "Alder Bakery",
    "Birch & Bell",
    "Cobalt Cycles",
    "Dune Dental",
    "Elm Street Vets",
    "Fathom Fisheries",
    "Gable Roofing",
    "Harrow Books",
    "Inlet Ferries",
    "Juniper Hotel",
    "Kestrel Couriers",
    "Larch Joinery",
    "Mallow Gardens",
    "North Quay Coffee",
    "Orchard Cider",
    "Pell Pharmacy",
    "Quill Press",
    "Rowan Childcare",
    "Saltmarsh Salt",
    "Thistle Tailors",
    "Umber Pottery",
    "Vale Veterinary",
    "Willow Physio",
    "Yarrow Farm",
    "Zephyr Kites",
    "Amber Opticians",
    "Bramble Catering",
    "Cinder Forge",
    "Damson Dairy",
    "Ember Heating",
    "Fennel Foods",
    "Granite Works",
    "Hazel Housing",
    "Isle Insurance",
    "Jetty Boats",
    "Kiln Ceramics",
    "Linden Legal",
    "Marram Energy",
    "Nettle Textiles",
    "Osier Baskets",
];

/// People in them.
pub const PEOPLE: [&str; 31] = [
    "Ada Moss",
    "Ben Tarn",
    "Cleo Vance",
    "Dov Hart",
    "Esme Rook",
    "Finn Lark",
    "Gita Rao",
    "Hugo Penn",
    "Ines Sol",
    "Jonas Beck",
    "Kira Lund",
    "Leo Marsh",
    "Mina Cho",
    "Nils Aker",
    "Oona Reid",
    "Pia Wolff",
    "Quinn Dale",
    "Rafa Costa",
    "Sana Iqbal",
    "Tove Holm",
    "Uma Nair",
    "Viggo Dahl",
    "Wren Adler",
    "Xenia Katz",
    "Yusuf Demir",
    "Zora Pace",
    "Arlo Finch",
    "Bea Lowe",
    "Cyrus Vahid",
    "Dina Roth",
    "Emil Stark",
];

/// Colleagues who hold the accounts.
pub const OWNERS: [&str; 4] = ["Marta Quist", "Idris Bello", "Sofie Lang", "Theo Grant"];
pub const COUNTRIES: [&str; 6] = ["US", "CA", "DE", "IE", "NL", "FR"];
/// Plans, with the least and the most that they bring a year.
pub const PLANS: [(&str, usize, usize); 3] =
    [("Basic", 600, 2_400), ("Business", 3_000, 18_000), ("Enterprise", 20_000, 90_000)];

/// One thing that accounts have trouble with, in sentences to choose from; `#` is an amount.
pub struct Matter {
    /// What an account tries to get done, and is kept from by it.
    pub goal: &'static str,
    pub happened: &'static [&'static str],
    pub detail: &'static [&'static str],
    pub means: &'static [&'static str],
}

pub const MATTERS: [Matter; 8] = [
    Matter {
        goal: "spend what we deposit on the day that we are told",
        happened: &[
            "A deposit of $# has been on hold in our checking account for nine days.",
            "The bank put a hold on a check of $# that we deposited on Monday.",
            "Our mobile deposit of $# was accepted and then held without a word.",
            "We deposited $# in cash and checks, and the funds are still not available.",
        ],
        detail: &[
            "The branch says the hold was placed by another department, and that department says to ask the branch.",
            "Nobody could tell us when the funds are released.",
            "The app shows the money as pending, with no date.",
        ],
        means: &[
            "Payroll goes out on Friday and we cannot cover it.",
            "Our supplier ships only when we pay.",
            "Two payments bounced because of it.",
        ],
    },
    Matter {
        goal: "see what a payment will cost before it is made",
        happened: &[
            "We were charged an overdraft fee three times on one day.",
            "An overdraft fee of $36 was taken although a deposit came in that morning.",
            "The bank posted our largest payment first, and charged overdraft fees for all the small ones.",
            "Overdraft coverage was switched off, and we paid fees all the same.",
        ],
        detail: &[
            "The balance was above zero at the end of the day.",
            "We asked for a refund of the fees and got one of three back.",
            "The order in which payments post is nowhere to be seen.",
        ],
        means: &[
            "For a shop with small margins that is a day's profit.",
            "We need to see before we pay whether it will cost a fee.",
            "Our bookkeeper spends an hour a week on these fees.",
        ],
    },
    Matter {
        goal: "know where a transfer is until it arrives",
        happened: &[
            "A wire transfer of $# to our supplier has been missing for a week.",
            "Our transfer of $# was sent back with no reason given.",
            "The recipient's bank says that no transfer of $# has arrived.",
            "A transfer between our own two accounts took four days.",
        ],
        detail: &[
            "Support opened a trace and never called back.",
            "The transfer shows as completed on our side.",
            "The fee for the wire was taken, the money did not arrive.",
        ],
        means: &[
            "The supplier has stopped our orders.",
            "We close our books on the 3rd and cannot account for it.",
            "We now send large sums from another bank.",
        ],
    },
    Matter {
        goal: "have a card dispute decided on evidence that we can read",
        happened: &[
            "We disputed a card charge of $# and the dispute was closed without an answer.",
            "A merchant charged our company card $# twice, and the bank decided for the merchant.",
            "Our dispute over $# has been under investigation for two months.",
            "The provisional credit of $# for our dispute was taken back.",
        ],
        detail: &[
            "We sent the receipts three times.",
            "The letter names documents that we never got to see.",
            "Each call ends with another person who knows nothing of the case.",
        ],
        means: &[
            "We want to know what evidence the decision rests on.",
            "Our cards are our only way to buy stock.",
            "Nobody here trusts the card any more.",
        ],
    },
    Matter {
        goal: "pay the card on its due date and never a fee",
        happened: &[
            "Our late fee was charged although the credit card payment was made on time.",
            "The credit card payment of $# posted two days after it left our account, and a late fee followed.",
            "Autopay for the company card did not run, and we got a late fee and interest.",
            "A late fee of $39 appeared on the card although the balance was paid in full.",
        ],
        detail: &[
            "The payment was made before five in the afternoon on the due date.",
            "The statement gives one due date and the app another.",
            "We were told that a weekend moves the date, and it did not.",
        ],
        means: &[
            "Interest on the whole balance is what hurts, not the fee.",
            "We pay by hand now, a week early.",
            "Please refund the fee and say which date counts.",
        ],
    },
    Matter {
        goal: "close an account with all of its money and a reason in writing",
        happened: &[
            "The bank closed our account and kept the balance of $#.",
            "Our business account was closed without a notice.",
            "We asked to close an old account, and it is charged a monthly fee still.",
            "The account was locked after a fraud alert, and then closed.",
        ],
        detail: &[
            "The check with the balance was mailed to an address that we left years ago.",
            "Three calls gave three reasons.",
            "Direct deposits to it are sent back one after the other.",
        ],
        means: &[
            "Our customers' payments go nowhere.",
            "We had to tell our staff that wages come late.",
            "We want our money and a reason in writing.",
        ],
    },
    Matter {
        goal: "borrow on a credit report that is right",
        happened: &[
            "Our credit report shows a loan that was paid off two years ago.",
            "The credit bureau lists an account that is not ours.",
            "A late payment was reported to the credit bureaus although we paid on time.",
            "A hard inquiry appears on our credit report that nobody here asked for.",
        ],
        detail: &[
            "We disputed it, and it was verified within a day by nobody knows whom.",
            "The letter says that the information was confirmed, without how.",
            "It came back after it had been removed.",
        ],
        means: &[
            "We were refused a lease for it.",
            "The rate on our new loan is two points higher.",
            "We want it removed from the report.",
        ],
    },
    Matter {
        goal: "plan the year with one payoff figure",
        happened: &[
            "The loan statement shows a payment of $# applied to fees instead of principal.",
            "Our mortgage payment of $# was not applied for three weeks.",
            "The escrow on the mortgage of our premises went up by $# a month without an explanation.",
            "We applied for a loan modification and were asked for the same papers four times.",
        ],
        detail: &[
            "The servicer changed in between, and neither knows of it.",
            "Each person we reach reads out another amount.",
            "The payoff amount online differs from the one in the letter.",
        ],
        means: &[
            "We cannot plan the year without a right figure.",
            "Our accountant will not sign off on it.",
            "We are marked as late for money that they hold.",
        ],
    },
];

/// Segments of them, with their conditions.
pub const SEGMENTS: [(&str, &str); 3] = [
    ("Large", "plan = Enterprise and state = customer"),
    ("Renewing soon", "renewal within 120 days and state = customer"),
    ("In America", "country = US or CA"),
];
