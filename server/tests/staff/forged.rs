//! What somebody who writes to the database puts in the place of a text is shown as forged, to the reporter and to the unit. On both databases.

use axum::http::StatusCode;
use model::{Message, ReceiptCode};
use rand::{SeedableRng, rngs::StdRng};
use seal::{Ciphertext, Holder, KeyPlace, Place, ReporterSecret, Slot, encode, open_message, sign_message};
use server::store::{Author, Envelope};

use crate::{
    admin::id_of,
    cases::filed,
    custody::NAMED,
    member::Member,
    support::{TIANHE, TestPortal},
};

/// A text, and how many places of the status page and of the case page show that it is forged.
struct Row {
    slot: Slot,
    seq: u32,
    reporter: usize,
    staff: usize,
}

/// The identity is on no page of the unit's before it is released.
const ROWS: [Row; 8] = [
    Row { slot: Slot::Report, seq: 0, reporter: 1, staff: 1 },
    Row { slot: Slot::Identity, seq: 0, reporter: 1, staff: 0 },
    // What the unit asked, and what the reporter answered.
    Row { slot: Slot::Message, seq: 0, reporter: 1, staff: 1 },
    Row { slot: Slot::Message, seq: 1, reporter: 1, staff: 1 },
    Row { slot: Slot::Answer, seq: 0, reporter: 1, staff: 1 },
    // For the unit's own eyes.
    Row { slot: Slot::Note, seq: 0, reporter: 0, staff: 1 },
    Row { slot: Slot::Risk, seq: 0, reporter: 0, staff: 1 },
    Row { slot: Slot::Recusal, seq: 0, reporter: 0, staff: 1 },
];

#[derive(Debug, Clone, Copy)]
enum Deed {
    /// Another byte in it.
    Changed,
    /// A genuine one of the same author's from another place.
    Exchanged,
    /// Sealed under the right data key, which members of the unit have, and signed by somebody else.
    SignedByAnother,
}

const INSTEAD: &str = "被人换掉的话";

struct Victim<'a> {
    portal: &'a TestPortal,
    case: i64,
    /// Another case of which everything is there.
    other: i64,
    secret: ReporterSecret,
}

impl Victim<'_> {
    async fn envelope(&self, case: i64, row: &Row) -> Envelope {
        self.portal.store.cases().envelope(case, row.slot, row.seq).await.unwrap()
    }

    /// What stands in the place of a text after a deed.
    async fn forged(&self, row: &Row, deed: Deed) -> Vec<u8> {
        let genuine = self.envelope(self.case, row).await;
        match deed {
            Deed::Changed => {
                let mut bytes = genuine.ciphertext;
                *bytes.last_mut().unwrap() ^= 1;
                bytes
            }
            Deed::Exchanged => self.envelope(self.other, row).await.ciphertext,
            Deed::SignedByAnother => self.signed_by_another(&genuine).await,
        }
    }

    async fn signed_by_another(&self, genuine: &Envelope) -> Vec<u8> {
        let (purpose, epoch) = (genuine.slot.purpose(), genuine.epoch);
        let copies = self.portal.store.cases().keys(self.case).await.unwrap();
        let own = |copy: &&server::store::CaseKey| (copy.purpose, copy.epoch, copy.holder) == (purpose, epoch, Holder::Reporter);
        let copy = copies.iter().find(own).unwrap();
        let key = self.secret.open_copy(&copy.sealed, &KeyPlace { case: self.case, epoch, purpose, holder: Holder::Reporter }).unwrap();
        let place = Place { case: self.case, slot: genuine.slot, seq: genuine.seq, epoch };
        let sealed = Ciphertext::try_from(genuine.ciphertext.as_slice()).unwrap();
        let content = match (genuine.author, genuine.slot) {
            // Of these not a word is another one.
            (Author::Reporter, Slot::Report | Slot::Identity) => {
                open_message(&key, &place, &sealed, &self.secret.signing_key().verifying_key()).unwrap()
            }
            _ => encode(&Message::of(INSTEAD.to_owned())),
        };
        let stranger = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[9; 24]));
        sign_message(&key, &place, &stranger.signing_key(), &content, &mut StdRng::seed_from_u64(3)).into_bytes()
    }

    async fn put(&self, row: &Row, ciphertext: &[u8]) {
        let bytes = self.portal.literal(ciphertext);
        let place = self.place(row);
        self.portal.alter(&format!("UPDATE envelopes SET ciphertext = {bytes} WHERE {place}")).await;
    }

    async fn delete(&self, row: &Row) {
        self.portal.alter(&format!("DELETE FROM envelopes WHERE {}", self.place(row))).await;
    }

    fn place(&self, row: &Row) -> String {
        format!("case_id = {} AND slot = '{}' AND seq = {}", self.case, row.slot.as_str(), row.seq)
    }
}

