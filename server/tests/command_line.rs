//! The operator's commands, run as an operator runs them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::{
    io::{BufRead, BufReader, Cursor, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use sea_orm::{ConnectionTrait, Database};

const PASSWORD: &str = "correct horse battery staple";

/// A folder to run commands in, with the data folder `data` below it.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qingfeng"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("QINGFENG_")) {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that has to succeed, and returns what it says.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output.stderr));
        said(&output.stdout)
    }

    /// Runs a command that has to fail with this code, and returns what it complains of.
    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output.stdout));
        said(&output.stderr)
    }

    fn add_member(&self, login: &str, password: &str) -> Output {
        let arguments = ["staff", "add", login, "--unit", "440100", "--role", "officer", "--role", "custodian", "--password-stdin"];
        self.feed(&arguments, password.as_bytes())
    }

    /// Runs a command that reads this.
    fn feed(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }

    async fn alter(&self, sql: &str) {
        let database = Database::connect(format!("sqlite://{}", self.path("data/qingfeng.db").display())).await.unwrap();
        database.execute_unprepared(sql).await.unwrap();
        database.close().await.unwrap();
    }
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn init_makes_a_portal_that_only_its_owner_can_read_and_changes_nothing_again() {
    let place = Place::new();
    place.done(&["init"]);
    for (name, expected) in [("data", 0o700), ("data/keys.toml", 0o600), ("data/qingfeng.db", 0o600)] {
        assert_eq!(mode(&place.path(name)), expected, "{name}");
    }
    let before = (std::fs::read(place.path("data/keys.toml")).unwrap(), place.done(&["unit", "list"]));
    assert!(place.done(&["init"]).contains("nothing was changed"));
    assert_eq!((std::fs::read(place.path("data/keys.toml")).unwrap(), place.done(&["unit", "list"])), before);
    assert_eq!(before.1.lines().filter(|line| line.contains("district")).count(), 11);
}

#[tokio::test]
async fn a_portal_signs_with_one_key_which_an_earlier_key_file_gets_at_the_next_start() {
    let place = Place::new();
    place.done(&["init"]);
    let path = place.path("data/keys.toml");
    let own = std::fs::read_to_string(&path).unwrap();
    let fingerprint = place.done(&["fingerprint"]);
    assert!(place.done(&["init"]).contains("nothing was changed") && place.done(&["fingerprint"]) == fingerprint);

    let earlier: String = own.lines().filter(|line| !line.starts_with("signing")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&path, &earlier).unwrap();
    assert!(place.fails(1, &["fingerprint"]).contains("qingfeng init"));
    assert!(place.fails(1, &["init"]).contains("another signing key"), "the portal has signed with the one that is gone");
    std::fs::write(&path, &earlier).unwrap();
    place.alter("DELETE FROM settings").await;
    place.done(&["init"]);
    assert_ne!(place.done(&["fingerprint"]), fingerprint);
    assert_eq!(mode(&path), 0o600);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with(&earlier), "the other keys stay");
}

#[tokio::test]
async fn units_keys_of_a_version_that_signed_none_are_signed_with_the_first_signing_key_and_later_only_on_demand() {
    const UNSIGN: &str = "UPDATE unit_keys SET signature = x''";
    let place = Place::new();
    place.done(&["init"]);
    assert_eq!(place.add_member("li.na", PASSWORD).status.code(), Some(0));
    let path = place.path("data/keys.toml");
    let own = std::fs::read_to_string(&path).unwrap();
    let earlier: String = own.lines().filter(|line| !line.starts_with("signing")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&path, earlier).unwrap();
    place.alter(&format!("DELETE FROM settings; {UNSIGN}")).await;
    place.done(&["init"]);
    assert!(place.done(&["unit", "sign-keys"]).starts_with("Signed 0 keys"), "the first start has signed them");

    place.alter(UNSIGN).await;
    place.done(&["init"]);
    assert!(place.done(&["unit", "sign-keys"]).starts_with("Signed 2 keys"), "no start signs what came without a signature");
}

