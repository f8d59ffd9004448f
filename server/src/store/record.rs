//! Rows as typed structs: one declaration gives the struct, its columns, and the way in and out of the database.

use model::{
    AccessPurpose, CaseAction, CaseNumber, CaseStatus, CategoryCode, Decision, DivisionCode, FileState, RecusalSource, ReportKind,
    RequestStatus, RiskLevel, Role, Scope, UnitCode, UnitLevel,
    status::{Finding, Rating, SealedBy},
};
use sea_orm::{QueryResult, TryGetable, Value};
use seal::{Purpose, Slot};

use super::StoreError;

/// A row of a table.
pub(crate) trait Record: Sized {
    /// The table.
    const TABLE: &'static str;
    /// `SELECT` of every column, up to the condition.
    const SELECT: &'static str;
    /// The columns in the order of the struct.
    const COLUMNS: &'static [&'static str];

    /// Reads its columns, in the order of [`Record::SELECT`].
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError>;

    /// Reads a row that [`Record::SELECT`] returned.
    fn load(row: &QueryResult) -> Result<Self, StoreError> {
        Self::read(&mut Columns::of(row))
    }

    /// The values in the order of the columns.
    fn into_values(self) -> Vec<Value>;
}

/// Reads columns from left to right.
pub(crate) struct Columns<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl<'a> Columns<'a> {
    /// From the first column on.
    pub(crate) fn of(row: &'a QueryResult) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub(crate) fn read<T: Stored>(&mut self) -> Result<T, StoreError> {
        self.next += 1;
        T::load(self.row, self.next - 1)
    }

    /// A whole record; none where an outer join found none. Its first column is never empty in its own table.
    pub(crate) fn joined<R: Record>(&mut self) -> Result<Option<R>, StoreError> {
        if Self::raw::<Option<i64>>(self.row, self.next)?.is_some() {
            return R::read(self).map(Some);
        }
        self.next += R::COLUMNS.len();
        Ok(None)
    }

    fn raw<T: TryGetable>(row: &QueryResult, column: usize) -> Result<T, StoreError> {
        // The row is there: what cannot be read from it will not be readable later either.
        row.try_get_by_index(column).map_err(|_| StoreError::Corrupt("column"))
    }
}

/// A type that one column holds.
pub(crate) trait Stored: Sized {
    /// Reads it.
    fn load(row: &QueryResult, column: usize) -> Result<Self, StoreError>;
    /// What is written.
    fn into_value(self) -> Value;
}

/// Declares that a type and its `Option` are stored as `raw`.
macro_rules! stored {
    ($($type:ty as $raw:ty { read $read:expr; write $write:expr; })+) => {$(
        impl Stored for $type {
            fn load(row: &QueryResult, column: usize) -> Result<Self, StoreError> {
                $read(Columns::raw::<$raw>(row, column)?).ok_or(StoreError::Corrupt(stringify!($type)))
            }
            fn into_value(self) -> Value {
                Value::from($write(self))
            }
        }

        impl Stored for Option<$type> {
            fn load(row: &QueryResult, column: usize) -> Result<Self, StoreError> {
                Columns::raw::<Option<$raw>>(row, column)?
                    .map(|raw| $read(raw).ok_or(StoreError::Corrupt(stringify!($type))))
                    .transpose()
            }
            fn into_value(self) -> Value {
                Value::from(self.map($write))
            }
        }
    )+};
}

fn same<T>(value: T) -> T {
    value
}

fn word<T: std::str::FromStr>(word: String) -> Option<T> {
    word.parse().ok()
}

fn roles(words: String) -> Option<Vec<Role>> {
    words.split_whitespace().map(|word| word.parse().ok()).collect()
}

fn role_words(roles: Vec<Role>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

stored! {
    i64 as i64 { read Some; write same; }
    u32 as i64 { read |raw: i64| u32::try_from(raw).ok(); write i64::from; }
    bool as bool { read Some; write same; }
    String as String { read Some; write same; }
    Vec<u8> as Vec<u8> { read Some; write same; }
    [u8; 32] as Vec<u8> { read |raw: Vec<u8>| raw.try_into().ok(); write |bytes: [u8; 32]| bytes.to_vec(); }
    Vec<Role> as String { read roles; write role_words; }
    CaseNumber as String { read word; write String::from; }
    CategoryCode as String { read word; write String::from; }
    DivisionCode as String { read word; write String::from; }
    UnitCode as String { read word; write String::from; }
    ReportKind as String { read word; write |value: ReportKind| value.as_str().to_owned(); }
    CaseStatus as String { read word; write |value: CaseStatus| value.as_str().to_owned(); }
    CaseAction as String { read word; write |value: CaseAction| value.as_str().to_owned(); }
    Finding as String { read word; write |value: Finding| value.as_str().to_owned(); }
    Rating as String { read word; write |value: Rating| value.as_str().to_owned(); }
    SealedBy as String { read word; write |value: SealedBy| value.as_str().to_owned(); }
    UnitLevel as String { read word; write |value: UnitLevel| value.as_str().to_owned(); }
    Role as String { read word; write |value: Role| value.as_str().to_owned(); }
    AccessPurpose as String { read word; write |value: AccessPurpose| value.as_str().to_owned(); }
    Scope as String { read word; write |value: Scope| value.to_string(); }
    RequestStatus as String { read word; write |value: RequestStatus| value.as_str().to_owned(); }
    Decision as String { read word; write |value: Decision| value.as_str().to_owned(); }
    RiskLevel as String { read word; write |value: RiskLevel| value.as_str().to_owned(); }
    RecusalSource as String { read word; write |value: RecusalSource| value.as_str().to_owned(); }
    FileState as String { read word; write |value: FileState| value.as_str().to_owned(); }
    Purpose as String { read word; write |value: Purpose| value.as_str().to_owned(); }
    Slot as String { read word; write |value: Slot| value.as_str().to_owned(); }
}

/// Declares a row: a struct whose fields are the columns it reads, in order.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident in $table:literal {
        $(#[$first_meta:meta])* $first:ident: $first_type:ty,
        $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
    }) => {
        $(#[$meta])*
        pub struct $name {
            $(#[$first_meta])* pub $first: $first_type,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::store::record::Record for $name {
            const TABLE: &'static str = $table;
            const SELECT: &'static str =
                concat!("SELECT ", stringify!($first), $(", ", stringify!($field),)* " FROM ", $table, " ");
            const COLUMNS: &'static [&'static str] = &[stringify!($first), $(stringify!($field),)*];

            fn read(columns: &mut $crate::store::record::Columns<'_>) -> Result<Self, $crate::store::StoreError> {
                Ok(Self { $first: columns.read()?, $($field: columns.read()?,)* })
            }

            fn into_values(self) -> Vec<sea_orm::Value> {
                use $crate::store::record::Stored;
                vec![self.$first.into_value(), $(self.$field.into_value(),)*]
            }
        }
    };
}
pub(crate) use record;
