//! A whole portal for a test: the real router on a database of its own, with a clock that the test sets.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod authority;
pub mod client;
pub mod device;
pub mod document;
pub mod film;
pub mod member;
pub mod picture;
pub mod process;

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use model::{UnitLevel, catalog::guangzhou};
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::ConnectionTrait;
use secrecy::SecretString;
use server::{
    app::{App, Ports, Settings},
    casework::{calendar::Calendar, custody::CustodyRules, deadlines::Deadlines, evidence::EvidenceRules},
    clock::Clock,
    config::DatabaseConfig,
    files::{Files, cleaning::Cleaning, drawing::Drawing},
    http::{Entrance, Peer, portal},
    store::{Store, Unit},
    vault::{
        NewMember, Vault, VaultConfig,
        operator::OperatorKeys,
        password::PasswordCost,
        ring::{self, Ring},
    },
};
use tower::{ServiceExt, util::BoxCloneSyncService};

/// Password of every member of a test portal.
pub const PASSWORD: &str = "a long password for tests";
/// The city's unit.
pub const CITY: &str = "440100";
/// A district's unit, which has a member too.
pub const TIANHE: &str = "440106";
/// A district's unit without a member: its reports go to the city.
pub const HAIZHU: &str = "440105";

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    fn new() -> Self {
        let start: Timestamp = "2026-11-24T03:20:00Z".parse().unwrap();
        Self(Arc::new(AtomicI64::new(start.as_millisecond())))
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(by.as_millis().try_into().unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// How a test portal differs from the plainest one.
#[derive(Default)]
pub struct Setup {
    /// Captcha, limits, proxies, public address.
    pub settings: Settings,
    /// Without any member no unit takes reports.
    pub without_members: bool,
    /// Where files are kept, if not in the portal's folder.
    pub files_url: Option<String>,
}

/// A portal.
pub struct TestPortal {
    pub app: App,
    pub clock: TestClock,
    pub store: Store,
    service: BoxCloneSyncService<Request, Response, Infallible>,
    onion: BoxCloneSyncService<Request, Response, Infallible>,
    database: DatabaseConfig,
    settings: Settings,
    folder: Arc<tempfile::TempDir>,
}

impl TestPortal {
    /// On SQLite, without captcha and limits.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(Setup::default()).await
    }

    /// On SQLite.
    pub async fn sqlite_with(setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = DatabaseConfig::sqlite(&folder.path().join("test.db"));
        Self::on(database, setup, folder).await
    }

    /// On a new database of the PostgreSQL server that `scripts/with-postgres` starts.
    pub async fn postgres() -> Self {
        Self::postgres_with(Setup::default()).await
    }

    /// The same, set up otherwise.
    pub async fn postgres_with(setup: Setup) -> Self {
        Self::on(DatabaseConfig::new(new_postgres().await), setup, tempfile::tempdir().unwrap()).await
    }

    async fn on(database: DatabaseConfig, setup: Setup, folder: tempfile::TempDir) -> Self {
        let clock = TestClock::new();
        let store = Store::open(&database).await.unwrap();
        store.migrate().await.unwrap();
        store.lists().add(guangzhou::categories(), guangzhou::divisions()).await.unwrap();
        store.units().add(units()).await.unwrap();
        if !setup.without_members {
            let vault = vault(&store, &keys());
            for (unit, login) in [(1, "city"), (2, "tianhe")] {
                let new = NewMember { login: login.into(), display_name: login.into(), password: SecretString::from(PASSWORD) };
                vault.add_member(unit, model::Role::ALL, &new, clock.now(), &mut StdRng::seed_from_u64(unit.unsigned_abs())).await.unwrap();
            }
        }
        let files = setup.files_url.unwrap_or_else(|| files_in(folder.path()));
        Self::node(store, database, clock, setup.settings, &files, Arc::new(folder)).await
    }

    /// Adds a member of the unit with this code.
    pub async fn add_member(&self, unit: &str, login: &str, roles: &[model::Role]) {
        let unit = self.store.units().by_code(&unit.parse().unwrap()).await.unwrap().id;
        let new = NewMember { login: login.into(), display_name: login.into(), password: SecretString::from(PASSWORD) };
        vault(&self.store, &keys()).add_member(unit, roles, &new, self.clock.now(), &mut StdRng::seed_from_u64(99)).await.unwrap();
    }

    /// One process of a portal whose database is ready.
    async fn node(
        store: Store,
        database: DatabaseConfig,
        clock: TestClock,
        settings: Settings,
        files: &str,
        folder: Arc<tempfile::TempDir>,
    ) -> Self {
        store.shelter(ring(&folder, clock.now()));
        let deadlines = Arc::new(Deadlines { calendar: Calendar::published(), ..Deadlines::default() });
        let (keys, shared) = (keys(), Arc::new(clock.clone()));
        // Reports about the courts are at high risk here.
        let custody = Arc::new(CustodyRules { two_decisions_categories: vec!["justice".parse().unwrap()], ..CustodyRules::default() });
        let files = Files::open(files).unwrap();
        let (cleaning, drawing) = (Cleaning::by(env!("CARGO_BIN_EXE_qingfeng").into()), Drawing::by(env!("CARGO_BIN_EXE_qingfeng").into()));
        let evidence = EvidenceRules { largest_mib: 4, ..EvidenceRules::default() };
        let ports = Ports {
            store: store.clone(),
            vault: vault(&store, &keys).reached_at(settings.public_origin.as_deref()),
            keys,
            clock: shared,
            deadlines,
            custody,
            retention: Arc::default(),
            files,
            evidence,
            cleaning,
            drawing,
        };
        let app = App::open(ports, settings.clone()).await.unwrap();
        let service = BoxCloneSyncService::new(portal(app.clone(), Entrance::Web));
        let onion = BoxCloneSyncService::new(portal(app.clone(), Entrance::Onion));
        Self { app, clock, store, service, onion, database, settings, folder }
    }

    /// A second process on the same database and with the same keys. All that the two share is in the database.
    pub async fn another_node(&self) -> Self {
        let store = Store::open(&self.database).await.unwrap();
        let (files, folder) = (files_in(self.folder.path()), Arc::clone(&self.folder));
        Self::node(store, self.database.clone(), self.clock.clone(), self.settings.clone(), &files, folder).await
    }

    /// Where the database and whatever else the portal writes is.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Does to the database what only its operator, or an intruder, can.
    pub async fn alter(&self, sql: &str) {
        let database = sea_orm::Database::connect(self.database_url()).await.unwrap();
        database.execute_unprepared(sql).await.unwrap();
        database.close().await.unwrap();
    }

    /// Bytes as this database's SQL writes them.
    pub fn literal(&self, bytes: &[u8]) -> String {
        let digits = data_encoding::HEXLOWER.encode(bytes);
        if self.database.is_sqlite() { format!("x'{digits}'") } else { format!("'\\x{digits}'") }
    }

    /// Runs a command as the operator of this portal.
    pub fn command(&self, arguments: &[&str]) -> std::process::Output {
        let keys = self.folder().join("keys.toml");
        if !keys.exists() {
            self.app.keys().save(&keys).unwrap();
        }
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_qingfeng"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("QINGFENG_")) {
            command.env_remove(name);
        }
        command.args(arguments).env("QINGFENG_DATA_DIR", self.folder()).env("QINGFENG_DATABASE_URL", self.database_url()).output().unwrap()
    }

    fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form_post(path, fields)).await
    }

    /// Posts bytes as a form.
    pub async fn post_bytes(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path).header(header::CONTENT_TYPE, FORM).body(body.into()).unwrap()).await
    }

    /// Sends any request from an ordinary address.
    pub async fn send(&self, request: Request) -> Answer {
        self.send_from("203.0.113.7", request).await
    }

    /// Sends a request from this address.
    pub async fn send_from(&self, address: &str, mut request: Request) -> Answer {
        let address = SocketAddr::new(address.parse().unwrap(), 50_000);
        request.extensions_mut().insert(Peer { address, entrance: Entrance::Web });
        Answer::of(self.service.clone().oneshot(request).await.unwrap()).await
    }

    /// Sends a request through the onion service.
    pub async fn send_onion(&self, mut request: Request) -> Answer {
        request.extensions_mut().insert(Peer { address: "127.0.0.1:50000".parse().unwrap(), entrance: Entrance::Onion });
        Answer::of(self.onion.clone().oneshot(request).await.unwrap()).await
    }

    /// Fills in the report form with these changes and sends it.
    pub async fn file(&self, changes: &[(&str, &str)]) -> Answer {
        let form = self.get("/report").await;
        let mut fields = vec![("ticket".to_owned(), form.hidden("ticket"))];
        fields.extend(filled(changes));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post("/report", &fields).await
    }
}

