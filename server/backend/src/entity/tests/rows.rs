//! One row or more for every table, in the order in which they can be written.
//!
//! `#7` is the seventh id of the organisation, as a reference; `@7` the same where nothing refers;
//! `~7` thirty-two bytes, `.7` only sixteen; `$` the organisation's own id and `%` its number.

/// Which columns every table of a kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// **M**: id, organisation, made, changed.
    Mutable,
    /// **A**: id, organisation, made.
    Appended,
    /// **A**, of things that happened: id, organisation, at.
    Recorded,
    /// Only what is written.
    Plain,
}

use Kind::{Appended, Mutable, Plain, Recorded};

#[derive(Clone, Copy, Debug)]
pub(super) struct Row(pub(super) &'static str, pub(super) Kind, pub(super) u32, pub(super) &'static str);

pub(super) const GRACE: u32 = 10;
pub(super) const ANN: u32 = 11;
pub(super) const BEN: u32 = 12;
pub(super) const PACKAGE: u32 = 21;
pub(super) const UNSENT_SHIFT: u32 = 43;
pub(super) const SENT_SHIFT: u32 = 65;
pub(super) const ENTRY: u32 = 47;

pub(super) const ROWS: &[Row] = &[
    Row("organisation", Plain, 0, "id=$; created_at=1000; updated_at=1000; name='Riverside Care'; logo=~1"),
    Row("audit_head", Plain, 0, "organisation_id=$; last_seq=2; last_hash=~1"),
    Row("organisation_setting", Mutable, 1, "key='session.limit'; value='4'"),
    Row("deployment", Plain, 0, "key_number=%; created_at=1000; check_value=~1"),
    Row(
        "account",
        Mutable,
        GRACE,
        "role='admin'; name='Grace Okafor'; name_key='grace okafor'; \
        email='grace%@example.org'; email_key='grace%@example.org'; password_hash='$argon2id$'; \
        can_manage_admins=TRUE; professional_reference='NMC 1'; last_sign_in_at=1000; locked_until=1000",
    ),
    Row(
        "deletion",
        Mutable,
        13,
        "item_type='task'; item_id=@23; label='Washing'; deleted_by=#10; deleted_at=1000; \
        purge_after=2000; warned_7_at=1; warned_1_at=1; record_downloaded_at=1; details='{}'",
    ),
    Row("account", Mutable, ANN, "role='carer'; name='Ann Moore'; name_key='ann moore'"),
    Row(
        "account",
        Mutable,
        BEN,
        "role='carer'; name='Ben Hill'; name_key='ben hill'; deletion_id=#13; \
        pseudonym='Former carer 4F2A'; erased_at=1000",
    ),
    Row(
        "carer",
        Plain,
        ANN,
        "account_id=#11; organisation_id=$; created_at=1000; updated_at=1000; pseudonym='Former 11'; \
        job_role='Carer'; employment_start='2026-01-05'; employment_end='2026-12-31'; phone='07700 900123'; \
        emergency_name='Tom'; emergency_phone='07700 900124'; wtr_opt_out_from='2026-01-05'; \
        wtr_opt_out_until='2026-12-31'",
    ),
    Row(
        "carer",
        Plain,
        BEN,
        "account_id=#12; organisation_id=$; created_at=1000; updated_at=1000; pseudonym='Former 12'",
    ),
    Row("person_name", Appended, 14, "account_id=#11; name='Ann Moore'; from_at=1000"),
    Row("personal_value", Appended, 15, "subject_id=@11; kind='origin'; value='192.0.2.1'; salt=~2"),
    Row("personal_value", Appended, 16, "subject_id=@11; kind='note'; value='Prefers mornings'; salt=~3"),
    Row(
        "session",
        Mutable,
        17,
        "account_id=#10; token_hash=~4; last_seen_at=1000; expires_at=2000; idle_minutes=30; \
        shared_device=FALSE; auth_at=1000; data='{}'; origin_id=#15; ended_at=1500; end_reason='sign_out'",
    ),
    Row(
        "invitation",
        Mutable,
        18,
        "role='carer'; name='Cy Ward'; email='cy%@example.org'; email_key='cy%@example.org'; \
        job_role='Carer'; employment_start='2026-02-02'; token_hash=~5; status='accepted'; invited_by=#10; \
        sent_at=1000; expires_at=2000; ended_at=1500; account_id=#12",
    ),
    Row(
        "invitation",
        Mutable,
        68,
        "role='carer'; name='Di Shaw'; email='di%@example.org'; email_key='di%@example.org'; \
        token_hash=~6; status='pending'; invited_by=#10; sent_at=1000; expires_at=2000",
    ),
    Row(
        "password_reset",
        Mutable,
        19,
        "account_id=#10; token_hash=~7; expires_at=2000; used_at=1500; origin_id=#15",
    ),
    Row(
        "email_change",
        Mutable,
        20,
        "account_id=#10; initiated_by=#10; new_email='g%@example.org'; \
        new_key='g%@example.org'; verify_hash=~8; cancel_hash=~9; status='verified'; expires_at=2000; ended_at=1500",
    ),
    Row("setup_code", Plain, 59, "id=@59; created_at=1000; code_hash=~10; used_at=1500"),
    Row("care_package", Mutable, PACKAGE, "name='Larkfield'; name_key='larkfield'; postcode_area='M14'"),
    Row(
        "care_package",
        Mutable,
        22,
        "name='Larkfield'; name_key='larkfield'; postcode_area='M14'; deletion_id=#13",
    ),
    Row("assessment_template", Mutable, 24, "name='Personal care'; name_key='personal care'"),
    Row(
        "template_version",
        Appended,
        25,
        "template_id=#24; number=1; published_by=#10; covered_task_ids='[]'",
    ),
    Row(
        "assessment_template",
        Mutable,
        64,
        "name='Old'; name_key='old'; current_version_id=#25; deletion_id=#13",
    ),
    Row(
        "template_item",
        Appended,
        26,
        "template_version_id=#25; section='knowledge'; position=1; prompt='Why gloves?'; \
        model_answer='Infection'",
    ),
    Row(
        "task",
        Mutable,
        23,
        "name='Washing'; name_key='washing'; description='Help'; target=50; reassess_months=12; \
        assessment_template_id=#24; library_key='washing'",
    ),
    Row("task", Mutable, 63, "name='Washing'; name_key='washing'; target=9999; deletion_id=#13"),
    Row(
        "carer_assignment",
        Appended,
        66,
        "carer_id=#11; care_package_id=#21; from_at=500; to_at=800; assigned_by=#10; \
        ended_by=#10; note_id=#16; ended_by_deletion=#13",
    ),
    Row("carer_assignment", Appended, 27, "carer_id=#11; care_package_id=#21; from_at=1000; assigned_by=#10"),
    Row(
        "task_assignment",
        Appended,
        67,
        "task_id=#23; care_package_id=#21; from_at=500; to_at=800; assigned_by=#10; \
        ended_by=#10; ended_by_deletion=#13",
    ),
    Row("task_assignment", Appended, 28, "task_id=#23; care_package_id=#21; from_at=1000; assigned_by=#10"),
    Row(
        "assessment_ready",
        Mutable,
        29,
        "carer_id=#11; template_id=#24; ready_at=1000; closed_at=1500; \
        close_reason='assessed'",
    ),
    Row(
        "assessment_draft",
        Mutable,
        30,
        "template_version_id=#25; carer_id=#11; template_id=#24; edited_by=#10; \
        content='{}'; reassessment=FALSE",
    ),
    Row(
        "assessment",
        Appended,
        31,
        "carer_id=#11; template_id=#24; template_version_id=#25; assessor_id=#10; \
        assessor_reference='NMC 1'; completed_at=1000; completed_on='2026-03-01'; overall_level='competent'; \
        reassessment=FALSE; note='Calm'",
    ),
    Row(
        "assessment",
        Appended,
        61,
        "carer_id=#11; template_id=#24; template_version_id=#25; assessor_id=#10; \
        completed_at=1000; completed_on='2026-03-01'; overall_level='proficient'; reassessment=FALSE; \
        amends_id=#31; amend_reason='Wrong level chosen'",
    ),
    Row(
        "assessment_answer",
        Appended,
        32,
        "assessment_id=#31; section='knowledge'; position=1; prompt='Why gloves?'; \
        model_answer='Infection'; answer='To keep germs away'",
    ),
    Row(
        "assessment_answer",
        Appended,
        69,
        "assessment_id=#31; section='practical'; position=1; prompt='Washes hands'; \
        skill_result='competent'",
    ),
    Row("assessment_task", Appended, 33, "assessment_id=#31; task_id=#23; task_name='Washing'"),
    Row(
        "completion",
        Appended,
        34,
        "carer_id=#11; task_id=#23; kind='log'; amount=3; work_date='2026-03-01'; \
        care_package_id=#21; note_id=#16; entered_by=#11; submission_id=@34",
    ),
    Row(
        "completion",
        Appended,
        70,
        "carer_id=#11; task_id=#23; kind='reset'; amount=-3; work_date='2026-03-02'; \
        reason='Counted for another carer'; entered_by=#10; submission_id=@70",
    ),
    Row("progress_current", Mutable, 35, "carer_id=#11; task_id=#23; count=3; last_reset_at=900"),
    Row(
        "competency_rating",
        Appended,
        36,
        "carer_id=#11; task_id=#23; level='not_assessed'; source='manual'; set_by=#10; \
        set_at=1000; set_on='2026-03-01'; reason='Seen at work on Monday'; fast_track=FALSE; effect='immediate'",
    ),
    Row(
        "competency_rating",
        Appended,
        62,
        "carer_id=#11; task_id=#23; level='competent'; source='assessment'; \
        assessment_id=#31; set_by=#10; set_at=1000; set_on='2026-03-01'; fast_track=FALSE; \
        effect='on_acknowledgment'; valid_until='2027-03-01'; previous_rating_id=#36",
    ),
    Row(
        "rating_event",
        Recorded,
        37,
        "rating_id=#36; kind='notified'; by=#10; automatic=FALSE; valid_until='2027-03-01'; \
        reason='Again'",
    ),
    Row(
        "competency_current",
        Mutable,
        38,
        "carer_id=#11; task_id=#23; effective_rating_id=#62; \
        effective_level='competent'; effective_valid_until='2027-03-01'; pending_rating_id=#36",
    ),
    Row("acknowledgment_text", Appended, 39, "number=1; body='I have read it.'; published_by=#10"),
    Row("acknowledgment", Recorded, 40, "carer_id=#11; text_id=#39; origin_id=#15; assessment_id=#31"),
    Row("acknowledgment_rating", Appended, 41, "acknowledgment_id=#40; rating_id=#62"),
    Row(
        "concern",
        Mutable,
        42,
        "rating_id=#62; carer_id=#11; body='Too early'; status='answered'; answer='Let us talk'; \
        answered_by=#10; answered_at=1500",
    ),
    Row(
        "shift",
        Mutable,
        UNSENT_SHIFT,
        "care_package_id=#21; local_date='2026-03-02'; start_at=10000; end_at=20000; \
        type='day'; kind='competent'; status='created'; apply_by=9000; note='Key safe'; created_by=#10",
    ),
    Row("shift_task", Mutable, 44, "shift_id=#43; task_id=#23"),
    Row(
        "shift_distribution",
        Mutable,
        45,
        "shift_id=#43; carer_id=#11; notified_at=1000; first_viewed_at=1100; \
        closed_notice_at=1200",
    ),
    Row(
        "shift_application",
        Mutable,
        46,
        "shift_id=#43; carer_id=#11; note='Glad to'; applied_at=1000; status='removed'; \
        processed_at=1500; processed_by=#10; removal_reason='Asked by phone'; verdict='{}'",
    ),
    Row(
        "rota_entry",
        Mutable,
        ENTRY,
        "care_package_id=#21; carer_id=#11; local_date='2026-03-02'; type='day'; \
        start_at=10000; end_at=20000; state='confirmed'; confirmed_at=1500; confirmed_by=#10; shift_id=#43; \
        note='Key safe'; verdict='{}'; created_by=#10",
    ),
    Row(
        "rota_entry",
        Mutable,
        71,
        "care_package_id=#21; carer_id=#11; local_date='2026-03-02'; type='day'; start_at=10000; \
        end_at=20000; state='draft'; verdict='{}'; created_by=#10; removed_at=1500; removed_by=#10; \
        removed_reason='Moved'",
    ),
    Row(
        "shift",
        Mutable,
        SENT_SHIFT,
        "care_package_id=#21; local_date='2026-03-03'; start_at=110000; end_at=120000; \
        type='night'; kind='competent'; status='assigned'; apply_by=90000; created_by=#10; sent_at=1000; \
        selected_application_id=#46; rota_entry_id=#47; expiry_reason='not_filled'; cancel_reason='Once'; \
        copied_from=#43",
    ),
    Row(
        "rota_override",
        Recorded,
        48,
        "rota_entry_id=#47; rule_key='weekly_hours'; reason='Agreed with Ann today'; \
        facts='{}'; by=#10",
    ),
    Row(
        "rule_setting",
        Mutable,
        49,
        "care_package_id=#21; rule_key='weekly_hours'; mode='warning'; params='{}'",
    ),
    Row("rule_setting", Mutable, 50, "rule_key='weekly_hours'; mode='error'; params='{}'"),
    Row(
        "audit_entry",
        Recorded,
        51,
        "seq=1; actor_id=@10; actor_kind='admin'; action='task_created'; category='care'; \
        severity='info'; outcome='success'; entity_type='task'; entity_id=@23; before='{}'; after='{}'; \
        origin_id=#15; session_id=@17; correlation_id=@51; prev_hash=~11; hash=~12; imported_action='x'",
    ),
    Row(
        "audit_entry",
        Recorded,
        52,
        "seq=2; actor_kind='system'; action='cleanup_run'; category='system'; \
        severity='info'; outcome='success'; correlation_id=@52; prev_hash=~12; hash=~13",
    ),
    Row(
        "audit_checkpoint",
        Recorded,
        53,
        "kind='head'; first_seq=1; last_seq=2; first_hash=~12; last_hash=~13; count=2; \
        key_number=1; signature=~14",
    ),
    Row("retention_run", Recorded, 54, "table_name='rota_archive'; before=500; count=0"),
    Row(
        "submission",
        Mutable,
        55,
        "account_id=#10; operation='task/create'; submission_id=@55; payload_hash=~15; \
        result='{}'",
    ),
    Row(
        "alert",
        Mutable,
        56,
        "type='security'; severity='high'; title='Sign-ins'; message='Many'; details='{}'; \
        dedupe_key='sign_in'; acknowledged_by=#10; acknowledged_at=1500; note='Seen'",
    ),
    Row(
        "outbox",
        Mutable,
        57,
        "recipient_id=#10; address='grace%@example.org'; template='welcome'; payload=~16; \
        status='queued'; next_at=1000; leased_until=1; expires_at=2; last_error='Busy'; about=@62",
    ),
    Row(
        "notice",
        Mutable,
        58,
        "account_id=#11; kind='rating'; entity_type='rating'; entity_id=@62; read_at=1500",
    ),
    Row("lease", Plain, 0, "name='outbox %'; holder='node'; until=2000"),
    Row("rate_counter", Plain, 0, "key='sign_in %'; count=3; window_start=1000"),
    Row(
        "job_run",
        Plain,
        60,
        "id=@60; kind='outbox'; started_at=1000; finished_at=1500; result='done'; error='none'",
    ),
];
