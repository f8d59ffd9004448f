//! A portal's insides: a fresh SQLite store with three units, and members who are signed in.

use std::{path::PathBuf, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use model::{Destination, Identity, ReceiptCode, Report, ReportContent, ReportKind, Role, UnitLevel, catalog::guangzhou};
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::ConnectionTrait;
use seal::{DataKey, Holder, KeyPlace, Purpose, ReporterSecret, WrappedKey, unwrap_key};
use secrecy::{ExposeSecret, SecretString};
use server::{
    casework::{
        Office,
        calendar::Calendar,
        custody::CustodyRules,
        deadlines::{Deadlines, Limits},
        desk::Desk,
        directory::Directory,
        evidence::EvidenceRules,
        intake::{self, Receipt},
        retention::RetentionRules,
        ticket::Ticket,
    },
    config::DatabaseConfig,
    files::{Files, cleaning::Cleaning},
    store::{Store, Unit},
    vault::{NewMember, SignedIn, Vault, VaultConfig, operator::OperatorKeys, password::PasswordCost, ring::Ring},
};

pub const CITY: i64 = 1;
pub const TIANHE: i64 = 2;
pub const HAIZHU: i64 = 3;
pub const PASSWORD: &str = "tulip orbit candle 47";

pub struct Portal {
    pub store: Store,
    pub vault: Vault,
    pub keys: Arc<OperatorKeys>,
    pub rng: StdRng,
    pub now: Timestamp,
    pub ring: Arc<Ring>,
    pub custody: CustodyRules,
    folder: tempfile::TempDir,
}

impl Portal {
    /// Nobody is a member yet.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseConfig::sqlite(&folder.path().join("test.db"))).await.unwrap();
        store.migrate().await.unwrap();
        store.lists().add(guangzhou::categories(), guangzhou::divisions()).await.unwrap();
        let units = [(CITY, "440100", None), (TIANHE, "440106", Some(CITY)), (HAIZHU, "440105", Some(CITY))];
        store.units().add(units.map(|(id, code, parent)| unit(id, code, parent)).to_vec()).await.unwrap();
        let mut rng = StdRng::seed_from_u64(42);
        let now = "2026-11-24T03:20:00Z".parse().unwrap();
        let ring = Arc::new(Ring::make(&folder.path().join("retention.toml"), &[], now, &mut rng).unwrap());
        store.shelter(ring.clone());
        let keys = Arc::new(OperatorKeys::generate(&mut rng));
        let cheap = PasswordCost { memory: 8, passes: 1, lanes: 1 };
        let vault = Vault::with_cost(store.clone(), keys.clone(), VaultConfig::default(), cheap);
        Self { store, vault, keys, rng, now, ring, custody: CustodyRules::default(), folder }
    }

    pub async fn office(&self) -> Office {
        Office {
            store: self.store.clone(),
            keys: self.keys.clone(),
            directory: Arc::new(Directory::load(&self.store, &self.keys.public_key()).await.unwrap()),
            deadlines: Arc::new(Deadlines { limits: Limits::default(), calendar: Calendar::published() }),
            custody: Arc::new(self.custody.clone()),
            retention: Arc::new(RetentionRules::default()),
            files: Files::open(&format!("file://{}", self.folder.path().join("files").display())).unwrap(),
            evidence: EvidenceRules::default(),
            cleaning: Cleaning::by(env!("CARGO_BIN_EXE_qingfeng").into()),
        }
    }

    pub fn retention_file(&self) -> PathBuf {
        self.folder.path().join("retention.toml")
    }

    pub fn later(&mut self, by: SignedDuration) {
        self.now += by;
    }

    /// Adds a member and signs in, second factor and all.
    pub async fn member(&mut self, unit: i64, login: &str, roles: &[Role]) -> SignedIn {
        let new = NewMember { login: login.into(), display_name: String::new(), password: PASSWORD.into() };
        self.vault.add_member(unit, roles, &new, self.now, &mut self.rng).await.unwrap();
        let opened = self.vault.sign_in(login, &PASSWORD.into(), self.now, &mut self.rng).await.unwrap();
        let (cookie, _) = self.set_up(&opened.cookie).await;
        self.vault.session(cookie.expose_secret(), self.now).await.unwrap()
    }

    /// Sets up the second factor; returns the new cookie and the recovery code.
    pub async fn set_up(&mut self, cookie: &SecretString) -> (SecretString, SecretString) {
        let setup = self.vault.begin_second_factor(cookie.expose_secret(), self.now, &mut self.rng).await.unwrap();
        let code = code(&setup.typed, self.now);
        self.vault.finish_second_factor(cookie.expose_secret(), &setup.carried, &code, self.now, &mut self.rng).await.unwrap()
    }

    pub async fn file(&mut self, report: &Report) -> Receipt {
        let ticket = Ticket::issue(self.now, &mut self.rng);
        self.file_with(report, &ticket).await
    }

    pub async fn file_with(&mut self, report: &Report, ticket: &Ticket) -> Receipt {
        intake::file(&self.office().await, report, ticket, self.now, &mut self.rng).await.unwrap()
    }

    /// The data key of a report, as its reporter opens it.
    pub async fn data_key(&self, receipt: &Receipt) -> DataKey {
        let secret = ReporterSecret::from_code(&receipt.code);
        let case = server::casework::follow::open(&self.office().await, &receipt.code, self.now).await.unwrap().case;
        let copies = self.store.cases().reporters_data_keys(case.id).await.unwrap();
        let place = KeyPlace { case: case.id, epoch: 0, purpose: Purpose::Report, holder: Holder::Reporter };
        unwrap_key(&WrappedKey::try_from(copies[0].sealed.as_slice()).unwrap(), &secret.wrapping_key(), &place).unwrap()
    }

    /// Does to the database what only its operator, or an intruder, can.
    pub async fn alter(&self, sql: &str) {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let database = sea_orm::Database::connect(url).await.unwrap();
        assert_eq!(database.execute_unprepared(sql).await.unwrap().rows_affected(), 1);
        database.close().await.unwrap();
    }

    /// The number that a query yields.
    pub async fn number(&self, sql: &str) -> i64 {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let database = sea_orm::Database::connect(url).await.unwrap();
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql.to_owned());
        let number = database.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        database.close().await.unwrap();
        number
    }

    /// The bytes that a query yields, a row each.
    pub async fn bytes(&self, sql: &str) -> Vec<Vec<u8>> {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let database = sea_orm::Database::connect(url).await.unwrap();
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql.to_owned());
        let rows = database.query_all_raw(statement).await.unwrap();
        database.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// How many segments lie in the store of files.
    pub fn segments(&self) -> usize {
        let mut folders = vec![self.folder.path().join("files")];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found += 1 }
            }
        }
        found
    }

    /// Whether the database or its journal holds these bytes, as they are or in hexadecimal.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let paths = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let files = paths.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap());
        let contains = |file: &[u8], part: &[u8]| file.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part));
        files.into_iter().any(|file| contains(&file, bytes) || contains(&file, hex.as_bytes()))
    }

    pub async fn version(&self, code: &ReceiptCode) -> i64 {
        server::casework::follow::open(&self.office().await, code, self.now).await.unwrap().case.version
    }
}