/// A named report, a question, a message, a note, how great the danger is, who must not learn of it and why, and an answer.
async fn furnished(portal: &TestPortal, officer: &Member<'_>) -> (String, String) {
    let away = id_of(portal, "away").await.to_string();
    let (code, number) = filed(portal, TIANHE, &NAMED).await;
    officer.act(&number, "accept", &[]).await;
    officer.act(&number, "ask", &[("message", "哪一天？")]).await;
    portal.post("/status", &[("receipt", &code), ("action", "supply"), ("message", "九月十二日")]).await;
    officer.act(&number, "note", &[("message", "内部说明")]).await;
    let danger = [("risk", "high"), ("reason", "对方已在打听"), ("message", "改为书面联系"), ("until", "2026-12-24")];
    officer.act(&number, "assess", &danger).await;
    officer.act(&number, "recuse", &[("assignee", &away), ("message", "与被反映人是同学")]).await;
    assert_eq!(officer.act(&number, "answer", &[("message", "经查属实")]).await.status, StatusCode::SEE_OTHER);
    (code, number)
}

async fn is_shown_to_both_sides(portal: TestPortal) {
    let officer = Member::arrive(&portal, "tianhe").await;
    let keeper = officer.colleague("keeper", TIANHE, &["custodian"]).await;
    officer.colleague("away", TIANHE, &["officer"]).await;
    let (code, number) = furnished(&portal, &officer).await;
    let (_, other) = furnished(&portal, &officer).await;
    officer.ask_for_identity(&number, &["name"], "核实").await;
    let [case, other] = [&number, &other].map(|number| number.parse().unwrap());
    let case = portal.store.cases().with_number(&case, 0).await.unwrap().id;
    let other = portal.store.cases().with_number(&other, 0).await.unwrap().id;
    let secret = ReporterSecret::from_code(&ReceiptCode::parse(&code).unwrap());
    let victim = Victim { portal: &portal, case, other, secret };
    let shown = async || {
        let pages = [portal.post("/status", &[("receipt", &code)]).await, officer.get(&format!("/staff/cases/{number}")).await];
        pages.map(|page| {
            assert!(page.status == StatusCode::OK && !page.body.contains(INSTEAD), "{}", page.status);
            page.body.matches("data-forged").count()
        })
    };
    assert_eq!(shown().await, [0, 0]);
    for row in &ROWS {
        let genuine = victim.envelope(case, row).await.ciphertext;
        for deed in [Deed::Changed, Deed::Exchanged, Deed::SignedByAnother] {
            victim.put(row, &victim.forged(row, deed).await).await;
            assert_eq!(shown().await, [row.reporter, row.staff], "{} {}: {deed:?}", row.slot.as_str(), row.seq);
            if row.slot == Slot::Identity {
                let granted = keeper.decide(&number, "grant", "").await;
                assert!(granted.status == StatusCode::CONFLICT && granted.body.contains("身份与封印不符"), "{deed:?}: {}", granted.status);
            }
            victim.put(row, &genuine).await;
        }
        assert_eq!(shown().await, [0, 0]);
    }
    // A text that is gone is as good as forged.
    let mut gone = [0, 0];
    for row in &ROWS {
        victim.delete(row).await;
        gone = [gone[0] + row.reporter, gone[1] + row.staff];
        assert_eq!(shown().await, gone, "{} {}: deleted", row.slot.as_str(), row.seq);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_row_is_shown_as_forged_to_both_sides_on_sqlite() {
    is_shown_to_both_sides(TestPortal::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_row_is_shown_as_forged_to_both_sides_on_postgres() {
    is_shown_to_both_sides(TestPortal::postgres().await).await;
}
