//! A service to test with: a fresh database of the kind under test, a clock only the test moves, and people in it
//! by a word each.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up should stop"
)]

mod care;
mod competence;
mod database;
mod progress;
mod shifts;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use domain::access::{Flags, Role};
use domain::id::{AccountId, OrganisationId, RequestId, SessionId};
use domain::text::name_key;
use domain::time::{Clock, Date, Fold, Instant, Zone};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait, ConnectionTrait,
    DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, Statement,
};
use uuid::Uuid;

use crate::entity::{
    account, acknowledgment_text, audit_entry, carer, organisation, outbox, personal_value, progress_current,
};
use crate::keys::{Keys, Purpose};
use crate::outbox::Mail;
use crate::outbox::post::Post;
use crate::session::{self, SignIn};
use crate::token::Token;
use crate::{Client, Cx, Mode, Platform, passwords::Passwords};

pub use competence::reviewed;
pub use shifts::shift_draft;

/// The password of everybody made here.
pub const PASSWORD: &str = "a long enough passphrase";

/// A service with one organisation and nobody in it, on Monday 2 March 2026 at nine in London.
#[derive(Debug)]
pub struct Service {
    /// What its requests share.
    pub platform: Arc<Platform>,
    /// Its first organisation.
    pub organisation: OrganisationId,
    now: Arc<AtomicI64>,
    hash: String,
    queries: Arc<AtomicUsize>,
    _database: database::Fresh,
    _mails: tempfile::TempDir,
}

impl Service {
    /// A fresh one.
    pub async fn new() -> Self {
        let service = Self::empty().await;
        service.add_organisation(service.organisation, "Larkfield Care").await;
        service
    }

    /// One without an organisation, as it is before set-up.
    pub async fn empty() -> Self {
        let (mut db, fresh) = database::fresh().await;
        let queries = db.counted();
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash(PASSWORD.into()).await.unwrap();
        let mails = tempfile::tempdir().unwrap();
        let platform = Platform {
            db,
            keys: Keys::new(&[7; 32]),
            events: crate::events::Bus::default(),
            passwords,
            post: Post::to_folder(mails.path().to_owned(), "CareTrack <caretrack@localhost>").unwrap(),
            public_url: "http://127.0.0.1:3000".into(),
            mode: Mode::Local,
        };
        Self {
            platform: Arc::new(platform),
            organisation: OrganisationId(Uuid::from_u128(0x0001)),
            now: Arc::new(AtomicI64::new(london(2026, 3, 2, 9, 0).0)),
            hash,
            queries,
            _database: fresh,
            _mails: mails,
        }
    }

    /// Adds another organisation.
    pub async fn another_organisation(&self, name: &str) -> OrganisationId {
        let id = OrganisationId(unique());
        self.add_organisation(id, name).await;
        id
    }

    async fn add_organisation(&self, id: OrganisationId, name: &str) {
        let db = self.platform.db.writer();
        crate::organisation::fixture::insert(db, id, name, Zone::LONDON, self.now()).await.unwrap();
    }

    /// How many statements the database was sent so far.
    pub fn queries(&self) -> usize {
        self.queries.load(Ordering::SeqCst)
    }

