//! The words in which the steps write tables, so that a table reads as it does in the specification.

use std::ops::RangeInclusive;

use sea_orm_migration::{
    prelude::{DbErr, SchemaManager},
    sea_orm::ConnectionTrait,
};

use crate::{
    column::{Column, Kind},
    dialect::{self, Dialect},
    guard::Guard,
};

/// A table to be made. Without an organisation of its own it belongs to the deployment.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    key: &'static str,
    has_organisation: bool,
    pub(crate) columns: Vec<Column>,
    checks: Vec<String>,
    references: Vec<Reference>,
    pub(crate) uniques: Vec<Index>,
    indexes: Vec<Index>,
    guard: Option<Guard>,
}

/// A key within the organisation: `(organisation_id, column)` names a row of the same organisation.
struct Reference {
    column: &'static str,
    table: &'static str,
    key: &'static str,
}

pub(crate) struct Index {
    pub(crate) columns: Vec<&'static str>,
    pub(crate) among: Option<&'static str>,
}

/// A table of the deployment, with nothing but its key.
pub(crate) fn of_deployment(name: &'static str, key: &'static str, kind: Kind) -> Table {
    Table {
        name,
        key,
        has_organisation: false,
        columns: vec![Column::read(key, kind)],
        checks: Vec::new(),
        references: Vec::new(),
        uniques: Vec::new(),
        indexes: Vec::new(),
        guard: None,
    }
}

/// A table of one organisation each, whose key is an id.
fn of_organisation(name: &'static str, key: &'static str) -> Table {
    let mut table = of_deployment(name, key, Kind::Id).id("organisation_id");
    table.has_organisation = true;
    table
}

/// **M**: rows that change, each time with the next version.
pub(crate) fn mutable(name: &'static str) -> Table {
    mutable_by(name, "id")
}

/// **M**, with a key of another name.
pub(crate) fn mutable_by(name: &'static str, key: &'static str) -> Table {
    of_organisation(name, key).instant("created_at").instant("updated_at").int("version = 1", 1..=i32::MAX)
}

/// **A**: rows that are only ever added.
pub(crate) fn appended(name: &'static str) -> Table {
    let mut table = of_organisation(name, "id").instant("created_at");
    table.guard = Some(Guard::default());
    table
}

/// **A**, of things that happened: their `at` is when the row was made.
pub(crate) fn recorded(name: &'static str) -> Table {
    let mut table = of_organisation(name, "id").instant("at");
    table.guard = Some(Guard::default());
    table
}

impl Table {
    /// **S**: live while `deletion_id` is null.
    pub(crate) fn deletable(self) -> Self {
        self.refers("deletion_id?", "deletion")
    }

    /// Other tables refer to this one, always within the organisation.
    pub(crate) fn referred_to(self) -> Self {
        let key = self.key;
        self.unique(&[key])
    }

    /// A row of the same organisation.
    pub(crate) fn refers(mut self, words: &'static str, table: &'static str) -> Self {
        self = self.id(words);
        let column = self.last();
        self.references.push(Reference { column, table, key: "id" });
        self
    }

    /// A carer, who is named by the account.
    pub(crate) fn carer(mut self, words: &'static str) -> Self {
        self = self.id(words);
        let column = self.last();
        self.references.push(Reference { column, table: "carer", key: "account_id" });
        self
    }

    /// The key is also a reference: one row for each of those.
    pub(crate) fn key_refers(mut self, table: &'static str) -> Self {
        self.references.push(Reference { column: self.key, table, key: "id" });
        self
    }

    /// The key is the organisation itself: one row for each.
    pub(crate) const fn of_one(mut self) -> Self {
        self.has_organisation = true;
        self
    }

    /// An id that is no reference: evidence outlives what it speaks of.
    pub(crate) fn id(self, words: &'static str) -> Self {
        self.column(words, Kind::Id)
    }

    /// Text of so many characters.
    pub(crate) fn text(self, words: &'static str, length: RangeInclusive<u32>) -> Self {
        let table = self.string(words);
        let (least, most, column) = (length.start(), length.end(), table.last());
        table.check(&format!("length(\"{column}\") BETWEEN {least} AND {most}"))
    }

    /// Text whose length somebody else decides: folded names, hashes of passwords, names of time zones.
    pub(crate) fn string(self, words: &'static str) -> Self {
        self.column(words, Kind::Text)
    }