/// The address of a new database of the PostgreSQL server that `scripts/with-postgres` starts.
pub async fn new_postgres() -> String {
    let name = format!("test_{:016x}", rand::random::<u64>());
    on_postgres(&format!("CREATE DATABASE {name}")).await;
    let server = postgres_server();
    let (address, query) = server.split_at(server.find('?').unwrap_or(server.len()));
    format!("{}/{name}{query}", address.rsplit_once('/').unwrap().0)
}

/// Runs a command of the PostgreSQL server's administrator.
pub async fn on_postgres(sql: &str) {
    let administrator = sea_orm::Database::connect(postgres_server()).await.unwrap();
    administrator.execute_unprepared(sql).await.unwrap();
    administrator.close().await.unwrap();
}

fn postgres_server() -> String {
    std::env::var("QINGFENG_TEST_POSTGRES_URL").expect("QINGFENG_TEST_POSTGRES_URL is not set: run the tests by scripts/with-postgres")
}

/// The address of a folder for files.
fn files_in(folder: &std::path::Path) -> String {
    format!("file://{}", folder.join("files").display())
}

/// The operator's keys, the same in every test.
fn keys() -> Arc<OperatorKeys> {
    Arc::new(OperatorKeys::generate(&mut StdRng::seed_from_u64(7)))
}

