//! Every route of the portal. Language and mode are off the address by the time it comes here.

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post, put},
};

use super::{
    admin, assets, destroyed,
    even::even_out,
    health,
    places::until_sent,
    public,
    refusal::Refusal,
    reporter::{captcha, files, files_sealed, own_file, receipt, report, sealed, status, status_sealed},
    staff::{
        account, api, case, file, help, identities, identity, invite, login, objections, passkeys, queue, recover, recovery, redact,
        retention, second_factor, transfer,
    },
    transparency, verify,
};
use crate::app::App;

/// All routes, each area with one function of its own.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(everyone())
        .merge(reporter())
        .merge(door())
        .merge(staff())
        .merge(administration())
        .merge(machine())
        .fallback(async || Refusal::NotFound)
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
}

fn everyone() -> Router<App> {
    Router::new()
        .route("/", get(public::home))
        .route("/about/protection", get(public::protection))
        .route("/channels", get(public::channels))
        .route("/statistics", get(public::statistics))
        .route("/transparency", get(transparency::show))
        .route("/transparency.json", get(transparency::file))
        .route("/transparency/{file}", get(transparency::stamped))
        .route("/verify", get(verify::show).post(verify::check))
        .route("/verify/certificate", post(verify::certificate))
        .route("/destroyed/{number}", get(destroyed::show))
}

fn reporter() -> Router<App> {
    Router::new()
        .route("/report", get(report::show).post(report::post).layer(map_response(until_sent)))
        .route("/api/report/prepare", post(sealed::prepare))
        .route("/api/report/seal", post(sealed::seal))
        .route("/api/receipt/check", post(sealed::check))
        .route("/captcha/{file}", get(captcha::file))
        .route("/receipt/check", post(receipt::check))
        .route("/receipt/save", post(receipt::save))
        .route("/status", get(status::show))
        .route("/status", post(status::post).layer(map_response(even_out)).layer(map_response(until_sent)))
        .route("/api/status/open", post(status_sealed::open).layer(map_response(even_out)))
        .route("/api/status/act", post(status_sealed::act).layer(map_response(even_out)))
        .route("/api/evidence/begin", post(files_sealed::begin))
        .route("/api/evidence/finish", post(files_sealed::finish))
        .route("/api/evidence/remove", post(files_sealed::remove))
        .route("/api/evidence/read", post(own_file::segment))
}

/// What takes as long as a file takes: each handler ends what stands still.
pub fn files() -> Router<App> {
    Router::new()
        .route("/status/files", post(files::post).layer(map_response(even_out)))
        .route("/status/file", post(own_file::post).layer(map_response(even_out)))
        .route("/api/evidence/{segment}", put(files_sealed::segment))
        .route("/staff/cases/{number}/files/{file}/download", post(file::download))
}

/// Before anyone is signed in.
fn door() -> Router<App> {
    Router::new()
        .route("/staff/login", get(login::show).post(login::post))
        .route("/staff/login/code", get(login::show_code).post(login::post_code))
        .route("/api/staff/login/passkey", post(passkeys::ask))
        .route("/staff/totp", get(second_factor::show).post(second_factor::post))
        .route("/staff/recover", get(recover::show).post(recover::post))
        .route("/staff/invite/{token}", get(invite::show).post(invite::post))
}

/// For members: each handler demands the right that it needs.
fn staff() -> Router<App> {
    Router::new()
        .route("/staff", get(help::home))
        .route("/staff/home", get(help::home))
        .route("/staff/help", get(help::show))
        .route("/staff/logout", post(login::sign_out))
        .route("/staff/account", get(account::show))
        .route("/staff/account/password", post(account::change_password))
        .route("/staff/account/sessions", post(account::end_sessions))
        .route("/staff/account/recovery", post(account::new_recovery_code))
        .route("/staff/account/passkeys", get(passkeys::show))
        .route("/staff/account/passkeys/new", get(passkeys::show_new).post(passkeys::add))
        .route("/staff/account/passkeys/{id}/remove", get(passkeys::show_removal).post(passkeys::remove))
        .route("/api/staff/account/passkeys", post(passkeys::begin))
        .route("/staff/recovery", get(recovery::show))
        .route("/staff/recovery/{deed}", post(recovery::post))
        .route("/staff/reauth", get(account::show_reauth).post(account::post_reauth))
        .route("/api/staff/reauth/passkey", post(passkeys::ask_again))
        .route("/staff/queue", get(queue::show))
        .route("/staff/queue/search", post(queue::search))
        .route("/staff/queue/bulk", post(queue::bulk))
        .route("/api/staff/queue", get(api::news))
        .route("/api/staff/queue/search", post(api::search))
        .route("/api/staff/queue/assign", post(api::assign))
        .route("/staff/identities", get(identities::show))
        .route("/staff/identities/{number}/hand-over", post(identities::hand_over))
        .route("/staff/identities/{number}/{seq}", post(identities::decide))
        .route("/staff/objections", get(objections::show))
        .route("/staff/objections/{number}/{seq}", post(objections::post))
        .route("/staff/retention", get(retention::show))
        .route("/staff/retention/{number}", get(retention::show_case))
        .route("/staff/retention/{number}/{deed}", post(retention::post))
        .route("/staff/destroyed/{number}", get(retention::show_destroyed))
        .route("/staff/cases/{number}", get(case::show))
        .route("/staff/cases/{number}/transfer", get(transfer::show).post(transfer::post))
        .route("/staff/cases/{number}/files/{file}", get(file::show))
        .route("/staff/cases/{number}/files/{file}/{page}", get(file::picture))
        .route("/staff/cases/{number}/redact", get(redact::show).post(redact::post))
        .route("/staff/shared", get(redact::list))
        .route("/staff/shared/{number}/{seq}", get(redact::open))
        .route("/staff/cases/{number}/open-identity", post(identity::open))
        .route("/staff/cases/{number}/{action}", post(case::act))
}

fn administration() -> Router<App> {
    Router::new()
        .route("/admin/keys", get(admin::keys::show))
        .route("/admin/keys/{opens}/renew", post(admin::keys::renew))
        .route("/admin/members", get(admin::members::show))
        .route("/admin/members/invite", post(admin::members::invite))
        .route("/admin/members/{id}", get(admin::member::show))
        .route("/admin/members/{id}/roles", post(admin::member::set_roles))
        .route("/admin/members/{id}/grant-key", post(admin::member::grant_key))
        .route("/admin/members/{id}/invite-again", post(admin::member::invite_again))
        .route("/admin/members/{id}/move", get(admin::moving::show).post(admin::moving::post))
        .route("/admin/members/{id}/leave", post(admin::member::leave))
        .route("/admin/invitations/{id}/revoke", post(admin::invitations::revoke))
        .route("/admin/units", get(admin::units::show).post(admin::units::add))
        .route("/admin/units/{code}", get(admin::units::show_one).post(admin::units::update))
        .route("/admin/categories", get(admin::categories::show).post(admin::categories::put))
        .route("/admin/categories/{code}/{turn}", post(admin::categories::turn))
        .route("/admin/routing", get(admin::routing::show).post(admin::routing::add))
        .route("/admin/routing/{id}/{way}", post(admin::routing::change))
        .route("/staff/audit", get(admin::audit::show))
        .route("/staff/audit/export", post(admin::audit_export::post))
        .route("/admin/audit", get(admin::audit::moved))
}

fn machine() -> Router<App> {
    Router::new()
        .route("/assets/{name}", get(assets::asset))
        .route("/favicon.svg", get(assets::favicon))
        .route("/.well-known/qingfeng-assets.json", get(assets::published))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
}
