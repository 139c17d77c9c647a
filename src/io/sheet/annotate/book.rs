//! The workbook part: which sheets there are, and the sheet of findings among them.

use std::collections::HashSet;

use super::findings::{self, quoted};
use super::package::{Package, append_child};
use super::rebuild::plain::legal_name;
use super::xml::{self, Broken, Edits, Kind, Scanner, plain};

/// Hidden name by which the sheet of an earlier run is known again, whatever it is called by then.
const MARK: &str = "power_list_findings";

/// Most sheets that findings are shown in.
const MAX_SHEETS: usize = 5000;

/// One worksheet.
#[derive(Debug, Clone)]
pub struct SheetPart {
    /// Its name.
    pub name: String,
    /// Its part.
    pub part: String,
    /// Its place among all sheets.
    pub place: usize,
}

/// The workbook.
#[derive(Debug)]
pub struct Book {
    /// The workbook part.
    pub part: String,
    /// Worksheets in their order, without a sheet of findings from an earlier run.
    pub sheets: Vec<SheetPart>,
    /// The sheet of findings from an earlier run.
    pub earlier: Option<SheetPart>,
    /// Namespace of the elements.
    pub namespace: String,
    /// How types of links begin.
    pub links: String,
    /// Names of all sheets, charts included.
    names: Vec<String>,
    next_id: u32,
}

impl Book {
    /// Reads the workbook of a package.
    pub fn read(package: &mut Package<'_>) -> Result<Self, Broken> {
        let main = package
            .relationships("")?
            .into_iter()
            .find(|r| r.kind == "officeDocument")
            .ok_or_else(|| Broken::new("里面没有工作簿"))?;
        let links = main
            .full_kind
            .strip_suffix("/officeDocument")
            .unwrap_or("")
            .to_owned();
        let part = main.target;
        let text = package.need(&part)?;
        let targets = package.relationships(&part)?;
        let mut scanner = Scanner::new(&text);
        let root = scanner.root("workbook")?;
        let namespace = xml::attributes(root.text)
            .find(|a| a.name == format!("xmlns:{}", root.prefix).trim_end_matches(':'))
            .map(|a| a.value.to_owned())
            .ok_or_else(|| Broken::new("工作簿没有写明命名空间"))?;
        let mut book = Self {
            part,
            sheets: Vec::new(),
            earlier: None,
            namespace,
            links,
            names: Vec::new(),
            next_id: 1,
        };
        let mut marked = None;
        while let Some(tag) = scanner.next()? {
            if tag.begins("sheet") && tag.depth == 2 {
                let name = tag.get("name").unwrap_or_default().into_owned();
                let id = tag.get_local("id").unwrap_or_default();
                let target = targets.iter().find(|t| t.id == id);
                book.next_id = book.next_id.max(
                    tag.parsed("sheetId")
                        .map_or(0, |id: u32| id.saturating_add(1)),
                );
                if let Some(target) = target.filter(|t| t.kind == "worksheet") {
                    book.sheets.push(SheetPart {
                        name: name.clone(),
                        part: target.target.clone(),
                        place: book.names.len(),
                    });
                }
                book.names.push(name);
            } else if tag.begins("definedName") && tag.get("name").is_some_and(|n| n == MARK) {
                let end = scanner.element_end(&tag)?;
                let value = plain(text.get(tag.span.end..end.start).unwrap_or("")).into_owned();
                marked = Some(value);
            }
        }
        if book.names.len() > MAX_SHEETS {
            return Err(Broken::new("工作表多得不像清单"));
        }
        if let Some(value) = marked {
            let found = |s: &SheetPart| {
                value.starts_with(&format!("{}!", quoted(&s.name)))
                    || value.starts_with(&format!("{}!", s.name))
            };
            if let Some(at) = book.sheets.iter().position(found) {
                book.earlier = Some(book.sheets.remove(at));
            }
        }
        Ok(book)
    }

    /// The worksheet that a name means; the only one, where there is but one.
    pub fn sheet(&self, name: Option<&str>) -> Option<&SheetPart> {
        if let [one] = self.sheets.as_slice() {
            return Some(one);
        }
        let name = name?;
        // A workbook that was built anew may have had to change it.
        let legal = legal_name(name);
        let named = |wanted: &str| self.sheets.iter().find(|s| s.name == wanted);
        named(name).or_else(|| named(&legal))
    }

    /// Puts the sheet of findings into the package, in the place of an earlier one or at the end.
    pub fn put_findings(
        &self,
        package: &mut Package<'_>,
        sheet: &findings::Sheet,
    ) -> Result<(), Broken> {
        let text = package.need(&self.part)?;
        let (name, place, text) = match &self.earlier {
            Some(earlier) => {
                package.unlink(&earlier.part);
                package.put(&earlier.part, sheet.text.clone());
                (earlier.name.clone(), earlier.place, text)
            }
            None => {
                let name = self.free_name();
                let folder = self.part.rsplit_once('/').map_or("", |(folder, _)| folder);
                let slash = if folder.is_empty() { "" } else { "/" };
                let part = package.free_name(&format!("{folder}{slash}worksheets/sheet"), ".xml");
                package.put(&part, sheet.text.clone());
                package.declare(
                    &part,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
                )?;
                let id = package.relate(&self.part, &format!("{}/worksheet", self.links), &part)?;
                let text = self.with_sheet(&text, &name, &id)?;
                (name, self.names.len(), text)
            }
        };
        let text = with_names(&text, place, &name, sheet)?;
        package.put(&self.part, text);
        Ok(())
    }

