//! Deactivating, deleting and restoring: what ends, what stays, and what comes back.

use domain::account::Refused;
use domain::competency::Level;
use domain::eligibility::{OverrideDraft, RuleKey};
use domain::id::{ApplicationId, ShiftId};
use domain::rota::EntryState;
use domain::shift::{ApplicationState, ShiftState};
use sea_orm::EntityTrait as _;

use super::*;
use crate::entity::{alert, carer_assignment, competency_current, deletion, rota_entry, session as sessions};
use crate::shift::{detail, select};
use crate::testing::london;

/// The application of a carer for a shift.
async fn application(cx: &Cx, shift: ShiftId, carer: AccountId) -> ApplicationId {
    let detail = detail(cx, shift).await.unwrap();
    detail.applicants.into_iter().find(|one| one.carer == carer).expect("an application").id
}

/// What was found about people’s work.
async fn alerts(service: &Service) -> Vec<(String, alert::Severity)> {
    let rows = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let about_work = rows.into_iter().filter(|row| row.r#type == alert::Kind::Compliance);
    about_work.map(|row| (row.title, row.severity)).collect()
}

#[tokio::test]
async fn s018_the_only_active_admin_does_not_delete_himself() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let ann = cx.person().unwrap().id;
    let refused = delete(&cx, ann, 1).await;
    assert!(matches!(refused, Err(Error::Ending(Refused::Oneself))), "{refused:?}");
    let refused = deactivate(&cx, ann, 1).await;
    assert!(matches!(refused, Err(Error::Ending(Refused::Oneself))), "{refused:?}");
    assert!(service.trail().await.is_empty() && seen(&cx, ann).await.version == 1);
}

#[tokio::test]
async fn r_acc_1_t017_of_two_who_end_each_other_at_once_one_stays() {
    let service = Service::new().await;
    let (ann, zoe) = (service.admin("Ann").await, service.admin("Zoe").await);
    let (by_ann, by_zoe) = (service.as_(ann).await, service.as_(zoe).await);

    let (one, other) = futures::future::join(delete(&by_ann, zoe, 1), deactivate(&by_zoe, ann, 1)).await;

    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let mut standing = 0;
    for id in [ann, zoe] {
        let row = crate::entity::account::Entity::find_by_id(id).one(service.platform.db.reader()).await;
        let row = row.unwrap().unwrap();
        standing += usize::from(row.active && row.deletion_id.is_none());
    }
    assert_eq!(standing, 1);
}

#[tokio::test]
async fn s126_r_acc_3_a_deactivated_carer_keeps_the_packages_and_is_an_error_in_the_rota() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (bea, cid, home) =
        (service.carer("Bea").await, service.carer("Cid").await, service.package("Larkfield").await);
    service.assign_carer(bea, home).await;
    let given = service.sent(ann, home, 10, ("09:00", "17:00"), &[]).await;
    let asked = service.sent(ann, home, 12, ("09:00", "17:00"), &[]).await;
    service.interested(bea, given).await;
    service.interested(bea, asked).await;
    service.interested(cid, asked).await;
    let cx = service.as_(ann).await;
    select(&cx, application(&cx, given, bea).await, &OverrideDraft::default()).await.unwrap();
    let token = service.sign_in(bea).await;

    deactivate(&cx, bea, 1).await.unwrap();

    assert!(crate::session::resume(&service.nobody(), &token).await.unwrap().is_none(), "signed out");
    assert_eq!(seen(&cx, bea).await.packages.len(), 1, "the assignment stays");
    let shown = detail(&cx, given).await.unwrap();
    assert_eq!(shown.state, ShiftState::Assigned);
    let verdict = shown.applicants[0].verdict.clone().unwrap();
    assert!(verdict.reasons.iter().any(|reason| reason.rule == RuleKey::AccountActive && reason.blocks()));
    let raised = alerts(&service).await;
    assert_eq!(raised, [("Somebody with planned work is inactive".to_owned(), alert::Severity::High)]);
    let refused = select(&cx, application(&cx, asked, bea).await, &OverrideDraft::default()).await;
    assert!(matches!(refused, Err(Error::Shift(_))), "{refused:?}");
    assert!(matches!(deactivate(&cx, bea, 2).await, Ok(())), "a second time changes nothing");
    assert_eq!(service.trail().await.iter().filter(|action| *action == "account_deactivated").count(), 1);
}

