//! The list as linked data: JSON-LD in the terms of CPSV-AP 3.2 (the European core vocabulary of public services), with
//! laws and provisions as ELI resources. What these vocabularies have no term for has one of our own, under `pl:`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::docx::Imprint;
use super::listing::Heading;
use crate::domain::catalog::{BasisField, BasisRow, Catalog, DepartmentRow, ItemRow, LawRow};
use crate::domain::provision::Provision;

/// The list with a line break at the end. `imprint` says which release it is; without it the list is one in work.
pub fn write(catalog: &Catalog, heading: &Heading, imprint: Option<&Imprint>) -> Vec<u8> {
    let mut mentioned = Mentioned::default();
    let rows = catalog.items.iter();
    rows.for_each(|row| mentioned.add(Mentions::of(catalog, row)));
    let mut out = head(catalog, heading, imprint, &mentioned);
    for row in &catalog.items {
        out.extend(item(catalog, row));
    }
    out.extend_from_slice(TAIL);
    out
}

/// What an item mentions of which the document speaks before it comes to any item.
#[derive(Debug)]
pub struct Mentions {
    part: Option<String>,
    provisions: Vec<(String, Value)>,
}

impl Mentions {
    /// Of an item.
    pub fn of(catalog: &Catalog, item: &ItemRow) -> Self {
        let mut provisions: Vec<(String, Value)> = Vec::new();
        for row in &item.basis {
            if let Some((law, provision)) = cited(row)
                && catalog.law(law).is_some()
            {
                let id = provision_id(law, &provision);
                let is_known = provisions.iter().any(|(known, _)| *known == id);
                if !is_known {
                    let value = subdivision(&id, law, &provision);
                    provisions.push((id, value));
                }
            }
        }
        Self {
            part: (!item.code.is_empty()).then(|| item_id(&item.code)),
            provisions,
        }
    }
}

/// What the items of a list mention.
#[derive(Debug, Default)]
pub struct Mentioned {
    parts: Vec<String>,
    provisions: BTreeMap<String, Value>,
}

impl Mentioned {
    /// What the next item mentions.
    pub fn add(&mut self, item: Mentions) {
        self.parts.extend(item.part);
        for (id, value) in item.provisions {
            self.provisions.entry(id).or_insert(value);
        }
    }
}

/// Every provision that items of a list cite, of laws that it has.
#[derive(Debug, Default)]
pub struct Provisions {
    by_law: HashMap<String, BTreeSet<Provision>>,
}

impl Provisions {
    /// Takes in what an item cites.
    pub fn take(&mut self, catalog: &Catalog, item: &ItemRow) {
        for (law, provision) in item.basis.iter().filter_map(cited) {
            match self.by_law.get_mut(law) {
                Some(known) => {
                    known.insert(provision);
                }
                None if catalog.law(law).is_some() => {
                    self.by_law
                        .insert(law.to_owned(), BTreeSet::from([provision]));
                }
                None => {}
            }
        }
    }

    /// With their ids, by those.
    fn by_id(&self) -> BTreeMap<String, (&str, &Provision)> {
        let laws = self.by_law.iter();
        laws.flat_map(|(law, provisions)| provisions.iter().map(|p| (law.as_str(), p)))
            .map(|(law, provision)| (provision_id(law, provision), (law, provision)))
            .collect()
    }
}

/// What stands before the first item.
pub fn head(
    catalog: &Catalog,
    heading: &Heading,
    imprint: Option<&Imprint>,
    mentioned: &Mentioned,
) -> Vec<u8> {
    let mut out = Vec::new();
    let (parts, provisions) = (mentioned.parts.iter(), mentioned.provisions.values());
    // Nothing fails that is written into memory.
    let _ = put_head(
        &mut out,
        (catalog, heading, imprint),
        parts.cloned(),
        provisions.cloned(),
    );
    out
}

/// Writes the same of a list whose items have these codes and cite these provisions.
///
/// # Errors
/// When it cannot be written.
pub fn write_head<'c>(
    out: &mut impl Write,
    catalog: &Catalog,
    heading: &Heading,
    imprint: Option<&Imprint>,
    codes: impl Iterator<Item = &'c str>,
    cited: &Provisions,
) -> io::Result<()> {
    let provisions = cited.by_id().into_iter();
    put_head(
        out,
        (catalog, heading, imprint),
        codes.filter(|code| !code.is_empty()).map(item_id),
        provisions.map(|(id, (law, provision))| subdivision(&id, law, provision)),
    )
}