    fn free_name(&self) -> String {
        let taken: HashSet<String> = self.names.iter().map(|n| n.to_lowercase()).collect();
        std::iter::once(findings::NAME.to_owned())
            .chain((2..).map(|n| format!("{}{n}", findings::NAME)))
            .find(|name| !taken.contains(name))
            .unwrap_or_default()
    }

    /// The workbook part with one sheet more.
    fn with_sheet(&self, text: &str, name: &str, id: &str) -> Result<String, Broken> {
        let mut scanner = Scanner::new(text);
        while let Some(tag) = scanner.next()? {
            if !(tag.begins("sheets") && tag.depth == 1) {
                continue;
            }
            let end = scanner.element_end(&tag)?;
            let list = text.get(tag.span.start..end.end).unwrap_or("");
            let child = format!(
                "sheet xmlns:power=\"{}\" name=\"{}\" sheetId=\"{}\" power:id=\"{id}\"/>",
                self.links,
                xml::escape(name),
                self.next_id
            );
            let child = match prefix_of(text, &self.links)? {
                Some(prefix) => child
                    .replace(&format!(" xmlns:power=\"{}\"", self.links), "")
                    .replace("power:id", &format!("{prefix}:id")),
                None => child,
            };
            let list = append_child(list, "sheets", &child)?;
            let mut edits = Edits::default();
            edits.replace(tag.span.start..end.end, list);
            return Ok(edits.apply(text));
        }
        Err(Broken::new("工作簿里没有工作表"))
    }
}

/// The prefix that the root of a part declares for a namespace.
pub fn prefix_of(text: &str, namespace: &str) -> Result<Option<String>, Broken> {
    let mut scanner = Scanner::new(text);
    let Some(root) = scanner.next()? else {
        return Ok(None);
    };
    Ok(xml::attributes(root.text)
        .filter(|a| a.value == namespace)
        .find_map(|a| a.name.strip_prefix("xmlns:").map(str::to_owned)))
}

/// The workbook part with the names that the sheet of findings needs: what is printed on each page, what is
/// filtered, and the mark.
fn with_names(
    text: &str,
    place: usize,
    name: &str,
    sheet: &findings::Sheet,
) -> Result<String, Broken> {
    let mut scanner = Scanner::new(text);
    let prefix = scanner.root("workbook")?.prefix;
    let mut edits = Edits::default();
    let sheet_name = quoted(name);
    let (head, last) = (sheet.head, sheet.last);
    let of_sheet = |name: &str, hidden: &str, value: String| {
        format!(
            "<{prefix}definedName name=\"{name}\"{hidden}>{}</{prefix}definedName>",
            xml::escape(&value)
        )
    };
    let local = format!(" localSheetId=\"{place}\"");
    let hidden = format!("{local} hidden=\"1\"");
    let added = [
        of_sheet(
            "_xlnm._FilterDatabase",
            &hidden,
            format!("{sheet_name}!$A${head}:$H${last}"),
        ),
        of_sheet(
            "_xlnm.Print_Titles",
            &local,
            format!("{sheet_name}!${head}:${head}"),
        ),
        of_sheet(MARK, " hidden=\"1\"", format!("{sheet_name}!$A$1")),
    ]
    .concat();
    let (mut done, mut after) = (false, None);
    while let Some(tag) = scanner.next()? {
        if tag.depth == 1
            && tag.kind != Kind::Open
            && ["sheets", "functionGroups", "externalReferences"].contains(&tag.name)
        {
            after = Some(tag.span.end);
        } else if tag.depth == 1 && tag.name == "definedNames" {
            if tag.kind == Kind::Empty {
                edits.replace(
                    tag.span,
                    format!("<{prefix}definedNames>{added}</{prefix}definedNames>"),
                );
                done = true;
            } else if tag.kind == Kind::Close {
                edits.insert(tag.span.start, added.as_str());
                done = true;
            }
        } else if tag.depth == 2 && tag.begins("definedName") {
            let stale = tag.parsed("localSheetId") == Some(place)
                || tag.get("name").is_some_and(|n| n == MARK);
            let end = scanner.element_end(&tag)?;
            if stale {
                edits.replace(tag.span.start..end.end, "");
            }
        }
    }
    if !done {
        let at = after.ok_or_else(|| Broken::new("工作簿里没有工作表"))?;
        edits.insert(
            at,
            format!("<{prefix}definedNames>{added}</{prefix}definedNames>"),
        );
    }
    Ok(edits.apply(text))
}