#[tokio::test]
async fn no_command_works_with_the_key_file_of_another_portal() {
    let (place, other) = (Place::new(), Place::new());
    place.done(&["init"]);
    other.done(&["init"]);
    let own = place.done(&["fingerprint"]);
    std::fs::rename(place.path("data/keys.toml"), place.path("own.toml")).unwrap();
    std::fs::copy(other.path("data/keys.toml"), place.path("data/keys.toml")).unwrap();
    let refused = place.add_member("li.na", PASSWORD);
    assert!(refused.status.code() == Some(1) && said(&refused.stderr).contains("another signing key"), "{}", said(&refused.stderr));
    for command in [&["unit", "list"][..], &["fingerprint"], &["poster", "--address", "https://jubao.example.cn"]] {
        assert!(place.fails(1, command).contains("another signing key"), "{command:?}");
    }
    std::fs::rename(place.path("data/qingfeng.db"), place.path("away.db")).unwrap();
    assert_ne!(place.done(&["fingerprint"]), own, "while the database is away nobody can tell");
    std::fs::rename(place.path("away.db"), place.path("data/qingfeng.db")).unwrap();
    std::fs::rename(place.path("own.toml"), place.path("data/keys.toml")).unwrap();
    assert_eq!(place.add_member("li.na", PASSWORD).status.code(), Some(0));
}

#[tokio::test]
async fn a_units_key_with_another_portals_signature_is_named() {
    let place = Place::new();
    place.done(&["init"]);
    assert_eq!(place.add_member("li.na", PASSWORD).status.code(), Some(0));
    place.done(&["unit", "sign-keys"]);
    place.alter("UPDATE unit_keys SET signature = zeroblob(64) WHERE purpose = 'report'").await;
    let listed = place.done(&["unit", "list"]);
    assert!(listed.lines().any(|line| line.starts_with("440100\t") && line.contains("key not signed by this portal")), "{listed}");
    assert!(place.fails(1, &["unit", "sign-keys"]).contains("of unit 440100"));
}

#[test]
fn a_member_brings_the_unit_its_key() {
    let place = Place::new();
    place.done(&["init"]);
    assert!(!place.done(&["unit", "list"]).contains("takes reports"));
    let first = place.add_member("li.na", PASSWORD);
    assert!(first.status.code() == Some(0) && !said(&first.stdout).contains("colleague"), "the first one has the keys");
    assert!(place.done(&["unit", "list"]).lines().any(|line| line.starts_with("440100\t") && line.contains("takes reports")));
    assert!(place.done(&["staff", "list"]).contains("li.na\t440100\tofficer,custodian"));
    assert!(place.done(&["staff", "reset", "li.na"]).contains("/staff/invite/"));
    assert!(said(&place.add_member("zhang.san", PASSWORD).stdout).contains("until a colleague grants them"));
    let double = place.add_member("li.na", PASSWORD);
    assert!(double.status.code() == Some(1) && said(&double.stderr).contains("in use"));
    let weak = place.add_member("wang.wei", "password1234");
    assert!(weak.status.code() == Some(1) && said(&weak.stderr).contains("guess"), "{}", said(&weak.stderr));
}

#[test]
fn what_is_used_wrongly_or_is_not_there_says_what_to_do() {
    let place = Place::new();
    assert!(place.fails(1, &["staff", "list"]).contains("qingfeng init"));
    place.fails(2, &["nothing"]);
    place.fails(2, &["staff", "add", "li.na", "--unit", "440100", "--role", "king", "--password-stdin"]);
    place.fails(2, &["--config", "missing.toml", "config"]);
    place.done(&["init"]);
    std::fs::remove_file(place.path("data/keys.toml")).unwrap();
    assert!(place.fails(1, &["init"]).contains("keys.toml is missing"));
    assert!(!place.path("data/keys.toml").exists(), "new keys would void every receipt");
    std::fs::File::options().write(true).create_new(true).mode(0o600).open(place.path("data/keys.toml")).unwrap();
    for command in [&["staff", "list"][..], &["init"]] {
        assert!(place.fails(1, command).contains("put a good copy of it in its place"), "{command:?}");
    }
}

