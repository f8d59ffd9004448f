//! The few shapes of columns and keys that every step uses.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

/// An identifier that is the primary key.
///
/// SQLite makes only a column declared `INTEGER PRIMARY KEY` the key of the table's own tree; `BIGINT` would cost a second tree.
pub(crate) fn id(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DatabaseBackend::Sqlite => column.integer(),
        _ => column.big_integer(),
    };
    column.not_null().primary_key().take()
}

/// A foreign key to `table.column`; rows go when what they belong to goes.
pub(crate) fn belongs_to(own: &'static str, table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    refers_to(own, table, column).on_delete(ForeignKeyAction::Cascade).take()
}

/// A foreign key to `table.column`; what is referred to cannot be deleted.
pub(crate) fn refers_to(own: &'static str, table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(own).to(table, column).take()
}

/// A table whose primary key of several columns is the table's own tree on SQLite.
///
/// Without it SQLite would number the rows in the order in which they came, and keep that for good.
pub(crate) fn keyed(manager: &SchemaManager<'_>, name: &'static str, key: &[&'static str]) -> TableCreateStatement {
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    let mut table = Table::create();
    table.table(name).primary_key(&mut primary);
    if manager.get_database_backend() == DatabaseBackend::Sqlite {
        table.extra("WITHOUT ROWID");
    }
    table
}

/// An index named after its table and columns.
pub(crate) async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}

/// An index over the rows that have a value in the first of its columns.
pub(crate) async fn partial_index(manager: &SchemaManager<'_>, table: &str, present: &str, columns: &[&str]) -> Result<(), DbErr> {
    let name = format!("{table}_by_{}", columns.join("_"));
    let columns = columns.join(", ");
    let sql = format!("CREATE INDEX {name} ON {table} ({columns}) WHERE {present} IS NOT NULL");
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// Drops tables, last made first.
pub(crate) async fn drop_all(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}

/// Adds a column of bytes to a table that has rows: empty in those.
pub(crate) async fn add_bytes(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    let kind = match manager.get_database_backend() {
        DatabaseBackend::Sqlite => "BLOB NOT NULL DEFAULT x''",
        _ => "BYTEA NOT NULL DEFAULT ''",
    };
    manager.get_connection().execute_unprepared(&format!("ALTER TABLE {table} ADD COLUMN {column} {kind}")).await.map(drop)
}
