//! The organisation, its admins and its carers, with the same password each.

use std::collections::BTreeMap;

use domain::access::{Flags, Role};
use domain::account::Email;
use domain::audit::AuditAction;
use domain::id::{AccountId, AcknowledgmentTextId, PersonNameId};
use domain::text::name_key;
use domain::time::Instant;
use serde_json::json;

use super::loading::{Loading, id};
use super::sample::{Admin, Carer, Provider, named, wrong};
use crate::Error;
use crate::audit::{self, Entry};
use crate::cx::Scope;
use crate::entity::{account, acknowledgment_text, carer, organisation, person_name};
use crate::organisation::FIRST_STATEMENT;
use crate::personal::Kind;

/// How long before its oldest carer the organisation begins, in days.
const HEAD_START: i64 = 30;

/// The accounts by their keys.
pub(super) struct People {
    ids: BTreeMap<String, AccountId>,
    /// When the organisation began.
    pub began: Instant,
    /// What carers confirm with an acknowledgment.
    pub statement: AcknowledgmentTextId,
}

/// Somebody with an account, admin or carer.
struct Person<'a> {
    key: &'a str,
    name: &'a str,
    email: &'a str,
    role: Role,
    flags: Flags,
    reference: Option<&'a str>,
    since: Instant,
}

impl People {
    /// The account of a key.
    pub(super) fn id(&self, key: &str) -> Result<AccountId, Error> {
        named(&self.ids, key).copied()
    }
}

impl Provider {
    /// Name and address of an account.
    pub(super) fn person(&self, key: &str) -> Result<(&str, &str), Error> {
        let admin = self.admin.iter().find(|admin| admin.key == key).map(|admin| (&admin.name, &admin.email));
        let carer =
            || self.carer.iter().find(|carer| carer.key == key).map(|carer| (&carer.name, &carer.email));
        let (name, email) = admin.or_else(carer).ok_or_else(|| wrong(format!("nobody is {key}")))?;
        Ok((name, email))
    }

    /// The first admin, who set everything up.
    pub(super) fn founder(&self) -> Result<&Admin, Error> {
        self.admin.first().ok_or_else(|| wrong("nobody is in charge"))
    }
}

/// Stores them all.
pub(super) async fn load(demo: &Loading<'_>, hash: &str) -> Result<People, Error> {
    let provider = &demo.sample.provider;
    let oldest = provider.carer.iter().map(|carer| carer.employment_start_days).min().unwrap_or_default();
    let began = demo.days.past(demo.days.ago(HEAD_START - oldest), 9)?;
    found(demo, began).await?;

    let persons = persons(demo, began)?;
    let ids: BTreeMap<_, _> =
        persons.iter().map(|person| (person.key.to_owned(), id(person.since, AccountId))).collect();
    let people = People { ids, began, statement: id(began, AcknowledgmentTextId) };
    accounts(demo, &people, &persons, hash).await?;
    carers(demo, &people).await?;
    state(demo, &people).await?;
    Ok(people)
}

async fn found(demo: &Loading<'_>, began: Instant) -> Result<(), Error> {
    let organisation = &demo.sample.provider.organisation;
    let row = organisation::Model {
        id: demo.tx.organisation(),
        created_at: began,
        updated_at: began,
        version: 1,
        name: organisation.name.clone(),
        time_zone: organisation.time_zone.clone(),
        logo: None,
        active: true,
    };
    demo.insert::<organisation::Entity>(vec![row]).await?;
    audit::begin_chain(demo.tx.db(), demo.tx.organisation()).await?;
    let made = Entry::new(AuditAction::OrganisationCreated).about("organisation", demo.tx.organisation().0);
    let after = json!({ "name": organisation.name, "time_zone": organisation.time_zone });
    demo.tx.also(made.after(after)?);
    Ok(())
}

fn persons<'a>(demo: &Loading<'a>, began: Instant) -> Result<Vec<Person<'a>>, Error> {
    let provider = &demo.sample.provider;
    let admin = |admin: &'a Admin| Person {
        key: &admin.key,
        name: &admin.name,
        email: &admin.email,
        role: Role::Admin,
        flags: admin.flags,
        reference: admin.professional_reference.as_deref(),
        since: began,
    };
    let mut persons: Vec<_> = provider.admin.iter().map(admin).collect();
    for carer in &provider.carer {
        persons.push(Person {
            key: &carer.key,
            name: &carer.name,
            email: &carer.email,
            role: Role::Carer,
            flags: Flags::default(),
            reference: None,
            since: demo.days.past(demo.days.ago(-carer.employment_start_days), 8)?,
        });
    }
    Ok(persons)
}

