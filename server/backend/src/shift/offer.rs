//! Offering a shift: to everybody who may have it, and to nobody else (R-SHF-5).

use std::collections::HashSet;

use domain::eligibility::Context;
use domain::id::{AccountId, DistributionId, PackageId, ShiftId};
use domain::notice::NoticeKind;
use domain::shift::ShiftState;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::Error;
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Known, Vacancy, Who};
use crate::entity::{account, shift, shift_distribution};
use crate::outbox::letter::{ShiftMail, ShiftNews};
use crate::outbox::{Mail, Recipient};

/// Offers a shift that seeks somebody to every eligible carer of `who` without an offer; gives whom.
pub(super) async fn offer(tx: &Tx, vacancy: &Vacancy, who: Who) -> Result<Vec<AccountId>, Error> {
    let carers = eligibility::carers(tx, who, std::slice::from_ref(vacancy), tx.today()).await?;
    let offered = offered(tx, &[vacancy.row.id]).await?;
    let now = eligibility::now(tx.cx());
    let may_have = |known: &&Known| {
        let is_new = !offered.iter().any(|row| row.carer_id == known.carer.id);
        is_new && vacancy.verdict(known, None, Context::Offer, now).is_eligible()
    };
    let carers: Vec<&Known> = carers.iter().filter(may_have).collect();
    tell(tx, vacancy, &carers).await?;
    Ok(carers.into_iter().map(|known| known.carer.id).collect())
}

/// Offers every shift that seeks somebody to one carer who may have it now and could not before: called by
/// whatever makes a carer eligible, within its own write (R-SHF-5).
pub(crate) async fn offer_to(tx: &Tx, carer: AccountId) -> Result<(), Error> {
    offer_seeking(tx, Condition::all(), Who::One(carer), |_| true).await
}

/// As [`offer_to`] for several carers, in as many queries as for one.
pub(crate) async fn offer_to_all(tx: &Tx, carers: &[AccountId]) -> Result<(), Error> {
    match carers {
        [] => Ok(()),
        [one] => offer_to(tx, *one).await,
        _ => offer_seeking(tx, Condition::all(), Who::All, |carer| carers.contains(&carer)).await,
    }
}

/// Offers the shifts of a package that seek somebody to everybody who may have them now and could not before.
pub(crate) async fn offer_at(tx: &Tx, package: PackageId) -> Result<(), Error> {
    let there = Condition::all().add(shift::Column::CarePackageId.eq(package));
    offer_seeking(tx, there, Who::All, |_| true).await
}

async fn offer_seeking(
    tx: &Tx,
    which: Condition,
    who: Who,
    is_meant: impl Fn(AccountId) -> bool,
) -> Result<(), Error> {
    let seeking = Condition::all()
        .add(shift::Column::Status.is_in([ShiftState::Open, ShiftState::HasApplications]))
        .add(shift::Column::ApplyBy.gte(tx.now()))
        .add(shift::Column::StartAt.gt(tx.now()));
    let vacancies = eligibility::vacancies(tx, tx.today(), seeking.add(which)).await?;
    let carers = eligibility::carers(tx, who, &vacancies, tx.today()).await?;
    let ids: Vec<ShiftId> = vacancies.iter().map(|vacancy| vacancy.row.id).collect();
    let offered: HashSet<_> =
        offered(tx, &ids).await?.into_iter().map(|row| (row.shift_id, row.carer_id)).collect();
    let now = eligibility::now(tx.cx());
    for vacancy in &vacancies {
        let may_have = |known: &&Known| {
            let is_new = !offered.contains(&(vacancy.row.id, known.carer.id));
            is_new
                && is_meant(known.carer.id)
                && vacancy.verdict(known, None, Context::Offer, now).is_eligible()
        };
        let carers: Vec<&Known> = carers.iter().filter(may_have).collect();
        tell(tx, vacancy, &carers).await?;
    }
    Ok(())
}

/// The offers of these shifts.
pub(super) async fn offered(
    scope: &impl Scope,
    shifts: &[ShiftId],
) -> Result<Vec<shift_distribution::Model>, Error> {
    let found = scope
        .find::<shift_distribution::Entity>()
        .filter(shift_distribution::Column::ShiftId.is_in(shifts.iter().copied()));
    Ok(found.all(scope.db()).await?)
}

/// Stamps each offer, with its mail and notice. Two acts that offer at once make one row.
async fn tell(tx: &Tx, vacancy: &Vacancy, carers: &[&Known]) -> Result<(), Error> {
    if carers.is_empty() {
        return Ok(());
    }
    let rows = carers.iter().map(|known| shift_distribution::ActiveModel {
        id: Set(tx.fresh(DistributionId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        shift_id: Set(vacancy.row.id),
        carer_id: Set(known.carer.id),
        notified_at: Set(tx.now()),
        first_viewed_at: Set(None),
        closed_notice_at: Set(None),
    });
    shift_distribution::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    let ids: Vec<AccountId> = carers.iter().map(|known| known.carer.id).collect();
    tx.notices(&ids, NoticeKind::ShiftOpen, ("shift", vacancy.row.id.0)).await?;
    let apply_by = vacancy.shift.apply_by;
    for known in carers {
        let to = (known.carer.id, known.name.as_str(), known.email.as_deref());
        mail(tx, vacancy, to, ShiftNews::Open(apply_by)).await?;
    }
    Ok(())
}

/// Queues one mail about a shift. Whoever has no address any more gets none.
pub(super) async fn mail(
    tx: &Tx,
    vacancy: &Vacancy,
    (account, name, address): (AccountId, &str, Option<&str>),
    news: ShiftNews,
) -> Result<(), Error> {
    let Some(address) = address else { return Ok(()) };
    let expires = match news {
        ShiftNews::Open(apply_by) => Some(apply_by),
        _ => None,
    };
    let mail = Mail::Shift(ShiftMail {
        name: name.to_owned(),
        package: vacancy.package.name.clone(),
        period: vacancy.shift.period,
        news,
    });
    let to = Recipient { account: Some(account), address: address.to_owned() };
    tx.mail_about(to, &mail, expires, vacancy.row.id.0).await.map(drop)
}

/// Tells people the same about a shift, by mail and notice.
pub(super) async fn tell_all(
    tx: &Tx,
    vacancy: &Vacancy,
    to: &[account::Model],
    kind: NoticeKind,
    news: &ShiftNews,
) -> Result<(), Error> {
    let ids: Vec<AccountId> = to.iter().map(|account| account.id).collect();
    tx.notices(&ids, kind, ("shift", vacancy.row.id.0)).await?;
    for account in to {
        let to = (account.id, account.name.as_str(), account.email.as_deref());
        mail(tx, vacancy, to, news.clone()).await?;
    }
    Ok(())
}