#[tokio::test]
async fn r_trg_4_a_carer_taken_back_into_use_is_ready_again_and_offered_open_shifts() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (bea, home) = (service.carer("Bea").await, service.package("Larkfield").await);
    let washing = service.task("Washing", 10).await;
    service.assign_task(washing, home).await;
    service.assign_carer(bea, home).await;
    service.template("Personal care", &[washing]).await;
    service.done(bea, washing, 10).await;
    let cx = service.as_(ann).await;
    deactivate(&cx, bea, 1).await.unwrap();
    let shift = service.sent(ann, home, 10, ("09:00", "17:00"), &[]).await;
    assert!(detail(&cx, shift).await.unwrap().seen.is_empty());

    activate(&cx, bea, 2).await.unwrap();

    assert_eq!(detail(&cx, shift).await.unwrap().seen.len(), 1);
    let trail = service.trail().await;
    let last = &trail[trail.len() - 2..];
    assert!(
        last.contains(&"account_activated".into()) && last.contains(&"assessment_available".into()),
        "{trail:?}"
    );
}

#[tokio::test]
async fn s118_r_acc_2_a_deleted_carer_leaves_the_rota_and_comes_back_with_the_packages_only() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    let (home, gone) = (service.package("Larkfield").await, service.package("Oakfield").await);
    for package in [home, gone] {
        service.assign_carer(bea, package).await;
    }
    let washing = service.task("Washing", 10).await;
    service.rated(bea, washing, Level::Competent, None).await;
    service.done(bea, washing, 4).await;
    let past = (london(2026, 3, 1, 9, 0), london(2026, 3, 1, 17, 0));
    let to_come = (london(2026, 3, 20, 9, 0), london(2026, 3, 20, 17, 0));
    for time in [past, to_come] {
        service.planned(bea, home, time, EntryState::Confirmed).await;
    }
    let given = service.sent(ann, home, 10, ("09:00", "17:00"), &[]).await;
    let asked = service.sent(ann, home, 12, ("09:00", "17:00"), &[]).await;
    for shift in [given, asked] {
        service.interested(bea, shift).await;
    }
    service.interested(cid, given).await;
    let cx = service.as_(ann).await;
    select(&cx, application(&cx, given, bea).await, &OverrideDraft::default()).await.unwrap();
    service.sign_in(bea).await;
    let told = impact(&cx, bea).await.unwrap();
    assert_eq!((told.future_entries, told.assigned_shifts, told.pending_applications), (2, 1, 1));
    assert_eq!((told.assignments, told.completions, told.ratings, told.bin_days), (2, 1, 1, None));
    assert!(told.sessions >= 1);

    delete(&cx, bea, told.version).await.unwrap();

    let (given_now, asked_now) = (detail(&cx, given).await.unwrap(), detail(&cx, asked).await.unwrap());
    assert_eq!((given_now.state, asked_now.state), (ShiftState::HasApplications, ShiftState::Open));
    assert_eq!(given_now.assigned_to, None);
    let states: Vec<_> = given_now.applicants.iter().map(|one| (one.carer, one.state)).collect();
    assert!(
        states.contains(&(bea, ApplicationState::Removed))
            && states.contains(&(cid, ApplicationState::Pending))
    );
    let db = service.platform.db.reader();
    let entries = rota_entry::Entity::find().all(db).await.unwrap();
    let live: Vec<_> =
        entries.iter().filter(|row| row.removed_at.is_none()).map(|row| row.start_at).collect();
    assert_eq!(live, [past.0], "what is done stays");
    assert_eq!(alerts(&service).await[0].0, "Assigned shifts seek somebody again");
    assert!(
        sessions::Entity::find()
            .all(db)
            .await
            .unwrap()
            .iter()
            .all(|row| row.account_id != bea || row.ended_at.is_some())
    );
    assert_eq!(competency_current::Entity::find().all(db).await.unwrap().len(), 1, "ratings stay");
    let again = service.as_(cid).await;
    assert!(matches!(restore(&again, bea).await, Err(Error::Forbidden)));

    bin(&service, gone).await;
    let skipped = restore(&cx, bea).await.unwrap().skipped;

    assert_eq!(skipped, ["Oakfield"]);
    let back = seen(&cx, bea).await;
    assert_eq!((back.packages.len(), back.packages[0].package.name.as_str()), (1, "Larkfield"));
    assert_eq!(detail(&cx, given).await.unwrap().assigned_to, None, "work does not come back");
    let periods = carer_assignment::Entity::find().all(db).await.unwrap();
    assert_eq!(
        periods.iter().filter(|row| row.carer_id == bea).count(),
        3,
        "a new period, the old ones stay closed"
    );
    let deletions = deletion::Entity::find().all(db).await.unwrap();
    assert!(deletions.iter().all(|row| (row.item_id == bea.0) == row.restored_at.is_some()));
    assert!(matches!(restore(&cx, bea).await, Err(Error::NotFound)), "it is in the bin no more");
    let trail = service.trail().await;
    for action in
        ["account_deleted", "shift_reopened", "application_removed", "entry_deleted", "account_restored"]
    {
        assert!(trail.contains(&action.to_owned()), "{action}: {trail:?}");
    }
}

