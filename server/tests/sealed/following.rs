use axum::http::StatusCode;
use model::{
    CaseAction, Fault, FaultKind, Field, Message,
    api::{ActAsk, Base64, KeyCopy, NewText, NextKey, OpenAsk, SealedCase, SealedText, StatusAnswer},
    status::Rating,
};
use rand::{SeedableRng, rngs::StdRng};
use seal::{
    ActStatement, Ciphertext, Content, DataKey, Holder, KeyPlace, Place, Purpose, Recipient, ReporterSecret, SealPublicKey, SealedKey,
    Slot, VerifyingKey, decode, encode, next_key, open_message, seal_key, sign_message, trusted_key,
};
use server::app::Settings;

use crate::{
    browser::{Browser, post, read},
    member::Member,
    support::{Answer, CITY, Setup, TIANHE, TestPortal},
};

pub fn lookup(secret: &ReporterSecret) -> Base64 {
    Base64(secret.lookup_id().as_bytes().to_vec())
}

async fn open_with(portal: &TestPortal, secret: &ReporterSecret, faults: Vec<Fault>) -> Answer {
    post(portal, "/api/status/open", &OpenAsk { lookup: Some(lookup(secret)), faults, request: None }).await
}

pub async fn open(portal: &TestPortal, secret: &ReporterSecret) -> (String, SealedCase) {
    let StatusAnswer { page, case } = read(&open_with(portal, secret, Vec::new()).await);
    (page, case.unwrap())
}

pub fn key(case: &SealedCase, secret: &ReporterSecret, purpose: Purpose, epoch: u32) -> DataKey {
    let copy = case.keys.iter().find(|copy| (copy.epoch, copy.purpose.as_str()) == (epoch, purpose.as_str())).unwrap();
    secret.open_copy(&copy.sealed.0, &KeyPlace { case: case.case, epoch, purpose, holder: Holder::Reporter }).unwrap()
}

/// Opens a text as the browser does.
fn opened<T: Content>(case: &SealedCase, secret: &ReporterSecret, text: &SealedText) -> Option<T> {
    let slot: Slot = text.slot.parse().unwrap();
    let key = key(case, secret, slot.purpose(), text.epoch);
    let place = Place { case: case.case, slot, seq: text.seq, epoch: text.epoch };
    let sealed = Ciphertext::try_from(text.ciphertext.0.as_slice()).unwrap();
    let own = secret.signing_key().verifying_key();
    let authors = text.authors.as_ref().map(|keys| keys.iter().map(|key| VerifyingKey::try_from(key.0.as_slice()).unwrap()).collect());
    let authors: Vec<VerifyingKey> = authors.unwrap_or_else(|| vec![own]);
    authors.iter().find_map(|author| decode(&open_message(&key, &place, &sealed, author).ok()?).ok())
}

fn texts(case: &SealedCase, secret: &ReporterSecret) -> Vec<String> {
    let messages = case.texts.iter().filter(|text| !["report", "identity"].contains(&text.slot.as_str()));
    messages.map(|text| opened::<Message>(case, secret, text).unwrap().body.clone()).collect()
}

/// What a browser sends.
fn asked(case: &SealedCase, secret: &ReporterSecret, action: CaseAction, message: Option<&str>, rating: Option<Rating>) -> ActAsk {
    let rng = &mut StdRng::seed_from_u64(9);
    let renewal = case.renewal.as_ref().filter(|_| message.is_some());
    let next = renewal.map(|unit| {
        let public = SealPublicKey::try_from(unit.public.0.as_slice()).unwrap();
        let recipient = Recipient { key: unit.key, public: &public };
        (unit.key, next_key(case.case, case.epoch, &secret.seal_key().public(), recipient, rng))
    });
    let epoch = next.as_ref().map_or(case.epoch, |(_, next)| next.epoch);
    let place = Place { case: case.case, slot: Slot::Message, seq: case.next_message, epoch };
    let text = message.map(|body| {
        let body = encode(&Message::of(body.to_owned()));
        let own = next.is_none().then(|| key(case, secret, Purpose::Report, epoch));
        let key = own.as_ref().or(next.as_ref().map(|(_, next)| &next.key)).unwrap();
        sign_message(key, &place, &secret.signing_key(), &body, rng)
    });
    let next = next.map(|(key, next)| NextKey {
        reporter: Base64(next.reporter.into_bytes()),
        unit: KeyCopy { key, sealed: Base64(next.unit.into_bytes()) },
    });
    let text = text.map(|text| NewText { seq: place.seq, epoch, ciphertext: Base64(text.into_bytes()) });
    signed(case, secret, ActAsk { text, next, ..bare(case, secret, action, rating) })
}