fn put_head(
    out: &mut impl Write,
    (catalog, heading, imprint): (&Catalog, &Heading, Option<&Imprint>),
    parts: impl Iterator<Item = String>,
    provisions: impl Iterator<Item = Value>,
) -> io::Result<()> {
    let mut text = Vec::new();
    text.extend_from_slice(b"{\n\"@context\": ");
    put(&mut text, &context());
    text.extend_from_slice(b",\n\"@graph\": [\n");
    out.write_all(&text)?;
    // The list names all its items: they are put where it has none, one by one.
    let list = list(catalog, heading, imprint).to_string();
    let (before, behind) = list.split_once(NO_PARTS).unwrap_or((&list, ""));
    out.write_all(before.as_bytes())?;
    out.write_all(PARTS.as_bytes())?;
    for (n, part) in parts.enumerate() {
        let comma = if n > 0 { "," } else { "" };
        write!(out, "{comma}{}", Value::String(part))?;
    }
    out.write_all(b"]")?;
    out.write_all(behind.as_bytes())?;
    text.clear();
    let mut entry = |value: &Value| {
        text.extend_from_slice(b",\n");
        put(&mut text, value);
    };
    for department in &catalog.departments {
        entry(&organisation(department));
    }
    for law in &catalog.laws {
        entry(&resource(law));
    }
    provisions.for_each(|provision| entry(&provision));
    out.write_all(&text)
}

/// The items of a list, before any is named. Within a text the quotation marks would be escaped.
const NO_PARTS: &str = "\"hasPart\":[]";
const PARTS: &str = "\"hasPart\":[";

/// An item.
pub fn item(catalog: &Catalog, row: &ItemRow) -> Vec<u8> {
    let mut out = b",\n".to_vec();
    put(&mut out, &service(catalog, row));
    out
}

/// What stands behind the last item.
pub const TAIL: &[u8] = b"\n]\n}\n";

/// One line for each entry, so that two lists can be compared by line.
fn put(out: &mut Vec<u8>, value: &Value) {
    // A value is text, numbers and lists of them already.
    let _ = serde_json::to_writer(out, value);
}

/// Vocabularies.
const PREFIXES: [(&str, &str); 9] = [
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("pl", "urn:power-list:terms:"),
];