    /// Kept as text, exactly as written.
    pub(crate) fn json(self, words: &'static str) -> Self {
        self.column(words, Kind::Text)
    }

    /// One of the codes.
    pub(crate) fn code(self, words: &'static str, codes: &[&str]) -> Self {
        let table = self.string(words);
        let column = table.last();
        table.check(&format!("\"{column}\" IN ('{}')", codes.join("', '")))
    }

    /// A whole number.
    pub(crate) fn int(self, words: &'static str, range: RangeInclusive<i32>) -> Self {
        let table = self.column(words, Kind::Int);
        let (least, most, column) = (range.start(), range.end(), table.last());
        table.check(&format!("\"{column}\" BETWEEN {least} AND {most}"))
    }

    /// A whole number from nought.
    pub(crate) fn count(self, words: &'static str) -> Self {
        self.int(words, 0..=i32::MAX)
    }

    /// A place in a chain, from nought, without an end.
    pub(crate) fn sequence(self, words: &'static str) -> Self {
        let table = self.column(words, Kind::Big);
        let column = table.last();
        table.check(&format!("\"{column}\" >= 0"))
    }

    pub(crate) fn bool(self, words: &'static str) -> Self {
        self.column(words, Kind::Bool)
    }

    pub(crate) fn date(self, words: &'static str) -> Self {
        self.column(words, Kind::Date)
    }

    /// Whole milliseconds since 1970, UTC.
    pub(crate) fn instant(self, words: &'static str) -> Self {
        self.column(words, Kind::Big)
    }

    pub(crate) fn bytes(self, words: &'static str) -> Self {
        self.column(words, Kind::Bytes)
    }

    /// SHA-256, or another 32 bytes.
    pub(crate) fn hash(self, words: &'static str) -> Self {
        let table = self.bytes(words);
        let column = table.last();
        table.check(&format!("length(\"{column}\") = 32"))
    }

    /// What else must hold for each row.
    pub(crate) fn check(mut self, condition: &str) -> Self {
        self.checks.push(condition.to_owned());
        self
    }

