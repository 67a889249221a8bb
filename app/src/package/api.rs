//! What the browser may ask about care packages.

use domain::id::{PackageId, SubmissionId};
use domain::list::{Asked, Listed};
use domain::package::{PackageDraft, PackageRow, PackageView};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// A page of the list, by name.
///
/// # Errors
/// 422 for a status that there is none of.
#[server(endpoint = "package/list")]
pub async fn packages(#[server(flatten)] asked: Asked) -> Result<Listed<PackageRow>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::package::list(&cx, &asked).await)
}

/// One package.
///
/// # Errors
/// 404.
#[server(endpoint = "package/show")]
pub async fn package(id: PackageId) -> Result<PackageView, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::package::show(&cx, id).await)
}

/// Makes a package.
///
/// # Errors
/// 422 for an unreadable form, 409 for a name that is taken.
#[server(endpoint = "package/create")]
pub async fn create(
    submission: SubmissionId,
    #[server(flatten)] draft: PackageDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let id = crate::ssr::answer(backend::package::create(&cx, submission, &draft).await)?;
    Ok(Done { message: "Care package added".into(), to: format!("/admin/packages/{id}") })
}

/// Changes a package.
///
/// # Errors
/// 404, 422 for an unreadable form, 409 for a name that is taken or a form that is out of date.
#[server(endpoint = "package/update")]
pub async fn update(id: PackageId, #[server(flatten)] draft: PackageDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::package::update(&cx, id, &draft).await)?;
    Ok(Done { message: "Care package saved".into(), to: format!("/admin/packages/{id}") })
}