/// What a value is.
enum Kind {
    /// A Chinese text.
    Text,
    /// A text in no language.
    Code,
    /// An id of something else.
    Reference,
    /// A value of a data type.
    Typed(&'static str),
}
use Kind::{Code, Reference, Text, Typed};

/// Our keys and the terms that they stand for.
const TERMS: [(&str, &str, Kind); 38] = [
    ("identifier", "dct:identifier", Code),
    ("title", "dct:title", Text),
    ("description", "dct:description", Text),
    ("type", "dct:type", Text),
    ("issued", "dct:issued", Typed("xsd:date")),
    ("valid", "dct:valid", Typed("xsd:date")),
    ("hasPart", "dct:hasPart", Reference),
    ("isPartOf", "dct:isPartOf", Reference),
    ("requires", "dct:requires", Reference),
    ("publisher", "dct:publisher", Text),
    (
        "hasCompetentAuthority",
        "cv:hasCompetentAuthority",
        Reference,
    ),
    ("hasLegalResource", "cv:hasLegalResource", Reference),
    ("hasContactPoint", "cv:hasContactPoint", Text),
    ("hasCost", "cv:hasCost", Text),
    ("processingTime", "cv:processingTime", Typed("xsd:duration")),
    ("telephone", "cv:telephone", Code),
    ("email", "cv:email", Code),
    ("follows", "cpsv:follows", Text),
    ("implements", "cpsv:implements", Reference),
    ("prefLabel", "skos:prefLabel", Text),
    ("altLabel", "skos:altLabel", Text),
    ("unitOf", "org:unitOf", Reference),
    ("eliTitle", "eli:title", Text),
    ("eliType", "eli:type_document", Text),
    ("isPartOfLaw", "eli:is_part_of", Reference),
    ("published", "eli:date_publication", Typed("xsd:date")),
    (
        "inForceFrom",
        "eli:first_date_entry_in_force",
        Typed("xsd:date"),
    ),
    (
        "noLongerInForce",
        "eli:date_no_longer_in_force",
        Typed("xsd:date"),
    ),
    ("number", "eli:number", Text),
    (
        "statutoryWorkingDays",
        "pl:statutoryWorkingDays",
        Typed("xsd:integer"),
    ),
    (
        "promisedWorkingDays",
        "pl:promisedWorkingDays",
        Typed("xsd:integer"),
    ),
    ("promisedTime", "pl:promisedTime", Typed("xsd:duration")),
    ("level", "pl:exercisedBy", Text),
    ("audience", "pl:target", Text),
    ("office", "pl:office", Text),
    ("accountability", "pl:accountability", Text),
    ("step", "pl:stage", Text),
    ("nationalCode", "pl:nationalCode", Code),
];

fn context() -> Value {
    let mut out = Map::new();
    out.insert("@language".to_owned(), json!("zh-CN"));
    for (prefix, vocabulary) in PREFIXES {
        out.insert(prefix.to_owned(), json!(vocabulary));
    }
    for (key, term, kind) in TERMS {
        let means = match kind {
            Text => json!(term),
            Code => json!({ "@id": term, "@language": null }),
            Reference => json!({ "@id": term, "@type": "@id" }),
            Typed(data_type) => json!({ "@id": term, "@type": data_type }),
        };
        out.insert(key.to_owned(), means);
    }
    Value::Object(out)
}

fn list(catalog: &Catalog, heading: &Heading, imprint: Option<&Imprint>) -> Value {
    let mut out = Map::new();
    if let Some(imprint) = imprint {
        out.insert("@id".to_owned(), json!(release_id(&imprint.release)));
        out.insert("identifier".to_owned(), json!(imprint.release));
        let issued = imprint.published_on.to_string();
        out.insert("issued".to_owned(), json!(issued));
    }
    out.insert("@type".to_owned(), json!("dcat:Catalog"));
    out.insert("title".to_owned(), json!(heading.title()));
    out.insert("publisher".to_owned(), json!(heading.jurisdiction));
    out.insert("valid".to_owned(), json!(catalog.as_of.to_string()));
    maybe(&mut out, "description", heading.notice.as_deref());
    out.insert("hasPart".to_owned(), json!([]));
    Value::Object(out)
}

fn organisation(department: &DepartmentRow) -> Value {
    let mut out = Map::new();
    out.insert("@id".to_owned(), json!(department_id(&department.id)));
    out.insert("@type".to_owned(), json!("cv:PublicOrganisation"));
    out.insert("identifier".to_owned(), json!(department.id));
    out.insert("prefLabel".to_owned(), json!(department.name));
    out.insert("altLabel".to_owned(), json!(department.short_name));
    out.insert("type".to_owned(), json!(department.kind));
    let parent = department.parent.as_deref().map(department_id);
    maybe(&mut out, "unitOf", parent.as_deref());
    Value::Object(out)
}

/// A law in the version that counts on the as-of date, else in its newest.
fn resource(law: &LawRow) -> Value {
    let mut versions = law.versions.iter();
    let version = versions.find(|v| v.in_force).or(law.versions.last());
    let mut out = Map::new();
    out.insert("@id".to_owned(), json!(law_id(&law.id)));
    out.insert("@type".to_owned(), json!("eli:LegalResource"));
    out.insert("identifier".to_owned(), json!(law.id));
    out.insert("eliTitle".to_owned(), json!(law.full_name));
    out.insert("eliType".to_owned(), json!(law.level));
    let published = version.map(|v| v.published.to_string());
    maybe(&mut out, "published", published.as_deref());
    let effective = version.and_then(|v| v.effective).map(|d| d.to_string());
    maybe(&mut out, "inForceFrom", effective.as_deref());
    let repealed = law.repealed_on.map(|d| d.to_string());
    maybe(&mut out, "noLongerInForce", repealed.as_deref());
    Value::Object(out)
}

fn subdivision(id: &str, law: &str, provision: &Provision) -> Value {
    json!({
        "@id": id,
        "@type": "eli:LegalResourceSubdivision",
        "isPartOfLaw": law_id(law),
        "number": provision.to_string(),
    })
}

fn service(catalog: &Catalog, item: &ItemRow) -> Value {
    let mut out = Map::new();
    if !item.code.is_empty() {
        out.insert("@id".to_owned(), json!(item_id(&item.code)));
        out.insert("identifier".to_owned(), json!(item.code));
    }
    out.insert("@type".to_owned(), json!("cpsv:PublicService"));
    out.insert("title".to_owned(), json!(item.name));
    out.insert(
        "type".to_owned(),
        json!(catalog.category_label(&item.category)),
    );
    if !item.sub_items.is_empty() {
        let parts = item.sub_items.iter().map(|sub| {
            json!({
                "@id": item_id(&sub.code),
                "@type": "cpsv:PublicService",
                "identifier": sub.code,
                "title": sub.name,
            })
        });
        // A sub-item is nothing of its own in the list: it is told within its item.
        out.insert("hasPart".to_owned(), parts.collect());
    }
    let authority = department_id(&item.department);
    out.insert("hasCompetentAuthority".to_owned(), json!(authority));
    let fields = [BasisField::LegalBasis, BasisField::SubItems];
    let grounds = references(catalog, item, |row| fields.contains(&row.field));
    if !grounds.is_empty() {
        out.insert("hasLegalResource".to_owned(), json!(grounds));
    }
    maybe(&mut out, "level", item.exercised_by.as_deref());
    maybe(&mut out, "office", item.office.as_deref());
    maybe(&mut out, "audience", item.target.as_deref());
    maybe(&mut out, "nationalCode", item.national_code.as_deref());
    maybe(&mut out, "description", item.remarks.as_deref());
    let calendar = item.day_unit.as_deref() == Some("日");
    let mut limit = |days: Option<u32>, calendar_key: &str, working_key: &str| {
        // xsd:duration knows no working days.
        match days {
            None => {}
            Some(days) if calendar => {
                out.insert(calendar_key.to_owned(), json!(format!("P{days}D")));
            }
            Some(days) => {
                out.insert(working_key.to_owned(), json!(days));
            }
        }
    };
    limit(
        item.statutory_days,
        "processingTime",
        "statutoryWorkingDays",
    );
    limit(item.promised_days, "promisedTime", "promisedWorkingDays");
    if item.fee_charged == Some(true) {
        let mut cost = Map::new();
        cost.insert("@type".to_owned(), json!("cv:Cost"));
        maybe(&mut cost, "description", item.fee_standard.as_deref());
        let grounds = references(catalog, item, |row| row.field == BasisField::Fee);
        if !grounds.is_empty() {
            cost.insert("implements".to_owned(), json!(grounds));
        }
        out.insert("hasCost".to_owned(), Value::Object(cost));
    }
    let required = item.prerequisites.iter();
    let required: BTreeSet<String> = required
        .filter_map(|p| p.prerequisite_code.as_deref().map(item_id))
        .collect();
    if !required.is_empty() {
        out.insert("requires".to_owned(), json!(required));
    }
    let duties = (1..).zip(&item.responsibilities).map(|(entry, duty)| {
        let of_duty =
            |row: &BasisRow| row.field == BasisField::Responsibilities && row.entry == entry;
        let mut rule = Map::new();
        rule.insert("@type".to_owned(), json!("cpsv:Rule"));
        rule.insert("step".to_owned(), json!(duty.stage));
        rule.insert("description".to_owned(), json!(duty.duty));
        let grounds = references(catalog, item, of_duty);
        if !grounds.is_empty() {
            rule.insert("implements".to_owned(), json!(grounds));
        }
        Value::Object(rule)
    });
    let duties: Vec<Value> = duties.collect();
    if !duties.is_empty() {
        out.insert("follows".to_owned(), json!(duties));
    }
    let situations = item.accountability.iter().map(|a| a.situation.as_str());
    let situations: Vec<&str> = situations.collect();
    if !situations.is_empty() {
        out.insert("accountability".to_owned(), json!(situations));
    }
    if item.phone.is_some() || item.email.is_some() {
        let mut contact = Map::new();
        contact.insert("@type".to_owned(), json!("cv:ContactPoint"));
        maybe(&mut contact, "telephone", item.phone.as_deref());
        maybe(&mut contact, "email", item.email.as_deref());
        out.insert("hasContactPoint".to_owned(), Value::Object(contact));
    }
    Value::Object(out)
}

/// Ids of the provisions that some of an item's citations name, of the law as a whole where they name none.
fn references(
    catalog: &Catalog,
    item: &ItemRow,
    wanted: impl Fn(&BasisRow) -> bool,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for row in item.basis.iter().filter(|row| wanted(row)) {
        let Some(law) = row.law_id.as_deref().filter(|id| catalog.law(id).is_some()) else {
            continue;
        };
        let id = match cited(row) {
            Some((_, provision)) => provision_id(law, &provision),
            None => law_id(law),
        };
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

/// The law and the provision that a row cites.
fn cited(row: &BasisRow) -> Option<(&str, Provision)> {
    Some((row.law_id.as_deref()?, row.provision()?))
}

fn maybe(out: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.insert(key.to_owned(), json!(value));
    }
}

fn item_id(code: &str) -> String {
    format!("urn:power-list:item:{code}")
}

fn department_id(id: &str) -> String {
    format!("urn:power-list:department:{id}")
}

fn release_id(id: &str) -> String {
    format!("urn:power-list:release:{id}")
}

fn law_id(id: &str) -> String {
    format!("urn:power-list:law:{id}")
}

/// `urn:power-list:law:<law>#art25`, `#art120-1`, with `.p`款, `.i`项 and `.t`目 as far as the citation goes.
fn provision_id(law: &str, provision: &Provision) -> String {
    let article = provision.article;
    let mut id = format!("{}#art{}", law_id(law), article.number);
    if article.sub > 0 {
        id.push_str(&format!("-{}", article.sub));
    }
    let parts = [
        ('p', provision.paragraph),
        ('i', provision.subparagraph),
        ('t', provision.point),
    ];
    for (mark, number) in parts {
        if let Some(number) = number {
            id.push_str(&format!(".{mark}{number}"));
        }
    }
    id
}