/// The retention key, the same for every node.
fn ring(folder: &tempfile::TempDir, now: Timestamp) -> Arc<Ring> {
    let path = folder.path().join(ring::FILE_NAME);
    let made = if path.exists() { Ring::load(&path, &[]) } else { Ring::make(&path, &[], now, &mut StdRng::seed_from_u64(11)) };
    Arc::new(made.unwrap())
}

fn vault(store: &Store, keys: &Arc<OperatorKeys>) -> Vault {
    let cost = PasswordCost { memory: 64, passes: 1, lanes: 1 };
    Vault::with_cost(store.clone(), Arc::clone(keys), VaultConfig::default(), cost)
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A form post.
pub fn form_post(path: &str, fields: &[(&str, &str)]) -> Request {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, FORM).body(Body::from(body)).unwrap()
}

/// A good anonymous report, with these fields changed or added.
pub fn filled(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("kind", "disclosure"),
        ("category", "medicine"),
        ("area", TIANHE),
        ("subject", "某医院设备科"),
        ("title", "招标文件为一家供应商量身定做"),
        ("body", "2026 年 3 月的招标文件写明了只有一家能满足的尺寸。"),
        ("identity", "anonymous"),
    ];
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let kept = usual.into_iter().filter(|(name, _)| !changed(name));
    kept.chain(changes.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn units() -> Vec<Unit> {
    [
        (1, CITY, UnitLevel::City, None, "广州市信访局"),
        (2, TIANHE, UnitLevel::District, Some(1), "天河区信访局"),
        (3, HAIZHU, UnitLevel::District, Some(1), "海珠区信访局"),
    ]
    .map(|(id, code, level, parent_id, name)| Unit {
        id,
        code: code.parse().unwrap(),
        level,
        division: code.parse().unwrap(),
        parent_id,
        name_hans: name.into(),
        name_hant: name.into(),
        name_en: format!("Unit {code}"),
        address: "某路 1 号".into(),
        postcode: "510000".into(),
        phone: "020-12345".into(),
        hours: String::new(),
        active: true,
        created_at: 0,
    })
    .into()
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The same as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        Self { status: parts.status, headers: parts.headers, body: text, bytes: body.to_vec() }
    }

    /// A header's value; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let tag = self.tags("input").find(|tag| attribute(tag, "name") == Some(name)).unwrap_or_else(|| panic!("no field {name}"));
        unescaped(attribute(tag, "value").unwrap_or_default())
    }

    /// The text of the element with this id, tags left out.
    pub fn text_of(&self, id: &str) -> String {
        let start = self.body.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no element with the id {id}"));
        let open = self.body[..start].rfind('<').unwrap();
        let name: String = self.body[open + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let inner = open + self.body[open..].find('>').unwrap() + 1;
        let end = inner + self.body[inner..].find(&format!("</{name}>")).unwrap();
        let mut text = String::new();
        let mut in_tag = false;
        for c in self.body[inner..end].chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => text.push(c),
                _ => {}
            }
        }
        unescaped(text.trim())
    }

    /// The fields of the form with this id, as a browser would send them again.
    pub fn fields_of(&self, form: &str) -> Vec<(String, String)> {
        let start = self.body.find(&format!("id=\"{form}\"")).unwrap_or_else(|| panic!("no form with the id {form}"));
        let form = self.body[start..].split("</form>").next().unwrap();
        let fields = form.split('<').filter_map(|tag| {
            let (tag, text) = tag.split_once('>')?;
            let value = if tag.starts_with("textarea") { text.strip_prefix('\n').unwrap_or(text) } else { attribute(tag, "value")? };
            Some((attribute(tag, "name")?.to_owned(), unescaped(value)))
        });
        fields.collect()
    }

    /// Whether the page has a fault beside this field.
    pub fn has_fault(&self, field: &str) -> bool {
        self.body.contains(&format!("id=\"{field}-error\""))
    }

    fn tags(&self, name: &str) -> impl Iterator<Item = &str> {
        self.body
            .split('<')
            .filter_map(move |rest| rest.strip_prefix(name).filter(|rest| rest.starts_with(' ')))
            .filter_map(|tag| tag.split('>').next())
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
