//! What the browser may ask about invitations.

use domain::access::Role;
use domain::account::TypedSecret;
#[cfg(feature = "ssr")]
use domain::id::InvitationId;
use domain::id::SubmissionId;
use domain::invitation::{AcceptDraft, InvitationChoice, InvitationDraft};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{AppError, Done};

/// The list of invitations.
#[cfg(feature = "ssr")]
const LIST: &str = "/admin/users?tab=invitations";

/// Invites somebody (R-INV-1).
///
/// # Errors
/// 403 for an admin's invitation without `can_manage_admins`, 422 when the address cannot be invited, and for an
/// admin's without the password when it is needed again (AU10).
#[server(endpoint = "invitation/invite")]
pub async fn invite(
    submission: SubmissionId,
    #[server(default)] password: TypedSecret,
    #[server(flatten)] draft: InvitationDraft,
) -> Result<Done, AppError> {
    use backend::invitation::{invite, prove};
    let cx = crate::ssr::cx()?;
    let proof = crate::ssr::answer(prove(&cx, &draft, &password).await)?;
    crate::ssr::answer(invite(&cx, proof.as_ref(), submission, &draft).await)?;
    renew(proof).await?;
    Ok(Done { message: "Invited. The link in the mail works for 7 days".into(), to: LIST.into() })
}

/// A session whose person gave the password with the form goes on under a new id (SE3).
#[cfg(feature = "ssr")]
async fn renew(proof: Option<backend::account::Proof>) -> Result<(), AppError> {
    match proof {
        Some(proof) => crate::ssr::renew_session(&proof).await,
        None => Ok(()),
    }
}

/// Sends an invitation again that nobody has answered (R-INV-3).
///
/// # Errors
/// 404 for an invitation of nobody here, 409 when it was answered or taken back, 422 for an admin's without the
/// password when it is needed again.
#[server(endpoint = "invitation/resend")]
pub async fn resend(
    #[server(default)] password: TypedSecret,
    #[server(flatten)] choice: InvitationChoice,
) -> Result<Done, AppError> {
    use backend::invitation::{prove_chosen, resend};
    let cx = crate::ssr::cx()?;
    let proof = crate::ssr::answer(prove_chosen(&cx, &choice, &password).await)?;
    crate::ssr::answer(resend(&cx, proof.as_ref(), &choice).await)?;
    renew(proof).await?;
    Ok(Done { message: "Sent again. The old link does not work any more".into(), to: LIST.into() })
}

/// Takes a waiting invitation back (R-INV-3).
///
/// # Errors
/// As [`resend`].
#[server(endpoint = "invitation/cancel")]
pub async fn cancel(#[server(flatten)] choice: InvitationChoice) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::invitation::cancel(&cx, &choice).await)?;
    Ok(Done { message: "Cancelled. The link does not work any more".into(), to: LIST.into() })
}

/// An invitation that can be cancelled: for whom, and to which address.
///
/// # Errors
/// As [`cancel`].
#[cfg(feature = "ssr")]
pub async fn cancellable(id: InvitationId) -> Result<(String, String), AppError> {
    let cx = crate::ssr::cx()?;
    let choice = InvitationChoice { invitation: id.to_string() };
    let (name, email) = crate::ssr::answer(backend::invitation::cancellable(&cx, &choice).await)?;
    Ok((name, email.as_str().to_owned()))
}

/// What an invitation's page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// The organisation that invites.
    pub organisation: String,
    /// Who of it invites.
    pub invited_by: String,
    /// Who is invited.
    pub name: String,
    /// To which address.
    pub email: String,
    /// As what.
    pub role: Role,
}

/// The offer of a link. Looking at it changes nothing (R-GEN-10).
///
/// # Errors
/// 404 for a link that is none of ours or was replaced, 409 with what became of it.
#[server(endpoint = "invitation/offer")]
pub async fn offer(token: String) -> Result<OfferView, AppError> {
    let cx = crate::ssr::cx()?;
    let offer = crate::ssr::answer(backend::invitation::offer(&cx, &token).await)?;
    Ok(OfferView {
        organisation: offer.organisation,
        invited_by: offer.invited_by,
        name: offer.name,
        email: offer.email,
        role: offer.role,
    })
}

/// Accepts an invitation and signs in (R-INV-4).
///
/// # Errors
/// 409 with what became of the invitation, 422 for the form.
#[server(endpoint = "invitation/accept")]
pub async fn accept(#[server(flatten)] draft: AcceptDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let sign_in = crate::ssr::answer(backend::invitation::accept(&cx, &draft).await)?;
    crate::ssr::begin_first_session(sign_in, "You are signed in. Welcome to CareTrack").await?;
    Ok(Done { message: String::new(), to: "/".into() })
}

/// Declines an invitation (R-INV-4).
///
/// # Errors
/// 409 with what became of the invitation instead.
#[server(endpoint = "invitation/decline")]
pub async fn decline(token: String) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::invitation::decline(&cx, &token).await)?;
    Ok(Done { message: String::new(), to: "/sign-in?said=declined".into() })
}