async fn accounts(
    demo: &Loading<'_>,
    people: &People,
    persons: &[Person<'_>],
    hash: &str,
) -> Result<(), Error> {
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for person in persons {
        let account = people.id(person.key)?;
        rows.push(account_row(demo, account, person, hash)?);
        names.push(person_name::Model {
            id: id(person.since, PersonNameId),
            organisation_id: demo.tx.organisation(),
            created_at: person.since,
            account_id: account,
            name: Some(person.name.to_owned()),
            from_at: person.since,
        });
        let name = demo.tx.personal(Kind::Name, Some(account.0), person.name).await?;
        let email = demo.tx.personal(Kind::Email, Some(account.0), person.email).await?;
        let after = json!({ "name": name, "email": email, "role": person.role, "flags": person.flags });
        demo.tx.also(Entry::new(AuditAction::AccountCreated).about("account", account.0).after(after)?);
    }
    demo.insert::<account::Entity>(rows).await?;
    demo.insert::<person_name::Entity>(names).await
}

fn account_row(
    demo: &Loading<'_>,
    account: AccountId,
    person: &Person<'_>,
    hash: &str,
) -> Result<account::Model, Error> {
    let email = Email::read(person.email).map_err(|_| wrong(person.email))?;
    Ok(account::Model {
        id: account,
        organisation_id: demo.tx.organisation(),
        created_at: person.since,
        updated_at: person.since,
        version: 1,
        deletion_id: None,
        role: person.role,
        email: Some(email.as_str().to_owned()),
        email_key: Some(email.key()),
        name: person.name.to_owned(),
        name_key: name_key(person.name),
        password_hash: Some(hash.to_owned()),
        active: true,
        can_manage_admins: person.flags.can_manage_admins,
        can_view_audit: person.flags.can_view_audit,
        can_erase: person.flags.can_erase,
        can_manage_settings: person.flags.can_manage_settings,
        professional_reference: person.reference.map(str::to_owned),
        last_sign_in_at: None,
        failures_since_lock: 0,
        failures_since_success: 0,
        locked_until: None,
        epoch: 0,
        pseudonym: None,
        erased_at: None,
    })
}

async fn carers(demo: &Loading<'_>, people: &People) -> Result<(), Error> {
    let rows = demo
        .sample
        .provider
        .carer
        .iter()
        .zip(1..)
        .map(|(carer, number)| profile(demo, people, carer, number));
    demo.insert::<carer::Entity>(rows.collect::<Result<_, _>>()?).await
}

fn profile(demo: &Loading<'_>, people: &People, carer: &Carer, number: u32) -> Result<carer::Model, Error> {
    let start = demo.days.ago(-carer.employment_start_days);
    let since = demo.days.past(start, 8)?;
    // The number keeps two carers apart; the rest tells nothing about either.
    let code = demo.vary(&[&carer.key], 0x800) << 5 | number;
    Ok(carer::Model {
        account_id: people.id(&carer.key)?,
        organisation_id: demo.tx.organisation(),
        created_at: since,
        updated_at: since,
        version: 1,
        job_role: Some(carer.job_role.clone()),
        employment_start: Some(start),
        employment_end: None,
        phone: Some(carer.phone.clone()),
        emergency_name: carer.emergency_name.clone(),
        emergency_phone: carer.emergency_phone.clone(),
        wtr_opt_out_from: carer.wtr_opt_out_from_days.map(|days| demo.days.ago(-days)),
        wtr_opt_out_until: None,
        pseudonym: format!("Former carer {code:04X}"),
    })
}

async fn state(demo: &Loading<'_>, people: &People) -> Result<(), Error> {
    let row = acknowledgment_text::Model {
        id: people.statement,
        organisation_id: demo.tx.organisation(),
        created_at: people.began,
        number: 1,
        body: FIRST_STATEMENT.to_owned(),
        published_by: people.id(&demo.sample.provider.founder()?.key)?,
    };
    demo.insert::<acknowledgment_text::Entity>(vec![row]).await
}
