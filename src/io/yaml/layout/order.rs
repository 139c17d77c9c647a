//! The order of keys, by the key that the mapping stands under.

/// Top of an item file or flowchart.
const TOP: &[&str] = &["department", "title", "category", "items", "steps"];

const ORDERS: &[(&str, &[&str])] = &[
    (
        "items",
        &[
            "code",
            "name",
            "sub_items",
            "legal_basis",
            "exercised_by",
            "office",
            "target",
            "flowchart",
            "time_limit",
            "fee",
            "responsibilities",
            "accountability",
            "integrity_risks",
            "supervision",
            "prerequisites",
            "intermediary_services",
            "national_code",
            "remarks",
        ],
    ),
    ("sub_items", &["code", "name", "legal_basis", "flowchart"]),
    ("legal_basis", &["cite", "role", "quote"]),
    ("basis", &["cite", "role", "quote"]),
    ("time_limit", &["statutory", "promised", "unit"]),
    ("fee", &["charged", "on_enterprises", "basis", "standard"]),
    ("responsibilities", &["stage", "duty", "basis"]),
    ("accountability", &["situation", "basis"]),
    ("integrity_risks", &["step", "risk", "level", "measure"]),
    ("supervision", &["phone", "email"]),
    ("prerequisites", &["item", "basis"]),
    ("intermediary_services", &["name", "basis", "paid_by"]),
    (
        "steps",
        &[
            "id", "name", "kind", "actor", "days", "basis", "stage", "next",
        ],
    ),
];

/// Place of a key in its mapping; keys without a place of their own come last, in the order they stand.
pub(super) fn rank(under: &str, key: &str) -> usize {
    let order = if under.is_empty() {
        Some(TOP)
    } else {
        ORDERS.iter().find(|(k, _)| *k == under).map(|(_, o)| *o)
    };
    order.map_or(0, |order| {
        order.iter().position(|k| *k == key).unwrap_or(order.len())
    })
}