#[test]
fn no_portal_is_made_beside_the_keys_of_one_whose_database_is_gone_unless_that_is_asked_for() {
    let place = Place::new();
    place.done(&["init"]);
    place.add_member("li.na", PASSWORD);
    place.done(&["backup", "plain"]);
    std::fs::remove_file(place.path("data/qingfeng.db")).unwrap();
    let mut command = place.command(&["serve"]);
    let mut child = command.env("QINGFENG_LISTEN", "127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let serves = BufReader::new(child.stdout.take().unwrap()).lines().any(|line| line.unwrap().starts_with("Qingfeng serves"));
    // One that serves would never end.
    child.kill().unwrap();
    let refused = child.wait_with_output().unwrap();
    assert!(!serves && said(&refused.stderr).contains("qingfeng restore"), "{}", said(&refused.stderr));
    place.done(&["restore", "plain"]);
    assert!(place.done(&["staff", "list"]).contains("li.na"));
    std::fs::remove_file(place.path("data/qingfeng.db")).unwrap();
    place.done(&["init"]);
    assert!(place.done(&["staff", "list"]).is_empty());
}

#[tokio::test]
async fn audit_verify_tells_the_first_bad_entry() {
    const EXCHANGE: &str = "UPDATE audit_log SET seq = 99 WHERE seq = 3; UPDATE audit_log SET seq = 3 WHERE seq = 4; \
                            UPDATE audit_log SET seq = 4 WHERE seq = 99";
    let place = Place::new();
    place.done(&["init"]);
    for login in ["one", "two", "three"] {
        assert_eq!(place.add_member(login, PASSWORD).status.code(), Some(0));
    }
    let verified = place.done(&["audit", "verify"]);
    let head = verified.lines().last().unwrap();
    place.done(&["audit", "verify", "--head", head]);
    assert_eq!(place.done(&["audit", "export"]).lines().count(), verified.split(' ').next().unwrap().parse::<usize>().unwrap());
    place.done(&["audit", "export", "log.jsonl"]);
    assert!(place.fails(2, &["audit", "export", "log.jsonl"]).contains("exists"));
    // From the last entry that is touched to the first, so that each is the first bad one.
    place.alter(EXCHANGE).await;
    assert!(place.fails(1, &["audit", "verify"]).contains("entry 3 was changed or moved"));
    place.alter(EXCHANGE).await;
    place.done(&["audit", "verify"]);
    place.alter("DELETE FROM audit_log WHERE seq = 3").await;
    assert!(place.fails(1, &["audit", "verify"]).contains("entry 3 is missing"));
    place.alter("UPDATE audit_log SET member_id = 1 WHERE seq = 2").await;
    assert!(place.fails(1, &["audit", "verify"]).contains("entry 2 was changed"));
}

#[test]
fn a_changed_configuration_is_in_the_log_once_and_without_its_secrets() {
    let place = Place::new();
    let serve = |captcha: &str| {
        let mut command = place.command(&["serve"]);
        let mut child =
            command.env("QINGFENG_LISTEN", "127.0.0.1:0").env("QINGFENG_CAPTCHA", captcha).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap().starts_with("Qingfeng serves")));
        child.kill().unwrap();
        child.wait().unwrap();
        let log = place.done(&["audit", "export"]);
        log.lines().filter(|line| line.contains("config.change")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!((serve("image").len(), serve("image").len()), (1, 1));
    let changes = serve("off");
    assert_eq!(changes.len(), 2);
    let hash = |line: &String| serde_json::from_str::<serde_json::Value>(line).unwrap()["object"].as_str().unwrap().to_owned();
    assert!(changes.iter().all(|line| hash(line).len() == 64) && hash(&changes[0]) != hash(&changes[1]));
}

#[test]
fn a_category_that_there_is_not_is_told_at_the_start() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).unwrap();
    std::fs::write(place.path("data/qingfeng.toml"), "[custody]\ntwo_decisions_categories = [\"justice\", \"justise\"]\n").unwrap();
    let mut command = place.command(&["serve"]);
    let mut child = command.env("QINGFENG_LISTEN", "127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    assert!(BufReader::new(child.stdout.take().unwrap()).lines().any(|line| line.unwrap().starts_with("Qingfeng serves")));
    child.kill().unwrap();
    let log = said(&child.wait_with_output().unwrap().stderr);
    assert!(log.contains("code=justise") && !log.contains("code=justice"), "{log}");
}

#[test]
fn what_the_operator_adds_is_in_the_log() {
    let place = Place::new();
    place.done(&["init"]);
    place.done(&["unit", "add", "440106-2", "--name", "天河区第二信访室"]);
    assert!(place.done(&["audit", "export"]).lines().any(|line| line.contains("\"unit.add\"") && line.contains("440106-2")));
}