/// Puts a package in the bin.
async fn bin(service: &Service, package: domain::id::PackageId) {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let cx = service.as_(service.admin("Office").await).await;
    let tx = cx.write(Action::ManagePackages).await.unwrap();
    let item = domain::deletion::ItemType::Package;
    let deletion = crate::deletion::begin(&tx, item, package.0, "Oakfield").await.unwrap();
    let row = crate::entity::care_package::Entity::find_by_id(package).one(tx.db()).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.deletion_id = Set(Some(deletion));
    row.update(tx.db()).await.unwrap();
    let entry =
        crate::audit::Entry::new(domain::audit::AuditAction::PackageDeleted).about("package", package.0);
    tx.commit(entry).await.unwrap();
}

#[tokio::test]
async fn r_acc_2_an_assigned_shift_whose_time_to_apply_has_passed_expires_with_its_carer() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (bea, home) = (service.carer("Bea").await, service.package("Larkfield").await);
    let shift = service.sent(ann, home, 10, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let cx = service.as_(ann).await;
    select(&cx, application(&cx, shift, bea).await, &OverrideDraft::default()).await.unwrap();
    service.set_clock(london(2026, 3, 9, 20, 0));
    let later = service.as_(ann).await;

    delete(&later, bea, 1).await.unwrap();

    let shown = detail(&later, shift).await.unwrap();
    assert_eq!(shown.state, ShiftState::Expired);
    assert!(shown.expiry.is_some());
}

#[tokio::test]
async fn r_acc_1_a_deleted_admin_stays_in_the_bin_for_thirty_days_and_is_restored_with_the_rights() {
    let service = Service::new().await;
    let (ann, zoe) = (service.admin("Ann").await, service.admin("Zoe").await);
    let cx = service.as_(ann).await;
    let told = impact(&cx, zoe).await.unwrap();
    assert_eq!((told.bin_days, told.invited), (Some(30), 0));

    delete(&cx, zoe, 1).await.unwrap();
    let row = deletion::Entity::find().one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!((row.label.as_str(), row.purge_after), ("Zoe", Some(service.now().plus_hours(720))));
    assert!(matches!(show(&cx, zoe).await.unwrap().standing, domain::users::Standing::Deleted));
    assert!(matches!(impact(&cx, zoe).await, Err(Error::NotFound)));
    restore(&cx, zoe).await.unwrap();

    assert_eq!(seen(&cx, zoe).await.flags, Flags::ALL);
    service.as_(zoe).await;
}