/// Without anything written.
pub fn bare(case: &SealedCase, secret: &ReporterSecret, action: CaseAction, rating: Option<Rating>) -> ActAsk {
    ActAsk {
        lookup: lookup(secret),
        version: case.version,
        action,
        rating,
        text: None,
        files: Vec::new(),
        next: None,
        judge: None,
        signature: Base64(Vec::new()),
    }
}

/// With the reporter's signature.
pub fn signed(case: &SealedCase, secret: &ReporterSecret, ask: ActAsk) -> ActAsk {
    let copy = |sealed: &Base64| SealedKey::try_from(sealed.0.as_slice()).unwrap();
    let next = ask.next.iter().flat_map(|next| [copy(&next.reporter), copy(&next.unit.sealed)]);
    let copies: Vec<SealedKey> = next.chain(ask.judge.iter().map(|judge| copy(&judge.sealed))).collect();
    let text = ask.text.as_ref().map(|text| Ciphertext::try_from(text.ciphertext.0.as_slice()).unwrap());
    let stated = ActStatement {
        case: case.case,
        version: ask.version,
        action: ask.action,
        rating: ask.rating,
        text: text.as_ref(),
        files: &ask.files,
        copies: &copies.iter().collect::<Vec<_>>(),
    };
    let signature = Base64(stated.sign(&secret.signing_key()).as_bytes().to_vec());
    ActAsk { signature, ..ask }
}

async fn act(portal: &TestPortal, ask: &ActAsk) -> Answer {
    post(portal, "/api/status/act", ask).await
}

async fn is_followed_to_the_end(portal: TestPortal) {
    let mut browser = Browser::open(
        &portal,
        &[
            ("identity", "named"),
            ("name", "张伟"),
            ("id_number", "11010519491231002X"),
            ("phone", "13800138000"),
            ("address", "天河路 1 号"),
        ],
    )
    .await;
    let filed = browser.file().await;
    let (secret, number) = (browser.secret(), filed.number.to_string());
    let (page, case) = open(&portal, &secret).await;
    assert!(page.contains("这一页是在您的浏览器里打开的") && page.contains(&number));
    for word in ["招标文件", "只有一家", "张伟", &browser.code.to_display()] {
        assert!(!page.contains(word), "{word} stands in the page");
    }
    for place in ["data-warning=\"report-0\"", "data-warning=\"identity-0\"", "data-typed=\"body\""] {
        assert!(page.contains(place), "{place}");
    }
    let report = case.texts.iter().find(|text| text.slot == "report").unwrap();
    assert!(opened::<model::ReportContent>(&case, &secret, report).unwrap().title.contains("招标文件"));

    let answer = act(&portal, &asked(&case, &secret, CaseAction::Supply, Some("又想起一件事"), None)).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(answer.body.contains("已密封并送到单位") && !answer.body.contains("又想起一件事"));

    let officer = Member::arrive(&portal, "tianhe").await;
    assert!(officer.get(&format!("/staff/cases/{number}")).await.body.contains("又想起一件事"));
    officer.act(&number, "transfer", &[("unit", CITY), ("message", "请市里办理")]).await;
    let city = Member::arrive(&portal, "city").await;
    city.act(&number, "accept", &[]).await;
    city.act(&number, "ask", &[("message", "请补充编号")]).await;
    let (_, case) = open(&portal, &secret).await;
    assert!(case.epoch > 0, "a key of its own since the transfer");
    assert!(texts(&case, &secret).contains(&"请补充编号".to_owned()), "{:?}", texts(&case, &secret));
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Supply, Some("编号 0317"), None)).await.status, StatusCode::OK);
    assert!(city.get(&format!("/staff/cases/{number}")).await.body.contains("编号 0317"));

    city.act(&number, "answer", &[("message", "已经处理")]).await;
    city.act(&number, "close", &[("finding", "substantiated"), ("message", "办结")]).await;
    let (page, case) = open(&portal, &secret).await;
    assert!(page.contains("id=\"action-rate\""), "closed, to be rated");
    let answer = act(&portal, &asked(&case, &secret, CaseAction::Rate, None, Some(Rating::Fair))).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("您的评价已记下"));
    // The plain form shows the same, and says that the server opened it.
    let plain = browser.follow().await;
    assert!(plain.body.contains("编号 0317") && plain.body.contains("这一页由服务器在内存中打开"));
}

