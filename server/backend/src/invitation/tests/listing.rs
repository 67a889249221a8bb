//! The list of invitations: found, sorted, and page by page.

use super::*;

#[tokio::test]
async fn a_long_list_comes_in_pages_and_by_status() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    for n in 0..27 {
        let id = send_to(&cx, &format!("cid{n}@example.org")).await.unwrap();
        if n < 2 {
            cancel(&cx, &chosen(id)).await.unwrap();
        }
    }
    let first = page(&cx, &Asked::default()).await.unwrap();
    let after = Asked { after: first.next.clone().unwrap(), ..Asked::default() };
    let rest = page(&cx, &after).await.unwrap();
    let before = Asked { before: rest.previous.clone().unwrap(), ..Asked::default() };
    let back = page(&cx, &before).await.unwrap();
    assert_eq!((first.rows.len(), first.found, first.previous.clone()), (25, 27, None));
    assert_eq!((rest.rows.len(), rest.next), (2, None));
    assert_eq!((back.rows, back.previous), (first.rows, None), "and back again");
    let of = async |status: &str, q: &str| {
        let asked = Asked { status: status.into(), q: q.into(), ..Asked::default() };
        page(&cx, &asked).await.map(|page| page.found)
    };
    assert_eq!(of("cancelled", "").await.unwrap(), 2);
    assert_eq!(of("", "CID1").await.unwrap(), 11, "cid1 and cid10 to cid19");
    assert!(matches!(of("gone", "").await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn r_gen_13_invitations_are_found_by_name_and_sorted_by_every_column_both_ways() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    for (name, email) in [("Élodie Roy", "z@example.org"), ("bea cole", "y@example.org")] {
        let form = InvitationDraft { name: name.into(), ..carer_form(email) };
        invite(&service.as_(ann).await, None, SubmissionId(unique()), &form).await.unwrap();
        service.pass_minutes(1);
    }
    let cx = service.as_(ann).await;
    let names = async |sort: &str, q: &str| {
        let asked = Asked { sort: sort.into(), q: q.into(), ..Asked::default() };
        let rows = page(&cx, &asked).await.unwrap().rows;
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(names("", "").await, "bea cole, Élodie Roy");
    assert_eq!(names("", "élodie").await, "Élodie Roy");
    assert_eq!(names("name", "").await, "bea cole, Élodie Roy");
    assert_eq!(names("-name", "").await, "Élodie Roy, bea cole");
    assert_eq!(names("email", "").await, "bea cole, Élodie Roy");
    assert_eq!(names("sent", "").await, "Élodie Roy, bea cole");
    assert_eq!(names("-expires", "").await, "bea cole, Élodie Roy");
}
