//! Taking an invitation back.

use axum::{extract::Path, response::Response};
use model::Right;

use crate::http::{refusal::Refusal, staff::seat::Posted};

/// `POST /admin/invitations/{id}/revoke`.
pub async fn revoke(Path(id): Path<String>, Posted { seat, .. }: Posted) -> Result<Response, Refusal> {
    seat.demand(Right::ManageMembers)?;
    let id: i64 = id.parse().map_err(|_| Refusal::NotFound)?;
    let administration = seat.administration();
    for unit in administration.units()? {
        let staff = administration.staff(unit.id).await?;
        if staff.invitations.iter().any(|invitation| invitation.id == id) {
            administration.withdraw_invitation(unit.id, id).await?;
            return Ok(seat.lead_to("/admin/members"));
        }
    }
    Err(Refusal::NotFound)
}