/// Takes a step at a member's desk, on the case as it stands.
#[macro_export]
macro_rules! at_desk {
    ($portal:ident, $who:expr, $action:ident, $receipt:expr $(, $argument:expr)*) => {{
        let office = $portal.office().await;
        let version = $portal.version(&$receipt.code).await;
        server::casework::desk::Desk::new(&office, &$who, $portal.now)
            .$action(&$receipt.filing.number, version $(, $argument)*, &mut $portal.rng)
            .await
    }};
}

pub fn desk<'a>(office: &'a Office, who: &'a SignedIn, portal: &Portal) -> Desk<'a> {
    Desk::new(office, who, portal.now)
}

pub fn code(secret: &SecretString, now: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.expose_secret()).unwrap();
    totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(now.as_second().unsigned_abs()).to_string()
}

fn unit(id: i64, code: &str, parent_id: Option<i64>) -> Unit {
    Unit {
        id,
        code: code.parse().unwrap(),
        level: if parent_id.is_none() { UnitLevel::City } else { UnitLevel::District },
        division: code.parse().unwrap(),
        parent_id,
        name_hans: format!("单位{code}"),
        name_hant: format!("單位{code}"),
        name_en: format!("Unit {code}"),
        address: String::new(),
        postcode: String::new(),
        phone: String::new(),
        hours: String::new(),
        active: true,
        created_at: 0,
    }
}

pub fn anonymous() -> Report {
    Report {
        kind: ReportKind::Request,
        category: "land".parse().unwrap(),
        area: "440106004".parse().unwrap(),
        content: ReportContent {
            subject: "某街道".into(),
            title: "补偿款未到".into(),
            body: "去年征地，至今未付。".into(),
            avoid: Vec::new(),
            about: None,
        },
        identity: None,
        to: Destination::Usual,
        avoid_units: Vec::new(),
    }
}

pub fn named() -> Report {
    let identity =
        Identity { name: "张三".into(), id_number: "11010519491231002X".into(), phone: "020 8888".into(), address: "广州".into() };
    Report { kind: ReportKind::Disclosure, identity: Some(identity), ..anonymous() }
}