#[tokio::test]
async fn a_backup_comes_back_whole_and_never_over_anything() {
    let place = Place::new();
    place.done(&["init"]);
    place.add_member("li.na", PASSWORD);
    let fingerprint = place.done(&["fingerprint"]);
    place.done(&["backup", "plain"]);
    place.done(&["backup", "full", "--with-keys"]);
    place.fails(2, &["backup", "full"]);
    for keys in ["keys.toml", "retention.toml"] {
        assert!(!place.path("plain").join(keys).exists() && place.path("full").join(keys).exists(), "{keys}");
    }
    assert_eq!((mode(&place.path("full")), mode(&place.path("full/qingfeng.db"))), (0o700, 0o600));
    assert!(place.fails(2, &["restore", "full"]).contains("exists"));

    std::fs::rename(place.path("data"), place.path("lost")).unwrap();
    place.done(&["restore", "full"]);
    assert_eq!(place.done(&["fingerprint"]), fingerprint);
    assert!(place.done(&["staff", "list"]).contains("li.na"));
    place.done(&["audit", "verify"]);

    std::fs::rename(place.path("data"), place.path("lost too")).unwrap();
    std::fs::write(place.path("full/qingfeng.db"), b"damaged").unwrap();
    assert!(place.fails(1, &["restore", "full"]).contains("qingfeng.db is missing or was changed"));
    assert!(!place.path("data/qingfeng.db").exists());
}

#[tokio::test]
async fn a_broken_audit_log_is_told_and_costs_no_report() {
    let place = Place::new();
    place.done(&["init"]);
    place.add_member("li.na", PASSWORD);
    place.alter("UPDATE audit_log SET member_id = 1 WHERE seq = 2").await;
    assert!(place.fails(1, &["backup", "full", "--with-keys"]).contains("entry 2 was changed"));
    std::fs::rename(place.path("data"), place.path("lost")).unwrap();
    assert!(place.fails(1, &["restore", "full"]).contains("entry 2 was changed"));
    assert!(place.done(&["staff", "list"]).contains("li.na"));

    place.alter("DELETE FROM audit_head").await;
    assert!(place.fails(1, &["audit", "verify"]).contains("the record of the last entry"));
}

#[test]
fn the_retention_key_is_replaced_with_its_copies_and_never_made_anew() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).unwrap();
    std::fs::write(place.path("data/qingfeng.toml"), "[retention]\ncopies = [\"copy.toml\"]\n").unwrap();
    place.done(&["init"]);
    let read = |name: &str| std::fs::read_to_string(place.path(name)).unwrap();
    assert_eq!((read("data/retention.toml"), mode(&place.path("copy.toml"))), (read("copy.toml"), 0o600));
    let before = read("copy.toml");
    assert!(place.done(&["retention", "rotate"]).contains("Generation 2 of the retention key is in use"));
    assert!(read("copy.toml") == read("data/retention.toml") && read("copy.toml") != before);
    assert!(place.done(&["retention", "status"]).contains("copy.toml: whole"));
    assert!(place.done(&["audit", "export"]).contains("\"retention.rotate\""));
    std::fs::remove_file(place.path("data/retention.toml")).unwrap();
    for command in [&["init"][..], &["audit", "verify"], &["retention", "rotate"]] {
        assert!(place.fails(1, command).contains("retention.toml is missing"));
    }
    assert!(!place.path("data/retention.toml").exists(), "with a new one no report could be read");
    std::fs::rename(place.path("copy.toml"), place.path("data/retention.toml")).unwrap();
    place.done(&["audit", "verify"]);
}