    /// No two rows of one organisation share these.
    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        let columns = self.within_organisation(columns);
        self.unique_key(columns, None)
    }

    /// No two rows of one organisation share these, as long as the condition holds for both.
    pub(crate) fn unique_among(self, columns: &[&'static str], condition: &'static str) -> Self {
        let columns = self.within_organisation(columns);
        self.unique_key(columns, Some(condition))
    }

    /// No two rows share these, deployment-wide.
    pub(crate) fn unique_everywhere(self, column: &'static str) -> Self {
        self.unique_key(vec![column], None)
    }

    /// No two rows share these, deployment-wide, as long as the condition holds for both.
    pub(crate) fn unique_everywhere_among(self, column: &'static str, condition: &'static str) -> Self {
        self.unique_key(vec![column], Some(condition))
    }

    /// A list is read in this order.
    pub(crate) fn listed_by(mut self, columns: &[&'static str]) -> Self {
        let columns = self.within_organisation(columns);
        self.indexes.push(Index { columns, among: None });
        self
    }

    /// Jobs read across organisations in this order.
    pub(crate) fn listed_everywhere_by(mut self, columns: &[&'static str]) -> Self {
        self.indexes.push(Index { columns: columns.to_vec(), among: None });
        self
    }

    /// Only these fields may be written later, once and together, when the first of them is (**A\***).
    pub(crate) fn closes(self, columns: &[&'static str]) -> Self {
        self.guarded(|guard| guard.closing = columns.to_vec())
    }

    /// Erasure may set these fields to null.
    pub(crate) fn blanks(self, columns: &[&'static str]) -> Self {
        self.guarded(|guard| guard.blanked = columns.to_vec())
    }

    /// Retention may remove the row `OLD` where this holds.
    pub(crate) fn removed_where(self, condition: &'static str) -> Self {
        self.guarded(|guard| guard.removed = Some(condition))
    }

    fn guarded(mut self, say: impl FnOnce(&mut Guard)) -> Self {
        say(self.guard.get_or_insert_default());
        self
    }

    fn column(mut self, words: &'static str, kind: Kind) -> Self {
        self.columns.push(Column::read(words, kind));
        self
    }

    fn last(&self) -> &'static str {
        self.columns.last().map_or(self.key, |column| column.name)
    }

    fn within_organisation(&self, columns: &[&'static str]) -> Vec<&'static str> {
        self.has_organisation
            .then_some("organisation_id")
            .into_iter()
            .chain(columns.iter().copied())
            .collect()
    }

    fn unique_key(mut self, columns: Vec<&'static str>, among: Option<&'static str>) -> Self {
        self.uniques.push(Index { columns, among });
        self
    }

    pub(crate) const fn key(&self) -> &'static str {
        self.key
    }
}

/// Makes the tables of one step. They may refer to one another in circles.
pub(crate) async fn create(m: &SchemaManager<'_>, tables: Vec<Table>) -> Result<(), DbErr> {
    let dialect = dialect::of(m.get_database_backend())?;
    let mut statements: Vec<String> = tables.iter().flat_map(|table| table.sql(dialect)).collect();
    statements.extend(tables.iter().flat_map(|table| table.sql_once_all_are_there(dialect)));
    run(m, statements).await
}

/// Adds columns to a table that is there.
pub(crate) async fn add(m: &SchemaManager<'_>, table: &str, columns: &[Column]) -> Result<(), DbErr> {
    let dialect = dialect::of(m.get_database_backend())?;
    let add =
        columns.iter().map(|column| format!("ALTER TABLE \"{table}\" ADD COLUMN {}", column.sql(dialect)));
    run(m, add.collect()).await
}

/// Runs the statements of a step in order.
pub(crate) async fn run(m: &SchemaManager<'_>, statements: Vec<String>) -> Result<(), DbErr> {
    for sql in statements {
        m.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

impl Table {
    fn sql(&self, dialect: Dialect) -> Vec<String> {
        let mut statements = vec![self.table_sql(dialect)];
        statements.extend(self.uniques.iter().map(|index| index.sql("UNIQUE INDEX", self.name, "key")));
        statements.extend(self.indexes.iter().map(|index| index.sql("INDEX", self.name, "list")));
        statements
    }

    fn table_sql(&self, dialect: Dialect) -> String {
        let mut parts: Vec<String> = self.columns.iter().map(|column| column.sql(dialect)).collect();
        parts.push(format!("PRIMARY KEY (\"{}\")", self.key));
        parts.extend(self.checks.iter().map(|check| format!("CHECK ({check})")));
        if dialect.references_are_part_of_the_table() {
            parts.extend(self.reference_sql());
        }
        let (name, options) = (self.name, dialect.table_options(self.guard.is_some()));
        format!("CREATE TABLE \"{name}\" (\n  {}\n) {options}", parts.join(",\n  "))
    }

    /// Nothing cascades: a row that something refers to stays.
    fn reference_sql(&self) -> Vec<String> {
        let organisation = self.has_organisation.then(|| {
            "FOREIGN KEY (\"organisation_id\") REFERENCES \"organisation\" (\"id\") ON DELETE RESTRICT"
                .to_owned()
        });
        let others = self.references.iter().map(|Reference { column, table, key }| {
            format!(
                "FOREIGN KEY (\"organisation_id\", \"{column}\") \
                 REFERENCES \"{table}\" (\"organisation_id\", \"{key}\") ON DELETE RESTRICT"
            )
        });
        organisation.into_iter().chain(others).collect()
    }

    fn sql_once_all_are_there(&self, dialect: Dialect) -> Vec<String> {
        let references =
            if dialect.references_are_part_of_the_table() { vec![] } else { self.reference_sql() };
        let references =
            references.into_iter().map(|reference| format!("ALTER TABLE \"{}\" ADD {reference}", self.name));
        let guards = self.guard.iter().flat_map(|guard| guard.sql(self, dialect));
        references.chain(guards).collect()
    }
}

impl Index {
    pub(crate) fn sql(&self, kind: &str, table: &str, ending: &str) -> String {
        let own: Vec<&str> =
            self.columns.iter().copied().filter(|column| *column != "organisation_id").collect();
        let among = self.among.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        format!(
            "CREATE {kind} \"{table}_{}_{ending}\" ON \"{table}\" (\"{}\"){among}",
            own.join("_"),
            self.columns.join("\", \"")
        )
    }
}