    /// What time it is in the service.
    pub fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    /// The service's clock, for a site built on it.
    pub fn clock(&self) -> impl Fn() -> Instant + Send + Sync + 'static {
        let now = Arc::clone(&self.now);
        move || Instant(now.load(Ordering::SeqCst))
    }

    /// Moves the clock to a moment.
    pub fn set_clock(&self, now: Instant) {
        self.now.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock on.
    pub fn pass_minutes(&self, minutes: i64) {
        self.set_clock(self.now().plus_minutes(minutes));
    }

    /// Adds an admin with all flags.
    pub async fn admin(&self, name: &str) -> AccountId {
        self.account(self.organisation, name, Role::Admin, Flags::ALL).await
    }

    /// Adds an admin without flags.
    pub async fn plain_admin(&self, name: &str) -> AccountId {
        self.account(self.organisation, name, Role::Admin, Flags::default()).await
    }

    /// Adds a carer.
    pub async fn carer(&self, name: &str) -> AccountId {
        self.account(self.organisation, name, Role::Carer, Flags::default()).await
    }

    /// Adds somebody to an organisation.
    pub async fn account(&self, at: OrganisationId, name: &str, role: Role, flags: Flags) -> AccountId {
        let id = AccountId(unique());
        let email = format!("{}@{}.example", name_key(name).replace(' ', "."), at.0.simple());
        let row = account::ActiveModel {
            id: Set(id),
            organisation_id: Set(at),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            role: Set(role),
            email: Set(Some(email.clone())),
            email_key: Set(Some(email)),
            name: Set(name.into()),
            name_key: Set(name_key(name)),
            password_hash: Set(Some(self.hash.clone())),
            active: Set(true),
            can_manage_admins: Set(flags.can_manage_admins),
            can_view_audit: Set(flags.can_view_audit),
            can_erase: Set(flags.can_erase),
            can_manage_settings: Set(flags.can_manage_settings),
            failures_since_lock: Set(0),
            failures_since_success: Set(0),
            epoch: Set(0),
            ..Default::default()
        };
        let db = self.platform.db.writer();
        row.insert(db).await.unwrap();
        crate::account::insert_name(db, at, id, name, self.now()).await.unwrap();
        match role {
            Role::Admin => self.first_statement(at, id).await,
            Role::Carer => self.profile(at, id).await,
        }
        id
    }

    /// The statement that set-up publishes with the first admin.
    async fn first_statement(&self, at: OrganisationId, by: AccountId) {
        let published = acknowledgment_text::Entity::find()
            .filter(acknowledgment_text::Column::OrganisationId.eq(at))
            .one(self.platform.db.reader());
        if published.await.unwrap().is_none() {
            let db = self.platform.db.writer();
            crate::organisation::fixture::insert_statement(db, at, by, self.now()).await.unwrap();
        }
    }

    async fn profile(&self, at: OrganisationId, id: AccountId) {
        let row = carer::ActiveModel {
            account_id: Set(id),
            organisation_id: Set(at),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            pseudonym: Set(format!("Carer {}", &id.0.simple().to_string()[20..])),
            ..Default::default()
        };
        row.insert(self.platform.db.writer()).await.unwrap();
    }

    /// Makes somebody inactive, as an admin would.
    pub async fn deactivate(&self, id: AccountId) {
        let row = account::ActiveModel { id: Unchanged(id), active: Set(false), ..Default::default() };
        row.update(self.platform.db.writer()).await.unwrap();
    }

    /// Makes somebody active again.
    pub async fn activate(&self, id: AccountId) {
        let row = account::ActiveModel { id: Unchanged(id), active: Set(true), ..Default::default() };
        row.update(self.platform.db.writer()).await.unwrap();
    }

    /// Makes the database refuse every mail from now on, as when the disk is full in the middle of an act.
    pub async fn break_outbox(&self) {
        self.run_sql("ALTER TABLE outbox RENAME TO outbox_away").await;
    }

    /// Lets mails be queued again.
    pub async fn mend_outbox(&self) {
        self.run_sql("ALTER TABLE outbox_away RENAME TO outbox").await;
    }

    /// Moves the first organisation to another time zone.
    pub async fn set_zone(&self, zone: &str) {
        organisation::Entity::update_many()
            .col_expr(organisation::Column::TimeZone, zone.into())
            .filter(organisation::Column::Id.eq(self.organisation))
            .exec(self.platform.db.writer())
            .await
            .unwrap();
    }

    /// Makes a table impossible to read from now on, as after a damage to the file.
    pub async fn put_away(&self, table: &str) {
        self.run_sql(&format!("ALTER TABLE {table} RENAME TO {table}_away")).await;
    }

    /// Makes every notice to whoever has this name fail, as one broken row would.
    pub async fn refuse_notices_to(&self, name: &str) {
        let whose = format!("(SELECT name FROM account WHERE id = NEW.account_id) = '{name}'");
        if self.platform.db.is_postgres() {
            let body = format!("IF {whose} THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW;");
            self.run_sql(&format!(
                "CREATE FUNCTION refuse_notice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
            ))
            .await;
            let on = "BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION refuse_notice()";
            self.run_sql(&format!("CREATE TRIGGER refuse_notice {on}")).await;
        } else {
            let when = format!("BEFORE INSERT ON notice WHEN {whose}");
            self.run_sql(&format!(
                "CREATE TRIGGER refuse_notice {when} BEGIN SELECT RAISE(ABORT, 'refused'); END"
            ))
            .await;
        }
    }

    async fn run_sql(&self, sql: &str) {
        self.platform.db.writer().execute_unprepared(sql).await.unwrap();
    }

    /// The address of somebody made here.
    pub async fn email(&self, id: AccountId) -> String {
        let row = account::Entity::find_by_id(id).one(self.platform.db.reader()).await.unwrap().unwrap();
        row.email.unwrap()
    }

    /// Asks as nobody, now.
    pub fn nobody(&self) -> Cx {
        let client = Client { ip: "203.0.113.7".into(), agent: "Test browser".into() };
        Cx::nobody(Arc::clone(&self.platform), self.now(), RequestId(unique()), client)
    }

    /// Asks as somebody, now, in a session of his or her own.
    pub async fn as_(&self, id: AccountId) -> Cx {
        let token = self.sign_in(id).await;
        let nobody = self.nobody();
        let signed_in = session::resume(&nobody, &token).await.unwrap().unwrap();
        signed_in.cx(Arc::clone(&self.platform), self.now(), nobody.request, nobody.client).unwrap()
    }

    /// Asks as a job of the server, now.
    pub fn system(&self) -> Cx {
        self.nobody().system(self.organisation, Zone::LONDON)
    }

    /// Opens a session without a password and gives the hash it is kept by.
    pub async fn sign_in(&self, id: AccountId) -> Vec<u8> {
        let token = Token::random().unwrap().hash();
        self.open(id, token.clone()).await;
        token
    }

    /// Opens a session that is kept by a given hash.
    pub async fn open(&self, id: AccountId, token_hash: Vec<u8>) -> SessionId {
        let row = account::Entity::find_by_id(id).one(self.platform.db.reader()).await.unwrap().unwrap();
        let nobody = self.nobody();
        let sign_in = SignIn {
            account: id,
            organisation: row.organisation_id,
            epoch: row.epoch,
            shared_device: false,
            ip: nobody.client.ip.clone(),
            agent: nobody.client.agent.clone(),
        };
        session::open(&nobody, token_hash, &sign_in).await.unwrap()
    }

    /// The audit trail of the first organisation, oldest first: `action` of each entry, without the bookkeeping of
    /// sessions and mails that tests make by being there.
    pub async fn trail(&self) -> Vec<String> {
        let bookkeeping = ["sign_in", "mail_queued"];
        let rows = self.entries().await;
        rows.into_iter().map(|row| row.0).filter(|action| !bookkeeping.contains(&action.as_str())).collect()
    }

    /// Every entry of the first organisation: action, before, after.
    pub async fn entries(&self) -> Vec<(String, String, String)> {
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::OrganisationId.eq(self.organisation))
            .order_by_asc(audit_entry::Column::Seq)
            .all(self.platform.db.reader())
            .await
            .unwrap();
        let text = Option::unwrap_or_default;
        rows.into_iter().map(|row| (row.action, text(row.before), text(row.after))).collect()
    }

    /// Every entry of one action in the first organisation: who, from where, and whether the request has a name.
    pub async fn recorded(&self, action: &str) -> Vec<Recorded> {
        let db = self.platform.db.reader();
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::OrganisationId.eq(self.organisation))
            .filter(audit_entry::Column::Action.eq(action))
            .order_by_asc(audit_entry::Column::Seq);
        let mut recorded = Vec::new();
        for row in rows.all(db).await.unwrap() {
            let origin = personal_value::Entity::find_by_id(row.origin_id.unwrap()).one(db).await.unwrap();
            recorded.push(Recorded {
                actor: row.actor_id,
                severity: row.severity,
                outcome: row.outcome,
                origin: origin.and_then(|origin| origin.value).unwrap_or_default(),
                request: row.correlation_id,
            });
        }
        recorded
    }

    /// Alters one entry of the first organisation's trail.
    pub async fn alter_audit_entry(&self, seq: i64, action: &str) {
        self.alter(&format!("UPDATE audit_entry SET action = '{action}' WHERE seq = {seq}")).await;
    }

    /// Alters the count of a carer.
    pub async fn alter_count(&self, carer: AccountId, count: i32) {
        progress_current::Entity::update_many()
            .col_expr(progress_current::Column::Count, count.into())
            .filter(progress_current::Column::CarerId.eq(carer))
            .exec(self.platform.db.writer())
            .await
            .unwrap();
    }

    /// Alters rows as somebody with the database's own tools would, past the triggers that refuse it.
    pub async fn alter(&self, sql: &str) {
        let table = sql.split_whitespace().nth(if sql.starts_with("UPDATE") { 1 } else { 2 }).unwrap();
        let off = if self.platform.db.is_postgres() {
            Some(format!("ALTER TABLE {table} DISABLE TRIGGER USER"))
        } else {
            let query = format!(
                "SELECT group_concat('DROP TRIGGER ' || name || ';', ' ') FROM sqlite_master \
                 WHERE type = 'trigger' AND tbl_name = '{table}'"
            );
            let statement = Statement::from_string(DatabaseBackend::Sqlite, query);
            let row = self.platform.db.writer().query_one_raw(statement).await.unwrap().unwrap();
            row.try_get_by_index(0).unwrap()
        };
        for sql in off.into_iter().chain([sql.to_owned()]) {
            self.run_sql(&sql).await;
        }
    }

    /// Every mail that was queued, oldest first: to whom, and what.
    pub async fn mails(&self) -> Vec<(String, Mail)> {
        let rows = outbox::Entity::find()
            .order_by_asc(outbox::Column::Id)
            .all(self.platform.db.reader())
            .await
            .unwrap();
        let open = |row: outbox::Model| {
            let sealed = row.payload?;
            let text = self.platform.keys.open(Purpose::Outbox, row.id.0.as_bytes(), &sealed).unwrap();
            Some((row.address?, serde_json::from_slice(&text).unwrap()))
        };
        rows.into_iter().filter_map(open).collect()
    }
}

/// An entry of the trail as a test looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Who did it.
    pub actor: Option<AccountId>,
    /// How much it matters.
    pub severity: String,
    /// How it ended.
    pub outcome: String,
    /// The network address, a space, and the browser.
    pub origin: String,
    /// What the request is called.
    pub request: RequestId,
}

/// The hash of a password at costs of years ago.
pub fn weak_hash(password: &str) -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
    argon2.hash_password(password.as_bytes()).unwrap().to_string()
}

/// A moment on London's wall.
pub fn london(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    let date = Date::from_ymd_opt(year, month, day).unwrap();
    let clock = Clock::from_hms_opt(hour, minute, 0).unwrap();
    Zone::LONDON.at(date, clock, Fold::First).unwrap()
}

/// An id that no other row has. Tests take them from the system: nothing they check depends on them.
#[expect(clippy::disallowed_methods, reason = "a test's ids are nobody's secret")]
pub fn unique() -> Uuid {
    Uuid::now_v7()
}