#[test]
fn a_copy_of_the_retention_key_that_is_not_there_is_told_made_again_and_holds_a_rotation_back() {
    let place = Place::new();
    std::fs::create_dir_all(place.path("data")).unwrap();
    std::fs::create_dir(place.path("safe")).unwrap();
    place.done(&["init"]);
    std::fs::write(place.path("data/qingfeng.toml"), "[retention]\ncopies = [\"safe/copy.toml\"]\n").unwrap();
    let status = place.run(&["retention", "status"]);
    assert!(status.status.code() == Some(1) && said(&status.stdout).contains("safe/copy.toml: NOT GOOD"), "{}", said(&status.stdout));
    place.done(&["init"]);
    let read = |name: &str| std::fs::read_to_string(place.path(name)).unwrap();
    assert!(
        place.done(&["retention", "status"]).contains("safe/copy.toml: whole") && read("safe/copy.toml") == read("data/retention.toml")
    );

    std::fs::rename(place.path("safe"), place.path("away")).unwrap();
    let before = read("data/retention.toml");
    assert!(place.fails(1, &["retention", "rotate"]).contains("safe/copy.toml"));
    assert_eq!(read("data/retention.toml"), before, "nothing is begun or destroyed");
    std::fs::rename(place.path("away"), place.path("safe")).unwrap();
    place.done(&["retention", "rotate"]);

    std::fs::write(place.path("data/retention.toml"), before).unwrap();
    let status = said(&place.run(&["retention", "status"]).stdout);
    assert!(status.contains("data/retention.toml: NOT GOOD") && status.contains("lacks generation 2"), "{status}");
    assert!(place.fails(1, &["retention", "rotate"]).contains("lacks generation 2"));
    std::fs::copy(place.path("safe/copy.toml"), place.path("data/retention.toml")).unwrap();
    place.done(&["retention", "rotate"]);
}

#[tokio::test]
async fn a_drill_fails_while_a_shared_key_could_not_surely_be_brought_back() {
    let place = Place::new();
    place.done(&["init"]);
    place.add_member("li.na", PASSWORD);
    assert!(place.done(&["drill"]).contains("440100 reports: not shared"));
    let key = "SELECT id, 2, 1, 1 FROM unit_keys WHERE purpose = 'report'";
    place.alter(&format!("INSERT INTO share_schemes (unit_key_id, threshold, made_at, made_by) {key}")).await;
    assert!(place.fails(1, &["drill"]).contains("could not surely be brought back"));
}

#[test]
fn a_poster_has_the_address_and_the_fingerprint_and_needs_nothing_from_outside() {
    let place = Place::new();
    assert!(place.fails(1, &["poster", "--address", "https://jubao.example.cn"]).contains("qingfeng init"));
    place.done(&["init"]);
    assert!(place.fails(2, &["poster"]).contains("--address"));
    assert!(place.done(&["poster", "--help"]).contains("--out"));
    let poster = place.done(&["poster", "--address", "https://jubao.example.cn"]);
    let shown = poster.replace("</span>", "").replace("<span>", "");
    assert!(shown.contains("https://jubao.example.cn") && shown.contains(place.done(&["fingerprint"]).trim()));
    assert!(!poster.contains("src=") && !poster.contains("href=") && poster.matches("<svg").count() == 2);
    let mut from_setting = place.command(&["poster", "--out", "poster.html"]);
    assert!(from_setting.env("QINGFENG_PUBLIC_ORIGIN", "https://jubao.example.cn").status().unwrap().success());
    assert_eq!(std::fs::read_to_string(place.path("poster.html")).unwrap().trim_end(), poster.trim_end());
    place.fails(2, &["poster", "--address", "https://other.example.cn", "--out", "poster.html"]);
    for address in ["jubao.example.cn", "https://jubao.example.cn/report", "https://me@jubao.example.cn", "<b>"] {
        assert!(place.fails(2, &["poster", "--address", address]).contains("without a path"), "{address}");
    }
}

#[test]
fn a_page_is_drawn_from_the_bytes_alone_and_nothing_is_drawn_of_what_is_none() {
    let (place, mut png) = (Place::new(), Cursor::new(Vec::new()));
    image::DynamicImage::new_rgb8(64, 48).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let drawn = place.feed(&["draw", "0"], png.get_ref());
    assert_eq!(drawn.status.code(), Some(0), "{}", said(&drawn.stderr));
    let (pages, picture) = drawn.stdout.split_at(4);
    assert_eq!((pages, image::load_from_memory(picture).unwrap().width()), ([0, 0, 0, 1].as_slice(), 64));
    for (page, content) in [("1", png.get_ref().as_slice()), ("0", b"%PDF-1.7 nonsense"), ("0", b"")] {
        let refused = place.feed(&["draw", page], content);
        assert_eq!((refused.status.code(), refused.stdout.is_empty()), (Some(1), true), "page {page}");
    }
    assert!(std::fs::read_dir(place.0.path()).unwrap().next().is_none(), "no data folder is needed or made");
}
