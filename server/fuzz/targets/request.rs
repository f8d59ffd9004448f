//! What a browser's module sends, in JSON: read or refused. A sealed report of which a part is anything else is refused, or is what it says.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use model::{
    Destination, Identity, ReceiptCode, Report, ReportContent, ReportKind,
    api::{self, CheckAsk, FormAsk, OpenAsk, RemoveAsk, SealAsk, SegmentAsk, UploadAsk},
};
use rand::{SeedableRng, rngs::StdRng};
use seal::{Recipient, ReporterSecret, SealedReport, seal_report};
use serde::de::DeserializeOwned;

static GENUINE: LazyLock<api::SealedReport> = LazyLock::new(|| {
    let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
    let public = secret.seal_key().public();
    let unit = Recipient { key: 5, public: &public };
    let report = Report {
        to: Destination::Usual,
        avoid_units: Vec::new(),
        kind: ReportKind::Disclosure,
        category: "land".parse().expect("a category"),
        area: "440106".parse().expect("an area"),
        content: ReportContent { subject: "a".into(), title: "b".into(), body: "c".into(), avoid: Vec::new(), about: None },
        identity: Some(Identity { name: "a".into(), id_number: "1".into(), phone: "2".into(), address: "3".into() }),
    };
    (&seal_report(7, &report, unit, Some(unit), &secret, &mut StdRng::seed_from_u64(1))).into()
});

fn read<T: DeserializeOwned>(bytes: &[u8]) {
    let _ = serde_json::from_slice::<T>(bytes);
}

fuzz_target!(|bytes: &[u8]| {
    read::<FormAsk>(bytes);
    read::<SealAsk>(bytes);
    read::<CheckAsk>(bytes);
    read::<OpenAsk>(bytes);
    read::<UploadAsk>(bytes);
    read::<RemoveAsk>(bytes);
    read::<SegmentAsk>(bytes);
    let Some((&part, instead)) = bytes.split_first() else { return };
    let mut sent = GENUINE.clone();
    *part_of(&mut sent, part) = instead.to_vec();
    let written = serde_json::to_value(&sent).expect("it can be written");
    if let Ok(sealed) = SealedReport::try_from(sent) {
        let again = serde_json::to_value(api::SealedReport::from(&sealed)).expect("it can be written");
        assert_eq!(again, written);
    }
});

/// The part of this number.
fn part_of(sent: &mut api::SealedReport, part: u8) -> &mut Vec<u8> {
    let identity = sent.identity.as_mut().expect("it has one");
    match part % 9 {
        0 => &mut sent.public_key.0,
        1 => &mut sent.verifying_key.0,
        2 => &mut sent.summary.0,
        3 => &mut sent.report.ciphertext.0,
        4 => &mut sent.report.reporter.0,
        5 => &mut sent.report.unit.as_mut().expect("it has one").sealed.0,
        6 => &mut identity.ciphertext.0,
        7 => &mut identity.reporter.0,
        _ => &mut identity.unit.as_mut().expect("it has one").sealed.0,
    }
}
