//! A list as a workbook into a project, and a project as a workbook, against reading the same cells.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use jiff::civil::date;
use power_list::domain::law::Register;
use power_list::io::project;
use power_list::ops::catalog;
use power_list::ops::import_source;
use power_list::render::listing::{self, By, Heading};
use power_list::render::xlsx;

use super::generate;
use super::measure::Table;

/// Items of a large unit's workbook.
const ITEMS: usize = 3_000;

/// Highest ratios to reading the cells: about twice what was measured on two cores (docs/performance.md).
mod limits {
    pub const IMPORT: f64 = 24.0;
    pub const EXPORT: f64 = 20.0;
}

/// Measures; says whether a limit was exceeded.
pub fn run(register: &Register) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let (full, empty) = (dir.path().join("full"), dir.path().join("empty"));
    fs::create_dir_all(&full).unwrap();
    fs::create_dir_all(&empty).unwrap();
    let day = date(2015, 3, 1);
    generate::project(&full, ITEMS, register, day, generate::FAULTS);
    for file in ["power-list.yaml", "departments.yaml"] {
        fs::copy(full.join(file), empty.join(file)).unwrap();
    }
    let book = workbook(&full, register);
    let file = dir.path().join("清单.xlsx");
    fs::write(&file, &book).unwrap();
    println!("\n工作簿 {:.1} MB，{ITEMS} 项\n", book.len() as f64 / 1e6);

    let mut table = Table::against("读出工作簿的全部单元格", 5, || {
        let mut book = Xlsx::new(Cursor::new(fs::read(&file).unwrap())).unwrap();
        let cells: usize = book
            .sheet_names()
            .iter()
            .map(|name| book.worksheet_range(name).unwrap().used_cells().count())
            .sum();
        assert!(cells > ITEMS * 10);
    });
    let loaded = project::load(&empty, None, "", None).unwrap();
    let sources = [file.clone()];
    table.row(
        "import 工作簿，到写文件以前",
        5,
        limits::IMPORT,
        || {
            let plan = import_source::plan(&empty, &loaded, &sources, None).unwrap();
            assert_eq!((plan.created, plan.failed), (ITEMS, 0));
        },
    );
    table.row(
        "export 工作簿，从读入工程起",
        5,
        limits::EXPORT,
        || {
            assert_eq!(workbook(&full, register).len(), book.len());
        },
    );
    table.print()
}

/// The list of a project as a workbook.
fn workbook(root: &Path, register: &Register) -> Vec<u8> {
    let loaded = project::load(root, None, "", None).unwrap();
    let settings = &loaded.project.settings;
    let heading = Heading {
        jurisdiction: settings.jurisdiction_name.clone(),
        edition: settings.edition.clone(),
        notice: None,
    };
    let list = catalog::build(
        &loaded.project,
        register,
        settings.as_of,
        |_| true,
        |_| true,
    );
    xlsx::write(&listing::book(&list, &heading, By::Department)).unwrap()
}
