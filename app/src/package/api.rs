//! What the browser may ask about care packages.

use domain::id::{PackageId, SubmissionId};
use domain::list::{Asked, Listed};
use domain::package::{PackageDraft, PackageImpact, PackageRow, PackageView};
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
/// 422 for an unreadable form or a name that is taken.
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
/// 404, 422 for an unreadable form or a name that is taken, 409 for a form that is out of date.
#[server(endpoint = "package/update")]
pub async fn update(id: PackageId, #[server(flatten)] draft: PackageDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::package::update(&cx, id, &draft).await)?;
    Ok(Done { message: "Care package saved".into(), to: format!("/admin/packages/{id}") })
}

/// What deleting a package would end.
///
/// # Errors
/// 404.
#[server(endpoint = "package/impact")]
pub async fn impact(id: PackageId) -> Result<PackageImpact, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::package::impact(&cx, id).await)
}

/// Deletes a package with all that hangs on it.
///
/// # Errors
/// 404.
#[server(endpoint = "package/delete")]
pub async fn delete(id: PackageId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let name = crate::ssr::answer(backend::package::delete(&cx, id).await)?;
    Ok(Done { message: format!("{name} is deleted"), to: "/admin/packages?status=deleted".into() })
}

/// Brings a package back from the bin.
///
/// # Errors
/// 404, 409 when another has its name now.
#[server(endpoint = "package/restore")]
pub async fn restore(id: PackageId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let back = crate::ssr::answer(backend::package::restore(&cx, id).await)?;
    Ok(Done { message: crate::words::deleted::package_restored(&back), to: format!("/admin/packages/{id}") })
}