#[tokio::test]
async fn a_case_is_followed_to_the_end_without_the_code_on_sqlite() {
    is_followed_to_the_end(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_case_is_followed_to_the_end_without_the_code_on_postgres() {
    is_followed_to_the_end(TestPortal::postgres().await).await;
}

/// For which keys of its unit the data keys of a case are sealed, by epoch.
async fn sealed_to(portal: &TestPortal, case: i64) -> Vec<(u32, i64)> {
    let copies = portal.store.cases().keys(case).await.unwrap();
    let of_unit = copies.into_iter().filter_map(|copy| match copy.holder {
        Holder::Unit(key) => Some((copy.epoch, key)),
        _ => None,
    });
    let mut sealed: Vec<_> = of_unit.collect();
    sealed.sort_unstable();
    sealed
}

/// After the unit has put a new key in the place of its own, what a browser seals opens with the new one alone.
async fn a_renewed_key_is_sealed_to(portal: TestPortal) {
    let mut browser = Browser::open(&portal, &[]).await;
    let filed = browser.file().await;
    let (secret, number) = (browser.secret(), filed.number.as_str());
    let admin = Member::arrive(&portal, "tianhe").await;
    let (_, before) = open(&portal, &secret).await;
    assert!(before.renewal.is_none());
    let earlier = sealed_to(&portal, before.case).await[0].1;
    assert_eq!(admin.post("/admin/keys/reports/renew", &[]).await.status, StatusCode::SEE_OTHER);

    let under_the_earlier = asked(&before, &secret, CaseAction::Supply, Some("用旧密钥封的"), None);
    let refused = act(&portal, &under_the_earlier).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let case = read::<StatusAnswer>(&refused).case.unwrap();
    let unit = case.renewal.clone().unwrap();
    assert!(unit.key != earlier && trusted_key(&unit, Purpose::Report, &browser.installation).is_some());

    let good = asked(&case, &secret, CaseAction::Supply, Some("换钥之后写的"), None);
    let mut for_the_earlier = good.clone();
    for_the_earlier.next.as_mut().unwrap().unit.key = earlier;
    let mut of_another_place = good.clone();
    of_another_place.text.as_mut().unwrap().epoch += 1;
    for wrong in [for_the_earlier, of_another_place] {
        assert_eq!(act(&portal, &wrong).await.status, StatusCode::CONFLICT);
    }
    let mut exchanged = good.clone();
    exchanged.next.as_mut().unwrap().unit.sealed.0[40] ^= 1;
    assert_eq!(act(&portal, &exchanged).await.status, StatusCode::BAD_REQUEST, "the copies are signed");
    assert_eq!(sealed_to(&portal, case.case).await, [(0, earlier)], "nothing was kept");

    assert_eq!(act(&portal, &good).await.status, StatusCode::OK);
    assert_eq!(sealed_to(&portal, case.case).await, [(0, earlier), (1, unit.key)]);
    let (_, case) = open(&portal, &secret).await;
    assert!(case.epoch == 1 && case.renewal.is_none());
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Supply, Some("再写一条"), None)).await.status, StatusCode::OK);
    let page = admin.get(&format!("/staff/cases/{number}")).await.body;
    assert!(page.contains("换钥之后写的") && page.contains("再写一条"));
    assert_eq!(texts(&open(&portal, &secret).await.1, &secret), ["换钥之后写的", "再写一条"]);
    assert_eq!(sealed_to(&portal, case.case).await.len(), 2, "one renewal makes one new data key");
    // A new data key that nobody asked for is none.
    let (_, mut case) = open(&portal, &secret).await;
    case.renewal = Some(unit);
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Supply, Some("多余"), None)).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_a_browser_seals_opens_with_the_units_new_key_alone_on_sqlite() {
    a_renewed_key_is_sealed_to(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn what_a_browser_seals_opens_with_the_units_new_key_alone_on_postgres() {
    a_renewed_key_is_sealed_to(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn a_report_that_the_server_sealed_opens_in_the_browser_too_and_can_be_withdrawn_there() {
    let portal = TestPortal::sqlite().await;
    let receipt = portal.file(&[]).await;
    let code = model::ReceiptCode::parse(&receipt.text_of("receipt-code")).unwrap();
    let secret = ReporterSecret::from_code(&code);
    let (page, case) = open(&portal, &secret).await;
    assert!(page.contains("服务器在内存中密封后即清除") && page.contains("这一页是在您的浏览器里打开的"));
    assert!(opened::<model::ReportContent>(&case, &secret, &case.texts[0]).is_some());
    let answer = act(&portal, &asked(&case, &secret, CaseAction::Withdraw, None, None)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("单位不再办理这件反映"));
}

#[tokio::test]
async fn the_lookup_id_alone_lets_nobody_act() {
    let portal = TestPortal::sqlite().await;
    let (mut browser, mut other) = (Browser::open(&portal, &[]).await, Browser::open(&portal, &[]).await);
    browser.file().await;
    other.file().await;
    let (secret, foreign) = (browser.secret(), other.secret());
    let (_, case) = open(&portal, &secret).await;
    // Signed by somebody else, with another action than was signed, or for another version.
    let by_another = signed(&case, &foreign, bare(&case, &secret, CaseAction::Withdraw, None));
    let mut other_action = asked(&case, &secret, CaseAction::Supply, Some("题"), None);
    other_action.action = CaseAction::Withdraw;
    let mut other_version = asked(&case, &secret, CaseAction::Withdraw, None, None);
    other_version.version += 1;
    let mut not_the_reporters = asked(&case, &secret, CaseAction::Withdraw, None, None);
    not_the_reporters.action = CaseAction::Accept;
    let mut other_lookup = asked(&case, &secret, CaseAction::Withdraw, None, None);
    other_lookup.lookup = lookup(&foreign);
    for ask in [by_another, other_action, other_version, not_the_reporters, other_lookup] {
        assert_eq!(act(&portal, &ask).await.status, StatusCode::BAD_REQUEST);
    }
    assert!(open(&portal, &secret).await.0.contains("id=\"action-withdraw\""), "nothing was done");
    // What was done once is not done again.
    let ask = asked(&case, &secret, CaseAction::Supply, Some("第一条"), None);
    assert_eq!(act(&portal, &ask).await.status, StatusCode::OK);
    let again = act(&portal, &ask).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let StatusAnswer { case, .. } = read(&again);
    assert_eq!(texts(&case.unwrap(), &secret), ["第一条"]);
}

#[tokio::test]
async fn a_message_for_another_place_is_not_taken() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let secret = browser.secret();
    let (_, mut case) = open(&portal, &secret).await;
    case.next_message += 1;
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Supply, Some("跳号"), None)).await.status, StatusCode::CONFLICT);
    case.next_message -= 1;
    let mut ask = asked(&case, &secret, CaseAction::Supply, Some("太长"), None);
    ask.text.as_mut().unwrap().ciphertext.0.resize(model::limits::SEALED_MESSAGE + 1, 0);
    assert_eq!(act(&portal, &ask).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut ask = asked(&case, &secret, CaseAction::Supply, Some("别的套件"), None);
    ask.text.as_mut().unwrap().ciphertext.0[0] = 7;
    assert_eq!(act(&portal, &ask).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Supply, None, None)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(act(&portal, &asked(&case, &secret, CaseAction::Rate, None, Some(Rating::Fair))).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_unknown_code_and_a_slip_get_the_form_that_the_plain_way_gets() {
    let portal = TestPortal::sqlite().await;
    let nobody = ReporterSecret::from_code(&model::ReceiptCode::from_entropy(&[4; 24]));
    let answer = open_with(&portal, &nobody, Vec::new()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let StatusAnswer { page, case } = read(&answer);
    assert!(case.is_none() && page.contains("id=\"receipt-error\"") && page.contains("id=\"sealing\""));
    let mut ask = ActAsk {
        files: Vec::new(),
        lookup: lookup(&nobody),
        version: 1,
        action: CaseAction::Withdraw,
        rating: None,
        text: None,
        next: None,
        judge: None,
        signature: Base64(vec![0; 64]),
    };
    let StatusAnswer { page: acted, .. } = read(&act(&portal, &ask).await);
    assert_eq!(acted, page, "whatever is asked of it");
    ask.signature.0.pop();
    assert_eq!(act(&portal, &ask).await.status, StatusCode::BAD_REQUEST);

    let slip = OpenAsk { lookup: None, faults: vec![Fault::new(Field::Receipt, FaultKind::ReceiptCheck)], request: None };
    let answer = post(&portal, "/en/api/status/open", &slip).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(read::<StatusAnswer>(&answer).page.contains("action=\"/en/status\""));
    let other_language = post(&portal, "/en/api/status/open", &OpenAsk::default()).await;
    assert_eq!(other_language.status, StatusCode::OK);
    assert!(read::<StatusAnswer>(&other_language).page.contains("action=\"/en/status\""));
    let short = OpenAsk { lookup: Some(Base64(vec![1; 31])), faults: Vec::new(), request: None };
    assert_eq!(post(&portal, "/api/status/open", &short).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_fault_in_what_was_written_is_said_beside_its_field_and_nothing_is_sent() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let faults = vec![Fault::new(Field::Message, FaultKind::TooLong { max: 10_000, by: 1 }), Fault::new(Field::Title, FaultKind::Empty)];
    let answer = open_with(&portal, &browser.secret(), faults).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let StatusAnswer { page, .. } = read(&answer);
    assert!(page.contains("id=\"message-error\"") && !page.contains("title-error"));
}

#[tokio::test]
async fn guesses_spend_the_same_budget_either_way() {
    let settings = Settings { rate_limit: true, ..Settings::default() };
    let portal = TestPortal::sqlite_with(Setup { settings, ..Setup::default() }).await;
    let nobody = ReporterSecret::from_code(&model::ReceiptCode::from_entropy(&[4; 24]));
    let mut tries = 0;
    while open_with(&portal, &nobody, Vec::new()).await.status != StatusCode::TOO_MANY_REQUESTS {
        tries += 1;
        assert!(tries < 1_000);
    }
    assert_eq!(portal.post("/status", &[("receipt", "7QK2M")]).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_form_offers_it_and_the_plain_answer_does_not() {
    let portal = TestPortal::sqlite().await;
    assert!(portal.get("/status").await.body.contains("id=\"sealing\""));
    assert!(!portal.post("/status", &[("receipt", "7QK2M")]).await.body.contains("id=\"sealing\""));
}

/// An objection to a request for the identity, as a browser sends it.
fn objection(case: &SealedCase, secret: &ReporterSecret, words: &str) -> ActAsk {
    let (judge, rng) = (&case.judges[0], &mut StdRng::seed_from_u64(9));
    let key = key(case, secret, Purpose::Custody, judge.request);
    let place = Place { case: case.case, slot: Slot::Objection, seq: judge.request, epoch: judge.request };
    let text = sign_message(&key, &place, &secret.signing_key(), &encode(&Message::of(words.to_owned())), rng);
    let to = KeyPlace { case: case.case, epoch: judge.request, purpose: Purpose::Custody, holder: Holder::Unit(judge.key.key) };
    let sealed = seal_key(&key, &SealPublicKey::try_from(judge.key.public.0.as_slice()).unwrap(), &to, rng);
    let text = Some(NewText { seq: judge.request, epoch: judge.request, ciphertext: Base64(text.into_bytes()) });
    let copy = Some(KeyCopy { key: judge.key.key, sealed: Base64(sealed.into_bytes()) });
    signed(case, secret, ActAsk { text, judge: copy, ..bare(case, secret, CaseAction::Object, None) })
}

#[tokio::test]
async fn what_was_done_with_the_identity_is_opened_and_objected_to_in_the_browser() {
    let portal = TestPortal::sqlite().await;
    let named =
        [("identity", "named"), ("name", "张伟"), ("id_number", "11010519491231002X"), ("phone", "13800138000"), ("address", "某路")];
    let mut browser = Browser::open(&portal, &named).await;
    let filed = browser.file().await;
    let (secret, number) = (browser.secret(), filed.number.as_str());
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    officer.ask_for_identity(number, &["phone"], "电话核实日期").await;
    let (_, before) = open(&portal, &secret).await;
    assert!(before.judges.is_empty() && texts(&before, &secret).is_empty(), "nothing is told of what was not granted");
    keeper.decide(number, "grant", "准予联系").await;

    let (page, case) = open(&portal, &secret).await;
    assert!(page.contains("data-sealed=\"request-0\"") && page.contains("action-object-0"));
    assert!(trusted_key(&case.judges[0].key, Purpose::Report, &browser.installation).is_some());
    assert!(!page.contains("电话核实日期") && !page.contains("准予联系"), "the server has not opened them");
    let told = texts(&case, &secret);
    assert!(told.contains(&"电话核实日期".to_owned()) && told.contains(&"准予联系".to_owned()), "{told:?}");

    let empty = OpenAsk { lookup: Some(lookup(&secret)), faults: vec![Fault::new(Field::Objection, FaultKind::Empty)], request: Some(0) };
    let StatusAnswer { page, .. } = read(&post(&portal, "/api/status/open", &empty).await);
    assert!(page.contains("id=\"objection-error\"") && page.contains("id=\"objection\""));
    let mut other_key = objection(&case, &secret, "没有必要");
    other_key.judge.as_mut().unwrap().key += 1;
    assert_eq!(act(&portal, &other_key).await.status, StatusCode::CONFLICT);
    let without = signed(&case, &secret, ActAsk { judge: None, ..objection(&case, &secret, "没有必要") });
    assert_eq!(act(&portal, &without).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut exchanged = objection(&case, &secret, "没有必要");
    exchanged.judge.as_mut().unwrap().sealed.0[40] ^= 1;
    assert_eq!(act(&portal, &exchanged).await.status, StatusCode::BAD_REQUEST, "the copy is signed with it");
    let made = objection(&case, &secret, "没有必要打电话");
    let answer = act(&portal, &made).await;
    assert!(answer.status == StatusCode::OK && answer.body.contains("异议已密封") && !answer.body.contains("没有必要打电话"));
    assert_eq!(act(&portal, &made).await.status, StatusCode::CONFLICT, "once");

    let city = Member::arrive(&portal, "city").await;
    assert!(city.get("/staff/objections").await.body.contains("没有必要打电话"));
    city.post(&format!("/staff/objections/{number}/0"), &[("message", "已查")]).await;
    let (_, case) = open(&portal, &secret).await;
    assert!(texts(&case, &secret).contains(&"已查".to_owned()));
}
