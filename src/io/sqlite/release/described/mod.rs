//! What every table, view and column of a release means, for people who open it in a browser of tables. A test demands
//! a description of each column that a release has.

mod tables;
mod views;

/// A table or view.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// Its name in the database.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What is in it.
    pub text: &'static str,
    /// Its columns with their meanings; units are told where a number has one.
    pub columns: &'static [(&'static str, &'static str)],
    /// The column that names a row where another table refers to it.
    pub label: Option<&'static str>,
    /// Columns by whose values one narrows down.
    pub facets: &'static [&'static str],
    /// The column by which rows are sorted at first.
    pub sort: Option<&'static str>,
    /// Of use to programs only.
    pub hidden: bool,
}

impl Described {
    /// With neither label nor facets nor order.
    const fn new(
        name: &'static str,
        title: &'static str,
        text: &'static str,
        columns: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            name,
            title,
            text,
            columns,
            label: None,
            facets: &[],
            sort: None,
            hidden: false,
        }
    }

    const fn label(mut self, column: &'static str) -> Self {
        self.label = Some(column);
        self
    }

    const fn facets(mut self, columns: &'static [&'static str]) -> Self {
        self.facets = columns;
        self
    }

    const fn sort(mut self, column: &'static str) -> Self {
        self.sort = Some(column);
        self
    }

    const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// All tables and views, those for people first.
pub fn all() -> impl Iterator<Item = &'static Described> {
    views::VIEWS.iter().chain(tables::TABLES)
}

/// The view whose columns depend on the category set, one for each category between 单位 and 合计.
pub const STATISTICS: &str = "部门统计";
